//! The digest of a version: a stamp on read-only versions, so that changes made outside the
//! program are detected. The digest is computed over a canonical text, `d1`, which is independent of the schema
//! of the file. It covers the tree with its layout, the name and the description, but not status and dates.

use std::fmt::Write as _;

use crate::model::{Action, Condition, ItemRef, Link, Operand, Params, Project, Value, Version, VersionId};

/// The number of the canonical text. Any change of the text below needs a new number.
const CANON: &str = "d1";

/// The digest of a version, such as `d1:5e1f…`.
#[must_use]
pub fn digest(version: &Version) -> String {
    format!("{CANON}:{}", blake3::hash(canonical(version).as_bytes()).to_hex())
}

/// Whether a read-only version was changed since it became read-only: its stored digest is missing or does not match its
/// content.
#[must_use]
pub fn is_changed_outside(version: &Version) -> bool {
    version.info.status.is_read_only() && version.info.digest.as_deref() != Some(digest(version).as_str())
}

/// The read-only versions whose stored digest is missing or does not match their content.
#[must_use]
pub fn changed_outside(project: &Project) -> Vec<VersionId> {
    project.versions.iter().filter(|(_, version)| is_changed_outside(version)).map(|(id, _)| *id).collect()
}

/// The canonical text: words end at a line break and contain none, texts carry their length, lists their count;
/// therefore two different versions never have the same text.
fn canonical(version: &Version) -> String {
    let mut canon = Canon(String::new());
    canon.word(CANON);
    canon.text(&version.info.name);
    canon.text(&version.info.description);
    canon.word(version.flow.actions.len());
    for (id, action) in &version.flow.actions {
        canon.word(id);
        canon.action(action);
    }
    canon.word(version.flow.positions.len());
    for (id, pos) in &version.flow.positions {
        canon.word(format_args!("{id} {} {}", pos.0, pos.1));
    }
    canon.0
}

struct Canon(String);

impl Canon {
    fn word(&mut self, word: impl std::fmt::Display) {
        let _ = writeln!(self.0, "{word}"); // Writing to a string cannot fail.
    }

    fn text(&mut self, text: &str) {
        self.word(format_args!("{}:{text}", text.len()));
    }

    fn action(&mut self, action: &Action) {
        self.text(&action.kind);
        self.text(&action.title);
        self.text(&action.comment);
        self.word(if action.record_passage { "recorded" } else { "not recorded" });
        match &action.foreign_params {
            Some(text) => {
                self.word("foreign");
                self.text(text);
            }
            None => self.params(&action.params),
        }
        self.word(action.links.len());
        for (branch, link) in &action.links {
            self.text(branch);
            match link {
                Link::To(id) => self.word(format_args!("to {id}")),
                Link::EndsHere => self.word("ends here"),
            }
        }
    }

    fn params(&mut self, params: &Params) {
        self.word(format_args!("params {}", params.0.len()));
        for (key, value) in &params.0 {
            self.text(key);
            self.value(value);
        }
    }

    fn value(&mut self, value: &Value) {
        match value {
            Value::Bool(value) => self.word(if *value { "yes" } else { "no" }),
            Value::Int(number) => self.word(format_args!("int {number}")),
            Value::Text(text) => {
                self.word("text");
                self.text(text);
            }
            Value::Texts(texts) => {
                self.word(format_args!("texts {}", texts.len()));
                for (language, text) in texts {
                    self.text(language);
                    self.text(text);
                }
            }
            Value::Item(item) => self.item(item),
            Value::Action(id) => self.word(format_args!("action {id}")),
            Value::Operand(operand) => {
                self.word("operand");
                self.operand(operand);
            }
            Value::Condition(condition) => self.condition(condition),
            Value::Criteria(criteria) => {
                self.word(format_args!("criteria {}", criteria.len()));
                for criterion in criteria {
                    self.word(format_args!("{:?} {:?}", criterion.kind, criterion.op));
                    self.text(&criterion.value);
                }
            }
            Value::Rows(rows) => {
                self.word(format_args!("rows {}", rows.len()));
                for row in rows {
                    self.word(row.id);
                    self.params(&row.cells);
                }
            }
        }
    }

    fn item(&mut self, item: &ItemRef) {
        match item {
            ItemRef::Item(id) => self.word(format_args!("item {id}")),
            ItemRef::Reference(reference) => {
                self.word("reference");
                self.text(reference);
            }
            ItemRef::Variable(path) => {
                self.word("item variable");
                self.text(path);
            }
        }
    }

