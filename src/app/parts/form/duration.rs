//! A duration, typed as people write it: `1 min 30 s`, `90s`, `2 h`. An unreadable text stays while the input has the
//! focus and changes nothing.

use egui::Ui;

use crate::catalog::field::FromValue as _;
use crate::catalog::text::{duration_words, parse_duration_ms};
use crate::model::Value;

use super::cx::Editor;
use super::outbox::{Change, ParamChange, typing_session};
use super::widgets::SHORT;
use crate::app::kit::name::Name;
use crate::app::kit::text_input::one_line;

/// The text that is being typed, and the stored seconds when typing began.
#[derive(Clone)]
struct Draft {
    text: String,
    seconds: i64,
}

/// A duration between two bounds in seconds, and a message below the input. An empty input means no duration if 0 is allowed.
pub(super) fn duration_ui(
    ui: &mut Ui,
    editor: &Editor<'_>,
    name: &Name,
    (min_s, max_s): (i64, i64),
) -> (Option<ParamChange>, Option<String>) {
    let seconds = i64::from_value(editor.value, editor.field);
    let id = ui.make_persistent_id("duration");
    // After an undo the draft belongs to another value and is dropped.
    let draft = ui.data(|data| data.get_temp::<Draft>(id)).filter(|draft| draft.seconds == seconds);
    let mut text = match &draft {
        Some(draft) => draft.text.clone(),
        None if seconds == 0 && min_s == 0 => String::new(),
        None => duration_words(seconds),
    };
    let edit = one_line(&mut text, 40)
        .id(id)
        .hint_text("none")
        .desired_width(ui.available_width().min(SHORT))
        .align(egui::Align2::LEFT_CENTER);
    let response = ui.add_enabled(editor.is_enabled(), edit);
    name.give(&response);
    let typing = Some(typing_session(ui, &response));
    let fitting = read(&text, min_s).filter(|seconds| (min_s..=max_s).contains(seconds));
    let is_draft = response.has_focus() && (response.changed() || draft.is_some());
    let remark = if is_draft { remark(&text, (min_s, max_s)) } else { None };
    let is_changed = response.changed();
    ui.data_mut(|data| {
        if is_draft {
            data.insert_temp(id, Draft { text, seconds: fitting.unwrap_or(seconds) });
        } else {
            data.remove::<Draft>(id);
        }
    });
    let value = fitting.filter(|new| is_changed && *new != seconds);
    (value.map(|value| Change { value: Some(Value::Int(value)), typing }), remark)
}

/// The message about a text that is not accepted.
fn remark(text: &str, (min_s, max_s): (i64, i64)) -> Option<String> {
    match read(text, min_s) {
        None => Some("Enter a duration, such as 40 s or 1 min 30 s.".to_owned()),
        Some(seconds) if !(min_s..=max_s).contains(&seconds) => {
            Some(format!("Enter a duration between {} and {}.", duration_words(min_s), duration_words(max_s)))
        }
        Some(_) => None,
    }
}

/// The seconds of a text. An empty text means 0 if 0 is allowed.
fn read(text: &str, min_s: i64) -> Option<i64> {
    if text.trim().is_empty() {
        return (min_s == 0).then_some(0);
    }
    let ms = parse_duration_ms(text).filter(|ms| ms % 1000 == 0)?;
    i64::try_from(ms / 1000).ok()
}
