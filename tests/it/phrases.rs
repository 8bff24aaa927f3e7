//! Phrases and languages (spec: meaning §5), each rule by hand-worked cases through whole runs.

use std::sync::Arc;

use signalbox::catalog::sample::{ANA, BEN, SUPPORT};
use signalbox::catalog::system_phrases::{ALL, LANGUAGES};
use signalbox::catalog::{Effect, language};
use signalbox::model::resource::{QuestionKind, SurveyQuestion};
use signalbox::model::{Channel, Place, Project, QueueState, Resource, ResourceData, Texts, UserState};
use signalbox::sim::{Run, What};
use signalbox::storage;

use crate::support::Lab;

const SUPPORT_FLOW: &str = "start -> queue(support); rest -> end";
const SURVEY_FLOW: &str = r#"start -> survey{"survey": Item(Reference("satisfaction"))}; rest -> end"#;

fn texts(own: &str, french: &str) -> Texts {
    let all = [("", own), ("fr", french)].into_iter().filter(|(_, text)| !text.is_empty());
    all.map(|(code, text)| (code.to_owned(), text.to_owned())).collect()
}

fn resource<'a>(project: &'a mut Project, reference: &str) -> &'a mut Resource {
    let found = project.resources.values_mut().find(|it| it.reference == reference);
    Arc::make_mut(found.unwrap())
}

fn questions(lab: &mut Lab) -> &mut Vec<SurveyQuestion> {
    let ResourceData::Survey(survey) = &mut resource(&mut lab.project, "satisfaction").data else {
        panic!("no survey")
    };
    &mut survey.questions
}

fn set_phrase(lab: &mut Lab, key: &str, code: &str, text: &str) {
    let texts = lab.project.settings.phrases.entry(key.to_owned()).or_default();
    texts.insert(code.to_owned(), text.to_owned());
}

fn heard(run: &Run) -> Vec<String> {
    let beats = run.beats().iter();
    let heard = beats.filter_map(|beat| match &beat.what {
        What::Effect(Effect::Heard(text)) => Some(text.clone()),
        _ => None,
    });
    heard.collect()
}

/// What a customer of a language hears.
fn hears(lab: &Lab, code: &str, script: &str) -> Vec<String> {
    let lab = lab.clone().given(|lab| lab.caller.language = code.to_owned());
    heard(&lab.run(script))
}

#[test]
fn a_queue_speaks_the_language_of_the_customer() {
    let lab = Lab::new(SUPPORT_FLOW).given(|lab| {
        let ResourceData::Queue(queue) = &mut resource(&mut lab.project, "support").data else { panic!("no queue") };
        (queue.says_position, queue.says_wait) = (true, true);
        lab.world.users = [(ANA, UserState::Busy), (BEN, UserState::Busy)].into();
        let state = QueueState { waiting: 2, estimated_wait_s: Some(90), ..QueueState::default() };
        lab.world.queues.insert(SUPPORT, state);
        set_phrase(lab, "queue_position", "fr-CA", "Vous êtes au rang {position}.");
        set_phrase(lab, "queue_position", "it", "Lei è il numero {position}.");
    });
    let english_wait = "The estimated wait is 2 minutes.";
    for (code, position, wait) in [
        ("", "You are number 3 in the queue.", english_wait),
        ("en-GB", "You are number 3 in the queue.", english_wait),
        ("fr", "Vous êtes en position 3 dans la file d'attente.", "Le temps d'attente estimé est de 2 minutes."),
        ("fr-CA", "Vous êtes au rang 3.", "Le temps d'attente estimé est de 2 minutes."),
        ("de-AT", "Sie sind an Position 3 der Warteschlange.", "Die voraussichtliche Wartezeit beträgt 2 Minuten."),
        ("es", "Está en la posición 3 de la cola.", "El tiempo de espera estimado es de 2 minutos."),
        ("it", "Lei è il numero 3.", english_wait),
        ("ja", "You are number 3 in the queue.", english_wait),
    ] {
        assert_eq!(hears(&lab, code, "hang up"), [position, wait], "{code}");
    }
    // The default language of the project comes before English.
    let french = lab.given(|lab| lab.project.settings.default_language = "fr-CA".to_owned());
    assert_eq!(hears(&french, "ja", "hang up")[0], "Vous êtes au rang 3.");
}

