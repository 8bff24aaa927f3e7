//! Tests of the pages of databases, templates, campaigns, payments, rules and policies, and of callers and worlds
//! beyond calls.

use std::sync::Arc;

use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;

use crate::catalog::sample;
use crate::model::resource::{
    CampaignChannel, CrmGeneration, DistributionMethod, FieldType, MaxEstimatedWait, NoAnswer, NoUserMeans,
    NoUserStrategy, Queue, RecordField, RuleTarget, ServiceLevel, Visitors,
};
use crate::model::{
    Attachment, Caller, CallerId, CampaignTarget, Case, Channel, CrmCard, Email, EmailPriority, EntryPointId,
    EntryPointKind, Opportunity, OutsideSystem, Project, ResourceData, ResourceId, ResourceKind, UserLoad, UserState,
    World, WorldId,
};

use super::{Desk, choose, click, fill, inputs, leave, open, open_kind, project, resource, write};
use crate::app::command::Tab;

/// The test project, with every kind of data of a caller and a world, and with wrong rows.
pub(super) fn full() -> Project {
    let mut project = project();
    let caller = project.callers.get_mut(&CallerId(30)).map(Arc::make_mut).unwrap();
    caller.lead_owner = Some(sample::ANA);
    caller.opportunities = vec![
        Opportunity { name: "Fleet renewal".to_owned(), owner: Some(sample::BEN) },
        Opportunity { name: "Second site".to_owned(), owner: None },
    ];
    caller.opportunity = "Fleet renewal".to_owned();
    caller.first_message = "Hello, is anybody there?".to_owned();
    caller.email = Some(Email {
        to: vec!["support@example.com".to_owned(), "sales@example.com".to_owned()],
        subject: "My invoice".to_owned(),
        attachments: vec![Attachment { name: "invoice.pdf".to_owned(), bytes: 120_000 }],
        ..Email::default()
    });
    let world = project.worlds.get_mut(&WorldId(31)).map(Arc::make_mut).unwrap();
    world.users.insert(sample::ANA, UserState::Busy);
    world.loads.insert(sample::ANA, UserLoad { sessions: 2, received_today: 14, ..UserLoad::default() });
    world.systems_down.insert(OutsideSystem::Crm);
    let fields = [("subject".to_owned(), "Late delivery".to_owned()), ("old".to_owned(), "x".to_owned())];
    world.cases = vec![Case {
        number: "C-1001".to_owned(),
        case_type: Some(ResourceId(65)),
        fields: fields.into(),
        is_closed: true,
    }];
    world.cards = vec![CrmCard { card_type: Some(ResourceId(66)), ..CrmCard::default() }; 2];
    world.targets = vec![CampaignTarget {
        campaign: ResourceId(69),
        number: "+33612345678".to_owned(),
        results: vec!["busy".to_owned()],
    }];
    let mut change = |id: u32, change: &dyn Fn(&mut ResourceData)| {
        let resource = project.resources.get_mut(&ResourceId(id)).map(Arc::make_mut).unwrap();
        change(&mut resource.data);
    };
    change(60, &|data| {
        let ResourceData::Database(database) = data else { panic!() };
        database.rows.push(["twelve", "Zoe", "many"].map(str::to_owned).to_vec());
    });
    for id in [61, 62, 63] {
        change(id, &|data| match data {
            ResourceData::EmailTemplate(it) => {
                it.subjects.insert("fr".to_owned(), "Merci, {{call.name}}".to_owned());
                it.attachments.push("map.pdf".to_owned());
            }
            ResourceData::SmsTemplate(it) | ResourceData::MessageTemplate(it) => {
                it.texts.insert("fr".to_owned(), "Confirmé, č, {{call.name}}, à {{customer.number}}.".to_owned());
            }
            _ => panic!(),
        });
    }
    change(64, &|data| {
        let ResourceData::SipEndpoint(it) = data else { panic!() };
        it.headers.push(("X-Customer".to_owned(), "{{call.number}}".to_owned()));
    });
    change(75, &|data| {
        let ResourceData::DistributionPolicy(it) = data else { panic!() };
        it.skills.insert("German".to_owned(), 3);
    });
    project
}

