//! What the kinds for CRM cards share: both generations are searched and created in one way, and differ in their fields
//! and in what a value that does not fit leads to. It is no kind of its own.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::catalog::branch::{ERROR, OK};
use crate::catalog::compare::Comparison;
use crate::catalog::fold::Fold;
use crate::catalog::value::Held;
use crate::catalog::{BranchSpec, CheckCx, Cx, Field, FieldSpec, Finding, Stage, Step, compare};
use crate::choice;
use crate::model::resource::CrmGeneration;
use crate::model::{
    CrmCard, ItemRef, Operand, Operator, OutsideSystem, Params, Resource, ResourceData, ResourceId, ResourceKind, Row,
};

use super::shared::operand_words;
use super::shared_record::{
    FIELD, FIELDS, Values, check_doubled_fields, check_new, check_outputs, entered, fields_of, is_down, lack, misfit,
    of_field, read_back, stored, unknown_field, values_words,
};

/// No card fits.
pub(super) const NOT_FOUND: BranchSpec = BranchSpec::new("not_found", "Not found");
/// More than one fits.
pub(super) const SEVERAL_FOUND: BranchSpec = BranchSpec::new("several_found", "Several found");
/// There is such a card already; only while the rule asks.
pub(super) const DUPLICATE: BranchSpec = BranchSpec::new("duplicate", "Duplicate").shown_if(looks_for_duplicates);

choice!(
    /// What happens when there is such a card already.
    Duplicates {
        Refuse = "refuse" "Do not create it",
        Allow = "allow" "Create it all the same",
    }
);

const DUPLICATES: Field<Duplicates> =
    Field::choice("duplicates", "When it exists already").help("What happens when there is such a card already.");
const SAME_FIELD: Field<String> = Field::text("same_field", "Field that tells them apart")
    .help(
        "A card of the type with the same value in this field is the same card. Leave it empty to compare all the \
         fields above.",
    )
    .shown_if("duplicates", &["refuse"]);
const IS_ASSOCIATED: Field<bool> = Field::yes_no("associate", "Associate the interaction with it", false)
    .help("Whether the interaction belongs to the new card from then on.");
/// Whether a row's field must have a value, beside those that the type needs.
pub(super) const IS_NEEDED: Field<bool> =
    Field::yes_no("needed", "Needed", false).help("Whether an empty value leads to Invalid field.");

/// The fields of the duplicate rule.
pub(super) const RULE: [&FieldSpec; 3] = [DUPLICATES.spec(), SAME_FIELD.spec(), IS_ASSOCIATED.spec()];

fn looks_for_duplicates(params: &Params) -> bool {
    params.get(&DUPLICATES) == Duplicates::Refuse
}

/// Something that must hold for a field of a card.
pub(super) struct Filter {
    /// The field's name.
    pub(super) field: String,
    /// How it is compared.
    pub(super) op: Operator,
    /// Against what.
    pub(super) value: Operand,
}

/// The type that an item names, if it is of the generation; why not is noted.
fn card_type(cx: &mut Cx<'_>, item: &Field<Option<ItemRef>>, generation: CrmGeneration) -> Option<Arc<Resource>> {
    let found = cx.item(item)?;
    if is_of(&found, generation) {
        return Some(found);
    }
    cx.note(wrong_generation(&found.name, generation));
    None
}

fn is_of(resource: &Resource, generation: CrmGeneration) -> bool {
    matches!(&resource.data, ResourceData::CrmCardType(found) if found.generation == generation)
}

fn wrong_generation(name: &str, generation: CrmGeneration) -> String {
    let (wanted, other) = match generation {
        CrmGeneration::V1 => ("CRM card", "CRM V2 card"),
        CrmGeneration::V2 => ("CRM V2 card", "CRM card"),
    };
    format!("{name} is a type of {other}; this action works with a {wanted}.")
}

