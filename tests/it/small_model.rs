//! Random trees with random answers, played by the engine and by a small model of its own that shares no code with it: path, clock
//! and outcome agree.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

use signalbox::sim::Report;
use signalbox::sim::report::prose;

use crate::support::lab::outcome;
use crate::support::{Chance, Lab, cases};

/// Most actions of a call.
const LIMIT: u32 = 40;
/// The announcement of every menu has eight words.
const PROMPT_MS: u64 = 8 * 400;

#[derive(Clone, Copy, Debug)]
enum Kind {
    Node,
    Pause(u64),
    Menu,
    Number,
    Assign(&'static str),
    Test(&'static str),
    Share,
    /// So many passages of that action.
    Passages(u32, usize),
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum To {
    Action(usize),
    End,
    Nowhere,
}

impl Kind {
    fn random(chance: &mut Chance, count: usize) -> Self {
        match chance.below(10) {
            0 | 1 => Self::Node,
            2 => Self::Pause(1 + chance.below(3) as u64),
            3 | 4 => Self::Menu,
            5 => Self::Number,
            6 => Self::Assign(chance.pick::<&str>(&["gold", "silver"])),
            7 => Self::Test(chance.pick::<&str>(&["gold", "silver"])),
            8 => Self::Share,
            _ => Self::Passages(1 + u32::try_from(chance.below(3)).unwrap(), chance.below(count)),
        }
    }

    fn branches(self) -> &'static [&'static str] {
        match self {
            Self::Node | Self::Pause(_) | Self::Assign(_) => &["ok"],
            Self::Menu => &["row:1", "row:2", "no_input", "invalid"],
            Self::Number => &["ok", "busy", "no_answer", "error"],
            Self::Test(_) => &["row:1", "default"],
            Self::Share => &["row:1", "row:2"],
            Self::Passages(..) => &["row:1", "below"],
        }
    }
}

/// A random tree.
struct Tree {
    kinds: Vec<Kind>,
    links: Vec<BTreeMap<&'static str, To>>,
}

impl Tree {
    fn random(chance: &mut Chance) -> Self {
        let count = 2 + chance.below(7);
        let kinds: Vec<Kind> = (0..count).map(|_| Kind::random(chance, count)).collect();
        let links = kinds
            .iter()
            .map(|kind| {
                let mut to = || match chance.below(10) {
                    0 => To::End,
                    1 => To::Nowhere,
                    _ => To::Action(chance.below(count)),
                };
                kind.branches().iter().map(|branch| (*branch, to())).collect()
            })
            .collect();
        Self { kinds, links }
    }

    fn alias(&self, place: usize) -> String {
        let stem = match self.kinds[place] {
            Kind::Node => "node",
            Kind::Pause(_) => "pause",
            Kind::Menu => "menu",
            Kind::Number => "number",
            Kind::Assign(_) => "assign",
            Kind::Test(_) => "test",
            Kind::Share => "share",
            Kind::Passages(..) => "passages",
        };
        format!("{stem}{}", place + 1)
    }

    fn text(&self) -> String {
        let mut text = format!("start -> {}", self.alias(0));
        for (place, kind) in self.kinds.iter().enumerate() {
            let argument = match kind {
                Kind::Node => String::new(),
                Kind::Pause(seconds) => format!("({seconds}s)"),
                Kind::Menu => "(1 A, 2 B)".to_owned(),
                Kind::Number => "(+33155001020)".to_owned(),
                Kind::Assign(value) | Kind::Test(value) => format!("(customer.tier={value})"),
                Kind::Share => "(A 50, B 50)".to_owned(),
                Kind::Passages(at_least, of) => format!("({at_least} of {})", self.alias(*of)),
            };
            let _ = write!(text, "; {}{argument}", self.alias(place));
            for (branch, to) in &self.links[place] {
                let to = match to {
                    To::Action(to) => self.alias(*to),
                    To::End => "end".to_owned(),
                    To::Nowhere => continue,
                };
                let _ = write!(text, "; {}[{branch}] -> {to}", self.alias(place));
            }
        }
        text
    }
}

/// What the model says of a call.
#[derive(Debug, Default)]
struct Told {
    /// What is said, with what passes by itself.
    script: Vec<&'static str>,
    /// How much of it somebody has answered.
    answers: usize,
    /// Each action left, how, and when.
    steps: Vec<(String, String, u64)>,
    outcome: &'static str,
    at_ms: u64,
}

/// The model: plain loops over plain data.
struct Model<'a> {
    tree: &'a Tree,
    chance: &'a mut Chance,
    told: Told,
    tier: &'static str,
    passed: Vec<u32>,
    ahead: String,
    counter_reads: u32,
    is_put_through: bool,
}

enum Left {
    By(&'static str),
    HungUp,
}

impl Model<'_> {
    /// One of these is the next answer.
    fn answer(&mut self, possible: &[&'static str]) -> &'static str {
        let answer = *self.chance.pick(possible);
        self.told.script.push(answer);
        self.told.answers += 1;
        answer
    }

    fn run(mut self) -> Told {
        self.told.steps.push(("Start".to_owned(), "ok".to_owned(), 0));
        let mut seen = BTreeSet::new();
        let mut place = 0;
        let mut steps = 1;
        self.told.outcome = loop {
            steps += 1;
            if steps > LIMIT {
                break "Step limit";
            }
            let looks = (place, self.tier, self.told.at_ms, self.told.answers, self.counter_reads, self.ahead.clone());
            if !seen.insert(looks) {
                self.left(place, "!error");
                break "Error";
            }
            let Left::By(branch) = self.enter(place) else {
                self.told.at_ms += 1_000;
                self.left(place, "!customer_left");
                break "Abandoned";
            };
            self.left(place, branch);
            match self.tree.links[place][branch] {
                To::Action(next) => place = next,
                To::End => break "Goodbye",
                To::Nowhere => break "Dropped",
            }
        };
        if self.is_put_through {
            self.told.outcome = "Transferred out";
        }
        self.told
    }

    fn left(&mut self, place: usize, how: &str) {
        self.passed[place] += 1;
        self.told.steps.push((self.tree.alias(place), how.to_owned(), self.told.at_ms));
    }

    fn enter(&mut self, place: usize) -> Left {
        match self.tree.kinds[place] {
            Kind::Node => Left::By("ok"),
            Kind::Pause(seconds) => {
                if self.chance.once_in(8) {
                    self.answer(&["hang up during it"]);
                    return Left::HungUp;
                }
                self.told.script.push("let it pass");
                self.told.at_ms += seconds * 1_000;
                Left::By("ok")
            }
            Kind::Assign(value) => {
                self.tier = value;
                Left::By("ok")
            }
            Kind::Test(value) => Left::By(if self.tier == value { "row:1" } else { "default" }),
            Kind::Share => Left::By(if self.answer(&["take A", "take B"]) == "take A" { "row:1" } else { "row:2" }),
            Kind::Passages(at_least, of) => {
                self.counter_reads += 1;
                // The pass that is just made counts, where an action counts itself.
                let count = self.passed[of] + u32::from(of == place);
                Left::By(if count >= at_least { "row:1" } else { "below" })
            }
            Kind::Menu => self.menu(),
            Kind::Number => self.number(),
        }
    }

    fn menu(&mut self) -> Left {
        let mut tries = 0;
        loop {
            let keys = if self.ahead.is_empty() {
                match self.answer(&[
                    "press 1",
                    "press 2",
                    "press 7",
                    "press 12",
                    "press 71",
                    "press 1272",
                    "silence",
                    "hang up",
                ]) {
                    "hang up" => return Left::HungUp,
                    "silence" => {
                        self.told.at_ms += PROMPT_MS + 5_000;
                        String::new()
                    }
                    press => {
                        self.told.at_ms += PROMPT_MS / 2 + 1_000;
                        press.trim_start_matches("press ").to_owned()
                    }
                }
            } else {
                std::mem::take(&mut self.ahead)
            };
            let failure = match keys.chars().next() {
                Some('1') => {
                    self.ahead = keys[1..].to_owned();
                    return Left::By("row:1");
                }
                Some('2') => {
                    self.ahead = keys[1..].to_owned();
                    return Left::By("row:2");
                }
                Some(_) => {
                    self.ahead = keys[1..].to_owned();
                    "invalid"
                }
                None => "no_input",
            };
            tries += 1;
            if tries == 3 {
                return Left::By(failure);
            }
        }
    }

    fn number(&mut self) -> Left {
        const ALL: [&str; 8] = [
            "busy",
            "no answer",
            "line error",
            "callee answers",
            "callee answers after 31s",
            "callee answers for 5s",
            "callee answers after 0s for 9s",
            "hang up",
        ];
        let (branch, took_ms) = match self.answer(&ALL) {
            "busy" => ("busy", 1_000),
            "no answer" | "callee answers after 31s" => ("no_answer", 30_000),
            "line error" => ("error", 0),
            "callee answers" => ("ok", 6_000 + 180_000),
            "callee answers for 5s" => ("ok", 6_000 + 5_000),
            "callee answers after 0s for 9s" => ("ok", 1_000 + 9_000),
            _ => return Left::HungUp,
        };
        self.told.at_ms += took_ms;
        self.is_put_through |= branch == "ok";
        Left::By(branch)
    }
}

#[test]
fn the_engine_agrees_with_a_small_model_of_its_own() {
    let mut outcomes: BTreeMap<&str, usize> = BTreeMap::new();
    for case in 0..cases(400) {
        let mut chance = Chance::new(case + 90_000);
        let tree = Tree::random(&mut chance);
        let text = tree.text();
        let model = Model {
            tree: &tree,
            chance: &mut chance,
            told: Told::default(),
            tier: "",
            passed: vec![0; tree.kinds.len()],
            ahead: String::new(),
            counter_reads: 0,
            is_put_through: false,
        };
        let told = model.run();
        let lab = Lab::new(&text).given(|lab| {
            lab.project.settings.step_limit = LIMIT;
            lab.caller.variables.clear();
            lab.caller.variables.insert("customer.tier".to_owned(), String::new());
        });
        let (run, done) = lab.try_run(&told.script.join("; "));
        let shown = || format!("case {case}: {text}\n{:?}\n{}\n{done:?}", told.script, prose(&run));
        assert!(done.is_ok(), "{}", shown());
        let steps: Vec<(String, String, u64)> = Report::new(&run)
            .steps
            .into_iter()
            .map(|step| {
                let how = if step.left == "branch" { step.branch } else { format!("!{}", step.left) };
                (step.title, how, step.at_ms)
            })
            .collect();
        assert_eq!(steps, told.steps, "{}", shown());
        assert_eq!(outcome(&run), told.outcome, "{}", shown());
        assert_eq!(run.state().interaction.at_ms, told.at_ms, "{}", shown());
        *outcomes.entry(told.outcome).or_default() += 1;
    }
    for wanted in ["Transferred out", "Goodbye", "Dropped", "Abandoned", "Step limit", "Error"] {
        assert!(outcomes.contains_key(wanted), "{wanted} never came up: {outcomes:?}");
    }
}
