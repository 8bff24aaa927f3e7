//! What the serde attributes of the model call: maps that refuse a key that occurs twice, and the test by
//! which defaults are left out. The file itself is storage's.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;
use std::marker::PhantomData;

use serde::de::{Deserialize, Deserializer, Error, MapAccess, Visitor};

use super::id::{
    ActionId, AnnotationId, CallerId, EntryPointId, ResourceId, RoutingId, ScenarioId, TestCallId, VersionId, WorldId,
};

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

number_keys! { u32, ActionId, AnnotationId, CallerId, EntryPointId, ResourceId, RoutingId, ScenarioId, TestCallId, VersionId, WorldId }

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

/// Reads a map of maps in the same way.
///
/// # Errors
/// When the input is no such map, or a key occurs twice in one of the maps.
pub fn map_of_maps<'de, D, K, L, V>(input: D) -> Result<BTreeMap<K, BTreeMap<L, V>>, D::Error>
where
    D: Deserializer<'de>,
    K: Key + Deserialize<'de>,
    L: Key + Deserialize<'de>,
    V: Deserialize<'de>,
{
    struct Inner<L, V>(BTreeMap<L, V>);

    impl<'de, L: Key + Deserialize<'de>, V: Deserialize<'de>> Deserialize<'de> for Inner<L, V> {
        fn deserialize<D: Deserializer<'de>>(input: D) -> Result<Self, D::Error> {
            map(input).map(Self)
        }
    }

    let entries: BTreeMap<K, Inner<L, V>> = map(input)?;
    Ok(entries.into_iter().map(|(key, Inner(inner))| (key, inner)).collect())
}

/// Texts in several languages, written as one text where only the default language has one: `"Hello"` is `{"": "Hello"}`.
pub mod texts {
    use std::fmt;

    use serde::de::value::MapAccessDeserializer;
    use serde::de::{Deserializer, Error, MapAccess, Visitor};
    use serde::{Serialize, Serializer};

    use crate::model::texts::Texts;

    /// Writes them.
    ///
    /// # Errors
    /// When the output cannot be written.
    pub fn serialize<S: Serializer>(texts: &Texts, output: S) -> Result<S::Ok, S::Error> {
        match texts.get("") {
            None if texts.is_empty() => output.serialize_str(""),
            Some(text) if texts.len() == 1 && !text.is_empty() => output.serialize_str(text),
            _ => texts.serialize(output),
        }
    }

    /// Reads them.
    ///
    /// # Errors
    /// When the input is neither a text nor a map of texts, or a language occurs twice.
    pub fn deserialize<'de, D: Deserializer<'de>>(input: D) -> Result<Texts, D::Error> {
        struct TextOrTexts;

        impl<'de> Visitor<'de> for TextOrTexts {
            type Value = Texts;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a text, or a text for each language")
            }

            fn visit_str<E: Error>(self, text: &str) -> Result<Texts, E> {
                Ok(if text.is_empty() { Texts::new() } else { Texts::from([(String::new(), text.to_owned())]) })
            }

            fn visit_map<A: MapAccess<'de>>(self, access: A) -> Result<Texts, A::Error> {
                super::map(MapAccessDeserializer::new(access))
            }
        }

        input.deserialize_any(TextOrTexts)
    }
}

/// A list of such texts.
pub mod list_of_texts {
    use serde::de::{Deserialize, Deserializer};
    use serde::{Serialize, Serializer};

    use crate::model::texts::Texts;

    struct Written<'a>(&'a Texts);

    impl Serialize for Written<'_> {
        fn serialize<S: Serializer>(&self, output: S) -> Result<S::Ok, S::Error> {
            super::texts::serialize(self.0, output)
        }
    }

    struct Read(Texts);

    impl<'de> Deserialize<'de> for Read {
        fn deserialize<D: Deserializer<'de>>(input: D) -> Result<Self, D::Error> {
            super::texts::deserialize(input).map(Self)
        }
    }

    /// Writes them.
    ///
    /// # Errors
    /// When the output cannot be written.
    pub fn serialize<S: Serializer>(all: &[Texts], output: S) -> Result<S::Ok, S::Error> {
        output.collect_seq(all.iter().map(Written))
    }

    /// Reads them.
    ///
    /// # Errors
    /// When one of them is neither a text nor a map of texts.
    pub fn deserialize<'de, D: Deserializer<'de>>(input: D) -> Result<Vec<Texts>, D::Error> {
        let all: Vec<Read> = Deserialize::deserialize(input)?;
        Ok(all.into_iter().map(|Read(texts)| texts).collect())
    }
}

/// Whether a value is its type's default and need not be written.
pub fn is_default<T: Default + PartialEq>(value: &T) -> bool {
    *value == T::default()
}
