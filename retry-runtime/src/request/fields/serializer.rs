//! The serializer that writes a value into a [`Tree`].

use serde::Serialize;
use serde::ser::{
    SerializeMap, SerializeSeq, SerializeStruct, SerializeStructVariant, SerializeTuple,
    SerializeTupleStruct, SerializeTupleVariant, Serializer,
};

use crate::request::fields::tree::Tree;
use crate::request::text::{NoText, displayed, finite};
/// Writes a value into a tree.
pub(super) fn tree<T: Serialize + ?Sized>(value: &T) -> Result<Tree, NoText> {
    value.serialize(TreeSerializer)
}

struct TreeSerializer;

impl TreeSerializer {
    #[expect(
        clippy::unused_self,
        clippy::unnecessary_wraps,
        reason = "called like the method of `text`"
    )]
    fn text(self, value: &dyn std::fmt::Display) -> Result<Tree, NoText> {
        Ok(Tree::Text(value.to_string()))
    }
}

impl Serializer for TreeSerializer {
    type Ok = Tree;
    type Error = NoText;
    type SerializeSeq = ListSerializer;
    type SerializeTuple = ListSerializer;
    type SerializeTupleStruct = ListSerializer;
    type SerializeTupleVariant = Variant<ListSerializer>;
    type SerializeMap = MapSerializer;
    type SerializeStruct = MapSerializer;
    type SerializeStructVariant = Variant<MapSerializer>;

    displayed! {
        serialize_bool: bool,
        serialize_i8: i8, serialize_i16: i16, serialize_i32: i32, serialize_i64: i64, serialize_i128: i128,
        serialize_u8: u8, serialize_u16: u16, serialize_u32: u32, serialize_u64: u64, serialize_u128: u128,
        serialize_char: char, serialize_str: &str,
    }

    fn serialize_f32(self, value: f32) -> Result<Tree, NoText> {
        finite(value.is_finite())?;
        self.text(&value)
    }

    fn serialize_f64(self, value: f64) -> Result<Tree, NoText> {
        finite(value.is_finite())?;
        self.text(&value)
    }

    // A field of bytes has no text that all servers would read alike: base64, hex,
    // percent-encoding.
    fn serialize_bytes(self, _: &[u8]) -> Result<Tree, NoText> {
        Err(NoText::Compound)
    }

    fn serialize_none(self) -> Result<Tree, NoText> {
        Ok(Tree::Empty)
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<Tree, NoText> {
        value.serialize(self)
    }

    fn serialize_unit(self) -> Result<Tree, NoText> {
        Ok(Tree::Empty)
    }

    // As `()` and `None`: a marker without a value sends nothing.
    fn serialize_unit_struct(self, _: &'static str) -> Result<Tree, NoText> {
        Ok(Tree::Empty)
    }

    fn serialize_unit_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
    ) -> Result<Tree, NoText> {
        self.text(&variant)
    }

    // `struct UserId(u64)` is the number in it, as in JSON.
    fn serialize_newtype_struct<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        value: &T,
    ) -> Result<Tree, NoText> {
        value.serialize(self)
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        value: &T,
    ) -> Result<Tree, NoText> {
        Ok(of_variant(variant, value.serialize(self)?))
    }

    fn serialize_seq(self, _: Option<usize>) -> Result<ListSerializer, NoText> {
        Ok(ListSerializer::default())
    }

    fn serialize_tuple(self, _: usize) -> Result<ListSerializer, NoText> {
        Ok(ListSerializer::default())
    }

    fn serialize_tuple_struct(self, _: &'static str, _: usize) -> Result<ListSerializer, NoText> {
        Ok(ListSerializer::default())
    }

    fn serialize_tuple_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        _: usize,
    ) -> Result<Variant<ListSerializer>, NoText> {
        Ok(Variant {
            variant,
            fields: ListSerializer::default(),
        })
    }

    fn serialize_map(self, _: Option<usize>) -> Result<MapSerializer, NoText> {
        Ok(MapSerializer::default())
    }

    fn serialize_struct(self, _: &'static str, _: usize) -> Result<MapSerializer, NoText> {
        Ok(MapSerializer::default())
    }

    fn serialize_struct_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        _: usize,
    ) -> Result<Variant<MapSerializer>, NoText> {
        Ok(Variant {
            variant,
            fields: MapSerializer::default(),
        })
    }
}

