//! `signalbox test`: plays the test calls of a project, as the window does (spec: testing §1).

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

use chrono::NaiveDate;
use quick_junit::{NonSuccessKind, Report, TestCase, TestCaseStatus, TestSuite};
use serde::Serialize;

use crate::clock;
use crate::model::gate::MissingCoverage;
use crate::model::{Project, Routing, TestCall, Version, VersionId};
use crate::sim::coverage::{self, CountedBranch, CountedRows, Coverage, LeftOut, Unreachable};
use crate::sim::paths::{Request, demand, rules};
use crate::sim::suite::{self, CallResult, Verdict};
use crate::storage;

use super::{Trouble, complain, find, load_to_write, load_whole, print, print_json, save_over};

/// The arguments of `signalbox test`.
#[derive(clap::Args)]
#[expect(clippy::struct_excessive_bools, reason = "each is a switch of the command line")]
pub(super) struct Arguments {
    /// The project file.
    project: PathBuf,
    /// Only the test calls of the routing with this reference.
    #[arg(long)]
    routing: Option<String>,
    /// The name or id of the version; by default every version that is in test or planned, else the one in production.
    #[arg(long, requires = "routing", conflicts_with = "all_versions")]
    version: Option<String>,
    /// Play every test call to every version of its routing.
    #[arg(long)]
    all_versions: bool,
    /// Only the test calls whose names contain this text. Then coverage is not counted.
    #[arg(long)]
    name: Option<String>,
    /// List the branches and actions that no test call passes, and the branches that do not count.
    #[arg(long, conflicts_with = "name")]
    coverage: bool,
    /// Leave branches out of coverage that no call can take, by exploring every path of each version. Without it, this happens only where a
    /// smart routing demands more coverage than is reached.
    #[arg(long, conflicts_with = "name")]
    prove: bool,
    /// The first day on which a call may come while paths are explored; by default today.
    #[arg(long, value_name = "DATE")]
    from: Option<NaiveDate>,
    /// Print the results as JSON.
    #[arg(long)]
    json: bool,
    /// Write the results to a file in the format of `JUnit`.
    #[arg(long)]
    junit: Option<PathBuf>,
    /// Replace what is expected and does not hold by what happens, and save the project. Stale test calls stay as they are.
    #[arg(long, conflicts_with = "all_versions")]
    accept: bool,
}

impl Arguments {
    /// How far every path of a version is explored: as far as a promotion does it, or farther where a proof is asked for.
    fn request(&self, version: VersionId) -> Request {
        let request = Request::of(version, self.from.unwrap_or_else(clock::today));
        if self.prove { request } else { Request { most_states: rules::MOST_STATES, ..request } }
    }
}

/// Test calls with their results.
type Results = Vec<(Arc<TestCall>, CallResult)>;

/// A version with the results of the test calls of its routing.
struct Suite {
    routing: Arc<Routing>,
    version: Arc<Version>,
    results: Results,
    /// None where only some of the test calls are played.
    coverage: Option<Coverage>,
    /// Why exploring every path has left no branch out, where that was asked for.
    unproven: Option<String>,
    missing_coverage: Option<MissingCoverage>,
}

/// The results of all test calls, by version. Each version is played once.
struct Played<'p> {
    project: &'p Arc<Project>,
    results: BTreeMap<VersionId, Results>,
}

impl Played<'_> {
    fn of(&mut self, version: VersionId) -> &Results {
        self.results.entry(version).or_insert_with(|| suite::run_version(self.project, version, |_| true))
    }

    fn coverage(&mut self, version: &Version, unreachable: &Unreachable) -> Coverage {
        let versions = coverage::played_for(self.project, version);
        for version in &versions {
            self.of(*version);
        }
        let results = versions.iter().filter_map(|version| self.results.get(version)).flatten();
        Coverage::of(self.project, version, results.map(|(_, result)| &result.passes), unreachable)
    }
}

#[derive(Serialize)]
struct Answer {
    suites: Vec<SuiteLine>,
}

#[derive(Serialize)]
struct SuiteLine {
    routing: String,
    version: String,
    test_calls: Vec<CallLine>,
    #[serde(skip_serializing_if = "Option::is_none")]
    coverage: Option<CoverageLine>,
}

#[derive(Serialize)]
struct CoverageLine {
    percent: usize,
    passed_branches: usize,
    passed_actions: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    demanded_percent: Option<u8>,
    #[serde(flatten)]
    all: Coverage,
}

#[derive(Serialize)]
struct CallLine {
    name: String,
    required: bool,
    verdict: Verdict,
    outcome: String,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    moved: Vec<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    stale: Vec<String>,
    expectations: Vec<suite::judge::Line>,
}

