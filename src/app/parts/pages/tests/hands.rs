//! Pointer and keyboard tests of hours, days and members. Each gesture is one undo step.

use std::sync::Arc;

use chrono::{Datelike as _, Days, NaiveDate};
use egui::{Key, Modifiers, Pos2, Rect, Vec2, pos2};
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT as _, Queryable as _};

use crate::catalog::sample;
use crate::clock;
use crate::model::resource::{CalendarException, PolicyMember, RuleTarget, User};
use crate::model::{Project, Resource, ResourceData, ResourceId, ResourceKind};

use super::{Desk, choose, click, leave, open_kind, project, resource, write};
use crate::app::command::{ResourceDrag, Tab};
use crate::app::parts::pages::hours;
use crate::catalog::calendar::typed::DAYS;
use crate::catalog::holidays::LAST_YEAR;

const CALENDAR: ResourceId = ResourceId(8);

pub(super) type PageHarness = Harness<'static, Desk>;

fn rect(harness: &PageHarness, name: &str) -> Rect {
    harness.get_by_label(name).rect()
}

/// Presses at the first point, moves over the others, and releases at the last.
fn drag(harness: &mut PageHarness, places: &[Pos2]) {
    press(harness, places);
    harness.drop_at(*places.last().unwrap());
    harness.run();
}

pub(super) fn press(harness: &mut PageHarness, places: &[Pos2]) {
    harness.hover_at(places[0]);
    harness.run();
    harness.drag_at(places[0]);
    harness.run_steps(2);
    for place in places {
        harness.hover_at(*place);
        harness.run_steps(2);
    }
}

/// The middle of a half hour of a day's strip.
fn half_hour(harness: &PageHarness, day: &str, slot: u16) -> Pos2 {
    let strip = rect(harness, &format!("Hours of {day}, by half hours"));
    pos2(strip.left() + strip.width() * (f32::from(slot) + 0.5) / 48.0, strip.center().y)
}

fn week(harness: &PageHarness) -> Vec<String> {
    match resource(harness).data {
        ResourceData::Calendar(calendar) => calendar.week.iter().map(|day| hours::words(day, "closed")).collect(),
        ResourceData::User(user) => user.schedule.iter().map(|day| hours::words(day, "off")).collect(),
        _ => panic!("no week"),
    }
}

fn exceptions(harness: &PageHarness) -> Vec<CalendarException> {
    let ResourceData::Calendar(calendar) = resource(harness).data else { panic!("no calendar") };
    calendar.exceptions
}

/// Undoes one step, and checks that nothing is left to undo: the whole gesture was one step.
fn undo_all(harness: &mut PageHarness) {
    let document = &mut harness.state_mut().document;
    document.undo();
    assert_eq!(document.undo_words(), None);
    harness.run();
}

fn change(project: &mut Project, id: ResourceId, change: impl FnOnce(&mut ResourceData)) {
    change(&mut Arc::make_mut(project.resources.get_mut(&id).unwrap()).data);
}

#[test]
fn the_first_half_hour_of_a_drag_decides_between_open_and_close() {
    let mut harness = open_kind(ResourceKind::Calendar);
    let before = week(&harness);
    assert_eq!(before[0], "08:30–18:00");
    let (from, to) = (half_hour(&harness, "Monday", 24), half_hour(&harness, "Wednesday", 26));
    let between = half_hour(&harness, "Tuesday", 25);
    drag(&mut harness, &[from, between, to]);
    let closed = "08:30–12:00, 13:30–18:00";
    assert_eq!(week(&harness), [closed, closed, closed, "08:30–18:00", "08:30–18:00", "closed", "closed"]);
    undo_all(&mut harness);
    assert_eq!(week(&harness), before);
    // Upwards, to the left, and past the edges.
    let (from, to) = (half_hour(&harness, "Sunday", 3), half_hour(&harness, "Saturday", 0) - Vec2::new(9.0, 0.0));
    drag(&mut harness, &[from, to]);
    assert_eq!(week(&harness)[5..], ["00:00–02:00", "00:00–02:00"]);
    undo_all(&mut harness);
    // A press without a move paints one half hour.
    let at = half_hour(&harness, "Sunday", 20);
    drag(&mut harness, &[at]);
    assert_eq!(week(&harness)[6], "10:00–10:30");
}

