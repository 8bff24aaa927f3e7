//! The shipped examples, embedded in the program. They open as untitled copies, so that saving never overwrites an example.

/// A shipped example.
pub struct ShippedExample {
    /// The file name in `projects/`.
    pub name: &'static str,
    /// The title.
    pub title: &'static str,
    /// What the example shows.
    pub about: &'static str,
    /// The text of the file.
    pub text: &'static str,
}

/// Every shipped example; a new user sees the first one.
pub static ALL: &[ShippedExample] = &[
    ShippedExample {
        name: "claims_line.ron",
        title: "Claims line",
        about: "An insurer: opening hours, a menu, VIP numbers, a web service, queues with every overflow, voicemail and a survey.",
        text: include_str!("../../../projects/claims_line.ron"),
    },
    ShippedExample {
        name: "hotel_front_desk.ron",
        title: "Hotel front desk",
        about: "Small, for first steps: a greeting, a menu, the front desk and a mailbox at night.",
        text: include_str!("../../../projects/hotel_front_desk.ron"),
    },
    ShippedExample {
        name: "airline_after_sales.ron",
        title: "Airline after-sales",
        about: "Messaging on three channels: welcome, language, quick replies, distribution by skill, reception rate and delay, and the same person again.",
        text: include_str!("../../../projects/airline_after_sales.ron"),
    },
    ShippedExample {
        name: "support_mailbox.ron",
        title: "Support mailbox",
        about: "Email: danger words, priority, threads, automatic reply, classification, transfers, queues and tasks.",
        text: include_str!("../../../projects/support_mailbox.ron"),
    },
    ShippedExample {
        name: "tracking_numbers.ron",
        title: "Tracking numbers",
        about: "Responsive routing: numbers of adverts and of a website pool, first-time and repeat callers, source, keyword, page and campaign.",
        text: include_str!("../../../projects/tracking_numbers.ron"),
    },
    ShippedExample {
        name: "lead_handover.ron",
        title: "Lead handover",
        about: "Messaging: a routing rule with every fallback, availability on and off, an opportunity the customer chooses, and the pool.",
        text: include_str!("../../../projects/lead_handover.ron"),
    },
    ShippedExample {
        name: "billing_line.ron",
        title: "Billing line",
        about: "Voice: finding a bill, paying it by card with every ending, cases, a CRM card, SMS, and a recording that stops in time.",
        text: include_str!("../../../projects/billing_line.ron"),
    },
];
