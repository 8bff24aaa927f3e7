//! The templates that come with the program.

use crate::model::Channel;

use super::Template;

/// Of a line that asks for the language.
const TWO: &[&[&str]] = &[&["en", "fr"], &["fr", "en"]];

/// Of a line in one language.
const ONE: &[&[&str]] = &[&["en"], &["fr"]];

macro_rules! template {
    ($id:literal, $title:literal, $channel:ident, $languages:ident, $words:expr, $about:literal) => {
        Template {
            id: $id,
            title: $title,
            about: $about,
            channel: Channel::$channel,
            words: $words,
            languages: $languages,
            text: include_str!(concat!("../../assets/templates/", $id, ".ron")),
        }
    };
}

/// Every template, in the order of the list.
pub static ALL: &[Template] = &[
    template!(
        "clinic",
        "Clinic",
        Voice,
        TWO,
        &["doctor", "medical practice", "dentist", "appointments", "prescriptions", "emergency", "health"],
        "Language, then appointments, prescriptions, emergencies or reception, and a message when nobody can answer."
    ),
    template!(
        "shop",
        "Shop",
        Voice,
        TWO,
        &["store", "retail", "sales", "delivery", "returns", "call back"],
        "Language, then sales or customer service. When everyone is busy, callers are called back or leave a message."
    ),
    template!(
        "hotel",
        "Hotel",
        Voice,
        ONE,
        &["reception", "front desk", "reservations", "guests", "night porter", "taxi"],
        "Reservations, reception and taxi by day. At night, guests reach the porter and others leave a message."
    ),
    template!(
        "claims",
        "Insurance claims",
        Voice,
        ONE,
        &["insurer", "insurance", "roadside assistance", "contract", "policy"],
        "New claims first, the state of a claim by its number, contracts, and help on the road at any hour."
    ),
    template!(
        "restaurant",
        "Restaurant",
        Voice,
        ONE,
        &["reservations", "book a table", "bookings", "opening hours"],
        "Books tables and says the opening hours. Callers leave a message while everyone is serving."
    ),
    template!(
        "helpdesk",
        "IT helpdesk",
        Voice,
        ONE,
        &["support", "service desk", "password", "technician", "on call", "call back"],
        "Urgent problems first, help with passwords, call-back, and a technician on call at night."
    ),
    template!(
        "airline_chat",
        "Airline chat",
        Messaging,
        TWO,
        &["travel", "flights", "booking", "baggage", "refund", "live chat"],
        "Language, then bookings, baggage or refunds. The chat asks for the booking before a person joins."
    ),
    template!(
        "shop_chat",
        "Shop chat",
        Messaging,
        ONE,
        &["store", "web shop", "orders", "returns", "live chat"],
        "Orders, returns and products. What customers ask at night becomes a task."
    ),
    template!(
        "support_mailbox",
        "Support mailbox",
        Email,
        ONE,
        &["helpdesk", "shared mailbox", "tickets", "urgent"],
        "Urgent emails first, a confirmation for every other one, and a task when nobody is there."
    ),
    template!(
        "orders_mailbox",
        "Orders mailbox",
        Email,
        ONE,
        &["sales", "delivery", "returns", "quotes"],
        "Orders go to sales, deliveries and returns to customer service. Everyone gets a confirmation."
    ),
];
