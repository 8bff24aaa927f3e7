//! When a version goes into production: a date and a time in the project's zone, with what speaks against it at the fields.

use chrono::{DateTime, Datelike as _, Days, Months, NaiveDate, NaiveDateTime, NaiveTime, Utc, Weekday};
use egui::{Label, RichText, Ui};

use crate::catalog::interaction::zone;
use crate::edit::Edit;
use crate::lifecycle::plan::{at_words, may_plan};
use crate::model::{Project, Version, VersionId};

use super::super::command::Command;
use super::super::editor::{MAX_NAME, one_line};
use super::super::pages::read;
use super::super::state::State;
use super::super::theme;
use super::create::{buttons, field};

/// A production to be planned.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ScheduleDraft {
    version: VersionId,
    date: String,
    time: String,
    /// How many problems would keep it out of production today.
    blocking: usize,
}

impl ScheduleDraft {
    /// That of a version, with what is planned for it so far.
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

/// What is chosen by a click: at six in the morning, before the first calls.
fn quick(today: NaiveDate) -> Vec<(&'static str, NaiveDateTime)> {
    let six = NaiveTime::from_hms_opt(6, 0, 0).unwrap_or_default();
    let tomorrow = today.checked_add_days(Days::new(1));
    let days_to_monday = 7 - u64::from(today.weekday().days_since(Weekday::Mon));
    let monday = today.checked_add_days(Days::new(days_to_monday));
    let first = today.with_day(1).and_then(|day| day.checked_add_months(Months::new(1)));
    let days = [("Tomorrow 06:00", tomorrow), ("Next Monday 06:00", monday), ("1st of next month 06:00", first)];
    days.into_iter().filter_map(|(words, day)| Some((words, day?.and_time(six)))).collect()
}

/// What is wrong with what is typed.
#[derive(Default)]
struct Wrong {
    date: Option<String>,
    time: Option<String>,
    both: Option<String>,
}

/// What is typed, as a local time for which the version may be planned; or what is wrong with it.
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
        // Nothing is wrong yet with a date that nobody has begun to type.
        (date, time) => {
            Err(Wrong { date: date.err().filter(|_| !draft.date.is_empty()), time: time.err(), both: None })
        }
    }
}

/// Whether it stays open.
pub(super) fn schedule_ui(ui: &Ui, draft: &mut ScheduleDraft, state: &State, commands: &mut Vec<Command>) -> bool {
    let project = state.project();
    let Some(version) = project.versions.get(&draft.version) else { return false };
    let now = (state.now)();
    let mut pressed = (false, false);
    let mut wanted = None;
    let title = format!("Schedule the production of \"{}\"", crate::catalog::text::shorten(&version.info.name, 60));
    let stays = super::modal(ui, "schedule", &title, 480.0, |ui| {
        if let Some(plan) = &version.info.planned {
            let words = format!("It takes the place of {}.", at_words(plan.at));
            ui.add(Label::new(theme::weak(ui, words, theme::BODY)).wrap());
            ui.add_space(4.0);
        }
        zone_ui(ui, project, now);
        ui.add_space(8.0);
        quick_ui(ui, draft, project, now);
        ui.add_space(8.0);
        match read_time(draft, project, version, now) {
            Ok(at) => {
                wanted = Some(at);
                fields_ui(ui, draft, &Wrong::default());
                ui.add(Label::new(theme::strong(at_words(at), theme::BODY)).wrap());
            }
            Err(wrong) => fields_ui(ui, draft, &wrong),
        }
        if draft.blocking > 0 {
            let problems = if draft.blocking == 1 { "1 problem" } else { &format!("{} problems", draft.blocking) };
            let words =
                format!("{problems} would keep it out of production today. Mend what is wrong before the time comes.");
            ui.add_space(4.0);
            ui.add(Label::new(RichText::new(words).size(theme::SMALL).color(theme::of(ui).warning)).wrap());
        }
        pressed = buttons(ui, "Schedule", wanted.is_some());
    });
    if let (true, Some(at)) = (pressed.1, wanted) {
        commands.push(Command::edit(Edit::Schedule { version: draft.version, at }));
    }
    stays && !pressed.0
}

fn zone_ui(ui: &mut Ui, project: &Project, now: DateTime<Utc>) {
    let name = &project.settings.time_zone;
    let there = now.with_timezone(&zone(name, "UTC")).naive_local();
    let words = format!("Times are those of {name}, where it is {} now.", at_words(there));
    ui.add(Label::new(theme::weak(ui, words, theme::SMALL)).wrap());
}

fn quick_ui(ui: &mut Ui, draft: &mut ScheduleDraft, project: &Project, now: DateTime<Utc>) {
    let today = now.with_timezone(&zone(&project.settings.time_zone, "UTC")).date_naive();
    ui.horizontal_wrapped(|ui| {
        for (words, at) in quick(today) {
            if ui.button(words).on_hover_text(at_words(at)).clicked() {
                draft.date = at.date().to_string();
                draft.time = at.format("%H:%M").to_string();
            }
        }
    });
}

/// Date and time beside one another, each with what is wrong with it, and below them what is wrong with both.
fn fields_ui(ui: &mut Ui, draft: &mut ScheduleDraft, wrong: &Wrong) {
    ui.horizontal_top(|ui| {
        let width = (ui.available_width() - ui.spacing().item_spacing.x) / 2.0;
        let fields = [
            ("Date, as in 2026-12-24", &mut draft.date, wrong.date.as_ref()),
            ("Time, as in 06:00", &mut draft.time, wrong.time.as_ref()),
        ];
        for (label, text, why) in fields {
            ui.vertical(|ui| {
                ui.set_width(width);
                field(ui, label, |ui, id| {
                    let mut edit = one_line(text, MAX_NAME).desired_width(width);
                    if why.or(wrong.both.as_ref()).is_some() {
                        edit = edit.text_color(theme::of(ui).error);
                    }
                    ui.add(edit).labelled_by(id);
                    why_ui(ui, why);
                });
            });
        }
    });
    why_ui(ui, wrong.both.as_ref());
}

fn why_ui(ui: &mut Ui, why: Option<&String>) {
    if let Some(why) = why {
        ui.add(Label::new(RichText::new(why).size(theme::SMALL).color(theme::of(ui).error)).wrap());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quick_choices_are_ahead() {
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        let chosen =
            |today: &str| -> Vec<String> { quick(day(today)).into_iter().map(|(_, at)| at.to_string()).collect() };
        let six = |days: [&str; 3]| days.map(|day| format!("{day} 06:00:00")).to_vec();
        assert_eq!(chosen("2026-11-25"), six(["2026-11-26", "2026-11-30", "2026-12-01"]));
        assert_eq!(chosen("2026-11-23"), six(["2026-11-24", "2026-11-30", "2026-12-01"]));
        assert_eq!(chosen("2026-01-31"), six(["2026-02-01", "2026-02-02", "2026-02-01"]));
    }
}
