//! The time machine: which branch each schedule takes over a day, a week or a year, and which part of a tree is open at a moment (spec:
//! testing §6). What holds at a moment is decided by the action itself, in its own `run`; what is found here are the moments at which that can
//! change.

mod moments;
mod open;
mod strip;
mod timetable;
mod words;

pub use moments::MOST_DAYS;
pub use open::{OpenNow, Schedules};
pub use strip::{How, Line, Schedule, Shows, Span};
pub use timetable::{Band, Taken, Timetable};
pub use words::{Days, by_day, span_words, time_words};
