//! The conversion of a project whose file has an older format (spec: meaning §11): what the report on opening says.

use crate::model::{Place, Project};
use crate::rules;
use crate::storage::SCHEMA;

/// The conversion of the open project.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Conversion {
    /// The number of the older format.
    pub from: u32,
    /// The number of the present format.
    pub to: u32,
    /// What the conversion changed outside trees, as sentences.
    pub changes: Vec<String>,
    /// The actions to which changed rules apply.
    pub places: Vec<Changed>,
}

/// An action to which changed rules apply.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Changed {
    /// The action.
    pub place: Place,
    /// The action and its version in words.
    pub words: String,
    /// What the rules say now, as sentences.
    pub rules: Vec<&'static str>,
}

impl Conversion {
    /// Looks for the actions to which changed rules apply; this takes time in a large project.
    #[must_use]
    pub fn new(from: u32, changes: Vec<String>, project: &Project) -> Self {
        let listed = |place: rules::ChangedPlace| Changed {
            place: Place::Action(place.action),
            words: place.words,
            rules: place.rules.iter().map(|rule| rule.words).collect(),
        };
        let places = rules::changed_places(project).into_iter().map(listed).collect();
        Self { from, to: SCHEMA, changes, places }
    }
}
