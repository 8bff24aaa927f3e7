//! Payment modules: the currency, the limits, and the invoices of the billing source. Amounts are shown as 500.00.

use egui::Ui;

use crate::model::resource::{Invoice, PaymentModule};

use super::changes::Changes;
use super::input::{Input, toggle};
use super::widgets::{self, List, captions, cell, note, section};
use crate::app::kit::read;

/// The cards of a payment module.
pub fn payment_ui(ui: &mut Ui, changes: &mut Changes, module: &mut PaymentModule) {
    section(ui, "Payment", |ui| {
        let typed = widgets::row(ui, "Currency", |ui, label| {
            Input::of(label).hint("EUR").width(72.0).checked(ui, changes, &module.currency, read::currency)
        });
        if let Some(currency) = typed {
            module.currency = currency;
        }
        let shown = read::amount_words(module.max_amount);
        let typed = widgets::row(ui, "Maximum amount", |ui, label| {
            Input::of(label).width(120.0).checked(ui, changes, &shown, read::amount)
        });
        module.max_amount = typed.unwrap_or(module.max_amount);
        let shown = module.attempts.to_string();
        let read = |text: &str| read::number(text, &(1..=20));
        let typed = widgets::row(ui, "Attempts", |ui, label| {
            let typed = Input::of(label).width(72.0).checked(ui, changes, &shown, read);
            note(ui, "How many times a card may be tried.");
            typed
        });
        module.attempts = typed.unwrap_or(module.attempts);
        widgets::row(ui, "Mode", |ui, _| {
            toggle(ui, changes, "Sandbox: no real payments", &mut module.is_sandbox);
        });
    });
    section(ui, "Invoices", |ui| {
        note(ui, "Simulations use this list as the billing source.");
        if !module.invoices.is_empty() {
            captions(ui, &[("Number", 144.0), ("Customer", 240.0), ("Amount", 104.0)]);
        }
        let name = |index: usize, _: &Invoice| format!("invoice {}", index + 1);
        List { least: 0, is_ordered: true }.show(ui, changes, &mut module.invoices, name, invoice_ui);
        if ui.button("Add an invoice").clicked() {
            module.invoices.push(Invoice::default());
            changes.step();
        }
    });
}

fn invoice_ui(ui: &mut Ui, changes: &mut Changes, index: usize, invoice: &mut Invoice) {
    let number = index + 1;
    ui.horizontal_top(|ui| {
        let name = format!("Number of invoice {number}");
        Input::named(&name).hint("Number").width(144.0).text(ui, changes, &mut invoice.number);
        let name = format!("Customer of invoice {number}");
        Input::named(&name).hint("Phone, address or code").width(240.0).text(ui, changes, &mut invoice.customer);
        let name = format!("Amount of invoice {number}");
        let shown = read::amount_words(invoice.amount);
        let typed = Input::named(&name).width(104.0).checked(ui, changes, &shown, read::amount);
        invoice.amount = typed.unwrap_or(invoice.amount);
        cell(ui, 64.0, |ui| toggle(ui, changes, "Paid", &mut invoice.is_paid));
    });
}
