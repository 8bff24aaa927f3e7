//! What the serde attributes of the model call: maps that refuse a key that occurs twice, and the test by
//! which defaults are left out. The file itself is storage's.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;
use std::marker::PhantomData;

use serde::de::{Deserialize, Deserializer, Error, MapAccess, Visitor};

use super::id::{ActionId, CallerId, EntryPointId, ResourceId, RoutingId, VersionId, WorldId};

/// How the refusal of a repeated key ends; storage tells it from other mistakes by this.
pub const TWICE: &str = "occurs twice";

/// A key of a map, with the words by which a message names it.
pub trait Key: Ord {
    /// The key as the file writes it.
    fn words(&self) -> String;
}

impl Key for String {
    fn words(&self) -> String {
        format!("\"{self}\"")
    }
}

impl Key for Cow<'_, str> {
    fn words(&self) -> String {
        format!("\"{self}\"")
    }
}

impl<A: Key, B: Key> Key for (A, B) {
    fn words(&self) -> String {
        format!("({}, {})", self.0.words(), self.1.words())
    }
}

macro_rules! number_keys {
    ($($name:ty),* $(,)?) => { $(
        impl Key for $name {
            fn words(&self) -> String { self.to_string() }
        }
    )* };
}

number_keys! { u32, ActionId, CallerId, EntryPointId, ResourceId, RoutingId, VersionId, WorldId }

/// Reads a map and refuses a key that occurs twice, which serde would pass over: the last would win.
///
/// # Errors
/// When the input is no such map, or a key occurs twice.
pub fn map<'de, D, K, V>(input: D) -> Result<BTreeMap<K, V>, D::Error>
where
    D: Deserializer<'de>,
    K: Key + Deserialize<'de>,
    V: Deserialize<'de>,
{
    struct Unique<K, V>(PhantomData<(K, V)>);

    impl<'de, K: Key + Deserialize<'de>, V: Deserialize<'de>> Visitor<'de> for Unique<K, V> {
        type Value = BTreeMap<K, V>;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("a map")
        }

        fn visit_map<A: MapAccess<'de>>(self, mut access: A) -> Result<Self::Value, A::Error> {
            let mut entries = BTreeMap::new();
            while let Some(key) = access.next_key::<K>()? {
                if entries.contains_key(&key) {
                    return Err(A::Error::custom(format!("the key {} {TWICE}", key.words())));
                }
                entries.insert(key, access.next_value()?);
            }
            Ok(entries)
        }
    }

    input.deserialize_map(Unique(PhantomData))
}

/// Whether a value is its type's default and need not be written.
pub fn is_default<T: Default + PartialEq>(value: &T) -> bool {
    *value == T::default()
}
