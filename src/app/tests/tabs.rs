//! The tabs of the open pages: the current one in view, a list of all, and pages that were opened to look at them (spec: ease §3).

use egui::PointerButton;
use egui::accesskit::Role;
use egui_kittest::kittest::NodeT as _;

use super::support::{Desk, VERSION};
use crate::app::command::{Command, New, PageCommand, Tab};
use crate::edit::Edit;
use crate::model::{Resource, ResourceId, ResourceKind};

/// The small project with a page for each of many users, all open.
fn with_pages(count: usize) -> Desk {
    let mut desk = Desk::on_small();
    for _ in 0..count {
        desk.command(Command::New(New::Resource(ResourceKind::User)));
    }
    desk
}

/// Where the tab of a page is.
fn tab_of(desk: &Desk, title: &str) -> egui::Rect {
    let is_it = |node: &egui_kittest::Node<'_>| {
        let node = node.accesskit_node();
        node.role() == Role::Tab && node.label().as_deref() == Some(title)
    };
    let rects: Vec<_> = desk.nodes().into_iter().filter(is_it).map(|node| node.rect()).collect();
    let [rect] = rects[..] else { panic!("{} tabs with the title {title:?}", rects.len()) };
    rect
}

/// Whether the tab of a page is whole in view.
fn is_in_view(desk: &Desk, title: &str) -> bool {
    let (rect, window) = (tab_of(desk, title), desk.ctx().content_rect());
    rect.left() >= window.left() - 0.5 && rect.right() <= window.right() + 0.5
}

#[test]
fn with_thirty_pages_the_current_tab_is_in_view_and_the_list_has_all() {
    let mut desk = with_pages(30);
    let all = desk.state().session.tabs.clone();
    assert!(all.len() >= 30);
    let (first, last) = (all[0], *all.last().unwrap());
    let title = |desk: &Desk, tab| crate::app::cx::tab_title(desk.project(), tab);
    assert_eq!(desk.state().session.tab, last);
    assert!(is_in_view(&desk, &title(&desk, last)));
    desk.command(Command::open_tab(first));
    assert!(is_in_view(&desk, &title(&desk, first)));
    let middle = title(&desk, all[12]);
    desk.click("All open pages");
    desk.write("Search", &middle);
    desk.key(egui::Modifiers::NONE, egui::Key::Enter);
    assert_eq!(title(&desk, desk.state().session.tab), middle);
    assert!(is_in_view(&desk, &middle));
}

#[test]
fn there_is_no_list_where_all_tabs_have_room() {
    let desk = with_pages(2);
    assert!(!desk.has("All open pages"));
}

#[test]
fn a_middle_click_closes_a_page() {
    let mut desk = with_pages(2);
    let shown = desk.state().session.tab;
    let title = crate::app::cx::tab_title(desk.project(), shown);
    let place = tab_of(&desk, &title).left_center() + egui::vec2(12.0, 0.0);
    desk.click_at(place, PointerButton::Middle);
    assert!(!desk.state().session.tabs.contains(&shown));
}

#[test]
fn a_page_that_was_only_looked_at_gives_its_place_to_the_next_one() {
    let mut desk = with_pages(4);
    let others = desk.state_mut().session.tabs.split_off(1);
    desk.state_mut().session.tabs.truncate(1);
    desk.command(Command::open_tab(Tab::Version(VERSION)));
    let before = desk.state().session.tabs.clone();
    desk.command(Command::open_tab(others[0]));
    desk.command(Command::open_tab(others[1]));
    assert_eq!(desk.state().session.tabs, [&before[..], &[others[1]]].concat());
    // A change keeps it.
    let mut changed = Resource::clone(&desk.project().resources[&ResourceId(id_of(others[1]))]);
    changed.description = "changed".to_owned();
    desk.command(Command::edit(Edit::StoreResource { resource: Box::new(changed) }));
    desk.command(Command::open_tab(others[2]));
    assert_eq!(desk.state().session.tabs, [&before[..], &[others[1], others[2]]].concat());
    // So does a double-click on its tab, and a change elsewhere does not.
    desk.command(Command::Page(PageCommand::Keep(others[2])));
    desk.command(Command::open_tab(others[0]));
    assert_eq!(desk.state().session.tabs, [&before[..], &[others[1], others[2], others[0]]].concat());
    desk.command(Command::open_tab(Tab::Version(VERSION)));
    desk.command(Command::edit(Edit::AddAction {
        version: VERSION,
        kind: "voice_announcement".to_owned(),
        spot: crate::edit::Spot::Free,
        pos: None,
    }));
    desk.command(Command::open_tab(others.last().copied().unwrap()));
    assert!(!desk.state().session.tabs.contains(&others[0]));
}

#[test]
fn what_was_just_created_stays() {
    let desk = with_pages(3);
    let open: Vec<Tab> = desk.state().session.tabs.clone();
    assert_eq!(open.iter().filter(|tab| matches!(tab, Tab::Resource(_))).count(), 3);
}

fn id_of(tab: Tab) -> u32 {
    let Tab::Resource(id) = tab else { panic!("{tab:?}") };
    id.0
}
