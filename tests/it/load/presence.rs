//! Who is there, who comes again, who the customers are, and what fails: each worked by hand (spec: load §1). Calls come every minute, from
//! half a minute on: the nth at 30 + 60n seconds.

use std::sync::Arc;

use chrono::NaiveTime;
use signalbox::catalog::sample::{ANA, BEN, CONTRACTS, SUPPORT};
use signalbox::load::run;
use signalbox::load::sums::{Sums, share};
use signalbox::model::resource::NoUserStrategy;
use signalbox::model::scenario::{Amount, Customers, Failing, Failure, Retries, Staff, Time};
use signalbox::model::{Caller, CallerId, Named, Project, Scenario};

use super::{QUEUE, every_minute, fixed, line, scenario, support, user_mut};

/// Calls of a day to the members of the queue, Ana and Ben.
fn to_members(talk_s: f64) -> Scenario {
    let mut asked = every_minute(talk_s);
    asked.queues[0].staff = Staff::Members;
    asked
}

#[test]
fn people_are_there_by_their_work_schedules() {
    // Ana from 00:10 to 00:20 on Mondays, and Ben never on a Monday: 10 to 19 are answered.
    let mut project = line(QUEUE, |_| {});
    let at = |minute: u32| NaiveTime::from_hms_opt(0, minute, 0).unwrap();
    user_mut(&mut project, ANA).schedule[0] = vec![(at(10), at(20))];
    user_mut(&mut project, BEN).schedule[1] = vec![(at(0), at(59))];
    let found = run(&project, &to_members(30.0)).unwrap().total;
    assert_eq!((support(&found).answered, support(&found).overflowed), (10, 20));
    assert_eq!((found.people[&ANA].contacts, found.people[&ANA].there_ms), (10, 600_000));
    assert!(found.people.get(&BEN).is_none_or(|ben| (ben.contacts, ben.there_ms) == (0, 0)));
    // A talk goes on after work, and nothing comes after it: 19 at 1,170 lasts until 1,260, and 18 is with nobody.
    let long = run(&project, &to_members(90.0)).unwrap().total;
    assert_eq!(long.people[&ANA].contacts, support(&long).answered);
    // Ana begins at 630, 720, …, 1,170.
    assert_eq!((support(&long).answered, support(&long).left), (7, 3));
}

#[test]
fn who_is_absent_gets_nothing() {
    let project = line(QUEUE, |_| {});
    let absent = vec![Named { id: BEN, name: String::new() }];
    let found = run(&project, &Scenario { absent, ..to_members(30.0) }).unwrap().total;
    assert_eq!((found.people[&ANA].contacts, support(&found).answered), (30, 30));
    // Each is absent on every second day: on a quarter of the days nobody is there. 4 standard deviations of 400 days are 35.
    let asked = Scenario { absence: 50, replications: 400, ..to_members(10.0) };
    let load = run(&project, &asked).unwrap();
    let deserted = load.replications.iter().filter(|sums| support(sums).answered == 0).count();
    assert!(deserted.abs_diff(100) < 35, "{deserted}");
    assert!(load.replications.iter().all(|sums| [0, 30].contains(&support(sums).answered)), "a whole day");
}

#[test]
fn who_gave_up_comes_again() {
    // Nobody is there in the first half hour, and everybody afterwards. Who gives up after 60 s comes again 600 s later, until answered.
    let project = line(QUEUE, |queue| queue.no_user = NoUserStrategy::QueueAnyway);
    let mut asked = every_minute(10.0);
    asked.queues[0].staff = Staff::EachHalfHour([vec![0], vec![30; 47]].concat());
    asked.queues[0].patience = Some(fixed(60.0));
    let after = fixed(600.0);
    asked.retries = Some(Retries { percent: 100, after });
    let found = run(&project, &asked).unwrap().total;
    // A try that begins in the last minute of the half hour is answered at 1,800: it does not give up.
    let tries = |first_s: u64| (0..100).find(|times| first_s + 660 * times + 60 >= 1_800).unwrap();
    let again: u64 = (0..30).map(|number| tries(30 + 60 * number)).sum();
    assert_eq!((found.retries, found.contacts), (again, 30 + again));
    assert_eq!((support(&found).abandoned, support(&found).answered), (again, 30));
    // Half of them, where nobody ever answers; and nobody comes after the last day.
    asked.queues[0].staff = Staff::People(0);
    asked.retries = Some(Retries { percent: 50, after });
    let half = run(&project, &Scenario { replications: 40, ..asked.clone() }).unwrap().total;
    let share = share(half.retries, support(&half).abandoned).unwrap();
    assert!((share - 0.5).abs() < 0.05, "{share}");
    asked.retries = Some(Retries { percent: 100, after });
    let all = run(&project, &asked).unwrap().total;
    let of_day: u64 = (0..30).map(|number| (86_400 - (30 + 60 * number) - 1) / 660).sum();
    assert_eq!((all.retries, support(&all).answered), (of_day, 0));
}

