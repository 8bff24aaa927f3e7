//! What can be added to a tree: kinds of actions, and presets, which add a kind with its parameters set or several actions at once. Both are
//! found by what people type (spec: ease §1).

mod find;
mod own;
mod presets;

use std::collections::BTreeMap;
use std::sync::{Arc, LazyLock};

use crate::actions;
use crate::catalog::{ActionSpec, Category, Icon};
use crate::edit::{Edit, Spot, addable};
use crate::model::flow::START;
use crate::model::{Action, ActionId, Channel, Clip, Pos, Project, Version, VersionId};

pub use own::OwnPreset;
pub use presets::Preset;

use find::{Fit, Names, fit, plain};

/// The most kinds that a tree offers again.
const MOST_RECENT: usize = 5;
/// The most kinds that are offered because a project uses them often, and from how many uses on.
const MOST_OFTEN: usize = 5;
const OFTEN: usize = 3;

/// Something that can be added.
#[derive(Clone)]
pub enum Offer {
    /// A kind of action.
    Kind(&'static ActionSpec),
    /// A preset.
    Preset(&'static Preset),
    /// A preset of the user.
    Own(Arc<OwnPreset>),
}

impl Offer {
    /// The kind or the preset with an id; `own` are the presets of the user.
    #[must_use]
    pub fn of(id: &str, own: &[Arc<OwnPreset>]) -> Option<Self> {
        let preset = || presets::ALL.iter().find(|preset| preset.id == id).map(Self::Preset);
        let own = || own.iter().find(|preset| preset.id == id).cloned().map(Self::Own);
        actions::spec(id).map(Self::Kind).or_else(preset).or_else(own)
    }

    /// The id: no preset has that of a kind.
    #[must_use]
    pub fn id(&self) -> &str {
        match self {
            Self::Kind(spec) => spec.id,
            Self::Preset(preset) => preset.id,
            Self::Own(preset) => &preset.id,
        }
    }

    /// The title in the palette.
    #[must_use]
    pub fn title(&self) -> &str {
        match self {
            Self::Kind(spec) => spec.short(),
            Self::Preset(preset) => preset.title,
            Self::Own(preset) => &preset.name,
        }
    }

    /// The name of its group in the palette.
    #[must_use]
    pub fn group(&self) -> &'static str {
        match self {
            Self::Kind(spec) => spec.category.words(),
            Self::Preset(_) => "Ready-made",
            Self::Own(_) => own::GROUP,
        }
    }

    /// What it does.
    #[must_use]
    pub fn doc(&self) -> &str {
        match self {
            Self::Kind(spec) => spec.doc,
            Self::Preset(preset) => preset.doc,
            Self::Own(preset) => &preset.doc,
        }
    }

    /// Its icon, and the group whose colour the icon has.
    #[must_use]
    pub fn icon(&self) -> (Icon, Category) {
        match self {
            Self::Kind(spec) => (spec.icon, spec.category),
            Self::Preset(preset) => (preset.icon, preset.category),
            Self::Own(preset) => preset.icon(),
        }
    }

    /// What a preset adds; none for a kind.
    fn clip(&self) -> Option<Clip> {
        match self {
            Self::Kind(_) => None,
            Self::Preset(preset) => Some(preset.clip()),
            Self::Own(preset) => Some(preset.clip.clone()),
        }
    }

    /// The ids of the kinds that it adds, with those that this version of Signalbox does not know.
    #[must_use]
    pub fn kinds(&self) -> Vec<String> {
        match self {
            Self::Kind(spec) => vec![spec.id.to_owned()],
            Self::Preset(_) | Self::Own(_) => {
                let clip = self.clip().unwrap_or_default();
                clip.actions.iter().map(|(action, _)| action.kind.clone()).collect()
            }
        }
    }

    /// The first action that it adds.
    #[must_use]
    pub fn first(&self) -> Option<Action> {
        match self {
            Self::Kind(spec) => Some(Action { params: spec.initial(), ..Action::new(ActionId(0), spec.id) }),
            Self::Preset(_) | Self::Own(_) => self.clip()?.actions.first().map(|(action, _)| (**action).clone()),
        }
    }

    /// Whether it can be added to a version.
    ///
    /// # Errors
    /// Why not.
    pub fn check(&self, project: &Project, version: VersionId) -> Result<(), String> {
        let kinds = self.kinds();
        kinds.iter().try_for_each(|kind| addable(project, version, kind).map(|_| ()).map_err(|why| why.to_string()))
    }

    /// The edit that adds it.
    #[must_use]
    pub fn edit(&self, version: VersionId, spot: Spot, pos: Option<Pos>) -> Edit {
        match self {
            Self::Kind(spec) => Edit::AddAction { version, kind: spec.id.to_owned(), spot, pos },
            Self::Preset(_) | Self::Own(_) => {
                Edit::Paste { version, clip: Box::new(self.clip().unwrap_or_default()), spot, pos }
            }
        }
    }

    fn is_for(&self, channel: Channel) -> bool {
        match self {
            Self::Kind(spec) => spec.channels.has(channel) && spec.id != START,
            Self::Preset(preset) => preset.channels.has(channel),
            Self::Own(preset) => preset.is_for(channel),
        }
    }

    /// Whether it belongs to a group that is not about the channel itself.
    fn is_of_others(&self, channel: Channel) -> bool {
        matches!(self, Self::Kind(spec) if !is_own(spec.category, channel))
    }
}

/// The names of a kind or a preset that comes with the program.
fn names(offer: &Offer, titles: [&str; 2], words: &str) -> Names {
    Names::new(titles, words, offer.group(), offer.doc())
}

/// Everything that can be added to a tree of a channel; `own` are the presets of the user. Where nothing was typed: presets, those of the user
/// first, then the groups of the channel itself, then the others; else what fits best first, and what fits equally well in that order.
#[must_use]
pub fn offers(typed: &str, channel: Channel, own: &[Arc<OwnPreset>]) -> Vec<Offer> {
    // Read in each frame of a search, so the names are made comparable once.
    static ALL: LazyLock<Vec<(Offer, Names)>> = LazyLock::new(|| {
        let presets = presets::ALL.iter().map(|preset| (Offer::Preset(preset), [preset.title; 2], preset.words));
        let kinds = actions::ALL.iter().map(|spec| (Offer::Kind(spec), [spec.title, spec.short()], spec.words));
        let all = presets.chain(kinds);
        all.map(|(offer, titles, words)| (offer.clone(), names(&offer, titles, words))).collect()
    });
    let typed = plain(typed);
    let is_typed = !typed.is_empty();
    let fit = |names| is_typed.then(|| fit(names, &typed)).flatten();
    let own = own.iter().map(|preset| (Offer::Own(preset.clone()), fit(&preset.names)));
    let all = own.chain(ALL.iter().map(|(offer, names)| (offer.clone(), fit(names))));
    let mut found: Vec<(Offer, Option<Fit>)> =
        all.filter(|(offer, fit)| offer.is_for(channel) && (fit.is_some() || !is_typed)).collect();
    found.sort_by_key(|(offer, fit)| (*fit, offer.is_of_others(channel)));
    found.into_iter().map(|(offer, _)| offer).collect()
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

/// The kinds that the trees of a project use most, which are for a channel; at least three uses count as often.
#[must_use]
pub fn often_used(project: &Project, channel: Channel) -> Vec<&'static ActionSpec> {
    let mut uses: BTreeMap<&str, usize> = BTreeMap::new();
    for action in project.versions.values().flat_map(|version| version.flow.actions.values()) {
        *uses.entry(action.kind.as_str()).or_default() += 1;
    }
    let spec = |(kind, count): (&str, usize)| actions::spec(kind).map(|spec| (count, spec));
    let mut often: Vec<(usize, &ActionSpec)> =
        uses.into_iter().filter(|(_, count)| *count >= OFTEN).filter_map(spec).collect();
    often.retain(|(_, spec)| spec.id != START && spec.channels.has(channel));
    often.sort_by_key(|(count, _)| std::cmp::Reverse(*count));
    often.into_iter().map(|(_, spec)| spec).take(MOST_OFTEN).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::sample;

    #[test]
    fn kinds_with_three_uses_in_all_trees_are_used_often() {
        let mut project = sample::project();
        let trees: Vec<VersionId> = project.versions.keys().copied().collect();
        for id in &trees {
            Arc::make_mut(project.versions.get_mut(id).unwrap()).flow.actions.clear();
        }
        let mut next = 100;
        let mut add = |tree: VersionId, kind: &str, count: usize| {
            let version = Arc::make_mut(project.versions.get_mut(&tree).unwrap());
            for _ in 0..count {
                next += 1;
                version.flow.actions.insert(ActionId(next), Arc::new(Action::new(ActionId(next), kind)));
            }
        };
        let (first, last) = (trees[0], *trees.last().unwrap());
        for (kind, count) in [("to_queue", 2), ("pause", 3), ("tag", 9), ("auto_reply", 8), ("teleport", 7), (START, 6)]
        {
            add(first, kind, count);
        }
        // Two in one tree and four in another.
        add(last, "to_queue", 4);
        add(last, "voice_announcement", 2);
        let ids =
            |project: &Project| often_used(project, Channel::Voice).iter().map(|spec| spec.id).collect::<Vec<_>>();
        assert_eq!(ids(&project), ["tag", "to_queue", "pause"]);
        let mut add = |kind: &str, count: usize| {
            let version = Arc::make_mut(project.versions.get_mut(&first).unwrap());
            for id in 0..count {
                let id = ActionId(u32::try_from(1_000 + 100 * count + id).unwrap());
                version.flow.actions.insert(id, Arc::new(Action::new(id, kind)));
            }
        };
        for (kind, count) in [("to_user", 20), ("to_number", 21), ("web_service", 22), ("send_sms", 23)] {
            add(kind, count);
        }
        assert_eq!(ids(&project), ["send_sms", "web_service", "to_number", "to_user", "tag"]);
    }
}
