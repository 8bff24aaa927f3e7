//! The only way to change a project: an [`Edit`] is applied to a [`Document`], or refused with a reason. Edits of read-only
//! versions are refused here, not only by disabled buttons (spec: domain §5).

mod annotation;
mod apply;
mod checks;
mod clip;
mod command;
mod document;
mod entry_point;
mod lifecycle_edits;
mod limits;
mod look;
mod paste;
mod phrase;
mod reach;
mod references;
mod remove;
mod replace_text;
mod resource;
mod restore;
mod room;
mod saved;
mod scenario;
mod slot;
mod strings;
mod test_call;
mod tree;
mod tx;
mod version;
mod words;

pub use crate::model::Clip;
pub use command::{Edit, EditName, Spot};
pub use document::Document;
pub use phrase::PhraseText;
pub use references::renamed_fields;
pub use replace_text::{ChangedText, TextHit, TextHits, text_hits};
pub use resource::place_words;
pub use tree::{addable, follows};
pub use tx::{Applied, Context, Refusal};
