//! People, queues and the pool (spec: meaning §8), each rule by hand-worked cases through whole runs.

use std::sync::Arc;

use signalbox::catalog::sample::{ANA, BEN, SUPPORT};
use signalbox::catalog::{Effect, FloorEvent};
use signalbox::model::resource::{
    MaxEstimatedWait, MaxWaiting, NoAnswer, NoUserMeans, NoUserStrategy, Queue, QueueStrategy, User,
};
use signalbox::model::{Channel, Contact, QueueState, ResourceData, ResourceId, UserLoad, UserState};
use signalbox::sim::engine::{Input, step};
use signalbox::sim::report::{StepLine, prose};
use signalbox::sim::{Report, Run, What};

use crate::support::Lab;
use crate::support::lab::{offered, outcome};

const SALES: ResourceId = ResourceId(76);
const POLICY: ResourceId = ResourceId(75);
const RULE_FLOW: &str = r#"start -> routing_rule{"rule": Item(Reference("owner_first"))}"#;
const POLICY_FLOW: &str = r#"start -> distribute{"policy": Item(Reference("shared"))}"#;
const QUEUE_FLOW: &str = "start -> queue(support); rest -> end";

fn data(lab: &mut Lab, id: ResourceId) -> &mut ResourceData {
    &mut Arc::make_mut(lab.project.resources.get_mut(&id).unwrap()).data
}

fn queue(lab: &mut Lab, id: ResourceId) -> &mut Queue {
    let ResourceData::Queue(queue) = data(lab, id) else { panic!("no queue") };
    queue
}

fn user(lab: &mut Lab, id: ResourceId) -> &mut User {
    let ResourceData::User(user) = data(lab, id) else { panic!("no user") };
    user
}

/// The queue of Ana and Ben, asked in this order, over a channel.
fn support(channel: Channel, given: impl FnOnce(&mut Lab)) -> Lab {
    Lab::new(QUEUE_FLOW).over(channel).given(|lab| queue(lab, SUPPORT).strategy = QueueStrategy::Linear).given(given)
}

fn states(lab: &mut Lab, ana: UserState, ben: UserState) {
    lab.world.users = [(ANA, ana), (BEN, ben)].into();
}

fn sessions(lab: &mut Lab, who: ResourceId, sessions: u32) {
    lab.world.loads.insert(who, UserLoad { sessions, ..UserLoad::default() });
}

/// How a run ends or what it waits for, the branch by which its second action was left, when, and who served.
fn told(run: &Run) -> String {
    let steps = Report::new(run).steps;
    let way = |step: &StepLine| if step.branch.is_empty() { step.left.to_owned() } else { step.branch.clone() };
    let left = steps.get(1).map_or_else(String::new, |step| format!(" · {} at {}", way(step), step.at_ms / 1_000));
    let served = run.state().served_by.map(|user| format!(" · {}", run.scene.project.resources[&user].name));
    format!("{}{left}{}", outcome(run), served.unwrap_or_default())
}

fn does(lab: &Lab, script: &str) -> String {
    told(&lab.run(script))
}

/// Whether a run says a line.
#[track_caller]
fn says(lab: &Lab, script: &str, line: &str) {
    let told = prose(&lab.run(script));
    assert!(told.contains(line), "{line:?} is not in\n{told}");
}

#[track_caller]
fn says_not(lab: &Lab, script: &str, line: &str) {
    let told = prose(&lab.run(script));
    assert!(!told.contains(line), "{line:?} is in\n{told}");
}

#[test]
fn who_is_asked_in_a_queue() {
    use Channel::{Email, Messaging, Voice};
    let (first_ana, first_ben) = ("Support: in order → Ana is asked first", "Support: in order → Ben is asked first");
    // A person with as many chats as they take.
    says(&support(Messaging, |lab| sessions(lab, ANA, 3)), "", first_ben);
    says(&support(Messaging, |lab| sessions(lab, ANA, 2)), "", first_ana);
    says(&support(Email, |lab| sessions(lab, ANA, 3)), "", "Ana: busy, 3 of 3");
    let over = support(Messaging, |lab| {
        user(lab, ANA).capacity.messaging = 1;
        sessions(lab, ANA, 5);
        states(lab, UserState::Available, UserState::Offline);
    });
    says(&over, "", "Ana: busy, 5 of 1");
    says_not(&over, "", "asked first");
    // A person without the right to the channel.
    let closed = |channel| support(channel, |lab| user(lab, ANA).closed_channels = vec![Messaging]);
    says(&closed(Messaging), "", first_ben);
    says(&closed(Voice), "", first_ana);
    // A call takes the whole capacity, unless calls come beside chats.
    says(&support(Voice, |lab| sessions(lab, ANA, 1)), "", first_ben);
    let beside = support(Voice, |lab| {
        sessions(lab, ANA, 1);
        user(lab, ANA).calls_beside_chats = true;
    });
    says(&beside, "", first_ana);
    // The daily limit.
    let full_day = support(Messaging, |lab| {
        user(lab, ANA).daily_limit = Some(4);
        lab.world.loads.insert(ANA, UserLoad { received_today: 4, ..UserLoad::default() });
    });
    says(&full_day, "", "Ana: 4 received today, the daily limit");
    says(&full_day, "", first_ben);
}

