//! What kinds share that call a number outside: where the number comes from, and whether it is dialled (spec: meaning §3).

use crate::catalog::phone::{self, Source};
use crate::catalog::{CheckCx, Cx, Field, Finding, country};
use crate::choice;
use crate::model::{ItemRef, Operand, Params, ResourceData, ResourceKind};

choice! {
    /// Where the number comes from.
    pub(super) From { Item = "item" "An external number", Value = "value" "A number or a variable" }
}

/// Where the number comes from.
pub(super) const FROM: Field<From> =
    Field::choice("from", "Number from").help("One of the external numbers of the project, or one that is read.");
/// An external number of the project.
pub(super) const ITEM: Field<Option<ItemRef>> = Field::item("item", "External number", ResourceKind::ExternalNumber)
    .help("The number that is called.")
    .required()
    .shown_if("from", &["item"]);
/// A number that is written or read.
pub(super) const NUMBER: Field<Operand> = Field::operand("number", "Number")
    .help("The number that is called, such as +33155001020, or a variable that holds it. Short and emergency numbers are called only where they are written here.")
    .required()
    .shown_if("from", &["value"]);

/// The number that is called; why there is none is noted.
pub(super) fn dialled(cx: &mut Cx<'_>, params: &Params, allows_premium: bool) -> Option<String> {
    let (text, source) = match params.get(&FROM) {
        From::Item => match &cx.item_in(params, &ITEM)?.data {
            ResourceData::ExternalNumber(external) => (Ok(external.number.clone()), Source::Literal),
            _ => return None,
        },
        From::Value => {
            let number = params.get(&NUMBER);
            (cx.value(number), Source::of(number, allows_premium))
        }
    };
    let number = text.and_then(|text| phone::dialled(&text, cx.country(), source));
    number.map_err(|why| cx.note(why)).ok()
}

/// An error where a written number is not a phone number.
pub(super) fn check_dialled(cx: &CheckCx<'_>, params: &Params) -> Option<Finding> {
    let number = params.get(&NUMBER);
    let is_written = params.get(&FROM) == From::Value && !number.is_blank();
    match &number {
        Operand::Text(text) if is_written && Source::of(number, false) == Source::Literal => {
            let read = phone::read(text, country::of(&cx.project.settings));
            read.err().map(|fault| Finding::error("number", fault.words(text)))
        }
        _ => None,
    }
}

/// The number as it is written, as far as it is known before a call.
fn known_text(cx: &CheckCx<'_>, params: &Params) -> Option<String> {
    match params.get(&FROM) {
        From::Item => {
            let item = params.get(&ITEM)?;
            match &cx.project.resolve(ResourceKind::ExternalNumber, &item)?.data {
                ResourceData::ExternalNumber(external) => Some(external.number.clone()),
                _ => None,
            }
        }
        From::Value => match params.get(&NUMBER) {
            Operand::Text(text) if !text.contains("{{") => Some(text.clone()),
            _ => None,
        },
    }
}

/// What two spellings of the number share, as far as it is known before a call.
pub(super) fn known_key(cx: &CheckCx<'_>, params: &Params) -> Option<String> {
    phone::key(&known_text(cx, params)?, country::of(&cx.project.settings))
}

/// Whether the number is known before a call, and dialled.
pub(super) fn is_dialled(cx: &CheckCx<'_>, params: &Params) -> bool {
    let dialled = |text: String| phone::dialled(&text, country::of(&cx.project.settings), Source::Literal).is_ok();
    known_text(cx, params).is_some_and(dialled)
}
