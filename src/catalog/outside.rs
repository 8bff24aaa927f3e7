//! The outside of a flow as base facts: one fact in, one value out. It holds no rule and computes nothing: what follows from
//! several facts is computed by those who read them (spec: meaning §0).

use std::sync::{Arc, OnceLock};

use chrono::{DateTime, Utc};

use crate::model::caller::{Email, Opportunity};
use crate::model::{
    Caller, CampaignTarget, Case, Contact, CrmCard, OutsideSystem, QueueState, ResourceId, ServiceState, UserLoad,
    UserState, World,
};

use super::chance::Purpose;

/// A base fact about the outside.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Fact {
    /// The moment at which the interaction began.
    Start,
    /// The caller's number or address.
    Number,
    /// Whether the number is withheld.
    IsHidden,
    /// The caller's own name.
    Name,
    /// The caller's language; empty when it is not known.
    Language,
    /// The marketing source.
    Source,
    /// The searched keyword.
    Keyword,
    /// The page that the visitor is on.
    ActivePage,
    /// The page at which the visitor arrived.
    LandingPage,
    /// The campaign that brought the visitor.
    Campaign,
    /// The page that referred to ours.
    Referrer,
    /// The score of an earlier call.
    Score,
    /// The past contacts, newest first.
    Contacts,
    /// Who owns the customer's lead.
    LeadOwner,
    /// The customer's opportunities.
    Opportunities,
    /// The name of the chosen opportunity.
    Opportunity,
    /// The first message of a chat.
    FirstMessage,
    /// The email that came in.
    Email,
    /// How many wait in a queue.
    Waiting(ResourceId),
    /// How long the first of those who wait in a queue has waited, in seconds.
    LongestWait(ResourceId),
    /// How many people are connected to a queue, where that is pinned.
    Connected(ResourceId),
    /// The estimated wait in a queue in seconds, where that is pinned.
    EstimatedWait(ResourceId),
    /// The state of a person, where it does not go by the work schedule.
    State(ResourceId),
    /// What a person has on their hands.
    Load(ResourceId),
    /// Where the cursor of a team, queue or distribution policy is.
    Cursor(ResourceId),
    /// Whether an outside system can be reached.
    System(OutsideSystem),
    /// The state of a web service.
    Service(ResourceId),
    /// The rows of a database, where they are not those of the resource.
    Rows(ResourceId),
    /// The cases that exist.
    Cases,
    /// The CRM cards that exist.
    Cards,
    /// The targets of campaigns.
    Targets,
    /// What chance gives. No outside knows it: the engine draws, or an answer forces it.
    Draw(Purpose),
}

impl Fact {
    /// Whether the fact may change while the interaction goes on, so that the simulator offers to change it.
    #[must_use]
    pub fn may_change(self) -> bool {
        matches!(
            self,
            Self::Waiting(_)
                | Self::Connected(_)
                | Self::EstimatedWait(_)
                | Self::State(_)
                | Self::Load(_)
                | Self::System(_)
                | Self::Service(_)
        )
    }
}

/// The value of a fact. The variant belongs to the fact; [`FactValue::Nothing`] means that the outside does not say.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum FactValue {
    /// The outside does not say.
    #[default]
    Nothing,
    /// A moment.
    Moment(DateTime<Utc>),
    /// A text.
    Text(String),
    /// Yes or no.
    Yes(bool),
    /// A number.
    Number(i64),
    /// A resource.
    Item(ResourceId),
    /// Past contacts.
    Contacts(Arc<Vec<Contact>>),
    /// Opportunities.
    Opportunities(Arc<Vec<Opportunity>>),
    /// An email.
    Email(Arc<Email>),
    /// The state of a person.
    State(UserState),
    /// What a person has on their hands.
    Load(UserLoad),
    /// The state of a web service.
    Service(ServiceState),
    /// The rows of a database.
    Rows(Arc<Vec<Vec<String>>>),
    /// Cases.
    Cases(Arc<Vec<Case>>),
    /// CRM cards.
    Cards(Arc<Vec<CrmCard>>),
    /// Targets of campaigns.
    Targets(Arc<Vec<CampaignTarget>>),
    /// What was drawn: the value of a lot.
    Drawn(String),
}

