//! The dialog that schedules a production: a date and a time in the time zone of the project, with errors shown at the fields.

use chrono::{DateTime, Datelike as _, Days, Months, NaiveDateTime, NaiveTime, TimeDelta, Timelike as _, Utc, Weekday};
use egui::{Label, Link, RichText, Ui, Vec2};

use crate::catalog::interaction::zone;
use crate::edit::Edit;
use crate::lifecycle::plan::{at_words, is_twice, may_plan};
use crate::model::{Project, Version, VersionId};

use crate::app::command::{BottomPane, Command, PaneCommand, Tab};
use crate::app::cx::Cx;
use crate::app::kit::modal::{ClickOutside, modal, takes_first_focus};
use crate::app::kit::question::{buttons, field};
use crate::app::kit::text_input::{MAX_NAME, one_line};
use crate::app::kit::{read, theme};

/// The height reserved for the message about the time: two lines, so that the dialog keeps its size.
const SAID: f32 = 36.0;

/// The draft of a planned production.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ScheduleDraft {
    version: VersionId,
    date: String,
    time: String,
    /// The number of problems that would keep the version out of production today.
    blocking: usize,
}

impl ScheduleDraft {
    /// A draft for a version, with its existing plan.
    #[must_use]
    pub fn new(project: &Project, version: &Version) -> Self {
        let planned = version.info.planned.as_ref();
        Self {
            version: version.id,
            date: planned.map_or_else(String::new, |plan| plan.at.date().to_string()),
            time: planned.map_or_else(|| "06:00".to_owned(), |plan| plan.at.format("%H:%M").to_string()),
            blocking: crate::lint::blocking(project, version).len(),
        }
    }
}

/// The quick choices: today at the full hour after next, and other days at six in the morning, before the first calls. A day with two names
/// appears once.
fn quick(now: NaiveDateTime) -> Vec<(String, NaiveDateTime)> {
    let (today, six) = (now.date(), NaiveTime::from_hms_opt(6, 0, 0).unwrap_or_default());
    let soon = now.checked_add_signed(TimeDelta::hours(2)).and_then(|at| at.date().and_hms_opt(at.hour(), 0, 0));
    let tomorrow = today.checked_add_days(Days::new(1));
    let days_to_monday = 7 - u64::from(today.weekday().days_since(Weekday::Mon));
    let monday = today.checked_add_days(Days::new(days_to_monday));
    let first = today.with_day(1).and_then(|day| day.checked_add_months(Months::new(1)));
    let days = [("Tomorrow", tomorrow), ("Next Monday", monday), ("1st of next month", first)];
    let mut found: Vec<(String, NaiveDateTime)> = Vec::new();
    found.extend(soon.filter(|at| at.date() == today).map(|at| (format!("Today {}", at.format("%H:%M")), at)));
    for (words, day) in days {
        if let Some(day) = day.filter(|day| found.iter().all(|(_, at)| at.date() != *day)) {
            found.push((format!("{words} 06:00"), day.and_time(six)));
        }
    }
    found
}

/// The errors in the fields.
#[derive(Default)]
struct Wrong {
    date: Option<String>,
    time: Option<String>,
    both: Option<String>,
}

/// The typed local time for which the version may be planned, or the errors.
fn read_time(
    draft: &ScheduleDraft,
    project: &Project,
    version: &Version,
    now: DateTime<Utc>,
) -> Result<NaiveDateTime, Wrong> {
    match (read::date(&draft.date), read::time(&draft.time)) {
        (Ok(date), Ok(time)) => {
            let at = date.and_time(time);
            let refused = |why| Wrong { both: Some(why), ..Wrong::default() };
            may_plan(project, version, at, now).map(|()| at).map_err(refused)
        }
        // An empty date is not an error yet.
        (date, time) => {
            Err(Wrong { date: date.err().filter(|_| !draft.date.is_empty()), time: time.err(), both: None })
        }
    }
}

/// Draws the dialog. Returns whether it stays open.
pub fn schedule_ui(ui: &Ui, draft: &mut ScheduleDraft, cx: &Cx<'_>, commands: &mut Vec<Command>) -> bool {
    let project = cx.project();
    let Some(version) = project.versions.get(&draft.version) else { return false };
    let now = cx.now;
    let mut pressed = (false, false);
    let mut wanted = None;
    let mut is_shown = false;
    let title = format!("Schedule the production of \"{}\"", crate::catalog::text::shorten(&version.info.name, 60));
    let stays = modal(ui, "schedule", &title, 560.0, ClickOutside::Ignored, |ui| {
        if let Some(plan) = &version.info.planned {
            let words = format!("It replaces {}.", at_words(plan.at));
            ui.add(Label::new(theme::weak(ui, words, theme::BODY)).wrap());
            ui.add_space(4.0);
        }
        zone_ui(ui, project, now);
        ui.add_space(8.0);
        quick_ui(ui, draft, project, now);
        ui.add_space(8.0);
        let read = read_time(draft, project, version, now);
        fields_ui(ui, draft, read.as_ref().err());
        message_ui(ui, &read, read.as_ref().is_ok_and(|at| is_twice(project, *at)));
        wanted = read.ok();
        is_shown = draft.blocking > 0 && blocking_ui(ui, draft.blocking);
        pressed = buttons(ui, "Schedule", wanted.is_some());
    });
    if let (true, Some(at)) = (pressed.1, wanted) {
        commands.push(Command::edit(Edit::Schedule { version: draft.version, at }));
    }
    if is_shown {
        commands.push(Command::open_tab(Tab::Version(draft.version)));
        commands.push(Command::Pane(PaneCommand::ShowBottom(BottomPane::Problems)));
    }
    stays && !pressed.0 && !is_shown
}