#[test]
fn hours_off_the_grid_change_only_where_they_are_painted() {
    let mut harness = open_kind(ResourceKind::Calendar);
    write(&mut harness, "Hours of Monday", "8:45-12:10");
    leave(&mut harness);
    let (from, to) = (half_hour(&harness, "Monday", 27), half_hour(&harness, "Monday", 24));
    drag(&mut harness, &[from, to]);
    assert_eq!(week(&harness)[0], "08:45–14:00");
    // The first half hour is not open as a whole, so it opens.
    let at = half_hour(&harness, "Monday", 17);
    drag(&mut harness, &[at]);
    assert_eq!(week(&harness)[0], "08:30–14:00");
}

#[test]
fn nothing_is_sent_before_the_release_nor_after_escape() {
    let mut harness = open_kind(ResourceKind::Calendar);
    let before = week(&harness);
    let (from, to) = (half_hour(&harness, "Monday", 20), half_hour(&harness, "Monday", 22));
    press(&mut harness, &[from, to]);
    harness.get_by_label("Close: Monday 10:00–11:30");
    assert_eq!(week(&harness), before);
    harness.key_press(Key::Escape);
    harness.run_steps(2);
    harness.drop_at(to);
    harness.run();
    assert_eq!(week(&harness), before);
    assert_eq!(harness.state().document.undo_words(), None);
    harness.hover_at(half_hour(&harness, "Tuesday", 17));
    harness.run_steps(60);
    harness.get_by_label("Tuesday 08:30–09:00");
}

#[test]
fn a_day_is_copied_and_cleared() {
    let mut harness = open_kind(ResourceKind::Calendar);
    write(&mut harness, "Hours of Tuesday", "8:45-12");
    leave(&mut harness);
    click(&mut harness, "Copy Tuesday");
    click(&mut harness, "Copy to weekdays");
    let day = "08:45–12:00";
    assert_eq!(week(&harness), [day, day, day, day, day, "closed", "closed"]);
    click(&mut harness, "Copy Friday");
    click(&mut harness, "Copy to all days");
    assert_eq!(week(&harness), [day; 7]);
    click(&mut harness, "Copy Sunday");
    click(&mut harness, "Close");
    assert_eq!(week(&harness)[5..], [day, "closed"]);
}

#[test]
fn a_week_is_written_by_keyboard() {
    let mut harness = open_kind(ResourceKind::Calendar);
    for day in DAYS {
        harness.get_by_label(&format!("Hours of {day}")).focus();
        harness.run();
        harness.key_press_modifiers(Modifiers::COMMAND, Key::A);
        harness.event(egui::Event::Text("7-9".to_owned()));
        harness.run();
        leave(&mut harness);
    }
    assert_eq!(week(&harness), ["07:00–09:00"; 7]);
    write(&mut harness, "Hours of Sunday", "22-6");
    leave(&mut harness);
    assert_eq!(week(&harness)[6], "22:00–06:00");
    write(&mut harness, "Hours of Sunday", "22-6, 23-24");
    harness.get_by_label_contains("Two of these hours overlap");
    leave(&mut harness);
    assert_eq!(week(&harness)[6], "22:00–06:00");
}

#[test]
fn a_user_has_a_work_schedule() {
    let mut harness = open_kind(ResourceKind::User);
    assert_eq!(week(&harness), ["off"; 7]);
    let (from, to) = (half_hour(&harness, "Monday", 18), half_hour(&harness, "Friday", 33));
    drag(&mut harness, &[from, to]);
    let day = "09:00–17:00";
    assert_eq!(week(&harness), [day, day, day, day, day, "off", "off"]);
    undo_all(&mut harness);
    let ResourceData::User(user) = resource(&harness).data else { panic!() };
    assert_eq!(user.schedule, User::default().schedule);
}

#[test]
fn a_disabled_page_changes_nothing() {
    let mut harness = disabled(CALENDAR);
    let (from, to) = (half_hour(&harness, "Monday", 20), half_hour(&harness, "Monday", 22));
    drag(&mut harness, &[from, to]);
    let day = rect(&harness, &day_name(&harness, this_month(10))).center();
    drag(&mut harness, &[day]);
    assert_eq!(harness.state().document.undo_words(), None);
    let mut harness = disabled(sample::SUPPORT);
    let (ana, team) = (handle(&harness, "Ana"), rect(&harness, "Add Front desk (team)").center());
    drag(&mut harness, &[ana, team]);
    drag(&mut harness, &[team, ana]);
    drag(&mut harness, &[team]);
    assert_eq!(harness.state().document.undo_words(), None);
}

