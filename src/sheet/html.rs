//! The sheet as HTML: one file without scripts and without anything from outside, light, for A4. It is well-formed XML, too, so that any
//! reader of XML can check it.

use std::collections::BTreeMap;
use std::fmt::{self, Write as _};

use crate::catalog::language;
use crate::catalog::xml::Escaped;
use crate::model::ActionId;

use super::words::{Words, words};
use super::{CallSheet, Fact, Line, Opening, SheetStep, Way, WayEnd};

/// The looks of the page, which other pages to print share.
pub const STYLE: &str = include_str!("sheet.css");

/// The deepest level that is indented.
const MOST_INDENTED: usize = 6;

/// The HTML of a sheet.
pub(super) fn of(sheet: &CallSheet) -> String {
    let words = words(sheet.channel);
    let name = |label: &str| {
        let fact = sheet.head.iter().find(|fact| fact.label == label);
        fact.and_then(|fact| fact.values.first()).map_or("", String::as_str)
    };
    let title = format!("{}: {}, {}", words.title, name("Smart routing"), name("Version"));
    let mut page =
        Page { sheet, words, steps: sheet.steps.iter().map(|step| (step.id, step)).collect(), out: String::new() };
    // Writing to a text never fails.
    let _ = page.write(&title);
    page.out
}

struct Page<'s> {
    sheet: &'s CallSheet,
    words: &'static Words,
    steps: BTreeMap<ActionId, &'s SheetStep>,
    out: String,
}

