//! What an action reads and writes beyond its own parameters: a method a cell. Whoever records what a kind reads and writes, or
//! keeps it elsewhere, changes these methods and no action.

use std::sync::Arc;

use chrono::{DateTime, Utc};
use chrono_tz::Tz;

use crate::catalog::country;
use crate::catalog::door::Cell;
use crate::catalog::eml::machine;
use crate::catalog::interaction::zone;
use crate::catalog::outside::Fact;
use crate::model::caller::Email;
use crate::model::{
    CampaignTarget, Case, Channel, Contact, CrmCard, OutsideSystem, Resource, ResourceId, Routing, RoutingId,
    ServiceState, Settings,
};

use super::Cx;

/// The project, as it was when the run began.
impl<'a> Cx<'a> {
    /// The routing that the action belongs to.
    #[must_use]
    pub fn own_routing(&self) -> Option<&'a Arc<Routing>> {
        self.parts.own_routing
    }

    /// The channel of the routing that the action belongs to.
    #[must_use]
    pub fn channel(&self) -> Channel {
        self.own_routing().map_or_else(Channel::default, |routing| routing.channel)
    }

    /// The resource of an id.
    #[must_use]
    pub fn resource_of(&self, id: ResourceId) -> Option<&'a Arc<Resource>> {
        self.parts.project.resources.get(&id)
    }

    /// Every resource, in the order of their ids.
    pub fn resources(&self) -> impl Iterator<Item = &'a Arc<Resource>> + use<'a> {
        self.parts.project.resources.values()
    }

    /// Whether a routing has a version that runs when a call comes to it: in production, or in test.
    #[must_use]
    pub fn has_version(&self, routing: RoutingId, in_test: bool) -> bool {
        let project = self.parts.project;
        if in_test { project.in_test(routing).is_some() } else { project.in_production(routing).is_some() }
    }

    /// Whether the version that runs is, or was, in production; one in test or in development is not.
    #[must_use]
    pub fn is_live(&self) -> bool {
        self.parts.is_live
    }

    /// Whether an address is a mailbox of the project.
    #[must_use]
    pub fn is_own_mailbox(&self, address: &str) -> bool {
        machine::is_own_mailbox(self.parts.project, address)
    }

    /// The project's time zone.
    #[must_use]
    pub fn time_zone(&self) -> Tz {
        zone(self.time_zone_name(), "")
    }

    /// The name of the project's time zone.
    #[must_use]
    pub fn time_zone_name(&self) -> &'a str {
        &self.parts.project.settings.time_zone
    }

    /// The default country of the project, whose national numbers and typed dates are read; empty where there is none.
    #[must_use]
    pub fn country(&self) -> &'a str {
        country::of(&self.parts.project.settings)
    }

    /// The settings of the project.
    #[must_use]
    pub fn settings(&self) -> &'a Settings {
        &self.parts.project.settings
    }

    /// The project's default language.
    #[must_use]
    pub fn default_language(&self) -> &'a str {
        &self.parts.project.settings.default_language
    }
}

/// The outside.
impl Cx<'_> {
    /// The moment it is now.
    #[must_use]
    pub fn now(&self) -> DateTime<Utc> {
        self.parts.door.now(self.at_ms())
    }

    /// The customer's past contacts, newest first.
    #[must_use]
    pub fn contacts(&self) -> Arc<Vec<Contact>> {
        self.parts.door.contacts()
    }

    /// Who owns the customer's lead.
    #[must_use]
    pub fn lead_owner(&self) -> Option<ResourceId> {
        self.parts.door.lead_owner()
    }

    /// The first message of a chat.
    #[must_use]
    pub fn first_message(&self) -> String {
        self.parts.door.text(Fact::FirstMessage)
    }

    /// The email that came in, if one did.
    #[must_use]
    pub fn email(&self) -> Option<Arc<Email>> {
        self.parts.door.email()
    }

    /// Whether an outside system can be reached.
    #[must_use]
    pub fn is_up(&self, system: OutsideSystem) -> bool {
        self.parts.door.is_up(system)
    }

    /// The state of a web service.
    #[must_use]
    pub fn service(&self, service: ResourceId) -> ServiceState {
        self.parts.door.service(service)
    }
}

