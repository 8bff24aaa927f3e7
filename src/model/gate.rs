//! What stands between a version and production: plain data that the window or the command line makes from
//! Problems and required test calls, and that the promoting edit carries (architecture: layers).

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
        self.blocking.iter().cloned().chain(failed).collect()
    }
}
