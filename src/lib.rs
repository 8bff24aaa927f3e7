//! Signalbox: a desktop designer for the flows that route calls, emails and chats in a contact centre.
//!
//! The layers, lowest first. A `use crate::` line may only point downwards; a test checks this:
//! - [`model`]: the document as plain data;
//! - [`catalog`] and [`actions`]: the description of a kind of action, and every kind, one file each;
//! - services, pure functions over those: [`edit`], [`uses`], [`lifecycle`], [`lint`], [`sim`], [`dist`], [`layout`], [`digest`],
//!   [`diff`], [`map`], [`load`], [`release`], [`rules`], [`sheet`];
//! - edges: [`storage`], [`palette`], [`templates`], [`cli`], and, with the feature `gui`, `canvas`, `look`, `picture` and `app`.

pub mod actions;
#[cfg(feature = "gui")]
pub mod app;
#[cfg(feature = "gui")]
pub mod canvas;
pub mod catalog;
pub mod cli;
pub mod clock;
pub mod diff;
pub mod digest;
pub mod dist;
pub mod edit;
pub mod layout;
pub mod lifecycle;
pub mod lint;
pub mod load;
#[cfg(feature = "gui")]
pub mod look;
pub mod manual;
pub mod map;
pub mod model;
pub mod palette;
#[cfg(feature = "gui")]
pub mod picture;
pub mod release;
pub mod rules;
pub mod sheet;
pub mod sim;
pub mod storage;
pub mod templates;
pub mod uses;
