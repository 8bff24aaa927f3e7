//! Visits every text in an object through its serialisation, so that fields added later are included unless serialisation skips them.

use std::fmt;

use serde::Serialize;
use serde::ser::{self, Serializer};

/// Visits every text in an object, including the keys of maps.
pub(super) fn strings(object: &impl Serialize, see: &mut dyn FnMut(&str)) {
    let _ = object.serialize(&mut Visitor { see }); // The visitor never fails.
}

struct Visitor<'a> {
    see: &'a mut dyn FnMut(&str),
}

type Done = Result<(), fmt::Error>;

/// Values without text.
macro_rules! skips {
    ($($method:ident: $type:ty),*) => {
        $(fn $method(self, _: $type) -> Done { Ok(()) })*
    };
}

impl Serializer for &mut Visitor<'_> {
    type Ok = ();
    type Error = fmt::Error;
    type SerializeSeq = Self;
    type SerializeTuple = Self;
    type SerializeTupleStruct = Self;
    type SerializeTupleVariant = Self;
    type SerializeMap = Self;
    type SerializeStruct = Self;
    type SerializeStructVariant = Self;

    skips!(serialize_bool: bool, serialize_i8: i8, serialize_i16: i16, serialize_i32: i32, serialize_i64: i64);
    skips!(serialize_u8: u8, serialize_u16: u16, serialize_u32: u32, serialize_u64: u64);
    skips!(serialize_f32: f32, serialize_f64: f64, serialize_char: char, serialize_bytes: &[u8]);
    skips!(serialize_unit_struct: &'static str);

    fn serialize_str(self, text: &str) -> Done {
        (self.see)(text);
        Ok(())
    }

    fn serialize_none(self) -> Done {
        Ok(())
    }

    fn serialize_unit(self) -> Done {
        Ok(())
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Done {
        value.serialize(self)
    }

    fn serialize_unit_variant(self, _: &'static str, _: u32, _: &'static str) -> Done {
        Ok(())
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(self, _: &'static str, value: &T) -> Done {
        value.serialize(self)
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        value: &T,
    ) -> Done {
        value.serialize(self)
    }

    fn serialize_seq(self, _: Option<usize>) -> Result<Self, fmt::Error> {
        Ok(self)
    }

    fn serialize_tuple(self, _: usize) -> Result<Self, fmt::Error> {
        Ok(self)
    }

    fn serialize_tuple_struct(self, _: &'static str, _: usize) -> Result<Self, fmt::Error> {
        Ok(self)
    }

    fn serialize_tuple_variant(self, _: &'static str, _: u32, _: &'static str, _: usize) -> Result<Self, fmt::Error> {
        Ok(self)
    }

    fn serialize_map(self, _: Option<usize>) -> Result<Self, fmt::Error> {
        Ok(self)
    }

    fn serialize_struct(self, _: &'static str, _: usize) -> Result<Self, fmt::Error> {
        Ok(self)
    }

    fn serialize_struct_variant(self, _: &'static str, _: u32, _: &'static str, _: usize) -> Result<Self, fmt::Error> {
        Ok(self)
    }
}

/// Sequences of parts.
macro_rules! parts {
    ($($trait:ident $method:ident),*) => {
        $(impl ser::$trait for &mut Visitor<'_> {
            type Ok = ();
            type Error = fmt::Error;

            fn $method<T: Serialize + ?Sized>(&mut self, value: &T) -> Done {
                value.serialize(&mut **self)
            }

            fn end(self) -> Done {
                Ok(())
            }
        })*
    };
}

/// Structs with named fields.
macro_rules! fields {
    ($($trait:ident),*) => {
        $(impl ser::$trait for &mut Visitor<'_> {
            type Ok = ();
            type Error = fmt::Error;

            fn serialize_field<T: Serialize + ?Sized>(&mut self, _: &'static str, value: &T) -> Done {
                value.serialize(&mut **self)
            }

            fn end(self) -> Done {
                Ok(())
            }
        })*
    };
}

parts!(SerializeSeq serialize_element, SerializeTuple serialize_element);
parts!(SerializeTupleStruct serialize_field, SerializeTupleVariant serialize_field);
fields!(SerializeStruct, SerializeStructVariant);

impl ser::SerializeMap for &mut Visitor<'_> {
    type Ok = ();
    type Error = fmt::Error;

    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> Done {
        key.serialize(&mut **self)
    }

    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Done {
        value.serialize(&mut **self)
    }

    fn end(self) -> Done {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use crate::model::{Operand, Params, Row, RowId, Value};

    #[test]
    fn texts_of_every_shape_are_seen() {
        let text = |text: &str| text.to_owned();
        let cells = BTreeMap::from([(text("b"), Value::Operand(Operand::Expression(text("c"))))]);
        let rows = Value::Rows(vec![Row { id: RowId(1), cells: Params(cells) }]);
        let languages = BTreeMap::from([(text("e"), text("f"))]);
        let params = Params(BTreeMap::from([(text("a"), rows), (text("d"), Value::Texts(languages))]));
        let mut seen = Vec::new();
        strings(&(params, Some("g"), ["h"], 1, ()), &mut |text| seen.push(text.to_owned()));
        assert_eq!(seen, ["a", "b", "c", "d", "e", "f", "g", "h"]);
    }
}