/// The disabled page of a resource.
fn disabled(id: ResourceId) -> PageHarness {
    let desk = Desk::new(project(), Tab::Resource(id));
    let builder = Harness::builder()
        .with_size(Vec2::new(1000.0, 2600.0))
        .with_context_setup(crate::app::parts::pages::theme::install);
    let mut harness = builder.build_ui_state(
        |ui, desk: &mut Desk| {
            ui.disable();
            desk.ui(ui);
        },
        desk,
    );
    harness.run();
    harness
}

fn this_month(day: u32) -> NaiveDate {
    clock::today().with_day(day).unwrap()
}

/// The accessible name of a day in the month.
fn day_name(harness: &PageHarness, date: NaiveDate) -> String {
    let begin = date.format("%A %-d %B %Y: ").to_string();
    harness.get_by_label_contains(&begin).accesskit_node().label().unwrap()
}

fn day_at(harness: &PageHarness, date: NaiveDate) -> Pos2 {
    rect(harness, &day_name(harness, date)).center()
}

fn without_exceptions() -> PageHarness {
    let mut project = project();
    change(&mut project, CALENDAR, |data| {
        let ResourceData::Calendar(calendar) = data else { panic!() };
        calendar.exceptions.clear();
    });
    Desk::new(project, Tab::Resource(CALENDAR)).harness()
}

#[test]
fn dragged_days_make_an_exception_or_join_the_chosen_one() {
    let mut harness = without_exceptions();
    let (from, to) = (day_at(&harness, this_month(10)), day_at(&harness, this_month(12)));
    drag(&mut harness, &[from, to]);
    let made = exceptions(&harness);
    assert_eq!((made[0].name.as_str(), made[0].hours.len()), ("Exception 1", 0));
    assert_eq!(made[0].dates, [(this_month(10), this_month(12))]);
    assert!(day_name(&harness, this_month(11)).ends_with("Exception 1: closed"));
    undo_all(&mut harness);
    assert!(exceptions(&harness).is_empty());

    drag(&mut harness, &[from, to]);
    // The new exception is chosen: a click on another day adds the day, a click on one of its days removes the day.
    let beside = day_at(&harness, this_month(13));
    drag(&mut harness, &[beside]);
    assert_eq!(exceptions(&harness)[0].dates, [(this_month(10), this_month(13))]);
    drag(&mut harness, &[to]);
    assert_eq!(exceptions(&harness)[0].dates, [(this_month(10), this_month(11)), (this_month(13), this_month(13))]);
    // A day in two exceptions is marked, and the first exception wins.
    click(&mut harness, "Days go to A new exception");
    drag(&mut harness, &[from]);
    assert_eq!(exceptions(&harness)[1].dates, [(this_month(10), this_month(10))]);
    assert!(
        day_name(&harness, this_month(10)).ends_with("Exception 1: closed; also in Exception 2, which does not count")
    );
}

#[test]
fn a_seventh_exception_is_refused_with_a_message() {
    let mut harness = without_exceptions();
    for day in 10..16 {
        click(&mut harness, "Days go to A new exception");
        let at = day_at(&harness, this_month(day));
        drag(&mut harness, &[at]);
    }
    assert_eq!(exceptions(&harness).len(), 6);
    assert!(harness.query_by_label_contains("at most six exceptions").is_none());
    click(&mut harness, "Days go to A new exception");
    harness.get_by_label_contains("at most six exceptions");
    let at = day_at(&harness, this_month(20));
    drag(&mut harness, &[at]);
    assert_eq!(exceptions(&harness).len(), 6);
    assert!(exceptions(&harness).iter().all(|it| it.dates.len() == 1));
}

#[test]
fn the_arrow_keys_choose_a_day_of_any_month() {
    let mut harness = without_exceptions();
    let today = clock::today();
    harness.get_by_label(&day_name(&harness, today)).focus();
    harness.run();
    let keys = [[Key::ArrowDown; 8].as_slice(), &[Key::ArrowUp, Key::ArrowUp, Key::ArrowLeft, Key::Enter]].concat();
    for key in keys {
        harness.key_press(key);
        harness.run();
    }
    let date = today + Days::new(41);
    assert_eq!(exceptions(&harness)[0].dates, [(date, date)]);
    click(&mut harness, "Next year");
    click(&mut harness, "Previous month");
    let month = date.checked_add_months(chrono::Months::new(11)).unwrap();
    harness.get_by_label(&month.format("%B %Y").to_string());
    // The name in the list shows the month of the exception.
    click(&mut harness, "Days go to Exception 1");
    harness.get_by_label(&date.format("%B %Y").to_string());
}

