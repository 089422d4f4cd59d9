//! The list in a document and the value beside it that leads to the next one, read in one pass.
//!
//! A path is names joined by dots: `meta.next`. A name that has a dot itself, such as `@odata.nextLink`,
//! needs no escape: a name in the document matches if the rest of the path begins with it and then ends or
//! goes on with a dot. Values to which no path leads are skipped and not kept.
//!
//! The document is JSON, or in any format that serde can read and whose maps have names.
//!
//! XML has no lists: `<order/><order/>` is a list of two, and no element at all is an empty list. There a path
//! ends at the elements themselves, and only the elements around them have to be there.
//!
//! A list has to be there, or a wrong path would pass for an empty list. The value that leads on may be
//! missing at any depth: several APIs leave out the whole object around it on the last page.

use std::fmt;

use serde::de::{
    DeserializeOwned, DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, Unexpected,
    Visitor,
};

/// The places of a list and of the value that leads to the next one.
#[derive(Clone, Copy, Debug)]
pub(super) struct Places<'p> {
    /// Empty if the document is the list.
    pub(crate) items: &'p str,
    pub(crate) next: Option<&'p str>,
    pub(crate) lists: Lists,
}

/// The way in which a format writes lists.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Lists {
    /// One value that has all the items in it.
    Whole,
    /// Elements one after another, with nothing around them.
    Repeated,
}

/// The path of the elements within the root if the document is the list. No element has this name.
const EACH: &str = "*";

/// The values that were found at [`Places`].
#[derive(Debug)]
pub(super) struct Outline<T> {
    /// `None` if there is nothing at that path.
    pub(crate) items: Option<Vec<T>>,
    /// `None` if the value is missing, `null` or empty.
    pub(crate) next: Option<String>,
}

impl Places<'_> {
    /// Reads a document to the end.
    pub(crate) fn read<'de, T, D>(self, reader: D) -> Result<Outline<T>, D::Error>
    where
        T: DeserializeOwned,
        D: Deserializer<'de>,
    {
        let mut found = Outline {
            items: None,
            next: None,
        };
        let items = match self.lists {
            Lists::Repeated if self.items.is_empty() => EACH,
            _ => self.items,
        };
        let here = Place {
            items: Some(items),
            next: self.next,
            lists: self.lists,
        };
        At(here, &mut found).deserialize(reader)?;
        Ok(found)
    }
}

/// The rest of the paths at one place of the document; `None` if a path does not lead through
/// it.
#[derive(Clone, Copy)]
struct Place<'p> {
    items: Option<&'p str>,
    next: Option<&'p str>,
    lists: Lists,
}

impl<'p> Place<'p> {
    fn within(self, name: &str) -> Self {
        let items = match self.items {
            // Attributes and text are no elements.
            Some(EACH) if self.is_each() => (!name.starts_with(['@', '$'])).then_some(""),
            items => items.and_then(|path| behind(path, name)),
        };
        Self {
            items,
            next: self.next.and_then(|path| behind(path, name)),
            lists: self.lists,
        }
    }

    fn nowhere(self) -> Self {
        Self {
            items: None,
            next: None,
            ..self
        }
    }

    /// Tells whether all elements in here are items, whatever their name.
    fn is_each(self) -> bool {
        self.lists == Lists::Repeated && self.items == Some(EACH)
    }

    /// Tells whether a list may be empty here by not being there.
    fn is_around_items(self) -> bool {
        self.lists == Lists::Repeated && self.items.is_some_and(|path| !path.contains('.'))
    }

    /// The name that is looked for, for messages.
    fn wanted(self) -> &'p str {
        self.items.or(self.next).unwrap_or_default()
    }
}

/// The part of a path behind a name, if it begins with that name.
fn behind<'p>(path: &'p str, name: &str) -> Option<&'p str> {
    let rest = path.strip_prefix(name)?;
    if rest.is_empty() {
        Some(rest)
    } else {
        rest.strip_prefix('.').filter(|rest| !rest.is_empty())
    }
}

/// One value of the document.
struct At<'p, 'f, T>(Place<'p>, &'f mut Outline<T>);