#[test]
fn a_mailbox_greets_in_the_language_of_the_customer() {
    let flow = r#"start -> mailbox{"mailbox": Item(Reference("messages"))}; rest -> end"#;
    let with = |greeting: Texts| {
        Lab::new(flow).given(|lab| {
            let ResourceData::VoiceMailbox(mailbox) = &mut resource(&mut lab.project, "messages").data else {
                panic!()
            };
            mailbox.greeting = greeting;
        })
    };
    for (greeting, code, expected) in [
        (texts("Speak.", "Parlez."), "fr-BE", "Parlez."),
        (texts("Speak.", "Parlez."), "de", "Speak."),
        (texts("", ""), "de", "Bitte hinterlassen Sie nach dem Signalton eine Nachricht."),
        (texts("", ""), "en", "Please leave a message after the beep."),
    ] {
        assert_eq!(hears(&with(greeting), code, "hang up"), [expected], "{code}");
    }
}

#[test]
fn a_recording_without_a_text_is_announced_by_the_phrase() {
    let lab = |own: &str| Lab::new(&format!(r#"start -> start_recording{{"announce": Bool(true){own}}}; rest -> end"#));
    assert_eq!(hears(&lab(""), "fr", ""), ["Cet appel est enregistré."]);
    assert_eq!(hears(&lab(r#", "text": Texts({"": "We record."})"#), "fr", ""), ["We record."]);
}

#[test]
fn a_payment_is_asked_for_with_the_amount_as_the_customer_writes_it() {
    let flow = r#"start -> pay_invoice{"module": Item(Reference("billing")), "pays": Text("amount"), "amount": Operand(Text("12.50"))}; rest -> end"#;
    let call = Lab::new(flow);
    let chat = call.clone().over(Channel::Messaging);
    for (lab, code, expected) in [
        (&call, "en", "Please enter your card to pay 12.50 EUR, or press star to stop."),
        (&call, "fr", "Veuillez saisir votre carte pour payer 12,50 EUR, ou appuyez sur étoile pour arrêter."),
        (&chat, "de", "Bitte bezahlen Sie 12,50 EUR über diesen Link."),
    ] {
        assert_eq!(hears(lab, code, "hang up")[0], expected, "{code}");
    }
}

#[test]
fn a_survey_asks_and_understands_in_the_language_of_the_customer() {
    let lab = Lab::new(SURVEY_FLOW).given(|lab| {
        let choices = QuestionKind::Choice(vec![texts("Paper", "Papier"), texts("Screen", "Écran")]);
        let question = |text, kind, says_how| SurveyQuestion { text, kind, says_how };
        *questions(lab) = vec![
            question(texts("How was it?", "C'était comment ?"), QuestionKind::Scale, true),
            question(texts("Solved?", "Résolu ?"), QuestionKind::YesNo, true),
            question(texts("What do you use?", ""), choices, true),
        ];
    });
    let hears_all = |code, script| hears(&lab, code, script)[1..].join(" ");
    assert_eq!(
        hears_all("fr-CA", "press 9; press 1; press 2"),
        "C'était comment ? Tapez un chiffre de 0 à 9. Résolu ? Tapez 1 pour oui, 2 pour non. What do you use? Pour Papier, \
         tapez 1. Pour Écran, tapez 2."
    );
    assert_eq!(
        hears_all("en", "press 9; press 1; press 2"),
        "How was it? Press a key from 0 to 9. Solved? Press 1 for yes, 2 for no. What do you use? For Paper, press 1. For \
         Screen, press 2."
    );
    // What is kept is in the language of the project, whatever the customer speaks.
    let kept = |lab: &Lab, code: &str, script: &str| {
        let lab = lab.clone().given(|lab| lab.caller.language = code.to_owned());
        let run = lab.run(script);
        let ledger = run.beats().iter().filter_map(|beat| match &beat.what {
            What::Effect(Effect::Ledger { what, .. }) => Some(what.clone()),
            _ => None,
        });
        ledger.collect::<Vec<_>>().join("; ")
    };
    let expected = "Satisfaction: How was it? 9; Satisfaction: Solved? 1 Yes; Satisfaction: What do you use? 2 Screen";
    assert_eq!(kept(&lab, "fr", "press 9; press 1; press 2"), expected);
    let chat = lab.clone().over(Channel::Messaging);
    for (code, script) in [
        ("fr", "reply 9; reply Oui !; reply écran"),
        ("fr", "reply 9; choose 1 Oui; choose 2 Écran"),
        ("fr", "reply 9; choose 1 Yes; choose 2 Screen"),
        ("fr", "reply 9; reply yes; reply Screen"),
        ("de", "reply 9; reply 👍; reply 2"),
    ] {
        assert_eq!(kept(&chat, code, script), expected, "{code}: {script}");
    }
    let asks = hears(&chat, "fr", "reply 9; reply 1; reply 1");
    assert_eq!(asks[1..4], ["C'était comment ?", "Répondez par un chiffre de 0 à 9.", "Résolu ?"]);
}

#[test]
fn a_project_understands_its_own_words_for_yes() {
    let flow = r#"start -> ask{"text": Texts({"": "Agreed?"}), "expected": Text("yes_no"), "target": Text("customer.name"), "tries": Int(1)}; rest -> end"#;
    let lab = Lab::new(flow).over(Channel::Messaging).given(|lab| set_phrase(lab, "yes", "it", "Certo, sì"));
    let answer = |code: &str, script: &str| {
        let lab = lab.clone().given(|lab| lab.caller.language = code.to_owned());
        let run = lab.run(script);
        run.state().interaction.variables.get("customer.name").unwrap_or_default().to_owned()
    };
    assert_eq!(answer("it", "reply certo!"), "yes");
    assert_eq!(answer("en", "reply CERTO"), "yes");
    assert_eq!(answer("en", "reply nein"), "no");
    assert_ne!(answer("en", "reply forse"), "yes");
    // The buttons are in the language of the customer, and are taken by the same answers in every language.
    let labels = |code: &str| {
        let lab = lab.clone().given(|lab| lab.caller.language = code.to_owned());
        let run = lab.run("");
        let question = run.state().question.clone().unwrap();
        question.choices.iter().take(2).map(|it| it.label.clone()).collect::<Vec<_>>().join(" ")
    };
    assert_eq!([labels("fr"), labels("it"), labels("en")], ["Oui Non", "Certo No", "Yes No"]);
    assert_eq!(answer("fr", "reply yes"), "yes");
}

#[test]
fn texts_of_the_file_are_read_in_both_forms() {
    let lab = Lab::new(SURVEY_FLOW).given(|lab| {
        questions(lab)[0].text = texts("How was it?", "C'était comment ?");
        questions(lab)[1].kind = QuestionKind::Choice(vec![texts("Yes", "Oui"), texts("No", ""), Texts::new()]);
        set_phrase(lab, "beep", "it", "Parlate.");
    });
    let text = storage::write(&lab.project).unwrap();
    for line in [
        r#"phrases: {"beep": {"it": "Parlate."}}"#,
        r#"introduction: "Two short questions about this call.""#,
        r#"text: {"": "How was it?", "fr": "C'était comment ?"}"#,
        r#"kind: Choice([{"": "Yes", "fr": "Oui"}, "No", ""])"#,
        r#"greeting: "Please leave a message after the tone.""#,
    ] {
        assert!(text.contains(line), "{line} is not in\n{text}");
    }
    assert_eq!(storage::read(text.as_bytes()).unwrap().project, lab.project);
    let twice = text.replace(r#"{"it": "Parlate."}"#, r#"{"it": "Parlate.", "it": "Parla."}"#);
    assert!(storage::read(twice.as_bytes()).is_err());
}

#[test]
fn every_phrase_is_documented() {
    let text = std::fs::read_to_string("docs/file-format.md").unwrap();
    for phrase in ALL {
        assert!(
            text.contains(&format!("`{}`", phrase.key)),
            "docs/file-format.md does not name the phrase {}",
            phrase.key
        );
    }
    assert!(LANGUAGES.iter().all(|code| language::find(code).is_some()));
}

#[test]
fn a_version_with_a_language_without_phrases_is_a_problem() {
    let flow = r#"start -> queue{"queue": Item(Reference("support")), "say_position": Bool(true), "say_wait": Bool(true)}
        queue -> say{"text": Texts({"": "Bye", "it": "Arrivederci", "fr-CA": "Bye", "nl": ""})}; rest -> end"#;
    let problems = |lab: &Lab| {
        let all = signalbox::lint::check(&lab.project).into_iter();
        let found = all.filter(|problem| problem.code == "phrase-missing").inspect(|problem| {
            assert_eq!(problem.place, Place::Phrases(Some(lab.version)));
            assert_eq!(problem.version(), Some(lab.version));
            assert_eq!(signalbox::lint::place_words(&lab.project, problem.place), "main / v1 / phrases");
        });
        found.map(|problem| problem.message).collect::<Vec<_>>()
    };
    let mut lab = Lab::new(flow);
    let first = |lab: &Lab| problems(lab).first().map(|message| message.split(". ").next().unwrap().to_owned());
    assert_eq!(first(&lab).unwrap(), "The version speaks Italian, but 4 phrases have no Italian text");
    assert_eq!(problems(&lab).len(), 1);
    for key in ["queue_position", "queue_wait_minute", "queue_wait_hours"] {
        set_phrase(&mut lab, key, "it", "…");
    }
    let one = "The version speaks Italian, but the phrase \"Wait of several minutes\" has no Italian text";
    assert_eq!(first(&lab).unwrap(), one);
    set_phrase(&mut lab, "queue_wait_minutes", "it", "…");
    assert_eq!(first(&lab), None);
    // A language that the version sets is spoken, too.
    let sets = r#"start -> set_language{"language": Operand(Text("pt-BR"))} -> start_recording{"announce": Bool(true)}; rest -> end"#;
    let portuguese = "The version speaks Portuguese (BR), but the phrase \"Recording\" has no Portuguese (BR) text";
    assert_eq!(first(&Lab::new(sets)).unwrap(), portuguese);
    // A version that says no phrase needs none, and the default language counts as spoken.
    assert_eq!(first(&Lab::new(r#"start -> say{"text": Texts({"it": "Ciao"})} -> end"#)), None);
    let dutch = lab.given(|lab| lab.project.settings.default_language = "nl".to_owned());
    assert_eq!(first(&dutch).unwrap(), "The version speaks Dutch, but 4 phrases have no Dutch text");
}

#[test]
fn buttons_and_choices_are_in_the_language_of_the_customer() {
    let buttons = r#"start -> quick_replies{"text": Texts({"": "Which?"}), "free_text": Bool(false), "choices": Rows([
        (id: 1, cells: {"label": Texts({"": "Refund", "fr": "Remboursement"})}), (id: 2, cells: {"label": Text("Order")})])}
        ; rest -> end"#;
    let chat = Lab::new(buttons).over(Channel::Messaging);
    let offered = |lab: &Lab, code: &str, script: &str| {
        let lab = lab.clone().given(|lab| lab.caller.language = code.to_owned());
        let run = lab.run(script);
        let offered = run.beats().iter().find_map(|beat| match &beat.what {
            What::Effect(Effect::Offered(words)) => Some(words.join(", ")),
            _ => None,
        });
        let left = signalbox::sim::Report::new(&run).steps.get(1).map(|step| step.branch.clone());
        (offered.unwrap_or_default(), left.unwrap_or_default())
    };
    for (code, script, words, branch) in [
        ("en", "reply refund", "Refund, Order", "row:1"),
        ("fr-BE", "reply REMBOURSEMENT", "Remboursement, Order", "row:1"),
        ("fr", "reply order", "Remboursement, Order", "row:2"),
    ] {
        assert_eq!(offered(&chat, code, script), (words.to_owned(), branch.to_owned()), "{code}");
    }
    let speech = r#"start -> speech_recognition{"prompt": Texts({"": "What?"}), "target": Text("customer.name"), "choices": Rows([
        (id: 1, cells: {"name": Texts({"": "Claim", "fr": "Sinistre"}), "phrases": Texts({"": "crash", "fr": "accident, choc"})})])}
        ; rest -> end"#;
    let lab = Lab::new(speech);
    for (code, script, branch) in [
        ("en", "say a crash", "row:1"),
        ("fr", "say un choc", "row:1"),
        ("fr", "say mon sinistre", "row:1"),
        ("en", "say un choc; silence; say un choc", "default"),
    ] {
        assert_eq!(offered(&lab, code, script).1, branch, "{code}: {script}");
    }
    // The name that is kept does not depend on the language.
    let french = lab.given(|lab| lab.caller.language = "fr".to_owned());
    assert_eq!(french.run("say un choc").state().interaction.variables.get("customer.name"), Some("Claim"));
}