fn members(harness: &PageHarness) -> Vec<u32> {
    match resource(harness).data {
        ResourceData::Team(team) => team.members.iter().map(|id| id.0).collect(),
        ResourceData::Queue(queue) => queue.members.iter().map(|it| it.who.0).collect(),
        ResourceData::DistributionPolicy(policy) => policy.members.iter().map(|it| it.user.0).collect(),
        _ => panic!("no members"),
    }
}

fn handle(harness: &PageHarness, name: &str) -> Pos2 {
    rect(harness, &format!("Drag {name}")).left_center() + Vec2::new(10.0, 0.0)
}

const ANA: u32 = sample::ANA.0;
const BEN: u32 = sample::BEN.0;
const TEAM: u32 = 3;

#[test]
fn rows_are_dragged_to_a_new_position() {
    for kind in [ResourceKind::Team, ResourceKind::Queue, ResourceKind::DistributionPolicy] {
        let mut harness = open_kind(kind);
        assert_eq!(members(&harness), [ANA, BEN], "{kind:?}");
        let (ana, ben) = (handle(&harness, "Ana"), handle(&harness, "Ben"));
        drag(&mut harness, &[ana, ben + Vec2::new(0.0, 12.0)]);
        assert_eq!(members(&harness), [BEN, ANA], "{kind:?}");
        undo_all(&mut harness);
        drag(&mut harness, &[ben, ana - Vec2::new(0.0, 12.0)]);
        assert_eq!(members(&harness), [BEN, ANA], "{kind:?}");
        undo_all(&mut harness);
        // A drop at the row's own position sends nothing.
        drag(&mut harness, &[ana, ana + Vec2::new(30.0, 12.0)]);
        assert_eq!(harness.state().document.undo_words(), None, "{kind:?}");
    }
}

#[test]
fn dragging_out_removes_a_member_and_dragging_in_adds_one() {
    let mut harness = open_kind(ResourceKind::Queue);
    let (ana, ben) = (handle(&harness, "Ana"), handle(&harness, "Ben"));
    let team = rect(&harness, "Add Front desk (team)").center();
    drag(&mut harness, &[team, (ana + Vec2::new(0.0, 14.0))]);
    assert_eq!(members(&harness), [ANA, TEAM, BEN]);
    undo_all(&mut harness);
    drag(&mut harness, &[ana, team]);
    assert_eq!(members(&harness), [BEN]);
    undo_all(&mut harness);
    // A release outside the list adds no member; Esc removes no member.
    drag(&mut harness, &[team, team + Vec2::new(0.0, 60.0)]);
    press(&mut harness, &[ben, team]);
    harness.key_press(Key::Escape);
    harness.run_steps(2);
    harness.drop_at(team);
    harness.run();
    assert_eq!(members(&harness), [ANA, BEN]);
    assert_eq!(harness.state().document.undo_words(), None);
}

#[test]
fn an_empty_list_accepts_a_drop() {
    let mut project = project();
    change(&mut project, ResourceId(TEAM), |data| {
        let ResourceData::Team(team) = data else { panic!() };
        team.members.clear();
    });
    let mut harness = Desk::new(project, Tab::Resource(ResourceId(TEAM))).harness();
    let (from, to) =
        (rect(&harness, "Add Ben").center(), rect(&harness, "No members yet: drag a name here, or click one."));
    drag(&mut harness, &[from, to.center()]);
    assert_eq!(members(&harness), [BEN]);
    undo_all(&mut harness);
    assert!(members(&harness).is_empty());
}

#[test]
fn the_buttons_of_a_member_keep_the_focus() {
    let mut harness = open_kind(ResourceKind::Queue);
    click(&mut harness, "Add Front desk (team)");
    harness.get_by_label("Move Front desk (team) up").focus();
    harness.run();
    for wanted in [[ANA, TEAM, BEN], [TEAM, ANA, BEN], [TEAM, ANA, BEN]] {
        harness.key_press(Key::Enter);
        harness.run();
        assert_eq!(members(&harness), wanted);
    }
    click(&mut harness, "Remove Front desk (team)");
    assert_eq!(members(&harness), [ANA, BEN]);
    harness.get_by_label("Add Front desk (team)").focus();
    harness.run();
    harness.key_press(Key::Enter);
    harness.run();
    assert_eq!(members(&harness), [ANA, BEN, TEAM]);
}

