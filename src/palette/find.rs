//! How well something that can be added fits what people type: its title, everyday words, its group, its description (spec: ease §1).

use crate::catalog::fold::Fold;

/// How well it fits, the best first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Fit {
    /// The title, or the short one.
    Title,
    /// The title begins so.
    TitleBegins,
    /// The words of the title begin so, in any order.
    TitleWords,
    /// An everyday word.
    Word,
    /// An everyday word begins so, or several together do.
    WordBegins,
    /// It is somewhere in the title, the everyday words or the name of the group.
    Inside,
    /// It is in the description.
    Description,
}

/// The texts by which something is found, as they are compared.
pub(super) struct Names {
    titles: [String; 2],
    words: Vec<String>,
    /// The titles, the everyday words and the name of the group.
    everything: String,
    doc: String,
}

impl Names {
    /// The names of something with two titles, everyday words with commas between them, the name of its group, and its description.
    pub(super) fn new(titles: [&str; 2], words: &str, group: &str, doc: &str) -> Self {
        let titles = titles.map(plain);
        let words: Vec<String> = words.split(',').map(plain).filter(|word| !word.is_empty()).collect();
        let everything = format!("{} {} {}", titles.join(" "), words.join(" "), plain(group));
        Self { titles, words, everything, doc: plain(doc) }
    }
}

/// How well these texts fit what was typed, which is plain and not empty; none where they do not fit.
pub(super) fn fit(names: &Names, typed: &str) -> Option<Fit> {
    let Names { titles, words, everything, doc } = names;
    let joined = |text: &str| text.replace(' ', "");
    let says = |text: &String| *text == typed || joined(text) == joined(typed);
    let begins = |text: &String| text.starts_with(typed) || joined(text).starts_with(&joined(typed));
    let all_begin = |text: &str| typed.split(' ').all(|part| text.split(' ').any(|word| word.starts_with(part)));
    Some(match () {
        () if titles.iter().any(says) => Fit::Title,
        () if titles.iter().any(begins) => Fit::TitleBegins,
        () if titles.iter().any(|title| all_begin(title)) => Fit::TitleWords,
        () if words.iter().any(says) => Fit::Word,
        () if words.iter().any(begins) || all_begin(&words.join(" ")) => Fit::WordBegins,
        () if typed.split(' ').all(|part| everything.contains(part)) => Fit::Inside,
        () if typed.split(' ').all(|part| doc.contains(part)) => Fit::Description,
        () => return None,
    })
}

