//! Signalbox: a desktop designer for the flows that route calls, emails and chats in a contact centre.
//!
//! The layers, lowest first; a `use crate::` line points downwards only, and a test reads them:
//! - [`model`]: the document as plain data;
//! - [`catalog`] and [`actions`]: what a kind of action is, and every kind, one file each.

pub mod actions;
pub mod catalog;
pub mod digest;
pub mod dist;
pub mod edit;
pub mod layout;
pub mod lifecycle;
pub mod lint;
pub mod model;
pub mod sim;
