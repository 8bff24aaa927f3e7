//! Tag the interaction: words under which it is found later (spec: meaning §10). The tags are in the ledger and, in the order of
//! adding, in `call.tags`.

use std::borrow::Cow;
use std::collections::BTreeMap;

use crate::catalog::branch::OK;
use crate::catalog::few::Few;
use crate::catalog::fold::{self, Fold, entries, one_line};
use crate::catalog::interaction::{MAX_TAG_LETTERS, MAX_TAGS};
use crate::catalog::template::Template;
use crate::catalog::{
    ActionSpec, BranchPart, Category, Channels, CheckCx, Cx, Example, Field, Finding, Icon, Step, WayOn,
};
use crate::model::{Action, Params, Project, Row, Value};

use super::shared::{check_doubled, quoted};

const TAG: Field<String> =
    Field::known("tag", "Tag").help("A word or a few, at most 40 letters and no comma, such as complaint.").required();
const ADD: Field<Vec<Row>> = Field::rows("add", "Tags to add", &[TAG.spec()], MAX_TAGS)
    .help("The interaction gets each tag that it does not have yet; it has 20 at most.");
const REMOVE: Field<Vec<Row>> = Field::rows("remove", "Tags to remove", &[TAG.spec()], MAX_TAGS)
    .help("The interaction loses these tags, if it has them. They are removed before others are added.");
const NOTE: Field<String> =
    Field::long_text("note", "Note").help("A remark for whoever reads the history of the interaction.");

/// The kind.
pub static SPEC: ActionSpec = ActionSpec {
    id: "tag",
    title: "Tag the interaction",
    short_title: "Tag",
    category: Category::Flow,
    icon: Icon::Tag,
    words: "label, mark, category, set attribute, wrap-up code, keyword, add tag",
    channels: Channels::ALL,
    doc: "Adds tags to the interaction or removes them, so that it is found and counted later. Conditions read them from call.tags: \
          contains and is one of compare whole tags.",
    card: "{add} · without {remove} · “{note}”",
    fields: &[ADD.spec(), REMOVE.spec(), NOTE.spec()],
    branches: &[BranchPart::One(&OK)],
    way_on: WayOn::Key("ok"),
    caller_may_leave: false,
    run,
    check,
    examples: &[
        Example::new(
            "Two tags and a note",
            r#"{"add": Rows([(id: 1, cells: {"tag": Text("claim")}), (id: 2, cells: {"tag": Text("{{customer.tier}}")})]),
    "note": Text("Called from {{call.number}}")}"#,
            "",
            "ok",
        ).ledger(&["Tags: adds claim · adds blue · note “Called from +33612345678”"]),
        Example::new(
            "A tag that it does not have",
            r#"{"remove": Rows([(id: 1, cells: {"tag": Text("new")})])}"#,
            "",
            "ok",
        ),
    ],
};

fn run(cx: &mut Cx<'_>) -> Step {
    let read = cx.once(Read::of);
    let (remove, add) = (read.remove.named(cx), read.add.named(cx));
    let note = cx.told(&read.note).map_or_else(String::new, |note| one_line(&note));
    let mut tags = cx.tags_to_change();
    let mut done = Vec::new();
    for tag in remove.iter() {
        if let Some(place) = tags.iter().position(|known| fold::same(known, tag)) {
            let tag = tags.remove(place);
            done.push(("removes ", tag));
        }
    }
    for tag in add.iter() {
        match check_tag(tag) {
            _ if tags.iter().any(|known| fold::same(known, tag)) => {}
            Some(why) => cx.note(format_args!("{why} It is not added.")),
            None if tags.len() >= MAX_TAGS => {
                cx.note(format_args!("The interaction has {MAX_TAGS} tags already, so {} is not added.", quoted(tag)));
            }
            None => {
                tags.push(tag.to_string());
                if cx.is_told() {
                    done.push(("adds ", tag.to_string()));
                }
            }
        }
    }
    if !note.is_empty() {
        done.push(("note ", quoted(&note)));
    }
    if done.is_empty() {
        cx.note("The tags stay as they are.");
    } else {
        cx.ledger("Tags", || {
            let done: Vec<String> = done.iter().map(|(does, what)| format!("{does}{what}")).collect();
            done.join(" · ")
        });
    }
    cx.set_tags(tags);
    Step::go(&OK)
}