/// Letters and digits alone, with one blank between words: *call-back* is *call back*.
pub(super) fn plain(text: &str) -> String {
    let folded = Fold::LOOSE.text(text);
    let spaced: String = folded.chars().map(|letter| if letter.is_alphanumeric() { letter } else { ' ' }).collect();
    spaced.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use crate::model::Channel::{self, Email, Messaging, Voice};
    use crate::model::flow::START;
    use crate::palette::{Offer, offers};

    /// What people say in four products, Amazon Connect, Twilio, 3CX and `FreePBX`, and in offices, and the kind that they mean.
    const EVERYDAY: &[(&str, Channel, &str)] = &[
        // Of ease §1.
        ("menu", Voice, "voice_announcement"),
        ("transfer", Voice, "to_number"),
        ("voicemail", Voice, "to_voice_mailbox"),
        ("keypad", Voice, "voice_announcement"),
        ("hang up", Voice, "voice_announcement"),
        ("opening hours", Voice, "test_schedule"),
        ("api", Voice, "web_service"),
        ("text", Voice, "send_sms"),
        ("lookup", Voice, "database_read"),
        ("callback", Voice, "offer_callback"),
        ("ring group", Voice, "ring_numbers"),
        ("business hours", Voice, "test_schedule"),
        ("IVR", Voice, "voice_announcement"),
        ("auto attendant", Voice, "voice_announcement"),
        ("DTMF", Voice, "voice_announcement"),
        // Amazon Connect.
        ("play prompt", Voice, "voice_announcement"),
        ("get customer input", Voice, "speech_recognition"),
        ("check hours of operation", Voice, "test_schedule"),
        ("hours of operation", Email, "test_schedule"),
        ("set contact attributes", Voice, "assign_values"),
        ("check contact attributes", Voice, "test_values"),
        ("transfer to queue", Voice, "to_queue"),
        ("check queue status", Voice, "test_queue"),
        ("check staffing", Voice, "test_queue"),
        ("distribute by percentage", Voice, "load_sharing"),
        ("transfer to flow", Voice, "to_routing"),
        ("transfer to phone number", Voice, "to_number"),
        ("invoke module", Voice, "call_routing"),
        ("lambda", Voice, "web_service"),
        ("loop prompts", Voice, "check_passages"),
        ("set recording behavior", Voice, "start_recording"),
        ("set callback number", Voice, "offer_callback"),
        ("set voice", Voice, "set_language"),
        ("disconnect", Messaging, "close"),
        ("screen pop", Voice, "associate_crm_card"),
        ("create task", Voice, "create_task"),
        ("wait", Voice, "pause"),
        // Twilio.
        ("gather", Voice, "voice_announcement"),
        ("say", Voice, "voice_announcement"),
        ("say", Messaging, "send_message"),
        ("http request", Voice, "web_service"),
        ("run function", Messaging, "web_service"),
        ("split based on", Voice, "test_values"),
        ("connect call to", Voice, "to_number"),
        ("record", Voice, "start_recording"),
        ("enqueue", Voice, "to_queue"),
        ("send and wait for reply", Messaging, "ask"),
        ("subflow", Voice, "call_routing"),
        ("webhook", Voice, "web_service"),
        ("transfer to flex", Messaging, "hand_over"),
        ("set variable", Voice, "assign_values"),
        // 3CX.
        ("digital receptionist", Voice, "voice_announcement"),
        ("hunt group", Voice, "ring_numbers"),
        ("call queue", Voice, "to_queue"),
        ("extension", Voice, "to_user"),
        ("office hours", Voice, "test_schedule"),
        ("holidays", Voice, "test_schedule"),
        ("simultaneous ring", Voice, "ring_numbers"),
        ("sip trunk", Voice, "to_sip"),
        ("music on hold", Voice, "pause"),
        ("forward", Voice, "to_number"),
        ("live chat", Messaging, "hand_over"),
        ("crm integration", Voice, "web_service"),
        ("text to speech", Voice, "voice_announcement"),
        // FreePBX.
        ("time condition", Voice, "test_schedule"),
        ("announcement", Voice, "voice_announcement"),
        ("follow me", Voice, "ring_numbers"),
        ("misc destination", Voice, "to_number"),
        ("set callerid", Voice, "modify_caller_id"),
        ("blacklist", Voice, "test_values"),
        ("directory", Voice, "voice_announcement"),
        ("call recording", Voice, "start_recording"),
        ("languages", Voice, "set_language"),
        ("callback request", Voice, "offer_callback"),
        ("night mode", Voice, "schedule_branches"),
        ("custom destination", Voice, "to_sip"),
        // The four products that set the scope.
        ("load sharing", Voice, "load_sharing"),
        ("asr", Voice, "speech_recognition"),
        ("smart routing", Voice, "to_routing"),
        ("nth contact", Voice, "check_nth_contact"),
        ("even week", Voice, "test_week"),
        ("tracking number", Voice, "responsive_routing"),
        ("repeat caller", Voice, "check_nth_contact"),
        ("lead owner", Voice, "routing_rule"),
        ("handover", Voice, "routing_rule"),
        ("round robin", Messaging, "distribute"),
        ("skills", Messaging, "distribute"),
        ("least busy", Messaging, "distribute"),
        ("new session", Messaging, "trigger_filter"),
        ("keyword", Messaging, "detect_keywords"),
        ("sms campaign", Voice, "insert_sms_target"),
        ("call deflection", Voice, "digitalization"),
        ("percentage", Messaging, "load_sharing"),
        // Offices.
        ("buttons", Messaging, "quick_replies"),
        ("menu", Messaging, "quick_replies"),
        ("human", Messaging, "hand_over"),
        ("welcome message", Messaging, "send_message"),
        ("take a message", Voice, "to_voice_mailbox"),
        ("answering machine", Voice, "to_voice_mailbox"),
        ("ticket", Email, "create_case"),
        ("ticket", Voice, "associate_case"),
        ("mail", Voice, "send_email"),
        ("autoresponder", Email, "auto_reply"),
        ("forward", Email, "transfer_email"),
        ("attachment", Email, "test_email"),
        ("urgent", Email, "test_email_priority"),
        ("spam", Email, "detect_keywords"),
        ("rating", Voice, "survey"),
        ("csat", Messaging, "survey"),
        ("credit card", Voice, "pay_invoice"),
        ("invoice", Voice, "search_invoice"),
        ("if", Voice, "test_values"),
        ("goto", Voice, "to_routing"),
        ("main menu", Voice, "to_routing"),
        ("mobile", Voice, "test_mobile"),
        ("landline", Voice, "test_mobile"),
        ("pin", Voice, "voice_announcement"),
        ("label", Email, "tag"),
        ("to-do", Email, "create_task"),
        ("look up customer", Voice, "associate_crm_card"),
        ("who is calling", Voice, "associate_crm_card"),
        ("excel", Voice, "values_table"),
        ("postcode", Voice, "values_table"),
        ("voice bot", Voice, "speech_recognition"),
        ("agent", Voice, "to_user"),
        ("team", Voice, "to_queue"),
        ("redial", Voice, "reschedule_attempt"),
        ("join", Voice, "node"),
    ];

    #[test]
    fn everyday_words_find_their_kind_among_the_first_three() {
        let mut missed = Vec::new();
        for (typed, channel, kind) in EVERYDAY {
            // A preset that begins with the kind, or has the title that people say, is as good.
            let first: Vec<Offer> = offers(typed, *channel, &[]).into_iter().take(3).collect();
            if !first.iter().any(|offer| offer.kinds().iter().any(|it| it == kind)) {
                let first: Vec<&str> = first.iter().map(Offer::id).collect();
                missed.push(format!("{typed} ({channel:?}): {first:?} instead of {kind}"));
            }
        }
        assert!(missed.is_empty(), "{}", missed.join("\n"));
        let words: BTreeSet<&str> = EVERYDAY.iter().map(|(typed, ..)| *typed).collect();
        assert!(words.len() >= 115, "{}", words.len());
    }

    #[test]
    fn a_title_comes_before_everyday_words_and_these_before_descriptions() {
        for channel in [Voice, Email, Messaging] {
            for offer in offers("", channel, &[]) {
                let first = offers(offer.title(), channel, &[]).remove(0);
                assert_eq!(first.title(), offer.title());
            }
        }
        let ids = |typed, channel| offers(typed, channel, &[]).iter().map(|it| it.id().to_owned()).collect::<Vec<_>>();
        // A title, a title that begins so, everyday words, a description.
        let queue = ids("queue", Voice);
        assert_eq!(queue[0], "to_queue");
        assert!(queue.iter().position(|id| id == "test_queue") < queue.iter().position(|id| id == "create_task"));
        assert_eq!(ids("call-back", Voice)[0], "offer_callback");
        assert_eq!(ids("no such thing", Voice), Vec::<String>::new());
        assert!(!ids("", Voice).iter().any(|id| id == START));
    }

    #[test]
    fn kinds_of_another_channel_are_not_found() {
        assert!(!offers("quick replies", Voice, &[]).iter().any(|offer| offer.id() == "quick_replies"));
        assert!(!offers("", Email, &[]).iter().any(|offer| offer.id() == "voice_announcement"));
    }
}