    fn operand(&mut self, operand: &Operand) {
        let (word, text) = match operand {
            Operand::Text(text) => ("literal", text),
            Operand::Variable(path) => ("variable", path),
            Operand::Expression(text) => ("expression", text),
        };
        self.word(word);
        self.text(text);
    }

    fn condition(&mut self, condition: &Condition) {
        self.word(format_args!("condition {:?} {}", condition.join, condition.terms.len()));
        for term in &condition.terms {
            self.operand(&term.left);
            self.word(format_args!("{:?} {}", term.op, if term.match_case { "exact" } else { "any case" }));
            self.operand(&term.right);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::model::{ActionId, Criterion, CriterionKind, Flow, Operator, Pos, Status, Term};

    /// A version with every operator and every criterion, so that a renaming fails the test.
    fn version() -> Version {
        let mut version = Version { id: VersionId(3), flow: Flow::blank(ActionId(1)), ..Version::default() };
        version.info.name = "Été".to_owned();
        let term = |(op, _): &(Operator, &str)| Term { op: *op, ..Term::default() };
        let criterion = |(kind, ..): &(CriterionKind, &str, &str)| Criterion { kind: *kind, ..Criterion::default() };
        let condition = Condition { terms: Operator::ALL.iter().map(term).collect(), ..Condition::default() };
        let criteria = CriterionKind::ALL.iter().map(criterion).collect();
        let mut action = Action::new(ActionId(2), "test");
        action.params.0.insert("a".to_owned(), Value::Condition(condition));
        action.params.0.insert("b".to_owned(), Value::Criteria(criteria));
        version.flow.actions.insert(action.id, Arc::new(action));
        version
    }

    fn changed(change: impl FnOnce(&mut Action)) -> String {
        let mut version = version();
        change(Arc::make_mut(version.flow.actions.get_mut(&ActionId(2)).unwrap()));
        digest(&version)
    }

    #[test]
    fn the_canonical_text_is_frozen() {
        assert_eq!(digest(&version()), "d1:7bec664b92c34e998a22e95bc783c331d143da0713fb5243dced452ab4bd958c");
    }

    #[test]
    fn whatever_a_version_shows_changes_its_digest() {
        let mut seen = vec![digest(&version())];
        seen.push(changed(|it| it.title = "x".to_owned()));
        seen.push(changed(|it| it.comment = "x".to_owned()));
        seen.push(changed(|it| it.kind = "x".to_owned()));
        seen.push(changed(|it| it.record_passage = true));
        seen.push(changed(|it| it.foreign_params = Some("{}".into())));
        seen.push(changed(|it| {
            it.links.insert("ok".to_owned(), Link::EndsHere);
        }));
        for value in [Value::Text("5".to_owned()), Value::Int(5), Value::Action(ActionId(5)), Value::Bool(true)] {
            seen.push(changed(|it| {
                it.params.0.insert("c".to_owned(), value);
            }));
        }
        let mut moved = version();
        moved.flow.positions.insert(ActionId(2), Pos(1, 0));
        let mut described = version();
        described.info.description = "x".to_owned();
        let mut renamed = version();
        renamed.info.name = "x".to_owned();
        seen.extend([&moved, &described, &renamed].map(digest));
        let count = seen.len();
        seen.sort();
        seen.dedup();
        assert_eq!(seen.len(), count);
    }

    #[test]
    fn status_and_dates_do_not_change_it() {
        let mut other = version();
        other.info.status = Status::InBackup;
        other.info.digest = Some(digest(&version()));
        assert_eq!(digest(&other), digest(&version()));
    }

    #[test]
    fn a_read_only_version_without_its_digest_was_changed_outside() {
        let mut project = Project::default();
        let mut whole = Version { id: VersionId(1), ..version() };
        whole.info.status = Status::InProduction;
        whole.info.digest = Some(digest(&whole));
        let mut tampered = Version { id: VersionId(2), ..whole.clone() };
        tampered.info.description = "by hand".to_owned();
        let mut bare = Version { id: VersionId(3), ..whole.clone() };
        bare.info.digest = None;
        let draft = Version { id: VersionId(4), ..version() };
        for it in [whole, tampered, bare, draft] {
            project.versions.insert(it.id, Arc::new(it));
        }
        assert_eq!(changed_outside(&project), [VersionId(2), VersionId(3)]);
    }
}
