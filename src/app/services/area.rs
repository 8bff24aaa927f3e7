//! The areas of the window. The keeper notes the area being drawn, so that a panic can be attributed to it.

/// An area of the window that is drawn, or a step of the frame.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, strum::EnumIter)]
pub enum Area {
    /// Between the other areas.
    #[default]
    Frame,
    /// The menu bar.
    MenuBar,
    /// The banners above the page: planned productions, and changes of the file.
    Banners,
    /// The open pages.
    Tabs,
    /// The project tree.
    Tree,
    /// The help.
    Help,
    /// The frame of the bottom pane.
    Bottom,
    /// The simulation.
    Simulation,
    /// The problems.
    Problems,
    /// The test calls, or what they pass.
    TestCalls,
    /// What exploring every path has found.
    Paths,
    /// Who is dropped while something fails.
    Failures,
    /// The time machine.
    Time,
    /// The History pane.
    History,
    /// The page shown.
    Page,
    /// The open dialog.
    Dialog,
    /// Short messages.
    Notices,
    /// Carrying out commands.
    Commands,
}
