//! How the side panes of a version page share the width with the canvas (spec: ease §3).

use crate::app::command::Pane;
use crate::app::services::panes::Panes;

/// The least width that the canvas keeps where the side panes can fold, in points.
const CANVAS: f32 = 480.0;
/// The width of a folded palette, and of a folded form.
pub(super) const STRIP: f32 = 46.0;
/// The usual and the least width of the palette and of the form.
pub(super) const PALETTE: (f32, f32) = (212.0, 150.0);
pub(super) const FORM: (f32, f32) = (320.0, 260.0);

/// Which side panes are folded.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Folded {
    /// The palette shows icons alone.
    pub palette: bool,
    /// The form is a strip with a button.
    pub form: bool,
}

impl Folded {
    /// What folds on a page of this width, in points: first the palette, and then the form. `has_form` says whether an action is selected.
    pub fn on(width: f32, panes: &Panes, has_form: bool) -> Self {
        let form = if has_form { panes.size(Pane::Form, FORM.0) } else { 0.0 };
        let palette = panes.folds_palette || width - panes.size(Pane::Palette, PALETTE.0) - form < CANVAS;
        let left = if palette { STRIP } else { panes.size(Pane::Palette, PALETTE.0) };
        Self { palette, form: has_form && width - left - FORM.1 < CANVAS }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folded(width: f32, has_form: bool) -> (bool, bool) {
        let folded = Folded::on(width, &Panes::default(), has_form);
        (folded.palette, folded.form)
    }

    #[test]
    fn the_palette_folds_first_and_then_the_form() {
        // 1280 points with the project tree: 1044 for the page; with the simulation at the right: 664.
        assert_eq!(folded(1044.0, true), (false, false));
        assert_eq!(folded(1011.0, true), (true, false));
        assert_eq!(folded(786.0, true), (true, false));
        assert_eq!(folded(785.0, true), (true, true));
        assert_eq!(folded(664.0, false), (true, false));
        assert_eq!(folded(692.0, false), (false, false));
    }

    #[test]
    fn what_was_folded_by_hand_stays_folded() {
        let mut panes = Panes::default();
        panes.folds_palette = true;
        assert_eq!(Folded::on(1600.0, &panes, true), Folded { palette: true, form: false });
    }
}
