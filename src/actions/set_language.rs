//! Set the language: the customer's language from here on (spec: meaning §5 and §10). A text that has no words in `fr-CA` is said in
//! `fr`, else in the default language.

use crate::catalog::branch::OK;
use crate::catalog::{
    ActionSpec, BranchPart, Category, Channels, CheckCx, Cx, Example, Field, Finding, Icon, Step, WayOn, language,
};
use crate::model::{ItemRef, Operand, Params, ResourceData, ResourceKind};

use super::shared::optional_item;
use super::shared_language::{is_code, not_a_code};

const LANGUAGE: Field<Operand> = Field::operand("language", "Language")
    .help("A language code, such as fr or fr-CA, or a variable that holds one. What is said after it is in this language.")
    .required();
const VOICE: Field<Option<ItemRef>> = Field::item("voice", "Voice", ResourceKind::TtsVoice)
    .help("In calls: the voice that reads the texts after it, where an announcement names none.");

/// The kind.
pub static SPEC: ActionSpec = ActionSpec {
    id: "set_language",
    title: "Set the language",
    short_title: "Language",
    category: Category::Flow,
    icon: Icon::Translate,
    words: "language, language choice, set voice, locale, english, french, bilingual, multilingual, translation",
    channels: Channels::VOICE_AND_MESSAGING,
    doc: "Sets the customer's language, such as after a menu of languages. Everything that is said or written after it is in that \
          language; a text without it is in the language without its country, else in the default language.",
    card: "{language} · {voice}",
    fields: &[LANGUAGE.spec(), VOICE.spec()],
    branches: &[BranchPart::One(&OK)],
    way_on: WayOn::Key("ok"),
    caller_may_leave: false,
    run,
    check,
    examples: &[
        Example::new("French", r#"{"language": Operand(Text("fr"))}"#, "", "ok"),
        Example::new(
            "Canadian French, with a voice",
            r#"{"language": Operand(Text("fr-CA")), "voice": Item(Reference("emma"))}"#,
            "",
            "ok",
        ),
        Example::new(
            "A variable that holds no language",
            r#"{"language": Operand(Variable("customer.name"))}"#,
            "",
            "ok",
        ),
    ],
};

fn run(cx: &mut Cx<'_>) -> Step {
    let operand = cx.get(&LANGUAGE);
    match cx.value(operand) {
        Ok(code) if is_code(code.trim()) => cx.set_language(code.trim()),
        Ok(code) if code.trim().is_empty() => cx.note("No language is given, so it stays as it is."),
        Ok(code) => cx.note(format_args!("\"{code}\" is not a language code, so the language stays as it is.")),
        Err(why) => cx.note(why),
    }
    if let Some(voice) = optional_item(cx, &VOICE)
        && let ResourceData::TtsVoice(data) = &voice.data
    {
        cx.note(format_args!("{} ({}) reads what follows.", voice.name, data.language));
    }
    Step::go(&OK)
}

/// The code of the language that the action sets, where it is fixed; empty where it is not.
pub(super) fn fixed_code(params: &Params) -> String {
    match params.get(&LANGUAGE) {
        Operand::Text(text) if !text.contains("{{") => text.trim().to_owned(),
        _ => String::new(),
    }
}

fn check(cx: &CheckCx<'_>) -> Vec<Finding> {
    let params = &cx.action.params;
    let mut findings = Vec::new();
    let code = fixed_code(params);
    let code = code.as_str();
    if !code.is_empty() && !is_code(code) {
        findings.push(not_a_code(code));
    }
    let voice = params.get(&VOICE).and_then(|item| cx.project.resolve(ResourceKind::TtsVoice, &item));
    if let Some(ResourceData::TtsVoice(data)) = voice.map(|voice| &voice.data)
        && is_code(code)
        && language::main_part(&data.language) != language::main_part(code)
    {
        let message =
            format!("The voice speaks \"{}\", not \"{code}\". Choose a voice of that language.", data.language);
        findings.push(Finding::warning("language-voice", message));
    }
    findings
}
