//! What differs between channels and languages: surveys that are written, and menus that name their keys.

use signalbox::lint;
use signalbox::model::Channel;
use signalbox::sim::Report;

use crate::support::Lab;

#[test]
fn a_survey_is_written_where_there_is_no_telephone() {
    let flow = r#"start -> survey{"survey": Item(Reference("satisfaction")), "tries": Int(2)}; rest -> end"#;
    // What is written takes no time; words take half a minute and a click 5 s; a chat waits 10 min and an email a day. On the telephone
    // the introduction has 6 words, and the questions have 8 and 10; a key takes 2 s.
    let spoken_ms = (6 + 8 + 10) * 400 + 2 * 2_000;
    for (channel, script, branch, answers, ms) in [
        (Channel::Messaging, "reply 9; reply 1", "completed", 2, 60_000),
        (Channel::Messaging, "choose 9; choose 1 Yes", "completed", 2, 10_000),
        (Channel::Messaging, "reply 9; reply yes", "completed", 2, 60_000),
        (Channel::Messaging, "reply 11; reply 3; time passes; time passes", "partially_completed", 1, 1_260_000),
        (Channel::Messaging, "refuse", "refused", 0, 1_000),
        (Channel::Email, "reply 9; choose 2 No", "completed", 2, 35_000),
        (Channel::Email, "time passes; time passes", "refused", 0, 2 * 86_400_000),
        (Channel::Voice, "press 9; press 1", "completed", 2, spoken_ms),
    ] {
        let report = Report::new(&Lab::new(flow).over(channel).run(script));
        assert_eq!(report.duration_ms, ms, "{channel:?} {script}");
        assert_eq!(report.steps.last().unwrap().branch, branch, "{channel:?} {script}");
        assert_eq!(report.ledger.len(), answers, "{channel:?} {script}");
    }
    for (channel, wrong) in [(Channel::Messaging, "press 9"), (Channel::Email, "silence"), (Channel::Voice, "reply 9")]
    {
        assert!(Lab::new(flow).over(channel).try_run(wrong).1.is_err(), "{channel:?} {wrong}");
    }
}

#[test]
fn menus_name_their_keys_in_the_language_of_their_callers() {
    let codes = |language: &str, texts: &str| {
        let flow = format!(
            r#"start -> voice_announcement{{"mode": Text("menu"), "text": Texts({{{texts}}}), "keys": Rows([(id: 1, cells: {{"key": Text("1"), "label": Text("Sales")}}), (id: 2, cells: {{"key": Text("2"), "label": Text("Help")}})])}}; rest -> end"#
        );
        let lab = Lab::new(&flow).given(|lab| lab.project.settings.default_language = language.to_owned());
        let found = lint::check(&lab.project);
        let own = found.iter().filter(|it| it.version() == Some(lab.version)).map(|it| it.code);
        own.filter(|code| code.starts_with("menu-")).collect::<Vec<_>>()
    };
    let cases: [(&str, &str, &[&str]); 9] = [
        ("fr", r#""": "Pour les ventes, tapez 1. Pour le service, tapez 2.""#, &[]),
        ("fr", r#""": "Tapez 1 pour les ventes, ou 2 pour le service.""#, &[]),
        ("de", r#""": "Drücken Sie die Eins oder die Zwei.""#, &[]),
        ("es", r#""": "Para ventas, marque uno; para ayuda, marque el 2.""#, &[]),
        ("en", r#""": "Press one for sales or two for help.""#, &[]),
        ("en", r#""": "Dial 1 or 2.", "fr": "Tapez 1.""#, &["menu-key-unspoken"]),
        ("fr", r#""": "Pour les ventes, tapez 1.""#, &["menu-key-unspoken"]),
        ("fr", r#""": "Tapez 1 ou 2, ou faites le 3.""#, &["menu-key-unbound"]),
        ("it", r#""": "Premere uno per vendite.""#, &[]),
    ];
    for (language, texts, expected) in cases {
        assert_eq!(codes(language, texts), expected, "{language} {texts}");
    }
}
