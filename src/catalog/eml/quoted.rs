//! What a customer wrote apart from what the email quotes of earlier ones: lines with `>`, *On … wrote:*, and the
//! heads that mail programs put above what they quote. The text itself is left as it is.

use std::sync::LazyLock;

use regex::Regex;

/// Lines over which mail programs spread *On … wrote:*.
const MOST_LINES: usize = 4;

/// *On Tuesday, 3 March 2026, Ada wrote:*, in the languages of Europe that write most.
static ATTRIBUTION: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(
        r"(?ix)^(?: on\b.{4,300}\bwrote | le\b.{4,300}\ba\s+écrit | am\b.{4,300}\bschrieb\b.{0,150}
        | el\b.{4,300}\bescribió | il\b.{4,300}\bha\s+scritto | op\b.{4,300}\bschreef\b.{0,150} | em\b.{4,300}\bescreveu )\s*:$",
    )
    .ok()
});

/// *Ada <ada@customer.example> wrote:*, on one line.
static BARE_ATTRIBUTION: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"(?ix)^.{0,200}<[^<>\s]+@[^<>\s]+>\s*(?: wrote | a\s+écrit | schrieb | escribió )?\s*:$").ok()
});

/// *-----Original Message-----*.
static DIVIDER: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(
        r"(?ix)^(?: -{2,}\s*(?: original\s+message | forwarded\s+message | message\s+d['’]origine | message\s+original
        | message\s+transféré | ursprüngliche\s+nachricht | weitergeleitete\s+nachricht | mensaje\s+original
        | mensaje\s+reenviado )\s*-{2,} | begin\s+forwarded\s+message\s*: | début\s+du\s+message\s+(?: transféré | réexpédié )\s*:
        | anfang\s+der\s+weitergeleiteten\s+nachricht\s*: | inicio\s+del\s+mensaje\s+reenviado\s*: )$",
    )
    .ok()
});

/// The first line of a head: *From: Ada*, *De : Ada*.
static HEAD: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"(?i)^\*{0,2}(?:from|de|von|da|van)\*{0,2}\s?:\*{0,2}\s*\S").ok());

/// The lines below it.
static BELOW: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(
        r"(?ix)^\*{0,2}(?: sent | date | envoyé(?:\s+le)? | gesendet | datum | enviado(?:\s+el)? | fecha | to | à | an | para
        | cc | subject | objet | betreff | asunto | reply-to | répondre\s+à | antwort\s+an | responder\s+a )\*{0,2}\s?:",
    )
    .ok()
});

/// A text apart from what it quotes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Parts {
    /// What the customer wrote.
    pub text: String,
    /// What it quotes of earlier emails.
    pub quoted: String,
}

/// Takes a text apart.
#[must_use]
pub fn split(text: &str) -> Parts {
    let lines: Vec<&str> = text.lines().collect();
    let (mut own, mut quoted) = (Vec::new(), Vec::new());
    let mut place = 0;
    while let Some(line) = lines.get(place) {
        let rest = lines.get(place..).unwrap_or_default();
        if line.trim_start().starts_with('>') {
            quoted.push(*line);
            place += 1;
        } else if let Some((length, is_marked)) = attribution(rest) {
            let taken = if is_marked { length } else { rest.len() };
            quoted.extend(rest.iter().take(taken));
            place += taken;
        } else if is_head(rest) {
            // A rule above the head belongs to it.
            let above = own.iter().rposition(|line: &&str| !line.trim().is_empty());
            if let Some(place) = above.filter(|place| own.get(*place).is_some_and(|line| is_rule(line))) {
                quoted.extend(own.drain(place..));
            }
            quoted.extend(rest);
            break;
        } else {
            own.push(*line);
            place += 1;
        }
    }
    let joined = |lines: &[&str]| lines.join("\n").trim_matches('\n').trim_end().to_owned();
    Parts { text: joined(&own), quoted: joined(&quoted) }
}

/// How many lines *On … wrote:* takes, and whether what follows is marked with `>`. Without marks only a sentence
/// with a date counts: then all that follows is quoted.
fn attribution(rest: &[&str]) -> Option<(usize, bool)> {
    let lines: Vec<&str> = rest.iter().take(MOST_LINES).map(|line| line.trim()).collect();
    let is_end = |line: &&str| line.is_empty() || line.starts_with('>') || line.ends_with(':');
    let end = lines.iter().position(is_end).filter(|end| lines.get(*end).is_some_and(|line| line.ends_with(':')))?;
    let sentence = |from: usize| lines.get(from..=end).unwrap_or_default().join(" ").replace('\u{a0}', " ");
    // It begins on the last line from which it is one: the lines above are the customer's own.
    let begins = |from: &usize| {
        let sentence = sentence(*from);
        matches(&ATTRIBUTION, &sentence) || (*from == end && matches(&BARE_ATTRIBUTION, &sentence))
    };
    if (0..=end).rev().find(begins)? > 0 {
        return None;
    }
    let next = rest.iter().skip(end + 1).find(|line| !line.trim().is_empty());
    let is_marked = next.is_some_and(|line| line.trim_start().starts_with('>'));
    let has_date = sentence(0).chars().any(|letter| letter.is_ascii_digit());
    (is_marked || has_date).then_some((end + 1, is_marked))
}

