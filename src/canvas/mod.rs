//! The canvas: a node graph widget for trees that grow to the right, with links between their branches. It needs only `egui` and does not know
//! the meaning of a card: a [`CanvasScene`] goes in, [`CanvasEvent`]s come out, and the scene is never changed here. A frame costs only what
//! is in view.

#![allow(clippy::disallowed_types, reason = "caches and hit tests that nothing is read from in order")]

mod access;
mod annotation;
#[cfg(test)]
mod annotation_tests;
mod annotation_text;
mod cull;
mod drag;
mod drawing;
mod drop;
mod event;
#[cfg(test)]
pub(crate) mod fixture;
mod frame;
mod gesture;
mod glide;
mod heat;
mod hit;
mod index;
mod keys;
mod lines;
mod lod;
mod looks;
mod maze;
mod mesh;
mod minimap;
mod one_line;
mod paint;
mod paint_annotation;
mod paint_card;
mod paint_ends;
mod paint_mark;
mod paint_region;
mod paint_small;
mod paint_wire;
#[cfg(test)]
#[cfg(feature = "pictures")]
mod pictures;
mod pointer;
mod region;
mod route;
mod scene;
mod snap;
mod state;
mod style;
#[cfg(test)]
mod tests;
mod text;
mod viewport;
mod widget;
mod wire;

pub use drawing::{Drawing, DrawnAnnotation, DrawnCard, DrawnLine, drawing};
pub use event::{CanvasEvent, Carried, Heat, Landing, Overlay, PaletteDrag, PortMark, Target, Warmth};
pub use lines::lines;
pub use lod::{Lod, MAX_ZOOM, MIN_ZOOM};
pub use paint_annotation::annotation_ground;
pub use paint_mark::{port_mark_ui, sign_ui};
pub use scene::{
    Annotation, AnnotationKind, CARD_RADIUS, CARD_WIDTH, CanvasScene, Card, CardId, ENTRY_OFFSET, GRID, HEADER_HEIGHT,
    Mark, MarkKind, Port, PortState, ROW_HEIGHT, Standing, Wire, WireKind, card_size, entry_pos, port_pos,
};
pub use snap::to_grid;
pub use state::{CanvasState, FIT_MARGIN};
pub use style::CanvasStyle;
pub use viewport::Viewport;
pub use widget::{canvas_ui, set_wheel_zoom};