/// Reads the project.
///
/// # Errors
/// Why it cannot be read.
pub(super) fn read(arguments: &Arguments) -> Result<Project, Trouble> {
    Ok(load_whole(&arguments.project)?.project)
}

/// Plays the test calls. Whether all pass.
pub(super) fn run(arguments: &Arguments, project: Project) -> Result<bool, Trouble> {
    let project = Arc::new(project);
    let suites = suites(&project, arguments)?;
    if arguments.accept {
        accept(&project, arguments, &suites)?;
    }
    if let Some(path) = &arguments.junit {
        let text = junit(&project, &suites)?;
        storage::replace_file(path, text.as_bytes())
            .map_err(|error| format!("The results cannot be written: {error}. {}", path.display()))?;
    }
    if arguments.json {
        print_json(&Answer { suites: suites.iter().map(suite_line).collect() })?;
    } else {
        print(&words(&suites, arguments.coverage));
    }
    let has_passed = |suite: &Suite| suite.results.iter().all(|(_, result)| result.verdict == Verdict::Passes);
    Ok(suites.iter().all(|suite| has_passed(suite) && suite.missing_coverage.is_none()))
}

/// The versions to which the test calls of a routing are played.
fn versions<'a>(
    project: &'a Project,
    routing: &Routing,
    arguments: &Arguments,
) -> Result<Vec<&'a Arc<Version>>, Trouble> {
    if arguments.all_versions {
        return Ok(project.versions_of(routing.id).collect());
    }
    find::versions(project, routing.id, arguments.version.as_deref())
}

fn suites(project: &Arc<Project>, arguments: &Arguments) -> Result<Vec<Suite>, Trouble> {
    let routings = find::routings(project, arguments.routing.as_deref())?;
    let mut played = Played { project, results: BTreeMap::new() };
    let mut suites = Vec::new();
    for routing in routings {
        for version in versions(project, routing, arguments)? {
            let (results, mut coverage) = match &arguments.name {
                Some(name) => (suite::run_version(project, version.id, |call| call.name.contains(name.as_str())), None),
                None => (played.of(version.id).clone(), Some(played.coverage(version, &Unreachable::new()))),
            };
            let shortfall = |coverage: &Coverage| coverage.shortfall(project, version);
            let mut unproven = None;
            if coverage.as_ref().is_some_and(|it| arguments.prove || shortfall(it).is_some()) {
                match demand::unreachable(project, &arguments.request(version.id)) {
                    Ok(unreachable) => coverage = Some(played.coverage(version, &unreachable)),
                    Err(why) => unproven = Some(why).filter(|_| arguments.prove),
                }
            }
            let missing_coverage = coverage.as_ref().and_then(shortfall);
            let is_passed = coverage.as_ref().is_some_and(|coverage| coverage.passed_actions() > 0);
            if is_passed || !results.is_empty() || missing_coverage.is_some() {
                let (routing, version) = (routing.clone(), version.clone());
                suites.push(Suite { routing, version, results, coverage, unproven, missing_coverage });
            }
        }
    }
    Ok(suites)
}

/// Replaces the expectations that do not hold in the file.
fn accept(project: &Arc<Project>, arguments: &Arguments, suites: &[Suite]) -> Result<(), Trouble> {
    let (mut loaded, file) = load_to_write(&arguments.project)?;
    let mut changed = Vec::new();
    for suite in suites {
        for (call, result) in &suite.results {
            if result.verdict != Verdict::Fails {
                continue;
            }
            let Some(run) = suite::run_one(project, call, suite.version.id).run else { continue };
            let expectations = suite::accept(&run, &call.expectations);
            if let Some(stored) = loaded.project.test_calls.get_mut(&call.id) {
                Arc::make_mut(stored).expectations = expectations;
                changed.push(format!("\"{}\" now expects what happens: {}", call.name, result.trouble()));
            }
        }
    }
    if !changed.is_empty() {
        save_over(&arguments.project, &loaded.project, &file)?;
        complain(&changed);
    }
    Ok(())
}

fn words(suites: &[Suite], with_coverage: bool) -> String {
    if suites.is_empty() {
        return "There are no test calls.\n".to_owned();
    }
    suites.iter().map(|suite| suite_words(suite, with_coverage)).collect()
}