fn row(cells: &[&str]) -> Vec<String> {
    cells.iter().map(|cell| (*cell).to_owned()).collect()
}

fn open_id(id: u32) -> Harness<'static, Desk> {
    open(Tab::Resource(ResourceId(id)))
}

#[test]
fn full_pages_have_names_too() {
    let resources = (60..=75).map(|id| Tab::Resource(ResourceId(id)));
    for tab in resources.chain([Tab::Caller(CallerId(30)), Tab::World(WorldId(31))]) {
        let harness = Desk::new(full(), tab).harness();
        assert!(harness.unnamed_widgets().is_empty(), "{tab:?}: {:?}", harness.unnamed_widgets());
        let names = inputs(&harness);
        assert!(names.windows(2).all(|pair| pair[0] != pair[1]), "{tab:?} has two inputs of one name: {names:?}");
    }
}

#[test]
fn a_database_takes_columns_and_checks_its_cells() {
    let mut harness = open_kind(ResourceKind::Database);
    fill(&mut harness, "Row 1, points (column 3)", "many");
    harness.get_by_label_contains("Row 1, points: A number of at most 28 digits is needed");
    fill(&mut harness, "Row 1, points (column 3)", "13");
    assert!(harness.query_by_label_contains("Row 1, points").is_some());
    assert!(harness.query_by_label_contains("28 digits is needed").is_none());
    click(&mut harness, "Add a column");
    write(&mut harness, "Name of column 4", "since");
    choose(&mut harness, "Type of column 4", "Date");
    write(&mut harness, "Default of column 4", "2026-01-01");
    click(&mut harness, "Move column 4 up");
    click(&mut harness, "Add a row");
    click(&mut harness, "Remove column 2");
    let ResourceData::Database(database) = resource(&harness).data else { panic!() };
    let columns: Vec<(&str, FieldType)> = database.columns.iter().map(|it| (it.name.as_str(), it.kind)).collect();
    assert_eq!(columns, [("number", FieldType::Phone), ("since", FieldType::Date), ("points", FieldType::Number)]);
    let rows = [row(&["+33612345678", "", "13"]), row(&["+33699999999", "", "80"]), row(&["", "2026-01-01", ""])];
    assert_eq!(database.rows, rows);
    harness.get_by_label_contains("Row 3, number: A value is needed.");
    // Typing the name is a step of its own; the rows stay unchanged.
    write(&mut harness, "Name", "Customers");
    let ResourceData::Database(database) = resource(&harness).data else { panic!() };
    assert_eq!(database.rows, rows);
}

#[test]
fn templates_have_languages_attachments_and_a_preview() {
    let mut harness = open_kind(ResourceKind::EmailTemplate);
    write(&mut harness, "New language", "fr");
    click(&mut harness, "Add the language");
    write(&mut harness, "Subject, fr", "Merci");
    write(&mut harness, "Text, fr", "A vous");
    write(&mut harness, "New attachment", "map.pdf");
    click(&mut harness, "Add the attachment");
    click(&mut harness, "Remove default (en)");
    let ResourceData::EmailTemplate(template) = resource(&harness).data else { panic!() };
    assert_eq!(template.subjects, [("fr".to_owned(), "Merci".to_owned())].into());
    assert_eq!(template.texts, [("fr".to_owned(), "A vous".to_owned())].into());
    assert_eq!(template.attachments, ["map.pdf"]);

    let mut harness = open_kind(ResourceKind::SmsTemplate);
    harness.get_by_label("12 characters, 1 segment, plus the values of the placeholders.");
    write(&mut harness, "Default (en)", "Привет");
    harness.get_by_label_contains("6 characters, 1 segment (with characters outside the GSM alphabet");
}