/// Whatever answers for the outside: a world with its caller, an explorer that tries every value, or the floor of a load run.
pub trait Outside: std::fmt::Debug + Send + Sync {
    /// The value of a fact now.
    fn read(&self, fact: Fact) -> FactValue;

    /// The same where the people are the outside's, of a call that has taken so many steps. Only an outside that knows what was at which step
    /// looks at their number.
    fn read_after(&self, fact: Fact, _steps: u32) -> FactValue {
        self.read(fact)
    }

    /// Whether it alone knows what people are and whose turn it is, so that a call forgets after each step what it has noted of that. The
    /// floor of a load run tells its calls to forget by itself.
    fn owns_people(&self) -> bool {
        false
    }

    /// Whether people and queues are a floor that many interactions share, as in a load run. Such a floor is asked each time, nothing that it
    /// said is kept, and what happens there comes as [`super::FloorEvent`], so that nobody is asked what people do.
    fn is_floor(&self) -> bool {
        false
    }

    /// What [`Fact::State`] and [`Fact::Load`] of a person say, at once.
    fn person(&self, who: ResourceId) -> (Option<UserState>, UserLoad) {
        let state = match self.read(Fact::State(who)) {
            FactValue::State(state) => Some(state),
            _ => None,
        };
        let load = match self.read(Fact::Load(who)) {
            FactValue::Load(load) => load,
            _ => UserLoad::default(),
        };
        (state, load)
    }
}

/// A caller and a world, which never change by themselves.
#[derive(Clone, Debug)]
pub struct Preset {
    start: DateTime<Utc>,
    of: Of,
}

/// Who calls in which world.
#[derive(Clone, Debug)]
enum Of {
    /// Of whom and of which nothing is said: most calls that are played.
    Usual(&'static All),
    /// Of whom or of which something is said.
    Own(Box<All>),
}

/// All facts of a caller and a world.
#[derive(Clone, Debug)]
struct All {
    caller: Caller,
    world: World,
    contacts: Arc<Vec<Contact>>,
    opportunities: Arc<Vec<Opportunity>>,
    email: Option<Arc<Email>>,
    cases: Arc<Vec<Case>>,
    cards: Arc<Vec<CrmCard>>,
    targets: Arc<Vec<CampaignTarget>>,
    rows: std::collections::BTreeMap<ResourceId, Arc<Vec<Vec<String>>>>,
}

impl Preset {
    /// The outside that a caller and a world make, from a moment on.
    #[must_use]
    pub fn new(start: DateTime<Utc>, caller: &Caller, world: &World) -> Self {
        static USUAL: OnceLock<All> = OnceLock::new();
        let usual = || USUAL.get_or_init(|| All::of(&Caller::default(), &World::default()));
        let says_nothing = is_unknown(caller) && is_usual(world);
        Self { start, of: if says_nothing { Of::Usual(usual()) } else { Of::Own(Box::new(All::of(caller, world))) } }
    }
}

/// Whether nothing is known of a caller that a fact could say. The list of fields is complete, so that no new one is forgotten.
fn is_unknown(caller: &Caller) -> bool {
    let Caller {
        id: _,
        name: _,
        variables: _,
        number,
        is_hidden,
        display_name,
        language,
        source,
        keyword,
        active_page,
        landing_page,
        campaign,
        referrer,
        score,
        contacts,
        lead_owner,
        opportunities,
        opportunity,
        first_message,
        email,
    } = caller;
    let texts = [number, display_name, language, source, keyword, active_page, landing_page, campaign, referrer];
    let says_nothing = texts.into_iter().chain([opportunity, first_message]).all(String::is_empty);
    says_nothing
        && !is_hidden
        && score.is_none()
        && contacts.is_empty()
        && lead_owner.is_none()
        && opportunities.is_empty()
        && email.is_none()
}

/// Whether nothing is said of a world that a fact could say; the start of the call is given beside it. The list of fields is complete, too.
fn is_usual(world: &World) -> bool {
    let World {
        id: _,
        name: _,
        start: _,
        users,
        queues,
        services,
        loads,
        cursors,
        databases,
        systems_down,
        cases,
        cards,
        targets,
    } = world;
    users.is_empty()
        && queues.is_empty()
        && services.is_empty()
        && loads.is_empty()
        && cursors.is_empty()
        && databases.is_empty()
        && systems_down.is_empty()
        && cases.is_empty()
        && cards.is_empty()
        && targets.is_empty()
}

impl All {
    fn of(caller: &Caller, world: &World) -> Self {
        let (mut caller, mut world) = (caller.clone(), world.clone());
        Self {
            contacts: Arc::new(std::mem::take(&mut caller.contacts)),
            opportunities: Arc::new(std::mem::take(&mut caller.opportunities)),
            email: caller.email.take().map(Arc::new),
            cases: Arc::new(std::mem::take(&mut world.cases)),
            cards: Arc::new(std::mem::take(&mut world.cards)),
            targets: Arc::new(std::mem::take(&mut world.targets)),
            rows: std::mem::take(&mut world.databases).into_iter().map(|(id, rows)| (id, Arc::new(rows))).collect(),
            caller,
            world,
        }
    }

