//! What customers hear or read at an action, and the languages that a version speaks (spec: ease §2, the call sheet). It is no kind of its
//! own: the fields of every kind say what becomes of their texts.

use std::borrow::Cow;
use std::collections::BTreeSet;

use crate::catalog::field::{FromValue as _, TextUse};
use crate::catalog::spec::ActionSpec;
use crate::catalog::system_phrases::Phrase;
use crate::catalog::{CheckCx, FieldKind, FieldSpec, ItemKind, language, spoken_languages, words};
use crate::model::{
    Channel, ItemRef, Params, Project, Resource, ResourceData, ResourceId, ResourceKind, Texts, Value, Version,
};

use super::{language_set, phrases_said, spec_of, to_queue, to_voice_mailbox};

/// What is said or written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Said<'a> {
    /// A text for each language; without any text where a text that must be there is missing.
    Texts(Cow<'a, Texts>),
    /// A phrase of the system.
    Phrase(&'static Phrase),
    /// What an item says that is not known before a call: the path of the variable that names the item.
    Variable(&'a str),
    /// What an item says that does not exist: the item in words; empty where none is chosen.
    Missing(String),
}

/// Something that is heard or read at an action.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Heard<'a> {
    /// What it is: the label of the field, or what the resource calls it.
    pub what: String,
    /// What is said or written.
    pub said: Said<'a>,
    /// The resource that has the text, where the action itself has none.
    pub of: Option<&'a Resource>,
    /// The voice that reads the text, in words; empty where none is chosen or none is needed.
    pub voice: String,
    /// Whether it is read and not heard.
    pub is_written: bool,
}

/// Everything that customers hear or read at an action as it stands, and what a person hears who answers: the texts of its fields that are in
/// force and of the resources that it names, in the order of its form, then the phrases of the system.
#[must_use]
pub fn heard<'a>(cx: &CheckCx<'a>) -> Vec<Heard<'a>> {
    let Some(spec) = spec_of(cx.action) else { return Vec::new() };
    let mut found = Vec::new();
    let voice = voice(cx, spec);
    in_fields(cx, spec.fields, &cx.action.params, &voice, &mut found);
    found.extend(phrases_said(cx).into_iter().map(|phrase| Heard {
        what: phrase.name.to_owned(),
        said: Said::Phrase(phrase),
        of: None,
        voice: String::new(),
        is_written: cx.routing.channel != Channel::Voice,
    }));
    found
}

/// The codes of the languages that a version speaks: the project's default language first, then those that its actions set and those in
/// which they have texts.
#[must_use]
pub fn languages_spoken(project: &Project, version: &Version) -> Vec<String> {
    let default = &project.settings.default_language;
    let set = version.flow.actions.values().filter_map(|action| language_set(action));
    let spoken = spoken_languages::of_version(version).into_iter().map(str::to_owned);
    let others: BTreeSet<String> = set.chain(spoken).filter(|code| !language::same(code, default)).collect();
    std::iter::once(default.clone()).chain(others).collect()
}

/// The voice that an action names.
fn voice(cx: &CheckCx<'_>, spec: &ActionSpec) -> String {
    let mut fields = spec.shown_fields(cx.action, cx.routing.channel);
    let named = fields.find_map(|field| match (field.kind, cx.action.params.value(field.key)) {
        (FieldKind::Item(kind @ ItemKind::Resource(ResourceKind::TtsVoice)), Some(Value::Item(item))) => {
            Some(words::item_words(cx.project, kind, item))
        }
        _ => None,
    });
    named.unwrap_or_default()
}

fn in_fields<'a>(
    cx: &CheckCx<'a>,
    fields: &[&'static FieldSpec],
    params: &'a Params,
    voice: &str,
    found: &mut Vec<Heard<'a>>,
) {
    let channel = cx.routing.channel;
    let shown = |field: &&&'static FieldSpec| field.is_shown(params, fields) && field.channels.has(channel);
    for field in fields.iter().filter(shown) {
        match (field.kind, params.value(field.key)) {
            (FieldKind::Texts, value) if field.text_use != TextUse::Recognised => {
                let texts = Texts::from_value(value, field);
                if has_text(&texts) || field.is_required {
                    let is_written = channel != Channel::Voice || field.text_use == TextUse::Written;
                    let voice = if is_written { String::new() } else { voice.to_owned() };
                    let (what, said) = (field.label.to_owned(), Said::Texts(texts));
                    found.push(Heard { what, said, of: None, voice, is_written });
                }
            }
            (FieldKind::Rows { columns, .. }, Some(Value::Rows(rows))) => {
                for (place, row) in (1..).zip(rows) {
                    let before = found.len();
                    in_fields(cx, columns, &row.cells, voice, found);
                    // Several rows have the same label: *Choice 1*, *Choice 2*.
                    found.iter_mut().skip(before).for_each(|heard| heard.what = format!("{} {place}", heard.what));
                }
            }
            (FieldKind::Item(ItemKind::Resource(kind)), value) if !is_replaced(cx, kind) => {
                in_item(cx, field, kind, value, found);
            }
            _ => {}
        }
    }
}