// `{"Range": {"from": 1}}`, serde's representation where nothing else is said. Tagged and untagged
// enums arrive as structs and maps, without a variant.
fn of_variant(variant: &'static str, value: Tree) -> Tree {
    Tree::Map(vec![(variant.to_owned(), value)])
}

#[derive(Default)]
struct ListSerializer(Vec<Tree>);

impl ListSerializer {
    fn push<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), NoText> {
        self.0.push(value.serialize(TreeSerializer)?);
        Ok(())
    }
}

#[derive(Default)]
struct MapSerializer(Vec<(String, Tree)>);

impl MapSerializer {
    fn push<T: Serialize + ?Sized>(&mut self, name: String, value: &T) -> Result<(), NoText> {
        self.0.push((name, value.serialize(TreeSerializer)?));
        Ok(())
    }
}

/// Fields under the name of their variant, as serde's default representation has them.
struct Variant<F> {
    variant: &'static str,
    fields: F,
}

macro_rules! lists {
    ($($list:ident $method:ident,)+) => {$(
        impl $list for ListSerializer {
            type Ok = Tree;
            type Error = NoText;

            fn $method<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), NoText> {
                self.push(value)
            }

            fn end(self) -> Result<Tree, NoText> {
                Ok(Tree::List(self.0))
            }
        }
    )+};
}

lists! {
    SerializeSeq serialize_element,
    SerializeTuple serialize_element,
    SerializeTupleStruct serialize_field,
}

impl SerializeTupleVariant for Variant<ListSerializer> {
    type Ok = Tree;
    type Error = NoText;

    fn serialize_field<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), NoText> {
        self.fields.push(value)
    }

    fn end(self) -> Result<Tree, NoText> {
        Ok(of_variant(self.variant, Tree::List(self.fields.0)))
    }
}

impl SerializeStructVariant for Variant<MapSerializer> {
    type Ok = Tree;
    type Error = NoText;

    fn serialize_field<T: Serialize + ?Sized>(
        &mut self,
        name: &'static str,
        value: &T,
    ) -> Result<(), NoText> {
        self.fields.push(name.to_owned(), value)
    }

    fn end(self) -> Result<Tree, NoText> {
        Ok(of_variant(self.variant, Tree::Map(self.fields.0)))
    }
}

impl SerializeStruct for MapSerializer {
    type Ok = Tree;
    type Error = NoText;

    fn serialize_field<T: Serialize + ?Sized>(
        &mut self,
        name: &'static str,
        value: &T,
    ) -> Result<(), NoText> {
        self.push(name.to_owned(), value)
    }

    fn end(self) -> Result<Tree, NoText> {
        Ok(Tree::Map(self.0))
    }
}

impl SerializeMap for MapSerializer {
    type Ok = Tree;
    type Error = NoText;

    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> Result<(), NoText> {
        // Keys may be numbers or enums, whose text is their name. A list or a struct is no name.
        let Tree::Text(name) = key.serialize(TreeSerializer)? else {
            return Err(NoText::Other(
                "the keys of a map are single values".to_owned(),
            ));
        };
        // serde hands over key and value one after the other. The key waits here with an empty
        // value.
        self.0.push((name, Tree::Empty));
        Ok(())
    }

    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), NoText> {
        if let Some((_, empty)) = self.0.last_mut() {
            *empty = value.serialize(TreeSerializer)?;
        }
        Ok(())
    }

    fn end(self) -> Result<Tree, NoText> {
        Ok(Tree::Map(self.0))
    }
}
