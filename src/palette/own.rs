//! The presets that the user has made from a selection (spec: ease §1). Their files are read by `storage::presets`.

use crate::actions;
use crate::catalog::{ActionSpec, Category, Icon};
use crate::model::{Channel, Clip};
use crate::storage::presets::Kept;

use super::find::Names;

/// The group of these presets.
pub(super) const GROUP: &str = "My presets";
/// What the ids of these presets begin with; no kind and no built-in preset has a colon in its id.
const ID: &str = "own:";

/// A preset of the user.
pub struct OwnPreset {
    /// The id.
    pub id: String,
    /// The name.
    pub name: String,
    /// The name of its file.
    pub file: String,
    /// What it adds, in words.
    pub doc: String,
    /// The actions, notes and frames.
    pub clip: Clip,
    pub(super) names: Names,
}

impl OwnPreset {
    /// The preset in a file.
    #[must_use]
    pub fn new(kept: Kept) -> Self {
        let Kept { file, name, clip } = kept;
        let doc = format!("{}: {}.", clip.count_words(), clip.titles().join(", "));
        let names = Names::new([&name; 2], "", GROUP, &doc);
        Self { id: format!("{ID}{file}"), names, name, file, doc, clip }
    }

    /// The kinds that this version of Signalbox knows.
    fn specs(&self) -> impl Iterator<Item = &'static ActionSpec> {
        self.clip.actions.iter().filter_map(|(action, _)| actions::spec_of(action))
    }

    /// Whether every kind is for a channel. Kinds that are not known say so when the preset is added.
    pub(super) fn is_for(&self, channel: Channel) -> bool {
        self.specs().all(|spec| spec.channels.has(channel))
    }

    /// The icon of its first kind, and the group whose colour the icon has.
    pub(super) fn icon(&self) -> (Icon, Category) {
        self.specs().next().map_or((Icon::NotePencil, Category::Flow), |spec| (spec.icon, spec.category))
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::catalog::sample;
    use crate::model::{Action, ActionId, Pos};
    use crate::palette::{Offer, offers};

    fn preset(name: &str, kinds: &[&str]) -> Arc<OwnPreset> {
        let action = |(id, kind): (u32, &&str)| (Arc::new(Action::new(ActionId(id), kind)), Pos(0, 0));
        let clip = Clip { actions: (1..).zip(kinds).map(action).collect(), ..Clip::default() };
        Arc::new(OwnPreset::new(Kept { file: format!("{name}.ron"), name: name.to_owned(), clip }))
    }

    fn titles(typed: &str, channel: Channel, own: &[Arc<OwnPreset>]) -> Vec<String> {
        let found = offers(typed, channel, own);
        found.iter().filter(|offer| offer.group() == GROUP).map(|offer| offer.title().to_owned()).collect()
    }

    #[test]
    fn presets_are_offered_where_all_of_their_kinds_are() {
        let own = [
            preset("Wait and queue", &["voice_announcement", "to_queue"]),
            preset("Receipt", &["auto_reply"]),
            preset("Later kind", &["voice_announcement", "teleport"]),
        ];
        assert_eq!(titles("", Channel::Voice, &own), ["Wait and queue", "Later kind"]);
        assert_eq!(titles("", Channel::Email, &own), ["Receipt"]);
        assert_eq!(titles("", Channel::Messaging, &own), Vec::<String>::new());
        assert_eq!(titles("queue wait", Channel::Voice, &own), ["Wait and queue"]);
        assert_eq!(offers("receipt", Channel::Email, &own)[0].id(), "own:Receipt.ron");
        // They come first, and are found by their ids.
        assert_eq!(offers("", Channel::Voice, &own)[0].title(), "Wait and queue");
        let later = Offer::of("own:Later kind.ron", &own).unwrap();
        let project = sample::project();
        let voice = project.versions.keys().find(|id| project.channel_of(**id) == Channel::Voice).unwrap();
        assert!(later.check(&project, *voice).unwrap_err().contains("teleport"));
        assert!(Offer::of("own:Wait and queue.ron", &own).unwrap().check(&project, *voice).is_ok());
        assert!(Offer::of("own:gone.ron", &own).is_none());
    }
}
