//! The kinds of expectations, and a first expectation of each, which the editor then changes.

use strum::{EnumIter, IntoEnumIterator as _};

use crate::catalog::Outcome;
use crate::lint::variables::readable_paths;
use crate::model::{Expectation, Named, OutsideSystem, ResourceKind, TestedAction, Until};

use super::shown::Detail;

/// The most seconds that a new line allows.
const FIRST_LIMIT_S: u32 = 120;

/// A kind of expectation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, EnumIter)]
pub(super) enum Kind {
    Outcome,
    EndsAt,
    ServedBy,
    Passes,
    DoesNotPass,
    Order,
    Equals,
    Contains,
    Ledger,
    NoLedger,
    Hears,
    InAll,
    BeforePerson,
    InQueues,
    Menus,
    Passage,
    Tag,
}

impl Kind {
    /// Every kind with its words in the menu.
    pub fn options() -> Vec<(Self, String)> {
        Self::iter().map(|kind| (kind, kind.words().to_owned())).collect()
    }

    fn words(self) -> &'static str {
        match self {
            Self::Outcome => "The outcome is …",
            Self::EndsAt => "The flow ends at an action …",
            Self::ServedBy => "A user or a queue serves the customer …",
            Self::Passes => "The call passes an action …",
            Self::DoesNotPass => "The call does not pass an action …",
            Self::Order => "The call passes one action before another …",
            Self::Equals => "A variable is …",
            Self::Contains => "A variable contains …",
            Self::Ledger => "The ledger has an entry …",
            Self::NoLedger => "The ledger has no entry …",
            Self::Hears => "The customer hears …",
            Self::InAll => "The interaction takes at most …",
            Self::BeforePerson => "A person answers within …",
            Self::InQueues => "The customer waits in queues for at most …",
            Self::Menus => "So many menus at most before a person …",
            Self::Passage => "A passage is recorded …",
            Self::Tag => "The interaction has the tag …",
        }
    }

    /// A first expectation of this kind, which says what happens in the call as far as that is known.
    ///
    /// # Errors
    /// Why there can be none, as a sentence.
    pub fn first(self, it: &Detail<'_>) -> Result<Expectation, &'static str> {
        let project = it.project();
        let passed = it.look.map(|look| look.passed.as_slice()).unwrap_or_default();
        let last = || passed.last().cloned().or_else(|| start(it)).ok_or("The version has no action.");
        let path = || readable_paths(project).into_iter().next().ok_or("The project has no variable.");
        let system = || OutsideSystem::Email.words().to_owned();
        Ok(match self {
            Self::Outcome => {
                let now = it.result.map(|result| result.outcome.as_str()).unwrap_or_default();
                let known = Outcome::ALL.iter().find(|outcome| outcome.words() == now);
                Expectation::Outcome(known.unwrap_or(&Outcome::ALL[0]).words().to_owned())
            }
            Self::EndsAt => Expectation::EndsAt(last()?, String::new()),
            Self::ServedBy => {
                let mut served = [ResourceKind::User, ResourceKind::Queue].into_iter();
                let first = served.find_map(|kind| project.resources_of(kind).next());
                let first = first.ok_or("The project has no users and no queues.")?;
                Expectation::ServedBy(Named::of(first.id, project))
            }
            Self::Passes => Expectation::Passes(last()?, String::new()),
            Self::DoesNotPass => Expectation::DoesNotPass(last()?, String::new()),
            Self::Order => {
                let last = last()?;
                Expectation::Order(passed.first().cloned().unwrap_or_else(|| last.clone()), last)
            }
            Self::Equals => Expectation::Equals(path()?, String::new()),
            Self::Contains => Expectation::Contains(path()?, String::new()),
            Self::Ledger => Expectation::Ledger(system(), String::new()),
            Self::NoLedger => Expectation::NoLedger(system(), String::new()),
            Self::Hears => Expectation::Hears(String::new()),
            Self::InAll => Expectation::Within(Until::End, FIRST_LIMIT_S),
            Self::BeforePerson => Expectation::Within(Until::Person, FIRST_LIMIT_S),
            Self::InQueues => Expectation::Within(Until::Queue, FIRST_LIMIT_S),
            Self::Menus => Expectation::MenusBeforePerson(1),
            Self::Passage => Expectation::Passage(last()?, String::new()),
            Self::Tag => Expectation::Tag(String::new()),
        })
    }
}

/// Start of the version.
fn start(it: &Detail<'_>) -> Option<TestedAction> {
    let version = it.project().versions.get(&it.version)?;
    let start = version.flow.start()?;
    Some(TestedAction { routing: version.info.routing, action: start.id, title: String::new() })
}
