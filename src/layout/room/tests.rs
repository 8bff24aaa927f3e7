//! Tables of positions, worked out by hand. A card is 208 wide; a card with one branch is 78 high, with two 104, with five 182. Columns are
//! 72 apart and cards of a column 28; an arrow leaves row `n` 59 + 26 n below the top of a card and enters 20 below the top of the next.

use std::fmt::Write as _;

use super::*;

const ONE: i32 = 78;
const FIVE: i32 = 182;

/// Cards from lines such as `3 at 560 106 high 78 under 2 row 0`, in reading order.
fn cards(text: &str) -> Ground {
    let seat = |line: &str| {
        let words: Vec<&str> = line.split_whitespace().collect();
        let number = |after: &str, by: usize| {
            let at = words.iter().position(|word| *word == after)?;
            Some(words[at + by].parse::<i32>().unwrap())
        };
        let id = |number: i32| ActionId(u32::try_from(number).unwrap());
        let home = number("under", 1).map(|parent| (id(parent), usize::try_from(number("row", 1).unwrap()).unwrap()));
        Seat {
            id: id(words[0].parse().unwrap()),
            pos: Pos(number("at", 1).unwrap(), number("at", 2).unwrap()),
            height: number("high", 1).unwrap_or(ONE),
            home,
        }
    };
    Ground::new(text.lines().map(str::trim).filter(|line| !line.is_empty()).map(seat).collect())
}

fn new(height: i32) -> Vec<Newcomer> {
    vec![Newcomer { id: ActionId(9), offset: Pos(0, 0), height }]
}

/// Positions as `9: 280 0, 2: 560 0`, in order of ids.
fn words(moved: &BTreeMap<ActionId, Pos>) -> String {
    let words: Vec<String> = moved.iter().map(|(id, pos)| format!("{}: {} {}", id.0, pos.0, pos.1)).collect();
    words.join(", ")
}

fn admitted(text: &str, port: (u32, usize), newcomers: &[Newcomer]) -> String {
    words(&cards(text).admit((ActionId(port.0), port.1), newcomers))
}

#[test]
fn what_comes_in_takes_the_place_of_the_follower_and_its_subtree_moves_right() {
    let chain = "1 at 0 0
        2 at 280 0 under 1 row 0
        3 at 560 39 under 2 row 0
        4 at 280 400";
    assert_eq!(admitted(chain, (1, 0), &new(ONE)), "2: 560 0, 3: 840 39, 9: 280 0");
    assert_eq!(admitted(chain, (2, 0), &new(ONE)), "3: 840 39, 9: 560 39");
}

#[test]
fn several_cards_come_in_with_their_distances() {
    let chain = "1 at 0 0
        2 at 280 0 under 1 row 0";
    let two = |id, x, y| Newcomer { id: ActionId(id), offset: Pos(x, y), height: ONE };
    assert_eq!(admitted(chain, (1, 0), &[two(8, 0, 0), two(9, 300, 10)]), "2: 860 0, 8: 280 0, 9: 580 10");
}

#[test]
fn a_card_that_is_covered_moves_down_with_its_subtree() {
    let tree = "1 at 0 0 high 104
        2 at 280 0 under 1 row 0
        4 at 280 106 under 1 row 1
        5 at 560 106 under 4 row 0";
    // The new card ends at 182, so the next one begins at 210: 104 further down.
    assert_eq!(admitted(tree, (1, 0), &new(FIVE)), "2: 560 0, 4: 280 210, 5: 560 210, 9: 280 0");
}

#[test]
fn only_the_covered_part_of_the_branch_below_moves_down() {
    let tree = "1 at 0 0 high 104
        2 at 280 0 under 1 row 0
        3 at 560 0 under 2 row 0
        4 at 280 106 under 1 row 1
        5 at 560 106 under 4 row 0
        6 at 840 20 under 5 row 0
        7 at 1120 20 under 6 row 0";
    // 3 comes to 840 0 and ends at 78, so 6 begins at 106; 7 goes with it.
    assert_eq!(admitted(tree, (1, 0), &new(ONE)), "2: 560 0, 3: 840 0, 6: 840 106, 7: 1120 106, 9: 280 0");
}

#[test]
fn what_moves_right_goes_below_an_earlier_branch() {
    let tree = "1 at 0 0 high 104
        2 at 280 0 under 1 row 0
        3 at 560 0 under 2 row 0
        4 at 840 100 under 3 row 0
        5 at 280 106 under 1 row 1
        6 at 560 106 under 5 row 0";
    // 6 comes to 840 106, where 4 ends at 178.
    assert_eq!(admitted(tree, (1, 1), &new(ONE)), "5: 560 106, 6: 840 206, 9: 280 106");
}

#[test]
fn after_a_free_branch_a_card_goes_between_its_neighbours_and_the_later_one_moves_down() {
    let menu = "1 at 0 0 high 130
        2 at 280 0 under 1 row 0
        3 at 280 106 under 1 row 2
        4 at 560 106 under 3 row 0";
    // Row 1 is 85 below the top, the arrow enters at 65; 2 ends at 78 and 28 more are free: 106. 3 begins below 184.
    assert_eq!(admitted(menu, (1, 1), &new(ONE)), "3: 280 212, 4: 560 212, 9: 280 106");
    assert_eq!(cards(menu).corner((ActionId(1), 1), &new(ONE)), Pos(280, 106));
    // Where nothing is near, the arrow is straight: row 1 of 3 is 85 below 106, less 20.
    assert_eq!(admitted("3 at 0 106 high 104", (3, 1), &new(ONE)), "9: 280 171");
}

