//! stub
use crate::app::{command::Command, problems::Problems};
use crate::model::*;
/// x
pub fn problems_ui(_: &mut egui::Ui, _: &Problems, _: &Project, _: Option<VersionId>, _: &mut Vec<Command>) {}