/// Associates the interaction with the one card that fits.
pub(super) fn associate(
    cx: &mut Cx<'_>,
    item: &Field<Option<ItemRef>>,
    generation: CrmGeneration,
    filters: &[Filter],
) -> Step {
    let Some(kind) = card_type(cx, item, generation) else { return Step::go(&ERROR) };
    if is_down(cx, OutsideSystem::Crm) {
        return Step::go(&ERROR);
    }
    let locale = cx.locale();
    let mut wanted = Vec::new();
    for filter in filters {
        match cx.typed_value(&filter.value) {
            Ok(value) if filter.op == Operator::Equals && value.is_empty() => {
                // An unknown number must not find the cards without one.
                cx.note(format_args!("There is no value to look for in {}.", filter.field));
                return Step::go(&NOT_FOUND);
            }
            Ok(value) => wanted.push((filter.field.trim(), Comparison::new(filter.op, value, Fold::USUAL, locale))),
            Err(why) => {
                cx.note(format_args!("{}: {why}", filter.field));
                return Step::go(&ERROR);
            }
        }
    }
    let places = if wanted.is_empty() { Vec::new() } else { search(cx, (kind.id, &kind.data), &wanted) };
    match places.as_slice() {
        [] => {
            cx.note(format_args!("No {} fits.", kind.name));
            Step::go(&NOT_FOUND)
        }
        [place] => {
            link(cx, &kind.name, *place);
            let fields = cx.cards().get(*place).map(|card| card.fields.clone()).unwrap_or_default();
            Step::go(if read_back(cx, &fields) { &OK } else { &ERROR })
        }
        several => {
            cx.note(format_args!("{} fit: {} cards.", kind.name, several.len()));
            Step::go(&SEVERAL_FOUND)
        }
    }
}

/// The places of the cards of a type for which every filter holds; what cannot be compared is noted once.
fn search(cx: &mut Cx<'_>, (kind, data): (ResourceId, &ResourceData), wanted: &[(&str, Comparison<'_>)]) -> Vec<usize> {
    let mut complaints = BTreeSet::new();
    let mut holds = |card: &CrmCard, (field, comparison): &(&str, Comparison<'_>)| {
        let verdict = comparison.of(&of_field(data, field, card.fields.get(*field).map_or("", String::as_str)));
        complaints.extend(verdict.complaint);
        verdict.holds
    };
    let cards = cx.cards();
    let cards = cards.iter().enumerate();
    let fitting =
        cards.filter(|(_, card)| card.card_type == Some(kind) && wanted.iter().all(|filter| holds(card, filter)));
    let places = fitting.map(|(place, _)| place).collect();
    for why in complaints {
        cx.note(why);
    }
    places
}

/// Associates the interaction with the card at a place.
fn link(cx: &mut Cx<'_>, type_name: &str, place: usize) {
    let card = cx.cards().get(place).map(|card| values_words(&card.fields)).unwrap_or_default();
    cx.set_card(place);
    cx.ledger(OutsideSystem::Crm.words(), format_args!("{type_name}: the interaction is associated with {card}"));
}

/// Creates a card. What does not fit the type leads to `invalid`.
pub(super) fn create(
    cx: &mut Cx<'_>,
    item: &Field<Option<ItemRef>>,
    generation: CrmGeneration,
    invalid: &'static BranchSpec,
) -> Step {
    let Some(kind) = card_type(cx, item, generation) else { return Step::go(&ERROR) };
    if is_down(cx, OutsideSystem::Crm) {
        return Step::go(&ERROR);
    }
    let rows = cx.get(&FIELDS);
    let values = match entered(cx, rows) {
        Ok(values) => stored(fields_of(&kind.data), values, cx.locale()),
        Err(why) => {
            cx.note(why);
            return Step::go(&ERROR);
        }
    };
    let fields = fields_of(&kind.data);
    if let Some(why) =
        misfit(fields, &values, cx.locale()).or_else(|| lack(fields, &values)).or_else(|| unmet(rows, &values))
    {
        cx.note(why);
        return Step::go(invalid);
    }
    if looks_for_duplicates(&cx.action.params) && has_duplicate(cx, (kind.id, &kind.data), &values) {
        cx.note(format_args!("There is such a card already: {}.", kind.name));
        return Step::go(&DUPLICATE);
    }
    cx.ledger(OutsideSystem::Crm.words(), format_args!("{}: a new card, {}", kind.name, values_words(&values)));
    let place = cx.add_card(CrmCard { card_type: Some(kind.id), fields: values });
    if cx.get(&IS_ASSOCIATED) {
        link(cx, &kind.name, place);
    }
    Step::go(&OK)
}

/// Why a row that needs a value has none.
fn unmet(rows: &[Row], values: &Values) -> Option<String> {
    let is_blank = |name: &str| values.get(name).is_none_or(|value| value.trim().is_empty());
    let row = rows.iter().find(|row| row.cells.get(&IS_NEEDED) && is_blank(row.cells.get(&FIELD).trim()))?;
    Some(format!("{} must have a value.", row.cells.get(&FIELD)))
}

