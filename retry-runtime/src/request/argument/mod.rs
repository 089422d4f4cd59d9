//! Conversion of arguments to text, chosen by their type when the declaration compiles.
//!
//! Generated code peels an argument: `arg(&tags).option().list().query()`. The macro knows only the
//! spelling of a type. The compiler knows the type itself, so it sees through aliases. The choice uses
//! method resolution on stable Rust (autoref specialisation, without the references): a method is
//! looked up on [`Arg`], then on each type it derefs to, and the first whose bounds hold is taken.
//! The types, from the most specific to the least:
//!
//! 1. [`Arg`]: exact types such as `Option<T>`, lists, and types that can never be sent;
//! 2. [`Any`]: `Serialize` and `Display`, and peeling of what is neither an option nor a list;
//! 3. [`OnlySerde`];
//! 4. [`OnlyDisplay`];
//! 5. [`Neither`]: bounds that nothing meets, for the message.
//!
//! The place of a bound matters:
//!
//! ```text
//! impl<T: Serialize> OnlySerde<T> { fn query(&self) … }
//!     the bound is on the block: if `T` is not `Serialize`, there is no such method, and lookup goes on
//! impl<T> Neither<T> { fn query(&self) where T: QueryValue … }
//!     the bound is on the method: it is found, and then refused with the message of the bound
//! ```
//!
//! So a bound on a block chooses, and a bound on a method explains. All are inherent methods, since
//! a trait would have to be imported into the user's module. None of this is left at run time: an
//! `Arg` is one slice, and each step compiles to nothing or to a look at an `Option`.

mod bounds;
mod never;
mod values;

use std::fmt::Display;
use std::marker::PhantomData;
use std::ops::Deref;

use http::HeaderValue;
use serde::Serialize;

pub use self::bounds::AsFields;
use self::values::{ByDisplay, BySerde, BySerdeOrDisplay, Items};
pub(crate) use self::values::{HeaderValues, InvalidHeader, Values};

/// An argument with zero, one or several items, whose exact type decides.
#[derive(Debug)]
pub struct Arg<'a, T>(Any<'a, T>);

/// An argument of any type. Its text is its scalar form in serde, or else its `Display`.
#[derive(Debug)]
pub struct Any<'a, T>(OnlySerde<'a, T>);

/// An argument whose text is its scalar form in serde.
#[derive(Debug)]
pub struct OnlySerde<'a, T>(OnlyDisplay<'a, T>);

/// An argument whose text is its `Display`.
#[derive(Debug)]
pub struct OnlyDisplay<'a, T>(Neither<'a, T>);

/// An argument without text.
#[derive(Debug)]
pub struct Neither<'a, T> {
    items: &'a [T],
}

/// Begins the peeling of an argument.
///
/// A single value is a slice of one, so options, lists and plain values are one type from here on.
pub fn arg<T>(value: &T) -> Arg<'_, T> {
    Arg::of(std::slice::from_ref(value))
}

macro_rules! derefs {
    ($($outer:ident => $inner:ident,)+) => {$(
        impl<'a, T> Deref for $outer<'a, T> {
            type Target = $inner<'a, T>;

            fn deref(&self) -> &Self::Target {
                &self.0
            }
        }
    )+};
}

derefs! {
    Arg => Any,
    Any => OnlySerde,
    OnlySerde => OnlyDisplay,
    OnlyDisplay => Neither,
}

impl<'a, T> Arg<'a, T> {
    const fn of(items: &'a [T]) -> Self {
        Self(Any(OnlySerde(OnlyDisplay(Neither { items }))))
    }

    /// The value, unless it was an option without one.
    #[must_use]
    pub fn value(&self) -> Option<&'a T> {
        self.items.first()
    }

    /// All items, whatever they are.
    #[must_use]
    pub fn items(&self) -> &'a [T] {
        self.items
    }
}

impl<'a, T> Arg<'a, Option<T>> {
    /// The value of the option as the item; no item for `None`.
    #[must_use]
    pub fn option(&self) -> Arg<'a, T> {
        Arg::of(self.items.first().map_or(&[], Option::as_slice))
    }
}

// The macro passes `&argument`, so an argument `Option<T>` arrives as `&Option<T>` and one of
// `&Option<T>` as `&&Option<T>`. References are types of their own here, since lookup derefs the
// wrapper and never its parameter.
impl<'a, T> Arg<'a, &'a Option<T>> {
    /// The value of the option as the item; no item for `None`.
    #[must_use]
    pub fn option(&self) -> Arg<'a, T> {
        Arg::of(self.items.first().map_or(&[], |option| option.as_slice()))
    }
}

impl<'a, T> Any<'a, T> {
    /// The same argument: it is not an option.
    #[must_use]
    pub fn option(&self) -> Arg<'a, T> {
        Arg::of(self.items)
    }

    /// The same argument: it is not a list.
    #[must_use]
    pub fn list(&self) -> Arg<'a, T> {
        Arg::of(self.items)
    }
}

/// Lists are peeled although serde could do it, as their elements may have only `Display`.
macro_rules! lists {
    ($($list:ty, [$($generics:tt)*];)+) => {$(
        impl<'a, $($generics)*> Arg<'a, $list> {
            /// The elements of the list as the items.
            #[must_use]
            pub fn list(&self) -> Arg<'a, T> {
                Arg::of(self.items.first().map_or(&[], |list| &list[..]))
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

/// The three ways to text, each on its level.
macro_rules! texts {
    ($($level:ident, $way:ident, [$($bounds:tt)+];)+) => {$(
        impl<'a, T: $($bounds)+> $level<'a, T> {
            /// The text of a query argument.
            #[must_use]
            pub fn query(&self) -> Items<'a, T, $way> {
                Items(self.items, PhantomData)
            }

            /// The text of a header.
            #[must_use]
            pub fn header(&self) -> Items<'a, T, $way> {
                Items(self.items, PhantomData)
            }

            /// The text of a path segment.
            #[must_use]
            pub fn segment(&self) -> Items<'a, T, $way> {
                Items(self.items, PhantomData)
            }

            /// The text of a part of a multipart body.
            #[must_use]
            pub fn part(&self) -> Items<'a, T, $way> {
                Items(self.items, PhantomData)
            }
        }
    )+};
}

texts! {
    Any, BySerdeOrDisplay, [Serialize + Display];
    OnlySerde, BySerde, [Serialize];
    OnlyDisplay, ByDisplay, [Display];
}

// A `HeaderValue` may hold bytes beyond ASCII, so it has no text and is taken as it is.
impl<'a> Arg<'a, HeaderValue> {
    /// The header value itself.
    #[must_use]
    pub fn header(&self) -> &'a [HeaderValue] {
        self.items
    }
}

impl<'a, 'b> Arg<'a, &'b HeaderValue> {
    /// The header value itself.
    #[must_use]
    pub fn header(&self) -> &'a [&'b HeaderValue] {
        self.items
    }
}
