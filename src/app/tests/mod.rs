//! Tests of the whole window through accessible names and real pointer and key events, without graphics and without the user's own folders.

mod annotations;
mod available;
mod behaviour;
mod by_keyboard;
mod by_pointer;
mod by_pointer_shop;
mod caret;
mod compare;
mod coverage;
mod dialogs;
mod drags;
mod due;
mod editing;
mod entry_points;
mod executions;
mod eyes;
mod failures;
mod files;
mod find;
mod focus;
mod folders;
mod folding;
mod gestures;
mod hands;
mod help;
mod in_place;
mod in_time;
mod keeper;
mod keyboard;
mod keyboards;
mod landing;
mod layout;
mod lifecycle;
mod limits;
mod load;
mod load_runs;
mod long_texts;
mod loose_ends;
mod map;
mod menus;
mod notices;
mod older_format;
mod outline;
mod paths;
mod phrases;
mod presets;
mod project;
mod quitting;
mod references;
mod room;
mod rows;
mod schedule;
mod simulation;
mod start_a_call;
mod stepping;
mod support;
mod tabs;
mod templates;
mod test_call_editor;
mod test_call_suites;
mod test_calls;
mod texts;
mod time;
mod typing;
mod view;

#[cfg(feature = "pictures")]
mod pictures;
#[cfg(test)]
#[cfg(feature = "pictures")]
mod pictures_compare;
#[cfg(feature = "pictures")]
mod pictures_find;
