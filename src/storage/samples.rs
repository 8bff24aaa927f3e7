//! Projects for the tests: a small hand-written project, generated projects with every kind of data, and a large project.

use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::{DateTime, NaiveDate, NaiveTime, TimeDelta, Utc};

use crate::model::resource::*;
use crate::model::scenario::*;
use crate::model::*;

/// A small hand-written project. The frozen fixture of schema 1 has the same content; neither is ever edited.
pub fn small() -> Project {
    let mut project = Project { uid: "b7c1f0aa52".to_owned(), last_id: 9, ..Project::default() };
    project.settings.name = "Léonie's bakery".to_owned();
    let mut resource = |id, name: &str, data| {
        let resource = Resource {
            id: ResourceId(id),
            name: name.to_owned(),
            reference: project::reference_from_name(name),
            description: String::new(),
            aliases: Vec::new(),
            data,
        };
        project.resources.insert(ResourceId(id), Arc::new(resource));
    };
    let member = QueueMember { who: ResourceId(2), priority: 0, weight: 1 };
    resource(1, "Sales", ResourceData::Queue(Queue { members: vec![member], ..Queue::default() }));
    let skills = BTreeMap::from([("english".to_owned(), 4)]);
    resource(
        2,
        "Ana",
        ResourceData::User(User { extension: "101".to_owned(), skills, is_admin: true, ..User::default() }),
    );
    let rows = vec![vec!["75".to_owned(), "Paris".to_owned()], vec!["69".to_owned(), "Lyon".to_owned()]];
    let (keys, outputs) = (vec!["area".to_owned()], vec!["shop".to_owned()]);
    resource(
        3,
        "Shops",
        ResourceData::ValuesTable(ValuesTable {
            keys,
            outputs,
            rows,
            matching: TableMatch::Prefix,
            exact_spelling: false,
        }),
    );
    let entry_point = EntryPoint {
        id: EntryPointId(4),
        name: "Main number".to_owned(),
        reference: "main".to_owned(),
        address: "+33123456789".to_owned(),
        assigned: Some((RoutingId(5), ReachedStatus::InProduction)),
        ..EntryPoint::default()
    };
    project.entry_points.insert(entry_point.id, Arc::new(entry_point));
    let routing = Routing {
        id: RoutingId(5),
        name: "Main line".to_owned(),
        reference: "main_line".to_owned(),
        last_action: ActionId(3),
        ..Routing::default()
    };
    project.routings.insert(routing.id, Arc::new(routing));
    for (id, name) in [(6, "Summer"), (7, "Winter")] {
        project.versions.insert(VersionId(id), Arc::new(small_version(id, name)));
    }
    let caller = Caller { id: CallerId(8), name: "Camille".to_owned(), is_hidden: true, ..Caller::default() };
    project.callers.insert(caller.id, Arc::new(caller));
    let mut world = World { id: WorldId(9), name: "Ana is away".to_owned(), ..World::default() };
    world.users.insert(ResourceId(2), UserState::Away);
    world.start = Some(NaiveDate::from_ymd_opt(2026, 3, 2).unwrap().and_hms_opt(9, 0, 0).unwrap());
    project.worlds.insert(world.id, Arc::new(world));
    let at = DateTime::from_timestamp(1_767_225_600, 0).unwrap();
    project.activity.push(Activity { at, who: "ana".to_owned(), what: "Put \"Summer\" in production.".to_owned() });
    project
}

