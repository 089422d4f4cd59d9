//! Types that can never be sent in a place, told from others while the declaration compiles.
//!
//! A method of such a type has a bound that no type meets, and rustc prints the message of the bound
//! at the argument. Types without any text end at [`Neither`]; lists, maps and their like do have
//! one of serde, so they have to be listed.

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

/// Implements a marker for the types that have more than one value, or none.
macro_rules! compound {
    ($($never:ident)+) => {$(
        // A list that is left after peeling is in a list.
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

/// Implements a marker for the types that a query repeats.
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
// A path means its file, and hardly its own text.
never! { NeverPart: [] PathBuf, [] &PathBuf, [] &Path, }

/// A method that never compiles, for the types with a marker and for those without any text.
macro_rules! refused {
    ($($method:ident for $never:ident by $bound:ident, $what:literal;)+) => {$(
        // The bound on the block finds this method before the one that would write a list by serde;
        // the bound on the method then refuses it with the message of the place.
        impl<T: $never> Arg<'_, T> {
            #[doc = concat!("Never compiles; says what can be a ", $what, ".")]
            #[must_use]
            pub fn $method(&self) -> Items<'_, String, ByDisplay>
            where
                T: $bound,
            {
                Items(&[], PhantomData)
            }
        }

        impl<T> Neither<'_, T> {
            #[doc = concat!("Never compiles; says what can be a ", $what, ".")]
            #[must_use]
            #[expect(
                clippy::unused_self,
                reason = "a method, so that auto-deref chooses it"
            )]
            pub fn $method(&self) -> Items<'_, String, ByDisplay>
            where
                T: $bound,
            {
                Items(&[], PhantomData)
            }
        }
    )+};
}

refused! {
    query for NeverQuery by QueryValue, "query argument";
    header for NeverHeader by HeaderText, "header";
    segment for NeverSegment by Segment, "path segment";
    part for NeverPart by PartValue, "part";
}
