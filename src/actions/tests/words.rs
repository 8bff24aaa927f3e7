//! Values of fields in words, over every field of every kind.

use crate::actions;
use crate::catalog::field::{FieldKind, FieldSpec};
use crate::catalog::sample;
use crate::catalog::words::whole_value_words;
use crate::model::{ActionId, Flow, Value};

/// Of every number of every kind: with its unit where it has one, alone where it has none, and a time in words.
#[test]
fn a_number_has_its_unit() {
    let (project, flow) = (sample::project(), Flow::blank(ActionId(1)));
    let words = |field: &FieldSpec, number| whole_value_words(&project, &flow, field, &Value::Int(number));
    let mut units = std::collections::BTreeSet::new();
    for field in actions::ALL.iter().flat_map(|spec| spec.all_fields()) {
        match field.kind {
            FieldKind::Int { unit: "", .. } => assert_eq!(words(field, 7), "7", "{}", field.key),
            FieldKind::Int { unit, .. } => {
                assert_eq!(words(field, 7), ["7", unit].join(" "), "{}", field.key);
                units.insert(unit);
            }
            FieldKind::Duration { .. } => assert_eq!([words(field, 90), words(field, 0)], ["1 min 30 s", ""]),
            _ => {}
        }
    }
    assert!(units.contains("%"), "{units:?}");
}
