//! Chance as data: what may come of a draw, and how often. Nothing is drawn here: the engine does that, or an answer forces a
//! result (spec: meaning §0).

/// What is drawn for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Purpose {
    /// Which share of *Load sharing* an interaction goes to.
    Share,
    /// Which member of a queue is asked first, by weight.
    Member,
    /// Who gets a conversation by reception rate.
    Reception,
    /// Which queue of a distribution group an interaction goes to.
    Queue,
    /// Which of several numbers is rung first.
    Number,
}

impl Purpose {
    /// A number of its own, which never changes: draws depend on it.
    #[must_use]
    pub fn number(self) -> u64 {
        match self {
            Self::Share => 1,
            Self::Member => 2,
            Self::Reception => 3,
            Self::Queue => 4,
            Self::Number => 5,
        }
    }
}

/// One possible result of a draw.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Lot {
    /// What the one who asked gets to know: the id of a row or of a person.
    pub value: String,
    /// How often it comes, among the sum of all weights.
    pub weight: u64,
    /// How an answer that forces it is written, such as `take Lyon`.
    pub text: String,
    /// The label of its button.
    pub label: String,
}

/// A draw: its possible results with their weights.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Draw {
    /// What is drawn for.
    pub purpose: Purpose,
    /// What is going on, such as *shares the load*.
    pub prompt: String,
    /// The possible results. Those without weight never come.
    pub lots: Vec<Lot>,
}

impl Draw {
    /// The sum of all weights.
    #[must_use]
    pub fn total(&self) -> u64 {
        self.lots.iter().map(|lot| lot.weight).sum()
    }

    /// The results that can come.
    pub fn possible(&self) -> impl Iterator<Item = &Lot> {
        self.lots.iter().filter(|lot| lot.weight > 0)
    }

    /// The result of a number below the total.
    #[must_use]
    pub fn lot_of(&self, drawn: u64) -> Option<&Lot> {
        let mut below = 0_u64;
        self.lots.iter().find(|lot| {
            below = below.saturating_add(lot.weight);
            drawn < below
        })
    }
}
