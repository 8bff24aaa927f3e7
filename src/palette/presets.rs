//! The presets that come with the program: files of copied actions, with a name and everyday words each (spec: ease §1).

use crate::catalog::{Category, Channels, Icon};
use crate::model::{Channel, Clip};
use crate::storage::clip;

/// A preset.
#[derive(Debug)]
pub struct Preset {
    /// The id, which is the name of its file.
    pub id: &'static str,
    /// The title in the palette.
    pub title: &'static str,
    /// What it adds.
    pub doc: &'static str,
    /// Everyday words by which it is found, with commas between them.
    pub words: &'static str,
    /// The icon.
    pub icon: Icon,
    /// The group whose colour the icon has.
    pub category: Category,
    /// Where it is offered.
    pub channels: Channels,
    text: &'static str,
}

impl Preset {
    /// The actions that it adds, with titles and texts to change.
    #[must_use]
    pub fn clip(&self) -> Clip {
        // A test reads every file.
        clip::read(self.text).unwrap_or_default()
    }
}

macro_rules! preset {
    ($id:literal, $title:literal, $icon:ident, $category:ident, $channels:expr, $words:literal, $doc:literal) => {
        Preset {
            id: $id,
            title: $title,
            doc: $doc,
            words: $words,
            icon: Icon::$icon,
            category: Category::$category,
            channels: $channels,
            text: include_str!(concat!("../../assets/presets/", $id, ".ron")),
        }
    };
}

const CHAT: Channels = Channels(&[Channel::Messaging]);
const EMAIL: Channels = Channels(&[Channel::Email]);

