//! What somebody changed in mid-run in words, as a trace shows it: facts about the outside, and variables. Nothing is decided here.

use crate::catalog::assign::Assigned;
use crate::catalog::text::duration_words;
use crate::catalog::{Fact, FactValue};
use crate::model::{Project, ResourceId, ServiceState};

/// A variable that somebody changed, as a sentence.
#[must_use]
pub fn variable_changed(Assigned { path, before, after }: &Assigned) -> String {
    let words = |value: &str| if value.is_empty() { "not set".to_owned() } else { format!("\"{value}\"") };
    format!("From now on {path} is {} (before: {}).", words(after), words(before))
}

/// A fact that changed, as a sentence.
#[must_use]
pub fn changed(project: &Project, fact: Fact, value: &FactValue) -> String {
    let name = |id: ResourceId| project.resources.get(&id).map_or("An item", |found| found.name.as_str());
    let from_now_on = |what: String| format!("From now on {what}.");
    match (fact, value) {
        (Fact::State(user), FactValue::State(state)) => {
            from_now_on(format!("{} is {}", name(user), state.words().to_lowercase()))
        }
        (Fact::Load(user), FactValue::Load(load)) => from_now_on(format!(
            "{} has {} open sessions and has received {} today",
            name(user),
            load.sessions,
            load.received_today
        )),
        (Fact::Waiting(queue), FactValue::Number(count)) => {
            from_now_on(format!("{count} are waiting in {}", name(queue)))
        }
        (Fact::Connected(queue), FactValue::Number(count)) => {
            from_now_on(format!("{count} are connected to {}", name(queue)))
        }
        (Fact::EstimatedWait(queue), FactValue::Number(seconds)) => {
            from_now_on(format!("the estimated wait in {} is {}", name(queue), duration_words(*seconds)))
        }
        (Fact::System(system), FactValue::Yes(is_up)) => {
            let how = if *is_up { "can be reached" } else { "cannot be reached" };
            from_now_on(format!("{} {how}", system.words()))
        }
        (Fact::Service(service), FactValue::Service(ServiceState::Up)) => {
            from_now_on(format!("{} can be reached", name(service)))
        }
        (Fact::Service(service), FactValue::Service(ServiceState::Down)) => {
            from_now_on(format!("{} cannot be reached", name(service)))
        }
        (Fact::Service(service), FactValue::Service(ServiceState::Answers(answer))) => {
            from_now_on(format!("{} answers \"{answer}\"", name(service)))
        }
        _ => "Something outside the flow has changed.".to_owned(),
    }
}