/// Draws the number of problems that would prevent the production. Returns whether the user wants to see them.
fn blocking_ui(ui: &mut Ui, blocking: usize) -> bool {
    let problems = if blocking == 1 { "1 problem" } else { &format!("{blocking} problems") };
    let words = format!("{problems} would keep it out of production today. Correct this before the time comes.");
    ui.add_space(4.0);
    ui.add(Label::new(RichText::new(words).size(theme::SMALL).color(theme::of(ui).warning)).wrap());
    ui.add(Link::new(RichText::new("Show the problems").size(theme::SMALL))).clicked()
}

/// Draws the time in words, or the error.
fn message_ui(ui: &mut Ui, read: &Result<NaiveDateTime, Wrong>, is_twice: bool) {
    let palette = theme::of(ui);
    let words = match read {
        Ok(at) if is_twice => {
            let twice = "This time occurs twice that night, as the clocks are put back; the first one counts.";
            theme::strong(format!("{}. {twice}", at_words(*at)), theme::BODY)
        }
        Ok(at) => theme::strong(at_words(*at), theme::BODY),
        Err(wrong) => match wrong.date.as_ref().or(wrong.time.as_ref()).or(wrong.both.as_ref()) {
            Some(why) => RichText::new(theme::for_display(why)).size(theme::SMALL).color(palette.error),
            None => theme::weak(ui, "Choose a day above, or type a date and a time.", theme::SMALL),
        },
    };
    ui.allocate_ui(Vec2::new(ui.available_width(), SAID), |ui| {
        ui.set_min_size(Vec2::new(ui.available_width(), SAID));
        ui.add(Label::new(words).wrap());
    });
}

fn zone_ui(ui: &mut Ui, project: &Project, now: DateTime<Utc>) {
    let name = &project.settings.time_zone;
    let there = now.with_timezone(&zone(name, "UTC")).naive_local();
    let words = format!("Times are in the zone {name}, where it is {} now.", at_words(there));
    ui.add(Label::new(theme::weak(ui, words, theme::SMALL)).wrap());
}

fn quick_ui(ui: &mut Ui, draft: &mut ScheduleDraft, project: &Project, now: DateTime<Utc>) {
    let now = now.with_timezone(&zone(&project.settings.time_zone, "UTC")).naive_local();
    ui.horizontal_wrapped(|ui| {
        for (words, at) in quick(now) {
            if ui.button(words).on_hover_text(at_words(at)).clicked() {
                draft.date = at.date().to_string();
                draft.time = at.format("%H:%M").to_string();
            }
        }
    });
}

/// Draws date and time side by side; a wrong field is red.
fn fields_ui(ui: &mut Ui, draft: &mut ScheduleDraft, wrong: Option<&Wrong>) {
    let is_wrong = |of: fn(&Wrong) -> &Option<String>| wrong.is_some_and(|it| it.both.is_some() || of(it).is_some());
    ui.horizontal_top(|ui| {
        let width = (ui.available_width() - ui.spacing().item_spacing.x) / 2.0;
        let fields = [
            ("Date, as in 2026-12-24", &mut draft.date, is_wrong(|it| &it.date)),
            ("Time, as in 06:00", &mut draft.time, is_wrong(|it| &it.time)),
        ];
        for (label, text, is_wrong) in fields {
            ui.vertical(|ui| {
                ui.set_width(width);
                field(ui, label, |ui, id| {
                    let mut edit = one_line(text, MAX_NAME).desired_width(width);
                    if is_wrong {
                        edit = edit.text_color(theme::of(ui).error);
                    }
                    let edit = ui.add(edit).labelled_by(id);
                    if takes_first_focus(ui) {
                        edit.request_focus();
                    }
                });
            });
        }
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quick_choices_are_ahead_and_name_each_day_once() {
        let chosen = |now: &str| -> Vec<String> {
            let found = quick(now.parse().unwrap());
            found.into_iter().map(|(words, at)| format!("{words}: {}", at.format("%-d %b %H:%M"))).collect()
        };
        assert_eq!(
            chosen("2026-11-25T09:40:00"),
            [
                "Today 11:00: 25 Nov 11:00",
                "Tomorrow 06:00: 26 Nov 06:00",
                "Next Monday 06:00: 30 Nov 06:00",
                "1st of next month 06:00: 1 Dec 06:00",
            ]
        );
        // On a Sunday, tomorrow is the next Monday; late in the evening, today has no choice left; and both may be the 1st.
        assert_eq!(
            chosen("2026-11-22T22:00:00"),
            ["Tomorrow 06:00: 23 Nov 06:00", "1st of next month 06:00: 1 Dec 06:00"]
        );
        assert_eq!(
            chosen("2026-01-31T21:59:59"),
            ["Today 23:00: 31 Jan 23:00", "Tomorrow 06:00: 1 Feb 06:00", "Next Monday 06:00: 2 Feb 06:00"]
        );
    }
}