#[test]
fn who_is_named_by_no_world_goes_by_the_work_schedule() {
    let hours = |from: &str, until: &str| vec![(from.parse().unwrap(), until.parse().unwrap())];
    // It is Monday, 09:00.
    let lab = |from: &str, state: Option<UserState>| {
        support(Channel::Voice, |lab| {
            user(lab, ANA).schedule[0] = hours(from, "17:00:00");
            lab.world.users.insert(BEN, UserState::Offline);
            lab.world.users.extend(state.map(|state| (ANA, state)));
        })
    };
    assert_eq!(does(&lab("09:30:00", None), ""), "Goodbye · overflow at 0");
    says(&lab("09:30:00", None), "", "Ana: outside the work schedule");
    says(&lab("09:00:00", None), "", "Ana is asked first");
    says(&lab("09:30:00", Some(UserState::Available)), "", "Ana is asked first");
    assert_eq!(does(&lab("09:00:00", Some(UserState::Offline)), ""), "Goodbye · overflow at 0");
    // A week with hours on other days only is a schedule, too.
    let tuesdays = support(Channel::Voice, |lab| {
        user(lab, ANA).schedule[1] = hours("00:00:00", "00:00:00");
        lab.world.users.insert(BEN, UserState::Offline);
    });
    says(&tuesdays, "", "Ana: outside the work schedule");
}

#[test]
fn the_last_agent_is_the_last_by_date_and_on_this_channel() {
    let contact = |hours_ago, channel, who| Contact { hours_ago, channel, served_by: Some(who) };
    let lab = |contacts: Vec<Contact>| {
        Lab::new(POLICY_FLOW).over(Channel::Messaging).given(|lab| {
            let ResourceData::DistributionPolicy(policy) = data(lab, POLICY) else { panic!("no policy") };
            policy.returning_to_same = true;
            lab.caller.contacts = contacts;
        })
    };
    let chat = Channel::Messaging;
    assert_eq!(does(&lab(vec![contact(240, chat, ANA), contact(26, chat, BEN)]), ""), "Person · assigned at 0 · Ben");
    assert_eq!(does(&lab(vec![contact(26, chat, BEN), contact(240, chat, ANA)]), ""), "Person · assigned at 0 · Ben");
    let by_phone = vec![contact(1, Channel::Voice, BEN), contact(30, chat, ANA)];
    assert_eq!(does(&lab(by_phone), ""), "Person · assigned at 0 · Ana");
    let nobody = Contact { served_by: None, ..contact(1, chat, ANA) };
    assert_eq!(does(&lab(vec![nobody, contact(50, chat, BEN)]), ""), "Person · assigned at 0 · Ben");
    let hidden = lab(vec![contact(1, chat, BEN)]).given(|lab| lab.caller.is_hidden = true);
    assert_eq!(does(&hidden, ""), "Person · assigned at 0 · Ana");
    // Who served earlier in this interaction counts before all others.
    let flow =
        r#"start -> user{"user": Item(Reference("ana"))} -> queue(support){"preferred": Text("last")}; rest -> end"#;
    let twice = Lab::new(flow).given(|lab| lab.caller.contacts = vec![contact(1, Channel::Voice, BEN)]);
    says(&twice, "Ana answers", "Ana is preferred and free → asked first");
}

