//! Detect keywords: looks for words in an email or in the customer's last message (spec: actions §3).

use crate::catalog::branch::BY_DEFAULT;
use crate::catalog::eml::quoted;
use crate::catalog::fold::{self, Fold};
use crate::catalog::phrase::{Likeness, Searched};
use crate::catalog::text::shorten;
use crate::catalog::{
    ActionSpec, BranchPart, Category, Channels, CheckCx, Cx, Example, Field, Finding, Icon, Stage, Step, WayOn,
};
use crate::choice;
use crate::model::caller::{Attachment, Email};
use crate::model::{Channel, Row};

use super::shared::{self, HOW, How, check_doubled};
use super::shared_mail::{email_unless_chat, sender};

choice! {
    /// How many of the words must be there.
    Many { Any = "any" "Any of them", All = "all" "All of them" }
}

const SUBJECT: Field<bool> = Field::yes_no("in_subject", "In the subject", true)
    .help("Looks in the subject of an email. In a chat the customer's last message is looked at in any case.");
const BODY: Field<bool> = Field::yes_no("in_body", "In the text", true)
    .help("Looks in the text of an email, without what it quotes of earlier ones.");
const QUOTED: Field<bool> = Field::yes_no("in_quoted", "In quoted emails", false).help(
    "Looks in what the text quotes of earlier emails: lines that begin with >, and what follows \"On … wrote:\".",
);
const SENDER: Field<bool> = Field::yes_no("in_sender", "In the sender", false).help("Looks in the sender's address.");
const RECIPIENTS: Field<bool> =
    Field::yes_no("in_recipients", "In the recipients", false).help("Looks in the addresses that the email is for.");
const ATTACHMENTS: Field<bool> = Field::yes_no("in_attachments", "In the names of attachments", false)
    .help("Looks in the names of the attached files.");
const NAME: Field<String> = Field::text("name", "Name").help("Shown at the port; without one the words are shown.");
const WORDS: Field<String> =
    Field::text("words", "Words").help("Words or phrases, with commas between them.").required();
const MANY: Field<Many> = Field::choice("many", "How many").help("Whether one of the words is enough.");
const ROWS: Field<Vec<Row>> = Field::rows("rows", "Words looked for", &[NAME.spec(), WORDS.spec(), MANY.spec()], 10)
    .help("Each row is a branch; the first whose words are found is taken.")
    .required();
const WHOLE: Field<bool> = Field::yes_no("whole_word", "Whole words only", true)
    .help("Whether \"bill\" must stand alone, so that \"billing\" is something else.")
    .shown_if("how", &["words"]);
const CASE: Field<bool> =
    Field::yes_no("match_case", "Capital letters matter", false).help("Whether \"SOS\" differs from \"sos\".");
const ACCENTS: Field<bool> =
    Field::yes_no("match_accents", "Accents matter", false).help("Whether \"reçu\" differs from \"recu\".");

/// The kind.
pub static SPEC: ActionSpec = ActionSpec {
    id: "detect_keywords",
    title: "Detect keywords",
    short_title: "",
    category: Category::Email,
    icon: Icon::MagnifyingGlass,
    words: "keyword, contains words, search text, find words, spam filter, text contains",
    channels: Channels(&[Channel::Email, Channel::Messaging]),
    doc: "Looks for words in the email that came in, or in the customer's last message of a chat, and takes the branch \
          of the first row whose words are there.",
    card: "{rows:branches}",
    fields: &[
        SUBJECT.spec(),
        BODY.spec(),
        QUOTED.spec(),
        SENDER.spec(),
        RECIPIENTS.spec(),
        ATTACHMENTS.spec(),
        ROWS.spec(),
        HOW.spec(),
        WHOLE.spec(),
        CASE.spec(),
        ACCENTS.spec(),
    ],
    branches: &[
        BranchPart::PerRow { field: ROWS.key(), label: row_label, shown_if: None },
        BranchPart::One(&BY_DEFAULT),
    ],
    way_on: WayOn::Key("default"),
    caller_may_leave: false,
    run,
    check,
    examples: &[
        Example::new("A word in the subject", BILLING, "", "row:1").given(complaint),
        Example::new("All words of a row, in the text", BOTH, "", "row:2").given(complaint),
        Example::new("The name of an attachment", NAMES, "", "row:1").given(complaint),
        Example::new("A message of a chat", BILLING, "", "row:1").over(Channel::Messaging).given(|stage| {
            "Where is my INVOICE?".clone_into(&mut stage.caller.first_message);
        }),
        Example::new("None of the words", BILLING, "", "default"),
    ],
};

