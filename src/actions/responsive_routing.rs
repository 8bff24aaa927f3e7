//! Responsive routing: the first branch whose criteria all hold is taken (spec: actions §2; distribution §4).

use crate::catalog::branch::BY_DEFAULT;
use crate::catalog::fold::{Fold, entries};
use crate::catalog::text::shorten;
use crate::catalog::value::Locale;
use crate::catalog::{
    ActionSpec, BranchPart, Category, Channels, CheckCx, Cx, Example, Field, Finding, Icon, Step, WayOn, compare,
};
use crate::model::{Condition, Criterion, CriterionKind, Join, Operator, Row};

const NAME: Field<String> =
    Field::text("name", "Name").help("What the branch is called. Leave it empty to show the criteria.");
const CRITERIA: Field<Vec<Criterion>> =
    Field::criteria("criteria", "Criteria").help("All of them must hold.").required();
const ROWS: Field<Vec<Row>> = Field::rows("branches", "Branches", &[NAME.spec(), CRITERIA.spec()], 20)
    .help("Tried from the top; the first one whose criteria all hold is taken.")
    .required();

/// The kind.
pub static SPEC: ActionSpec = ActionSpec {
    id: "responsive_routing",
    title: "Responsive routing",
    short_title: "",
    category: Category::Rules,
    icon: Icon::ArrowsSplit,
    words: "caller type, first-time caller, repeat caller, source, campaign, landing page, marketing source, \
            tracking number, lead score, vip",
    channels: Channels::VOICE_AND_MESSAGING,
    doc: "Takes a branch by who calls and how they came here: first-time or repeat, source, keyword, page, campaign, \
          referrer, or the score of an earlier call.",
    card: "{branches:branches}",
    fields: &[ROWS.spec()],
    branches: &[
        BranchPart::PerRow { field: ROWS.key(), label: row_label, shown_if: None },
        BranchPart::One(&BY_DEFAULT),
    ],
    way_on: WayOn::FirstRow,
    caller_may_leave: false,
    run,
    check,
    examples: &[
        Example::new("First-time caller from the newspaper", BRANCHES, "", "row:1"),
        Example::new("A good score earlier", BRANCHES, "", "row:2").given(|stage| {
            "Radio".clone_into(&mut stage.caller.source);
            stage.caller.score = Some(5);
        }),
        Example::new("Neither", BRANCHES, "", "default").given(|stage| {
            "Radio".clone_into(&mut stage.caller.source);
        }),
    ],
};

const BRANCHES: &str = r#"{"branches": Rows([
    (id: 1, cells: {"name": Text("Newspaper"), "criteria": Criteria([(kind: FirstTime), (kind: Source, op: Contains, value: "paper")])}),
    (id: 2, cells: {"criteria": Criteria([(kind: Score, op: AtLeast, value: "4")])})])}"#;

fn row_label(row: &Row) -> String {
    let name = row.cells.get(&NAME);
    if name.is_empty() { shorten(&words(row.cells.get(&CRITERIA)), 40) } else { name }
}

fn words(criteria: &[Criterion]) -> String {
    let words = |criterion: &Criterion| {
        let kind = criterion.kind.words();
        if criterion.kind.is_plain() {
            return kind.to_owned();
        }
        format!("{kind} {} {}", criterion.op.words(), criterion.value)
    };
    criteria.iter().map(words).collect::<Vec<_>>().join(", ")
}

fn run(cx: &mut Cx<'_>) -> Step {
    for row in cx.get(&ROWS) {
        let criteria = row.cells.get(&CRITERIA);
        let condition = Condition { join: Join::All, terms: criteria.iter().map(Criterion::term).collect() };
        if cx.holds(&condition) {
            cx.note(format_args!("It holds: {}.", words(criteria)));
            return Step::go_row(row);
        }
    }
    Step::go(&BY_DEFAULT)
}

