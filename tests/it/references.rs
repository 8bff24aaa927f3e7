//! Where used, replacing everywhere and renaming references (spec: domain §2). The fields that refer to items come from the kinds
//! of actions and from the source of the model, so that no new field is forgotten.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use signalbox::actions;
use signalbox::catalog::sample::{self, ANA, BEN, OTHER, SUPPORT};
use signalbox::catalog::{ActionSpec, FieldKind, FieldSpec, ItemKind};
use signalbox::digest::changed_outside;
use signalbox::edit::{Applied, Context, Document, Edit, Refusal};
use signalbox::model::resource::{Campaign, VariableField, WebService};
use signalbox::model::{
    Action, ActionId, ActionRef, Caller, CallerId, CampaignTarget, Case, Condition, Contact, Criterion, CrmCard,
    EntryPoint, EntryPointId, EntryPointKind, ItemRef, Operand, Opportunity, Params, Place, Project, QueueState,
    ReachedStatus, Resource, ResourceData, ResourceId, ResourceKind, Routing, Row, RowId, ServiceState, Status, Term,
    UserLoad, UserState, Value, VersionId, World, WorldId, invariants,
};
use signalbox::uses::{self, ItemId, Use, Written};

use crate::edit::content;
use crate::support::Lab;
use crate::support::lab::outcome;

/// Applies an edit that must be accepted, and checks that one undo reverts it, redo repeats it, and no read-only version changes.
#[track_caller]
fn apply(document: &mut Document, edit: &Edit) -> Applied {
    let before = document.project().clone();
    let applied = document.apply(edit, &Context::default()).unwrap_or_else(|why| panic!("{edit:?}: {why}"));
    whole(document.project());
    assert_ne!(before, *document.project(), "the edit changes nothing: {edit:?}");
    let mut undone = document.clone();
    undone.undo();
    assert_eq!(content(undone.project()), content(&before), "one undo reverts the edit: {edit:?}");
    undone.redo();
    assert_eq!(undone.project(), document.project(), "redo repeats the edit: {edit:?}");
    applied
}

#[track_caller]
fn whole(project: &Project) {
    assert_eq!(invariants::check(project), Vec::<String>::new());
    let live = sample::project().versions.into_keys().next().unwrap();
    let changed: Vec<VersionId> = changed_outside(project).into_iter().filter(|id| *id != live).collect();
    assert_eq!(changed, [], "a read-only version was changed");
}

#[track_caller]
fn refusal(document: &mut Document, edit: &Edit) -> Refusal {
    let before = document.project().clone();
    let refused = document.apply(edit, &Context::default()).expect_err("it should be refused");
    assert!(Arc::ptr_eq(&before, document.project()));
    refused
}

fn uses_of(project: &Project, id: ResourceId) -> Vec<Use> {
    uses::of(project, ItemId::Resource(id))
}

/// Every field of a kind, with the rows field if the field is a column.
fn all_fields(spec: &ActionSpec) -> Vec<(Option<&'static FieldSpec>, &'static FieldSpec)> {
    let mut found = Vec::new();
    for field in spec.fields {
        found.push((None, *field));
        if let FieldKind::Rows { columns, .. } = field.kind {
            found.extend(columns.iter().map(|column| (Some(*field), *column)));
        }
    }
    found
}

/// The parameters of an action with a value in a field.
fn params(rows: Option<&FieldSpec>, field: &FieldSpec, value: Value) -> Params {
    let cells = Params([(field.key.to_owned(), value)].into());
    match rows {
        None => cells,
        Some(rows) => Params([(rows.key.to_owned(), Value::Rows(vec![Row { id: RowId(1), cells }]))].into()),
    }
}

/// A laboratory whose routing has a draft with one more action of a kind.
fn with_action(spec: &ActionSpec, params: Params) -> (Project, ActionRef) {
    let mut lab = Lab::new("start -> end");
    let (version, _) = lab.add_version(lab.routing, "draft", Status::InDevelopment, "start -> end");
    let routing = Arc::make_mut(lab.project.routings.get_mut(&lab.routing).unwrap());
    routing.last_action.0 += 1;
    let id = routing.last_action;
    let action = Action { params, last_row: RowId(9), ..Action::new(id, spec.id) };
    let flow = &mut Arc::make_mut(lab.project.versions.get_mut(&version).unwrap()).flow;
    flow.actions.insert(id, Arc::new(action));
    (lab.project, ActionRef { version, action: id })
}

fn params_at(project: &Project, place: ActionRef) -> &Params {
    &project.versions[&place.version].flow.actions[&place.action].params
}

/// Adds a second resource of the same kind.
fn add_twin(project: &mut Project, of: ResourceId) -> ResourceId {
    project.last_id += 1;
    let id = ResourceId(project.last_id);
    let twin = Resource { id, name: "Twin".into(), reference: "twin".into(), ..(*project.resources[&of]).clone() };
    project.resources.insert(id, Arc::new(twin));
    id
}