/// Every preset, in the order of the palette.
pub(super) static ALL: &[Preset] = &[
    preset!(
        "say",
        "Say",
        Megaphone,
        Voice,
        Channels::VOICE,
        "greeting, welcome, play prompt, announcement, speak, play a text",
        "An announcement that says a text and goes on."
    ),
    preset!(
        "menu",
        "Menu",
        ListBullets,
        Voice,
        Channels::VOICE,
        "ivr, ivr menu, auto attendant, digital receptionist, press 1, keypad menu, dtmf menu, options",
        "An announcement with a menu of two keys. Change the keys and their meanings in the form."
    ),
    preset!(
        "keypad_entry",
        "Keypad entry",
        Hash,
        Voice,
        Channels::VOICE,
        "enter a number, collect digits, get digits, gather, pin, customer number, dtmf, keypad",
        "An announcement that takes a number from the keypad into a variable."
    ),
    preset!(
        "language_choice",
        "Language choice",
        Translate,
        Voice,
        Channels::VOICE,
        "language menu, bilingual, multilingual, languages, english or french",
        "A menu of two languages. Each key sets the language of the call, and both go on together."
    ),
    preset!(
        "closed",
        "Closed announcement",
        Clock,
        Time,
        Channels::VOICE,
        "opening hours, business hours, after hours, night message, holiday message",
        "Tests a calendar. When you are closed, the caller hears so and the call ends."
    ),
    preset!(
        "queue_then_voicemail",
        "Queue, then voicemail",
        Queue,
        Distribution,
        Channels::VOICE,
        "overflow, overflow to voicemail, busy, all lines busy, queue and voicemail, hotline",
        "A queue. When nobody can take the call, the caller hears so and leaves a message."
    ),
    preset!(
        "transfer_outside",
        "Transfer outside",
        PhoneTransfer,
        Distribution,
        Channels::VOICE,
        "transfer, forward, external transfer, call forward, divert, outside line, dial a number",
        "Calls a number outside the company. When the line is busy or nobody answers, the caller hears so."
    ),
    preset!(
        "take_a_message",
        "Take a message",
        Voicemail,
        Distribution,
        Channels::VOICE,
        "voicemail, voice mail, answering machine, leave a message, record a message",
        "Asks for a message and records it in a voice mailbox."
    ),
    preset!(
        "say_and_hang_up",
        "Say and hang up",
        XCircle,
        Voice,
        Channels::VOICE,
        "hang up, end call, goodbye, disconnect, terminate, end the call, finish",
        "An announcement after which the call ends."
    ),
    preset!(
        "chat_menu",
        "Welcome and menu",
        ListBullets,
        Messaging,
        CHAT,
        "greeting, welcome message, chat menu, menu, buttons, options",
        "Writes a welcome and offers three buttons. Change the buttons in the form."
    ),
    preset!(
        "chat_language_choice",
        "Language choice",
        Translate,
        Messaging,
        CHAT,
        "language menu, bilingual, multilingual, languages",
        "Two buttons for the language. Each one sets the language of the chat, and both go on together."
    ),
    preset!(
        "chat_to_people",
        "Hand over with a word before",
        Headset,
        Messaging,
        CHAT,
        "human, live agent, live chat, talk to a person, handoff, escalate",
        "Says that a colleague is coming, then puts the chat before people. When nobody joins, the customer reads so."
    ),
    preset!(
        "email_receipt",
        "Confirm the receipt, then queue",
        ArrowBendUpLeft,
        Email,
        EMAIL,
        "autoresponder, acknowledgement, confirmation, support mailbox, ticket received",
        "Answers the sender that the email has arrived, and puts the email into a queue."
    ),
];

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::actions;
    use crate::catalog::{Severity, sample};
    use crate::edit::{Context, Document, Edit, Spot};
    use crate::lint;
    use crate::model::{Routing, VersionId};
    use crate::palette::Offer;

    const FOLDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/assets/presets");

    #[test]
    fn each_file_is_read_and_is_as_the_program_writes_it() {
        let mut ids = BTreeSet::new();
        for preset in ALL {
            let clip = clip::read(preset.text).unwrap_or_else(|why| panic!("{}: {why}", preset.id));
            let written = clip::write(&clip, &clip.titles()).unwrap();
            let (_, entries) = written.split_once("#![schema").unwrap();
            let entries = format!("#![schema{entries}");
            if std::env::var_os("UPDATE_PRESETS").is_some() {
                let file = format!("{FOLDER}/{}.ron", preset.id);
                crate::storage::replace_file(file.as_ref(), entries.as_bytes()).unwrap();
            } else {
                assert_eq!(entries, preset.text, "{}: write the files again with UPDATE_PRESETS=1", preset.id);
            }
            assert!(actions::spec(preset.id).is_none() && ids.insert(preset.id), "{}", preset.id);
            for channel in preset.channels.0 {
                for (action, _) in &clip.actions {
                    assert!(actions::spec_of(action).unwrap().channels.has(*channel), "{}", preset.id);
                }
            }
        }
        let files = std::fs::read_dir(FOLDER).unwrap();
        assert_eq!(files.count(), ALL.len());
    }
    /// A project with a routing of a channel, and its first version, in which Start leads nowhere.
    fn blank(channel: Channel) -> (Document, VersionId) {
        let mut document = Document::new(sample::project());
        let routing = Routing { name: "New".to_owned(), reference: "new".to_owned(), channel, ..Routing::default() };
        let routing = document.apply(&Edit::StoreRouting { routing }, &Context::default()).unwrap().routing.unwrap();
        let create = Edit::CreateVersion { routing, from: None, name: "First".to_owned(), description: String::new() };
        let version = document.apply(&create, &Context::default()).unwrap().version.unwrap();
        (document, version)
    }

    #[test]
    fn a_preset_lacks_nothing_but_what_only_the_user_knows() {
        for preset in ALL {
            for channel in preset.channels.0 {
                let (mut document, version) = blank(*channel);
                let start = document.project().versions[&version].flow.start().unwrap().id;
                let edit = Offer::Preset(preset).edit(version, Spot::After(start, "ok".to_owned()), None);
                document.apply(&edit, &Context::default()).unwrap();
                let project = document.project();
                let version = &project.versions[&version];
                assert_eq!(version.flow.actions.len(), preset.clip().len() + 1);
                let errors: Vec<String> = lint::check_version(project, version)
                    .into_iter()
                    .filter(|it| it.severity == Severity::Error)
                    .filter(|it| !["missing-parameter", "dropped-branch"].contains(&it.code))
                    .map(|it| format!("{}: {}", it.code, it.message))
                    .collect();
                assert_eq!(errors, Vec::<String>::new(), "{} in {channel:?}", preset.id);
            }
        }
    }
}
