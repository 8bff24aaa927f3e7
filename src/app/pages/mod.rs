//! stub
use super::command::{Command, Tab};
use crate::lint::Diagnostic;
use crate::model::*;
/// x
pub fn page_ui(_: &mut egui::Ui, _: Tab, _: &std::sync::Arc<Project>, _: &[Diagnostic], _: &mut Vec<Command>) {}
/// x
pub fn new_resource(_: &Project, kind: ResourceKind) -> Resource {
    Resource {
        id: ResourceId(0),
        name: "x".into(),
        reference: "x".into(),
        description: String::new(),
        aliases: vec![],
        data: ResourceData::new(kind),
    }
}
