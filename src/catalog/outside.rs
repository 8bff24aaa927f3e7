//! The outside of a flow as base facts: one fact in, one value out. It holds no rule and computes nothing: what follows from
//! several facts is computed by those who read them (spec: meaning §0).

use std::sync::Arc;

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
}

/// A caller and a world, which never change by themselves.
#[derive(Clone, Debug, Default)]
pub struct Preset {
    start: DateTime<Utc>,
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
        let (mut caller, mut world) = (caller.clone(), world.clone());
        Self {
            start,
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
        let Self { caller, world, .. } = self;
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
            Fact::Contacts => FactValue::Contacts(self.contacts.clone()),
            Fact::LeadOwner => caller.lead_owner.map_or(FactValue::Nothing, FactValue::Item),
            Fact::Opportunities => FactValue::Opportunities(self.opportunities.clone()),
            Fact::Opportunity => text(&caller.opportunity),
            Fact::FirstMessage => text(&caller.first_message),
            Fact::Email => self.email.clone().map_or(FactValue::Nothing, FactValue::Email),
            Fact::Waiting(queue) => count(self.queue(queue).waiting),
            Fact::LongestWait(queue) => count(self.queue(queue).longest_wait_s),
            Fact::Connected(queue) => self.queue(queue).connected.map_or(FactValue::Nothing, count),
            Fact::EstimatedWait(queue) => self.queue(queue).estimated_wait_s.map_or(FactValue::Nothing, count),
            Fact::State(user) => world.users.get(&user).copied().map_or(FactValue::Nothing, FactValue::State),
            Fact::Load(user) => FactValue::Load(world.loads.get(&user).copied().unwrap_or_default()),
            Fact::Cursor(of) => count(world.cursors.get(&of).copied().unwrap_or(0)),
            Fact::System(system) => FactValue::Yes(!world.systems_down.contains(&system)),
            Fact::Service(service) => FactValue::Service(world.services.get(&service).cloned().unwrap_or_default()),
            Fact::Rows(database) => self.rows.get(&database).cloned().map_or(FactValue::Nothing, FactValue::Rows),
            Fact::Cases => FactValue::Cases(self.cases.clone()),
            Fact::Cards => FactValue::Cards(self.cards.clone()),
            Fact::Targets => FactValue::Targets(self.targets.clone()),
            Fact::Draw(_) => FactValue::Nothing,
        }
    }
}