/// The outside's records, and what the run has made of them.
impl Cx<'_> {
    /// The rows of a database: as the run has changed them, else as the outside says, else those of the resource.
    #[must_use]
    pub fn rows(&self, database: ResourceId, own: &[Vec<String>]) -> Arc<Vec<Vec<String>>> {
        self.parts.door.sees(Cell::Rows);
        let changed = self.parts.interaction.databases.get(&database).cloned();
        changed.or_else(|| self.parts.door.rows(database)).unwrap_or_else(|| Arc::new(own.to_vec()))
    }

    /// Writes the rows of a database.
    pub fn set_rows(&mut self, database: ResourceId, rows: Vec<Vec<String>>) {
        self.parts.interaction.databases.insert(database, Arc::new(rows));
    }

    /// The cases.
    #[must_use]
    pub fn cases(&self) -> Arc<Vec<Case>> {
        self.parts.door.sees(Cell::Cases);
        self.parts.interaction.cases.clone().unwrap_or_else(|| self.parts.door.cases())
    }

    /// Writes a case: another one of that number, or a new one at the end.
    pub fn write_case(&mut self, case: Case) {
        let mut cases = self.cases();
        let known = Arc::make_mut(&mut cases);
        match known.iter_mut().find(|known| known.number == case.number) {
            Some(known) => *known = case,
            None => known.push(case),
        }
        self.parts.interaction.cases = Some(cases);
    }

    /// The number of the case that the interaction is associated with; empty for none.
    #[must_use]
    pub fn case(&self) -> &str {
        self.parts.door.sees(Cell::Cases);
        &self.parts.interaction.case
    }

    /// Associates the interaction with a case; an empty number ends that.
    pub fn set_case(&mut self, number: String) {
        self.parts.interaction.case = number;
    }

    /// The CRM cards.
    #[must_use]
    pub fn cards(&self) -> Arc<Vec<CrmCard>> {
        self.parts.door.sees(Cell::Cards);
        self.parts.interaction.cards.clone().unwrap_or_else(|| self.parts.door.cards())
    }

    /// Adds a CRM card. Its place.
    pub fn add_card(&mut self, card: CrmCard) -> usize {
        let mut cards = self.cards();
        Arc::make_mut(&mut cards).push(card);
        let place = cards.len().saturating_sub(1);
        self.parts.interaction.cards = Some(cards);
        place
    }

    /// The place of the CRM card that the interaction is associated with.
    #[must_use]
    pub fn card(&self) -> Option<usize> {
        self.parts.door.sees(Cell::Cards);
        self.parts.interaction.card
    }

    /// Associates the interaction with the CRM card at a place.
    pub fn set_card(&mut self, place: usize) {
        self.parts.interaction.card = Some(place);
    }

    /// The targets of campaigns.
    #[must_use]
    pub fn targets(&self) -> Arc<Vec<CampaignTarget>> {
        self.parts.door.sees(Cell::Targets);
        self.parts.interaction.targets.clone().unwrap_or_else(|| self.parts.door.targets())
    }

    /// Adds a target to its campaign.
    pub fn add_target(&mut self, target: CampaignTarget) {
        let mut targets = self.targets();
        Arc::make_mut(&mut targets).push(target);
        self.parts.interaction.targets = Some(targets);
    }

    /// Whether the run has paid an invoice.
    #[must_use]
    pub fn has_paid(&self, invoice: &str) -> bool {
        self.parts.door.sees(Cell::Paid);
        self.parts.interaction.paid.contains(invoice)
    }

    /// An invoice is paid.
    pub fn set_paid(&mut self, invoice: String) {
        self.parts.interaction.paid.insert(invoice);
    }
}
