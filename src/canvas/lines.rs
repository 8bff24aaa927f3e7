//! The lines of all arrows of a scene, for pictures and measurements.

use egui::Pos2;

use super::index::SceneIndex;
use super::route::line;
use super::scene::CanvasScene;

/// Every arrow whose ends exist, by its place in the scene, with the points of its line in scene units, from the port to the base of its head.
#[must_use]
pub fn lines(scene: &CanvasScene) -> Vec<(usize, Vec<Pos2>)> {
    let index = SceneIndex::new(scene);
    index.wires().iter().map(|wire| (wire.wire, line(&index, wire).0)).collect()
}
