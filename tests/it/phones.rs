//! Phone numbers through whole runs and checks: what people write, what tables hold, what is dialled (spec: meaning §3).

use std::sync::Arc;

use signalbox::edit::{Context, Document, Edit};
use signalbox::lint;
use signalbox::model::resource::{ExternalNumber, TableMatch};
use signalbox::model::{Channel, Resource, ResourceData, ResourceId};
use signalbox::sim::Report;
use signalbox::sim::report::prose;

use crate::support::Lab;

/// A flow over the sample project with something different, a script, and a part of the trace.
type Case = (&'static str, fn(&mut Lab), &'static str, &'static str);

fn nothing(_: &mut Lab) {}

fn chat(lab: &mut Lab) {
    Arc::make_mut(lab.project.routings.get_mut(&lab.routing).unwrap()).channel = Channel::Messaging;
}

fn of_no_country(lab: &mut Lab) {
    lab.project.settings.time_zone = "UTC".to_owned();
}

fn resource(lab: &mut Lab, id: u32, change: impl FnOnce(&mut ResourceData)) {
    change(&mut Arc::make_mut(lab.project.resources.get_mut(&ResourceId(id)).unwrap()).data);
}

fn partner(lab: &mut Lab, number: &str) {
    resource(lab, 13, |data| *data = ResourceData::ExternalNumber(ExternalNumber { number: number.to_owned() }));
}

fn table(lab: &mut Lab, matching: TableMatch, rows: &[(&str, &str)]) {
    resource(lab, 10, |data| {
        let ResourceData::ValuesTable(table) = data else { panic!() };
        table.matching = matching;
        table.rows = rows.iter().map(|(key, tier)| vec![(*key).to_owned(), (*tier).to_owned()]).collect();
    });
}

const PHONE: &str = r#"start -> ask{"text": Texts({"": "Your number?"}), "expected": Text("phone"), "target": Text("customer.number"), "tries": Int(1)} -> end; rest -> end"#;
const PARTNER: &str = "start -> number(partner) -> end; rest -> end";
const CALLER: &str =
    r#"start -> number{"from": Text("value"), "number": Operand(Variable("call.number"))} -> end; rest -> end"#;
const TABLE: &str = "start -> table(tiers: vip, gold); rest -> end";
const SMS: &str = r#"start -> send_sms{"source": Text("own"), "text": Texts({"": "Hello."})} -> end; rest -> end"#;

const CASES: &[Case] = &[
    // What a customer writes in a chat.
    (PHONE, chat, "reply +33 (0)6 12 34 56 78", r#"customer.number: "" → "+33612345678""#),
    (PHONE, chat, "reply 06 12 34 56 78", r#"customer.number: "" → "+33612345678""#),
    (PHONE, chat, "reply 0033\u{a0}6\u{a0}12345678", r#"customer.number: "" → "+33612345678""#),
    (PHONE, chat, "reply +1 (202) 555-0123", r#"customer.number: "" → "+12025550123""#),
    (PHONE, chat, "reply +44 (0)20 7946 0018", r#"customer.number: "" → "+442079460018""#),
    (PHONE, chat, "reply 0033 (0)6.12.34.56.78", r#"customer.number: "" → "+33612345678""#),
    (PHONE, chat, "reply +33(0)6-12-34-56-78", r#"customer.number: "" → "+33612345678""#),
    (PHONE, chat, "reply +49 (0) 30 23125000", r#"customer.number: "" → "+493023125000""#),
    (PHONE, chat, "reply (+33) 6 12 34 56 78", r#"customer.number: "" → "+33612345678""#),
    (PHONE, chat, "reply ＋３３ ６ １２ ３４ ５６ ７８", r#"customer.number: "" → "+33612345678""#),
    (PHONE, chat, "reply 24/12/2026", "ask → Invalid"),
    (PHONE, chat, "reply 2026-12-24", "ask → Invalid"),
    (PHONE, chat, "reply 24.12.2026", "ask → Invalid"),
    (PHONE, chat, "reply 12:30", "ask → Invalid"),
    (PHONE, chat, "reply 06 12 34 56 78 ext. 9", "ask → Invalid"),
    (PHONE, chat, "reply 15", "ask → Invalid"),
    (
        PHONE,
        |lab| {
            chat(lab);
            of_no_country(lab);
        },
        "reply 06 12 34 56 78",
        "ask → Invalid",
    ),
    // What is dialled.
    (PARTNER, |lab| partner(lab, "+44 (0)20 7946 0018"), "callee answers", "[Telephone] calls +442079460018"),
    (PARTNER, |lab| partner(lab, "01 55 00 10 20"), "callee answers", "[Telephone] calls +33155001020"),
    (PARTNER, |lab| partner(lab, "+39 06 6982 1234"), "callee answers", "[Telephone] calls +390669821234"),
    (PARTNER, |lab| partner(lab, "+44(0)2079460018"), "callee answers", "[Telephone] calls +442079460018"),
    (PARTNER, |lab| partner(lab, "0044 (0)20 7946 0018"), "callee answers", "[Telephone] calls +442079460018"),
    (PARTNER, |lab| partner(lab, "+33 (0) 1 55 00 10 20"), "callee answers", "[Telephone] calls +33155001020"),
    (PARTNER, |lab| partner(lab, "+49 (0)30 23125-000"), "callee answers", "[Telephone] calls +493023125000"),
    (PARTNER, |lab| partner(lab, "+41 (0)44 668 18 00"), "callee answers", "[Telephone] calls +41446681800"),
    // In Italy the zero is part of the number.
    (PARTNER, |lab| partner(lab, "+39 (0)6 6982 1234"), "callee answers", "[Telephone] calls +390669821234"),
    (PARTNER, |lab| partner(lab, "3912"), "callee answers", "[Telephone] calls 3912"),
    (PARTNER, |lab| partner(lab, "sales desk"), "", "number → Invalid"),
    (PARTNER, |lab| partner(lab, "+33 1 55 00 10 20 ext. 4"), "", "number → Invalid"),
    (CALLER, |lab| lab.caller.number = "06 12 34 56 78".to_owned(), "callee answers", "[Telephone] calls +33612345678"),
    (CALLER, |lab| lab.caller.number = "112".to_owned(), "", "number → Invalid"),
    (CALLER, |lab| lab.caller.number = "+33 899 12 34 56".to_owned(), "", "number → Invalid"),
    (CALLER, |lab| lab.caller.number = "anonymous".to_owned(), "", "number → Invalid"),
    // Tables.
    (TABLE, |lab| table(lab, TableMatch::Exact, &[("+33 6 12 34 56 78", "vip")]), "", "table → vip"),
    (TABLE, |lab| table(lab, TableMatch::Exact, &[("0033 (0)6 12.34.56.78", "vip")]), "", "table → vip"),
    (TABLE, |lab| table(lab, TableMatch::Exact, &[("06 12 34 56 78", "vip")]), "", "table → vip"),
    (TABLE, |lab| table(lab, TableMatch::Exact, &[("0033612345678", "vip")]), "", "table → vip"),
    (TABLE, |lab| table(lab, TableMatch::Exact, &[("+33-6-12-34-56-78", "vip")]), "", "table → vip"),
    (TABLE, |lab| table(lab, TableMatch::Exact, &[("+33\u{a0}6\u{202f}12345678", "vip")]), "", "table → vip"),
    (
        TABLE,
        |lab| table(lab, TableMatch::Exact, &[("+33 6 12 34 56 79", "vip"), ("+33612345678", "gold")]),
        "",
        "table → gold",
    ),
    (TABLE, |lab| table(lab, TableMatch::Exact, &[("+33 6 12 34 56 7", "vip")]), "", "table → By default"),
    (
        TABLE,
        |lab| {
            lab.caller.number = "0033 (0)6 12 34 56 78".to_owned();
            table(lab, TableMatch::Exact, &[("+33612345678", "vip")]);
        },
        "",
        "table → vip",
    ),
    (TABLE, |lab| table(lab, TableMatch::Prefix, &[("+33 6", "vip")]), "", "table → vip"),
    (TABLE, |lab| table(lab, TableMatch::Prefix, &[("+33\u{a0}(0)6 12", "vip")]), "", "table → vip"),
    (TABLE, |lab| table(lab, TableMatch::Prefix, &[("33 6", "vip"), ("+336", "gold")]), "", "table → gold"),
    (TABLE, |lab| table(lab, TableMatch::Prefix, &[("+33 7", "vip"), ("0044 20", "gold")]), "", "table → By default"),
    (TABLE, |lab| table(lab, TableMatch::Prefix, &[("+33", "gold"), ("0033 6", "vip")]), "", "table → vip"),
    (TABLE, |lab| table(lab, TableMatch::Prefix, &[("06", "vip")]), "", "table → vip"),
    (TABLE, |lab| table(lab, TableMatch::Prefix, &[("07", "vip"), ("+33", "gold")]), "", "table → gold"),
    (
        TABLE,
        |lab| table(lab, TableMatch::Prefix, &[("+33\u{202f}6\u{202f}1", "vip"), ("+33 6", "gold")]),
        "",
        "table → vip",
    ),
    // SMS.
    (SMS, nothing, "it is sent", "send_sms → OK"),
    (SMS, |lab| lab.caller.number = "+33155001010".to_owned(), "", "send_sms → Invalid number"),
    (SMS, |lab| lab.caller.number = "+12025550123".to_owned(), "it is sent", "send_sms → OK"),
    (SMS, |lab| lab.caller.number = "+33899123456".to_owned(), "", "send_sms → Invalid number"),
    (SMS, |lab| lab.caller.number = "15".to_owned(), "", "send_sms → Invalid number"),
];

#[test]
fn numbers_in_runs() {
    for (place, (flow, change, script, expected)) in CASES.iter().enumerate() {
        let lab = Lab::new(flow).given(|lab| {
            lab.caller.number = "+33612345678".to_owned();
            change(lab);
        });
        let told = prose(&lab.run(script));
        assert!(told.contains(expected), "case {place}: {expected} is not in\n{told}");
    }
}

#[test]
fn the_full_number_is_in_the_ledger() {
    let lab = Lab::new(PARTNER).given(|lab| partner(lab, "+44 (0)20 7946 0018"));
    let report = Report::new(&lab.run("callee answers"));
    let ledger: Vec<String> = report.ledger.iter().map(|line| format!("{}: {}", line.system, line.what)).collect();
    assert_eq!(ledger, ["Telephone: calls +442079460018"]);
}

/// Numbers of external numbers and entry points: what is stored and what Problems says of a file that holds it.
#[test]
fn what_is_no_number_is_refused_and_is_a_problem() {
    for (number, is_number) in [
        ("+44 (0)20 7946 0018", true),
        ("01 55 00 10 20", true),
        ("112", true),
        ("", true),
        ("sales", false),
        ("+33 1 55 00 10 20 x4", false),
        ("+33 1 55", false),
        ("24/12/2026", false),
    ] {
        let lab = Lab::new(PARTNER);
        let mut changed: Resource = (*lab.project.resources[&ResourceId(13)]).clone();
        changed.data = ResourceData::ExternalNumber(ExternalNumber { number: number.to_owned() });
        let mut document = Document::new(lab.project.clone());
        let stored = document.apply(&Edit::StoreResource { resource: Box::new(changed) }, &Context::default());
        assert_eq!(stored.is_ok(), is_number, "{number}");
        let lab = lab.given(|lab| partner(lab, number));
        let is_bad = lint::check(&lab.project).iter().any(|it| it.code == "bad-number");
        assert_eq!(is_bad, !is_number || number.is_empty(), "{number}");
    }
}