#[test]
fn records_connections_and_campaigns_are_edited() {
    let mut harness = open_kind(ResourceKind::CaseType);
    click(&mut harness, "Add a field");
    write(&mut harness, "Name of field 3", "due");
    choose(&mut harness, "Type of field 3", "Date");
    let ResourceData::CaseType(case) = resource(&harness).data else { panic!() };
    let due = RecordField { name: "due".to_owned(), kind: FieldType::Date, ..RecordField::default() };
    assert_eq!(case.fields.last(), Some(&due));

    let mut harness = open_kind(ResourceKind::CrmCardType);
    choose(&mut harness, "Generation", "CRM V2 card (an object)");
    let ResourceData::CrmCardType(card) = resource(&harness).data else { panic!() };
    assert_eq!(card.generation, CrmGeneration::V2);

    let mut harness = open_kind(ResourceKind::SipEndpoint);
    click(&mut harness, "Add a header");
    write(&mut harness, "Name of header 1", "X-Line");
    write(&mut harness, "Value of header 1", "7");
    let ResourceData::SipEndpoint(endpoint) = resource(&harness).data else { panic!() };
    assert_eq!(endpoint.headers, [("X-Line".to_owned(), "7".to_owned())]);

    let mut harness = open_id(70);
    choose(&mut harness, "Template", "Confirmation");
    choose(&mut harness, "Channel", "WhatsApp");
    harness.get_by_label("This channel cannot send the template.");
    choose(&mut harness, "Template", "Hello");
    write(&mut harness, "Attempts per target", "5");
    click(&mut harness, "Remove result code 2");
    let ResourceData::Campaign(campaign) = resource(&harness).data else { panic!() };
    assert_eq!((campaign.channel, campaign.template), (CampaignChannel::WhatsApp, Some(ResourceId(63))));
    assert_eq!((campaign.max_attempts, campaign.result_codes), (5, row(&["answered", "refused"])));
}

#[test]
fn amounts_are_shown_in_units_and_kept_in_hundredths() {
    let mut harness = open_kind(ResourceKind::PaymentModule);
    write(&mut harness, "Maximum amount", "750.5");
    write(&mut harness, "Currency", "chf");
    write(&mut harness, "Amount of invoice 1", "-3");
    harness.get_by_label_contains("An amount is needed");
    leave(&mut harness);
    click(&mut harness, "Add an invoice");
    write(&mut harness, "Amount of invoice 4", "12,34");
    let ResourceData::PaymentModule(module) = resource(&harness).data else { panic!() };
    assert_eq!((module.max_amount, module.currency.as_str()), (75_050, "CHF"));
    assert_eq!((module.invoices[0].amount, module.invoices[3].amount), (4_200, 1_234));
}

#[test]
fn rules_and_policies_are_ordered() {
    let mut harness = open_kind(ResourceKind::RoutingRule);
    for target in ["Admin", "Ben"] {
        click(&mut harness, &format!("Add {target}"));
    }
    click(&mut harness, "Move Admin up");
    click(&mut harness, "Remove Lead owner");
    let ResourceData::RoutingRule(rule) = resource(&harness).data else { panic!() };
    assert_eq!(rule.targets, [RuleTarget::Admin, RuleTarget::Team(ResourceId(3)), RuleTarget::User(sample::BEN)]);

    let mut harness = open_kind(ResourceKind::DistributionPolicy);
    choose(&mut harness, "Method", "By workload");
    choose(&mut harness, "Visitors", "New ones, without a past contact");
    click(&mut harness, "Also users at capacity");
    write(&mut harness, "Delay in the pool", "2 min");
    write(&mut harness, "New skill", "German");
    click(&mut harness, "Add the skill");
    click(&mut harness, "Move Ana down");
    write(&mut harness, "Priority of Ana", "4");
    let ResourceData::DistributionPolicy(policy) = resource(&harness).data else { panic!() };
    assert_eq!((policy.method, policy.visitors), (DistributionMethod::ByWorkload, Visitors::New));
    assert!(policy.allow_busy && !policy.allow_offline);
    assert_eq!((policy.delay_s, policy.skills["German"]), (120, 3));
    let members: Vec<(ResourceId, u8)> = policy.members.iter().map(|it| (it.user, it.priority)).collect();
    assert_eq!(members, [(sample::BEN, 2), (sample::ANA, 4)]);
}