/// Adds an entry point that leads nowhere.
fn add_entry_point(project: &mut Project, kind: EntryPointKind, reference: &str) -> EntryPointId {
    project.last_id += 1;
    let id = EntryPointId(project.last_id);
    let (name, reference) = (format!("The {reference}"), reference.to_owned());
    let entry_point =
        EntryPoint { id, name, reference, kind, address: "desk@example.com".to_owned(), ..EntryPoint::default() };
    project.entry_points.insert(id, Arc::new(entry_point));
    id
}

fn with_alias(project: &mut Project, id: ResourceId, alias: &str) {
    Arc::make_mut(project.resources.get_mut(&id).unwrap()).aliases.push(alias.to_owned());
}

#[test]
fn every_item_field_of_every_kind_counts_as_use_and_is_replaced() {
    let mut fields = 0;
    for (spec, rows, field) in
        actions::ALL.iter().flat_map(|spec| all_fields(spec).into_iter().map(|(r, f)| (*spec, r, f)))
    {
        let FieldKind::Item(kind) = field.kind else { continue };
        fields += 1;
        let what = format!("{}.{}", spec.id, field.key);
        for written in [Written::Item, Written::Reference(String::new()), Written::Reference("former".into())] {
            let (mut project, place) = with_action(spec, Params::default());
            let target = match kind {
                ItemKind::Routing => ItemId::Routing(OTHER),
                ItemKind::EntryPoint(kind) => ItemId::EntryPoint(add_entry_point(&mut project, kind, "first")),
                ItemKind::Resource(kind) => {
                    let found = project.resources_of(kind).next();
                    ItemId::Resource(found.unwrap_or_else(|| panic!("the sample has no {kind:?}")).id)
                }
            };
            let edit = match target {
                ItemId::Routing(id) => {
                    Arc::make_mut(project.routings.get_mut(&id).unwrap()).aliases.push("former".into());
                    Edit::DeleteRouting { routing: id }
                }
                ItemId::Resource(id) => {
                    with_alias(&mut project, id, "former");
                    Edit::DeleteResource { resource: id }
                }
                ItemId::EntryPoint(id) => {
                    Arc::make_mut(project.entry_points.get_mut(&id).unwrap()).aliases.push("former".into());
                    Edit::DeleteEntryPoint { entry_point: id }
                }
            };
            let item = match written {
                Written::Item => ItemRef::Item(target.id()),
                Written::Reference(former) if !former.is_empty() => ItemRef::Reference(former),
                _ => ItemRef::Reference(target.known(&project).unwrap().reference.to_owned()),
            };
            let version = Arc::make_mut(project.versions.get_mut(&place.version).unwrap());
            let action = Arc::make_mut(version.flow.actions.get_mut(&place.action).unwrap());
            action.params = params(rows, field, Value::Item(item));
            let words = "in version \"draft\" of \"main\"";
            let mut document = Document::new(project);
            let Refusal::Used { places, .. } = refusal(&mut document, &edit) else { panic!("{what}") };
            let named = |(found, it): &(Place, String)| {
                *found == Place::Action(place) && it.contains(words) && it.ends_with(&format!("{})", field.label))
            };
            assert!(places.iter().any(named), "{what}: {places:?}");
            let mut project = (**document.project()).clone();
            let to = match target {
                // A routing is not replaced, because its versions would be deleted too.
                ItemId::Routing(_) => continue,
                ItemId::Resource(from) => {
                    let to = add_twin(&mut project, from);
                    Arc::make_mut(project.resources.get_mut(&to).unwrap()).aliases.clear();
                    ItemId::Resource(to)
                }
                ItemId::EntryPoint(from) => {
                    let kind = project.entry_points[&from].kind;
                    ItemId::EntryPoint(add_entry_point(&mut project, kind, "twin"))
                }
            };
            let mut document = Document::new(project);
            apply(&mut document, &Edit::ReplaceEverywhere { from: target, to, delete: true });
            assert_eq!(target.known(document.project()), None);
            let mut names_it = false;
            params_at(document.project(), place).visit(&mut |_, value| {
                let twin = [ItemRef::Item(to.id()), ItemRef::Reference("twin".into())];
                names_it |= matches!(value, Value::Item(item) if twin.contains(item));
            });
            assert!(names_it, "{what}: {:?}", params_at(document.project(), place));
        }
    }
    assert!(fields > 40, "only {fields} fields hold an item");
}

/// Values of a kind of field that contain a path. Exhaustive, so that a new kind of field is not forgotten.
fn naming(kind: FieldKind, path: &str) -> Vec<Value> {
    let text = format!("Dear {{{{ {path} }}}}!");
    let operands = || {
        let expression = Operand::Expression(format!("\"customer.tier\" + {path}"));
        [Operand::Text(text.clone()), Operand::Variable(path.to_owned()), expression]
    };
    let term = |left, right| {
        Value::Condition(Condition { terms: vec![Term { left, right, ..Term::default() }], ..Condition::default() })
    };
    match kind {
        FieldKind::Bool
        | FieldKind::Int { .. }
        | FieldKind::Duration { .. }
        | FieldKind::Choice(_)
        | FieldKind::Key
        | FieldKind::Action
        | FieldKind::JsonPath
        | FieldKind::Rows { .. } => Vec::new(),
        FieldKind::Text | FieldKind::LongText | FieldKind::Known => vec![Value::Text(text)],
        FieldKind::Texts => vec![Value::Texts([("fr".to_owned(), text)].into())],
        FieldKind::Item(_) => vec![Value::Item(ItemRef::Variable(path.to_owned()))],
        FieldKind::Variable => vec![Value::Text(path.to_owned())],
        FieldKind::Operand => operands().map(Value::Operand).into(),
        FieldKind::Condition => {
            let left = operands().map(|it| term(it, Operand::default()));
            left.into_iter().chain(operands().map(|it| term(Operand::default(), it))).collect()
        }
        FieldKind::Criteria => vec![Value::Criteria(vec![Criterion { value: text, ..Criterion::default() }])],
    }
}

