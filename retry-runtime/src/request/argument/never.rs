//! Types that can never be sent in a place, told from others while the declaration compiles.
//!
//! A method of such a type has a bound that no type meets, and rustc prints the message of the bound at
//! the argument. Types without text end at [`Neither`]. Serde has a text for lists, maps and the like,
//! so those have to be listed here.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::marker::PhantomData;
use std::path::{Path, PathBuf};

use super::bounds::{HeaderText, PartValue, QueryValue, Segment};
use super::values::{ByDisplay, Items};
use super::{Arg, Neither};

/// Types that are never a query argument.
pub trait NeverQuery {}

/// Types that are never a header.
pub trait NeverHeader {}

/// Types that are never a path segment.
pub trait NeverSegment {}

/// Types that are never a part, though they have a text.
pub trait NeverPart {}

/// Implements a marker for types.
macro_rules! never {
    ($never:ident: $([$($generics:tt)*] $ty:ty,)+) => {$(
        impl<$($generics)*> $never for $ty {}
    )+};
}

/// Implements a marker for types with more than one value, or without a value.
macro_rules! compound {
    ($($never:ident)+) => {$(
        // A list that is left after peeling is inside another list.
        never! { $never:
            [] (),
            [T] Vec<T>,
            [T] &Vec<T>,
            [T] &[T],
            [T, const N: usize] [T; N],
            [T, const N: usize] &[T; N],
            [K, V, S] HashMap<K, V, S>,
            [K, V, S] &HashMap<K, V, S>,
            [K, V] BTreeMap<K, V>,
            [K, V] &BTreeMap<K, V>,
        }
    )+};
}

/// Implements a marker for types that a query repeats.
macro_rules! sets {
    ($($never:ident)+) => {$(
        never! { $never:
            [T, S] HashSet<T, S>,
            [T, S] &HashSet<T, S>,
            [T] BTreeSet<T>,
            [T] &BTreeSet<T>,
        }
    )+};
}

compound! { NeverQuery NeverHeader NeverSegment NeverPart }
sets! { NeverHeader NeverSegment }
never! { NeverSegment: [T] Option<T>, }
// A path most likely means the file, and not the text of the path.
never! { NeverPart: [] PathBuf, [] &PathBuf, [] &Path, }

// The bound on the block finds this method before the one that would write a list by serde. The bound on
// the method then rejects it, with the message of `QueryValue`. Each is written out, here and for
// `Neither`: rustc shows the user these lines below the message, and with a macro it would show the
// macro's body instead.
impl<T: NeverQuery> Arg<'_, T> {
    /// Never compiles; says what can be a query argument.
    #[must_use]
    pub fn query(&self) -> Items<'_, String, ByDisplay>
    where
        T: QueryValue,
    {
        Items(&[], PhantomData)
    }
}

impl<T: NeverHeader> Arg<'_, T> {
    /// Never compiles; says what can be a header.
    #[must_use]
    pub fn header(&self) -> Items<'_, String, ByDisplay>
    where
        T: HeaderText,
    {
        Items(&[], PhantomData)
    }
}

impl<T: NeverSegment> Arg<'_, T> {
    /// Never compiles; says what can be a path segment.
    #[must_use]
    pub fn segment(&self) -> Items<'_, String, ByDisplay>
    where
        T: Segment,
    {
        Items(&[], PhantomData)
    }
}

impl<T: NeverPart> Arg<'_, T> {
    /// Never compiles; says what can be a part.
    #[must_use]
    pub fn part(&self) -> Items<'_, String, ByDisplay>
    where
        T: PartValue,
    {
        Items(&[], PhantomData)
    }
}

#[expect(
    clippy::unused_self,
    reason = "methods, so that auto-deref chooses them"
)]
impl<T> Neither<'_, T> {
    /// Never compiles; says what can be a query argument.
    #[must_use]
    pub fn query(&self) -> Items<'_, String, ByDisplay>
    where
        T: QueryValue,
    {
        Items(&[], PhantomData)
    }

    /// Never compiles; says what can be a header.
    #[must_use]
    pub fn header(&self) -> Items<'_, String, ByDisplay>
    where
        T: HeaderText,
    {
        Items(&[], PhantomData)
    }

    /// Never compiles; says what can be a path segment.
    #[must_use]
    pub fn segment(&self) -> Items<'_, String, ByDisplay>
    where
        T: Segment,
    {
        Items(&[], PhantomData)
    }

    /// Never compiles; says what can be a part.
    #[must_use]
    pub fn part(&self) -> Items<'_, String, ByDisplay>
    where
        T: PartValue,
    {
        Items(&[], PhantomData)
    }
}