#[test]
fn a_queue_without_user() {
    let with = |change: &dyn Fn(&mut Lab)| support(Channel::Messaging, |lab| change(lab));
    let both = |lab: &mut Lab, state| states(lab, state, state);
    assert_eq!(does(&with(&|lab| both(lab, UserState::Offline)), ""), "Goodbye · overflow at 0");
    // Busy and away are connected.
    for state in [UserState::Busy, UserState::Away] {
        assert_eq!(does(&with(&|lab| both(lab, state)), ""), "waits in the queue", "{state:?}");
    }
    // By choice, nobody may have room.
    let room = |state, open| {
        with(&|lab: &mut Lab| {
            queue(lab, SUPPORT).no_user_means = NoUserMeans::NobodyHasRoom;
            queue(lab, SUPPORT).max_estimated_wait = MaxEstimatedWait::NoLimit;
            both(lab, state);
            sessions(lab, ANA, open);
            sessions(lab, BEN, 3);
        })
    };
    assert_eq!(does(&room(UserState::Available, 3), ""), "Goodbye · overflow at 0");
    assert_eq!(does(&room(UserState::Available, 2), ""), "waits in the queue");
    assert_eq!(does(&room(UserState::Busy, 0), ""), "Goodbye · overflow at 0");
    says(&room(UserState::Available, 3), "", "Support: no connected user has room → overflow");
    // Required skills of the queue, and nobody who is connected has them.
    let skilled = |ben: UserState| {
        with(&|lab: &mut Lab| {
            queue(lab, SUPPORT).skills = [("Danish".to_owned(), 3)].into();
            user(lab, BEN).skills = [("danish".to_owned(), 3)].into();
            user(lab, ANA).skills = [("danish".to_owned(), 2)].into();
            lab.world.users.insert(BEN, ben);
        })
    };
    says(&skilled(UserState::Available), "", "Ben is asked first");
    assert_eq!(does(&skilled(UserState::Busy), ""), "waits in the queue");
    assert_eq!(does(&skilled(UserState::Offline), ""), "Goodbye · overflow at 0");
    says(&skilled(UserState::Offline), "", "Support: no connected user has the skills → overflow");
    // Queue anyway lets in, whatever the estimate.
    let anyway = with(&|lab| {
        both(lab, UserState::Offline);
        queue(lab, SUPPORT).no_user = NoUserStrategy::QueueAnyway;
        queue(lab, SUPPORT).max_wait_s = 120;
        lab.world
            .queues
            .insert(SUPPORT, QueueState { waiting: 9, estimated_wait_s: Some(999), ..QueueState::default() });
    });
    assert_eq!(does(&anyway, ""), "waits in the queue");
    assert_eq!(does(&anyway, "wait out"), "Goodbye · unprocessed at 120");
    // However long it is, and however the queue limits it.
    for (waiting, estimated_wait_s, most) in [
        (0, None, MaxEstimatedWait::AsLongestWait),
        (0, Some(86_400), MaxEstimatedWait::AsLongestWait),
        (0, Some(86_400), MaxEstimatedWait::Seconds(1)),
        (7, None, MaxEstimatedWait::Seconds(1)),
        (7, Some(121), MaxEstimatedWait::AsLongestWait),
        (7, Some(0), MaxEstimatedWait::NoLimit),
    ] {
        for channel in [Channel::Voice, Channel::Messaging, Channel::Email] {
            let lab = support(channel, |lab| {
                both(lab, UserState::Offline);
                let queue = queue(lab, SUPPORT);
                (queue.no_user, queue.max_wait_s, queue.max_estimated_wait) = (NoUserStrategy::QueueAnyway, 120, most);
                let line = QueueState { waiting, estimated_wait_s, ..QueueState::default() };
                lab.world.queues.insert(SUPPORT, line);
            });
            assert_eq!(does(&lab, ""), "waits in the queue", "{channel:?} {waiting} {estimated_wait_s:?} {most:?}");
        }
    }
    // Somebody who is connected brings the estimate back.
    let again = anyway.clone().given(|lab| lab.world.users = [(ANA, UserState::Offline)].into());
    assert_eq!(does(&again, ""), "Goodbye · overflow at 0");
}

