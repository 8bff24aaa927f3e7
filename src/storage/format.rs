//! The format of the file: one struct of a few flat maps, with one line per entry. Documented for users in
//! `docs/file-format.md`. The structs belong to storage; the entries mostly contain types of the model.

use std::borrow::Cow;
use std::collections::BTreeMap;

use ron::extensions::Extensions;
use ron::ser::PrettyConfig;
use ron::value::RawValue;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::model::persist;
use crate::model::{
    ActionId, Activity, Annotation, AnnotationId, Caller, CallerId, EntryPoint, EntryPointId, Link, Params, Pos,
    Resource, ResourceId, Routing, RoutingId, RowId, Scenario, ScenarioId, Settings, TestCall, TestCallId, VersionId,
    VersionInfo, World, WorldId,
};

/// The name before the number in the schema's name.
pub(super) const PROGRAM: &str = "signalbox";

/// The number of the written schema, which is the newest known schema. Since schema 2, a schema only gains optional fields and sections
/// whose absence means what was meant before, and keeps its number.
pub const SCHEMA: u32 = 2;

/// `Some` is left out, and so are the inner parentheses of `Queue((…))`, as the file declares from line 2 on.
pub(super) const EXTENSIONS: Extensions = Extensions::IMPLICIT_SOME.union(Extensions::UNWRAP_VARIANT_NEWTYPES);

/// The first line, without its line break.
pub(super) fn schema_line() -> String {
    format!("#![schema = \"{PROGRAM}/{SCHEMA}\"]")
}

/// One entry per line. The line break is fixed, because the default on Windows differs.
pub(super) fn layout() -> PrettyConfig {
    PrettyConfig::new().depth_limit(2).indentor("  ").new_line("\n").extensions(EXTENSIONS)
}

/// The file. `P` is the form of the parameters: [`Params`] parsed, [`RawParams`] as raw text, [`WrittenParams`] for writing.
#[derive(Serialize, Deserialize)]
#[serde(
    deny_unknown_fields,
    bound(serialize = "P: Serialize + ParamsForm", deserialize = "P: Deserialize<'de> + ParamsForm")
)]
pub(super) struct Document<'a, P> {
    pub uid: Cow<'a, str>,
    pub settings: Cow<'a, Settings>,
    pub last_id: u32,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty", deserialize_with = "persist::map")]
    pub resources: BTreeMap<ResourceId, Cow<'a, Resource>>,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty", deserialize_with = "persist::map")]
    pub table_rows: BTreeMap<(ResourceId, u32), Cow<'a, [String]>>,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty", deserialize_with = "persist::map")]
    pub entry_points: BTreeMap<EntryPointId, Cow<'a, EntryPoint>>,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty", deserialize_with = "persist::map")]
    pub routings: BTreeMap<RoutingId, Cow<'a, Routing>>,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty", deserialize_with = "persist::map")]
    pub versions: BTreeMap<VersionId, Cow<'a, VersionInfo>>,
    #[serde(default = "BTreeMap::new", skip_serializing_if = "BTreeMap::is_empty", deserialize_with = "persist::map")]
    pub actions: BTreeMap<(VersionId, ActionId), ActionRecord<'a, P>>,
    /// The positions of cards in the former section: still read, never written for an action.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty", deserialize_with = "persist::map")]
    pub positions: BTreeMap<(VersionId, ActionId), Pos>,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty", deserialize_with = "persist::map")]
    pub annotations: BTreeMap<(VersionId, AnnotationId), Cow<'a, Annotation>>,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty", deserialize_with = "persist::map")]
    pub callers: BTreeMap<CallerId, Cow<'a, Caller>>,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty", deserialize_with = "persist::map")]
    pub worlds: BTreeMap<WorldId, Cow<'a, World>>,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty", deserialize_with = "persist::map")]
    pub test_calls: BTreeMap<TestCallId, Cow<'a, TestCall>>,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty", deserialize_with = "persist::map")]
    pub scenarios: BTreeMap<ScenarioId, Cow<'a, Scenario>>,
    #[serde(default, skip_serializing_if = "<[Activity]>::is_empty")]
    pub activity: Cow<'a, [Activity]>,
}

/// An action. The format is the same for all kinds, so an action of an unknown kind can be read.
#[derive(Serialize, Deserialize)]
#[serde(
    deny_unknown_fields,
    bound(serialize = "P: Serialize + ParamsForm", deserialize = "P: Deserialize<'de> + ParamsForm")
)]
pub(super) struct ActionRecord<'a, P> {
    pub kind: Cow<'a, str>,
    #[serde(default, skip_serializing_if = "str::is_empty")]
    pub title: Cow<'a, str>,
    #[serde(default, skip_serializing_if = "str::is_empty")]
    pub comment: Cow<'a, str>,
    #[serde(default = "P::blank", skip_serializing_if = "P::is_blank")]
    pub params: P,
    #[serde(default, skip_serializing_if = "persist::is_default")]
    pub record_passage: bool,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty", deserialize_with = "persist::map")]
    pub links: BTreeMap<Cow<'a, str>, Link>,
    #[serde(default, skip_serializing_if = "persist::is_default")]
    pub last_row: RowId,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at: Option<Pos>,
}

/// A form of the parameters.
pub(super) trait ParamsForm {
    /// The parameters of an action without a `params` field.
    fn blank() -> Self;
    /// Whether the parameters can be left out.
    fn is_blank(&self) -> bool;
}

impl ParamsForm for Params {
    fn blank() -> Self {
        Self::default()
    }

    fn is_blank(&self) -> bool {
        self.is_empty()
    }
}

/// Parameters as text of the file, without surrounding space and comments.
#[derive(Clone, Copy)]
pub(super) struct RawParams<'a>(pub Option<&'a str>);

impl<'de> Deserialize<'de> for RawParams<'de> {
    fn deserialize<D: Deserializer<'de>>(input: D) -> Result<Self, D::Error> {
        let raw = <&RawValue>::deserialize(input)?;
        Ok(Self(Some(raw.trim().get_ron())))
    }
}

impl ParamsForm for RawParams<'_> {
    fn blank() -> Self {
        Self(None)
    }

    fn is_blank(&self) -> bool {
        self.0.is_none()
    }
}

/// Parameters to write: known parameters, or the text of foreign parameters.
pub(super) enum WrittenParams<'a> {
    Known(&'a Params),
    Foreign(&'a RawValue),
}

impl Serialize for WrittenParams<'_> {
    fn serialize<S: Serializer>(&self, output: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Known(params) => params.serialize(output),
            Self::Foreign(text) => text.serialize(output),
        }
    }
}

impl ParamsForm for WrittenParams<'_> {
    fn blank() -> Self {
        const NONE: &Params = &Params(BTreeMap::new());
        Self::Known(NONE)
    }

    fn is_blank(&self) -> bool {
        matches!(self, Self::Known(params) if params.is_empty())
    }
}