fn has_text(texts: &Texts) -> bool {
    texts.values().any(|text| !text.trim().is_empty())
}

/// Whether the action has a text of its own that is said instead of those of its items of a kind.
fn is_replaced(cx: &CheckCx<'_>, kind: ResourceKind) -> bool {
    cx.action.kind == to_voice_mailbox::SPEC.id
        && kind == ResourceKind::VoiceMailbox
        && has_text(&cx.action.params.get(&to_voice_mailbox::GREETING))
}

/// Whether resources of a kind have texts, and whether these are written in every channel.
fn has_texts(kind: ResourceKind) -> Option<bool> {
    match kind {
        ResourceKind::VoiceMailbox | ResourceKind::SoundFile | ResourceKind::Survey => Some(false),
        ResourceKind::EmailTemplate | ResourceKind::SmsTemplate | ResourceKind::MessageTemplate => Some(true),
        _ => None,
    }
}

fn in_item<'a>(
    cx: &CheckCx<'a>,
    field: &FieldSpec,
    kind: ResourceKind,
    value: Option<&'a Value>,
    found: &mut Vec<Heard<'a>>,
) {
    let item = match value {
        Some(Value::Item(item)) => Some(item),
        _ => None,
    };
    let resource = item.and_then(|item| cx.project.resolve(kind, item));
    match (has_texts(kind), item, resource) {
        (None, _, Some(resource)) => music_of_queues(cx, resource, found),
        (Some(is_written), _, Some(resource)) => in_resource(cx, field, resource, is_written, found),
        (Some(is_written), Some(ItemRef::Variable(path)), None) => {
            found.push(unknown(cx, field, Said::Variable(path), is_written));
        }
        (Some(is_written), Some(item), None) => {
            let words = words::item_words(cx.project, ItemKind::Resource(kind), item);
            found.push(unknown(cx, field, Said::Missing(words), is_written));
        }
        (Some(is_written), None, None) if field.is_required => {
            found.push(unknown(cx, field, Said::Missing(String::new()), is_written));
        }
        _ => {}
    }
}

fn unknown<'a>(cx: &CheckCx<'a>, field: &FieldSpec, said: Said<'a>, is_written: bool) -> Heard<'a> {
    let is_written = is_written || cx.routing.channel != Channel::Voice;
    Heard { what: field.label.to_owned(), said, of: None, voice: String::new(), is_written }
}

fn in_resource<'a>(
    cx: &CheckCx<'a>,
    field: &FieldSpec,
    resource: &'a Resource,
    is_written: bool,
    found: &mut Vec<Heard<'a>>,
) {
    let is_sound = matches!(resource.data, ResourceData::SoundFile(_));
    for (name, texts) in spoken_languages::texts_of(resource) {
        // A sound is heard whether or not its words are written down; of the other texts, an empty one is not there.
        if !is_sound && !has_text(texts) {
            continue;
        }
        found.push(Heard {
            what: if is_sound { field.label.to_owned() } else { format!("{name} of {}", resource.name) },
            said: Said::Texts(Cow::Borrowed(texts)),
            of: Some(resource),
            voice: String::new(),
            is_written: is_written || cx.routing.channel != Channel::Voice,
        });
    }
}

/// The music of the queues in which the customer waits, where the action has none of its own.
fn music_of_queues<'a>(cx: &CheckCx<'a>, resource: &'a Resource, found: &mut Vec<Heard<'a>>) {
    let is_played = cx.action.kind == to_queue::SPEC.id
        && cx.routing.channel == Channel::Voice
        && cx.action.params.get(&to_queue::MUSIC).is_none();
    let queues: Vec<ResourceId> = match &resource.data {
        _ if !is_played => Vec::new(),
        ResourceData::Queue(_) => vec![resource.id],
        ResourceData::DistributionGroup(group) => group.queues.iter().map(|it| it.queue).collect(),
        _ => Vec::new(),
    };
    for queue in queues.iter().filter_map(|id| cx.project.resources.get(id)) {
        let ResourceData::Queue(data) = &queue.data else { continue };
        if let Some(music) = data.music.and_then(|id| cx.project.resources.get(&id)) {
            in_resource(cx, to_queue::MUSIC.spec(), music, false, found);
        }
    }
}
