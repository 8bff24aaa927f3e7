//! The lines of a run: a call as it is heard, a chat as both sides see it, an email exchange as emails.

use chrono::DateTime;
use chrono_tz::Tz;

use crate::catalog::interaction::zone;
use crate::catalog::text::{capitalised, duration_words};
use crate::catalog::{Effect, Mail, Outcome};
use crate::model::caller::{Attachment, Email};
use crate::model::{ActionRef, Channel, OutsideSystem};
use crate::sim::{Beat, Run, What, outside_words};

use super::title_at;
use crate::app::services::open_runs::Parting;

/// The pause between two lines that is worth a separator.
const LATER_MS: u64 = 60_000;
/// The most characters of an email.
const MOST_CHARS: usize = 4_000;

/// The look of a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Look {
    /// Small: a step of the flow.
    System,
    /// Small: the branches taken one after the other.
    Path,
    /// Small, with a mark: a recorded passage.
    Passage,
    /// An action of an agent, of somebody who is called, or of an external system.
    Others,
    /// What the customer hears or reads.
    Heard,
    /// What the customer does or writes.
    Did,
    /// The name above the following bubbles.
    Name {
        /// Whether the name is the customer's.
        is_customer: bool,
    },
    /// Buttons offered to the customer.
    Offered(Vec<String>),
    /// Time has passed.
    Later,
    /// From here on the run is another one than the run that it came from.
    Parts,
    /// An email.
    Mail(Box<Letter>),
    /// The end.
    Ended(Outcome),
}

/// An email as shown.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Letter {
    /// Whether the customer wrote it.
    pub is_incoming: bool,
    /// *From*, *To* and other headers with their values.
    pub heads: Vec<(&'static str, String)>,
    pub subject: String,
    pub text: String,
    pub attachments: Vec<String>,
}

/// A line of the conversation.
#[derive(Clone, Debug)]
pub(super) struct Line {
    pub look: Look,
    pub text: String,
    pub at_ms: u64,
    pub place: Option<ActionRef>,
    /// The beat that the line is about, by its place in the run.
    pub beat: usize,
}

impl Line {
    pub fn is_small(&self) -> bool {
        matches!(self.look, Look::System | Look::Path | Look::Passage | Look::Others)
    }

    pub fn is_bubble(&self) -> bool {
        matches!(self.look, Look::Heard | Look::Did)
    }

    /// The accessible name of the line.
    pub fn spoken(&self) -> String {
        match &self.look {
            Look::Heard => format!("Heard: {}", self.text),
            Look::Ended(outcome) => format!("Outcome: {}. {}", outcome.words(), self.text),
            Look::Parts => format!("Another way from here. {}", self.text),
            Look::Offered(labels) => format!("Offered: {}", labels.join(", ")),
            Look::Mail(letter) => {
                let heads = letter.heads.iter().map(|(head, value)| format!("{head} {value}. "));
                format!("Email: {}{}. {}", heads.collect::<String>(), letter.subject, letter.text)
            }
            _ => self.text.clone(),
        }
    }
}

/// The lines of a run without those of the first `earlier` beats, with where it parts from the run that it came from.
pub(super) fn lines(run: &Run, earlier: usize, parting: Option<&Parting>) -> Vec<Line> {
    let channel = run.scene.channel();
    let mut teller = Teller { run, channel, lines: Vec::new(), last_ms: None, at: earlier };
    let beats = run.beats();
    for (place, beat) in beats.iter().enumerate().skip(earlier) {
        teller.at = place;
        if let Some(parting) = parting.filter(|parting| parting.beat == place) {
            let (text, at_ms) = (parting.words.clone(), beat.at_ms);
            teller.lines.push(Line { look: Look::Parts, text, at_ms, place: None, beat: place });
        }
        teller.tell(beat, place == 0, beats.get(place + 1));
    }
    teller.later(run.state().interaction.at_ms);
    // While a choice is open, the buttons themselves are shown below.
    if run.state().question.is_some()
        && let Some(last) = teller.lines.iter().rposition(|line| matches!(line.look, Look::Offered(_)))
        && teller.lines.get(last).and_then(|line| line.place) == run.state().at
    {
        teller.lines.remove(last);
    }
    teller.lines
}

struct Teller<'a> {
    run: &'a Run,
    channel: Channel,
    lines: Vec<Line>,
    last_ms: Option<u64>,
    /// The place of the beat that is told.
    at: usize,
}