impl<'de, T: DeserializeOwned> DeserializeSeed<'de> for At<'_, '_, T> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, reader: D) -> Result<(), D::Error> {
        let Self(place, found) = self;
        // The list first, though neither path can lead into the other: `Paging` refuses that before
        // anything is sent.
        match place {
            Place {
                items: Some(""), ..
            } => {
                let items: Vec<T> = serde::Deserialize::deserialize(reader)?;
                match &mut found.items {
                    // Elements of a list may have others between them, and then come in several runs.
                    Some(list) if place.lists == Lists::Repeated => list.extend(items),
                    list => *list = Some(items),
                }
            }
            Place {
                next: Some(""),
                lists: Lists::Whole,
                ..
            } => found.next = reader.deserialize_any(Leaf)?,
            // Asked for text, as an element would show itself as a map.
            Place { next: Some(""), .. } => {
                let text = reader.deserialize_str(Leaf)?;
                // Without the line breaks of an element that is written over several lines.
                let text = text.map(|text| text.trim().to_owned());
                found.next = text.filter(|text| !text.is_empty());
            }
            place if place.lists == Lists::Whole => reader.deserialize_any(At(place, found))?,
            // Asked for a map, as a line break in front of the root would show itself as text.
            place => reader.deserialize_map(At(place, found))?,
        }
        Ok(())
    }
}

impl<'de, T: DeserializeOwned> Visitor<'de> for At<'_, '_, T> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "an object with `{}`", self.0.wanted())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        let Self(place, found) = self;
        // Asked for where the items are all elements of the root: with two names among them there
        // is no saying which are the list.
        let mut only = place.is_each().then(String::new);
        while let Some(within) = map.next_key_seed(Name(place, &mut only))? {
            match within {
                Place {
                    items: None,
                    next: None,
                    ..
                } => _ = map.next_value::<IgnoredAny>()?,
                within => map.next_value_seed(At(within, found))?,
            }
        }
        if place.is_around_items() {
            found.items.get_or_insert_default();
        }
        Ok(())
    }

    // `null` on the way is the same as a name that is missing. Anything else there that is no
    // object is an error of serde, with the text of `expecting`.
    fn visit_unit<E>(self) -> Result<(), E> {
        Ok(())
    }

    // CBOR calls it so.
    fn visit_none<E>(self) -> Result<(), E> {
        Ok(())
    }
}

/// A name in an object, as far as the paths go through it, and the one name that all elements have where they
/// are items whatever it is.
struct Name<'p, 'o>(Place<'p>, &'o mut Option<String>);

// Compared while it is read: a document has thousands of names, and none of them is kept.
impl<'de, 'p> DeserializeSeed<'de> for Name<'p, '_> {
    type Value = Place<'p>;

    fn deserialize<D: Deserializer<'de>>(self, reader: D) -> Result<Place<'p>, D::Error> {
        reader.deserialize_any(self)
    }
}

impl<'p> Visitor<'_> for Name<'p, '_> {
    type Value = Place<'p>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a name")
    }

    fn visit_str<E: Error>(self, name: &str) -> Result<Place<'p>, E> {
        let Self(place, only) = self;
        let within = place.within(name);
        if let (Some(only), Some("")) = (only, within.items) {
            // A total beside the items would be one of them.
            if only.is_empty() {
                name.clone_into(only);
            } else if only != name {
                let rule = &"elements of one name; say which are the list with `items`";
                return Err(E::invalid_value(Unexpected::Other("an element"), rule));
            }
        }
        Ok(within)
    }

    // Maps of binary formats may have numbers for names, through which no path leads.
    fn visit_u64<E>(self, _: u64) -> Result<Place<'p>, E> {
        Ok(self.0.nowhere())
    }

    fn visit_i64<E>(self, _: i64) -> Result<Place<'p>, E> {
        Ok(self.0.nowhere())
    }
}

/// Text, a whole number, or nothing.
struct Leaf;