/// Whether a head begins here: a divider, or *From:* with two lines of its kind below it.
fn is_head(rest: &[&str]) -> bool {
    let mut lines = rest.iter().map(|line| line.trim()).take_while(|line| !line.is_empty());
    let Some(first) = lines.next() else { return false };
    if matches(&DIVIDER, first) {
        return true;
    }
    matches(&HEAD, first) && lines.take(6).filter(|line| matches(&BELOW, line)).count() >= 2
}

fn is_rule(line: &str) -> bool {
    let line = line.trim();
    line.len() >= 5 && line.chars().all(|letter| letter == '_' || letter == '-')
}

fn matches(pattern: &LazyLock<Option<Regex>>, text: &str) -> bool {
    pattern.as_ref().is_some_and(|pattern| pattern.is_match(text))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_can_be_read() {
        for pattern in [&ATTRIBUTION, &BARE_ATTRIBUTION, &DIVIDER, &HEAD, &BELOW] {
            assert!(pattern.is_some());
        }
    }

    #[test]
    fn what_is_quoted_is_told_from_what_is_written() {
        for (text, own, quoted) in [
            ("Hello\nAda", "Hello\nAda", ""),
            ("Yes.\n\n> Will you come?\n> Ada", "Yes.", "> Will you come?\n> Ada"),
            ("> Will you come?\nYes.\n> When?\nAt nine.", "Yes.\nAt nine.", "> Will you come?\n> When?"),
            (
                "Yes.\n\nOn Tue, 3 Mar 2026 at 10:00, Ada <ada@b.example> wrote:\n> refund?",
                "Yes.",
                "On Tue, 3 Mar 2026 at 10:00, Ada <ada@b.example> wrote:\n> refund?",
            ),
            (
                "Yes.\n\nOn Tue, 3 Mar 2026 at 10:00,\nAda Byron <ada@b.example>\nwrote:\n\n> refund?\n\nBelow.",
                "Yes.\n\n\n\nBelow.",
                "On Tue, 3 Mar 2026 at 10:00,\nAda Byron <ada@b.example>\nwrote:\n> refund?",
            ),
            (
                "Oui.\n\nLe mar. 3 mars 2026 à 10:00, Ada a écrit\u{a0}:\nremboursement",
                "Oui.",
                "Le mar. 3 mars 2026 à 10:00, Ada a écrit\u{a0}:\nremboursement",
            ),
            (
                "Ja.\nAm 03.03.2026 um 10:00 schrieb Ada <a@b.example>:\n> Geld",
                "Ja.",
                "Am 03.03.2026 um 10:00 schrieb Ada <a@b.example>:\n> Geld",
            ),
            (
                "Sí.\nEl mar, 3 mar 2026 a las 10:00, Ada (<a@b.example>) escribió:\n> reembolso",
                "Sí.",
                "El mar, 3 mar 2026 a las 10:00, Ada (<a@b.example>) escribió:\n> reembolso",
            ),
            ("Hi\n-----Original Message-----\nanything\nelse", "Hi", "-----Original Message-----\nanything\nelse"),
            (
                "Bonjour\n\n________________________________\nDe : Ada <a@b.example>\nEnvoyé : mardi 3 mars 2026 10:00\nÀ : Service\nObjet : remboursement\n\nrefund",
                "Bonjour",
                "________________________________\nDe : Ada <a@b.example>\nEnvoyé : mardi 3 mars 2026 10:00\nÀ : Service\nObjet : remboursement\n\nrefund",
            ),
            (
                "Good morning\n*From:* Ada\n*Sent:* Tuesday\n*To:* Desk\n*Subject:* x\nold",
                "Good morning",
                "*From:* Ada\n*Sent:* Tuesday\n*To:* Desk\n*Subject:* x\nold",
            ),
            // A signature mark is no rule.
            (
                "Hi\n--\n*From:* Ada\n*Sent:* Tuesday\n*To:* Desk\n*Subject:* x\nold",
                "Hi\n--",
                "*From:* Ada\n*Sent:* Tuesday\n*To:* Desk\n*Subject:* x\nold",
            ),
            ("On my way.\nOn 3 March 2026 Ada wrote:\n> x", "On my way.", "On 3 March 2026 Ada wrote:\n> x"),
            ("See\nAda <a@b.example> wrote:\n> x\nBye", "See\nBye", "Ada <a@b.example> wrote:\n> x"),
            // What only looks like it.
            ("On Monday your agent wrote:\nI will call.", "On Monday your agent wrote:\nI will call.", ""),
            ("From: Paris\nTo: Rome\nprice?", "From: Paris\nTo: Rome\nprice?", ""),
            ("De : rien\n\nDate : hier", "De : rien\n\nDate : hier", ""),
            ("On 3 March I want this:\n- a seat", "On 3 March I want this:\n- a seat", ""),
            ("", "", ""),
        ] {
            assert_eq!(split(text), Parts { text: own.to_owned(), quoted: quoted.to_owned() }, "{text}");
        }
    }
}