fn suite_words(suite: &Suite, with_coverage: bool) -> String {
    let mut lines = vec![format!("{}, version \"{}\"", suite.routing.name, suite.version.info.name)];
    for (call, result) in &suite.results {
        lines.push(format!("  {:<6}  {}", result.verdict.words(), call.name));
        let below = result.troubles().chain(result.moved.iter().map(|moved| format!("moved: {moved}")));
        lines.extend(below.map(|line| format!("          {line}")));
    }
    let passed = suite.results.iter().filter(|(_, result)| result.verdict == Verdict::Passes).count();
    lines.push(match suite.results.len() {
        0 => "  It has no test calls of its own.".to_owned(),
        all => format!("  {passed} of {all} test calls pass."),
    });
    if let Some(coverage) = &suite.coverage {
        lines.push(format!("  Coverage: {}", coverage.words()));
        lines.extend(suite.unproven.iter().map(|why| format!("  No branch is left out by a proof, since {why}.")));
        lines.extend(suite.missing_coverage.iter().map(|missing| format!("  {}", missing.words())));
        if with_coverage {
            lines.extend(coverage_words(coverage));
        }
    }
    lines.push(String::new());
    lines.join("\n")
}

/// What no test call passes, and what does not count.
fn coverage_words(coverage: &Coverage) -> Vec<String> {
    let branches = coverage.missing_branches().map(CountedBranch::words);
    let actions = coverage.missing_actions().map(|action| format!("\"{}\", the action", action.title));
    let missing: Vec<String> = actions.chain(branches).collect();
    let rows = coverage.rows.iter().flat_map(row_words).collect();
    let left_out: Vec<String> = coverage.left_out.iter().map(LeftOut::words).collect();
    let mut lines = Vec::new();
    for (title, list) in [("Not passed:", missing), ("Rows not passed:", rows), ("Not counted:", left_out)] {
        if !list.is_empty() {
            lines.push(format!("  {title}"));
            lines.extend(list.into_iter().map(|line| format!("    {line}")));
        }
    }
    lines
}

/// The rows of a table that are not passed.
fn row_words(counted: &CountedRows) -> Vec<String> {
    let line = |row: &String| format!("\"{}\" → {}: {row}", counted.title, counted.of);
    let more = Some(counted.unlisted()).filter(|more| *more > 0);
    let more = more.map(|more| format!("\"{}\" → {}: and {more} more", counted.title, counted.of));
    counted.missing.iter().map(line).chain(more).collect()
}

fn suite_line(suite: &Suite) -> SuiteLine {
    let line = |(call, result): &(Arc<TestCall>, CallResult)| CallLine {
        name: call.name.clone(),
        required: call.is_required,
        verdict: result.verdict,
        outcome: result.outcome.clone(),
        moved: result.moved.clone(),
        stale: result.stale.clone(),
        expectations: result.lines.clone(),
    };
    SuiteLine {
        routing: suite.routing.reference.clone(),
        version: suite.version.info.name.clone(),
        test_calls: suite.results.iter().map(line).collect(),
        coverage: suite.coverage.clone().map(|all| CoverageLine {
            percent: all.percent(),
            passed_branches: all.passed_branches(),
            passed_actions: all.passed_actions(),
            demanded_percent: suite.routing.rules.coverage,
            all,
        }),
    }
}

/// The results in the format of `JUnit`: a suite for each version, a stale test call as an error.
fn junit(project: &Project, suites: &[Suite]) -> Result<String, Trouble> {
    let mut report = Report::new(project.settings.name.as_str());
    for suite in suites {
        let name = format!("{} / {}", suite.routing.reference, suite.version.info.name);
        let mut written = TestSuite::new(name.as_str());
        if let Some(coverage) = &suite.coverage {
            written.add_property(("coverage.branches", coverage.branches_words().as_str()));
            if let Some(rows) = coverage.rows_words() {
                written.add_property(("coverage.rows", rows.as_str()));
            }
            written.add_property(("coverage.percent", coverage.percent().to_string().as_str()));
            if let Some(demanded) = suite.routing.rules.coverage {
                written.add_property(("coverage.demanded", demanded.to_string().as_str()));
            }
        }
        for (call, result) in &suite.results {
            let status = match result.verdict {
                Verdict::Passes => TestCaseStatus::success(),
                Verdict::Fails | Verdict::Stale => {
                    let is_stale = result.verdict == Verdict::Stale;
                    let kind = if is_stale { NonSuccessKind::Error } else { NonSuccessKind::Failure };
                    let mut status = TestCaseStatus::non_success(kind);
                    status.set_message(result.trouble()).set_type(result.verdict.words());
                    status
                }
            };
            let mut case = TestCase::new(call.name.as_str(), status);
            case.set_classname(name.as_str());
            written.add_test_case(case);
        }
        report.add_test_suite(written);
    }
    report.to_string().map_err(|error| format!("The results cannot be written: {error}."))
}
