//! More resources of the sample project: those of the other products and channels.

use crate::model::resource::{
    Campaign, CampaignChannel, CaseType, ChatModule, CrmCardType, CrmGeneration, Database, DatabaseColumn,
    DistributionGroup, DistributionPolicy, EmailTemplate, FieldType, GroupQueue, Invoice, PaymentModule, PolicyMember,
    Queue, QueueMember, RecordField, RoutingRule, RuleTarget, SipEndpoint, TaskType, TextTemplate,
};
use crate::model::{ResourceData, ResourceId};

use super::{ANA, BEN, SUPPORT, english};

/// What is sent and kept outside: a database, templates, a SIP endpoint, types of cases, cards and tasks.
pub(super) fn outside_resources() -> Vec<(u32, &'static str, &'static str, ResourceData)> {
    let text = str::to_owned;
    let column = |name: &str, kind, is_unique| DatabaseColumn {
        name: text(name),
        kind,
        is_required: is_unique,
        is_unique,
        ..DatabaseColumn::default()
    };
    let row = |cells: [&str; 3]| cells.map(str::to_owned).to_vec();
    let record = |name: &str, is_required| RecordField {
        name: text(name),
        kind: FieldType::ShortText,
        is_required,
        ..RecordField::default()
    };
    vec![
        (
            60,
            "clients",
            "Clients",
            ResourceData::Database(Database {
                columns: vec![
                    column("number", FieldType::Phone, true),
                    column("name", FieldType::ShortText, false),
                    column("points", FieldType::Number, false),
                ],
                rows: vec![row(["+33612345678", "Camille", "12"]), row(["+33699999999", "Noor", "80"])],
            }),
        ),
        (
            61,
            "thanks",
            "Thank you",
            ResourceData::EmailTemplate(EmailTemplate {
                subjects: english("Thank you, {{call.name}}"),
                texts: english("We have received your message."),
                attachments: Vec::new(),
            }),
        ),
        (
            62,
            "confirm",
            "Confirmation",
            ResourceData::SmsTemplate(TextTemplate {
                texts: english("Confirmed, {{call.name}}."),
                attachments: Vec::new(),
            }),
        ),
        (
            63,
            "hello",
            "Hello",
            ResourceData::MessageTemplate(TextTemplate {
                texts: english("Hello {{call.name}}!"),
                attachments: Vec::new(),
            }),
        ),
        (
            64,
            "branch_office",
            "Branch office",
            ResourceData::SipEndpoint(SipEndpoint { uri: text("sip:desk@example.com"), headers: Vec::new() }),
        ),
        (
            65,
            "complaint",
            "Complaint",
            ResourceData::CaseType(CaseType { fields: vec![record("subject", true), record("status", false)] }),
        ),
        (
            66,
            "contact",
            "Contact",
            ResourceData::CrmCardType(CrmCardType {
                generation: CrmGeneration::V1,
                fields: vec![record("phone", true), record("name", false)],
            }),
        ),
        (
            67,
            "account",
            "Account",
            ResourceData::CrmCardType(CrmCardType {
                generation: CrmGeneration::V2,
                fields: vec![record("phone", true), record("city", false)],
            }),
        ),
        (68, "callback", "Call back", ResourceData::TaskType(TaskType { fields: vec![record("reason", false)] })),
    ]
}

/// Who is contacted, who pays, and to whom conversations go.
pub(super) fn campaign_and_sharing_resources() -> Vec<(u32, &'static str, &'static str, ResourceData)> {
    let text = str::to_owned;
    let campaign = |channel| {
        ResourceData::Campaign(Campaign {
            channel,
            result_codes: vec![text("answered"), text("busy"), text("refused")],
            ..Campaign::default()
        })
    };
    let invoice = |number: &str, customer: &str, amount, is_paid| Invoice {
        number: text(number),
        customer: text(customer),
        amount,
        is_paid,
    };
    let member = |user, priority| PolicyMember { user, priority };
    vec![
        (69, "win_back", "Win back", campaign(CampaignChannel::Voice)),
        (70, "sms_news", "SMS news", campaign(CampaignChannel::Sms)),
        (71, "whatsapp_news", "WhatsApp news", campaign(CampaignChannel::WhatsApp)),
        (
            72,
            "billing",
            "Billing",
            ResourceData::PaymentModule(PaymentModule {
                max_amount: 50_000,
                invoices: vec![
                    invoice("F-1", "+33612345678", 4_200, false),
                    invoice("F-2", "+33699999999", 90_000, false),
                    invoice("F-3", "+33699999999", 1_000, true),
                ],
                ..PaymentModule::default()
            }),
        ),
        (
            73,
            "web_chat",
            "Web chat",
            ResourceData::ChatModule(ChatModule { url: text("https://chat.example.com/{{call.number}}") }),
        ),
        (
            74,
            "owner_first",
            "Owner first",
            ResourceData::RoutingRule(RoutingRule {
                targets: vec![RuleTarget::LeadOwner, RuleTarget::Team(ResourceId(3))],
            }),
        ),
        (
            75,
            "shared",
            "Shared out",
            ResourceData::DistributionPolicy(DistributionPolicy {
                members: vec![member(ANA, 1), member(BEN, 2)],
                ..DistributionPolicy::default()
            }),
        ),
        (
            76,
            "sales",
            "Sales",
            ResourceData::Queue(Queue {
                members: vec![QueueMember { who: BEN, ..QueueMember::default() }],
                ..Queue::default()
            }),
        ),
        (
            79,
            "all_desks",
            "All desks",
            ResourceData::DistributionGroup(DistributionGroup {
                queues: vec![
                    GroupQueue { queue: SUPPORT, weight: 60 },
                    GroupQueue { queue: ResourceId(76), weight: 40 },
                ],
            }),
        ),
    ]
}
