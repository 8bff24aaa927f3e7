//! What the kinds about invoices share: the module, amounts as people write them, and which invoices are paid. Amounts are kept in
//! hundredths; in variables they are written with a point, such as 42.00.

use crate::catalog::value::{Decimal, Locale, number_typed};
use crate::catalog::{Cx, Field};
use crate::model::resource::{Invoice, PaymentModule};
use crate::model::{ItemRef, OutsideSystem, Resource, ResourceData, ResourceKind};

/// The payment module.
pub(super) const MODULE: Field<Option<ItemRef>> = Field::item("module", "Payment module", ResourceKind::PaymentModule)
    .help("How customers pay, and where their invoices are.")
    .required();

/// The module of the action; none is noted.
pub(super) fn module(cx: &mut Cx<'_>) -> Option<std::sync::Arc<Resource>> {
    cx.item(&MODULE).filter(|resource| module_of(resource).is_some())
}

/// The payment module that a resource is.
pub(super) fn module_of(resource: &Resource) -> Option<&PaymentModule> {
    match &resource.data {
        ResourceData::PaymentModule(module) => Some(module),
        _ => None,
    }
}

/// Whether the provider can be reached; if not, that is noted.
pub(super) fn is_up(cx: &mut Cx<'_>) -> bool {
    let is_down = !cx.is_up(OutsideSystem::Payment);
    if is_down {
        cx.note("The payment provider cannot be reached.");
    }
    !is_down
}

/// Whether an invoice is paid, before this interaction or in it.
pub(super) fn is_paid(cx: &Cx<'_>, invoice: &Invoice) -> bool {
    invoice.is_paid || cx.has_paid(&invoice.number)
}

/// An amount in hundredths as it is written: `42.00`.
pub(super) fn amount_words(hundredths: i64) -> String {
    let size = hundredths.unsigned_abs();
    format!("{}{}.{:02}", if hundredths < 0 { "-" } else { "" }, size / 100, size % 100)
}

/// Reads an amount, such as `42`, `42.5` or `42,50`, as hundredths. More than two places are refused.
pub(super) fn read_amount(text: &str, locale: Locale<'_>) -> Option<i64> {
    let number = Decimal::read(&number_typed(text, locale)?)?;
    number.times(Decimal::from(100)).ok()?.whole().filter(|hundredths| *hundredths >= 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_read_and_written() {
        for (text, hundredths) in [("42", 4_200), ("42.5", 4_250), (" 42,50 ", 4_250), ("0.07", 7)] {
            assert_eq!(read_amount(text, Locale::default()), Some(hundredths), "{text}");
        }
        for text in ["", ".", "-1", "1.234", "1e3", "99999999999999999999", "92233720368547758.08"] {
            assert_eq!(read_amount(text, Locale::default()), None, "{text}");
        }
        // A thousand and more is written as the language writes it.
        let with = |language, country| Locale { language, country, ..Locale::default() };
        assert_eq!(read_amount("1,000", with("en", "US")), Some(100_000));
        assert_eq!(read_amount("1.000", with("de", "DE")), Some(100_000));
        assert_eq!((amount_words(4_207), amount_words(-5)), ("42.07".to_owned(), "-0.05".to_owned()));
    }
}
