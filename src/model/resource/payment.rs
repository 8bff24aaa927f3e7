//! Payment and billing (spec: domain §2). Amounts are in hundredths of the currency.

use serde::{Deserialize, Serialize};

/// A payment module with its billing source.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct PaymentModule {
    /// ISO 4217 code, such as `EUR`.
    pub currency: String,
    /// Largest amount that can be paid at once, in hundredths.
    pub max_amount: i64,
    /// How often a card may be tried.
    pub attempts: u32,
    /// Whether nothing is really paid.
    pub is_sandbox: bool,
    /// The billing source: invoices for simulation.
    pub invoices: Vec<Invoice>,
}

impl Default for PaymentModule {
    fn default() -> Self {
        Self { currency: "EUR".to_owned(), max_amount: 100_000, attempts: 3, is_sandbox: true, invoices: Vec::new() }
    }
}

/// An invoice of a billing source.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Invoice {
    /// Its number.
    pub number: String,
    /// Whom it is for: a phone number, an address, or a customer's code.
    pub customer: String,
    /// The amount, in hundredths of the currency.
    pub amount: i64,
    /// Whether it is paid.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub is_paid: bool,
}