impl Page<'_> {
    fn write(&mut self, title: &str) -> fmt::Result {
        let title = Escaped(title);
        writeln!(
            self.out,
            "<!DOCTYPE html>\n<html xmlns=\"http://www.w3.org/1999/xhtml\" lang=\"en\">\n<head>\n<meta charset=\"utf-8\"/>\n\
             <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\"/>\n\
             <meta name=\"viewport\" content=\"width=device-width\"/>\n<title>{title}</title>\n<style>\n{STYLE}</style>\n</head>\n\
             <body>\n<header>\n<h1>{title}</h1>"
        )?;
        self.facts("head", &self.sheet.head)?;
        writeln!(self.out, "</header>")?;
        if !self.sheet.hours.is_empty() {
            writeln!(self.out, "<section>\n<h2>Opening hours</h2>")?;
            self.sheet.hours.iter().try_for_each(|opening| self.opening(opening))?;
            writeln!(self.out, "</section>")?;
        }
        writeln!(self.out, "<section>\n<h2>The tree</h2>")?;
        for (place, step) in self.sheet.steps.iter().enumerate() {
            if place == self.sheet.reached {
                writeln!(self.out, "<h2>{}</h2>", self.words.apart)?;
            }
            self.step(step)?;
        }
        writeln!(self.out, "</section>")?;
        self.script()?;
        writeln!(self.out, "</body>\n</html>")
    }

    fn facts(&mut self, class: &str, facts: &[Fact]) -> fmt::Result {
        if facts.is_empty() {
            return Ok(());
        }
        writeln!(self.out, "<table class=\"{class}\">")?;
        for Fact { label, values } in facts {
            write!(self.out, "<tr><th scope=\"row\">{}</th><td>", Escaped(label))?;
            for value in values {
                write!(self.out, "<div>{}</div>", Escaped(value))?;
            }
            writeln!(self.out, "</td></tr>")?;
        }
        writeln!(self.out, "</table>")
    }

    fn opening(&mut self, opening: &Opening) -> fmt::Result {
        let Opening { name, zone, used_by, week, exceptions } = opening;
        let used_by = used_by.join(", ");
        writeln!(self.out, "<div class=\"opening\">\n<h3>{}</h3>", Escaped(name))?;
        writeln!(self.out, "<p class=\"quiet\">Times of {}. Used by {}.</p>", Escaped(zone), Escaped(&used_by))?;
        writeln!(self.out, "<table class=\"hours\">")?;
        for (days, hours) in week {
            writeln!(self.out, "<tr><th scope=\"row\">{}</th><td>{}</td></tr>", Escaped(days), Escaped(hours))?;
        }
        for (name, dates, hours) in exceptions {
            let (name, dates, hours) = (Escaped(name), Escaped(dates), Escaped(hours));
            writeln!(
                self.out,
                "<tr><th scope=\"row\">{name}</th><td>{hours}<div class=\"quiet\">{dates}</div></td></tr>"
            )?;
        }
        writeln!(self.out, "</table>\n</div>")
    }

    fn step(&mut self, step: &SheetStep) -> fmt::Result {
        let SheetStep { id, number, title, kind, comment, from, details, lines, ways } = step;
        let level = number.split('.').count().min(MOST_INDENTED);
        writeln!(self.out, "<div class=\"step level{level}\" id=\"a{}\">", id.0)?;
        write!(self.out, "<h3><span class=\"place\">{number}</span> {}", Escaped(title))?;
        if kind != title {
            write!(self.out, " <span class=\"kind\">{}</span>", Escaped(kind))?;
        }
        writeln!(self.out, "</h3>")?;
        let names: Vec<String> = from.iter().map(|id| self.anchor(*id)).collect();
        if !names.is_empty() {
            writeln!(self.out, "<p class=\"quiet\">From {}</p>", names.join(", "))?;
        }
        if !comment.is_empty() {
            writeln!(self.out, "<p class=\"comment\">{}</p>", Escaped(comment))?;
        }
        self.facts("details", details)?;
        self.said(lines)?;
        self.ways(ways)?;
        writeln!(self.out, "</div>")
    }

    /// An action by its number and title, as a link.
    fn anchor(&self, id: ActionId) -> String {
        match self.steps.get(&id) {
            Some(step) => format!("<a href=\"#a{}\">{} {}</a>", id.0, step.number, Escaped(&step.title)),
            None => format!("action {}, which does not exist", id.0),
        }
    }

    fn said(&mut self, lines: &[Line]) -> fmt::Result {
        if lines.is_empty() {
            return Ok(());
        }
        let caption = match lines.iter().filter(|line| line.is_written).count() {
            0 => "What is heard",
            written if written == lines.len() => "What is read",
            _ => "What is heard or read",
        };
        writeln!(self.out, "<table class=\"said\">\n<caption>{caption}</caption>")?;
        for line in lines {
            let Line { what, code, .. } = line;
            // Where a version speaks one language, that language goes without saying.
            let is_usual = code.is_empty() || self.sheet.languages == [code.as_str()];
            let spoken = if is_usual { String::new() } else { format!(", {}", language::words(code)) };
            write!(self.out, "<tr><th scope=\"row\">{}{}</th>", Escaped(what), Escaped(&spoken))?;
            if line.words.is_empty() {
                writeln!(self.out, "<td class=\"missing\">{}</td></tr>", Escaped(&line.missing))?;
            } else {
                self.cell_of_words(line)?;
                writeln!(self.out, "</tr>")?;
            }
        }
        writeln!(self.out, "</table>")
    }

    fn cell_of_words(&mut self, line: &Line) -> fmt::Result {
        let (code, words) = (Escaped(&line.code), Escaped(&line.words));
        write!(self.out, "<td class=\"words\" lang=\"{code}\" dir=\"auto\">{words}</td>")
    }

    fn ways(&mut self, ways: &[Way]) -> fmt::Result {
        if ways.is_empty() {
            return Ok(());
        }
        writeln!(self.out, "<table class=\"ways\">")?;
        for Way { label, more, ends } in ways {
            write!(self.out, "<tr><th scope=\"row\">{}", Escaped(label))?;
            if !more.is_empty() {
                write!(self.out, "<div class=\"quiet\">{}</div>", Escaped(more))?;
            }
            write!(self.out, "</th><td>")?;
            for WayEnd { by, to, words } in ends {
                let by = by.as_ref().map_or_else(String::new, |by| format!("by {}: ", Escaped(by)));
                let to = match to {
                    Some(id) => format!("→ {}", self.anchor(*id)),
                    None => Escaped(words).to_string(),
                };
                write!(self.out, "<div>{by}{to}</div>")?;
            }
            writeln!(self.out, "</td></tr>")?;
        }
        writeln!(self.out, "</table>")
    }

    fn script(&mut self) -> fmt::Result {
        let lines = || self.sheet.steps.iter().flat_map(|step| step.lines.iter().map(move |line| (step, line)));
        let is_heard = lines().any(|(_, line)| !line.is_written);
        let (count, without) = (lines().count(), lines().filter(|(_, line)| !line.missing.is_empty()).count());
        let all: Vec<(&SheetStep, &Line)> = lines().collect();
        writeln!(self.out, "<section class=\"script\">\n<h2>{}</h2>", self.words.script)?;
        if all.is_empty() {
            return writeln!(self.out, "<p>This version has no texts.</p>\n</section>");
        }
        let plural = if count == 1 { "" } else { "s" };
        writeln!(self.out, "<p class=\"quiet\">{count} text{plural}, {without} with something missing.</p>")?;
        let sound = if is_heard { "<th scope=\"col\">Sound</th>" } else { "" };
        writeln!(
            self.out,
            "<table>\n<thead><tr><th scope=\"col\">No.</th><th scope=\"col\">Action</th><th scope=\"col\">Language</th>\
             <th scope=\"col\">Words</th>{sound}<th scope=\"col\">Missing</th></tr></thead>\n<tbody>"
        )?;
        for (step, line) in all {
            write!(self.out, "<tr><td>{}</td><td>{}", step.number, Escaped(&step.title))?;
            write!(self.out, "<div class=\"quiet\">{}</div></td>", Escaped(&line.what))?;
            write!(self.out, "<td>{}</td>", Escaped(&language::words(&line.code)))?;
            self.cell_of_words(line)?;
            if is_heard {
                let sound = if line.is_written { "written" } else { &line.sound };
                write!(self.out, "<td>{}</td>", Escaped(sound))?;
            }
            writeln!(self.out, "<td class=\"missing\">{}</td></tr>", Escaped(&line.missing))?;
        }
        writeln!(self.out, "</tbody>\n</table>\n</section>")
    }
}