fn small_version(id: u32, name: &str) -> Version {
    let mut version = Version { id: VersionId(id), flow: Flow::blank(ActionId(1)), ..Version::default() };
    version.info.routing = RoutingId(5);
    version.info.name = name.to_owned();
    let mut start = Action::new(ActionId(1), flow::START);
    start.links.insert("next".to_owned(), Link::To(ActionId(2)));
    let mut menu = Action::new(ActionId(2), "menu");
    menu.title = "What is it about?".to_owned();
    menu.params.0.insert("tries".to_owned(), Value::Int(3));
    let cells = Params([("digit".to_owned(), Value::Text("1".to_owned()))].into());
    menu.params.0.insert("options".to_owned(), Value::Rows(vec![Row { id: RowId(1), cells }]));
    menu.last_row = RowId(1);
    menu.links.insert("row:1".to_owned(), Link::To(ActionId(3)));
    menu.links.insert("no_answer".to_owned(), Link::EndsHere);
    let mut queue = Action::new(ActionId(3), "queue");
    queue.params.0.insert("queue".to_owned(), Value::Item(ItemRef::Item(1)));
    queue.record_passage = true;
    for action in [start, menu, queue] {
        version.flow.positions.insert(action.id, Pos(i32::try_from(action.id.0).unwrap() * 240 - 240, 0));
        version.flow.actions.insert(action.id, Arc::new(action));
    }
    if id == 6 {
        version.info.status = Status::InProduction;
        // Stamped under schema 1; the stamp is frozen as the file is.
        let stamp = "d1:4a7173e92509f5889de3604c9f9fdd912b80c45b0c0647a16741031bc2c8309b";
        version.info.digest = Some(stamp.to_owned());
    }
    version
}

/// A project with a number of actions, like those of a large company: menus of five options each.
pub fn large(actions: u32) -> Project {
    let mut project = small();
    project.routings.insert(
        RoutingId(5),
        Arc::new(Routing {
            last_action: ActionId(actions + 1),
            ..(**project.routings.values().next().unwrap()).clone()
        }),
    );
    let mut version = small_version(7, "Large");
    for id in 4..=actions {
        let mut action = Action::new(ActionId(id), "menu");
        action.title = format!("Menu number {id}");
        let text = "Thank you for calling. For sales press 1, for help press 2.".to_owned();
        action.params.0.insert("message".to_owned(), Value::Texts([(String::new(), text)].into()));
        action.params.0.insert("timeout".to_owned(), Value::Int(5));
        let option = |row: u32| {
            let label = Value::Text(format!("Option {row}"));
            let cells = [("digit".to_owned(), Value::Text(row.to_string())), ("label".to_owned(), label)];
            Row { id: RowId(row), cells: Params(cells.into()) }
        };
        action.params.0.insert("options".to_owned(), Value::Rows((1..=5).map(option).collect()));
        action.last_row = RowId(5);
        action.links.insert("row:1".to_owned(), Link::To(ActionId(if id < actions { id + 1 } else { 2 })));
        version.flow.positions.insert(action.id, Pos(i32::try_from(id).unwrap(), 100));
        version.flow.actions.insert(action.id, Arc::new(action));
    }
    project.versions.insert(version.id, Arc::new(version));
    project
}

/// A deterministic random number generator.
pub struct Dice(u64);