impl Visitor<'_> for Leaf {
    type Value = Option<String>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("text or a whole number")
    }

    fn visit_str<E>(self, text: &str) -> Result<Option<String>, E> {
        Ok((!text.is_empty()).then(|| text.to_owned()))
    }

    fn visit_u64<E>(self, number: u64) -> Result<Option<String>, E> {
        Ok(Some(number.to_string()))
    }

    fn visit_i64<E>(self, number: i64) -> Result<Option<String>, E> {
        Ok(Some(number.to_string()))
    }

    fn visit_unit<E>(self) -> Result<Option<String>, E> {
        Ok(None)
    }

    fn visit_none<E>(self) -> Result<Option<String>, E> {
        Ok(None)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(
        json: &str,
        items: &str,
        next: &str,
    ) -> Result<(Option<Vec<u32>>, Option<String>), String> {
        let mut reader = serde_json::Deserializer::from_str(json);
        let places = Places {
            items,
            next: Some(next),
            lists: Lists::Whole,
        };
        let found = places
            .read(&mut reader)
            .map_err(|error| error.to_string())?;
        reader.end().map_err(|error| error.to_string())?;
        Ok((found.items, found.next))
    }

    #[test]
    fn a_list_and_what_leads_on_are_found_in_any_order_and_depth() {
        let table = [
            (r#"{"items":[1,2],"next":"b"}"#, "items", "next", Some("b")),
            (r#"{"next":"b","items":[1,2]}"#, "items", "next", Some("b")),
            (
                r#"{"a":{"b":[1,2],"c":{"d":7}},"x":[{}]}"#,
                "a.b",
                "a.c.d",
                Some("7"),
            ),
            (
                r#"{"a":{"b":[1,2]},"c":{"d":-7}}"#,
                "a.b",
                "c.d",
                Some("-7"),
            ),
            (
                r#"{"value":[1,2],"@odata.nextLink":"/n"}"#,
                "value",
                "@odata.nextLink",
                Some("/n"),
            ),
            (r#"{"a.b":{"c":[1,2]},"next":null}"#, "a.b.c", "next", None),
            (r#"{"items":[1,2],"next":""}"#, "items", "next", None),
            (r#"{"items":[1,2]}"#, "items", "next", None),
            (r#"{"items":[1,2]}"#, "items", "meta.next", None),
            (r#"{"items":[1,2],"meta":{}}"#, "items", "meta.next", None),
            (r#"{"items":[1,2],"meta":null}"#, "items", "meta.next", None),
            (r#"{"items":[1,2],"nexts":"b"}"#, "items", "next", None),
        ];
        for (json, items, next, expected) in table {
            let found = read(json, items, next).unwrap();
            assert_eq!(
                found,
                (Some(vec![1, 2]), expected.map(str::to_owned)),
                "{json}"
            );
        }
    }

    #[test]
    fn names_that_are_numbers_are_passed_over() {
        use serde::de::IntoDeserializer;
        use serde::de::value::{Error, MapDeserializer};
        let places = Places {
            items: "7",
            next: None,
            lists: Lists::Whole,
        };
        let map: MapDeserializer<'_, _, Error> =
            MapDeserializer::new([(7_u32, "seven"), (8, "eight")].into_iter());
        let found: Outline<u32> = places.read(map.into_deserializer()).unwrap();
        assert_eq!((found.items, found.next), (None, None));
    }

    #[test]
    fn a_list_that_is_missing_is_not_an_empty_one() {
        for json in [
            r#"{"next":"b"}"#,
            "{}",
            "null",
            r#"{"data":null}"#,
            r#"{"data":{"item":[]}}"#,
        ] {
            assert_eq!(read(json, "data.items", "next").unwrap().0, None, "{json}");
        }
    }

    #[test]
    fn what_cannot_lead_on_is_an_error_and_not_the_end() {
        for next in ["true", "1.5", "[]", "{}"] {
            let json = format!(r#"{{"items":[],"next":{next}}}"#);
            let error = read(&json, "items", "next").unwrap_err();
            assert!(error.contains("expected text or a whole number"), "{error}");
        }
        for json in [
            "[1]",
            "1",
            r#"{"items":[],"meta":1}"#,
            r#"{"items":3}"#,
            r#"{"items":null}"#,
        ] {
            read(json, "items", "meta.next").unwrap_err();
        }
    }
}
