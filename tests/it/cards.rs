//! No digit of a payment card is kept: not in traces, reports, transcripts, ledger, variables, error messages or saved projects (spec: actions §1).

use std::sync::Arc;

use signalbox::sim::report::prose;
use signalbox::sim::{Report, Run, Scene, SceneRequest};
use signalbox::storage;

use crate::cli::{answers, signalbox};

const BILLING: &str = "projects/billing_line.ron";
/// A typed card: number, month and year, code. No part of it occurs anywhere else.
const CARD: &str = "4970 9513 6284 7539, 08/39, 862";
/// Answers before, at and after the payment.
const TYPED: [&str; 5] = ["press", "enters a card", "enter", "bank accepts", ""];

/// Whether a text contains a part of the card: any three consecutive digits of the number, or the code.
fn holds_card(text: &str) -> bool {
    ["4970", "9513", "6284", "7539", "08/39", "862"].iter().any(|part| text.contains(part))
}

/// Everything that a run keeps and prints.
fn kept(run: &Run) -> String {
    let states: Vec<String> =
        (0..=run.steps_taken()).filter_map(|steps| Some(format!("{:?}", run.state_after(steps)?))).collect();
    let report = serde_json::to_string(&Report::new(run)).unwrap();
    format!("{}\n{:?}\n{report}\n{}\n{:?}", prose(run), run.beats(), states.join("\n"), run.answers())
}

#[test]
fn a_card_typed_in_a_payment_leaves_no_trace_in_the_run() {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(BILLING);
    let project = storage::load(&path).unwrap().0.project;
    let routing = project.routing_by_reference("billing").unwrap().id;
    let version = project.in_production(routing).unwrap().id;
    let of = |name: &str| project.callers.values().find(|caller| caller.name.starts_with(name)).unwrap();
    let world = project.worlds.values().find(|world| world.name == "Wednesday 10:30").unwrap();
    let (caller, world) = ((**of("Nia")).clone(), (**world).clone());
    let request = SceneRequest { version, caller, world, ..SceneRequest::default() };
    let mut run = Run::new(Arc::new(Scene::new(Arc::new(project), request).unwrap()));
    for next in ["press 1", "press 1", "enters a card", "bank refuses", "enters a card", "bank accepts"] {
        run.to_next_question();
        for typed in TYPED {
            let complaint = run.answer(&format!("{typed} {CARD}")).expect_err(typed);
            assert!(!holds_card(&complaint) && complaint.contains('•'), "{complaint}");
        }
        run.answer(next).unwrap();
    }
    run.to_next_question();
    assert_eq!(crate::support::lab::outcome(&run), "Self-service");
    let complaint = run.clone().play(&[format!("enters a card {CARD}")]).unwrap_err();
    assert!(complaint.contains("after the call is over") && !holds_card(&complaint), "{complaint}");
    let kept = kept(&run);
    assert!(kept.contains("enters a card •••• •••• •••• ••••") && kept.contains("40711"), "{kept}");
    assert!(!holds_card(&kept), "{kept}");
    assert!(!holds_card(&storage::write(&run.scene.project).unwrap()));
    assert!(holds_card(&format!("{kept} {CARD}")), "the search finds a planted card");
}

#[test]
fn a_card_in_a_list_of_answers_is_not_printed() {
    for (before, typed) in
        [("press 1\npress 1\n", "enters a card"), ("press 1\npress 1\nenters a card\n", ""), ("", "press")]
    {
        let (_folder, file) = answers(&format!("{before}{typed} {CARD}\n"));
        for json in [&["--json"][..], &[]] {
            let mut arguments = vec!["simulate", BILLING, "--routing", "billing", "--caller", "Nia"];
            arguments.extend(["--world", "Wednesday 10:30", "--answers", &file]);
            arguments.extend(json);
            let done = signalbox(&arguments);
            assert!(done.code != 0 && done.err.contains("does not fit here"), "{}", done.err);
            assert!(!done.out.is_empty() && !holds_card(&done.out), "{}", done.out);
            assert!(!holds_card(&done.err), "{}", done.err);
        }
    }
}