/// Whether a card of the type has the same values. Empty ones say nothing.
fn has_duplicate(cx: &Cx<'_>, (kind, data): (ResourceId, &ResourceData), values: &Values) -> bool {
    let same_field = cx.get(&SAME_FIELD);
    let compared: Vec<(&String, Held<'_>)> = values
        .iter()
        .filter(|(name, value)| {
            !value.trim().is_empty() && (same_field.trim().is_empty() || *name == same_field.trim())
        })
        .map(|(name, value)| (name, Held::new(of_field(data, name, value), Fold::USUAL, cx.locale())))
        .collect();
    let is_same = |card: &CrmCard| {
        let has = |name: &String, value: &Held<'_>| {
            card.fields.get(name).is_some_and(|found| value.same(&of_field(data, name, found)))
        };
        card.card_type == Some(kind) && compared.iter().all(|(name, value)| has(name, value))
    };
    !compared.is_empty() && cx.cards().iter().any(is_same)
}

/// What is wrong with a search: the type's generation, and fields that it lacks.
pub(super) fn check_search(
    cx: &CheckCx<'_>,
    item: &Field<Option<ItemRef>>,
    generation: CrmGeneration,
    filters: &[Filter],
) -> Vec<Finding> {
    let mut findings: Vec<Finding> = filters
        .iter()
        .filter(|filter| filter.op == Operator::Matches && !operand_words(&filter.value).contains("{{"))
        .filter_map(|filter| match &filter.value {
            Operand::Text(pattern) => compare::pattern(pattern, false).err(),
            Operand::Variable(_) | Operand::Expression(_) => None,
        })
        .map(|why| Finding::error("regular-expression", why))
        .collect();
    let Some(kind) = named(cx, item) else { return findings };
    if !is_of(kind, generation) {
        findings.push(Finding::error("card-generation", wrong_generation(&kind.name, generation)));
    }
    let fields = fields_of(&kind.data);
    let is_known = |name: &str| name.trim().is_empty() || fields.iter().any(|field| field.name == name.trim());
    let unknown = filters.iter().filter(|filter| !is_known(&filter.field));
    findings.extend(unknown.map(|filter| unknown_field(&kind.name, &filter.field)));
    findings.extend(check_outputs(cx, &kind.name, &kind.data));
    findings
}

/// What is wrong with a new card.
pub(super) fn check_creation(
    cx: &CheckCx<'_>,
    item: &Field<Option<ItemRef>>,
    generation: CrmGeneration,
) -> Vec<Finding> {
    let params = &cx.action.params;
    let mut findings = check_doubled_fields(cx);
    let same_field = params.get(&SAME_FIELD);
    let is_filled = params.get(&FIELDS).iter().any(|row| row.cells.get(&FIELD).trim() == same_field.trim());
    if looks_for_duplicates(params) && !same_field.trim().is_empty() && !is_filled {
        findings.push(Finding::error(
            "duplicate-field",
            format!("Duplicates are told apart by \"{same_field}\", which gets no value here. Add a row for it."),
        ));
    }
    let Some(kind) = named(cx, item) else { return findings };
    if !is_of(kind, generation) {
        findings.push(Finding::error("card-generation", wrong_generation(&kind.name, generation)));
    }
    findings.extend(check_new(cx, &kind.name, &kind.data));
    findings
}

fn named<'a>(cx: &CheckCx<'a>, item: &Field<Option<ItemRef>>) -> Option<&'a Arc<Resource>> {
    cx.action.params.get(item).and_then(|item| cx.project.resolve(ResourceKind::CrmCardType, &item))
}

/// For examples: a card of each type, with Camille's number.
pub(super) fn given_cards(stage: &mut Stage) {
    let types: Vec<ResourceId> = stage.project.resources_of(ResourceKind::CrmCardType).map(|kind| kind.id).collect();
    for kind in types {
        let fields = [("phone".to_owned(), stage.caller.number.clone())].into();
        stage.world.cards.push(CrmCard { card_type: Some(kind), fields });
    }
}

/// For examples: two cards of each type, with Camille's number.
pub(super) fn given_cards_twice(stage: &mut Stage) {
    given_cards(stage);
    given_cards(stage);
}

/// For examples: the CRM is down.
pub(super) fn given_no_crm(stage: &mut Stage) {
    stage.world.systems_down.insert(OutsideSystem::Crm);
}