#[test]
fn fallbacks_are_dragged_too() {
    let mut harness = open_kind(ResourceKind::RoutingRule);
    let rule = |harness: &PageHarness| match resource(harness).data {
        ResourceData::RoutingRule(rule) => rule.targets,
        _ => panic!("no rule"),
    };
    let before = rule(&harness);
    let (admin, top) = (rect(&harness, "Add Admin").center(), handle(&harness, "Lead owner"));
    drag(&mut harness, &[admin, top - Vec2::new(0.0, 10.0)]);
    let with_admin: Vec<RuleTarget> = [RuleTarget::Admin].into_iter().chain(before).collect();
    assert_eq!(rule(&harness), with_admin);
}

#[test]
fn a_resource_from_the_project_tree_can_be_dropped_on_a_list_of_its_kind() {
    let mut harness = open_kind(ResourceKind::DistributionPolicy);
    change_policy(&mut harness);
    for (dragged, wanted) in [(CALENDAR, vec![BEN]), (sample::BEN, vec![BEN]), (sample::ANA, vec![ANA, BEN])] {
        let at = handle(&harness, "Ben") - Vec2::new(0.0, 10.0);
        harness.hover_at(at);
        harness.drag_at(at - Vec2::new(0.0, 200.0));
        harness.run();
        egui::DragAndDrop::set_payload(&harness.ctx, ResourceDrag(dragged));
        harness.hover_at(at);
        harness.run_steps(2);
        harness.drop_at(at);
        harness.run();
        assert_eq!(members(&harness), wanted, "{dragged:?}");
    }
}

fn change_policy(harness: &mut PageHarness) {
    click(harness, "Remove Ana");
    let ResourceData::DistributionPolicy(policy) = resource(harness).data else { panic!() };
    assert_eq!(policy.members, [PolicyMember { user: sample::BEN, priority: 2 }]);
}

#[test]
fn many_non_members_can_be_searched() {
    let mut project = project();
    for number in 0..400_u32 {
        let id = ResourceId(1_000 + number);
        let agent = Resource {
            id,
            name: format!("Agent {number}"),
            reference: format!("agent_{number}"),
            description: String::new(),
            aliases: Vec::new(),
            data: ResourceData::User(User::default()),
        };
        project.resources.insert(id, Arc::new(agent));
    }
    project.last_id = 2_000;
    let mut harness = Desk::new(project, Tab::Resource(ResourceId(TEAM))).harness();
    assert!(harness.query_all_by_label_contains("Add Agent").count() < 20);
    write(&mut harness, "Find in users", "agent 399");
    click(&mut harness, "Add Agent 399");
    assert_eq!(members(&harness), [ANA, BEN, 1_399]);
    assert!(harness.query_by_label_contains("Add Agent").is_none());
    harness.get_by_label("All are members.");
}

#[test]
fn public_holidays_become_one_exception_in_one_step() {
    let mut harness = open_kind(ResourceKind::Calendar);
    let before = exceptions(&harness);
    click(&mut harness, "Add public holidays…");
    // Nothing is added before *Add*.
    assert_eq!(exceptions(&harness), before);
    choose(&mut harness, "Country", "Germany");
    choose(&mut harness, "Year", &LAST_YEAR.to_string());
    click(&mut harness, "Sat 1 May · Labor Day");
    click(&mut harness, "Add 8 days as \"Public holidays Germany 2032\"");
    let added = exceptions(&harness).last().unwrap().clone();
    assert_eq!(added.name, "Public holidays Germany 2032");
    assert!(added.hours.is_empty());
    let range = |first: &str, last: &str| (first.parse::<NaiveDate>().unwrap(), last.parse::<NaiveDate>().unwrap());
    let expected = [
        range("2032-01-01", "2032-01-01"),
        range("2032-03-26", "2032-03-26"),
        range("2032-03-29", "2032-03-29"),
        range("2032-05-06", "2032-05-06"),
        range("2032-05-17", "2032-05-17"),
        range("2032-10-03", "2032-10-03"),
        range("2032-12-25", "2032-12-26"),
    ];
    assert_eq!(added.dates, expected);
    // The choice has closed, and the month of the first day is shown.
    assert!(harness.query_by_label("Cancel public holidays").is_none());
    harness.get_by_label("January 2032");
    // The same days are not added twice.
    click(&mut harness, "Add public holidays…");
    choose(&mut harness, "Country", "Germany");
    choose(&mut harness, "Year", &LAST_YEAR.to_string());
    harness.get_by_label("The calendar already has the exception \"Public holidays Germany 2032\".");
    click(&mut harness, "Cancel public holidays");
    undo_all(&mut harness);
    assert_eq!(exceptions(&harness), before);
}