#[test]
fn how_many_may_wait_and_how_long_the_estimate_may_be() {
    // Most waiting, connected of two, waiting, and whether it gets in.
    let (none, count, percent) = (MaxWaiting::NoLimit, MaxWaiting::Count, MaxWaiting::PercentOfConnected);
    let table = [
        (none, 2, 5_000, true),
        (count(3), 2, 2, true),
        (count(3), 2, 3, false),
        (percent(100), 2, 1, true),
        (percent(100), 2, 2, false),
        // 60 % of 2 are 1.2, rounded up 2.
        (percent(60), 2, 1, true),
        (percent(60), 2, 2, false),
        // 10 % of 1 are rounded up to 1, and 0 % are at least 1.
        (percent(10), 1, 0, true),
        (percent(10), 1, 1, false),
        (percent(0), 2, 0, true),
        (percent(0), 2, 1, false),
    ];
    for (most, connected, waiting, gets_in) in table {
        let lab = support(Channel::Voice, |lab| {
            queue(lab, SUPPORT).max_waiting = most;
            queue(lab, SUPPORT).max_estimated_wait = MaxEstimatedWait::NoLimit;
            states(lab, UserState::Busy, if connected == 2 { UserState::Busy } else { UserState::Offline });
            lab.world.queues.insert(SUPPORT, QueueState { waiting, ..QueueState::default() });
        });
        assert_eq!(does(&lab, "") == "waits in the queue", gets_in, "{most:?}, {connected}, {waiting}");
    }
    // Two are connected and busy, two wait, 240 s each: the third waits 3 × 240 ÷ 2 = 360 s.
    let table = [
        (MaxEstimatedWait::AsLongestWait, 300, false),
        (MaxEstimatedWait::AsLongestWait, 360, true),
        (MaxEstimatedWait::Seconds(359), 3_600, false),
        (MaxEstimatedWait::Seconds(360), 30, true),
        (MaxEstimatedWait::NoLimit, 30, true),
    ];
    for (most, max_wait_s, gets_in) in table {
        let lab = support(Channel::Voice, |lab| {
            queue(lab, SUPPORT).max_estimated_wait = most;
            queue(lab, SUPPORT).max_wait_s = max_wait_s;
            states(lab, UserState::Busy, UserState::Busy);
            lab.world.queues.insert(SUPPORT, QueueState { waiting: 2, ..QueueState::default() });
        });
        assert_eq!(does(&lab, "") == "waits in the queue", gets_in, "{most:?}, {max_wait_s}");
    }
}

#[test]
fn who_is_rung_answers_within_the_ring_time_or_is_passed_over() {
    // Each is rung for 20 s, Ana first; a talk lasts 240 s.
    let lab = support(Channel::Voice, |_| {});
    for (script, expected) in [
        ("Ana answers after 20s", "Person · processed at 260 · Ana"),
        ("agent answers after 20s", "Person · processed at 260 · Ana"),
        ("agent answers after 21s", "Person · processed at 261 · Ben"),
        ("agent answers after 45s", "Person · processed at 285 · Ana"),
        ("Ana rejects; agent answers after 20s", "Person · processed at 265 · Ben"),
        ("Ana rejects after 3s; Ben rejects after 4s; Ana answers after 1s", "Person · processed at 248 · Ana"),
        ("Ben answers after 30s", "Person · processed at 270 · Ben"),
        ("Ben answers", "Person · processed at 280 · Ben"),
        ("wait 25s; agent answers after 1s", "Person · processed at 266 · Ben"),
        // Nobody answers in less than a second.
        ("everyone rejects; agent answers after 0s", "Person · processed at 261 · Ana"),
    ] {
        assert_eq!(does(&lab, script), expected, "{script}");
    }
    // At whom it does not ring any more, there nobody answers.
    says(&lab, "Ana answers after 21s", "Ana is no longer being rung.");
    let (_, done) = lab.try_run("Ben rejects");
    assert!(done.unwrap_err().contains("Ana rejects"), "only who is rung can reject");
    // What becomes of who does not answer.
    let becomes = |what| support(Channel::Voice, |lab| queue(lab, SUPPORT).no_answer = what);
    for what in [NoAnswer::Away, NoAnswer::Offline] {
        let gone = becomes(what);
        assert_eq!(does(&gone, "wait 25s; Ben rejects; agent answers after 1s"), "Person · processed at 271 · Ben");
        assert!(!offered(&gone.run("wait 25s; Ben rejects")).contains(&"Ana answers".to_owned()), "{what:?}");
    }
    assert!(
        offered(&becomes(NoAnswer::StaysAvailable).run("wait 25s; Ben rejects")).contains(&"Ana answers".to_owned())
    );
    // The ring time of the action wins over the queue's.
    let flow = r#"start -> queue(support){"ring": Int(60)}; rest -> end"#;
    let own = Lab::new(flow).given(|lab| queue(lab, SUPPORT).ring_s = 10);
    assert_eq!(does(&own, "agent answers after 59s"), "Person · processed at 299 · Ana");
    let of_queue = support(Channel::Voice, |lab| queue(lab, SUPPORT).ring_s = 10);
    assert_eq!(does(&of_queue, "agent answers after 11s"), "Person · processed at 251 · Ben");
}