impl Dice {
    pub fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1)
    }

    /// A number below `end`.
    pub fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from((self.0 >> 11) % u64::try_from(end.max(1)).unwrap()).unwrap()
    }

    pub fn small(&mut self) -> u32 {
        u32::try_from(self.below(1000)).unwrap()
    }

    pub fn coin(&mut self) -> bool {
        self.below(2) == 0
    }

    fn pick<T: Copy>(&mut self, from: &[T]) -> T {
        from[self.below(from.len())]
    }

    fn list<T>(&mut self, most: usize, mut one: impl FnMut(&mut Self) -> T) -> Vec<T> {
        (0..self.below(most + 1)).map(|_| one(self)).collect()
    }

    /// A text with sequences that often break parsers and editors.
    pub fn text(&mut self) -> String {
        const PARTS: &[&str] = &[
            "",
            " ",
            "Sales",
            "L'été",
            "'",
            "\"",
            "\\",
            "\n",
            "\r\n",
            "\t",
            "\0",
            "🙂",
            "\u{202e}",
            "\u{2028}",
            "\u{feff}",
            "None",
            "Some(",
            "{{a.b}}",
            "<<<<<<< a",
            "#![x]",
            "//",
            "/*",
            "*/",
            ")",
            "}",
            "r#\"",
            "\u{7f}",
            "e\u{301}",
            "\u{10ffff}",
        ];
        self.list(5, |dice| dice.pick(PARTS)).concat()
    }

    /// A former reference that only one object can have, in whatever case.
    fn alias(&mut self, of: u32) -> String {
        format!("{} of {of}", self.text())
    }

    fn texts(&mut self) -> BTreeMap<String, String> {
        self.list(3, |dice| (dice.text(), dice.text())).into_iter().collect()
    }

    fn time(&mut self) -> NaiveTime {
        NaiveTime::from_num_seconds_from_midnight_opt(self.small() * 86, 0).unwrap()
    }

    fn date(&mut self) -> NaiveDate {
        NaiveDate::from_ymd_opt(2020 + self.pick(&[0, 5, 9, -900, 7_900]), 1, 1 + self.small() % 31).unwrap()
    }

    fn moment(&mut self) -> DateTime<Utc> {
        let nanoseconds = i64::from(self.small()) * self.pick(&[0, 1, 1_000_000]);
        self.date().and_time(self.time()).and_utc() + TimeDelta::nanoseconds(nanoseconds)
    }

    fn hours(&mut self) -> Vec<Hours> {
        self.list(2, |dice| (dice.time(), dice.time()))
    }

    fn operand(&mut self) -> Operand {
        let text = self.text();
        match self.below(3) {
            0 => Operand::Text(text),
            1 => Operand::Variable(text),
            _ => Operand::Expression(text),
        }
    }

    fn condition(&mut self) -> Condition {
        let join = self.pick(&[Join::All, Join::Any]);
        let terms = self.list(3, |dice| Term {
            left: dice.operand(),
            op: dice.pick(Operator::ALL).0,
            right: dice.operand(),
            match_case: dice.coin(),
        });
        Condition { join, terms }
    }

    fn criterion(&mut self) -> Criterion {
        Criterion { kind: self.pick(CriterionKind::ALL).0, op: self.pick(Operator::ALL).0, value: self.text() }
    }

    fn value(&mut self, depth: u32, last_row: &mut u32) -> Value {
        match self.below(if depth > 0 { 10 } else { 9 }) {
            0 => Value::Bool(self.coin()),
            1 => Value::Int(self.pick(&[0, 5, -1, i64::MAX, i64::MIN])),
            2 => Value::Text(self.text()),
            3 => Value::Texts(self.texts()),
            4 => Value::Item(match self.below(3) {
                0 => ItemRef::Item(self.small()),
                1 => ItemRef::Reference(self.text()),
                _ => ItemRef::Variable(self.text()),
            }),
            5 => Value::Action(ActionId(self.small())),
            6 => Value::Operand(self.operand()),
            7 => Value::Condition(self.condition()),
            8 => Value::Criteria(self.list(3, Self::criterion)),
            _ => Value::Rows(self.list(3, |dice| {
                *last_row += 1;
                Row { id: RowId(*last_row), cells: dice.params(depth - 1, last_row) }
            })),
        }
    }

    fn params(&mut self, depth: u32, last_row: &mut u32) -> Params {
        Params(self.list(4, |dice| (dice.text(), dice.value(depth, last_row))).into_iter().collect())
    }

    /// Parameters of every kind except rows.
    pub fn flat_params(&mut self) -> Params {
        Params((0..40).map(|key| (key.to_string(), self.value(0, &mut 0))).collect())
    }

    fn action(&mut self, id: u32) -> Action {
        let mut action = Action::new(ActionId(id), self.pick(&["menu", "queue", "of_the_future", ""]));
        action.title = self.text();
        action.comment = self.text();
        let mut last_row = 0;
        action.params = self.params(3, &mut last_row);
        if self.below(8) == 0 {
            // As deep as the editor allows.
            let mut cells = self.params(0, &mut last_row);
            for _ in 0..params::MAX_ROW_LEVELS {
                last_row += 1;
                cells = Params([("deep".to_owned(), Value::Rows(vec![Row { id: RowId(last_row), cells }]))].into());
            }
            action.params.0.extend(cells.0);
        }
        action.last_row = RowId(last_row + self.small());
        action.record_passage = self.coin();
        let link = |dice: &mut Self| if dice.coin() { Link::EndsHere } else { Link::To(ActionId(2)) };
        action.links = self.list(3, |dice| (dice.text(), link(dice))).into_iter().collect();
        if self.below(4) == 0 {
            action.params = Params::default();
            action.foreign_params =
                Some(self.pick(&["{\"a\": Shape(x: 1.5, y: [Deep])}", "later((1,), \"\\n\\'\")", "7"]).into());
        }
        action
    }

    fn version(&mut self, id: u32, routing: u32) -> Version {
        let mut version = Version { id: VersionId(id), flow: Flow::blank(ActionId(1)), ..Version::default() };
        for action in [self.action(2), self.action(3)] {
            if self.coin() {
                version.flow.positions.insert(action.id, Pos(-5, 1_000_000));
            }
            version.flow.actions.insert(action.id, Arc::new(action));
        }
        for id in 4..4 + u32::from(self.coin()) * 2 {
            let kind = self.pick(&[AnnotationKind::Note, AnnotationKind::Frame]);
            let color = self.coin().then_some(AnnotationColor::Green);
            let annotation = Annotation { kind, text: self.text(), at: Pos(-7, 9), size: Size(32, 1_000_000), color };
            version.flow.annotations.insert(AnnotationId(id), Arc::new(annotation));
        }
        let status = self.pick(&[Status::InBackup, Status::InDevelopment]);
        version.info = VersionInfo {
            routing: RoutingId(routing),
            name: self.text(),
            description: self.text(),
            status,
            in_test: false,
            planned: (status == Status::InDevelopment && self.coin())
                .then(|| Plan { at: self.date().and_time(self.time()), missed: self.coin().then(|| self.text()) }),
            created: self.coin().then(|| self.moment()),
            promoted: self.coin().then(|| self.moment()),
            digest: self.coin().then(|| self.text()),
        };
        version
    }

    fn resource_data(&mut self, kind: usize) -> ResourceData {
        match kind {
            0 => ResourceData::User(User {
                extension: self.text(),
                skills: [(self.text(), 5)].into(),
                is_admin: self.coin(),
                schedule: std::array::from_fn(|_| self.hours()),
                ..User::default()
            }),
            1 => ResourceData::Team(Team { members: self.list(3, |dice| ResourceId(dice.small())) }),
            2 => ResourceData::Queue(Queue {
                strategy: self.pick(&[QueueStrategy::Linear, QueueStrategy::Weighted]),
                members: self.list(3, |dice| QueueMember {
                    who: ResourceId(dice.small()),
                    priority: dice.pick(&[0, 1]),
                    weight: dice.pick(&[0, 1, 7]),
                }),
                max_wait_s: self.small(),
                max_waiting: self.pick(&[MaxWaiting::Count(3), MaxWaiting::PercentOfConnected(200)]),
                no_user: self.pick(&[NoUserStrategy::Overflow, NoUserStrategy::QueueAnyway]),
                handling_s: self.small(),
                ..Queue::default()
            }),
            3 => ResourceData::VoiceMailbox(VoiceMailbox {
                greeting: self.texts(),
                max_length_s: 0,
                notify: self.text(),
            }),
            4 => ResourceData::SoundFile(SoundFile { texts: self.texts(), length_s: self.pick(&[0, 7]) }),
            5 => ResourceData::TtsVoice(TtsVoice { language: self.text(), voice: self.text() }),
            6 => {
                let exceptions = self.list(2, |dice| CalendarException {
                    name: dice.text(),
                    dates: dice.list(2, |dice| (dice.date(), dice.date())),
                    yearly: dice.list(2, |dice| (dice.date(), dice.date())),
                    hours: dice.hours(),
                });
                let week = std::array::from_fn(|_| self.hours());
                ResourceData::Calendar(Calendar { week, exceptions, time_zone: self.text() })
            }
            7 => ResourceData::Variable(Variable {
                fields: self.list(3, |dice| VariableField {
                    name: dice.text(),
                    kind: dice.pick(&[FieldType::List, FieldType::ShortText]),
                    default: dice.text(),
                    values: dice.list(2, Self::text),
                }),
            }),
            8 => ResourceData::ValuesTable(ValuesTable {
                keys: self.list(2, Self::text),
                outputs: self.list(2, Self::text),
                matching: self.pick(&[TableMatch::Exact, TableMatch::Range]),
                exact_spelling: self.coin(),
                rows: self.list(12, |dice| dice.list(3, Self::text)),
            }),
            9 => ResourceData::WebService(WebService {
                method: self.text(),
                url: self.text(),
                test_url: self.text(),
                headers: self.list(2, |dice| (dice.text(), dice.text())),
                authentication: match self.small() % 4 {
                    0 => Authentication::Basic { user: self.text() },
                    1 => Authentication::Header { name: self.text() },
                    2 => Authentication::Bearer,
                    _ => Authentication::None,
                },
                secret_name: self.text(),
                body: self.text(),
                timeout_ms: self.small(),
                retries: self.small(),
                retry_pause_ms: self.small(),
                success: self.list(2, |_| (200, 299)),
                canned: self.list(2, |dice| CannedResponse {
                    name: dice.text(),
                    status: 404,
                    body: dice.text(),
                    delay_ms: dice.small(),
                }),
            }),
            10 => ResourceData::ExternalNumber(ExternalNumber { number: self.text() }),
            _ => ResourceData::Survey(Survey {
                introduction: self.texts(),
                questions: self.list(3, |dice| SurveyQuestion {
                    text: dice.texts(),
                    says_how: dice.coin(),
                    kind: if dice.coin() {
                        QuestionKind::YesNo
                    } else {
                        QuestionKind::Choice(dice.list(3, Self::texts))
                    },
                }),
            }),
        }
    }

    fn tested_action(&mut self) -> TestedAction {
        TestedAction { routing: RoutingId(self.small()), action: ActionId(self.small()), title: self.text() }
    }

    fn expectation(&mut self, kind: usize) -> Expectation {
        match kind {
            0 => Expectation::Outcome(self.text()),
            1 => Expectation::EndsAt(self.tested_action(), self.text()),
            2 => Expectation::ServedBy(Named { id: ResourceId(self.small()), name: self.text() }),
            3 => Expectation::Passes(self.tested_action(), self.text()),
            4 => Expectation::DoesNotPass(self.tested_action(), self.text()),
            5 => Expectation::Order(self.tested_action(), self.tested_action()),
            6 => Expectation::Equals(self.text(), self.text()),
            7 => Expectation::Contains(self.text(), self.text()),
            8 => Expectation::Ledger(self.text(), self.text()),
            9 => Expectation::NoLedger(self.text(), self.text()),
            10 => Expectation::Hears(self.text()),
            11 => Expectation::Within(self.pick(&[Until::End, Until::Person, Until::Queue]), self.small()),
            12 => Expectation::MenusBeforePerson(self.small()),
            13 => Expectation::Passage(self.tested_action(), self.text()),
            _ => Expectation::Tag(self.text()),
        }
    }

    fn drawn_time(&mut self) -> Time {
        let (mean, spread) = (Amount(self.small()), Amount(self.pick(&[0, 1, 4_200_000_000])));
        self.pick(&[Time::Exponential(mean), Time::Fixed(mean), Time::Lognormal(mean, spread)])
    }

    /// A scenario with everything that one can say.
    fn scenario(&mut self) -> Scenario {
        let amounts = |dice: &mut Self| dice.list(4, |dice| Amount(dice.pick(&[0, 50, 1_200, 1_233])));
        Scenario {
            id: ScenarioId(0),
            name: self.text(),
            note: self.text(),
            from: self.moment().date_naive(),
            days: self.pick(&[1, 7, 99]),
            arrivals: self.list(2, |dice| Arrivals {
                entry_point: Named { id: EntryPointId(dice.small()), name: dice.text() },
                pattern: dice.pick(&[Pattern::Poisson, Pattern::Even]),
                week: dice.list(7, amounts),
            }),
            percent: self.pick(&[0, 100, 150]),
            customers: Customers {
                saved: self.list(2, |dice| (Named { id: CallerId(dice.small()), name: dice.text() }, dice.small())),
                languages: self.list(2, |dice| (dice.text(), dice.small())),
                hidden: self.small(),
                returning: self.small(),
            },
            answers: self.list(2, |dice| AnswerMix {
                action: dice.tested_action(),
                mix: dice.list(2, |dice| (dice.text(), dice.small())),
            }),
            queues: self.list(3, |dice| AtQueue {
                queue: Named { id: ResourceId(dice.small()), name: dice.text() },
                staff: match dice.below(3) {
                    0 => Staff::Members,
                    1 => Staff::People(dice.small()),
                    _ => Staff::EachHalfHour(dice.list(3, Self::small)),
                },
                handling: dice.coin().then(|| dice.drawn_time()),
                patience: dice.coin().then(|| dice.drawn_time()),
            }),
            handling: self.coin().then(|| self.drawn_time()),
            patience: self.coin().then(|| self.drawn_time()),
            absent: self.list(2, |dice| Named { id: ResourceId(dice.small()), name: dice.text() }),
            absence: self.small(),
            failures: self.list(2, |dice| Failure {
                what: if dice.coin() {
                    Failing::System(OutsideSystem::Email)
                } else {
                    Failing::Service(Named { id: ResourceId(dice.small()), name: dice.text() })
                },
                from: dice.small(),
                to: dice.small(),
            }),
            retries: self.coin().then(|| Retries { percent: self.small(), after: self.drawn_time() }),
            warm_up_s: self.small(),
            replications: self.pick(&[0, 10, 11]),
            seed: self.pick(&[0, 1, u64::MAX]),
        }
    }

    /// A test call with every kind of expectation, some of them twice.
    fn test_call(&mut self) -> TestCall {
        let caller = match self.below(3) {
            0 => TestCaller::Unknown,
            1 => TestCaller::Saved(Named { id: CallerId(self.small()), name: self.text() }),
            _ => TestCaller::Own(Box::new(Caller { name: self.text(), variables: self.texts(), ..Caller::default() })),
        };
        let world = match self.below(3) {
            0 => TestWorld::Usual,
            1 => TestWorld::Saved(Named { id: WorldId(self.small()), name: self.text() }),
            _ => TestWorld::Own(Box::new(World {
                name: self.text(),
                start: self.coin().then(|| self.moment().naive_utc()),
                users: [(ResourceId(2), UserState::Busy)].into(),
                ..World::default()
            })),
        };
        TestCall {
            id: TestCallId(0),
            name: self.text(),
            note: self.text(),
            is_required: self.coin(),
            routing: RoutingId(self.pick(&[5, 299])),
            caller,
            world,
            arrival: match self.below(3) {
                0 => Arrival::First,
                1 => Arrival::At(Named { id: EntryPointId(self.small()), name: self.text() }),
                _ => Arrival::Nowhere,
            },
            start: self.coin().then(|| self.moment().naive_utc()),
            seed: self.pick(&[0, 1, u64::MAX]),
            answers: self.list(3, |dice| RecordedAnswer {
                routing: RoutingId(dice.small()),
                action: ActionId(dice.small()),
                question: dice.pick(&[0, 1, 7]),
                key: dice.text(),
                value: dice.text(),
                text: dice.text(),
            }),
            expectations: (0..15 + self.below(4)).map(|kind| self.expectation(kind)).collect(),
        }
    }

    /// A complete, valid project.
    pub fn project(&mut self) -> Project {
        let mut project = small();
        project.uid = self.text();
        project.last_id = 1000;
        project.settings = Settings {
            name: self.text(),
            time_zone: self.text(),
            default_language: self.text(),
            step_limit: self.small(),
            default_country: self.pick(&["", "FR", "US"]).to_owned(),
            phrases: self.list(2, |dice| (dice.text(), dice.texts())).into_iter().collect(),
        };
        project.entry_points.values_mut().for_each(|it| Arc::make_mut(it).source = self.text());
        for (id, kind) in (100..).zip(0..12) {
            let resource = Resource {
                id: ResourceId(id),
                name: self.text(),
                reference: format!("r{id}"),
                description: self.text(),
                aliases: self.list(2, |dice| dice.alias(id)),
                data: self.resource_data(kind),
            };
            project.resources.insert(resource.id, Arc::new(resource));
        }
        if let Some(routing) = project.routings.get_mut(&RoutingId(5)) {
            Arc::make_mut(routing).last_action = ActionId(5);
        }
        for id in 200..202 {
            let mut version = self.version(id, 5);
            if let Some(plan) = &version.info.planned {
                // One plan a date, which is a rule of projects.
                let is_taken = project.also_planned(&version, plan.at.date()).next().is_some();
                version.info.planned = version.info.planned.filter(|_| !is_taken);
            }
            project.versions.insert(VersionId(id), Arc::new(version));
        }
        let routing = Routing {
            id: RoutingId(299),
            name: self.text(),
            reference: "generated".to_owned(),
            aliases: self.list(2, |dice| dice.alias(299)),
            last_action: ActionId(9),
            ..Routing::default()
        };
        project.routings.insert(routing.id, Arc::new(routing));
        let caller = Caller {
            id: CallerId(300),
            name: self.text(),
            number: self.text(),
            is_hidden: self.coin(),
            display_name: self.text(),
            language: self.text(),
            source: self.text(),
            keyword: self.text(),
            active_page: self.text(),
            landing_page: self.text(),
            campaign: self.text(),
            referrer: self.text(),
            score: self.pick(&[None, Some(0), Some(-3)]),
            contacts: self.list(2, |dice| Contact {
                hours_ago: dice.small(),
                channel: dice.pick(&Channel::ALL),
                served_by: dice.pick(&[None, Some(ResourceId(2))]),
            }),
            variables: self.texts(),
            ..Caller::default()
        };
        project.callers.insert(caller.id, Arc::new(caller));
        let queue = QueueState { waiting: self.small(), longest_wait_s: 0, estimated_wait_s: Some(0), connected: None };
        let service = self.pick(&[0, 1, 2]);
        let service = [ServiceState::Up, ServiceState::Down, ServiceState::Answers(self.text())][service].clone();
        let world = World {
            id: WorldId(301),
            name: self.text(),
            start: self.coin().then(|| self.moment().naive_utc()),
            users: self.list(2, |dice| (ResourceId(dice.small()), dice.pick(&UserState::ALL))).into_iter().collect(),
            queues: [(ResourceId(1), queue)].into(),
            services: [(ResourceId(4), service)].into(),
            ..World::default()
        };
        project.worlds.insert(world.id, Arc::new(world));
        for id in 302..304 {
            let test_call = TestCall { id: TestCallId(id), ..self.test_call() };
            project.test_calls.insert(test_call.id, Arc::new(test_call));
        }
        for id in 304..306 {
            let scenario = Scenario { id: ScenarioId(id), ..self.scenario() };
            project.scenarios.insert(scenario.id, Arc::new(scenario));
        }
        project.activity = self.list(3, |dice| Activity { at: dice.moment(), who: dice.text(), what: dice.text() });
        project
    }
}
