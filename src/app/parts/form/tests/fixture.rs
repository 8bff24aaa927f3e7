//! The fixture of the form's tests: an action kind with a field of each kind, and a form over a document that applies its edits.

use std::sync::Arc;

use egui_kittest::Harness;

use crate::catalog::spec::nothing_to_check;
use crate::catalog::{
    ActionSpec, BranchPart, Category, Channels, Cx, Example, Field, FieldSpec, Icon, Step, WayOn, branch, sample,
};
use crate::choice;
use crate::edit::{Context, Document, Edit};
use crate::model::{
    Action, ActionId, ActionRef, Condition, Criterion, ItemRef, Link, Operand, Params, ResourceKind, Row, RowId, Term,
    Value, Version, VersionId, VersionInfo,
};

use crate::app::command::Command;
use crate::app::parts::form::{FormCx, form_of_ui};

choice! {
    /// Few and short.
    Few { One = "one" "One", Two = "two" "Two" }
}
choice! {
    /// Too many to show side by side.
    Many { One = "one" "The first of many", Two = "two" "The second of many", Three = "three" "The third of many", Four = "four" "The fourth" }
}

const TICK: Field<bool> = Field::yes_no("tick", "A tick", true).help("Yes or no.");
const INT: Field<i64> = Field::int_of("int", "A number", "%", (0, 100), 5).help("Between bounds.");
const DURATION: Field<i64> = Field::duration("duration", "A duration", (1, 600), 90).help("How long.");
const TEXT: Field<String> = Field::text("text", "A text").help("One line.").required();
const LONG: Field<String> = Field::long_text("long", "A long text").help("Several lines.");
const TEXTS: Field<crate::catalog::field::Texts> = Field::texts("texts", "Texts").help("In each language.");
const FEW: Field<Few> = Field::choice("few", "A choice").help("Few options.");
const MANY: Field<Many> = Field::choice("many", "Another choice").help("Many options.");
const KEY: Field<String> = Field::keypad_key("key", "A key", "#").help("Of the keypad.");
const ITEM: Field<Option<ItemRef>> = Field::item("item", "A queue", ResourceKind::Queue).help("A resource.");
const ROUTING: Field<Option<ItemRef>> = Field::routing("routing", "A routing").help("A routing.");
const ACTION: Field<Option<ActionId>> = Field::action("action", "An action").help("Of the tree.");
const VARIABLE: Field<String> = Field::variable("variable", "A variable").help("That is written.");
const OPERAND: Field<Operand> = Field::operand("operand", "A value").help("In three ways.");
const CONDITION: Field<Condition> = Field::condition("condition", "A condition").help("Of terms.");
const CRITERIA: Field<Vec<Criterion>> = Field::criteria("criteria", "Criteria").help("That must hold.");
const PATH: Field<String> = Field::json_path("path", "A path").help("Into JSON.");
const TAG: Field<String> = Field::known("tag", "A tag").help("With those of the project.");
const SMALL_ROWS: Field<Vec<Row>> = Field::rows("small", "Keys", &[KEY.spec(), TEXT.spec()], 3).help("A line each.");
const LARGE_ROWS: Field<Vec<Row>> = Field::rows("large", "Cards", ALL_COLUMNS, 10).help("A card each.");
const ALL_COLUMNS: &[&FieldSpec] = &[
    TICK.spec(),
    INT.spec(),
    DURATION.spec(),
    TEXT.spec(),
    FEW.spec(),
    KEY.spec(),
    ITEM.spec(),
    ACTION.spec(),
    VARIABLE.spec(),
    OPERAND.spec(),
    CONDITION.spec(),
    CRITERIA.spec(),
    PATH.spec(),
    TAG.spec(),
    TEXTS.spec(),
    LONG.spec(),
];

/// A kind with a field of each kind.
pub(super) static EVERY: ActionSpec = ActionSpec {
    id: "every_field",
    title: "Every field",
    short_title: "",
    category: Category::Data,
    icon: Icon::Table,
    words: "",
    channels: Channels::ALL,
    doc: "Has a field of each kind. It is for tests. It never runs.",
    card: "",
    fields: &[
        TICK.spec(),
        INT.spec(),
        DURATION.spec(),
        TEXT.spec(),
        LONG.spec(),
        TEXTS.spec(),
        FEW.spec(),
        MANY.spec(),
        KEY.spec(),
        ITEM.spec(),
        ROUTING.spec(),
        ACTION.spec(),
        VARIABLE.spec(),
        OPERAND.spec(),
        CONDITION.spec(),
        CRITERIA.spec(),
        PATH.spec(),
        TAG.spec(),
        SMALL_ROWS.spec(),
        LARGE_ROWS.spec(),
    ],
    branches: &[
        BranchPart::PerRow { field: "small", label: |row| format!("Key {}", row.id), shown_if: None },
        BranchPart::One(&branch::OK),
        BranchPart::One(&branch::ERROR),
    ],
    way_on: WayOn::Key("ok"),
    caller_may_leave: false,
    run: |_: &mut Cx<'_>| Step::go(&branch::OK),
    check: nothing_to_check,
    examples: &[Example::new("Nothing", "{}", "", "ok")],
};

