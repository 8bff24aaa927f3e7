//! What holds whatever is drawn: Little's law, more people and shorter waits, the same result for any number of threads (spec: load §6).

use signalbox::load::{Load, run};
use signalbox::model::Scenario;

use super::{QUEUE, exponential, impatient, line, scenario, support};

#[test]
fn the_line_summed_over_time_is_the_sum_of_the_waits() {
    let found = run(&line(QUEUE, |_| {}), &impatient(40.0, 4, 5)).unwrap();
    for sums in &found.replications {
        assert!(support(sums).wait_ms > 0);
        assert_eq!(support(sums).line_ms, support(sums).wait_ms);
    }
}

#[test]
fn more_people_never_make_the_same_contacts_wait_longer() {
    let project = line(QUEUE, |_| {});
    let of = |people| run(&project, &scenario(30.0, 4, people, exponential(300.0))).unwrap();
    let all: Vec<Load> = (6..10).map(of).collect();
    for pair in all.windows(2) {
        for (few, more) in pair[0].replications.iter().zip(&pair[1].replications) {
            let (few, more) = (support(few), support(more));
            assert_eq!((few.offered, few.timed_out), (more.offered, 0));
            assert!(more.wait_ms <= few.wait_ms, "{} {}", more.wait_ms, few.wait_ms);
        }
    }
    let abandoned = |people| support(&run(&project, &impatient(30.0, 4, people)).unwrap().total).abandoned;
    let all: Vec<u64> = (3..8).map(abandoned).collect();
    assert!(all.windows(2).all(|pair| pair[1] <= pair[0]) && all[4] < all[0], "{all:?}");
}

#[test]
fn the_result_is_the_same_for_any_number_of_threads() {
    let project = line(QUEUE, |_| {});
    let on = |threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| format!("{:?}", run(&project, &impatient(40.0, 2, 5)).unwrap()))
    };
    let one = on(1);
    assert_eq!(one, on(2));
    assert_eq!(one, on(5));
    let other = format!("{:?}", run(&project, &Scenario { seed: 3, ..impatient(40.0, 2, 5) }).unwrap());
    assert_ne!(one, other);
}
