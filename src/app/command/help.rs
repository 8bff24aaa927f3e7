//! Commands about the help and the tour.

/// Commands about the help and the tour.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HelpCommand {
    /// Show or hide the help.
    Toggle,
    /// Show a page of the help, by its id.
    Show(&'static str),
    /// Show a step of the tour, from 0; none leaves the tour.
    Tour(Option<usize>),
}
