//! A time that is drawn: what kind, and how long on average (spec: load §1).

use egui::Ui;

use crate::app::kit::read;
use crate::app::parts::pages::changes::Changes;
use crate::app::parts::pages::input::{Input, Name, choice};
use crate::app::parts::pages::widgets::row;
use crate::catalog::text::duration_words;
use crate::model::scenario::{Amount, Time};

/// The longest mean, in seconds.
const LONGEST_S: u32 = 86_400;

/// What kind of time.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Usual,
    Exponential,
    Fixed,
    Lognormal,
}

impl Kind {
    fn of(time: Option<Time>) -> Self {
        match time {
            None => Self::Usual,
            Some(Time::Exponential(_)) => Self::Exponential,
            Some(Time::Fixed(_)) => Self::Fixed,
            Some(Time::Lognormal(..)) => Self::Lognormal,
        }
    }

    fn with(self, mean: Amount, deviation: Amount) -> Option<Time> {
        match self {
            Self::Usual => None,
            Self::Exponential => Some(Time::Exponential(mean)),
            Self::Fixed => Some(Time::Fixed(mean)),
            Self::Lognormal => Some(Time::Lognormal(mean, deviation)),
        }
    }
}

/// A labelled time. `usual` says in words what holds without one, and how many seconds that is.
pub(super) fn time_ui(
    ui: &mut Ui,
    changes: &mut Changes,
    label: &str,
    (usual, usual_s): (&str, u32),
    time: &mut Option<Time>,
) {
    row(ui, label, |ui, id| {
        let options = [
            (Kind::Usual, usual.to_owned()),
            (Kind::Exponential, "Varies widely".to_owned()),
            (Kind::Lognormal, "Varies around".to_owned()),
            (Kind::Fixed, "Always".to_owned()),
        ];
        let mut kind = Kind::of(*time);
        let before = kind;
        choice(ui, changes, Name::Label(id), 148.0, &mut kind, &options);
        let mean = time.map_or(Amount::whole(usual_s), Time::mean);
        let deviation = match *time {
            Some(Time::Lognormal(_, deviation)) => deviation,
            _ => Amount(mean.0 / 2),
        };
        if kind != before {
            *time = kind.with(mean, deviation);
        }
        if kind == Kind::Usual {
            return;
        }
        ui.horizontal(|ui| {
            let name = format!("{label}, on average");
            if let Some(mean) = seconds_ui(ui, changes, &name, mean) {
                *time = kind.with(mean, deviation);
            }
            if kind == Kind::Lognormal {
                ui.label("±");
                let name = format!("{label}, standard deviation");
                if let Some(deviation) = seconds_ui(ui, changes, &name, deviation) {
                    *time = kind.with(mean, deviation);
                }
            }
        });
    });
}

fn seconds_ui(ui: &mut Ui, changes: &mut Changes, name: &str, amount: Amount) -> Option<Amount> {
    let seconds = amount.0 / 100;
    let shown = if amount.0.is_multiple_of(100) {
        duration_words(i64::from(seconds))
    } else {
        format!("{} s", amount.number())
    };
    let read = |text: &str| read::seconds(text, &(1..=LONGEST_S));
    Input::named(name).width(80.0).checked(ui, changes, &shown, read).map(Amount::whole)
}