/// The variable `customer` of the sample.
const CUSTOMER: ResourceId = ResourceId(9);

fn customer(project: &Project) -> Resource {
    (*project.resources[&CUSTOMER]).clone()
}

fn fields_mut(resource: &mut Resource) -> &mut Vec<VariableField> {
    let ResourceData::Variable(variable) = &mut resource.data else { panic!("no variable") };
    &mut variable.fields
}

#[test]
fn a_path_counts_as_use_of_its_variable_in_every_field_and_is_updated() {
    let mut seen = BTreeSet::new();
    for (spec, rows, field) in
        actions::ALL.iter().flat_map(|spec| all_fields(spec).into_iter().map(|(r, f)| (*spec, r, f)))
    {
        for value in naming(field.kind, "customer.tier") {
            seen.insert(field.kind.name());
            let what = format!("{}.{}: {value:?}", spec.id, field.key);
            let (project, place) = with_action(spec, params(rows, field, value));
            let mut document = Document::new(project);
            let refused = refusal(&mut document, &Edit::DeleteResource { resource: CUSTOMER });
            let Refusal::Used { places, .. } = &refused else { panic!("{what}") };
            assert_eq!(places.len(), 1, "{what}");
            assert_eq!(places[0].0, Place::Action(place), "{what}");
            let used = uses_of(document.project(), CUSTOMER);
            assert!(used.iter().all(|it| it.written == Written::Path("customer.tier".to_owned())), "{what}");
            // The reference and the field at once; similar texts stay.
            let mut renamed = customer(document.project());
            renamed.reference = "client".to_owned();
            fields_mut(&mut renamed)[1].name = "level".to_owned();
            apply(&mut document, &Edit::RenameResource { resource: Box::new(renamed) });
            let text = format!("{:?}", params_at(document.project(), place));
            assert!(text.contains("client.level"), "{what}: {text}");
            assert_eq!(text.contains("\\\"customer.tier\\\""), text.contains("Expression"), "{what}: {text}");
        }
    }
    let expected = [
        "condition",
        "criteria",
        "item",
        "long_text",
        "routing",
        "tag",
        "text",
        "text_per_language",
        "value",
        "variable",
    ];
    assert_eq!(seen.into_iter().collect::<Vec<_>>(), expected);
}

/// Every field of the model with the id of a resource or a routing, read from the source.
fn fields_of_the_model() -> BTreeSet<String> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/src/model/");
    let in_resources = std::fs::read_dir(format!("{folder}resource")).unwrap().map(|it| it.unwrap().path());
    let others = ["caller.rs", "world.rs", "entry_point.rs"].map(|name| format!("{folder}{name}").into());
    let mut found = BTreeSet::new();
    for path in in_resources.chain(others) {
        let text = std::fs::read_to_string(&path).unwrap();
        let mut owner = String::new();
        for line in text.lines().map(str::trim) {
            if let Some(name) = line.strip_prefix("pub struct ").or(line.strip_prefix("pub enum ")) {
                owner = name.split(|c: char| !c.is_alphanumeric()).next().unwrap().to_owned();
            }
            let is_code = !line.starts_with("//") && !line.starts_with("use ") && !line.contains("fn ");
            if is_code && (line.contains("ResourceId") || line.contains("RoutingId")) {
                let name = line.trim_start_matches("pub ").split([':', '(']).next().unwrap();
                found.insert(format!("{owner}.{name}"));
            }
        }
    }
    found.remove("Resource.id");
    found
}

