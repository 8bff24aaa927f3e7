//! Commands about the tree shown: its actions, the clipboard, and the zoom of its canvas.

use crate::edit::Spot;
use crate::layout::arrange::Arrangement;
use crate::model::{Clip, Pos};

/// Commands about the tree shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, strum::EnumIter)]
pub enum TreeCommand {
    /// Copy the selection, then remove it.
    Cut,
    /// Copy the selection.
    Copy,
    /// Paste what the clipboard of the desktop has, else what was copied last in this window.
    Paste,
    /// Copy and paste the selection in one step.
    Duplicate,
    /// Ask for a name, and save the selection as a preset of the user.
    SavePreset,
    /// Remove the selected actions and join what comes before them to what follows; and the selected notes and frames.
    Remove,
    /// Remove the selected actions with everything below them; and the selected notes and frames.
    RemoveBelow,
    /// Select every action of the tree, and every note and frame.
    SelectAll,
    /// Lay the tree out; with several selected actions, only these.
    Tidy,
    /// Align the selected actions, or spread them evenly.
    Arrange(Arrangement),
    /// Hide what is below the selected actions.
    Collapse,
    /// Show what is below the selected actions.
    Expand,
    /// Show everything that is collapsed.
    ExpandAll,
    /// Open the search box that adds an action.
    AddAction,
    /// Ask for the text of a note, and add it in the middle of the canvas.
    AddNote,
    /// Ask what becomes of the branches that lead nowhere.
    LooseEnds,
    /// Ask for a title, and add a frame around what is selected.
    FrameSelection,
    /// Dim everything that is on no way from Start to the selected action, until the selection is empty or the command comes again.
    HighlightWay,
}

/// Commands about the clipboard of the desktop, for the tree shown.
#[derive(Clone, Debug, PartialEq)]
pub enum ClipboardCommand {
    /// Ask the desktop for its text, to be pasted at a spot of the tree, and at a position; without one, a spot apart is in the middle of the canvas.
    PasteAt(Spot, Option<Pos>),
    /// The desktop has sent this text to paste.
    Pasted(String),
}

/// Commands about the presets of the user.
#[derive(Clone, Debug, PartialEq)]
pub enum PresetCommand {
    /// Save copied actions under a name.
    Keep(String, Box<Clip>),
    /// Remove the preset with this id; its file is deleted.
    Remove(String),
}

/// Zoom commands of the canvas shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, strum::EnumIter)]
pub enum Zoom {
    /// Show the whole tree.
    Fit,
    /// 100 %.
    Reset,
    /// Zoom in.
    In,
    /// Zoom out.
    Out,
}
