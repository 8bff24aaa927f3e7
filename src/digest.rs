//! The digest of a version: a stamp on read-only versions, so that changes made outside the
//! program are detected (spec: meaning §11). The digest is computed over a canonical text, which is independent of the schema
//! of the file. It covers the tree with its layout, its notes and frames, the name and the description, but not status and dates.
//!
//! A stamp begins with the name of the rule that made its text, and is checked by that rule for ever. New stamps are made by the
//! newest rule.

use std::fmt::Write as _;

use crate::model::{
    Action, Annotation, AnnotationId, Condition, Flow, ItemRef, Link, Operand, Params, Project, Value, Version,
    VersionId,
};

/// A rule that makes a canonical text. Any change of a text needs a new rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Rule {
    /// The rule of schema 1: actions and positions. A stamp of this rule is not valid for a version that holds more.
    D1,
    /// The rule of schema 2. What a tree gained after this rule was made adds its own part to the text only where it holds something.
    D2,
}

impl Rule {
    /// The newest rule, which makes new stamps.
    const NEWEST: Self = Self::D2;

    /// The name before the colon of a stamp.
    fn name(self) -> &'static str {
        match self {
            Self::D1 => "d1",
            Self::D2 => "d2",
        }
    }

    /// The rule that a stamp names.
    fn of(stamp: &str) -> Option<Self> {
        let (name, _) = stamp.split_once(':')?;
        [Self::D1, Self::D2].into_iter().find(|rule| rule.name() == name)
    }

    /// Whether a version holds nothing that came after the rule.
    fn knows_all_of(self, version: &Version) -> bool {
        self != Self::D1 || version.flow.annotations.is_empty()
    }

    /// The stamp of a version by this rule.
    fn stamp(self, version: &Version) -> String {
        format!("{}:{}", self.name(), blake3::hash(canonical(self, version).as_bytes()).to_hex())
    }
}

/// The digest of a version, such as `d2:5e1f…`, by the newest rule.
#[must_use]
pub fn digest(version: &Version) -> String {
    Rule::NEWEST.stamp(version)
}

/// Whether a stamp fits a version, by the rule that the stamp names. A stamp of an unknown rule fits nothing.
#[must_use]
pub fn fits(stamp: &str, version: &Version) -> bool {
    Rule::of(stamp).is_some_and(|rule| rule.knows_all_of(version) && rule.stamp(version) == stamp)
}

/// Whether a read-only version was changed since it became read-only: its stored digest is missing or does not match its
/// content.
#[must_use]
pub fn is_changed_outside(version: &Version) -> bool {
    version.info.status.is_read_only() && !version.info.digest.as_deref().is_some_and(|stamp| fits(stamp, version))
}

/// The read-only versions whose stored digest is missing or does not match their content.
#[must_use]
pub fn changed_outside(project: &Project) -> Vec<VersionId> {
    project.versions.iter().filter(|(_, version)| is_changed_outside(version)).map(|(id, _)| *id).collect()
}

