//! What a person hears before a talk and the customer does not: a field of the kinds that put the customer through (spec: meaning §10). It is
//! no kind of its own.

use crate::catalog::field::Texts;
use crate::catalog::text::speaking_ms;
use crate::catalog::{Cx, Field, FieldSpec, Whisper};
use crate::choice;
use crate::model::{Channel, ItemRef, Params, ResourceKind};

use super::shared::optional_item;

choice! {
    /// What who answers hears first.
    Source { Nothing = "nothing" "Nothing", Text = "text" "Text, spoken by a voice", Sound = "sound" "Sound file" }
}

const SOURCE: Field<Source> = Field::choice("whisper", "Announcement to who answers").help(
    "What the person hears before the talk begins. The customer does not hear it and waits so long. In calls only.",
);
const TEXT: Field<Texts> = Field::texts("whisper_text", "Text for who answers")
    .help("What the person hears, in each language. Variables go in double braces: {{customer.tier}}.")
    .required()
    .shown_if("whisper", &["text"]);
const VOICE: Field<Option<ItemRef>> = Field::item("whisper_voice", "Voice for who answers", ResourceKind::TtsVoice)
    .help("The voice that reads the text.")
    .shown_if("whisper", &["text"]);
const SOUND: Field<Option<ItemRef>> = Field::item("whisper_sound", "Sound for who answers", ResourceKind::SoundFile)
    .help("The sound that the person hears.")
    .required()
    .shown_if("whisper", &["sound"]);

/// The fields of the announcement to who answers.
pub(super) const WHISPER: [&FieldSpec; 4] = [SOURCE.spec(), TEXT.spec(), VOICE.spec(), SOUND.spec()];

/// Whether who answers hears something first.
pub(super) fn whispers(params: &Params) -> bool {
    params.get(&SOURCE) != Source::Nothing
}

/// What who answers hears before the talk, with its length; none in chats and emails, and where there is nothing to say.
pub(super) fn whisper(cx: &mut Cx<'_>) -> Option<Whisper> {
    if cx.channel() != Channel::Voice {
        return None;
    }
    let (text, length_ms) = match cx.get(&SOURCE) {
        Source::Nothing => return None,
        Source::Text => {
            let text = cx.text_for(&TEXT);
            let length_ms = speaking_ms(&text);
            (text.into_owned(), length_ms)
        }
        Source::Sound => {
            let sound = optional_item(cx, &SOUND)?;
            cx.sound(&sound)
        }
    };
    (!text.trim().is_empty()).then_some(Whisper { text, length_ms })
}