#[test]
fn a_talk_lasts_as_long_as_is_said_or_as_the_queue_handles_one() {
    let lab = support(Channel::Voice, |lab| queue(lab, SUPPORT).handling_s = 90);
    assert_eq!(does(&lab, "Ana answers after 5s"), "Person · processed at 95 · Ana");
    assert_eq!(does(&lab, "Ana answers after 5s; talk ends after 200s"), "Person · processed at 205 · Ana");
    // The customer may hang up during the talk, and was served.
    let run = lab.run("Ana answers after 5s; hang up during it after 30s");
    assert_eq!(told(&run), "Person · processed at 35 · Ana");
    assert_eq!(run.state().interaction.ended_by, "customer");
    assert!(run.is_over());
}

#[test]
fn after_everybody_disconnects_nobody_answers() {
    let overflow = support(Channel::Voice, |_| {});
    assert_eq!(does(&overflow, "wait 10s; everyone disconnects"), "Goodbye · dissuasion at 10");
    let anyway = support(Channel::Voice, |lab| queue(lab, SUPPORT).no_user = NoUserStrategy::QueueAnyway);
    let run = anyway.run("wait 10s; everyone disconnects");
    assert!(
        offered(&run).iter().all(|text| !text.contains("answers") && !text.contains("rejects")),
        "{:?}",
        offered(&run)
    );
    assert!(anyway.try_run("everyone disconnects; agent answers").1.is_err());
    assert_eq!(does(&anyway, "everyone disconnects; wait out"), "Goodbye · unprocessed at 300");
}

#[test]
fn who_serves_is_in_wrap_up_afterwards() {
    let flow = "start -> queue(support) -> queue2(support); rest -> end";
    let lab = |wrap_up_s| {
        Lab::new(flow).given(|lab| {
            queue(lab, SUPPORT).wrap_up_s = wrap_up_s;
            queue(lab, SUPPORT).strategy = QueueStrategy::Linear;
        })
    };
    says_not(&lab(0), "Ana answers; talk ends", "in wrap-up");
    says(&lab(60), "Ana answers; talk ends", "Ana: in wrap-up");
    says(&lab(60), "Ana answers; talk ends", "Ben is asked first");
    // One serves more today after that.
    let limited = lab(0).given(|lab| user(lab, ANA).daily_limit = Some(1));
    says(&limited, "Ana answers; talk ends", "Ana: 1 received today, the daily limit");
}