/// The canonical text: words end at a line break and contain none, texts carry their length, lists their count;
/// therefore two different versions never have the same text.
fn canonical(rule: Rule, version: &Version) -> String {
    // A new field of a tree fails to compile here. Where it holds something, a stamp of D1 must not be valid, and D2 adds a part that begins
    // with the name of the field.
    let Flow { actions, positions, annotations } = &version.flow;
    let mut canon = Canon(String::new());
    canon.word(rule.name());
    canon.text(&version.info.name);
    canon.text(&version.info.description);
    canon.word(actions.len());
    for (id, action) in actions {
        canon.word(id);
        canon.action(action);
    }
    canon.word(positions.len());
    for (id, pos) in positions {
        canon.word(format_args!("{id} {} {}", pos.0, pos.1));
    }
    if !annotations.is_empty() {
        canon.word(format_args!("annotations {}", annotations.len()));
        for (id, annotation) in annotations {
            canon.annotation(*id, annotation);
        }
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

    fn annotation(&mut self, id: AnnotationId, annotation: &Annotation) {
        let Annotation { kind, text, at, size, color } = annotation;
        self.word(format_args!("{id} {kind:?} {} {} {} {}", at.0, at.1, size.0, size.1));
        self.text(text);
        if let Some(color) = color {
            self.word(format_args!("color {color:?}"));
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
    use crate::model::{
        ActionId, AnnotationColor, AnnotationKind, Criterion, CriterionKind, Flow, Operator, Pos, Size, Status, Term,
    };

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

    /// The stamps of that version by each rule, written down once.
    const D1: &str = "d1:7bec664b92c34e998a22e95bc783c331d143da0713fb5243dced452ab4bd958c";
    const D2: &str = "d2:0e9447b7ced580ed38141b864e31e78c523bea19755547de9c7c25b88d7ee26d";

    #[test]
    fn the_canonical_texts_are_frozen() {
        assert_eq!(digest(&version()), D2);
        assert!(fits(D2, &version()) && fits(D1, &version()));
    }

    #[test]
    fn a_stamp_is_checked_by_the_rule_that_it_names() {
        let (_, hash) = D1.split_once(':').unwrap();
        for stamp in [&format!("d2:{hash}"), &format!("d3:{hash}"), &format!("d1{hash}"), hash, "", "d1:", "d2:"] {
            assert!(!fits(stamp, &version()), "{stamp}");
        }
        let mut other = version();
        other.info.name.push('x');
        assert!(!fits(D1, &other) && !fits(D2, &other));
    }

    #[test]
    fn a_stamp_of_schema_1_stays_valid_in_its_version() {
        let mut project = Project::default();
        let mut old = Version { id: VersionId(1), ..version() };
        (old.info.status, old.info.digest) = (Status::InBackup, Some(D1.to_owned()));
        project.versions.insert(old.id, Arc::new(old.clone()));
        assert_eq!(changed_outside(&project), []);
        old.info.description = "by hand".to_owned();
        project.versions.insert(old.id, Arc::new(old));
        assert_eq!(changed_outside(&project), [VersionId(1)]);
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
        seen.extend(annotated().map(|it| digest(&it)));
        let count = seen.len();
        seen.sort();
        seen.dedup();
        assert_eq!(seen.len(), count);
    }

    /// Versions with annotations that differ in one thing each.
    fn annotated() -> [Version; 9] {
        let frame = Annotation { kind: AnnotationKind::Frame, text: "1:a".to_owned(), ..Annotation::default() };
        let all = [
            vec![(5, Annotation { text: "1:a".to_owned(), ..Annotation::default() })],
            vec![(6, Annotation { text: "1:a".to_owned(), ..Annotation::default() })],
            vec![(5, frame.clone())],
            vec![(5, Annotation { text: "1:a\n5".to_owned(), ..frame.clone() })],
            vec![(5, Annotation { at: Pos(0, 1), ..frame.clone() })],
            vec![(5, Annotation { size: Size(0, 1), ..frame.clone() })],
            vec![(5, Annotation { color: Some(AnnotationColor::Blue), ..frame.clone() })],
            vec![(5, Annotation { color: Some(AnnotationColor::Red), ..frame.clone() })],
            vec![(5, frame.clone()), (6, frame)],
        ];
        all.map(|annotations| {
            let annotations = annotations.into_iter().map(|(id, it)| (AnnotationId(id), Arc::new(it)));
            let mut version = version();
            version.flow.annotations = annotations.collect();
            version
        })
    }

    #[test]
    fn a_stamp_of_schema_1_is_not_valid_for_a_version_with_annotations() {
        for version in annotated() {
            assert!(fits(&Rule::D2.stamp(&version), &version));
            for rule in [Rule::D1, Rule::D2] {
                assert!(!fits(&rule.stamp(&self::version()), &version), "{rule:?}");
            }
            assert!(!fits(&Rule::D1.stamp(&version), &version));
        }
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
