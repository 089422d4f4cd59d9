//! How an argument becomes text, decided by its type where the method is declared.
//!
//! Generated code peels an argument: `arg(&tags).option().list().query()`. At each step an inherent
//! method on the exact type (`Arg<Option<T>>`) is found first; where there is none, auto-deref leads
//! to the general one. Aliases are seen through, because the compiler knows the type and the macro
//! only its spelling.

use std::fmt::Display;
use std::ops::Deref;

use http::HeaderValue;
use http::header::InvalidHeaderValue;
use serde::Serialize;

use crate::error::BoxError;

/// An argument on its way to text: none, one or several items.
#[derive(Debug)]
pub struct Arg<'a, T>(Any<'a, T>);

/// An argument of which nothing more specific is known.
#[derive(Debug)]
pub struct Any<'a, T>(Last<'a, T>);

/// An argument that has no way to text, if it comes to this.
#[derive(Debug)]
pub struct Last<'a, T> {
    items: &'a [T],
}

/// Begins the peeling of an argument.
pub fn arg<T>(value: &T) -> Arg<'_, T> {
    Arg::of(std::slice::from_ref(value))
}

impl<'a, T> Arg<'a, T> {
    const fn of(items: &'a [T]) -> Self {
        Self(Any(Last { items }))
    }

    const fn items(&self) -> &'a [T] {
        self.0.0.items
    }
}

impl<'a, T> Deref for Arg<'a, T> {
    type Target = Any<'a, T>;

    fn deref(&self) -> &Self::Target {
        &self.0
    }
}

impl<'a, T> Deref for Any<'a, T> {
    type Target = Last<'a, T>;

    fn deref(&self) -> &Self::Target {
        &self.0
    }
}

impl<'a, T> Arg<'a, Option<T>> {
    /// `None` is no item.
    #[must_use]
    pub fn option(&self) -> Arg<'a, T> {
        Arg::of(self.items().first().map_or(&[], Option::as_slice))
    }
}

impl<'a, T> Any<'a, T> {
    /// Not an option: as it is.
    #[must_use]
    pub fn option(&self) -> Arg<'a, T> {
        Arg::of(self.0.items)
    }

    /// Not a list: as it is.
    #[must_use]
    pub fn list(&self) -> Arg<'a, T> {
        Arg::of(self.0.items)
    }
}

/// A list is its items.
macro_rules! lists {
    ($($list:ty, [$($generics:tt)*];)+) => {$(
        impl<'a, $($generics)*> Arg<'a, $list> {
            /// Its items.
            #[must_use]
            pub fn list(&self) -> Arg<'a, T> {
                Arg::of(self.items().first().map_or(&[], |list| &list[..]))
            }
        }
    )+};
}

lists! {
    Vec<T>, [T];
    &'a [T], [T];
    &'a Vec<T>, [T];
    [T; N], [T, const N: usize];
    &'a [T; N], [T, const N: usize];
}

/// The items of an argument as text.
pub trait Values {
    /// Calls `put` for each item.
    ///
    /// # Errors
    ///
    /// If an item has no text.
    fn each(&self, put: &mut dyn FnMut(&dyn Display)) -> Result<(), BoxError>;
}

/// Items that are `Display`.
#[derive(Debug)]
pub struct ByDisplay<'a, T>(&'a [T]);

/// Items that serde writes as a scalar or a unit variant.
#[derive(Debug)]
pub struct BySerde<'a, T>(&'a [T]);

impl<'a, T: Display> Arg<'a, T> {
    /// As text, by `Display`.
    #[must_use]
    pub fn query(&self) -> ByDisplay<'a, T> {
        ByDisplay(self.items())
    }

    /// As text, by `Display`.
    #[must_use]
    pub fn header(&self) -> ByDisplay<'a, T> {
        ByDisplay(self.items())
    }
}

impl<'a, T: Serialize> Any<'a, T> {
    /// As text, by serde: scalars and unit variants.
    #[must_use]
    pub fn query(&self) -> BySerde<'a, T> {
        BySerde(self.0.items)
    }
}

impl<'a> Any<'a, HeaderValue> {
    /// As it is.
    #[must_use]
    pub fn header(&self) -> &'a [HeaderValue] {
        self.0.items
    }
}

#[expect(
    clippy::unused_self,
    reason = "a method, so that auto-deref chooses it"
)]
impl<T> Last<'_, T> {
    /// Never succeeds: says what a query argument must be.
    #[must_use]
    pub fn query(&self) -> ByDisplay<'_, String>
    where
        T: QueryValue,
    {
        ByDisplay(&[])
    }

    /// Never succeeds: says what a header argument must be.
    #[must_use]
    pub fn header(&self) -> ByDisplay<'_, String>
    where
        T: HeaderText,
    {
        ByDisplay(&[])
    }
}

/// What a query argument is made of.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be a query argument",
    label = "neither `Display` nor `Serialize`",
    note = "use a scalar, a string, an `Option` or a list of them, or `#[query(flatten)]` for a struct"
)]
pub trait QueryValue {}