#[test]
fn who_becomes_free_takes_by_priority_then_weight_then_waiting_time() {
    // Ben serves Support and Sales. Both are busy; others wait in Sales, the first for 100 s.
    let lab = |priority: i64, sales_weight: u8, waiting: u32| {
        let flow = format!(r#"start -> queue(support){{"priority": Int({priority})}}; rest -> end"#);
        Lab::new(&flow).given(|lab| {
            states(lab, UserState::Busy, UserState::Busy);
            queue(lab, SALES).weight = sales_weight;
            let line = QueueState { waiting, longest_wait_s: 100, ..QueueState::default() };
            lab.world.queues.insert(SALES, line);
        })
    };
    let free = "Ben becomes free";
    let ours = |lab: &Lab| does(lab, &format!("{free}; Ben answers after 1s"));
    // Becoming free, answering and talking: 1 + 1 + 240 s.
    let theirs = "Ben takes another interaction from Sales";
    // The same priority and weight: who waits in Sales has waited longer.
    says(&lab(5, 50, 1), free, theirs);
    assert_eq!(ours(&lab(5, 50, 0)), "Person · processed at 242 · Ben");
    // The priority of the action comes first, then the weight of the queue.
    assert_eq!(ours(&lab(6, 100, 1)), "Person · processed at 242 · Ben");
    assert_eq!(ours(&lab(5, 49, 1)), "Person · processed at 242 · Ben");
    says(&lab(5, 51, 1), free, theirs);
    says(&lab(4, 1, 1), free, theirs);
    // Ana, who does not serve Sales, takes nobody from there.
    assert_eq!(does(&lab(4, 1, 1), "Ana becomes free; Ana answers after 1s"), "Person · processed at 242 · Ana");
    // In the own queue everybody who came before comes first, and the place moves up.
    let own = support(Channel::Voice, |lab| {
        states(lab, UserState::Busy, UserState::Busy);
        queue(lab, SUPPORT).max_estimated_wait = MaxEstimatedWait::NoLimit;
        lab.world.queues.insert(SUPPORT, QueueState { waiting: 2, longest_wait_s: 60, ..QueueState::default() });
    });
    says(&own, "Ana becomes free", "Ana takes another interaction from Support");
    let moved = own.run("Ana becomes free; Ben becomes free; Ana becomes free");
    assert!(offered(&moved).contains(&"Ana rejects".to_owned()), "{:?}", offered(&moved));
}

#[test]
fn position_and_wait_are_announced_again_and_again() {
    let lab = support(Channel::Voice, |lab| {
        states(lab, UserState::Busy, UserState::Busy);
        let queue = queue(lab, SUPPORT);
        (queue.says_position, queue.says_wait, queue.announces_every_s) = (true, true, 30);
        lab.world.queues.insert(SUPPORT, QueueState { waiting: 1, ..QueueState::default() });
    });
    let run = lab.run("wait 70s; hang up");
    let heard: Vec<(u64, &str)> = (run.beats().iter())
        .filter_map(|beat| match &beat.what {
            What::Effect(Effect::Heard(text)) => Some((beat.at_ms / 1_000, text.as_str())),
            _ => None,
        })
        .collect();
    let (position, wait) = ("You are number 2 in the queue.", "The estimated wait is 4 minutes.");
    let both = |at| [(at, position), (at, wait)];
    assert_eq!(heard, [both(0), both(30), both(60)].concat());
    assert_eq!(outcome(&run), "Abandoned");
}

#[test]
fn who_goes_first_is_told_the_wait_of_the_first() {
    // Three wait, and both are busy: the fourth waits 8 min, and the first 2 min.
    let heard = |priority: u32| {
        let flow = format!("start -> queue(support){{\"priority\": Int({priority})}}; rest -> end");
        let lab = Lab::new(&flow).given(|lab| {
            states(lab, UserState::Busy, UserState::Busy);
            let queue = queue(lab, SUPPORT);
            (queue.says_wait, queue.announces_every_s, queue.max_estimated_wait) =
                (true, 30, MaxEstimatedWait::NoLimit);
            lab.world.queues.insert(SUPPORT, QueueState { waiting: 3, ..QueueState::default() });
        });
        let run = lab.run("wait 40s; hang up");
        let said = run.beats().iter().filter_map(|beat| match &beat.what {
            What::Effect(Effect::Heard(text)) => Some(text.clone()),
            _ => None,
        });
        said.collect::<Vec<_>>()
    };
    assert_eq!(heard(5), ["The estimated wait is 8 minutes."; 2]);
    assert_eq!(heard(9), ["The estimated wait is 2 minutes."; 2]);
}

#[test]
fn where_a_place_becomes_free_it_rings_at_who_is_free() {
    let lab = support(Channel::Voice, |lab| {
        states(lab, UserState::Busy, UserState::Available);
        lab.world.queues.insert(SUPPORT, QueueState { waiting: 1, ..QueueState::default() });
    });
    // Ben could take one, and one waits before.
    assert!(!offered(&lab.run("")).contains(&"Ben rejects".to_owned()));
    let run = lab.run("Ana becomes free");
    says(&lab, "Ana becomes free", "Ana takes another interaction from Support");
    assert!(offered(&run).contains(&"Ben rejects".to_owned()), "{:?}", offered(&run));
    // Becoming free, answering and talking: 1 + 5 + 240 s.
    assert_eq!(does(&lab, "Ana becomes free; Ben answers after 5s"), "Person · processed at 246 · Ben");
}

#[test]
fn a_preferred_user_who_does_not_exist_is_noted_once() {
    let flow =
        r#"start -> queue(support){"preferred": Text("user"), "preferred_user": Item(Reference("gone"))}; rest -> end"#;
    let told = prose(&Lab::new(flow).run("agent answers"));
    assert_eq!(told.matches("No item has the reference \"gone\".").count(), 1, "{told}");
}

#[test]
fn a_group_draws_a_queue_whose_own_rules_then_hold() {
    let flow = r#"start -> queue{"to": Text("group"), "group": Item(Reference("all_desks"))}; rest -> end"#;
    let lab = Lab::new(flow).given(|lab| {
        queue(lab, SALES).no_user = NoUserStrategy::Overflow;
        states(lab, UserState::Available, UserState::Offline);
    });
    // Ben alone serves Sales: the queue is drawn whatever its state.
    assert_eq!(does(&lab, "take Sales"), "Goodbye · overflow at 0");
    assert_eq!(does(&lab, "take Support; Ana answers after 1s"), "Person · processed at 241 · Ana");
    let mut counts = [0_u32; 2];
    for seed in 0..2_000 {
        let lab = lab.clone().given(|lab| lab.seed = seed);
        counts[usize::from(does(&lab, "") == "waits in the queue")] += 1;
    }
    // 60 % of 2,000 are 1,200, with a standard deviation of 22.
    assert!((1_112..=1_288).contains(&counts[1]), "{counts:?}");
    let empty = lab.clone().given(|lab| {
        let ResourceData::DistributionGroup(group) = data(lab, ResourceId(79)) else { panic!("no group") };
        group.queues.clear();
    });
    assert_eq!(does(&empty, ""), "Goodbye · reference_not_found at 0");
}

#[test]
fn the_pool_gives_to_who_became_available_first_when_the_customer_writes() {
    // Whatever a person does takes a second.
    let full = |lab: &mut Lab| [ANA, BEN].into_iter().for_each(|who| sessions(lab, who, 3));
    let lab = Lab::new(POLICY_FLOW).over(Channel::Messaging).given(full);
    for (script, expected) in [
        ("customer writes; somebody becomes available; customer writes", "Person · assigned at 3 · Ana"),
        ("Ben becomes available; Ana becomes available; customer writes", "Person · assigned at 3 · Ben"),
        ("Ana becomes available; Ben becomes available; customer writes Hello", "Person · assigned at 3 · Ana"),
        ("Ben becomes available; Ana joins and replies", "Person · assigned at 2 · Ana"),
        ("Ben becomes available; wait 60s", "waits in the pool"),
        ("customer writes; leave it in the pool", "Waiting · waiting at 1"),
        ("customer attaches roof.jpg; leave it in the pool", "Waiting · waiting at 1"),
        ("Ana becomes available; customer attaches roof.jpg", "Person · assigned at 2 · Ana"),
    ] {
        assert_eq!(does(&lab, script), expected, "{script}");
    }
    // A file counts as what the customer has written last.
    let run = lab.run("customer writes Hello; customer attaches roof.jpg");
    assert_eq!(run.read("message.text"), "roof.jpg");
    assert!(run.beats().iter().any(|beat| beat.what == What::Effect(Effect::Did("attaches roof.jpg".to_owned()))));
    // A caller on the line need not write.
    let call = Lab::new(POLICY_FLOW).over(Channel::Voice).given(|lab| states(lab, UserState::Busy, UserState::Away));
    assert_eq!(does(&call, "Ben becomes available"), "Person · assigned at 1 · Ben");
    // With self-select nobody is given it.
    let own = Lab::new(POLICY_FLOW).over(Channel::Messaging).given(|lab| {
        let ResourceData::DistributionPolicy(policy) = data(lab, POLICY) else { panic!("no policy") };
        policy.method = signalbox::model::resource::DistributionMethod::SelfSelect;
    });
    assert!(offered(&own.run("")).iter().all(|text| !text.contains("available")), "{:?}", offered(&own.run("")));
    assert_eq!(does(&own, "customer writes; customer writes; Ben joins and replies"), "Person · assigned at 3 · Ben");
    // While the flow goes on, the first who became available counts, too.
    let flow = r#"start -> routing_rule{"rule": Item(Reference("owner_first"))}; routing_rule[unassigned] -> ask{"text": Texts({"": "What is it about?"}), "target": Text("customer.name")}; rest -> end"#;
    let on = Lab::new(flow).over(Channel::Messaging).given(|lab| states(lab, UserState::Offline, UserState::Offline));
    let run = on.run("Ben becomes available; Ana becomes available; reply The roof");
    assert_eq!(run.state().served_by, Some(BEN));
}

#[test]
fn a_team_and_a_rule_pass_over_who_may_not_be_given_it() {
    let rule = |given: &dyn Fn(&mut Lab)| Lab::new(RULE_FLOW).over(Channel::Messaging).given(|lab| given(lab));
    assert_eq!(
        does(&rule(&|lab| _ = lab.world.users.insert(ANA, UserState::Offline)), ""),
        "Person · assigned at 0 · Ben"
    );
    assert_eq!(does(&rule(&|lab| user(lab, ANA).daily_limit = Some(0)), ""), "Person · assigned at 0 · Ben");
    let closed = rule(&|lab| user(lab, ANA).closed_channels = vec![Channel::Messaging]);
    assert_eq!(does(&closed, ""), "Person · assigned at 0 · Ben");
}

#[test]
fn a_user_who_is_not_reached_and_a_message_left() {
    let with = r#"start -> user{"user": Item(Reference("ana")), "mailbox": Item(Reference("messages"))}"#;
    let linked =
        Lab::new(&format!("{with}; user[message_left] -> end; user[no_answer] -> queue(support); rest -> end"));
    let unlinked = Lab::new(&format!("{with}; user[no_answer] -> end; rest -> end")).given(|lab| {
        let ids = lab.ids.clone();
        let flow = &mut lab.flow_mut().flow;
        Arc::make_mut(flow.actions.get_mut(&ids["user"]).unwrap()).links.remove("message_left");
    });
    // The greeting takes 2.8 s, after 30 s of ringing.
    assert_eq!(does(&linked, "no answer; speak 20s"), "Voicemail · message_left at 52");
    assert_eq!(does(&unlinked, "no answer; speak 20s"), "Voicemail · no_answer at 52");
    says(&unlinked, "no answer; speak 20s", "Message left, by No answer");
    assert_eq!(does(&unlinked, "no answer; silence"), "Goodbye · no_answer at 33");
    assert_eq!(does(&unlinked, "Ana rejects after 2s; speak 20s"), "Voicemail · busy at 24");
    assert_eq!(does(&linked, "Ana rejects after 2s; speak 20s"), "Voicemail · message_left at 24");
    assert_eq!(does(&unlinked, "no answer; speak 1s"), "Voicemail · no_answer at 33");
    assert_eq!(does(&unlinked, "no answer; hang up"), "Abandoned · customer_left at 33");
    // Nobody rings: the message is left at once, and the reason for which nobody was rung is followed.
    for (state, branch) in
        [(UserState::Offline, "unavailable"), (UserState::Away, "unavailable"), (UserState::Busy, "busy")]
    {
        let away = |lab: &Lab| lab.clone().given(|lab| _ = lab.world.users.insert(ANA, state));
        assert_eq!(does(&away(&linked), "speak 20s"), "Voicemail · message_left at 22", "{state:?}");
        let told = does(&away(&unlinked), "speak 20s");
        assert_eq!(told, format!("Voicemail · {branch} at 22"), "{state:?}");
    }
    // Who may not be rung is busy where trying again may help, and unavailable otherwise.
    let branch = |channel, given: &dyn Fn(&mut Lab)| {
        let flow = r#"start -> user{"user": Item(Reference("ana"))}; rest -> end"#;
        does(&Lab::new(flow).over(channel).given(|lab| given(lab)), "")
    };
    let (chat, call) = (Channel::Messaging, Channel::Voice);
    assert_eq!(branch(chat, &|lab| sessions(lab, ANA, 3)), "Goodbye · busy at 0");
    assert_eq!(branch(call, &|lab| sessions(lab, ANA, 1)), "Goodbye · busy at 0");
    assert_eq!(branch(chat, &|lab| user(lab, ANA).closed_channels = vec![chat]), "Goodbye · unavailable at 0");
    assert_eq!(branch(chat, &|lab| user(lab, ANA).daily_limit = Some(0)), "Goodbye · unavailable at 0");
}

#[test]
fn events_of_another_floor_give_the_same_run_as_answers() {
    let lab = support(Channel::Voice, |_| {});
    let asked = lab.run("");
    let served = FloorEvent::Served { who: BEN, answered_at: 30_000, left_at: 85_000, by_customer: false };
    let table = [
        (vec![(30_000, served)], "Ben answers after 30s; talk ends after 55s"),
        (vec![(10_000, FloorEvent::NobodyLeft)], "wait 10s; everyone disconnects"),
        (vec![(300_000, FloorEvent::WaitOver)], "wait out"),
        (vec![(5_000, FloorEvent::Rejected { who: ANA }), (51_000, FloorEvent::GaveUp)], "wait 50s; hang up"),
    ];
    for (events, script) in table {
        let mut state = asked.state().clone();
        for (at_ms, event) in events {
            state = step(&asked.scene, &state, &Input::Floor { at_ms, event }).0;
        }
        let run = lab.run(script);
        assert_eq!(state.outcome, run.state().outcome, "{script}");
        assert_eq!(state.interaction.passages, run.state().interaction.passages, "{script}");
        assert_eq!(state.interaction.at_ms, run.state().interaction.at_ms, "{script}");
        assert_eq!(state.served_by, run.state().served_by, "{script}");
    }
}
