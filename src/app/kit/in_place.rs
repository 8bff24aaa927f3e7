//! What is created from a drop-down list, without leaving the page: the list chooses it when it is drawn next (spec: ease §1).

use egui::{Context, Id};

use crate::model::ResourceId;

/// The list that has asked, and what was created for it.
#[derive(Clone, Copy, Debug)]
struct Created {
    list: Id,
    resource: ResourceId,
}

fn key() -> Id {
    Id::unique("created in place")
}

/// Notes what was created for a list.
pub fn note_created(ctx: &Context, list: Id, resource: ResourceId) {
    ctx.data_mut(|data| data.insert_temp(key(), Created { list, resource }));
}

/// What was created for a list, once.
pub fn take_created(ctx: &Context, list: Id) -> Option<ResourceId> {
    ctx.data_mut(|data| {
        let created = data.get_temp::<Created>(key()).filter(|created| created.list == list)?;
        data.remove::<Created>(key());
        Some(created.resource)
    })
}