impl Teller<'_> {
    fn push(&mut self, look: Look, text: impl Into<String>, beat: &Beat) {
        let line = Line { look, text: text.into(), at_ms: beat.at_ms, place: beat.place, beat: self.at };
        if self.channel == Channel::Messaging && line.is_bubble() {
            self.name(line.look == Look::Did, beat);
        }
        self.lines.push(line);
    }

    /// Adds a name line where the side changes.
    fn name(&mut self, is_customer: bool, beat: &Beat) {
        let is_known = self.lines.iter().rev().find_map(|line| match line.look {
            Look::Name { is_customer } => Some(Some(is_customer)),
            Look::Later => Some(None),
            _ => None,
        });
        if is_known.flatten() != Some(is_customer) {
            let text = if is_customer { self.customer() } else { self.company() };
            let look = Look::Name { is_customer };
            self.lines.push(Line { look, text, at_ms: beat.at_ms, place: None, beat: self.at });
        }
    }

    fn customer(&self) -> String {
        let caller = &self.run.scene.caller;
        let names = [&caller.display_name, &caller.name, &caller.number];
        names.into_iter().find(|name| !name.is_empty()).map_or_else(|| "Customer".to_owned(), Clone::clone)
    }

    fn company(&self) -> String {
        let name = &self.run.scene.project.settings.name;
        if name.is_empty() { "Company".to_owned() } else { name.clone() }
    }

    /// Adds a separator where much time has passed since the previous line.
    fn later(&mut self, now_ms: u64) {
        let before_ms = self.last_ms.replace(now_ms).unwrap_or(now_ms);
        let passed_ms = now_ms.saturating_sub(before_ms);
        if self.channel != Channel::Voice && passed_ms >= LATER_MS {
            let text = format!("{} later", passed_words(passed_ms));
            self.lines.push(Line { look: Look::Later, text, at_ms: now_ms, place: None, beat: self.at });
        }
    }

    fn tell(&mut self, beat: &Beat, is_first: bool, next: Option<&Beat>) {
        self.later(beat.at_ms);
        match &beat.what {
            What::Began(_) if is_first && self.channel != Channel::Voice => self.arrives(beat),
            What::Began(sentence)
            | What::Jumped(sentence)
            | What::Called(sentence)
            | What::CameBack(sentence)
            | What::Returned(sentence)
            | What::EndRoutingOver(sentence) => {
                self.push(Look::System, sentence.clone(), beat);
            }
            What::Set(fact, value) => {
                self.push(Look::System, outside_words::changed(&self.run.scene.project, *fact, value), beat);
            }
            What::SetVariable(assigned) => self.push(Look::System, outside_words::variable_changed(assigned), beat),
            // How it ended says the same.
            What::Stopped(_) => {}
            What::Left { label, .. } => self.left(label, beat),
            What::Ended(outcome, how) => self.push(Look::Ended(outcome.clone()), how.clone(), beat),
            What::Effect(effect) => self.effect(effect, beat, next),
        }
    }

    /// Adds the first message of the customer.
    fn arrives(&mut self, beat: &Beat) {
        let caller = &self.run.scene.caller;
        match (self.channel, &caller.email) {
            (Channel::Email, Some(email)) => {
                let letter = incoming(&caller.number, email);
                self.push(Look::Mail(Box::new(letter)), "", beat);
            }
            _ => self.push(Look::System, format!("{}.", self.run.scene.arrival()), beat),
        }
        let first = caller.first_message.trim();
        if self.channel == Channel::Messaging && !first.is_empty() {
            self.push(Look::Did, first, beat);
        }
    }

    fn left(&mut self, label: &str, beat: &Beat) {
        let title = beat.place.and_then(|place| title_at(self.run, place)).unwrap_or_default();
        let words = format!("{title} → {label}");
        match self.lines.last_mut() {
            // In a chat, messages matter most: the branches between them take one line.
            Some(last) if self.channel != Channel::Voice && last.look == Look::Path => {
                last.text = format!("{} · {words}", last.text);
                last.place = beat.place;
                last.beat = self.at;
            }
            _ => self.push(Look::Path, words, beat),
        }
    }

    fn effect(&mut self, effect: &Effect, beat: &Beat, next: Option<&Beat>) {
        let is_chat = self.channel == Channel::Messaging;
        let value = |value: &str| if value.is_empty() { "not set".to_owned() } else { value.to_owned() };
        match effect {
            Effect::Heard(text) => self.push(Look::Heard, text.clone(), beat),
            Effect::Offered(labels) => self.push(Look::Offered(labels.clone()), "", beat),
            Effect::Wrote(text) if is_chat => self.push(Look::Did, text.clone(), beat),
            Effect::Wrote(text) => self.push(Look::Did, format!("writes “{text}”"), beat),
            Effect::Did(what) if is_chat => self.push(Look::Others, format!("{} {what}", self.customer()), beat),
            Effect::Did(what) => self.push(Look::Did, what.clone(), beat),
            Effect::OthersDid(what) => self.push(Look::Others, capitalised(what), beat),
            Effect::Whispered { who, text } => {
                self.push(Look::Others, capitalised(&format!("{who} hears “{text}”. The customer does not.")), beat);
            }
            Effect::Note(note) => self.push(Look::System, note.clone(), beat),
            // The message itself is shown too.
            Effect::Ledger { system, .. } if is_chat && system == OutsideSystem::Messages.words() => {}
            Effect::Ledger { .. } if next.is_some_and(|it| matches!(it.what, What::Effect(Effect::Mailed(_)))) => {}
            Effect::Ledger { system, what } => self.push(Look::System, format!("{system}: {what}"), beat),
            Effect::Mailed(mail) => self.push(Look::Mail(Box::new(outgoing(mail))), "", beat),
            Effect::Assigned { path, before, after } => {
                self.push(Look::System, format!("{path}: {} → {}", value(before), value(after)), beat);
            }
            Effect::ServedBy(user) => {
                let found = self.run.scene.project.resources.get(user);
                let name = found.map_or("somebody", |found| found.name.as_str()).to_owned();
                let is_said = self.lines.last().is_some_and(|it| it.look == Look::Others && it.text.starts_with(&name));
                match self.channel {
                    Channel::Voice => self.push(Look::System, format!("Served by {name}"), beat),
                    _ if is_said => {}
                    _ => self.push(Look::Others, format!("Assigned to {name}"), beat),
                }
            }
            // A note says what the row says.
            Effect::Decided { .. } => {}
            Effect::Passage { branch, .. } => {
                let title = beat.place.and_then(|place| title_at(self.run, place)).unwrap_or_default();
                let words = format!("Passage recorded: {title} → {branch}");
                self.push(Look::Passage, words, beat);
            }
        }
    }
}