/// A project in which each of those fields refers to an item: the field, the item, and the place.
fn named_everywhere() -> (Project, Vec<(&'static str, ItemId, Place)>) {
    let mut project = sample::project();
    let resource = |id| ItemId::Resource(ResourceId(id));
    let (team, queue, rule, policy, group, template) = (3, 4, 74, 75, 79, 62);
    let support = Arc::make_mut(project.resources.get_mut(&SUPPORT).unwrap());
    let ResourceData::Queue(with_music) = &mut support.data else { panic!("no queue") };
    with_music.music = Some(ResourceId(6));
    let campaign = Arc::make_mut(project.resources.get_mut(&ResourceId(70)).unwrap());
    campaign.data = ResourceData::Campaign(Campaign { template: Some(ResourceId(template)), ..Campaign::default() });
    let rule_data = Arc::make_mut(project.resources.get_mut(&ResourceId(rule)).unwrap());
    let ResourceData::RoutingRule(targets) = &mut rule_data.data else { panic!("no rule") };
    targets.targets.push(signalbox::model::resource::RuleTarget::User(ANA));
    let caller = Caller {
        id: CallerId(90),
        name: "Noor".into(),
        contacts: vec![Contact { hours_ago: 1, channel: signalbox::model::Channel::default(), served_by: Some(ANA) }],
        lead_owner: Some(ANA),
        opportunities: vec![Opportunity { name: "Fleet".into(), owner: Some(ANA) }],
        ..Caller::default()
    };
    let world = World {
        id: WorldId(91),
        name: "Monday".into(),
        users: [(ANA, UserState::Away)].into(),
        queues: [(SUPPORT, QueueState::default())].into(),
        services: [(sample::CONTRACTS, ServiceState::Down)].into(),
        loads: [(ANA, UserLoad::default())].into(),
        cursors: [(ResourceId(team), 1)].into(),
        databases: [(ResourceId(60), Vec::new())].into(),
        cases: vec![Case { case_type: Some(ResourceId(65)), ..Case::default() }],
        cards: vec![CrmCard { card_type: Some(ResourceId(66)), ..CrmCard::default() }],
        targets: vec![CampaignTarget { campaign: ResourceId(70), ..CampaignTarget::default() }],
        ..World::default()
    };
    let after = signalbox::model::RoutingId(93);
    let routing = signalbox::model::Routing {
        id: after,
        reference: "after".into(),
        kind: signalbox::model::RoutingType::InteractionEnd,
        ..(*project.routings[&OTHER]).clone()
    };
    project.routings.insert(after, Arc::new(routing));
    let entry_point = EntryPoint {
        id: EntryPointId(92),
        name: "Number".into(),
        reference: "number".into(),
        assigned: Some((OTHER, ReachedStatus::InProduction)),
        end_routing: Some(after),
        ..EntryPoint::default()
    };
    let (c, w, e) = (Place::Caller(caller.id), Place::World(world.id), Place::EntryPoint(entry_point.id));
    project.callers.insert(caller.id, Arc::new(caller));
    project.worlds.insert(world.id, Arc::new(world));
    project.entry_points.insert(entry_point.id, Arc::new(entry_point));
    let (ana, within) = (ItemId::Resource(ANA), |id| Place::Resource(ResourceId(id)));
    let places = vec![
        ("Team.members", ana, within(team)),
        ("QueueMember.who", ana, within(queue)),
        ("PolicyMember.user", ana, within(policy)),
        ("GroupQueue.queue", ItemId::Resource(SUPPORT), within(group)),
        ("Queue.music", resource(6), within(queue)),
        ("RuleTarget.User", ana, within(rule)),
        ("RuleTarget.Team", resource(team), within(rule)),
        ("Campaign.template", resource(template), within(70)),
        ("Contact.served_by", ana, c),
        ("Caller.lead_owner", ana, c),
        ("Opportunity.owner", ana, c),
        ("World.users", ana, w),
        ("World.loads", ana, w),
        ("World.queues", ItemId::Resource(SUPPORT), w),
        ("World.services", ItemId::Resource(sample::CONTRACTS), w),
        ("World.cursors", resource(team), w),
        ("World.databases", resource(60), w),
        ("Case.case_type", resource(65), w),
        ("CrmCard.card_type", resource(66), w),
        ("CampaignTarget.campaign", resource(70), w),
        ("EntryPoint.assigned", ItemId::Routing(OTHER), e),
        ("EntryPoint.end_routing", ItemId::Routing(after), e),
    ];
    (project, places)
}

#[test]
fn every_field_of_the_model_that_refers_to_an_item_counts_as_use_and_is_replaced() {
    let (project, places) = named_everywhere();
    let covered: BTreeSet<String> = places.iter().map(|(field, ..)| (*field).to_owned()).collect();
    assert_eq!(fields_of_the_model(), covered, "`uses` lacks a field of the model");
    let mut expected: BTreeMap<(ItemId, Place), usize> = BTreeMap::new();
    for (_, target, place) in &places {
        *expected.entry((*target, *place)).or_default() += 1;
    }
    for ((target, place), count) in expected {
        let found = uses::of(&project, target).into_iter().filter(|it| it.place == place).count();
        assert_eq!(found, count, "{target:?} in {place:?}");
        let edit = match target {
            ItemId::Resource(resource) => Edit::DeleteResource { resource },
            ItemId::Routing(routing) => Edit::DeleteRouting { routing },
            ItemId::EntryPoint(entry_point) => Edit::DeleteEntryPoint { entry_point },
        };
        let mut document = Document::new(project.clone());
        let Refusal::Used { places, .. } = refusal(&mut document, &edit) else { panic!("{target:?}") };
        assert!(places.iter().any(|(it, _)| *it == place), "{places:?}");
        let ItemId::Resource(from) = target else { continue };
        let mut project = project.clone();
        let to = add_twin(&mut project, from);
        let before = uses_of(&project, from).len();
        let mut document = Document::new(project);
        apply(&mut document, &Edit::ReplaceEverywhere { from: from.into(), to: to.into(), delete: true });
        assert_eq!(uses_of(document.project(), to).len(), before, "{target:?}");
    }
}

#[test]
fn no_member_occurs_twice_and_existing_world_data_of_the_replacement_stays() {
    let (mut project, _) = named_everywhere();
    Arc::make_mut(project.worlds.get_mut(&WorldId(91)).unwrap()).users.insert(BEN, UserState::Busy);
    let mut document = Document::new(project);
    apply(&mut document, &Edit::ReplaceEverywhere { from: ANA.into(), to: BEN.into(), delete: true });
    let project = document.project();
    let ResourceData::Team(team) = &project.resources[&ResourceId(3)].data else { panic!("no team") };
    assert_eq!(team.members, [BEN]);
    let ResourceData::Queue(queue) = &project.resources[&SUPPORT].data else { panic!("no queue") };
    assert_eq!(queue.members.len(), 1);
    assert_eq!(project.worlds[&WorldId(91)].users, [(BEN, UserState::Busy)].into());
}

#[test]
fn texts_of_resources_and_callers_name_variables() {
    let mut project = sample::project();
    let service = Arc::make_mut(project.resources.get_mut(&sample::CONTRACTS).unwrap());
    let data = WebService {
        url: "https://x/{{customer.tier}}".into(),
        body: "{{customer.tier}}".into(),
        ..WebService::default()
    };
    service.data = ResourceData::WebService(data);
    let variables = [("customer.tier".to_owned(), "gold".to_owned())].into();
    let caller = Caller { id: CallerId(90), name: "Noor".into(), variables, ..Caller::default() };
    project.callers.insert(caller.id, Arc::new(caller));
    let mut document = Document::new(project);
    let words: Vec<String> =
        uses_of(document.project(), CUSTOMER).iter().map(|it| uses::words(document.project(), it)).collect();
    let expected = [
        "web service \"Contracts\" (Address)",
        "web service \"Contracts\" (Body)",
        "caller \"Noor\" (Starting variables)",
    ];
    assert_eq!(words, expected);
    let mut renamed = customer(document.project());
    renamed.reference = "client".to_owned();
    apply(&mut document, &Edit::RenameResource { resource: Box::new(renamed) });
    let project = document.project();
    assert_eq!(project.callers[&CallerId(90)].variables.keys().collect::<Vec<_>>(), ["client.tier"]);
    let ResourceData::WebService(service) = &project.resources[&sample::CONTRACTS].data else { panic!("no service") };
    assert_eq!((service.url.as_str(), service.body.as_str()), ("https://x/{{client.tier}}", "{{client.tier}}"));
    assert_eq!(project.resources[&CUSTOMER].aliases, Vec::<String>::new());
}

/// A document with the flow in production and as a draft.
fn live_and_draft(flow: &str) -> (Document, Lab, VersionId) {
    let mut lab = Lab::new(flow);
    let (draft, _) = lab.add_version(lab.routing, "draft", Status::InDevelopment, flow);
    (Document::new(lab.project.clone()), lab, draft)
}

fn written(document: &Document, version: VersionId, action: ActionId) -> String {
    let action = &document.project().versions[&version].flow.actions[&action];
    format!("{:?}", action.params)
}

#[test]
fn uses_of_a_renamed_reference_are_updated_and_read_only_versions_keep_an_alias() {
    let (mut document, lab, draft) = live_and_draft("start -> queue(support) -> jump(other); rest -> end");
    let queue = Resource { reference: "help".into(), ..(*document.project().resources[&SUPPORT]).clone() };
    let applied = apply(&mut document, &Edit::RenameResource { resource: Box::new(queue) });
    assert!(written(&document, draft, lab.ids["queue"]).contains("Reference(\"help\")"));
    assert!(written(&document, lab.version, lab.ids["queue"]).contains("Reference(\"support\")"));
    assert_eq!(document.project().resources[&SUPPORT].aliases, ["support"]);
    let live = "\"queue\" in version \"v1\" of \"main\", in production (Queue)";
    assert_eq!(applied.left.iter().map(|(_, words)| words.as_str()).collect::<Vec<_>>(), [live]);
    assert_eq!(applied.notice.as_deref(), Some("Updated in 1 place. \"support\" stays valid as an alias."));
    let found = document.project().resolve(ResourceKind::Queue, &ItemRef::Reference("support".into()));
    assert_eq!(found.map(|it| it.id), Some(SUPPORT));

    let routing = Routing { reference: "elsewhere".into(), ..(*document.project().routings[&OTHER]).clone() };
    apply(&mut document, &Edit::RenameRouting { routing });
    assert!(written(&document, draft, lab.ids["jump"]).contains("Reference(\"elsewhere\")"));
    assert_eq!(document.project().routings[&OTHER].aliases, ["other"]);
    assert_eq!(document.project().routing_by_reference("other").map(|it| it.id), Some(OTHER));

    // No other item can get an alias; without the version that uses it, the alias is dropped.
    let taken = Routing { name: "New".into(), reference: "other".into(), ..Routing::default() };
    assert!(refusal(&mut document, &Edit::StoreRouting { routing: taken }).to_string().contains("is taken"));
    // An edit cannot remove an alias that a read-only version uses.
    let bare =
        Resource { aliases: Vec::new(), name: "Help".into(), ..(*document.project().resources[&SUPPORT]).clone() };
    apply(&mut document, &Edit::StoreResource { resource: Box::new(bare) });
    assert_eq!(document.project().resources[&SUPPORT].aliases, ["support"]);
}

#[test]
fn without_a_read_only_version_no_alias_is_left_unless_a_variable_may_hold_it() {
    for (flow, aliases) in
        [("start -> queue(support); rest -> end", &[][..]), ("start -> queue; rest -> end", &["support"])]
    {
        let mut lab = Lab::new("start -> end");
        let (draft, ids) = lab.add_version(lab.routing, "draft", Status::InDevelopment, flow);
        if !aliases.is_empty() {
            let version = Arc::make_mut(lab.project.versions.get_mut(&draft).unwrap());
            let action = Arc::make_mut(version.flow.actions.get_mut(&ids["queue"]).unwrap());
            action.params.0.insert("queue".into(), Value::Item(ItemRef::Variable("customer.tier".into())));
        }
        let mut document = Document::new(lab.project);
        let queue = Resource { reference: "help".into(), ..(*document.project().resources[&SUPPORT]).clone() };
        apply(&mut document, &Edit::RenameResource { resource: Box::new(queue) });
        assert_eq!(document.project().resources[&SUPPORT].aliases, aliases, "{flow}");
    }
}

#[test]
fn a_renamed_variable_works_in_a_version_with_the_old_reference() {
    let flow = "start -> assign(customer.tier = gold) -> test(customer.tier = gold); test[gold] -> say(Hello {{customer.tier}}); rest -> end";
    let mut lab = Lab::new(flow);
    let mut document = Document::new(lab.project.clone());
    let mut renamed = customer(document.project());
    renamed.reference = "client".to_owned();
    apply(&mut document, &Edit::RenameResource { resource: Box::new(renamed) });
    assert_eq!(document.project().resources[&CUSTOMER].aliases, ["customer"]);
    lab.project = (**document.project()).clone();
    let trace = signalbox::sim::report::prose(&lab.run(""));
    assert!(trace.contains("Hello gold"), "{trace}");
    assert!(trace.contains("client.tier"), "{trace}");
}

#[test]
fn a_field_that_a_read_only_version_uses_is_not_renamed() {
    let (mut document, ..) = live_and_draft("start -> say(Hello {{customer.tier}}); rest -> end");
    let mut renamed = customer(document.project());
    fields_mut(&mut renamed)[1].name = "level".to_owned();
    let why = refusal(&mut document, &Edit::RenameResource { resource: Box::new(renamed.clone()) }).to_string();
    assert!(why.contains("\"customer.tier\" is used by read-only versions"), "{why}");
    assert!(why.contains("of \"main\", in production (Text)"), "{why}");
    // Another field can be renamed.
    fields_mut(&mut renamed)[1].name = "tier".to_owned();
    fields_mut(&mut renamed)[2].name = "bonus".to_owned();
    apply(&mut document, &Edit::RenameResource { resource: Box::new(renamed) });
}

#[test]
fn items_of_read_only_versions_are_replaced_elsewhere_and_not_deleted() {
    let (mut document, lab, draft) = live_and_draft("start -> queue(support); rest -> end");
    let mut project = (**document.project()).clone();
    let to = add_twin(&mut project, SUPPORT);
    document = Document::new(project);
    let replace = |delete| Edit::ReplaceEverywhere { from: SUPPORT.into(), to: to.into(), delete };
    let why = refusal(&mut document, &replace(true)).to_string();
    assert!(why.starts_with("Queue \"Support\" is still used by read-only versions"), "{why}");
    let applied = apply(&mut document, &replace(false));
    assert!(written(&document, draft, lab.ids["queue"]).contains("twin"));
    assert!(written(&document, lab.version, lab.ids["queue"]).contains("support"));
    assert_eq!(applied.left.len(), 1);
    assert_eq!(applied.notice.as_deref(), Some("\"Twin\" replaces \"Support\" in 2 places. It stays in 1 place."));
    for (from, to) in [(SUPPORT, SUPPORT), (SUPPORT, ANA)] {
        let why = refusal(&mut document, &Edit::ReplaceEverywhere { from: from.into(), to: to.into(), delete: false })
            .to_string();
        assert_eq!(why, "\"Support\" can only be replaced by another queue.");
    }
}

#[test]
fn a_variable_is_replaced_by_one_that_has_its_fields() {
    let (project, _) = {
        let spec = actions::spec("voice_announcement").unwrap();
        with_action(
            spec,
            Params([("text".into(), Value::Texts([(String::new(), "{{customer.tier}}".into())].into()))].into()),
        )
    };
    let mut project = project;
    let to = add_twin(&mut project, CUSTOMER);
    fields_mut(Arc::make_mut(project.resources.get_mut(&to).unwrap())).remove(1);
    let mut document = Document::new(project.clone());
    let edit = Edit::ReplaceEverywhere { from: CUSTOMER.into(), to: to.into(), delete: false };
    let why = refusal(&mut document, &edit).to_string();
    assert!(why.contains("has no field \"tier\"") && why.ends_with("Add the field first."), "{why}");
}

#[test]
fn aliases_and_references_are_unique_within_a_kind() {
    let mut project = sample::project();
    with_alias(&mut project, ANA, "ben");
    assert_eq!(invariants::check(&project), ["User alias \"ben\" is also the reference or an alias of another one."]);
    let mut project = sample::project();
    with_alias(&mut project, ANA, "former");
    with_alias(&mut project, BEN, "former");
    assert_eq!(invariants::check(&project).len(), 1);
    // Another kind can use the name.
    let mut project = sample::project();
    with_alias(&mut project, ANA, "support");
    assert_eq!(invariants::check(&project), Vec::<String>::new());
    let mut document = Document::new(sample::project());
    let aliases = vec!["ben".to_owned()];
    let ana = Resource { aliases, ..(*document.project().resources[&ANA]).clone() };
    let why = refusal(&mut document, &Edit::StoreResource { resource: Box::new(ana) }).to_string();
    assert!(why.contains("\"ben\" now belongs to another resource"), "{why}");
}

#[test]
fn references_are_the_same_in_any_case_and_keep_their_written_form() {
    let mut document = Document::new(sample::project());
    let stored = |document: &Document, id, reference: &str| {
        let resource = Resource { reference: reference.to_owned(), ..(*document.project().resources[&id]).clone() };
        Edit::StoreResource { resource: Box::new(resource) }
    };
    // Another user has "ben".
    for taken in ["ben", "Ben", "BEN"] {
        let edit = stored(&document, ANA, taken);
        let why = refusal(&mut document, &edit).to_string();
        assert!(why.contains("is taken"), "{why}");
    }
    let edit = stored(&document, ANA, "Ana.Berg@Acme+1");
    apply(&mut document, &edit);
    let ana = document.project().resources[&ANA].clone();
    assert_eq!((ana.reference.as_str(), ana.aliases.as_slice()), ("Ana.Berg@Acme+1", &["ana".to_owned()][..]));
    for (written, found) in [("ana.berg@acme+1", true), ("ANA", true), ("ana.berg", false)] {
        let item = ItemRef::Reference(written.to_owned());
        let resolved = document.project().resolve(ResourceKind::User, &item).map(|it| it.id);
        assert_eq!(resolved, found.then_some(ANA), "{written}");
    }
    // Another case of the same reference leaves no alias.
    let edit = stored(&document, ANA, "ana.berg@acme+1");
    apply(&mut document, &edit);
    assert_eq!(document.project().resources[&ANA].aliases, ["ana"]);
    // Variables keep the narrower characters, and so do their fields.
    let customer = sample::project().resource_by_reference(ResourceKind::Variable, "customer").unwrap().id;
    for reference in ["Customer", "my.customer", "a@b"] {
        let edit = stored(&document, customer, reference);
        let why = refusal(&mut document, &edit).to_string();
        assert!(why.contains("must be made of a-z, 0-9, _ and -"), "{why}");
    }
    let edit = stored(&document, ANA, "Ana Berg");
    let why = refusal(&mut document, &edit).to_string();
    assert!(why.contains("must be made of letters from a to z, digits, and _ - . @ +"), "{why}");
}

#[test]
fn invariants_and_uses_compare_references_without_case() {
    let mut project = sample::project();
    Arc::make_mut(project.resources.get_mut(&ANA).unwrap()).reference = "BEN".to_owned();
    assert_eq!(invariants::check(&project), ["User reference \"ben\" is used twice."]);
    let mut project = sample::project();
    with_alias(&mut project, ANA, "Former");
    with_alias(&mut project, BEN, "fORMER");
    assert_eq!(invariants::check(&project).len(), 1);
    // A use in another case is found, and follows a renaming.
    let (mut document, lab, draft) = live_and_draft("start -> queue(SUPPORT); rest -> end");
    let used = uses_of(document.project(), SUPPORT);
    assert_eq!(used.iter().filter(|it| it.written == Written::Reference("SUPPORT".to_owned())).count(), 2);
    let queue = Resource { reference: "Help".into(), ..(*document.project().resources[&SUPPORT]).clone() };
    apply(&mut document, &Edit::RenameResource { resource: Box::new(queue) });
    assert!(written(&document, draft, lab.ids["queue"]).contains("Reference(\"Help\")"));
    assert_eq!(document.project().resources[&SUPPORT].aliases, ["support"]);
    // A call finds the queue by a variable that holds the reference in another case.
    let ends = |flow: &str, script: &str| outcome(&Lab::new(flow).run(script));
    let plain = ends("start -> queue(support); rest -> end", "agent answers");
    assert_eq!(ends("start -> queue(Support); rest -> end", "agent answers"), plain);
}

#[test]
fn undo_keeps_a_reference_valid_that_a_production_version_uses() {
    let mut lab = Lab::new("start -> end");
    let (draft, ids) =
        lab.add_version(lab.routing, "draft", Status::InDevelopment, "start -> queue(support); rest -> end");
    let mut document = Document::new(lab.project);
    let rename = |document: &mut Document, reference: &str| {
        let queue = Resource { reference: reference.into(), ..(*document.project().resources[&SUPPORT]).clone() };
        apply(document, &Edit::StoreResource { resource: Box::new(queue) });
    };
    rename(&mut document, "help");
    let item = Some(Value::Item(ItemRef::Reference("help".into())));
    apply(&mut document, &Edit::SetParam { version: draft, action: ids["queue"], key: "queue".into(), value: item });
    let gate = signalbox::model::gate::Gate { revision: document.revision(), ..Default::default() };
    document.apply(&Edit::PutInProduction { version: draft, gate }, &Context::default()).unwrap();
    // Only the step of the resource is left; the version keeps "help" permanently.
    assert_eq!(document.undo(), Some("Change resource"));
    whole(document.project());
    let queue = &document.project().resources[&SUPPORT];
    assert_eq!((queue.reference.as_str(), queue.aliases.as_slice()), ("support", &["help".to_owned()][..]));
}

#[test]
fn dependencies_of_a_version_are_found_through_everything_it_uses() {
    let mut lab = Lab::new("start -> queue(support) -> say({{customer.name}}); rest -> end");
    let queue = Arc::make_mut(lab.project.resources.get_mut(&SUPPORT).unwrap());
    let ResourceData::Queue(data) = &mut queue.data else { panic!("no queue") };
    data.members[0].who = ResourceId(3);
    data.members.truncate(1);
    let needed = uses::dependencies_of(&lab.project, lab.version);
    let expected = [ANA.0, BEN.0, 3, SUPPORT.0, CUSTOMER.0, lab.routing.0];
    assert_eq!(needed, expected.into());
}

#[test]
fn unknown_values_count_as_use_and_stay_unchanged() {
    let spec = actions::spec("node").unwrap();
    let stray = Params([("future".into(), Value::Item(ItemRef::Reference("support".into())))].into());
    let (mut project, place) = with_action(spec, stray);
    let flow = &mut Arc::make_mut(project.versions.get_mut(&place.version).unwrap()).flow;
    let foreign = "{\"a\": New(Item(9), \"customer.tier\"), \"b\": Item(Reference(\"ana\"))}";
    let action = Arc::make_mut(flow.actions.get_mut(&place.action).unwrap());
    action.foreign_params = Some(foreign.into());
    for (id, count) in [(SUPPORT, 2), (CUSTOMER, 2), (ANA, 4)] {
        assert_eq!(uses_of(&project, id).len(), count, "{id}");
    }
    let mut document = Document::new(project);
    let queue = Resource { reference: "help".into(), ..(*document.project().resources[&SUPPORT]).clone() };
    apply(&mut document, &Edit::RenameResource { resource: Box::new(queue) });
    assert_eq!(document.project().resources[&SUPPORT].aliases, ["support"]);
    assert!(format!("{:?}", params_at(document.project(), place)).contains("support"));
}

/// An action kind with a mailbox field, and a parameter for it.
fn transfer(item: ItemRef) -> Params {
    let to = Value::Text("mailbox".to_owned());
    Params([("mailbox".to_owned(), Value::Item(item)), ("to".to_owned(), to)].into())
}

#[test]
fn the_reference_of_an_entry_point_is_updated_where_possible() {
    let spec = actions::spec("transfer_email").unwrap();
    let (mut project, place) = with_action(spec, transfer(ItemRef::Reference("desk".into())));
    let id = add_entry_point(&mut project, EntryPointKind::Mailbox, "desk");
    let renamed = |project: &Project| EntryPoint { reference: "office".into(), ..(*project.entry_points[&id]).clone() };
    let stored = |document: &Document| document.project().entry_points[&id].clone();

    // Updated in editable versions: nothing uses the old reference.
    let mut document = Document::new(project.clone());
    let applied = apply(&mut document, &Edit::RenameEntryPoint { entry_point: renamed(&project) });
    assert_eq!(params_at(document.project(), place), &transfer(ItemRef::Reference("office".into())));
    assert_eq!(stored(&document).aliases, Vec::<String>::new());
    assert_eq!(applied.notice.as_deref(), Some("Updated in 1 place."));

    // Not updated: the old reference stays valid, and no other item can get it.
    let mut document = Document::new(project.clone());
    apply(&mut document, &Edit::StoreEntryPoint { entry_point: renamed(&project) });
    assert_eq!(stored(&document).aliases, ["desk"]);
    let item = ItemRef::Reference("desk".into());
    let found = document.project().resolve_entry_point(EntryPointKind::Mailbox, &item).map(|it| it.id);
    assert_eq!(found, Some(id));
    assert_eq!(document.project().resolve_entry_point(EntryPointKind::Telegram, &item), None);
    let other = EntryPoint { id: EntryPointId(0), ..(*project.entry_points[&id]).clone() };
    let why = refusal(&mut document, &Edit::StoreEntryPoint { entry_point: other }).to_string();
    assert!(why.contains("\"desk\" is taken"), "{why}");

    // A read-only version uses the reference: not updated, and still valid.
    let version = Arc::make_mut(project.versions.get_mut(&place.version).unwrap());
    version.info.status = Status::InBackup;
    version.info.digest = Some(signalbox::digest::digest(version));
    let mut document = Document::new(project.clone());
    let applied = apply(&mut document, &Edit::RenameEntryPoint { entry_point: renamed(&project) });
    assert_eq!((stored(&document).aliases.as_slice(), applied.left.len()), (["desk".to_owned()].as_slice(), 1));
    assert!(uses::dependencies_of(document.project(), place.version).contains(&id.0));
}
