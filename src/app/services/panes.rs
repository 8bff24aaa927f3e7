//! Which panes of the window are shown, and how large.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::app::command::{BottomPane, Pane};

/// From this width of the window on, in points, the simulation is docked at the right unless somebody has docked it.
const WIDE: f32 = 1700.0;

/// Below this width of the window, in points, side panes have sizes of their own, and the simulation is never at the right: a large text leaves
/// that few points.
const NARROW: f32 = 1100.0;

/// Whether a window of a width, in points, is narrow.
#[must_use]
pub fn is_narrow(window_width: f32) -> bool {
    window_width < NARROW
}

/// Which panes are shown, and how large.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
#[expect(clippy::struct_excessive_bools, reason = "each is a switch of the View menu")]
pub struct Panes {
    /// Whether the project tree is shown.
    pub tree: bool,
    /// Whether the bottom pane is shown.
    pub bottom: bool,
    /// The bottom pane shown.
    pub bottom_panel: BottomPane,
    /// Whether the simulation is docked at the right, once somebody has docked it; before, the width of the window decides.
    docked_right: Option<bool>,
    /// Whether the outline is shown instead of the actions that can be added.
    pub outline: bool,
    /// Whether the actions that can be added are shown by their icons alone.
    pub folds_palette: bool,
    /// Whether the help is shown.
    pub help: bool,
    /// Whether the canvas marks what the test calls pass.
    pub coverage: bool,
    /// Whether the canvas marks where callers are dropped while something fails.
    pub failures: bool,
    /// The sizes of the panes that were shown so far, in points.
    sizes: BTreeMap<Pane, u16>,
}

impl Default for Panes {
    fn default() -> Self {
        Self {
            tree: true,
            bottom: true,
            bottom_panel: BottomPane::default(),
            docked_right: None,
            outline: false,
            folds_palette: false,
            help: false,
            coverage: false,
            failures: false,
            sizes: BTreeMap::new(),
        }
    }
}

impl Panes {
    /// The initial size of a pane, in points: its last size, or `usual`.
    #[must_use]
    pub fn size(&self, pane: Pane, usual: f32) -> f32 {
        self.sizes.get(&pane).map_or(usual, |size| f32::from(*size))
    }

    /// Whether a pane was last drawn with a size in points.
    #[must_use]
    pub fn has_size(&self, pane: Pane, size: u16) -> bool {
        self.sizes.get(&pane) == Some(&size)
    }

    /// Stores the size that a pane was drawn with, in points.
    pub fn note(&mut self, pane: Pane, size: u16) {
        self.sizes.insert(pane, size);
    }

    /// Whether the simulation is docked at the right of a window of this width, in points (spec: ease §3). A narrow window has no room there.
    #[must_use]
    pub fn is_simulation_right(&self, window_width: f32) -> bool {
        !is_narrow(window_width) && self.docked_right.unwrap_or(window_width >= WIDE)
    }

    /// Docks the simulation at the other side of a window of this width, in points. From then on, the width no longer decides.
    pub fn dock_simulation(&mut self, window_width: f32) {
        self.docked_right = Some(!self.is_simulation_right(window_width));
    }

    /// Whether somebody looks at what happens while something fails: in the pane, or on the canvas.
    #[must_use]
    pub fn shows_failures(&self) -> bool {
        self.failures || (self.bottom && self.bottom_panel == BottomPane::Failures)
    }

    /// Whether the time machine is shown.
    #[must_use]
    pub fn shows_time(&self) -> bool {
        self.bottom && self.bottom_panel == BottomPane::Time
    }

    /// Shows a bottom pane.
    pub fn show_bottom(&mut self, pane: BottomPane) {
        self.bottom = true;
        self.bottom_panel = pane;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_width_of_the_window_docks_the_simulation_until_somebody_has() {
        let mut panes = Panes::default();
        assert_eq!([1280.0, 1600.0, 1920.0].map(|width| panes.is_simulation_right(width)), [false, false, true]);
        panes.dock_simulation(1920.0);
        assert_eq!([1280.0, 1920.0].map(|width| panes.is_simulation_right(width)), [false, false]);
        panes.dock_simulation(1280.0);
        assert_eq!([1090.0, 960.0, 640.0].map(|width| panes.is_simulation_right(width)), [false; 3], "a narrow window");
        assert_eq!([1280.0, 1920.0].map(|width| panes.is_simulation_right(width)), [true, true]);
    }
}