/// What is read from the parameters once.
struct Read {
    remove: Named,
    add: Named,
    note: Template,
}

impl Read {
    fn of(params: &Params) -> Self {
        Self {
            remove: Named::of(params, &REMOVE),
            add: Named::of(params, &ADD),
            note: Template::of(params.text(&NOTE)),
        }
    }
}

/// The tags of rows.
enum Named {
    /// The tags, where no text reads a variable.
    Plain(Few<Box<str>>),
    /// The texts that name them.
    Read(Box<[Template]>),
}

impl Named {
    fn of(params: &Params, field: &Field<Vec<Row>>) -> Self {
        let texts: Box<[Template]> = params.get(field).iter().map(|row| Template::of(row.cells.text(&TAG))).collect();
        if texts.iter().all(Template::is_plain) {
            Self::Plain(texts.iter().flat_map(|text| tags_in(text.text())).collect())
        } else {
            Self::Read(texts)
        }
    }

    /// The tags, filled in. A variable may hold several, with commas between.
    fn named(&self, cx: &Cx<'_>) -> Cow<'_, Few<Box<str>>> {
        match self {
            Self::Plain(plain) => Cow::Borrowed(plain),
            Self::Read(texts) => {
                let texts = texts.iter().map(|text| text.filled(|path| cx.read(path)));
                Cow::Owned(texts.flat_map(|text| tags_in(&text)).collect())
            }
        }
    }
}

/// The tags of a text, with commas between.
fn tags_in(text: &str) -> Vec<Box<str>> {
    entries(text).map(|tag| one_line(tag).into()).collect()
}

/// Why a text is no tag.
fn check_tag(tag: &str) -> Option<String> {
    let is_long = tag.len() > MAX_TAG_LETTERS && tag.chars().count() > MAX_TAG_LETTERS;
    is_long.then(|| format!("The tag {} has more than {MAX_TAG_LETTERS} letters.", quoted(tag)))
}

/// The tags that an action adds or removes, as they are written, without those that are read from variables.
fn tags_of(action: &Action) -> Vec<&str> {
    if action.kind != SPEC.id {
        return Vec::new();
    }
    let rows = [&ADD, &REMOVE].into_iter().flat_map(|field| action.params.rows(field.key()));
    let texts = rows.filter_map(|row| match row.cells.value(TAG.key()) {
        Some(Value::Text(text)) => Some(text.trim()),
        _ => None,
    });
    texts.filter(|text| !text.is_empty() && !text.contains("{{")).collect()
}

/// The tags that the actions of the project name, each once, in alphabetical order.
pub(super) fn known(project: &Project) -> Vec<String> {
    let actions = project.versions.values().flat_map(|version| version.flow.actions.values());
    let tags = actions.flat_map(|action| tags_of(action));
    let known: BTreeMap<String, &str> = tags.map(|tag| (Fold::USUAL.text(tag), tag)).collect();
    known.into_values().map(str::to_owned).collect()
}

fn check(cx: &CheckCx<'_>) -> Vec<Finding> {
    let params = &cx.action.params;
    let tags = |field: &Field<Vec<Row>>| params.get(field).iter().map(|row| row.cells.get(&TAG));
    let mut findings = check_doubled("tag-twice", tags(&ADD).chain(tags(&REMOVE)), |tag| {
        format!("The tag \"{tag}\" is listed twice. List it once, either to add or to remove.")
    });
    for tag in tags(&ADD).chain(tags(&REMOVE)).filter(|tag| !tag.contains("{{")) {
        if tag.contains(',') {
            let message = format!("\"{tag}\" holds a comma, which separates tags. Use a row for each tag.");
            findings.push(Finding::error("tag-comma", message));
        } else {
            findings.extend(check_tag(&tag).map(|why| Finding::error("tag-long", format!("{why} Shorten it."))));
        }
    }
    findings
}
