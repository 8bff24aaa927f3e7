//! The form of an action: a loop over the fields of its kind.
use super::command::Command;
use crate::lint::Diagnostic;
use crate::model::*;
/// x
pub struct FormCx<'a> {
    /** x */
    pub project: &'a Project,
    /** x */
    pub version: &'a Version,
    /** x */
    pub action: &'a Action,
    /** x */
    pub problems: &'a [Diagnostic],
    /** x */
    pub is_read_only: bool,
}
/// x
pub fn form_ui(_: &mut egui::Ui, _: &FormCx<'_>, _: &mut Vec<Command>) {}