/// What a header argument is made of.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be a header value",
    label = "not `Display`",
    note = "use a scalar, a string, a `HeaderValue`, or an `Option` or a list of them"
)]
pub trait HeaderText {}

/// What is sent as JSON, as a form or as the fields of a query.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be sent: it is not `Serialize`",
    label = "not `Serialize`",
    note = "derive `serde::Serialize` for it"
)]
pub trait AsFields: Serialize {}

#[diagnostic::do_not_recommend]
impl<T: Serialize + ?Sized> AsFields for T {}

/// What fills a placeholder of a path.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be a path segment",
    label = "not `Display`",
    note = "use a scalar, a string, or a type of yours that implements `Display`"
)]
pub trait Segment: Display {}

#[diagnostic::do_not_recommend]
impl<T: Display> Segment for T {}

/// A value for a placeholder.
pub fn segment<T: Segment>(value: &T) -> &dyn Display {
    value
}

impl<T: Display> Values for ByDisplay<'_, T> {
    fn each(&self, put: &mut dyn FnMut(&dyn Display)) -> Result<(), BoxError> {
        self.0.iter().for_each(|item| put(item));
        Ok(())
    }
}

impl<T: Serialize> Values for BySerde<'_, T> {
    fn each(&self, put: &mut dyn FnMut(&dyn Display)) -> Result<(), BoxError> {
        use serde_json::Value;
        for item in self.0 {
            match serde_json::to_value(item)? {
                Value::Null => {}
                Value::String(text) => put(&text),
                Value::Bool(value) => put(&value),
                Value::Number(value) => put(&value),
                Value::Array(_) | Value::Object(_) => {
                    return Err(
                        "is not a single value; use `#[query(flatten)]` for a struct".into(),
                    );
                }
            }
        }
        Ok(())
    }
}

/// The items of an argument as header values.
pub trait HeaderValues {
    /// Calls `put` for each item.
    fn each_header(&self, put: &mut dyn FnMut(Result<HeaderValue, InvalidHeaderValue>));
}

impl<T: Display> HeaderValues for ByDisplay<'_, T> {
    fn each_header(&self, put: &mut dyn FnMut(Result<HeaderValue, InvalidHeaderValue>)) {
        self.0
            .iter()
            .for_each(|item| put(HeaderValue::try_from(item.to_string())));
    }
}

impl HeaderValues for &[HeaderValue] {
    fn each_header(&self, put: &mut dyn FnMut(Result<HeaderValue, InvalidHeaderValue>)) {
        self.iter().for_each(|item| put(Ok(item.clone())));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(values: &dyn Values) -> Vec<String> {
        let mut texts = Vec::new();
        values
            .each(&mut |item| texts.push(item.to_string()))
            .unwrap();
        texts
    }

    #[test]
    fn options_and_lists_are_peeled_by_type() {
        type Alias = Option<Vec<u8>>;
        let (some, none): (Alias, Alias) = (Some(vec![1, 2]), None);
        assert_eq!(texts(&arg(&some).option().list().query()), ["1", "2"]);
        assert!(texts(&arg(&none).option().list().query()).is_empty());
        let (scalar, text, slice) = (1.5, "a b", ["x", "y"].as_slice());
        assert_eq!(texts(&arg(&scalar).option().list().query()), ["1.5"]);
        assert_eq!(texts(&arg(&text).option().list().query()), ["a b"]);
        assert_eq!(texts(&arg(&slice).option().list().query()), ["x", "y"]);
        let optional_slice = Some(slice);
        assert_eq!(
            texts(&arg(&optional_slice).option().list().query()),
            ["x", "y"]
        );
        let array = [true, false];
        assert_eq!(
            texts(&arg(&array).option().list().query()),
            ["true", "false"]
        );
    }

    #[test]
    fn display_comes_before_serde() {
        struct Both;
        impl Display for Both {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("display")
            }
        }
        impl Serialize for Both {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str("serde")
            }
        }
        struct Variant;
        impl Serialize for Variant {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_unit_variant("Order", 0, "newest-first")
            }
        }
        assert_eq!(texts(&arg(&Both).option().list().query()), ["display"]);
        assert_eq!(
            texts(&arg(&Variant).option().list().query()),
            ["newest-first"]
        );
    }

    #[test]
    fn a_serialized_struct_is_not_a_single_value() {
        let map = std::collections::BTreeMap::from([("a", 1)]);
        let query = arg(&map).option().list().query();
        assert!(query.each(&mut |_| {}).is_err());
    }

    #[test]
    fn header_values_are_checked() {
        let made = |values: &dyn HeaderValues| {
            let mut made = Vec::new();
            values.each_header(&mut |value| made.push(value.ok()));
            made
        };
        let value = HeaderValue::from_static("v");
        assert_eq!(made(&arg(&value).option().list().header()), [Some(value)]);
        for bad in ["a\rb", "a\nb", "a\0b", "a\x7fb"] {
            assert_eq!(made(&arg(&bad).option().list().header()), [None], "{bad:?}");
        }
    }
}