fn check(cx: &CheckCx<'_>) -> Vec<Finding> {
    let rows: Vec<(String, &[Criterion])> =
        cx.action.params.get(&ROWS).iter().map(|row| (row_label(row), row.cells.get(&CRITERIA))).collect();
    let is_wider = |wide: &[Criterion], narrow: &[Criterion]| is_wider(wide, narrow, Locale::of(cx.project));
    let mut findings: Vec<Finding> = rows.iter().flat_map(|(name, criteria)| empty(name, criteria)).collect();
    findings.extend(everybody(cx, &rows));
    for (place, (name, criteria)) in rows.iter().enumerate() {
        if criteria.is_empty() {
            continue;
        }
        let has = |kind| criteria.iter().any(|criterion| criterion.kind == kind);
        if has(CriterionKind::FirstTime) && has(CriterionKind::Repeat) {
            findings.push(Finding::error(
                "criteria-contradiction",
                format!("\"{name}\" asks for a first-time and a repeat caller at once, so it never holds."),
            ));
            continue;
        }
        let earlier = || rows.iter().take(place).filter(|(_, earlier)| !earlier.is_empty());
        if let Some((same, _)) = earlier().find(|(_, it)| is_wider(it, criteria) && is_wider(criteria, it)) {
            findings.push(Finding::error("criteria-twice", format!("\"{name}\" has the same criteria as \"{same}\".")));
        } else if let Some((wider, _)) = earlier().find(|(_, earlier)| is_wider(earlier, criteria)) {
            findings.push(Finding::warning(
                "criteria-unreachable",
                format!("\"{name}\" can never be taken: \"{wider}\" above it already holds whenever it does."),
            ));
        }
    }
    findings
}

/// The criteria of a branch that have no value to compare with.
fn empty(name: &str, criteria: &[Criterion]) -> Vec<Finding> {
    let has_none = |it: &&Criterion| !it.kind.is_plain() && !it.op.is_unary() && entries(&it.value).next().is_none();
    let finding = |it: &Criterion| {
        let message = format!(
            "\"{name}\": {} {} needs a value. Enter one, or remove the criterion.",
            it.kind.words(),
            it.op.words()
        );
        Finding::warning("criterion-empty", message)
    };
    criteria.iter().filter(has_none).map(finding).collect()
}

/// Two branches that together take everybody: first-time and repeat callers, without a further criterion. What comes after them is never
/// taken, and neither is By default.
fn everybody(cx: &CheckCx<'_>, rows: &[(String, &[Criterion])]) -> Option<Finding> {
    let only = |kind| rows.iter().position(|(_, criteria)| matches!(criteria, [one] if one.kind == kind));
    let (first, repeat) = (only(CriterionKind::FirstTime)?, only(CriterionKind::Repeat)?);
    let last = first.max(repeat);
    let mut never: Vec<String> = rows.iter().skip(last + 1).map(|(name, _)| format!("\"{name}\"")).collect();
    let is_linked = cx.action.links.get(BY_DEFAULT.key).is_some_and(|link| link.target().is_some());
    let is_useful = !never.is_empty() || is_linked;
    never.push("By default".to_owned());
    let message = format!(
        "First-time and repeat callers are everybody, so these branches are never taken: {}. Remove one of the two criteria, or what is \
         never taken.",
        never.join(", ")
    );
    Some(if is_useful {
        Finding::warning("criteria-everybody", message)
    } else {
        Finding::hint("criteria-everybody", message)
    })
}

/// Whether the first criteria hold whenever the second do.
fn is_wider(wide: &[Criterion], narrow: &[Criterion], locale: Locale<'_>) -> bool {
    wide.iter().all(|wanted| narrow.iter().any(|given| follows(wanted, given, locale)))
}

/// Whether a criterion follows from another. It is careful: *no* also means that it is not known.
fn follows(wanted: &Criterion, given: &Criterion, locale: Locale<'_>) -> bool {
    if wanted.kind != given.kind || wanted.kind.is_plain() {
        return wanted.kind == given.kind;
    }
    let holds_for = |value: &str| {
        let wanted_value = wanted.value.as_str().into();
        compare::compare(&value.into(), wanted.op, &wanted_value, Fold::USUAL, locale).holds
    };
    match given.op {
        Operator::Equals => holds_for(&given.value),
        Operator::IsOneOf => entries(&given.value).all(holds_for),
        Operator::StartsWith => {
            matches!(wanted.op, Operator::StartsWith | Operator::Contains) && holds_for(&given.value)
        }
        op @ (Operator::Contains | Operator::AtLeast | Operator::AtMost) => wanted.op == op && holds_for(&given.value),
        _ => wanted == given,
    }
}
