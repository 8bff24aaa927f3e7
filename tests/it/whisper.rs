//! What a person hears before the talk and the customer does not (spec: meaning §10): who hears it, how long it takes, where there is none.

use signalbox::catalog::Effect;
use signalbox::model::Channel;
use signalbox::sim::engine::{Input, begin, step};
use signalbox::sim::report::prose;
use signalbox::sim::{CallState, Run, What};

use crate::support::Lab;

/// Ten words: four seconds.
const TEXT: &str = r#""whisper": Text("text"), "whisper_text": Texts({"": "A customer of the tier {{customer.tier}} calls about an order", "fr": "Client"})"#;
const SOUND: &str = r#""whisper": Text("sound"), "whisper_sound": Item(Reference("welcome"))"#;
const NOTHING: &str = r#""whisper_text": Texts({"": "Never said"})"#;
const NO_SOUND: &str = r#""whisper": Text("sound"), "whisper_sound": Item(Reference("nothing"))"#;

const SAID: &str = "A customer of the tier blue calls about an order";

/// What was whispered: when in milliseconds, who heard it, and the words.
fn whispered(run: &Run) -> Vec<(u64, String, String)> {
    let words = |what: &What| match what {
        What::Effect(Effect::Whispered { who, text }) => Some((who.clone(), text.clone())),
        _ => None,
    };
    run.beats().iter().filter_map(|beat| words(&beat.what).map(|(who, text)| (beat.at_ms, who, text))).collect()
}

#[test]
fn who_answers_hears_it_and_the_clock_counts_it() {
    let queue = r#"queue(support){"max_wait": Int(600), "#;
    let user = r#"to_user{"user": Item(Reference("ana")), "#;
    let number = r#"number(partner){"ring": Int(30), "#;
    for (kind, params, script, expected, end_ms) in [
        (queue, TEXT, "Ana answers after 10s; talk ends after 60s", Some((10_000, "Ana", SAID)), 74_000),
        (
            queue,
            SOUND,
            "Ana answers after 10s; talk ends after 60s",
            Some((10_000, "Ana", "Welcome to Northwind.")),
            73_000,
        ),
        (queue, NOTHING, "Ana answers after 10s; talk ends after 60s", None, 70_000),
        (queue, NO_SOUND, "Ana answers after 10s; talk ends after 60s", None, 70_000),
        (
            queue,
            TEXT,
            "Ana rejects after 5s; Ben answers after 5s; talk ends after 60s",
            Some((10_000, "Ben", SAID)),
            74_000,
        ),
        (user, TEXT, "user answers after 10s; talk ends after 60s", Some((10_000, "Ana", SAID)), 74_000),
        (
            user,
            SOUND,
            "user answers after 10s; talk ends after 60s",
            Some((10_000, "Ana", "Welcome to Northwind.")),
            73_000,
        ),
        (user, TEXT, "user rejects after 5s", None, 5_000),
        // A callee answers after six seconds.
        (number, TEXT, "callee answers for 60s", Some((6_000, "the callee", SAID)), 70_000),
        (number, NOTHING, "callee answers for 60s", None, 66_000),
        // What the callee does takes at least a second.
        (number, TEXT, "busy", None, 1_000),
    ] {
        let lab = Lab::new(&format!("start -> {kind}{params}}} -> end; rest -> end"));
        let run = lab.run(script);
        let expected = expected.map(|(at_ms, who, text)| (at_ms, who.to_owned(), text.to_owned()));
        assert_eq!(whispered(&run), Vec::from_iter(expected), "{kind} {params} {script}:\n{}", prose(&run));
        assert_eq!(run.state().interaction.at_ms, end_ms, "{kind} {params} {script}:\n{}", prose(&run));
        let is_heard = |what: &What| matches!(what, What::Effect(Effect::Heard(text)) if text == SAID || text.contains("Northwind"));
        assert!(!run.beats().iter().any(|beat| is_heard(&beat.what)), "the customer does not hear it");
    }
}

#[test]
fn it_is_in_the_language_of_the_customer_and_in_the_transcript() {
    let lab = Lab::new(&format!("start -> queue(support){{{TEXT}}} -> end; rest -> end"));
    let french = lab.clone().given(|lab| lab.caller.language = "fr".to_owned());
    assert!(prose(&lab.run("Ana answers; talk ends")).contains(&format!("only Ana hears “{SAID}”")));
    assert!(prose(&french.run("Ana answers; talk ends")).contains("only Ana hears “Client”"));
}

#[test]
fn nothing_is_whispered_in_chats_and_emails() {
    for channel in [Channel::Messaging, Channel::Email] {
        let lab = Lab::new(&format!("start -> queue(support){{{TEXT}}} -> end; rest -> end")).over(channel);
        let run = lab.run("Ana answers; talk ends");
        assert_eq!(whispered(&run), [], "{channel:?}");
    }
}

#[test]
fn where_the_clock_is_outside_only_the_measured_time_counts() {
    let scene = Lab::new(&format!("start -> queue(support){{{TEXT}}} -> end; rest -> end")).scene();
    let go = |state: &CallState| step(&scene, state, &Input::Go).0;
    let state = go(&go(&begin(&scene).0));
    let answer = state.question.as_ref().unwrap().read("agent answers").unwrap();
    let (state, beats) = step(&scene, &state, &Input::Answer { answer, at_ms: Some(7_000) });
    assert_eq!(state.interaction.at_ms, 7_000);
    assert!(beats.iter().any(|beat| matches!(beat.what, What::Effect(Effect::Whispered { .. }))));
}
