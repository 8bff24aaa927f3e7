//! Why a branch does not count for coverage (spec: testing §3).

use serde::Serialize;

/// Why a branch, or an action with all its branches, does not count.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Why {
    /// The parameters switch the branch off; its link is inactive.
    Asleep,
    /// Another branch is followed instead, by its label.
    FallsThrough(String),
    /// The branch has no link and no result.
    LeadsNowhere,
    /// No branch falls back on *If something fails*.
    NothingFallsBack,
    /// Nothing leads to the action.
    NothingLeads,
    /// No call can take the branch: why, as a clause.
    Never(&'static str),
    /// Every path was explored, and no call takes the branch: why, as a clause, where that is known.
    Proven(Option<String>),
    /// Every path was explored, and no call comes to the action.
    NoCallComes,
}

impl Why {
    /// The reason, as a clause: *it is switched off*.
    #[must_use]
    pub fn words(&self) -> String {
        match self {
            Self::Asleep => "it is switched off".to_owned(),
            Self::FallsThrough(label) => format!("it falls through to \"{label}\""),
            Self::LeadsNowhere => "it has no link and no result".to_owned(),
            Self::NothingFallsBack => "no branch falls back on it".to_owned(),
            Self::NothingLeads => "nothing leads to the action".to_owned(),
            Self::Never(why) => format!("no call can take it, since {why}"),
            Self::Proven(None) => "every path was explored, and no call takes it".to_owned(),
            Self::Proven(Some(why)) => format!("every path was explored, and no call takes it: {why}"),
            Self::NoCallComes => "every path was explored, and no call comes to the action".to_owned(),
        }
    }
}

impl Serialize for Why {
    fn serialize<S: serde::Serializer>(&self, output: S) -> Result<S::Ok, S::Error> {
        output.serialize_str(&self.words())
    }
}
