//! What can be added to a tree: kinds of actions, and presets, which add a kind with its parameters set or several actions at once. Both are
//! found by what people type (spec: ease §1).

mod find;
mod presets;

use std::sync::LazyLock;

use crate::actions;
use crate::catalog::{ActionSpec, Category, Icon};
use crate::edit::{Edit, Spot, addable};
use crate::model::flow::START;
use crate::model::{Action, ActionId, Channel, Pos, Project, Version, VersionId};

pub use presets::Preset;

use find::{Fit, Names, fit, plain};

/// The most kinds that a tree offers again.
const MOST_RECENT: usize = 5;

/// Something that can be added.
#[derive(Clone, Copy)]
pub enum Offer {
    /// A kind of action.
    Kind(&'static ActionSpec),
    /// A preset.
    Preset(&'static Preset),
}

impl Offer {
    /// The kind or the preset with an id.
    #[must_use]
    pub fn of(id: &str) -> Option<Self> {
        let preset = || presets::ALL.iter().find(|preset| preset.id == id).map(Self::Preset);
        actions::spec(id).map(Self::Kind).or_else(preset)
    }

    /// The id: no preset has that of a kind.
    #[must_use]
    pub fn id(&self) -> &'static str {
        match self {
            Self::Kind(spec) => spec.id,
            Self::Preset(preset) => preset.id,
        }
    }

    /// The title in the palette.
    #[must_use]
    pub fn title(&self) -> &'static str {
        match self {
            Self::Kind(spec) => spec.short(),
            Self::Preset(preset) => preset.title,
        }
    }

    /// The name of its group in the palette.
    #[must_use]
    pub fn group(&self) -> &'static str {
        match self {
            Self::Kind(spec) => spec.category.words(),
            Self::Preset(_) => "Ready-made",
        }
    }

    /// What it does.
    #[must_use]
    pub fn doc(&self) -> &'static str {
        match self {
            Self::Kind(spec) => spec.doc,
            Self::Preset(preset) => preset.doc,
        }
    }

    /// Its icon, and the group whose colour the icon has.
    #[must_use]
    pub fn icon(&self) -> (Icon, Category) {
        match self {
            Self::Kind(spec) => (spec.icon, spec.category),
            Self::Preset(preset) => (preset.icon, preset.category),
        }
    }

    /// The ids of the kinds that it adds.
    #[must_use]
    pub fn kinds(&self) -> Vec<&'static str> {
        match self {
            Self::Kind(spec) => vec![spec.id],
            Self::Preset(preset) => {
                preset.clip().actions.iter().filter_map(|(action, _)| Some(actions::spec_of(action)?.id)).collect()
            }
        }
    }

    /// The first action that it adds.
    #[must_use]
    pub fn first(&self) -> Option<Action> {
        match self {
            Self::Kind(spec) => Some(Action { params: spec.initial(), ..Action::new(ActionId(0), spec.id) }),
            Self::Preset(preset) => preset.clip().actions.first().map(|(action, _)| (**action).clone()),
        }
    }

    /// Whether it can be added to a version.
    ///
    /// # Errors
    /// Why not.
    pub fn check(&self, project: &Project, version: VersionId) -> Result<(), String> {
        let kinds = self.kinds();
        kinds
            .into_iter()
            .try_for_each(|kind| addable(project, version, kind).map(|_| ()).map_err(|why| why.to_string()))
    }

    /// The edit that adds it.
    #[must_use]
    pub fn edit(&self, version: VersionId, spot: Spot, pos: Option<Pos>) -> Edit {
        match self {
            Self::Kind(spec) => Edit::AddAction { version, kind: spec.id.to_owned(), spot, pos },
            Self::Preset(preset) => Edit::Paste { version, clip: Box::new(preset.clip()), spot, pos },
        }
    }

    fn is_for(&self, channel: Channel) -> bool {
        match self {
            Self::Kind(spec) => spec.channels.has(channel) && spec.id != START,
            Self::Preset(preset) => preset.channels.has(channel),
        }
    }

    /// Whether it belongs to a group that is not about the channel itself.
    fn is_of_others(&self, channel: Channel) -> bool {
        matches!(self, Self::Kind(spec) if !is_own(spec.category, channel))
    }

    fn names(&self) -> Names {
        let (titles, words) = match self {
            Self::Kind(spec) => ([spec.title, spec.short()], spec.words),
            Self::Preset(preset) => ([preset.title; 2], preset.words),
        };
        Names::new(titles, words, self.group(), self.doc())
    }
}

/// Everything that can be added to a tree of a channel. Where nothing was typed: presets, then the groups of the channel itself, then the others;
/// else what fits best first, and what fits equally well in that order.
#[must_use]
pub fn offers(typed: &str, channel: Channel) -> Vec<Offer> {
    // Read in each frame of a search, so the names are made comparable once.
    static ALL: LazyLock<Vec<(Offer, Names)>> = LazyLock::new(|| {
        let kinds = actions::ALL.iter().map(|spec| Offer::Kind(spec));
        presets::ALL.iter().map(Offer::Preset).chain(kinds).map(|offer| (offer, offer.names())).collect()
    });
    let typed = plain(typed);
    let is_typed = !typed.is_empty();
    let offered = ALL.iter().filter(|(offer, _)| offer.is_for(channel));
    let mut found: Vec<(Option<Fit>, Offer)> = offered
        .map(|(offer, names)| (is_typed.then(|| fit(names, &typed)).flatten(), *offer))
        .filter(|(fit, _)| fit.is_some() || !is_typed)
        .collect();
    found.sort_by_key(|(fit, offer)| (*fit, offer.is_of_others(channel)));
    found.into_iter().map(|(_, offer)| offer).collect()
}

/// Whether a group is about one channel.
fn is_own(category: Category, channel: Channel) -> bool {
    match channel {
        Channel::Voice => category == Category::Voice,
        Channel::Email => category == Category::Email,
        Channel::Messaging => category == Category::Messaging,
    }
}

/// The kinds that were added to a tree last, the latest first.
#[must_use]
pub fn recent(version: &Version) -> Vec<&'static ActionSpec> {
    let mut kinds: Vec<&ActionSpec> = Vec::new();
    for action in version.flow.actions.values().rev().filter(|action| !action.is_start()) {
        if kinds.len() == MOST_RECENT {
            break;
        }
        kinds.extend(actions::spec_of(action).filter(|spec| kinds.iter().all(|known| known.id != spec.id)));
    }
    kinds
}