#[test]
fn users_have_channels_a_capacity_and_a_limit() {
    let mut harness = open_kind(ResourceKind::User);
    click(&mut harness, "Email");
    write(&mut harness, "Messages at once", "6");
    write(&mut harness, "Daily limit", "40");
    click(&mut harness, "Calls beside open emails and chats");
    let ResourceData::User(user) = resource(&harness).data else { panic!() };
    assert_eq!(user.closed_channels, [Channel::Email]);
    assert_eq!((user.capacity.messaging, user.daily_limit, user.calls_beside_chats), (6, Some(40), true));
}

#[test]
fn every_setting_of_a_queue_has_an_input() {
    let mut harness = open_kind(ResourceKind::Queue);
    write(&mut harness, "Weight", "70");
    choose(&mut harness, "No user means", "Nobody who is connected has room");
    choose(&mut harness, "When there is no user", "Queue anyway");
    write(&mut harness, "New skill", "German");
    click(&mut harness, "Add the skill");
    choose(&mut harness, "Longest estimated wait", "A time of its own");
    write(&mut harness, "Longest estimated wait, time", "4 min");
    write(&mut harness, "Service level, percent", "80");
    write(&mut harness, "Service level, time", "30 s");
    choose(&mut harness, "Music", "Welcome");
    click(&mut harness, "Announce the position");
    click(&mut harness, "Announce the estimated wait");
    write(&mut harness, "Announce again every", "45 s");
    write(&mut harness, "Ring time", "15 s");
    choose(&mut harness, "After no answer", "The user is set to away");
    write(&mut harness, "Wrap-up time", "1 min");
    let ResourceData::Queue(queue) = resource(&harness).data else { panic!() };
    let expected = Queue {
        strategy: queue.strategy,
        members: queue.members.clone(),
        weight: 70,
        no_user_means: NoUserMeans::NobodyHasRoom,
        no_user: NoUserStrategy::QueueAnyway,
        skills: [("German".to_owned(), 3)].into(),
        max_estimated_wait: MaxEstimatedWait::Seconds(240),
        service_level: Some(ServiceLevel { percent: 80, within_s: 30 }),
        music: Some(ResourceId(6)),
        says_position: true,
        says_wait: true,
        announces_every_s: 45,
        ring_s: 15,
        no_answer: NoAnswer::Away,
        wrap_up_s: 60,
        ..Queue::default()
    };
    assert_eq!(queue, expected);
}

#[test]
fn a_resource_lists_where_it_is_used() {
    let harness = open_kind(ResourceKind::User);
    harness.get_by_label("distribution policy \"Shared out\" (Members)");
    let harness = open_kind(ResourceKind::Team);
    harness.get_by_label("routing rule \"Owner first\" (Targets)");
}

#[test]
fn the_kind_of_an_entry_point_sets_the_label_of_its_address() {
    let id = EntryPointId(40);
    let mut harness = open(Tab::EntryPoint(id));
    write(&mut harness, "Source", "Newspaper");
    let source = |harness: &Harness<'_, Desk>| harness.state().document.project().entry_points[&id].source.clone();
    assert_eq!(source(&harness), "Newspaper");
    choose(&mut harness, "Kind", "Phone number (website pool)");
    assert_eq!(source(&harness), "", "only a source number names a source");
    assert!(harness.query_by_label("Source").is_none());
    let stored = |harness: &Harness<'_, Desk>| (*harness.state().document.project().entry_points[&id]).clone();
    assert_eq!(stored(&harness).assigned.map(|(routing, _)| routing), Some(sample::OTHER));
    choose(&mut harness, "Kind", "Chat widget");
    write(&mut harness, "Widget", "www.example.com");
    let entry_point = stored(&harness);
    assert_eq!((entry_point.kind, entry_point.assigned), (EntryPointKind::ChatWidget, None));
    assert_eq!(entry_point.address, "www.example.com");
}

