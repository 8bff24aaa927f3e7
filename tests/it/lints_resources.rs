//! Problems of resources and entry points: each is reported alone for a faulty object.

use std::collections::BTreeSet;
use std::sync::Arc;

use signalbox::catalog::sample::{CONTRACTS, SUPPORT};
use signalbox::model::resource::{
    Authentication, CalendarException, Database, DistributionGroup, DistributionMethod, DistributionPolicy, GroupQueue,
    MaxWaiting, PaymentModule, Queue, RuleTarget, WebService,
};
use signalbox::model::{
    Channel, EntryPoint, EntryPointId, EntryPointKind, ReachedStatus, Resource, ResourceData, ResourceId, RoutingType,
};

use crate::lints::project_codes;
use crate::support::Lab;

/// Codes, each with a laboratory that causes it.
type Staged = Vec<(&'static str, Lab)>;

/// Faulty objects with their problems.
pub fn staged() -> Staged {
    let mut no_steps = Lab::new("start -> end");
    no_steps.project.settings.step_limit = 0;
    let of_settings = vec![("step-limit", no_steps)];
    [of_settings, of_resources(), of_web_services(), of_sharing(), of_records(), of_entry_points(), of_phrases()]
        .concat()
}

/// A laboratory with a changed resource.
fn with(id: ResourceId, change: &dyn Fn(&mut ResourceData)) -> Lab {
    let mut lab = Lab::new("start -> end");
    change(&mut Arc::make_mut(lab.project.resources.get_mut(&id).unwrap()).data);
    lab
}

/// Problems of web services.
fn of_web_services() -> Staged {
    let service = |code, change: fn(&mut WebService)| {
        let change = |data: &mut ResourceData| {
            let ResourceData::WebService(service) = data else { panic!() };
            change(service);
        };
        (code, with(CONTRACTS, &change))
    };
    vec![
        service("web-service-address", |it| it.url = "contracts".to_owned()),
        service("web-service-header", |it| it.headers.push(("X Line".to_owned(), String::new()))),
        service("secret-in-file", |it| it.headers.push(("Authorization".to_owned(), "Bearer abc".to_owned()))),
        service("web-service-secret", |it| it.authentication = Authentication::Bearer),
        service("web-service-retries", |it| it.retries = 6),
        service("web-service-success", |it| it.success.push((0, 700))),
    ]
}

/// Phrases without a text in a language that a version speaks, and texts with wrong placeholders.
fn of_phrases() -> Staged {
    let phrase = |lab: &mut Lab, key: &str, code: &str, text: &str| {
        let texts = lab.project.settings.phrases.entry(key.to_owned()).or_default();
        texts.insert(code.to_owned(), text.to_owned());
    };
    let mut missing = Lab::new(
        r#"start -> queue{"queue": Item(Reference("support")), "say_position": Bool(true)}
           queue -> say{"text": Texts({"": "Bye", "it": "Arrivederci"})}; rest -> end"#,
    );
    phrase(&mut missing, "beep", "it", "Parlate.");
    let (mut misfit, mut unknown) = (Lab::new("start -> end"), Lab::new("start -> end"));
    phrase(&mut misfit, "queue_position", "it", "Numero {number}.");
    phrase(&mut unknown, "goodbye", "it", "Arrivederci.");
    vec![("phrase-missing", missing), ("phrase-text", misfit), ("phrase-text", unknown)]
}

/// Problems of resources used in a call, with their causes.
fn of_resources() -> Staged {
    let mut staged = Staged::new();
    let mut resource = |code, id, change: &dyn Fn(&mut ResourceData)| staged.push((code, with(id, change)));
    resource("variable-default", ResourceId(9), &|data| {
        let ResourceData::Variable(variable) = data else { panic!() };
        let points = variable.fields.iter_mut().find(|field| field.name == "points").unwrap();
        points.default = "many".to_owned();
    });
    resource("queue-without-members", SUPPORT, &|data| {
        let ResourceData::Queue(queue) = data else { panic!() };
        queue.members.clear();
    });
    resource("unknown-member", SUPPORT, &|data| {
        let ResourceData::Queue(queue) = data else { panic!() };
        queue.members[0].who = ResourceId(77);
        queue.max_waiting = MaxWaiting::Count(3);
    });
    resource("unknown-member", ResourceId(3), &|data| {
        let ResourceData::Team(team) = data else { panic!() };
        team.members.push(SUPPORT);
    });
    resource("queue-max-wait", SUPPORT, &|data| {
        let ResourceData::Queue(queue) = data else { panic!() };
        queue.max_wait_s = 10;
    });
    let mut queue = |code, change: &dyn Fn(&mut Queue)| {
        resource(code, SUPPORT, &|data| {
            let ResourceData::Queue(queue) = data else { panic!() };
            change(queue);
        });
    };
    queue("queue-weight", &|queue| queue.weight = 101);
    queue("queue-skill", &|queue| queue.skills.extend([("Danish".to_owned(), 1)]));
    queue("queue-ring-time", &|queue| queue.ring_s = 3);
    queue("unknown-music", &|queue| queue.music = Some(SUPPORT));
    resource("bad-number", ResourceId(13), &|data| {
        let ResourceData::ExternalNumber(external) = data else { panic!() };
        external.number = "01 55".to_owned();
    });
    resource("no-canned-answer", CONTRACTS, &|data| {
        let ResourceData::WebService(service) = data else { panic!() };
        service.canned.clear();
    });
    resource("survey-without-questions", ResourceId(14), &|data| {
        let ResourceData::Survey(survey) = data else { panic!() };
        survey.questions.clear();
    });
    resource("table-width", ResourceId(10), &|data| {
        let ResourceData::ValuesTable(table) = data else { panic!() };
        table.rows[0].pop();
    });
    resource("table-key-twice", ResourceId(10), &|data| {
        let ResourceData::ValuesTable(table) = data else { panic!() };
        table.rows.push(table.rows[0].clone());
    });
    let mut calendar = |code, change: &dyn Fn(&mut signalbox::model::resource::Calendar)| {
        resource(code, ResourceId(8), &|data| {
            let ResourceData::Calendar(calendar) = data else { panic!() };
            change(calendar);
        });
    };
    calendar("calendar-closed", &|calendar| calendar.week = Default::default());
    calendar("hours-overlap", &|calendar| {
        let hours = |from: &str, until: &str| (from.parse().unwrap(), until.parse().unwrap());
        calendar.week[5] = vec![hours("22:00:00", "06:00:00")];
        calendar.week[6] = vec![hours("05:00:00", "12:00:00")];
    });
    calendar("hours-overlap", &|calendar| {
        let hours = |from: &str, until: &str| (from.parse().unwrap(), until.parse().unwrap());
        calendar.exceptions[0].hours = vec![hours("08:00:00", "12:00:00"), hours("11:00:00", "13:00:00")];
    });
    calendar("calendar-overlap", &|calendar| {
        let day = |text: &str| (text.parse().unwrap(), text.parse().unwrap());
        calendar.exceptions.push(CalendarException { yearly: vec![day("2020-12-25")], ..CalendarException::default() });
    });
    calendar("bad-time-zone", &|calendar| calendar.time_zone = "Mars/Olympus".to_owned());
    let exception = |name: &str, from: &str, to: &str| CalendarException {
        name: name.to_owned(),
        dates: vec![(from.parse().unwrap(), to.parse().unwrap())],
        ..CalendarException::default()
    };
    calendar("calendar-exceptions", &|calendar| {
        calendar.exceptions = (1..=7)
            .map(|day| exception(&format!("Day {day}"), &format!("2026-05-0{day}"), &format!("2026-05-0{day}")))
            .collect();
    });
    calendar("calendar-overlap", &|calendar| {
        calendar.exceptions.push(exception("Christmas", "2026-12-20", "2026-12-31"));
    });
    staged
}

/// Problems of rules, policies and campaigns, with their causes.
fn of_sharing() -> Staged {
    let mut staged = Staged::new();
    let mut resource = |code, id, change: &dyn Fn(&mut ResourceData)| staged.push((code, with(id, change)));
    resource("unknown-member", ResourceId(74), &|data| {
        let ResourceData::RoutingRule(rule) = data else { panic!() };
        rule.targets = vec![RuleTarget::User(ResourceId(77))];
    });
    resource("rule-without-targets", ResourceId(74), &|data| {
        let ResourceData::RoutingRule(rule) = data else { panic!() };
        rule.targets.clear();
    });
    resource("rule-team-empty", ResourceId(3), &|data| {
        let ResourceData::Team(team) = data else { panic!() };
        team.members.clear();
    });
    let mut group = |code, change: &dyn Fn(&mut DistributionGroup)| {
        resource(code, ResourceId(79), &|data| {
            let ResourceData::DistributionGroup(group) = data else { panic!() };
            change(group);
        });
    };
    group("unknown-member", &|group| group.queues[0].queue = ResourceId(3));
    group("group-weights", &|group| group.queues[0].weight = 61);
    group("group-queue-twice", &|group| group.queues[0].queue = ResourceId(76));
    let too_long = Lab::new("start -> end").given(|lab| {
        let first = lab.project.last_id + 1;
        let sales = (*lab.project.resources[&ResourceId(76)]).clone();
        for id in first..first + 51 {
            let copy = Resource { id: ResourceId(id), reference: format!("queue_{id}"), ..sales.clone() };
            lab.project.resources.insert(copy.id, Arc::new(copy));
        }
        lab.project.last_id += 51;
        let group = Arc::make_mut(lab.project.resources.get_mut(&ResourceId(79)).unwrap());
        let weight = |id| if id < first + 49 { 2 } else { 1 };
        let queues = (first..first + 51).map(|id| GroupQueue { queue: ResourceId(id), weight: weight(id) }).collect();
        group.data = ResourceData::DistributionGroup(DistributionGroup { queues });
    });
    let mut policy = |code, change: &dyn Fn(&mut DistributionPolicy)| {
        resource(code, ResourceId(75), &|data| {
            let ResourceData::DistributionPolicy(policy) = data else { panic!() };
            change(policy);
        });
    };
    policy("policy-without-members", &|policy| policy.members.clear());
    policy("policy-without-limit", &|policy| policy.method = DistributionMethod::ByReceptionRate);
    policy("unknown-member", &|policy| policy.members[0].user = SUPPORT);
    let mut campaign = |code, id, template| {
        resource(code, ResourceId(id), &|data| {
            let ResourceData::Campaign(campaign) = data else { panic!() };
            campaign.template = Some(ResourceId(template));
        });
    };
    campaign("unknown-template", 70, 77);
    campaign("wrong-template", 70, 63);
    campaign("wrong-template", 69, 62);

    let mut lab = Lab::new("start -> end");
    for resource in lab.project.resources.values_mut() {
        match &mut Arc::make_mut(resource).data {
            ResourceData::User(user) => user.is_admin = false,
            ResourceData::RoutingRule(rule) => rule.targets = vec![RuleTarget::LeadOwner, RuleTarget::Admin],
            _ => {}
        }
    }
    staged.push(("rule-without-admin", lab));
    staged.push(("group-too-long", too_long));
    staged
}

/// Problems of databases and payment modules, with their causes.
fn of_records() -> Staged {
    let mut staged = Staged::new();
    let mut resource = |code, id, change: &dyn Fn(&mut ResourceData)| staged.push((code, with(id, change)));
    let mut database = |code, change: &dyn Fn(&mut Database)| {
        resource(code, ResourceId(60), &|data| {
            let ResourceData::Database(database) = data else { panic!() };
            change(database);
        });
    };
    database("database-width", &|database| drop(database.rows[1].pop()));
    database("database-column-name", &|database| database.columns[1].name = " ".to_owned());
    database("database-column-twice", &|database| database.columns[2].name = "name".to_owned());
    database("database-unique", &|database| database.rows[1][0] = database.rows[0][0].clone());
    database("database-value", &|database| database.rows[1][2] = "many".to_owned());
    database("database-value", &|database| database.rows[1][0].clear());
    database("database-value", &|database| database.columns[2].default = "many".to_owned());
    let mut payment = |code, change: &dyn Fn(&mut PaymentModule)| {
        resource(code, ResourceId(72), &|data| {
            let ResourceData::PaymentModule(module) = data else { panic!() };
            change(module);
        });
    };
    payment("bad-currency", &|module| module.currency = "euro".to_owned());
    payment("negative-amount", &|module| module.max_amount = -1);
    payment("negative-amount", &|module| module.invoices[0].amount = -1);
    payment("invoice-twice", &|module| module.invoices[1].number = module.invoices[0].number.clone());
    staged
}

/// Problems of entry points, with their causes.
fn of_entry_points() -> Staged {
    let mut staged = Staged::new();
    let mut entry_point = |code, flow: &str, change: &dyn Fn(&mut Lab, &mut EntryPoint)| {
        let mut lab = Lab::new(flow).ending("start -> end");
        let id: EntryPointId = *lab.project.entry_points.keys().next().unwrap();
        let mut changed = (*lab.project.entry_points[&id]).clone();
        change(&mut lab, &mut changed);
        lab.project.entry_points.insert(id, Arc::new(changed));
        staged.push((code, lab));
    };
    let first = "start -> who(first-time); rest -> end";
    entry_point("bad-number", first, &|_, it| it.address = "01 55".to_owned());
    entry_point("unassigned", first, &|_, it| it.assigned = None);
    entry_point("dead-entry-point", first, &|lab, it| it.assigned = Some((lab.routing, ReachedStatus::InTest)));
    entry_point("dead-end-routing", first, &|lab, it| {
        lab.project.last_id += 1;
        let (end, version, _) = lab.add_routing("later", RoutingType::InteractionEnd, "start -> end");
        lab.project.versions.remove(&version);
        it.end_routing = Some(end);
    });
    entry_point("entry-point-routing", first, &|lab, it| it.end_routing = Some(lab.routing));
    entry_point("entry-point-routing", first, &|lab, it| {
        Arc::make_mut(lab.project.routings.get_mut(&lab.routing).unwrap()).channel = Channel::Messaging;
        it.end_routing = None;
    });
    let keyword = "start -> who{\"branches\": Rows([(id: 1, cells: {\"criteria\": Criteria([(kind: Keyword, op: Equals, value: \"x\")])})])}; rest -> end";
    entry_point("needs-website-pool", keyword, &|_, _| {});
    // Also after a jump; a jump back is harmless.
    let jump = "start -> jump{\"routing\": Item(Reference(\"asking\"))}; rest -> end";
    entry_point("needs-website-pool", jump, &|lab, _| {
        let back = keyword.replace("rest", "who[default] -> jump{\"routing\": Item(Reference(\"main\"))}; rest");
        lab.add_routing("asking", RoutingType::InteractionStart, &back);
    });
    staged
}

#[test]
fn every_resource_and_entry_point_has_the_expected_problem() {
    assert_eq!(project_codes(&Lab::new("start -> end").ending("start -> end")), BTreeSet::new());
    for (code, lab) in staged() {
        assert_eq!(project_codes(&lab), BTreeSet::from([code]));
    }
    // A website-pool number provides data that a source number does not.
    let (_, mut lab) = staged().into_iter().find(|(code, _)| *code == "needs-website-pool").unwrap();
    let entry_point = lab.project.entry_points.values_mut().next().unwrap();
    Arc::make_mut(entry_point).kind = EntryPointKind::WebsitePoolNumber;
    assert_eq!(project_codes(&lab), BTreeSet::new());
}
