//! Problems of the kinds of actions beyond the first ones: recordings, speech, sending, emails, chats, databases, cases, cards,
//! campaigns, payments. Each table row is a channel, a flow, and its expected codes.

use std::collections::BTreeSet;
use std::sync::Arc;

use signalbox::model::Channel::{self, Email, Messaging, Voice};
use signalbox::model::resource::{FieldType, RecordField};
use signalbox::model::{EntryPointKind, ResourceData, ResourceId, Routing};

use crate::lints::codes;
use crate::support::Lab;

/// Flows of these kinds with exactly their expected codes.
pub const KINDS: &[(Channel, &str, &str)] = &[
    // Calls.
    (Voice, "start -> start_recording -> stop_recording -> end; rest -> end", ""),
    (Voice, "start -> stop_recording -> end; rest -> end", "recording-none"),
    (Voice, r#"start -> test_mobile{"country": Text("FR")}; rest -> end"#, ""),
    (Voice, r#"start -> test_mobile{"country": Text("Narnia")}; rest -> end"#, "country"),
    (Voice, r#"start -> test_mobile{"whose": Text("value"), "number": Operand(Text("12"))}; rest -> end"#, "number"),
    (Voice, r#"start -> modify_caller_id{"number": Operand(Text("me"))}; rest -> end"#, "number"),
    (
        Voice,
        r#"start -> speech_recognition{"prompt": Texts({"": "Why?"}), "choices": Rows([(id: 1, cells: {"name": Text("Claims"), "phrases": Text("claim, Claim"), "key": Text("1")}), (id: 2, cells: {"name": Text("Contracts"), "key": Text("2")})])}; rest -> end"#,
        "",
    ),
    (
        Voice,
        r#"start -> speech_recognition{"prompt": Texts({"": "Why?"}), "choices": Rows([(id: 1, cells: {"name": Text("Claims"), "phrases": Text("accident")}), (id: 2, cells: {"name": Text("Contracts"), "phrases": Text("Accident ")})])}; rest -> end"#,
        "phrase-twice",
    ),
    (
        Voice,
        r#"start -> speech_recognition{"prompt": Texts({"": "Why?"}), "choices": Rows([(id: 1, cells: {"name": Text("Claims"), "key": Text("1")}), (id: 2, cells: {"name": Text("Contracts"), "key": Text("1")})])}; rest -> end"#,
        "speech-key-twice",
    ),
    (
        Voice,
        r#"start -> speech_recognition{"mode": Text("free"), "prompt": Texts({"": "Your name?"})}; rest -> end"#,
        "speech-lost",
    ),
    (
        Voice,
        r#"start -> speech_recognition{"mode": Text("free"), "prompt": Texts({"": "Your name?"}), "target": Text("customer.name"), "language": Text("in French")}; rest -> end"#,
        "language",
    ),
    (
        Voice,
        r#"start -> to_sip{"endpoint": Item(Reference("branch_office")), "headers": Rows([(id: 1, cells: {"name": Text("X-Tier"), "value": Operand(Text("gold"))})])}; rest -> end"#,
        "",
    ),
    (
        Voice,
        r#"start -> to_sip{"endpoint": Item(Reference("branch_office")), "headers": Rows([(id: 1, cells: {"name": Text("X Tier"), "value": Operand(Text("gold"))})])}; rest -> end"#,
        "sip-header",
    ),
    (
        Voice,
        r#"start -> to_sip{"endpoint": Item(Reference("branch_office")), "headers": Rows([(id: 1, cells: {"name": Text("X-Tier"), "value": Operand(Text("gold"))}), (id: 2, cells: {"name": Text("x-tier"), "value": Operand(Text("blue"))})])}; rest -> end"#,
        "sip-header-twice",
    ),
    (
        Voice,
        r#"start -> digitalization{"module": Item(Reference("web_chat")), "send_by": Text("email"), "address": Operand(Text("camille"))}; rest -> end"#,
        "address",
    ),
    // Sending.
    (
        Voice,
        r#"start -> send_sms{"template": Item(Reference("confirm")), "sender": Text("Northwind")}; rest -> end"#,
        "",
    ),
    (
        Voice,
        r#"start -> send_sms{"template": Item(Reference("confirm")), "sender": Text("Northwind & Co")}; rest -> end"#,
        "sms-sender",
    ),
    (
        Voice,
        r#"start -> send_sms{"template": Item(Reference("confirm")), "number": Operand(Text("0612"))}; rest -> end"#,
        "number",
    ),
    (
        Voice,
        r#"start -> send_email{"template": Item(Reference("thanks")), "to": Text("camille@example.com, ben")}; rest -> end"#,
        "address",
    ),
    (
        Voice,
        r#"start -> digitalization{"module": Item(Reference("web_chat")), "number": Operand(Text("12"))}; rest -> end"#,
        "number",
    ),
    (
        Voice,
        r#"start -> send_sms{"template": Item(Reference("confirm")), "language": Text("in French")}; rest -> end"#,
        "language",
    ),
    (
        Voice,
        r#"start -> send_email{"template": Item(Reference("thanks")), "to": Text("camille@example.com"), "language": Text("in French")}; rest -> end"#,
        "language",
    ),
    // Databases, dates.
    (
        Voice,
        r#"start -> database_read{"database": Item(Reference("clients")), "filters": Rows([(id: 1, cells: {"column": Text("colour"), "value": Operand(Text("red"))})]), "outputs": Rows([(id: 2, cells: {"column": Text("name"), "variable": Text("customer.name")})])}; rest -> end"#,
        "database-column",
    ),
    (
        Voice,
        r#"start -> database_save{"database": Item(Reference("clients")), "values": Rows([(id: 1, cells: {"column": Text("number"), "value": Operand(Variable("call.number"))}), (id: 2, cells: {"column": Text("points"), "value": Operand(Text("many"))})])}; rest -> end"#,
        "database-value",
    ),
    (
        Voice,
        r#"start -> database_save{"database": Item(Reference("clients")), "values": Rows([(id: 1, cells: {"column": Text("number"), "value": Operand(Variable("call.number"))}), (id: 2, cells: {"column": Text("number"), "value": Operand(Variable("call.number"))})])}; rest -> end"#,
        "column-twice",
    ),
    (
        Voice,
        r#"start -> database_modify{"database": Item(Reference("clients")), "which": Text("all"), "values": Rows([(id: 1, cells: {"column": Text("points"), "value": Operand(Text("0"))})])}; rest -> end"#,
        "database-all",
    ),
    (Voice, r#"start -> date_and_time{"variable": Text("customer.name")}; rest -> end"#, ""),
    (
        Voice,
        r#"start -> date_and_time{"variable": Text("customer.name"), "zone": Text("Mars")}; rest -> end"#,
        "time-zone",
    ),
    (
        Voice,
        r#"start -> date_and_time{"variable": Text("customer.name"), "form": Text("custom"), "pattern": Text("%Q")}; rest -> end"#,
        "date-pattern",
    ),
    (
        Voice,
        r#"start -> date_and_time{"variable": Text("customer.name"), "calculation": Text("add"), "amount": Operand(Text("some"))}; rest -> end"#,
        "date-amount",
    ),
    (
        Voice,
        r#"start -> date_and_time{"variable": Text("customer.name"), "calculation": Text("difference"), "other": Operand(Text("Christmas"))}; rest -> end"#,
        "date-other",
    ),
    (
        Voice,
        r#"start -> database_modify{"database": Item(Reference("clients")), "filters": Rows([(id: 1, cells: {"column": Text("colour"), "value": Operand(Text("red"))})]), "values": Rows([(id: 2, cells: {"column": Text("points"), "value": Operand(Text("0"))}), (id: 3, cells: {"column": Text("points"), "value": Operand(Text("many"))})])}; rest -> end"#,
        "database-column database-value column-twice",
    ),
    // Cases and cards.
    (
        Voice,
        r#"start -> web_service{"service": Item(Reference("contracts")), "other_responses": Rows([(id: 1, cells: {"codes": Text("many"), "path": Text("$.a"), "variable": Text("customer.name")})])}; rest -> end"#,
        "status-codes",
    ),
    (
        Voice,
        r#"start -> create_task{"title": Text("Call back"), "user": Item(Reference("ana")), "fields": Rows([(id: 1, cells: {"field": Text("reason"), "value": Operand(Text("x"))})])}; rest -> end"#,
        "task-type",
    ),
    (Voice, r#"start -> create_case{"case_type": Item(Reference("complaint"))}; rest -> end"#, "field-missing"),
    (
        Voice,
        r#"start -> create_case{"case_type": Item(Reference("complaint")), "fields": Rows([(id: 1, cells: {"field": Text("subject"), "value": Operand(Text("Late"))}), (id: 2, cells: {"field": Text("subject"), "value": Operand(Text("Later"))})])}; rest -> end"#,
        "field-twice",
    ),
    (
        Voice,
        r#"start -> create_case{"case_type": Item(Reference("complaint")), "fields": Rows([(id: 1, cells: {"field": Text("subject"), "value": Operand(Text("Late"))}), (id: 2, cells: {"field": Text("colour"), "value": Operand(Text("red"))})])}; rest -> end"#,
        "field-unknown",
    ),
    (
        Voice,
        r#"start -> associate_crm_card{"card_type": Item(Reference("account")), "field": Text("phone"), "value": Operand(Variable("call.number"))}; rest -> end"#,
        "card-generation",
    ),
    (
        Voice,
        r#"start -> associate_crm_v2_card{"object": Item(Reference("account")), "conditions": Rows([(id: 1, cells: {"field": Text("phone"), "operator": Text("matches"), "value": Operand(Text("*"))})])}; rest -> end"#,
        "regular-expression",
    ),
    (
        Voice,
        r#"start -> create_crm_v2_card{"object": Item(Reference("contact")), "same_field": Text("phone"), "fields": Rows([(id: 1, cells: {"field": Text("phone"), "value": Operand(Variable("call.number"))})])}; rest -> end"#,
        "card-generation",
    ),
    (
        Voice,
        r#"start -> create_crm_card{"card_type": Item(Reference("contact")), "same_field": Text("name"), "fields": Rows([(id: 1, cells: {"field": Text("phone"), "value": Operand(Variable("call.number"))})])}; rest -> end"#,
        "duplicate-field",
    ),
    (Voice, r#"start -> create_crm_card{"card_type": Item(Reference("contact"))}; rest -> end"#, "field-missing"),
    (
        Voice,
        r#"start -> associate_crm_card{"card_type": Item(Reference("contact")), "field": Text("colour"), "value": Operand(Text("red"))}; rest -> end"#,
        "field-unknown",
    ),
    (
        Voice,
        r#"start -> modify_case{"fields": Rows([(id: 1, cells: {"field": Text("subject"), "value": Operand(Text("A"))}), (id: 2, cells: {"field": Text("subject"), "value": Operand(Text("B"))})])}; rest -> end"#,
        "field-twice",
    ),
    // Campaigns.
    (Voice, r#"start -> insert_voice_target{"campaign": Item(Reference("win_back"))}; rest -> end"#, ""),
    (Voice, r#"start -> insert_sms_target{"campaign": Item(Reference("win_back"))}; rest -> end"#, "campaign-channel"),
    (
        Voice,
        r#"start -> insert_voice_target{"campaign": Item(Reference("win_back")), "start": Operand(Text("soon"))}; rest -> end"#,
        "moment",
    ),
    (
        Voice,
        r#"start -> insert_voice_target{"campaign": Item(Reference("win_back")), "number": Operand(Text("12"))}; rest -> end"#,
        "number",
    ),
    (
        Voice,
        r#"start -> insert_whatsapp_target{"campaign": Item(Reference("whatsapp_news")), "values": Rows([(id: 1, cells: {"name": Text("name"), "value": Operand(Text("A"))}), (id: 2, cells: {"name": Text("Name"), "value": Operand(Text("B"))})])}; rest -> end"#,
        "field-twice",
    ),
    (
        Voice,
        r#"start -> reschedule_attempt{"campaign": Item(Reference("win_back")), "timing": Text("date"), "date": Operand(Text("later"))}; rest -> end"#,
        "moment",
    ),
    (
        Voice,
        r#"start -> check_target_result{"campaign": Item(Reference("win_back")), "results": Rows([(id: 1, cells: {"result": Text("busy")}), (id: 2, cells: {"result": Text("Busy")})])}; rest -> end"#,
        "result-twice",
    ),
    (
        Voice,
        r#"start -> check_target_result{"campaign": Item(Reference("win_back")), "results": Rows([(id: 1, cells: {"result": Text("married")})])}; rest -> end"#,
        "result-unknown",
    ),
    (
        Voice,
        r#"start -> check_target_attempts{"campaign": Item(Reference("win_back")), "thresholds": Rows([(id: 1, cells: {"at_least": Int(2)}), (id: 2, cells: {"at_least": Int(2)})])}; rest -> end"#,
        "threshold-twice",
    ),
    (
        Voice,
        r#"start -> check_nth_contact{"thresholds": Rows([(id: 1, cells: {"at_least": Int(2)}), (id: 2, cells: {"at_least": Int(2)})])}; rest -> end"#,
        "threshold-twice",
    ),
    (
        Voice,
        r#"start -> test_queue{"queue": Item(Reference("support")), "rows": Rows([(id: 1, cells: {"count": Int(2)}), (id: 2, cells: {"count": Int(2)})])}; rest -> end"#,
        "test-twice",
    ),
    // Schedules.
    (
        Voice,
        r#"start -> schedule_branches{"schedules": Rows([(id: 1, cells: {"name": Text("Day"), "calendar": Item(Reference("office"))}), (id: 2, cells: {"name": Text("Night"), "hours": Text("week"), "week": Text("daily 18-8:30")})])}; rest -> end"#,
        "",
    ),
    (
        Voice,
        r#"start -> schedule_branches{"schedules": Rows([(id: 1, cells: {"name": Text("Day"), "hours": Text("week"), "week": Text("Mon 9-17")}), (id: 2, cells: {"name": Text("day"), "hours": Text("week"), "week": Text("Tue 9-17")})])}; rest -> end"#,
        "schedule-twice",
    ),
    (
        Voice,
        r#"start -> schedule_branches{"zone": Text("Mars"), "schedules": Rows([(id: 1, cells: {"name": Text("Day"), "hours": Text("week"), "week": Text("Mon 9-17")})])}; rest -> end"#,
        "time-zone",
    ),
    (
        Voice,
        r#"start -> schedule_branches{"schedules": Rows([(id: 1, cells: {"name": Text("Day"), "hours": Text("week"), "week": Text("9-17")})])}; rest -> end"#,
        "schedule-hours",
    ),
    (
        Voice,
        r#"start -> schedule_branches{"schedules": Rows([(id: 1, cells: {"name": Text("Day"), "hours": Text("week"), "week": Text("Mon 9-17, 16-18")})])}; rest -> end"#,
        "schedule-hours",
    ),
    (
        Voice,
        r#"start -> schedule_branches{"schedules": Rows([(id: 1, cells: {"name": Text("Day"), "hours": Text("week"), "week": Text("")})])}; rest -> end"#,
        "missing-parameter",
    ),
    (
        Voice,
        r#"start -> schedule_branches{"schedules": Rows([(id: 1, cells: {"name": Text("Day"), "hours": Text("week"), "week": Text("Mon-Fri 8-18")}), (id: 2, cells: {"name": Text("Late"), "hours": Text("week"), "week": Text("Tue 16-18")})])}; rest -> end"#,
        "schedule-never",
    ),
    (
        Voice,
        r#"start -> schedule_branches{"schedules": Rows([(id: 1, cells: {"name": Text("Day"), "calendar": Item(Reference("office"))}), (id: 2, cells: {"name": Text("Again"), "calendar": Item(Reference("office"))})])}; rest -> end"#,
        "schedule-never",
    ),
    (
        Voice,
        r#"start -> schedule_branches{"schedules": Rows([(id: 1, cells: {"name": Text("Always"), "hours": Text("week"), "week": Text("daily 0-24")}), (id: 2, cells: {"name": Text("Day"), "calendar": Item(Reference("office"))})])}; rest -> end"#,
        "schedule-never",
    ),
    // Languages and tags.
    (
        Voice,
        r#"start -> set_language{"language": Operand(Text("fr-CA")), "voice": Item(Reference("emma"))} -> end"#,
        "language-voice",
    ),
    (
        Voice,
        r#"start -> set_language{"language": Operand(Text("en-GB")), "voice": Item(Reference("emma"))} -> end"#,
        "",
    ),
    (Voice, r#"start -> set_language{"language": Operand(Text("in French"))} -> end"#, "language"),
    (Voice, "start -> set_language -> end", "missing-parameter"),
    (
        Voice,
        r#"start -> tag{"add": Rows([(id: 1, cells: {"tag": Text("gold")}), (id: 2, cells: {"tag": Text("{{customer.tier}}")})])} -> end"#,
        "",
    ),
    (
        Voice,
        r#"start -> tag{"add": Rows([(id: 1, cells: {"tag": Text("gold")})]), "remove": Rows([(id: 2, cells: {"tag": Text("Gold ")})])} -> end"#,
        "tag-twice",
    ),
    (Voice, r#"start -> tag{"add": Rows([(id: 1, cells: {"tag": Text("red, blue")})])} -> end"#, "tag-comma"),
    (
        Voice,
        r#"start -> tag{"add": Rows([(id: 1, cells: {"tag": Text("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")})])} -> end"#,
        "tag-long",
    ),
    (Voice, r#"start -> tag{"add": Rows([(id: 1)])} -> end"#, "missing-parameter"),
    (
        Voice,
        r#"start -> tag{"add": Rows([(id: 1, cells: {"tag": Text("{{customer.colour}}")})])} -> end"#,
        "unknown-variable",
    ),
    // Numbers that ring, and call-backs.
    (
        Voice,
        r#"start -> ring_numbers{"numbers": Rows([(id: 1, cells: {"item": Item(Reference("partner"))}), (id: 2, cells: {"from": Text("value"), "number": Operand(Text("112"))})])}; rest -> end"#,
        "",
    ),
    (
        Voice,
        r#"start -> ring_numbers{"numbers": Rows([(id: 1, cells: {"item": Item(Reference("partner"))}), (id: 2, cells: {"from": Text("value"), "number": Operand(Text("me"))})])}; rest -> end"#,
        "number",
    ),
    (
        Voice,
        r#"start -> ring_numbers{"numbers": Rows([(id: 1, cells: {"item": Item(Reference("partner"))}), (id: 2, cells: {"from": Text("value"), "number": Operand(Text("01 55 00 10 20"))})])}; rest -> end"#,
        "number-twice",
    ),
    (Voice, r#"start -> ring_numbers{"numbers": Rows([])}; rest -> end"#, "missing-parameter"),
    (
        Voice,
        r#"start -> ring_numbers{"numbers": Rows([(id: 1, cells: {"from": Text("value")})])}; rest -> end"#,
        "missing-parameter",
    ),
    (
        Voice,
        r#"start -> ring_numbers{"numbers": Rows([(id: 1, cells: {"item": Item(Reference("nobody"))})])}; rest -> end"#,
        "unknown-item",
    ),
    (
        Voice,
        r#"start -> offer_callback{"queue": Item(Reference("support")), "text": Texts({"": "To be called back, press 1. To go on waiting, press 2."})}; rest -> end"#,
        "",
    ),
    (
        Voice,
        r#"start -> offer_callback{"queue": Item(Reference("support")), "text": Texts({"": "To be called back, press 3. To go on waiting, press 2."})}; rest -> end"#,
        "menu-key-unbound menu-key-unspoken",
    ),
    (
        Voice,
        r#"start -> offer_callback{"queue": Item(Reference("support")), "decline_key": Text("1"), "text": Texts({"": "To be called back, press 1."})}; rest -> end"#,
        "callback-key-twice",
    ),
    (
        Voice,
        r#"start -> offer_callback{"queue": Item(Reference("support")), "whose": Text("typed"), "text": Texts({"": "To be called back, press 1. To go on waiting, press 2."})}; rest -> end"#,
        "missing-parameter",
    ),
    // Payments.
    (
        Voice,
        r#"start -> pay_invoice{"module": Item(Reference("billing")), "invoice": Operand(Text("F-1"))}; rest -> end"#,
        "",
    ),
    (Voice, r#"start -> pay_invoice{"module": Item(Reference("billing"))}; rest -> end"#, "invoice-missing"),
    (
        Voice,
        r#"start -> pay_invoice{"module": Item(Reference("billing")), "pays": Text("amount"), "amount": Operand(Text("much"))}; rest -> end"#,
        "amount",
    ),
    (
        Voice,
        r#"start -> pay_invoice{"module": Item(Reference("billing")), "pays": Text("amount"), "amount": Operand(Text("500.01"))}; rest -> end"#,
        "amount-above",
    ),
    (
        Voice,
        r#"start -> pay_invoice{"module": Item(Reference("billing")), "pays": Text("amount"), "amount": Operand(Text("500"))}; rest -> end"#,
        "",
    ),
    // Emails.
    (
        Email,
        r#"start -> test_email{"what": Text("attachment"), "least_kb": Int(9), "most_kb": Int(9)}; rest -> end"#,
        "",
    ),
    (
        Email,
        r#"start -> test_email{"what": Text("attachment"), "least_kb": Int(9), "most_kb": Int(8)}; rest -> end"#,
        "attachment-size",
    ),
    (Email, r#"start -> transfer_email{"address": Operand(Text("ben"))}; rest -> end"#, "address"),
    (
        Email,
        r#"start -> transfer_email{"to": Text("mailbox"), "mailbox": Item(Reference("sales"))}; rest -> end"#,
        "unknown-item",
    ),
    (
        Email,
        r#"start -> detect_keywords{"rows": Rows([(id: 1, cells: {"words": Text("refund")}), (id: 2, cells: {"words": Text("Refund")})])}; rest -> end"#,
        "words-twice",
    ),
    (
        Email,
        r#"start -> detect_keywords{"in_subject": Bool(false), "in_body": Bool(false), "rows": Rows([(id: 1, cells: {"words": Text("refund")})])}; rest -> end"#,
        "looks-nowhere",
    ),
    (
        Email,
        r#"start -> classify_email{"categories": Rows([(id: 1, cells: {"name": Text("Refund"), "phrases": Text("money back")}), (id: 2, cells: {"name": Text("refund"), "phrases": Text("pay back")})])}; rest -> end"#,
        "category-twice",
    ),
    // Chats and messengers.
    (
        Messaging,
        r#"start -> detect_keywords{"in_subject": Bool(false), "in_body": Bool(false), "rows": Rows([(id: 1, cells: {"words": Text("refund")})])}; rest -> end"#,
        "",
    ),
    (
        Messaging,
        r#"start -> quick_replies{"text": Texts({"": "Shall we?"}), "choices": Rows([(id: 1, cells: {"label": Text("Yes")}), (id: 2, cells: {"label": Text("yes")})])}; rest -> end"#,
        "choice-twice",
    ),
    (
        Messaging,
        r#"start -> test_channel{"values": Rows([(id: 1, cells: {"value": Text("WhatsApp")}), (id: 2, cells: {"value": Text("whatsapp")})])}; rest -> end"#,
        "value-twice",
    ),
    (
        Messaging,
        r#"start -> test_channel{"values": Rows([(id: 1, cells: {"value": Text("Fax")})])}; rest -> end"#,
        "value-unknown",
    ),
    (
        Messaging,
        r#"start -> test_channel{"what": Text("visitor"), "values": Rows([(id: 1, cells: {"value": Text("old")})])}; rest -> end"#,
        "value-unknown",
    ),
    (
        Messaging,
        r#"start -> trigger_filter{"question": Operand(Variable("customer.tier"))}; rest -> end"#,
        "question-types",
    ),
    (
        Messaging,
        r#"start -> trigger_filter{"question": Operand(Variable("customer.tier")), "question_types": Text("gold")}; rest -> end"#,
        "",
    ),
];

#[test]
fn every_kind_has_the_expected_problems() {
    for (channel, flow, expected) in KINDS {
        let lab = Lab::new(flow).over(*channel);
        assert_eq!(codes(&lab), expected.split_whitespace().collect(), "{flow}");
    }
}

/// Cases that need more than a flow, each with its code.
pub fn staged() -> Vec<(&'static str, Lab)> {
    use signalbox::model::routing::Recording;

    let mut staged = Vec::new();
    let mut routing = |code, flow: &str, change: &dyn Fn(&mut Routing)| {
        let mut lab = Lab::new(&format!("start -> {flow} -> end; rest -> end"));
        change(Arc::make_mut(lab.project.routings.get_mut(&lab.routing).unwrap()));
        staged.push((code, lab));
    };
    routing("recording-on", "start_recording", &|routing| routing.recording = Recording::On);
    routing("recording-off", "start_recording", &|routing| routing.recording = Recording::Off);
    routing("recording-off", "stop_recording", &|routing| routing.recording = Recording::Off);

    let reply = |choices: &[&str]| {
        let row = |(id, label): (u32, &&str)| format!("(id: {id}, cells: {{\"label\": Text({label:?})}})");
        let rows: Vec<String> = (1..).zip(choices).map(row).collect();
        format!(
            "start -> quick_replies{{\"text\": Texts({{\"\": \"Which?\"}}), \"choices\": Rows([{}])}}; rest -> end",
            rows.join(", ")
        )
    };
    let written = |letters: usize| {
        format!("start -> send_message{{\"text\": Texts({{\"\": {:?}}})}}; rest -> end", "é".repeat(letters))
    };
    for (code, kind, flow) in [
        ("text-long", EntryPointKind::WhatsApp, written(4_097)),
        ("text-long", EntryPointKind::InstagramMessages, written(501)),
        ("text-long", EntryPointKind::Messenger, reply(&["The red one with the lid", "B"])),
        ("choices-list", EntryPointKind::WhatsApp, reply(&["A", "B", "C", "D"])),
    ] {
        staged.push((code, written_to(kind, &flow)));
    }
    for (kind, flow) in [
        (EntryPointKind::WhatsApp, written(4_096)),
        (EntryPointKind::InstagramMessages, written(500)),
        (EntryPointKind::ChatWidget, written(9_999)),
        (EntryPointKind::WhatsApp, reply(&["A", "B", "C"])),
        (EntryPointKind::Messenger, reply(&["A", "B", "C", "D"])),
    ] {
        assert_eq!(codes(&written_to(kind, &flow)), BTreeSet::new(), "{kind:?}");
    }

    let mut resource = |code, id, flow: &str, change: &dyn Fn(&mut ResourceData)| {
        let mut lab = Lab::new(&format!("start -> {flow}; rest -> end"));
        change(&mut Arc::make_mut(lab.project.resources.get_mut(&ResourceId(id)).unwrap()).data);
        staged.push((code, lab));
    };
    let desk = r#"to_sip{"endpoint": Item(Reference("branch_office"))}"#;
    resource("sip-address", 64, desk, &|data| {
        let ResourceData::SipEndpoint(endpoint) = data else { panic!() };
        endpoint.uri = "desk@example.com".to_owned();
    });
    let by_office = r#"schedule_branches{"schedules": Rows([(id: 1, cells: {"name": Text("Day"), "calendar": Item(Reference("office"))})])}"#;
    resource("schedule-never", 8, by_office, &|data| {
        let ResourceData::Calendar(calendar) = data else { panic!() };
        calendar.week = Default::default();
        calendar.exceptions.clear();
    });
    let late = r#"create_case{"case_type": Item(Reference("complaint")), "fields": Rows([(id: 1, cells: {"field": Text("subject"), "value": Operand(Text("Late"))}), (id: 2, cells: {"field": Text("days"), "value": Operand(Text("many"))})])}"#;
    resource("field-value", 65, late, &|data| {
        let ResourceData::CaseType(case_type) = data else { panic!() };
        let days = RecordField { name: "days".to_owned(), kind: FieldType::Number, ..RecordField::default() };
        case_type.fields.push(days);
    });

    staged.push(("sms-long", sms(161)));
    staged
}

/// A flow that sends a text with a number of letters.
fn sms(letters: usize) -> Lab {
    let text = "a".repeat(letters);
    Lab::new(&format!(
        r#"start -> send_sms{{"source": Text("own"), "text": Texts({{"": "{text}"}})}} -> end; rest -> end"#
    ))
}

#[test]
fn the_surroundings_of_a_kind_cause_problems_too() {
    for (code, lab) in staged() {
        assert_eq!(codes(&lab), BTreeSet::from([code]));
    }
    assert_eq!(codes(&sms(160)), BTreeSet::new(), "the text fits into one SMS");
}

/// A flow that an entry point of a messenger leads to.
fn written_to(kind: EntryPointKind, flow: &str) -> Lab {
    let mut lab = Lab::new(flow).ending("start -> end").over(Messaging);
    let entry_point = Arc::make_mut(lab.project.entry_points.values_mut().next().unwrap());
    (entry_point.kind, entry_point.end_routing) = (kind, None);
    lab
}