    fn queue(&self, id: ResourceId) -> QueueState {
        self.world.queues.get(&id).copied().unwrap_or_default()
    }
}

impl Outside for Preset {
    fn read(&self, fact: Fact) -> FactValue {
        let all = match &self.of {
            Of::Usual(all) => all,
            Of::Own(all) => &**all,
        };
        let All { caller, world, .. } = all;
        let text = |text: &String| FactValue::Text(text.clone());
        let count = |count: u32| FactValue::Number(count.into());
        match fact {
            Fact::Start => FactValue::Moment(self.start),
            Fact::Number => text(&caller.number),
            Fact::IsHidden => FactValue::Yes(caller.is_hidden),
            Fact::Name => text(&caller.display_name),
            Fact::Language => text(&caller.language),
            Fact::Source => text(&caller.source),
            Fact::Keyword => text(&caller.keyword),
            Fact::ActivePage => text(&caller.active_page),
            Fact::LandingPage => text(&caller.landing_page),
            Fact::Campaign => text(&caller.campaign),
            Fact::Referrer => text(&caller.referrer),
            Fact::Score => caller.score.map_or(FactValue::Nothing, FactValue::Number),
            Fact::Contacts => FactValue::Contacts(all.contacts.clone()),
            Fact::LeadOwner => caller.lead_owner.map_or(FactValue::Nothing, FactValue::Item),
            Fact::Opportunities => FactValue::Opportunities(all.opportunities.clone()),
            Fact::Opportunity => text(&caller.opportunity),
            Fact::FirstMessage => text(&caller.first_message),
            Fact::Email => all.email.clone().map_or(FactValue::Nothing, FactValue::Email),
            Fact::Waiting(queue) => count(all.queue(queue).waiting),
            Fact::LongestWait(queue) => count(all.queue(queue).longest_wait_s),
            Fact::Connected(queue) => all.queue(queue).connected.map_or(FactValue::Nothing, count),
            Fact::EstimatedWait(queue) => all.queue(queue).estimated_wait_s.map_or(FactValue::Nothing, count),
            Fact::State(user) => world.users.get(&user).copied().map_or(FactValue::Nothing, FactValue::State),
            Fact::Load(user) => FactValue::Load(world.loads.get(&user).copied().unwrap_or_default()),
            Fact::Cursor(of) => count(world.cursors.get(&of).copied().unwrap_or(0)),
            Fact::System(system) => FactValue::Yes(!world.systems_down.contains(&system)),
            Fact::Service(service) => FactValue::Service(world.services.get(&service).cloned().unwrap_or_default()),
            Fact::Rows(database) => all.rows.get(&database).cloned().map_or(FactValue::Nothing, FactValue::Rows),
            Fact::Cases => FactValue::Cases(all.cases.clone()),
            Fact::Cards => FactValue::Cards(all.cards.clone()),
            Fact::Targets => FactValue::Targets(all.targets.clone()),
            Fact::Draw(_) => FactValue::Nothing,
        }
    }
}
