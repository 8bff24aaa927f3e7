//! The panels of the window, from the edges inwards.

pub mod compare;
pub mod context_menu;
pub mod due_banner;
pub mod executions;
pub mod history;
pub mod menu_bar;
pub mod palette;
pub mod problems;
pub mod project_tree;
pub mod routing_page;
pub mod row;
pub mod simulation;
pub mod start_page;
pub mod tabs;
pub mod version_acts;
mod version_canvas;
pub mod version_card;
pub mod version_page;
