//! Ends every drag when a dialog opens, so that a release behind the dialog changes nothing. Does not know what a drag
//! would have done: the widget that holds the drag knows that.

use egui::{Context, DragAndDrop, Id, Ui};

/// Where the number of the frame is kept in which the last dialog opened.
fn key() -> Id {
    Id::unique("frame that ended all drags")
}

/// Ends the drag of every widget, without a release. Canvases keep drags of their own: see `Parts::cancel_canvas_drags`.
pub fn end_all(ctx: &Context) {
    ctx.stop_dragging();
    DragAndDrop::clear_payload(ctx);
    let frame = ctx.cumulative_frame_nr();
    ctx.data_mut(|data| data.insert_temp(key(), frame));
}

/// Whether all drags have just ended. A widget that reads the pointer's button by itself asks this and drops its drag.
#[must_use]
pub fn have_ended(ui: &Ui) -> bool {
    let frame = ui.ctx().cumulative_frame_nr();
    ui.data(|data| data.get_temp::<u64>(key())).is_some_and(|ended| ended + 1 >= frame)
}