#[test]
fn a_card_goes_below_an_earlier_subtree_unless_that_is_far() {
    let tree = |height: i32| {
        format!(
            "1 at 0 0 high 104
            2 at 280 0 under 1 row 0
            3 at 560 0 high {height} under 2 row 0
            5 at 840 0 under 3 row 0
            4 at 280 106 under 1 row 1"
        )
    };
    // Wanted is 145. 3 ends at 234, and 262 is near.
    assert_eq!(admitted(&tree(234), (4, 0), &new(ONE)), "9: 560 262");
    // 3 ends at 800, and 828 would be far: 3 and 5 begin below 145 + 78.
    assert_eq!(admitted(&tree(800), (4, 0), &new(ONE)), "3: 560 251, 5: 840 251, 9: 560 145");
}

#[test]
fn a_card_above_the_new_one_in_the_tree_gives_way_alone() {
    let back = "1 at 560 30
        2 at 280 0 under 1 row 0
        3 at 840 0 under 2 row 0";
    // After 2 comes a card at 560 39, where 1 is by hand.
    assert_eq!(admitted(back, (2, 0), &new(ONE)), "3: 1120 0, 9: 840 0");
    let free = "1 at 560 30 high 400
        2 at 280 0 under 1 row 0";
    assert_eq!(admitted(free, (2, 0), &new(ONE)), "1: 560 145, 9: 560 39");
}

#[test]
fn what_a_hand_put_on_top_of_each_other_stays() {
    let tree = "1 at 0 0
        2 at 280 0 under 1 row 0
        3 at 300 10 under 2 row 0
        4 at 600 500
        5 at 610 510";
    assert_eq!(admitted(tree, (1, 0), &new(ONE)), "2: 560 0, 3: 580 10, 9: 280 0");
}

#[test]
fn cards_that_are_near_but_do_not_cover_each_other_stay() {
    // 5 is 10 below 4, as a hand put it.
    let tree = "1 at 0 0
        2 at 280 0 under 1 row 0
        4 at 280 300
        5 at 280 388";
    assert_eq!(admitted(tree, (1, 0), &new(ONE)), "2: 560 0, 9: 280 0");
}

#[test]
fn a_card_is_found_a_free_place() {
    let ground = cards("1 at 0 0\n2 at 0 90 high 104\n3 at 0 330");
    assert_eq!(ground.free_corner(Pos(0, 0), &new(ONE)), Pos(0, 222));
    assert_eq!(ground.free_corner(Pos(0, 0), &new(FIVE)), Pos(0, 436));
    assert_eq!(ground.free_corner(Pos(300, 0), &new(FIVE)), Pos(300, 0));
}

fn closed(text: &str, heir: u32, home: (u32, usize), place: Pos) -> String {
    let gap = Gap { heir: ActionId(heir), home: (ActionId(home.0), home.1), place };
    words(&cards(text).closed(&[gap], &BTreeSet::new()))
}

#[test]
fn a_follower_takes_the_place_of_a_removed_card_with_its_subtree() {
    let chain = "1 at 0 0
        3 at 560 39 under 1 row 0
        4 at 840 78 under 3 row 0";
    assert_eq!(closed(chain, 3, (1, 0), Pos(280, 0)), "3: 280 0, 4: 560 39");
    assert_eq!(closed(chain, 3, (1, 1), Pos(280, 0)), "", "its home is at another branch");
    assert_eq!(closed(chain, 3, (1, 0), Pos(840, 0)), "", "the place is right of it");
}

#[test]
fn a_gap_stays_where_closing_it_would_cover_a_card() {
    // 5 is in the removed card's place but 39 lower: the follower moves left only, to 280 39 or nowhere.
    let above = "1 at 0 0
        3 at 560 139 under 1 row 0
        5 at 280 -50 high 100";
    assert_eq!(closed(above, 3, (1, 0), Pos(280, 0)), "3: 280 139");
    let both = "1 at 0 0
        3 at 560 139 under 1 row 0
        5 at 280 -50 high 200";
    assert_eq!(closed(both, 3, (1, 0), Pos(280, 0)), "");
}

#[test]
fn many_gaps_close_together() {
    let mut text = "1 at 0 0\n".to_owned();
    let mut gaps = Vec::new();
    for at in 1..=20 {
        writeln!(text, "{} at {} 0 under {at} row 0", at + 1, at * 560).unwrap();
        let id = ActionId(u32::try_from(at).unwrap());
        gaps.push(Gap { heir: ActionId(id.0 + 1), home: (id, 0), place: Pos(at * 560 - 280, 0) });
    }
    let moved = cards(&text).closed(&gaps, &BTreeSet::new());
    let expected: BTreeMap<ActionId, Pos> =
        (1..=20_u16).map(|at| (ActionId(u32::from(at) + 1), Pos(280 * i32::from(at), 0))).collect();
    assert_eq!(moved, expected);
    // One card in the way keeps all of many where they are.
    let blocked = cards(&format!("{text}99 at 2800 40"));
    assert_eq!(blocked.closed(&gaps, &BTreeSet::new()), BTreeMap::new());
}

#[test]
fn a_card_that_has_grown_pushes_what_it_covers() {
    let menu = "1 at 0 0 high 182
        2 at 280 0 under 1 row 0
        3 at 0 106
        4 at 280 106 under 3 row 0
        5 at 0 300";
    assert_eq!(words(&cards(menu).grown(ActionId(1), ONE)), "3: 0 210, 4: 280 210, 5: 0 316");
    assert_eq!(words(&cards(menu).grown(ActionId(1), FIVE)), "");
}