fn incoming(from: &str, email: &Email) -> Letter {
    let from = if from.is_empty() { "unknown" } else { from };
    let mut heads = vec![("From", from.to_owned())];
    if !email.to.is_empty() {
        heads.push(("To", email.to.join(", ")));
    }
    if !email.cc.is_empty() {
        heads.push(("Copy to", email.cc.join(", ")));
    }
    Letter {
        is_incoming: true,
        heads,
        subject: email.subject.clone(),
        text: crate::catalog::text::shorten(&email.body, MOST_CHARS),
        attachments: email.attachments.iter().map(attachment_words).collect(),
    }
}

fn outgoing(mail: &Mail) -> Letter {
    let mut heads = vec![("To", mail.to.join(", "))];
    if !mail.copy.is_empty() {
        heads.push(("Copy to", mail.copy.join(", ")));
    }
    Letter {
        is_incoming: false,
        heads,
        subject: mail.subject.clone(),
        text: crate::catalog::text::shorten(&mail.text, MOST_CHARS),
        attachments: mail.attachments.clone(),
    }
}

fn attachment_words(attachment: &Attachment) -> String {
    format!("{} ({})", attachment.name, size_words(attachment.bytes))
}

/// The size of a file in readable units.
fn size_words(bytes: u64) -> String {
    match bytes {
        0..1_000 => format!("{bytes} bytes"),
        1_000..1_000_000 => format!("{} kB", bytes / 1_000),
        _ => format!("{}.{} MB", bytes / 1_000_000, bytes / 100_000 % 10),
    }
}

/// A duration in whole units: *10 minutes*, *1 hour 5 minutes*.
fn passed_words(ms: u64) -> String {
    let minutes = ms / 60_000;
    let whole = i64::try_from(minutes).unwrap_or(i64::MAX / 60);
    let words = |count: u64, unit: &str| match count {
        0 => None,
        1 => Some(format!("1 {unit}")),
        many => Some(format!("{many} {unit}s")),
    };
    if minutes >= 2_880 {
        return duration_words(whole / 1_440 * 86_400);
    }
    let parts = [words(minutes / 60, "hour"), words(minutes % 60, "minute")];
    parts.into_iter().flatten().collect::<Vec<_>>().join(" ")
}

/// The virtual time at a moment of a run, in the time zone of the project.
pub(super) fn local_time(run: &Run, at_ms: u64) -> DateTime<Tz> {
    let interaction = &run.state().interaction;
    let before_ms = i64::try_from(interaction.at_ms.saturating_sub(at_ms)).unwrap_or(0);
    let before = chrono::TimeDelta::try_milliseconds(before_ms).unwrap_or_default();
    let zone = zone(&run.scene.project.settings.time_zone, "UTC");
    (run.scene.now(run.state()) - before).with_timezone(&zone)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_and_durations_are_written_in_words() {
        for (bytes, words) in [(0, "0 bytes"), (999, "999 bytes"), (1_000, "1 kB"), (2_450_000, "2.4 MB")] {
            assert_eq!(size_words(bytes), words);
        }
        for (minutes, words) in
            [(1, "1 minute"), (10, "10 minutes"), (60, "1 hour"), (125, "2 hours 5 minutes"), (2_880, "2 days")]
        {
            assert_eq!(passed_words(minutes * 60_000), words);
        }
        assert_eq!((capitalised("ana"), capitalised("")), ("Ana".to_owned(), String::new()));
    }
}