#[test]
fn a_caller_has_owners_and_writes() {
    let mut harness = open(Tab::Caller(CallerId(30)));
    choose(&mut harness, "Lead owner", "Ana");
    click(&mut harness, "Add an opportunity");
    choose(&mut harness, "Chosen opportunity", "Opportunity 1");
    write(&mut harness, "Name of opportunity 1", "Fleet");
    choose(&mut harness, "Owner of opportunity 1", "Ben");
    write(&mut harness, "First message", "Hello");
    click(&mut harness, "An email comes in");
    write(&mut harness, "To", "a@example.com, b@example.com");
    write(&mut harness, "Subject", "Help");
    choose(&mut harness, "Priority", "High");
    click(&mut harness, "Replies in a thread");
    click(&mut harness, "Add an attachment");
    write(&mut harness, "Name of attachment 1", "a.pdf");
    write(&mut harness, "Bytes of attachment 1", "2048");
    let caller: Caller = (*harness.state().document.project().callers[&CallerId(30)]).clone();
    assert_eq!(caller.lead_owner, Some(sample::ANA));
    assert_eq!(caller.opportunities, [Opportunity { name: "Fleet".to_owned(), owner: Some(sample::BEN) }]);
    assert_eq!((caller.opportunity.as_str(), caller.first_message.as_str()), ("Fleet", "Hello"));
    let email = Email {
        to: row(&["a@example.com", "b@example.com"]),
        subject: "Help".to_owned(),
        priority: EmailPriority::High,
        is_reply: true,
        attachments: vec![Attachment { name: "a.pdf".to_owned(), bytes: 2048 }],
        ..Email::default()
    };
    assert_eq!(caller.email, Some(email));
}

#[test]
fn a_world_has_loads_systems_and_records() {
    let mut harness = open(Tab::World(WorldId(31)));
    write(&mut harness, "Ana: open sessions", "2");
    write(&mut harness, "Ben: received today", "9");
    write(&mut harness, "Ben: received today", "0");
    click(&mut harness, "CRM");
    click(&mut harness, "Payment");
    click(&mut harness, "CRM");
    click(&mut harness, "Add a case");
    write(&mut harness, "Case 1: number", "C-7");
    write(&mut harness, "Case 1: subject", "Late");
    click(&mut harness, "Add a card");
    write(&mut harness, "Card 1: name", "Camille");
    write(&mut harness, "Card 1: name", "");
    click(&mut harness, "Add a target");
    choose(&mut harness, "Target 1: campaign", "SMS news");
    write(&mut harness, "Target 1: number", "+33612345678");
    write(&mut harness, "Target 1: results", "busy, busy");
    let world: World = (*harness.state().document.project().worlds[&WorldId(31)]).clone();
    assert_eq!(world.loads, [(sample::ANA, UserLoad { sessions: 2, received_today: 0, ..UserLoad::default() })].into());
    assert_eq!(world.systems_down, [OutsideSystem::Payment].into());
    let fields = [("subject".to_owned(), "Late".to_owned())].into();
    let case = Case { number: "C-7".to_owned(), case_type: Some(ResourceId(65)), fields, is_closed: false };
    assert_eq!(world.cases, [case]);
    assert_eq!(world.cards, [CrmCard { card_type: Some(ResourceId(66)), ..CrmCard::default() }]);
    let number = "+33612345678".to_owned();
    let target = CampaignTarget { campaign: ResourceId(70), number, results: row(&["busy", "busy"]) };
    assert_eq!(world.targets, [target]);
}

#[test]
fn a_queue_says_who_would_get_a_call_now_and_why_not_the_others() {
    let mut project = project();
    let world = World {
        id: WorldId(70),
        name: "Ana is busy".to_owned(),
        users: [(sample::ANA, UserState::Busy)].into(),
        ..World::default()
    };
    project.worlds.insert(world.id, Arc::new(world));
    let mut harness = Desk::new(project, Tab::Resource(sample::SUPPORT)).harness();
    harness.get_by_label("Ana is rung first, then Ben.");
    choose(&mut harness, "People as in", "Ana is busy");
    harness.get_by_label("Ben is rung first.");
    harness.get_by_label("Ana: busy");
    // It is a question, and no change.
    assert_eq!(harness.state().document.undo_words(), None);
}
