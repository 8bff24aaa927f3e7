//! What cases, cards and tasks share: rows of fields with values, held against the fields of their type, and systems that
//! cannot be reached. It is no kind of its own.

use std::collections::BTreeMap;

use crate::catalog::value::{self, Locale};
use crate::catalog::{CheckCx, Cx, Field, FieldSpec, Finding, Stage};
use crate::choice;
use crate::model::resource::RecordField;
use crate::model::{Case, Operand, OutsideSystem, ResourceData, ResourceKind, Row, Value};

use super::shared::{VALUE, VARIABLE, check_doubled};

/// The field of a record that a row is about.
pub(super) const FIELD: Field<String> =
    Field::text("field", "Field").help("The name of a field, as the type has it.").required();
/// Fields of a record with their values.
pub(super) const FIELDS: Field<Vec<Row>> =
    Field::rows("fields", "Fields", &[FIELD.spec(), VALUE.spec()], MAX_FIELDS).help("The fields that get a value.");
/// Fields of a record whose values come back into variables.
pub(super) const OUTPUTS: Field<Vec<Row>> =
    Field::rows("outputs", "Into variables", &[FIELD.spec(), VARIABLE.spec()], MAX_FIELDS)
        .help("Fields whose values come back into variables. An empty field empties its variable.");
/// The variable that gets the number of a case.
pub(super) const NUMBER_INTO: Field<String> = Field::variable("number_variable", "Case number into")
    .help("The variable that gets the number of the case. Leave it empty for none.");
/// Most fields that one action fills in.
pub(super) const MAX_FIELDS: usize = 40;

choice!(
    /// How urgent something is.
    Priority {
        Normal = "normal" "Normal",
        Low = "low" "Low",
        High = "high" "High",
        Urgent = "urgent" "Urgent",
    }
);

const PRIORITY_FIELD: Field<Priority> =
    Field::choice("priority", "Priority").help("How urgent it is for those who work on it.");
/// The field that says how urgent something is.
pub(super) const PRIORITY: &FieldSpec = PRIORITY_FIELD.spec();

/// The priority that [`PRIORITY`] names, in words.
pub(super) fn priority_words(cx: &Cx<'_>) -> &'static str {
    match cx.get(&PRIORITY_FIELD) {
        Priority::Normal => "normal priority",
        Priority::Low => "low priority",
        Priority::High => "high priority",
        Priority::Urgent => "urgent",
    }
}

/// Values of a record, by the name of the field.
pub(super) type Values = BTreeMap<String, String>;

/// The fields that a type of records has.
pub(super) fn fields_of(data: &ResourceData) -> &[RecordField] {
    match data {
        ResourceData::CaseType(found) => &found.fields,
        ResourceData::CrmCardType(found) => &found.fields,
        ResourceData::TaskType(found) => &found.fields,
        _ => &[],
    }
}

/// The values of rows of fields, or why one has none.
pub(super) fn entered(cx: &Cx<'_>, rows: &[Row]) -> Result<Values, String> {
    let value = |row: &Row| {
        let name = row.cells.get(&FIELD).trim().to_owned();
        let value = cx.value(row.cells.get(&VALUE)).map_err(|why| format!("{name}: {why}"))?;
        Ok((name, value))
    };
    rows.iter().map(value).collect()
}

/// Why values do not fit the fields of a type: a field that it lacks, or a value of another type.
pub(super) fn misfit(fields: &[RecordField], values: &Values, locale: Locale<'_>) -> Option<String> {
    values.iter().find_map(|(name, value)| match fields.iter().find(|field| field.name == *name) {
        None => Some(format!("There is no field \"{name}\".")),
        Some(field) => unfit(field, value, locale),
    })
}

/// Why a value does not fit a field.
fn unfit(field: &RecordField, value: &str, locale: Locale<'_>) -> Option<String> {
    let needed = value::fit(field.kind, &field.values, value, locale).err()?;
    Some(value::misfit_words(&field.name, field.kind, value, needed))
}

/// Values as the fields of a type store them, such as `yes` for `true`; those that fit no field stay as they are.
pub(super) fn stored(fields: &[RecordField], values: Values, locale: Locale<'_>) -> Values {
    let stored = |(name, value): (String, String)| {
        let field = fields.iter().find(|field| field.name == name);
        let value = match field {
            Some(field) => value::stored(field.kind, &field.values, &value, locale),
            None => value,
        };
        (name, value)
    };
    values.into_iter().map(stored).collect()
}

/// What a record has in a field, with the type of the field.
pub(super) fn of_field<'a>(data: &ResourceData, name: &str, text: &'a str) -> value::Value<'a> {
    let field = fields_of(data).iter().find(|field| field.name == name.trim());
    value::Value { text: text.into(), kind: field.map(|field| field.kind) }
}

/// Why a record with these values is not complete.
pub(super) fn lack(fields: &[RecordField], values: &Values) -> Option<String> {
    let is_blank = |name: &str| values.get(name).is_none_or(|value| value.trim().is_empty());
    let missing = fields.iter().find(|field| field.is_required && is_blank(&field.name))?;
    Some(format!("{} must have a value.", missing.name))
}

