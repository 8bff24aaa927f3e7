//! The areas of the window. The area that is being drawn is noted, so that a panic can be attributed to it.

/// What is drawn, or done, in a frame.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, strum::EnumIter)]
pub enum Area {
    /// Between the other areas.
    #[default]
    Frame,
    /// The menu bar.
    MenuBar,
    /// The banners above the page: planned productions, and news of the file.
    Banners,
    /// The open pages.
    Tabs,
    /// The project tree.
    Tree,
    /// What is around the bottom pane.
    Bottom,
    /// The simulation.
    Simulation,
    /// The problems.
    Problems,
    /// The History pane.
    History,
    /// The page shown.
    Page,
    /// The open dialog.
    Dialog,
    /// Short messages.
    Notices,
    /// What commands do.
    Commands,
}
