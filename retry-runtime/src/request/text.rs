//! The text of a value: its scalar form in serde if it has one, or else its `Display`.
//!
//! serde comes first because there a type says how it is written for other programs (dates as RFC 3339,
//! enums by `rename_all`), while `Display` is made for people. Text goes to a callback as `&dyn Display`,
//! so a string or number reaches the URL without a `String` of its own. A `serde_json::Value` in between
//! would also lose `f32` and `u128`.

use std::fmt::{self, Display};

use serde::Serialize;
use serde::ser::{Impossible, SerializeSeq, SerializeTuple, SerializeTupleStruct, Serializer};

/// The callback that receives the texts of a value.
pub(crate) type Put<'p> = &'p mut dyn FnMut(&dyn Display);

/// The treatment of a value that is a sequence or a set in serde.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lists {
    /// Elements are values of their own: queries and parts repeat their name.
    Repeated,
    /// Lists have no text: paths and headers take one value.
    Refused,
}

/// The reason why a value has no text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NoText {
    /// A struct, a map, or a list where one value is expected.
    Compound,
    /// A list whose elements are not single values.
    Nested,
    /// NaN or infinity.
    NotFinite,
    /// A failure of its `Serialize` or `Display`.
    Other(String),
}

impl NoText {
    /// The error of a `Display` that fails.
    pub(crate) fn unwritten() -> Self {
        Self::Other("its `Display` fails".to_owned())
    }
}

impl Display for NoText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Compound => "it is not a single value",
            Self::Nested => "its elements are not single values",
            Self::NotFinite => "NaN and infinities have no text; pass a finite number",
            Self::Other(message) => message,
        })
    }
}

impl std::error::Error for NoText {}

impl serde::ser::Error for NoText {
    fn custom<T: Display>(message: T) -> Self {
        Self::Other(message.to_string())
    }
}

/// Passes on the text of a value, or of each element of a list if `lists` allows that. `None` has no text and is
/// not an error.
pub(crate) fn texts<T: Serialize + ?Sized>(
    value: &T,
    lists: Lists,
    put: Put<'_>,
) -> Result<(), NoText> {
    value.serialize(Scalar { lists, put })
}

/// Serializer of single values.
struct Scalar<'p> {
    lists: Lists,
    put: Put<'p>,
}

impl<'p> Scalar<'p> {
    #[expect(clippy::unnecessary_wraps, reason = "a result of a serializer")]
    fn text(self, value: &dyn Display) -> Result<(), NoText> {
        (self.put)(value);
        Ok(())
    }

    fn elements(self) -> Result<Elements<'p>, NoText> {
        match self.lists {
            Lists::Repeated => Ok(Elements { put: self.put }),
            Lists::Refused => Err(NoText::Compound),
        }
    }
}

/// The methods of a serializer whose results do not depend on what the text is for: that of a scalar is
/// its `Display`, and that of a wrapper is that of the value in it, as in JSON.
macro_rules! scalars {
    () => {
        scalars! {
            serialize_bool: bool,
            serialize_i8: i8, serialize_i16: i16, serialize_i32: i32, serialize_i64: i64, serialize_i128: i128,
            serialize_u8: u8, serialize_u16: u16, serialize_u32: u32, serialize_u64: u64, serialize_u128: u128,
            serialize_char: char, serialize_str: &str,
        }

        fn serialize_f32(self, value: f32) -> Result<Self::Ok, NoText> {
            finite(value.is_finite())?;
            self.text(&value)
        }

        fn serialize_f64(self, value: f64) -> Result<Self::Ok, NoText> {
            finite(value.is_finite())?;
            self.text(&value)
        }

        // Bytes have no text that all servers would read alike: base64, hex, percent-encoding.
        fn serialize_bytes(self, _: &[u8]) -> Result<Self::Ok, NoText> {
            Err(NoText::Compound)
        }

        fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<Self::Ok, NoText> {
            value.serialize(self)
        }

        fn serialize_unit_variant(
            self,
            _: &'static str,
            _: u32,
            variant: &'static str,
        ) -> Result<Self::Ok, NoText> {
            self.text(&variant)
        }

        fn serialize_newtype_struct<T: Serialize + ?Sized>(
            self,
            _: &'static str,
            value: &T,
        ) -> Result<Self::Ok, NoText> {
            value.serialize(self)
        }
    };
    ($($method:ident: $ty:ty,)+) => {$(
        fn $method(self, value: $ty) -> Result<Self::Ok, NoText> {
            self.text(&value)
        }
    )+};
}
pub(super) use scalars;

