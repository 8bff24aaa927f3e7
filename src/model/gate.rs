//! What stands between a version and production: plain data that the window or the command line makes from
//! Problems, required test calls, the demanded coverage and the rules about every path, and that the promoting edit carries (architecture: layers).

use super::id::TestCallId;

/// The findings that block a promotion, and the document revision they were computed on.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Gate {
    /// The revision of the document that was looked at; a gate of another revision is refused.
    pub revision: u64,
    /// Problems that block production, each as a sentence.
    pub blocking: Vec<String>,
    /// Required test calls that fail or are stale.
    pub failed_tests: Vec<FailedTest>,
    /// The coverage that the routing demands, where the test calls do not reach it.
    pub missing_coverage: Option<MissingCoverage>,
    /// Rules about every path that the version breaks.
    pub broken_rules: Vec<BrokenRule>,
}

/// A rule of a routing about every path that a version breaks.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct BrokenRule {
    /// The action where that happens, by its title; empty for none.
    pub title: String,
    /// The reason, as a sentence.
    pub words: String,
}

/// Test calls pass fewer branches of a version than its routing demands.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MissingCoverage {
    /// The name of the version.
    pub version: String,
    /// How many of its branches are passed, in percent, rounded down.
    pub percent: usize,
    /// How many must be passed, in percent.
    pub demanded: u8,
}

impl MissingCoverage {
    /// The reason, as a sentence.
    #[must_use]
    pub fn words(&self) -> String {
        let Self { version, percent, demanded } = self;
        format!("Test calls pass only {percent} % of the branches of \"{version}\"; {demanded} % are demanded.")
    }
}

/// A required test call that does not pass.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FailedTest {
    /// The test call.
    pub id: TestCallId,
    /// Its name.
    pub name: String,
    /// What is wrong, in a few words.
    pub why: String,
}

impl FailedTest {
    /// The reason, as a sentence.
    #[must_use]
    pub fn words(&self) -> String {
        format!("Required test call \"{}\" does not pass. {}.", self.name, self.why.trim_end_matches('.'))
    }
}

impl Gate {
    /// Everything that stands between, each as a sentence; none lets the version pass.
    #[must_use]
    pub fn reasons(&self) -> Vec<String> {
        let failed = self.failed_tests.iter().map(FailedTest::words);
        let missing = self.missing_coverage.iter().map(MissingCoverage::words);
        let broken = self.broken_rules.iter().map(|rule| rule.words.clone());
        self.blocking.iter().cloned().chain(failed).chain(missing).chain(broken).collect()
    }
}
