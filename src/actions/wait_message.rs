//! Wait: lets time pass in a chat, or goes on as soon as the customer writes (spec: actions §4).

use crate::catalog::question::AnswerInput;
use crate::catalog::spec::nothing_to_check;
use crate::catalog::text::duration_words;
use crate::catalog::{
    ActionSpec, BranchPart, BranchSpec, Category, Channels, Cx, Event, Example, Field, Icon, Question, QuestionChoice,
    Step, WayOn,
};
use crate::model::Channel;

use super::shared::ms;
use super::shared_mail::{attach_choice, customer_attaches, customer_writes};

const DURATION_S: Field<i64> = Field::duration("duration", "Duration", (1, 7 * 86_400), 60)
    .help("How long the flow waits for the customer to write.");

const EXPIRED: BranchSpec = BranchSpec::new("expired", "Time expired");
const WROTE: BranchSpec = BranchSpec::new("wrote", "Customer wrote");

/// The kind.
pub static SPEC: ActionSpec = ActionSpec {
    id: "wait_message",
    title: "Wait",
    short_title: "",
    category: Category::Messaging,
    icon: Icon::ChatCircleDots,
    words: "wait, wait for reply, delay, timeout, no answer, inactivity, idle",
    channels: Channels(&[Channel::Messaging]),
    doc: "Waits for some time, and goes on before that when the customer writes something.",
    card: "{duration}",
    fields: &[DURATION_S.spec()],
    branches: &[BranchPart::One(&EXPIRED), BranchPart::One(&WROTE)],
    way_on: WayOn::Key("expired"),
    caller_may_leave: false,
    run,
    check: nothing_to_check,
    examples: &[
        Example::new("Nothing happens", "{}", "time passes", "expired").after_ms(60_000),
        Example::new("Time passes by itself", r#"{"duration": Int(3600)}"#, "", "expired").after_ms(3_600_000),
        Example::new("The customer sends a photo", "{}", "attach receipt.jpg", "wrote").after_ms(30_000),
        Example::new("The customer goes on writing", "{}", "write one more thing", "wrote").after_ms(30_000),
    ],
};

fn run(cx: &mut Cx<'_>) -> Step {
    let seconds = cx.get(&DURATION_S);
    match cx.event {
        Event::Answer(answer) if answer.key == "write" || answer.key == "attach" => {
            cx.spend(ms(seconds) / 2);
            if answer.key == "attach" {
                customer_attaches(cx, &answer.value);
            } else {
                customer_writes(cx, &answer.value);
            }
            Step::go(&WROTE)
        }
        Event::Answer(_) => {
            cx.spend(ms(seconds));
            Step::go(&EXPIRED)
        }
        Event::Enter | Event::Decided(_) | Event::Drawn { .. } | Event::Floor(_) => {
            let question = Question::new("waits").detail(duration_words(seconds));
            let passes = QuestionChoice::new("expired", "time passes", "Until the time is up").time();
            let writes = QuestionChoice::new("write", "write", "The customer writes").input(AnswerInput::Text);
            Step::Ask(question.passing(passes).choice(writes).choice(attach_choice()))
        }
    }
}
