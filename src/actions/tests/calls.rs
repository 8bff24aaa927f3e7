//! What is said, recorded, put through and sent, in detail.

use crate::catalog::{Stage, sample};
use crate::model::{Caller, OutsideSystem, ResourceData};

use super::details::{as_it_is, codes, told};

fn in_french(stage: &mut Stage) {
    stage.caller = Caller { language: "fr".to_owned(), ..std::mem::take(&mut stage.caller) };
}

#[test]
fn speech_is_recognised_with_its_confidence() {
    let choices = r#""choices": Rows([(id: 1, cells: {"name": Text("Claims"), "phrases": Text("an accident"), "key": Text("1")}), (id: 2, cells: {"name": Text("Contract")})])"#;
    let told = |more: &str, answers: &str| {
        let params = format!(r#"{{"prompt": Texts({{"": "How can we help?"}}), {choices}{more}}}"#);
        told("speech_recognition", &params, as_it_is, answers)
    };
    let asks = "“How can we help?”";
    let into = r#", "target": Text("customer.tier"), "tries": Int(2)"#;
    assert_eq!(
        told(into, "say I had AN accident at 50 %"),
        format!(
            "{asks}; says I had AN accident; ! Recognised as Claims with 50 %.; customer.tier = blue → Claims; row:1 at 0:03"
        )
    );
    assert_eq!(
        told(into, "say claims at 49%; press 1"),
        format!(
            "{asks}; says claims; ! Not understood: 49 % is less than 50 %.; {asks}; presses 1; customer.tier = blue → Claims; row:1 at 0:05"
        )
    );
    let repeats = r#", "tries": Int(2), "no_input_text": Texts({"": "Hello?"}), "invalid_text": Texts({"": "Pardon?"}), "confidence": Int(80)"#;
    assert_eq!(
        told(repeats, "silence; say unclearly contract"),
        format!(
            "{asks}; stays silent; “Hello?”; {asks}; says contract; ! Not understood: 79 % is less than 80 %.; default at 0:09"
        )
    );
    assert_eq!(
        told(repeats, "press 7; silence"),
        format!("{asks}; presses 7; “Pardon?”; {asks}; stays silent; no_input at 0:09")
    );
    let free = r#", "mode": Text("free"), "target": Text("customer.tier"), "tries": Int(1)"#;
    assert_eq!(
        told(free, "say claims at the door"),
        format!(
            "{asks}; says claims at the door; ! Recognised with 100 %.; customer.tier = blue → claims at the door; default at 0:03"
        )
    );
    assert_eq!(
        told(free, "say unclearly claims"),
        format!(
            "{asks}; says claims; ! Not understood: 49 % is less than 50 %.; customer.tier = blue → ; default at 0:02"
        )
    );
    assert_eq!(told(free, "press 1"), format!("{asks}; Waiting at 0:01"));
}

#[test]
fn recordings_and_the_caller_id() {
    let announced =
        r#"{"tracks": Text("dual"), "announce": Bool(true), "text": Texts({"": "This call is recorded."})}"#;
    let down: fn(&mut Stage) = |stage| {
        stage.world.systems_down.insert(OutsideSystem::Recorder);
    };
    let twice: fn(&mut Stage) = |stage| stage.passes_before("start_recording", []);
    let stopped: fn(&mut Stage) = |stage| {
        stage.passes_before("start_recording", []);
        stage.passes_before("stop_recording", []);
    };
    let hidden: fn(&mut Stage) = |stage| {
        stage.passes_before("modify_caller_id", [("shown", crate::model::Value::Text("hidden".to_owned()))]);
    };
    let endpoint = r#"{"endpoint": Item(Reference("branch_office"))}"#;
    let cases = [
        (
            told("start_recording", announced, as_it_is, ""),
            "“This call is recorded.”; → Recorder: starts, two tracks; ok at 0:01",
        ),
        (told("start_recording", announced, down, ""), "“This call is recorded.”; ! Recorder is down.; error at 0:01"),
        (told("start_recording", announced, twice, ""), "! A recording runs already.; ok at 0:00"),
        (told("stop_recording", "{}", twice, ""), "→ Recorder: stops; ok at 0:00"),
        (told("stop_recording", "{}", stopped, ""), "! No recording runs.; error at 0:00"),
        (
            told("modify_caller_id", r#"{"number": Operand(Text("0033 1 55 00 10 20"))}"#, as_it_is, ""),
            "! Those who are called see +33155001020.; ok at 0:00",
        ),
        (
            told("to_sip", endpoint, hidden, "answers for 10s"),
            "! The far end sees no number.; → SIP: INVITE sip:desk@example.com; the far end answers; ok at 0:16",
        ),
    ];
    for (told, expected) in cases {
        assert_eq!(told, expected);
    }
}

#[test]
fn headers_of_the_action_win_over_those_of_the_endpoint() {
    let with_headers: fn(&mut Stage) = |stage| {
        for resource in stage.project.resources.values_mut() {
            if let ResourceData::SipEndpoint(endpoint) = &mut std::sync::Arc::make_mut(resource).data {
                endpoint.headers = vec![
                    ("X-Caller".to_owned(), "{{call.number}}".to_owned()),
                    ("X-Tier".to_owned(), "none".to_owned()),
                ];
            }
        }
    };
    let params = r#"{"endpoint": Item(Reference("branch_office")), "headers": Rows([(id: 1, cells: {"name": Text("x-tier"), "value": Operand(Variable("customer.tier"))})])}"#;
    assert_eq!(
        told("to_sip", params, with_headers, "no answer"),
        "→ SIP: INVITE sip:desk@example.com · X-Caller: +33612345678 · X-Tier: blue; no_answer at 0:30"
    );
}

#[test]
fn what_is_sent_is_filled_in_and_stands_in_the_ledger() {
    let own = r#"{"source": Text("own"), "subject": Texts({"": "Hello", "fr": "Bonjour {{call.name}}"}), "text": Texts({"": "Thank you.", "de": "Danke."}), "to": Text("a@b.com, {{customer.name}}; c@d.com"), "cc": Text("e@f.com")}"#;
    let german = own.replace(r#""cc""#, r#""language": Text("de"), "attachments": Text("a.pdf,b.pdf"), "cc""#);
    let sms = r#"{"template": Item(Reference("confirm")), "sender": Text("Northwind")}"#;
    let cases = [
        (
            told("send_email", own, in_french, ""),
            "→ Email: to a@b.com, c@d.com · copy to e@f.com · Bonjour Camille · Thank you.; ok at 0:00",
        ),
        (
            told("send_email", &german, in_french, ""),
            "→ Email: to a@b.com, c@d.com · copy to e@f.com · Bonjour Camille · Danke. · with a.pdf, b.pdf; ok at 0:00",
        ),
        (
            told("send_email", own, as_it_is, "sending fails"),
            "! The email to a@b.com, c@d.com could not be sent.; error at 0:00",
        ),
        (
            told("send_email", &own.replace("c@d.com", "nobody"), as_it_is, ""),
            "! \"nobody\" is no email address.; error at 0:00",
        ),
        (
            told("send_sms", sms, as_it_is, ""),
            "→ SMS: to +33612345678 from Northwind · Confirmed, Camille.; ok at 0:00",
        ),
        (
            told("send_sms", sms, |stage| stage.caller.is_hidden = true, ""),
            "! No number is given.; invalid_number at 0:00",
        ),
    ];
    for (told, expected) in cases {
        assert_eq!(told, expected);
    }
}

#[test]
fn numbers_are_looked_up_and_links_wait() {
    let tested = |number: &str| {
        let params =
            format!(r#"{{"whose": Text("value"), "number": Operand(Text("{number}")), "country": Text("fr")}}"#);
        told("test_mobile", &params, as_it_is, "")
    };
    assert_eq!(tested("06 12 34 56 78"), "! +33612345678 is a mobile number.; mobile at 0:00");
    assert_eq!(tested("+441212345678"), "! +441212345678 is no mobile number.; not_mobile at 0:00");
    assert_eq!(
        tested("+12025550123"),
        "! The numbering plan does not tell whether +12025550123 is mobile.; unknown at 0:00"
    );
    assert_eq!(tested("112"), "! 112 is a short number.; unknown at 0:00");
    assert!(tested("01 55").ends_with("unknown at 0:00"));

    let chat = r#"{"module": Item(Reference("web_chat")), "text": Texts({"": "Go on here:"}), "wait": Int(60)}"#;
    let sent = "→ SMS: to +33612345678 · Go on here: https://chat.example.com/+33612345678";
    assert_eq!(
        told("digitalization", chat, as_it_is, "opens the link after 1m"),
        format!("{sent}; opens the link; joined at 1:00")
    );
    assert_eq!(
        told("digitalization", chat, as_it_is, "opens the link after 61s"),
        format!("{sent}; not_joined at 1:00")
    );
    assert_eq!(told("digitalization", chat, as_it_is, ""), format!("{sent}; Waiting at 0:00"));
    assert_eq!(
        told("digitalization", chat, |stage| stage.caller.number = "+33155001010".to_owned(), ""),
        "! +33155001010 is no mobile number.; not_reachable at 0:00"
    );
}

#[test]
fn what_is_wrong_is_found() {
    let long = "x".repeat(161);
    let cases = [
        (
            "speech_recognition",
            r#"{"language": Text("f r"), "choices": Rows([(id: 1, cells: {"name": Text("A b"), "key": Text("1")}), (id: 2, cells: {"name": Text("C"), "phrases": Text("a-B, c"), "key": Text("1")})])}"#.to_owned(),
            &["language", "phrase-twice", "speech-key-twice"][..],
        ),
        ("speech_recognition", r#"{"mode": Text("free")}"#.to_owned(), &["speech-lost"]),
        (
            "test_mobile",
            r#"{"whose": Text("value"), "number": Operand(Text("12")), "country": Text("XX")}"#.to_owned(),
            &["country", "number"],
        ),
        ("modify_caller_id", r#"{"number": Operand(Text("12"))}"#.to_owned(), &["number"]),
        ("modify_caller_id", r#"{"shown": Text("hidden"), "number": Operand(Text("12"))}"#.to_owned(), &[]),
        ("digitalization", r#"{"number": Operand(Text("12"))}"#.to_owned(), &["number"]),
        ("digitalization", r#"{"send_by": Text("email"), "address": Operand(Text("x"))}"#.to_owned(), &["address"]),
        ("send_email", r#"{"to": Text("a@b.fr, c, {{x.y}}"), "cc": Text("@")}"#.to_owned(), &["address", "address"]),
        (
            "send_sms",
            format!(r#"{{"source": Text("own"), "text": Texts({{"": "{long}"}}), "sender": Text("A very long name")}}"#),
            &["sms-sender", "sms-long"],
        ),
        (
            "to_sip",
            r#"{"headers": Rows([(id: 1, cells: {"name": Text("Via")}), (id: 2, cells: {"name": Text("X-A")}), (id: 3, cells: {"name": Text("x-a")})])}"#.to_owned(),
            &["sip-header", "sip-header-twice"],
        ),
    ];
    for (kind, params, expected) in cases {
        assert_eq!(codes(kind, &params), expected, "{kind} {params}");
    }
    assert_eq!(sample::stage().before, []);
}
