//! The serializer that writes a value into a [`Tree`].

use serde::Serialize;
use serde::ser::{
    SerializeMap, SerializeSeq, SerializeStruct, SerializeStructVariant, SerializeTuple,
    SerializeTupleStruct, SerializeTupleVariant, Serializer,
};

use crate::request::fields::tree::Tree;
use crate::request::text::{NoText, finite, scalars};

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
    type SerializeTupleVariant = ListSerializer;
    type SerializeMap = MapSerializer;
    type SerializeStruct = MapSerializer;
    type SerializeStructVariant = MapSerializer;

    scalars!();

    fn serialize_none(self) -> Result<Tree, NoText> {
        Ok(Tree::Empty)
    }

    fn serialize_unit(self) -> Result<Tree, NoText> {
        Ok(Tree::Empty)
    }

    // Like `()` and `None`: a marker without a value sends nothing.
    fn serialize_unit_struct(self, _: &'static str) -> Result<Tree, NoText> {
        Ok(Tree::Empty)
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
        Ok(Builder::new(None))
    }

    fn serialize_tuple(self, _: usize) -> Result<ListSerializer, NoText> {
        Ok(Builder::new(None))
    }

    fn serialize_tuple_struct(self, _: &'static str, _: usize) -> Result<ListSerializer, NoText> {
        Ok(Builder::new(None))
    }

    fn serialize_tuple_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        _: usize,
    ) -> Result<ListSerializer, NoText> {
        Ok(Builder::new(Some(variant)))
    }

    fn serialize_map(self, _: Option<usize>) -> Result<MapSerializer, NoText> {
        Ok(Builder::new(None))
    }

    fn serialize_struct(self, _: &'static str, _: usize) -> Result<MapSerializer, NoText> {
        Ok(Builder::new(None))
    }

    fn serialize_struct_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        _: usize,
    ) -> Result<MapSerializer, NoText> {
        Ok(Builder::new(Some(variant)))
    }
}

type ListSerializer = Builder<Tree>;
type MapSerializer = Builder<(String, Tree)>;

/// A list or a map that is being written.
struct Builder<T> {
    /// The variant of an enum that it is the value of.
    variant: Option<&'static str>,
    items: Vec<T>,
}

impl<T> Builder<T> {
    fn new(variant: Option<&'static str>) -> Self {
        Self {
            variant,
            items: Vec::new(),
        }
    }

    #[expect(clippy::unnecessary_wraps, reason = "a result of a serializer")]
    fn finish(self, tree: impl FnOnce(Vec<T>) -> Tree) -> Result<Tree, NoText> {
        let value = tree(self.items);
        Ok(match self.variant {
            Some(variant) => of_variant(variant, value),
            None => value,
        })
    }
}

// `{"Range": {"from": 1}}`, serde's default representation. Tagged and untagged enums arrive as structs
// and maps, without a variant.
fn of_variant(variant: &'static str, value: Tree) -> Tree {
    Tree::Map(vec![(variant.to_owned(), value)])
}

// serde has a trait for each kind of list, with the same methods under two names.
macro_rules! lists {
    ($($list:ident $method:ident,)+) => {$(
        impl $list for ListSerializer {
            type Ok = Tree;
            type Error = NoText;

            fn $method<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), NoText> {
                self.items.push(tree(value)?);
                Ok(())
            }

            fn end(self) -> Result<Tree, NoText> {
                self.finish(Tree::List)
            }
        }
    )+};
}

lists! {
    SerializeSeq serialize_element,
    SerializeTuple serialize_element,
    SerializeTupleStruct serialize_field,
    SerializeTupleVariant serialize_field,
}

macro_rules! structs {
    ($($fields:ident)+) => {$(
        impl $fields for MapSerializer {
            type Ok = Tree;
            type Error = NoText;

            fn serialize_field<T: Serialize + ?Sized>(
                &mut self,
                name: &'static str,
                value: &T,
            ) -> Result<(), NoText> {
                self.items.push((name.to_owned(), tree(value)?));
                Ok(())
            }

            fn end(self) -> Result<Tree, NoText> {
                self.finish(Tree::Map)
            }
        }
    )+};
}

structs! { SerializeStruct SerializeStructVariant }

impl SerializeMap for MapSerializer {
    type Ok = Tree;
    type Error = NoText;

    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> Result<(), NoText> {
        // Keys may be numbers or enums, whose text is the name. A list or a struct is not a name.
        let Tree::Text(name) = tree(key)? else {
            return Err(NoText::Other(
                "the keys of a map are single values".to_owned(),
            ));
        };
        // serde hands over key and value one after the other. The key waits here with an empty
        // value.
        self.items.push((name, Tree::Empty));
        Ok(())
    }

    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), NoText> {
        if let Some((_, empty)) = self.items.last_mut() {
            *empty = tree(value)?;
        }
        Ok(())
    }

    fn end(self) -> Result<Tree, NoText> {
        self.finish(Tree::Map)
    }
}