impl<'p> Serializer for Scalar<'p> {
    type Ok = ();
    type Error = NoText;
    type SerializeSeq = Elements<'p>;
    type SerializeTuple = Elements<'p>;
    type SerializeTupleStruct = Elements<'p>;
    // A value that is not a single one is rejected where it begins, so its fields are never looked at.
    type SerializeTupleVariant = Impossible<(), NoText>;
    type SerializeMap = Impossible<(), NoText>;
    type SerializeStruct = Impossible<(), NoText>;
    type SerializeStructVariant = Impossible<(), NoText>;

    scalars!();

    /// Avoids the `String` that the default makes. Dates and ids are written this way.
    fn collect_str<T: Display + ?Sized>(self, value: &T) -> Result<(), NoText> {
        self.text(&value)
    }

    fn serialize_none(self) -> Result<(), NoText> {
        // Neither a text nor an error: the caller sends nothing for it, as for an `Option` that was
        // peeled.
        Ok(())
    }

    fn serialize_unit(self) -> Result<(), NoText> {
        Ok(())
    }

    // Unlike `()`, a type of its own was meant to say something, so it is not left out silently.
    fn serialize_unit_struct(self, _: &'static str) -> Result<(), NoText> {
        Err(NoText::Compound)
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: &T,
    ) -> Result<(), NoText> {
        Err(NoText::Compound)
    }

    fn serialize_seq(self, _: Option<usize>) -> Result<Elements<'p>, NoText> {
        self.elements()
    }

    fn serialize_tuple(self, _: usize) -> Result<Elements<'p>, NoText> {
        self.elements()
    }

    fn serialize_tuple_struct(self, _: &'static str, _: usize) -> Result<Elements<'p>, NoText> {
        self.elements()
    }

    fn serialize_tuple_variant(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: usize,
    ) -> Result<Self::SerializeTupleVariant, NoText> {
        Err(NoText::Compound)
    }

    fn serialize_map(self, _: Option<usize>) -> Result<Self::SerializeMap, NoText> {
        Err(NoText::Compound)
    }

    fn serialize_struct(self, _: &'static str, _: usize) -> Result<Self::SerializeStruct, NoText> {
        Err(NoText::Compound)
    }

    fn serialize_struct_variant(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: usize,
    ) -> Result<Self::SerializeStructVariant, NoText> {
        Err(NoText::Compound)
    }
}

pub(super) fn finite(is_finite: bool) -> Result<(), NoText> {
    if is_finite {
        Ok(())
    } else {
        Err(NoText::NotFinite)
    }
}

/// Serializer of the elements of a list.
struct Elements<'p> {
    put: Put<'p>,
}

impl Elements<'_> {
    fn element<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), NoText> {
        // A list that turns out to be nested must not fall back to `Display`, as some of it was passed on.
        texts(value, Lists::Refused, self.put).map_err(|error| match error {
            NoText::Compound => NoText::Nested,
            error => error,
        })
    }
}

macro_rules! elements {
    ($($list:ident $method:ident,)+) => {$(
        impl $list for Elements<'_> {
            type Ok = ();
            type Error = NoText;

            fn $method<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), NoText> {
                self.element(value)
            }

            fn end(self) -> Result<(), NoText> {
                Ok(())
            }
        }
    )+};
}

elements! {
    SerializeSeq serialize_element,
    SerializeTuple serialize_element,
    SerializeTupleStruct serialize_field,
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    fn all<T: Serialize + ?Sized>(value: &T, lists: Lists) -> Result<Vec<String>, NoText> {
        let mut all = Vec::new();
        texts(value, lists, &mut |text| all.push(text.to_string())).map(|()| all)
    }

    #[test]
    fn numbers_are_written_exactly() {
        let one = |text: &str| Ok(vec![text.to_owned()]);
        assert_eq!(all(&0.1_f32, Lists::Refused), one("0.1"));
        assert_eq!(all(&u128::MAX, Lists::Refused), one(&u128::MAX.to_string()));
        assert_eq!(all(&i128::MIN, Lists::Refused), one(&i128::MIN.to_string()));
        for number in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
            assert_eq!(all(&number, Lists::Refused), Err(NoText::NotFinite));
        }
        assert_eq!(all(&f32::NAN, Lists::Refused), Err(NoText::NotFinite));
    }

    #[test]
    fn lists_are_repeated_or_refused_and_never_nested() {
        let set = BTreeSet::from([1, 2]);
        let repeated = Ok(vec!["1".to_owned(), "2".to_owned()]);
        assert_eq!(all(&set, Lists::Repeated), repeated);
        assert_eq!(all(&(1, "2"), Lists::Repeated), repeated);
        assert_eq!(all(&[Some(1), None, Some(2)], Lists::Repeated), repeated);
        assert_eq!(all(&set, Lists::Refused), Err(NoText::Compound));
        assert_eq!(all(&[set], Lists::Repeated), Err(NoText::Nested));
    }
}
