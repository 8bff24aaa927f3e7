//! Public holidays in a calendar: the choice of a country and a year, whose days become one exception (spec: ease §3).

use std::collections::BTreeSet;

use chrono::{Datelike as _, NaiveDate};
use egui::{Id, Ui};

use crate::catalog::holidays::{COUNTRIES, Holiday, LAST_YEAR, exception, exception_name, of};
use crate::model::resource::{Calendar, CalendarException};

use super::changes::Changes;
use super::input::{Name, choice};
use super::widgets::{note, row, warn};
use crate::app::kit::theme;

/// What is chosen while the choice is open.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Draft {
    /// The code of the country; empty until one is chosen.
    country: String,
    year: i32,
    /// The days that are not added.
    without: BTreeSet<NaiveDate>,
    /// Whether the choice is still to be brought into view.
    is_new: bool,
}

impl Draft {
    /// The country of the calendar, and the first year from today on whose holidays the calendar lacks.
    fn new(country: &str, exceptions: &[CalendarException], today: NaiveDate) -> Self {
        let country = if COUNTRIES.iter().any(|(code, _)| *code == country) { country } else { "" };
        let lacks = |year: &i32| !has(exceptions, &exception_name(country, *year));
        let year = years(today).find(lacks).unwrap_or(today.year());
        Self { country: country.to_owned(), year, without: BTreeSet::new(), is_new: true }
    }

    fn name(&self) -> String {
        exception_name(&self.country, self.year)
    }
}

/// The years that can be chosen: this one, and the following ones that the list has.
fn years(today: NaiveDate) -> std::ops::RangeInclusive<i32> {
    today.year()..=LAST_YEAR.max(today.year())
}

fn has(exceptions: &[CalendarException], name: &str) -> bool {
    exceptions.iter().any(|exception| exception.name == name)
}

/// Opens the choice, for a country that the list may lack.
pub fn open(ui: &Ui, id: Id, country: &str, exceptions: &[CalendarException], today: NaiveDate) {
    ui.data_mut(|data| data.insert_temp(id, Draft::new(country, exceptions, today)));
}

/// Draws the choice, if it is open. Returns the exception to add.
pub fn choice_ui(ui: &mut Ui, id: Id, exceptions: &[CalendarException], today: NaiveDate) -> Option<CalendarException> {
    let mut draft = ui.data(|data| data.get_temp::<Draft>(id))?;
    let (mut added, mut is_open) = (None, true);
    ui.add_space(8.0);
    let frame = egui::Frame::group(ui.style()).inner_margin(12).show(ui, |ui| {
        ui.set_width(ui.available_width());
        ui.label(theme::strong("Public holidays", theme::BODY));
        pick_ui(ui, &mut draft, today);
        note(ui, &format!("Holidays of regions, cantons and states are not listed. The list ends in {LAST_YEAR}."));
        let days = days_ui(ui, &mut draft);
        let refusal = refusal(&draft, &days, exceptions);
        ui.horizontal(|ui| {
            let button = ui.add_enabled(refusal.is_none(), egui::Button::new("Add").min_size(egui::vec2(64.0, 0.0)));
            let name = format!("Add {} days as \"{}\"", days.len(), draft.name());
            if button.accessible_name(name).on_disabled_hover_text(refusal.clone().unwrap_or_default()).clicked() {
                added = Some(exception(draft.name(), days));
            }
            is_open = !ui.button("Cancel").accessible_name("Cancel public holidays").clicked() && added.is_none();
        });
        if let Some(refusal) = refusal.filter(|_| !draft.country.is_empty()) {
            warn(ui, &refusal);
        }
    });
    if std::mem::take(&mut draft.is_new) {
        frame.response.scroll_to_me(None);
    }
    ui.data_mut(|data| {
        if is_open {
            data.insert_temp(id, draft);
        } else {
            data.remove::<Draft>(id);
        }
    });
    added
}