/// Values as a supervisor reads them: `phone = +33612345678, name = Camille`.
pub(super) fn values_words(values: &Values) -> String {
    if values.is_empty() {
        return "(no values)".to_owned();
    }
    values.iter().map(|(name, value)| format!("{name} = {value}")).collect::<Vec<_>>().join(", ")
}

/// Puts the values of a record into the variables of [`OUTPUTS`]; what does not fit its variable is noted. Whether everything fits.
pub(super) fn read_back(cx: &mut Cx<'_>, values: &Values) -> bool {
    let rows = cx.get(&OUTPUTS);
    let value = |row: &Row| values.get(row.cells.get(&FIELD).trim()).cloned().unwrap_or_default();
    let mut fits = true;
    for row in rows {
        fits &= cx.assign_if_named(&row.cells.get(&VARIABLE), value(row));
    }
    fits
}

/// The same for a case, and puts its number into the variable of [`NUMBER_INTO`].
pub(super) fn read_case_back(cx: &mut Cx<'_>, case: &Case) -> bool {
    let number_variable = cx.get(&NUMBER_INTO);
    let fits = cx.assign_if_named(&number_variable, case.number.clone());
    read_back(cx, &case.fields) && fits
}

/// The rows of [`OUTPUTS`] that name a field that the type lacks.
pub(super) fn check_outputs(cx: &CheckCx<'_>, name: &str, data: &ResourceData) -> Vec<Finding> {
    let fields = fields_of(data);
    let names = cx.action.params.get(&OUTPUTS).iter().map(|row| row.cells.get(&FIELD));
    let is_unknown = |wanted: &String| !wanted.trim().is_empty() && !fields.iter().any(|it| it.name == wanted.trim());
    names.filter(is_unknown).map(|wanted| unknown_field(name, &wanted)).collect()
}

/// Whether a system cannot be reached in this world; then it is noted.
pub(super) fn is_down(cx: &mut Cx<'_>, system: OutsideSystem) -> bool {
    let is_down = !cx.is_up(system);
    if is_down {
        cx.note(format_args!("{} cannot be reached.", system.words()));
    }
    is_down
}

/// What is wrong with the rows of [`FIELDS`] by themselves.
pub(super) fn check_doubled_fields(cx: &CheckCx<'_>) -> Vec<Finding> {
    let names = cx.action.params.get(&FIELDS).iter().map(|row| row.cells.get(&FIELD));
    check_doubled("field-twice", names, |name| format!("The field \"{name}\" gets a value twice; only one is kept."))
}

/// What is wrong with the rows of [`FIELDS`], for a new record of a type.
pub(super) fn check_new(cx: &CheckCx<'_>, name: &str, data: &ResourceData) -> Vec<Finding> {
    let rows = cx.action.params.get(&FIELDS);
    let fields = fields_of(data);
    let mut findings = Vec::new();
    for row in rows {
        let wanted = row.cells.get(&FIELD);
        let Some(field) = fields.iter().find(|field| field.name == wanted.trim()) else {
            if !wanted.trim().is_empty() {
                findings.push(unknown_field(name, &wanted));
            }
            continue;
        };
        if let Operand::Text(text) = row.cells.get(&VALUE)
            && !text.contains("{{")
            && let Some(why) = unfit(field, text, Locale::of(cx.project))
        {
            findings.push(Finding::error("field-value", why));
        }
    }
    let is_filled = |field: &RecordField| {
        rows.iter().any(|row| row.cells.get(&FIELD).trim() == field.name && !row.cells.get(&VALUE).is_blank())
    };
    for field in fields.iter().filter(|field| field.is_required && !is_filled(field)) {
        findings.push(Finding::error(
            "field-missing",
            format!("{name} needs a value for {}. Add a row for it.", field.name),
        ));
    }
    findings
}

/// A field that a type lacks.
pub(super) fn unknown_field(name: &str, field: &str) -> Finding {
    Finding::error("field-unknown", format!("{name} has no field \"{}\"; choose one that it has.", field.trim()))
}

/// For examples: two open cases and a closed one, complaints about late parcels.
pub(super) fn given_cases(stage: &mut Stage) {
    let case_type = stage.project.resource_by_reference(ResourceKind::CaseType, "complaint").map(|kind| kind.id);
    for (number, is_closed) in [("C-1", false), ("C-2", false), ("C-3", true)] {
        let fields = [("subject".to_owned(), "Late parcel".to_owned())].into();
        stage.world.cases.push(Case { number: number.to_owned(), case_type, fields, is_closed });
    }
}

/// For examples: the same, and the interaction is associated with the first.
pub(super) fn given_own_case(stage: &mut Stage) {
    given_cases(stage);
    stage.passes_before("associate_case", [("value", Value::Operand(Operand::Text("C-1".to_owned())))]);
}
