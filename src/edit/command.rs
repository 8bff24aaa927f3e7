//! Every change that can be made to a project, as data.

use std::sync::Arc;

use chrono::NaiveDateTime;
use strum::{EnumDiscriminants, EnumIter};

use crate::model::gate::Gate;
use crate::model::{
    ActionId, ActionRef, Annotation, AnnotationColor, AnnotationId, Area, Caller, CallerId, Clip, EntryPoint,
    EntryPointId, Link, Pos, Resource, ResourceId, Routing, RoutingId, Scenario, ScenarioId, Settings, Size, TestCall,
    TestCallId, Value, Version, VersionId, World, WorldId,
};
use crate::uses::ItemId;

use super::phrase::PhraseText;

/// Where a new or moved action goes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Spot {
    /// Unconnected.
    Free,
    /// After an action in a branch. An existing follower comes after the new action.
    After(ActionId, String),
}

/// A change to a project. An id of 0 in an object to store asks for a new one.
#[derive(Clone, Debug, PartialEq, EnumDiscriminants)]
#[strum_discriminants(name(EditName), doc = "The names of the edits.", derive(EnumIter, PartialOrd, Ord))]
pub enum Edit {
    /// Adds an action of a kind.
    AddAction {
        /// The version.
        version: VersionId,
        /// The kind's id.
        kind: String,
        /// Where in the tree.
        spot: Spot,
        /// Where on the canvas; `None` chooses a position.
        pos: Option<Pos>,
    },
    /// Removes actions and connects the arrows to them with their followers.
    RemoveActions {
        /// The version.
        version: VersionId,
        /// The actions; Start is left alone.
        actions: Vec<ActionId>,
    },
    /// Removes an action with all actions that only it leads to.
    RemoveBelow {
        /// The version.
        version: VersionId,
        /// The action.
        action: ActionId,
    },
    /// Moves a single action to another place in the tree.
    Reposition {
        /// The version.
        version: VersionId,
        /// The action.
        action: ActionId,
        /// Its new place.
        spot: Spot,
    },
    /// Moves cards on the canvas.
    MoveCards {
        /// The version.
        version: VersionId,
        /// The new positions.
        cards: Vec<(ActionId, Pos)>,
    },
    /// Sets the follower of a branch.
    SetLink {
        /// The version.
        version: VersionId,
        /// The action with the branch.
        from: ActionId,
        /// The branch.
        branch: String,
        /// The follower; `None` cuts the link.
        link: Option<Link>,
    },
    /// Sets a parameter, or removes it.
    SetParam {
        /// The version.
        version: VersionId,
        /// The action.
        action: ActionId,
        /// The field's key.
        key: String,
        /// The value; rows with id 0 get new ids.
        value: Option<Value>,
    },
    /// Sets the title, the comment and whether passages are recorded.
    SetCaption {
        /// The version.
        version: VersionId,
        /// The action.
        action: ActionId,
        /// A custom title, or empty.
        title: String,
        /// A comment, or empty.
        comment: String,
        /// Whether passages are recorded.
        record_passage: bool,
    },
    /// Pastes copied actions with new ids.
    Paste {
        /// The version.
        version: VersionId,
        /// The copied actions.
        clip: Box<Clip>,
        /// Where the first action goes in the tree.
        spot: Spot,
        /// Where the top left action goes on the canvas; `None` chooses a position.
        pos: Option<Pos>,
    },
    /// Adds a note or a frame.
    AddAnnotation {
        /// The version.
        version: VersionId,
        /// The note or the frame.
        annotation: Box<Annotation>,
    },
    /// Sets the text of a note or the title of a frame, and the colour.
    SetAnnotation {
        /// The version.
        version: VersionId,
        /// The note or the frame.
        annotation: AnnotationId,
        /// The text or the title.
        text: String,
        /// The colour; `None` for the usual one.
        color: Option<AnnotationColor>,
    },
    /// Moves notes and frames on the canvas.
    MoveAnnotations {
        /// The version.
        version: VersionId,
        /// The new areas.
        areas: Vec<(AnnotationId, Area)>,
    },
    /// Makes a note or a frame larger or smaller.
    ResizeAnnotation {
        /// The version.
        version: VersionId,
        /// The note or the frame.
        annotation: AnnotationId,
        /// The new size.
        size: Size,
    },
    /// Removes notes and frames, and leaves what lies in a frame.
    RemoveAnnotations {
        /// The version.
        version: VersionId,
        /// The notes and frames.
        annotations: Vec<AnnotationId>,
    },
    /// Replaces a text in the titles, comments and texts of actions, whatever the case of its letters.
    ReplaceText {
        /// The text to replace.
        from: String,
        /// What takes its place.
        to: String,
        /// The actions.
        actions: Vec<ActionRef>,
    },
    /// Sets a version's name and description.
    DescribeVersion {
        /// The version.
        version: VersionId,
        /// The name.
        name: String,
        /// The description.
        description: String,
    },
    /// Creates an empty version, or copies a version of a routing of the same channel.
    CreateVersion {
        /// The routing.
        routing: RoutingId,
        /// The version to copy.
        from: Option<VersionId>,
        /// Its name.
        name: String,
        /// Its description.
        description: String,
    },
    /// Deletes a version in development or in backup.
    DeleteVersion {
        /// The version.
        version: VersionId,
    },
    /// Restores a deleted version; never as the version in test or in production.
    RestoreVersion {
        /// The deleted version.
        version: Arc<Version>,
    },
    /// Puts a version in test.
    PutInTest {
        /// The version.
        version: VersionId,
    },
    /// Takes a version out of test.
    RemoveFromTest {
        /// The version.
        version: VersionId,
    },
    /// Puts a version in production; the current one goes into backup.
    PutInProduction {
        /// The version.
        version: VersionId,
        /// The results of Problems and of required test calls.
        gate: Gate,
    },
    /// Puts a backup back into production; Problems never block this.
    PutBack {
        /// The version.
        version: VersionId,
    },
    /// Plans the production of a version in development; an existing plan is replaced.
    Schedule {
        /// The version.
        version: VersionId,
        /// The local time in the project's zone.
        at: NaiveDateTime,
    },
    /// Cancels the planned production of a version.
    RemoveFromSchedule {
        /// The version.
        version: VersionId,
    },
    /// Puts a version in production at its planned time. A version that is blocked stays in development, and its plan is marked as missed.
    PutDueInProduction {
        /// The version.
        version: VersionId,
        /// The results of Problems and of required test calls.
        gate: Gate,
    },
    /// Accepts a read-only version that was changed outside.
    AcceptChange {
        /// The version.
        version: VersionId,
    },
    /// Creates a routing, or changes one's name, reference, description and recording preference.
    StoreRouting {
        /// The routing.
        routing: Routing,
    },
    /// Copies a routing: its version in production, else its newest, as one development version.
    CopyRouting {
        /// The routing.
        routing: RoutingId,
        /// The copy's name.
        name: String,
        /// The copy's reference.
        reference: String,
    },
    /// Deletes a routing that nothing uses, with its versions.
    DeleteRouting {
        /// The routing.
        routing: RoutingId,
    },
    /// Changes a routing, and updates every editable use of its reference.
    RenameRouting {
        /// The routing, with its new reference.
        routing: Routing,
    },
    /// Creates or changes a resource.
    StoreResource {
        /// The resource.
        resource: Box<Resource>,
    },
    /// Changes a resource, and updates every editable use of its reference and of the names of a variable's
    /// fields.
    RenameResource {
        /// The resource, with its new reference.
        resource: Box<Resource>,
    },
    /// Replaces every editable use of an item with another item of the same kind.
    ReplaceEverywhere {
        /// The item to replace.
        from: ItemId,
        /// The replacement.
        to: ItemId,
        /// Whether to delete the replaced item; then the edit is refused if a read-only version uses the item.
        delete: bool,
    },
    /// Deletes a resource that nothing uses.
    DeleteResource {
        /// The resource.
        resource: ResourceId,
    },
    /// Creates or changes an entry point.
    StoreEntryPoint {
        /// The entry point.
        entry_point: EntryPoint,
    },
    /// Changes an entry point, and updates every editable use of its reference.
    RenameEntryPoint {
        /// The entry point, with its new reference.
        entry_point: EntryPoint,
    },
    /// Deletes an entry point that nothing uses.
    DeleteEntryPoint {
        /// The entry point.
        entry_point: EntryPointId,
    },
    /// Creates or changes a caller.
    StoreCaller {
        /// The caller.
        caller: Box<Caller>,
    },
    /// Deletes a caller.
    DeleteCaller {
        /// The caller.
        caller: CallerId,
    },
    /// Creates or changes a world.
    StoreWorld {
        /// The world.
        world: Box<World>,
    },
    /// Deletes a world.
    DeleteWorld {
        /// The world.
        world: WorldId,
    },
    /// Creates or changes a test call. What it names gets its current name.
    StoreTestCall {
        /// The test call; with the id 0 it is a new one.
        test_call: Box<TestCall>,
    },
    /// Deletes a test call.
    DeleteTestCall {
        /// The test call.
        test_call: TestCallId,
    },
    /// Creates or changes a scenario. Id 0 means: create.
    StoreScenario {
        /// The scenario.
        scenario: Box<Scenario>,
    },
    /// Deletes a scenario.
    DeleteScenario {
        /// The scenario.
        scenario: ScenarioId,
    },
    /// Changes the project's settings.
    SetSettings {
        /// The settings.
        settings: Settings,
    },
    /// Changes or resets the text of a phrase of the system in a language.
    SetPhrase(PhraseText),
}