const BILLING: &str =
    r#"{"rows": Rows([(id: 1, cells: {"name": Text("Billing"), "words": Text("facture, invoice")})])}"#;
const BOTH: &str = r#"{"rows": Rows([(id: 1, cells: {"words": Text("erronee, rembourser"), "many": Text("all")}), (id: 2, cells: {"words": Text("erronee, merci de"), "many": Text("all")})])}"#;
const NAMES: &str = r#"{"in_subject": Bool(false), "in_body": Bool(false), "in_attachments": Bool(true), "rows": Rows([(id: 1, cells: {"words": Text("pdf")})])}"#;

fn complaint(stage: &mut Stage) {
    stage.caller.email = Some(Email {
        subject: "Ma facture de novembre".to_owned(),
        body: "Bonjour,\nelle est erronée, merci\nde la corriger.".to_owned(),
        attachments: vec![Attachment { name: "facture.pdf".to_owned(), bytes: 120_000 }],
        ..Email::default()
    });
}

fn row_label(row: &Row) -> String {
    let name = row.cells.get(&NAME);
    if name.trim().is_empty() { shorten(&row.cells.get(&WORDS), 40) } else { name }
}

fn run(cx: &mut Cx<'_>) -> Step {
    let fold = Fold { case: cx.get(&CASE), accents: cx.get(&ACCENTS), spelling: false };
    let how = match (cx.get(&HOW), cx.get(&WHOLE)) {
        (How::Words, true) => Likeness::WholeWords,
        (How::Words, false) => Likeness::Anywhere,
        (How::Exact, _) => Likeness::Exact,
        (How::Similar, _) => Likeness::Similar,
    };
    let texts: Vec<Searched> = searched(cx).iter().map(|text| Searched::new(text, fold)).collect();
    let is_there = |phrase: &str| texts.iter().any(|text| text.has(phrase, how));
    for row in cx.get(&ROWS) {
        let words = cx.fill(&row.cells.get(&WORDS));
        let wanted: Vec<&str> = fold::entries(&words).collect();
        let found: Vec<&str> = wanted.iter().copied().filter(|it| is_there(it)).collect();
        let is_enough = match row.cells.get(&MANY) {
            Many::Any => !found.is_empty(),
            Many::All => !found.is_empty() && found.len() == wanted.len(),
        };
        if is_enough {
            cx.note(format_args!("Found: {}.", found.join(", ")));
            return Step::go_row(row);
        }
    }
    cx.note("None of the words are found.");
    Step::go(&BY_DEFAULT)
}

/// The texts that are looked at, each on its own, so that no phrase is found across two of them.
fn searched(cx: &mut Cx<'_>) -> Vec<String> {
    let Some(email) = email_unless_chat(cx) else {
        let message = cx.last_message();
        cx.note(format_args!("The message: {}", shared::quoted(&message)));
        return vec![message];
    };
    let mut texts = Vec::new();
    if cx.get(&SUBJECT) {
        texts.push(email.subject.clone());
    }
    let parts = quoted::split(&email.body);
    if cx.get(&BODY) {
        texts.push(parts.text);
    }
    if cx.get(&QUOTED) {
        texts.push(parts.quoted);
    }
    if cx.get(&SENDER) {
        texts.push(sender(cx));
    }
    if cx.get(&RECIPIENTS) {
        texts.extend(email.to.iter().chain(&email.cc).cloned());
    }
    if cx.get(&ATTACHMENTS) {
        texts.extend(email.attachments.iter().map(|attachment| attachment.name.clone()));
    }
    texts
}

fn check(cx: &CheckCx<'_>) -> Vec<Finding> {
    let params = &cx.action.params;
    let mut findings =
        check_doubled("words-twice", params.get(&ROWS).iter().map(|row| row.cells.get(&WORDS)), |words| {
            format!("The words \"{words}\" are looked for twice; the second row can never be taken.")
        });
    let looks = [&SUBJECT, &BODY, &SENDER, &RECIPIENTS, &ATTACHMENTS].into_iter().any(|place| params.get(place));
    if !looks && cx.routing.channel != Channel::Messaging {
        findings.push(Finding::error("looks-nowhere", "No part of the email is looked at, so no row is ever taken."));
    }
    findings
}
