//! Style and widgets that depend on no part of the window: the theme, text inputs, general dialogs, lists.

pub mod announce;
pub mod caret;
pub mod channel_words;
pub mod completion;
pub mod drags;
pub mod findings;
pub mod focus;
pub mod icon;
pub mod listing;
pub mod modal;
pub mod name;
pub mod notices;
pub mod pick;
pub mod places;
pub mod popup_menu;
pub mod question;
pub mod read;
pub mod row;
pub mod scene;
pub mod search_list;
pub mod severity;
pub mod signs;
pub mod text_input;
pub mod theme;
pub mod verdict;
pub mod version_marks;