#[test]
fn what_fails_fails_in_its_half_hours() {
    let project = line("start -> service(contracts) -> end; rest -> end", |_| {});
    let mut asked = every_minute(10.0);
    asked.arrivals[0].week[0] = vec![Amount::whole(30); 3];
    let what = Failing::Service(Named { id: CONTRACTS, name: String::new() });
    asked.failures = vec![Failure { what, from: 1, to: 2 }];
    let found = run(&project, &asked).unwrap().total;
    let service = found.passages.iter().filter(|(_, it)| it.count == 30 || it.count == 60);
    let mut halves: Vec<Vec<u32>> = service.map(|(_, it)| it.halves.clone()).collect();
    halves.sort();
    assert_eq!(halves, [vec![0, 30], vec![30, 0, 30]]);
}

#[test]
fn talks_are_as_long_as_the_scenario_says() {
    let mut asked = Scenario { replications: 20, ..scenario(60.0, 2, 60, fixed(1.0)) };
    asked.queues[0].handling = Some(Time::Lognormal(Amount::whole(60), Amount::whole(30)));
    let found = run(&line(QUEUE, |_| {}), &asked).unwrap().total;
    let mean_s = share(support(&found).talk_ms, support(&found).answered).unwrap() / 1_000.0;
    // 4 standard errors of 2,400 talks are 2.4 s.
    assert!((mean_s - 60.0).abs() < 2.4 && support(&found).answered > 2_000, "{mean_s}");
}

/// The share of the contacts that reach the queue by a flow.
fn share_by(flow: &str, customers: Customers, change: impl FnOnce(&mut Project)) -> f64 {
    let mut project = line(flow, |_| {});
    change(&mut project);
    let asked = Scenario { customers, replications: 10, ..scenario(40.0, 5, 20, fixed(1.0)) };
    let found: Sums = run(&project, &asked).unwrap().total;
    share(found.queues.get(&SUPPORT).map_or(0, |it| it.offered), found.contacts).unwrap()
}

#[test]
fn customers_are_mixed_as_the_scenario_says() {
    // Of 2,000 contacts, 4 standard deviations of a half are 4.5 %.
    let near = |found: f64, wanted: f64| assert!((found - wanted).abs() < 0.045, "{found}, not {wanted}");
    let customers = Customers::default();
    let by_language = "start -> test(call.language=fr); test[fr] -> queue(support) -> end; rest -> end";
    let languages = vec![("fr".to_owned(), 1), ("en".to_owned(), 3)];
    near(share_by(by_language, Customers { languages, ..customers.clone() }, |_| {}), 0.25);
    let known = "start -> test(call.number=+33612345678); test[+33612345678] -> queue(support) -> end; rest -> end";
    let saved = vec![(Named { id: CallerId(900), name: String::new() }, 40)];
    let with_caller = |project: &mut Project| {
        let number = "+33612345678".to_owned();
        project.callers.insert(CallerId(900), Arc::new(Caller { id: CallerId(900), number, ..Caller::default() }));
    };
    near(share_by(known, Customers { saved, ..customers.clone() }, with_caller), 0.4);
    // First-time or not: as soon as somebody has been there.
    let flow = "start -> who(first, repeat); who[repeat] -> queue(support) -> end; rest -> end";
    near(share_by(flow, Customers { returning: 30, ..customers.clone() }, |_| {}), 0.3);
    assert!(share_by(flow, customers.clone(), |_| {}).abs() < 1e-9);
    // Whoever hides the number has none, and is not known again.
    let hidden = "start -> test(call.number=); test[row:1] -> queue(support) -> end; rest -> end";
    near(share_by(hidden, Customers { hidden: 20, ..customers.clone() }, |_| {}), 0.2);
    assert!(share_by(flow, Customers { hidden: 100, returning: 100, ..customers }, |_| {}).abs() < 1e-9);
}