/// Values in every field.
pub(super) fn filled() -> Params {
    let row = |id: u32, cells: &[(&str, Value)]| Row {
        id: RowId(id),
        cells: Params(cells.iter().map(|(key, value)| ((*key).to_owned(), value.clone())).collect()),
    };
    let text = |text: &str| Value::Text(text.to_owned());
    let term = |path: &str, right: &str| Term {
        left: Operand::Variable(path.to_owned()),
        right: Operand::Text(right.to_owned()),
        ..Term::default()
    };
    let condition =
        Condition { terms: vec![term("customer.tier", "vip"), term("customer.points", "10")], ..Condition::default() };
    let criterion = Criterion {
        kind: crate::model::CriterionKind::Source,
        op: crate::model::Operator::Contains,
        value: "Paper".to_owned(),
    };
    let texts = [("", "Hello"), ("fr", "Bonjour")].map(|(code, text)| (code.to_owned(), text.to_owned()));
    let values = [
        ("int", Value::Int(250)),
        ("duration", Value::Int(40)),
        ("text", text("Hello {{customer.name}}")),
        ("long", text("Several\nlines")),
        ("texts", Value::Texts(texts.into())),
        ("key", text("*")),
        ("item", Value::Item(ItemRef::Item(4))),
        ("routing", Value::Item(ItemRef::Reference("nowhere".to_owned()))),
        ("action", Value::Action(ActionId(99))),
        ("variable", text("customer.name")),
        ("operand", Value::Operand(Operand::Expression("1 + 1".to_owned()))),
        ("condition", Value::Condition(condition.clone())),
        ("criteria", Value::Criteria(vec![Criterion::default(), criterion.clone()])),
        ("path", text("$.contract.status")),
        ("small", Value::Rows(vec![row(1, &[("key", text("1")), ("text", text("Claim"))]), row(2, &[])])),
        (
            "large",
            Value::Rows(vec![row(
                3,
                &[
                    ("condition", Value::Condition(condition)),
                    ("criteria", Value::Criteria(vec![criterion])),
                    ("item", Value::Item(ItemRef::Variable("customer.name".to_owned()))),
                ],
            )]),
        ),
    ];
    Params(values.map(|(key, value)| (key.to_owned(), value)).into())
}

/// The version and the action under test.
pub(super) const PLACE: ActionRef = ActionRef { version: VersionId(60), action: ActionId(7) };

/// A document of the sample project with a version: Start, the action, and a node after it.
pub(super) fn document(kind: &str, params: Params) -> Document {
    let mut project = sample::project();
    let mut version = Version {
        id: PLACE.version,
        info: VersionInfo { routing: sample::OTHER, name: "v2".to_owned(), ..VersionInfo::default() },
        flow: crate::model::Flow::blank(ActionId(1)),
    };
    let mut start = Action::new(ActionId(1), crate::model::flow::START);
    start.links.insert("ok".to_owned(), Link::To(PLACE.action));
    let mut action = Action { params, last_row: RowId(9), ..Action::new(PLACE.action, kind) };
    action.links.insert("ok".to_owned(), Link::To(ActionId(8)));
    let after = Action { title: "We are closed".to_owned(), ..Action::new(ActionId(8), "voice_announcement") };
    for action in [start, action, after] {
        version.flow.actions.insert(action.id, Arc::new(action));
    }
    project.versions.insert(version.id, Arc::new(version));
    Document::new(project)
}

/// A form over a document that applies its edits.
pub(super) struct App {
    pub document: Document,
    pub spec: Option<&'static ActionSpec>,
    pub action: ActionId,
    pub is_read_only: bool,
    pub sent: Vec<Command>,
}

impl App {
    pub fn new(spec: Option<&'static ActionSpec>, params: Params) -> Self {
        let document = document(spec.map_or("unheard_of", |spec| spec.id), params);
        Self { document, spec, action: PLACE.action, is_read_only: false, sent: Vec::new() }
    }

    /// A form with values in every field.
    pub fn every() -> Self {
        Self::new(Some(&EVERY), filled())
    }

    pub fn ui(&mut self, ui: &mut egui::Ui) {
        let project = Arc::clone(self.document.project());
        let version = &project.versions[&PLACE.version];
        let Some(action) = version.flow.actions.get(&self.action) else { return };
        let subject = crate::model::Place::Action(ActionRef { version: PLACE.version, action: self.action });
        let problems: Vec<_> =
            crate::lint::check_version(&project, version).into_iter().filter(|it| it.place == subject).collect();
        let is_read_only = self.is_read_only;
        let cx = FormCx {
            project: &project,
            version,
            action,
            problems: &problems,
            is_read_only,
            focus: super::super::cx::FormFocus::Stays,
        };
        let mut commands = Vec::new();
        form_of_ui(ui, &cx, self.spec, &mut commands);
        for command in &commands {
            if let Command::Edit(edit, tag) = command {
                self.document.apply_tagged(edit, &Context::default(), *tag).unwrap();
            }
        }
        self.sent.extend(commands);
    }

    /// In a window so tall that nothing needs scrolling.
    pub fn harness(self) -> Harness<'static, Self> {
        let builder = Harness::builder().with_size(egui::vec2(340.0, 5000.0)).with_max_steps(20);
        let mut harness = builder
            .with_context_setup(crate::app::kit::theme::install)
            .build_ui_state(|ui, app: &mut Self| app.ui(ui), self);
        harness.run();
        harness
    }

    /// The action in the form.
    pub fn action(&self) -> &Action {
        &self.document.project().versions[&PLACE.version].flow.actions[&self.action]
    }

    /// A stored value.
    pub fn param(&self, key: &str) -> Option<&Value> {
        self.action().params.value(key)
    }

    /// The edits sent so far.
    pub fn edits(&self) -> Vec<&Edit> {
        self.sent.iter().filter_map(|it| if let Command::Edit(edit, _) = it { Some(&**edit) } else { None }).collect()
    }
}