/// Draws the country and the year.
fn pick_ui(ui: &mut Ui, draft: &mut Draft, today: NaiveDate) {
    // What is chosen here changes nothing in the project.
    let mut changes = Changes::default();
    let none = draft.country.is_empty().then(|| (String::new(), "Choose a country".to_owned()));
    let countries = COUNTRIES.iter().map(|(code, name)| ((*code).to_owned(), (*name).to_owned()));
    let countries: Vec<(String, String)> = none.into_iter().chain(countries).collect();
    row(ui, "Country", |ui, label| {
        choice(ui, &mut changes, Name::Label(label), 200.0, &mut draft.country, &countries);
    });
    let years: Vec<(i32, String)> = years(today).map(|year| (year, year.to_string())).collect();
    row(ui, "Year", |ui, label| {
        choice(ui, &mut changes, Name::Label(label), 96.0, &mut draft.year, &years);
    });
    if changes.is_any() {
        draft.without.clear();
    }
}

/// Draws the days with their names, each with a tick. Returns the ticked days.
fn days_ui(ui: &mut Ui, draft: &mut Draft) -> Vec<NaiveDate> {
    if draft.country.is_empty() {
        return Vec::new();
    }
    let holidays: &[Holiday] = match of(&draft.country, draft.year) {
        Ok(holidays) => holidays,
        Err(why) => {
            warn(ui, &why);
            return Vec::new();
        }
    };
    ui.scope(|ui| {
        ui.spacing_mut().item_spacing.y = 0.0;
        for (day, name) in holidays {
            let mut is_ticked = !draft.without.contains(day);
            if ui.checkbox(&mut is_ticked, format!("{} · {name}", day.format("%a %-d %B"))).changed() {
                if is_ticked {
                    draft.without.remove(day)
                } else {
                    draft.without.insert(*day)
                };
            }
        }
    });
    ui.add_space(4.0);
    holidays.iter().map(|(day, _)| *day).filter(|day| !draft.without.contains(day)).collect()
}

/// Why the days cannot be added.
fn refusal(draft: &Draft, days: &[NaiveDate], exceptions: &[CalendarException]) -> Option<String> {
    if exceptions.len() >= Calendar::MAX_EXCEPTIONS {
        Some("A calendar can have at most six exceptions. Remove one first.".to_owned())
    } else if has(exceptions, &draft.name()) {
        Some(format!("The calendar already has the exception \"{}\".", draft.name()))
    } else if draft.country.is_empty() {
        Some("Choose a country.".to_owned())
    } else if days.is_empty() {
        Some("No day is chosen.".to_owned())
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn draft(country: &str, names: &[&str], today: &str) -> (String, i32) {
        let with_name = |name: &&str| CalendarException { name: (*name).to_owned(), ..CalendarException::default() };
        let exceptions: Vec<CalendarException> = names.iter().map(with_name).collect();
        let draft = Draft::new(country, &exceptions, day(today));
        (draft.country, draft.year)
    }

    #[test]
    fn the_country_of_the_project_and_the_next_year_that_is_absent_come_first() {
        assert_eq!(draft("FR", &[], "2026-11-30"), ("FR".to_owned(), 2026));
        assert_eq!(draft("FR", &["Public holidays France 2026"], "2026-11-30"), ("FR".to_owned(), 2027));
        assert_eq!(draft("FR", &["Public holidays Spain 2026"], "2026-11-30"), ("FR".to_owned(), 2026));
        assert_eq!(draft("JP", &[], "2026-11-30"), (String::new(), 2026));
        assert_eq!(years(day("2031-05-01")), 2031..=2032);
        // After the last year of the list, this year is offered, and it says what is missing.
        assert_eq!(years(day("2034-05-01")), 2034..=2034);
        assert_eq!(draft("FR", &[], "2034-05-01"), ("FR".to_owned(), 2034));
    }
}
