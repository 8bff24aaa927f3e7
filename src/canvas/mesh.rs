//! Boxes and thin lines added directly to one mesh, where there are too many for one shape each: the overview, the dots of the grid, the
//! minimap.

use egui::{Color32, Mesh, Pos2, Rect};

/// Adds a plain box.
pub fn add_box(mesh: &mut Mesh, rect: Rect, color: Color32) {
    mesh.add_colored_rect(rect, color);
}

/// Adds a straight line.
pub fn add_line(mesh: &mut Mesh, from: Pos2, to: Pos2, width: f32, color: Color32) {
    let along = to - from;
    let length = along.length();
    if length.is_nan() || length < 0.01 {
        return;
    }
    let side = along.rot90() * (width / 2.0 / length);
    let Ok(first) = u32::try_from(mesh.vertices.len()) else {
        return;
    };
    mesh.colored_vertex(from + side, color);
    mesh.colored_vertex(to + side, color);
    mesh.colored_vertex(to - side, color);
    mesh.colored_vertex(from - side, color);
    mesh.add_triangle(first, first + 1, first + 2);
    mesh.add_triangle(first, first + 2, first + 3);
}
