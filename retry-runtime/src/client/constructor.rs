//! The client inside of a generated one, for code that also compiles where another item has its name.
//!
//! If the user's module has an item of that name already, rustc complains of it once, and then takes the name
//! in all that is generated for the user's item. That has another shape, and what is done with its parts would
//! be an error each. So generated code knows nothing of the shape. It gives the constructor, which is looked up
//! as a value and need not belong to the type of this name, and method resolution chooses by autoref:
//!
//! ```text
//! constructor       fn(Client) -> T          parts of a T
//!                   anything else            parts of a stand-in
//! parts             of the type itself       wraps and opens
//!                   of another               never runs: the name is taken, and nothing is linked
//! ```
//!
//! The methods have names that no trait of the user's has, as those in scope would be found beside them.

use std::marker::PhantomData;

use crate::client::Client;

/// The meaning of the client's name as a value.
#[derive(Debug)]
pub struct Constructor<F>(pub F);

/// A constructor, and the way back.
#[derive(Debug)]
pub struct Parts<F, T> {
    wrap: F,
    open: fn(&T) -> &Client,
}

/// A type of the right shape, in place of one that has no constructor.
#[derive(Debug)]
pub struct StandIn(pub Client);

/// Parts, and the type that they may belong to.
#[derive(Debug)]
pub struct PartsOf<P, C>(P, PhantomData<fn() -> C>);

impl<P, C> PartsOf<P, C> {
    /// Asks whether the parts are those of `C`.
    #[inline]
    pub fn new(parts: P) -> Self {
        Self(parts, PhantomData)
    }
}

/// A constructor of clients.
pub trait Constructs<F, T> {
    /// Its parts.
    fn __parts(&self, open: fn(&T) -> &Client) -> Parts<F, T>;
}

impl<F: Fn(Client) -> T + Copy, T> Constructs<F, T> for Constructor<F> {
    #[inline]
    fn __parts(&self, open: fn(&T) -> &Client) -> Parts<F, T> {
        Parts { wrap: self.0, open }
    }
}

/// Anything else.
pub trait ConstructsNothing {
    /// The parts of a stand-in.
    fn __parts(&self, open: fn(&StandIn) -> &Client) -> Parts<fn(Client) -> StandIn, StandIn>;
}

// Behind a reference, and so the second choice.
impl<F> ConstructsNothing for &Constructor<F> {
    fn __parts(&self, open: fn(&StandIn) -> &Client) -> Parts<fn(Client) -> StandIn, StandIn> {
        let wrap = StandIn;
        Parts { wrap, open }
    }
}

/// Parts of the type itself.
pub trait Own<C> {
    /// Wraps a client.
    fn __wrap(&self, client: Client) -> C;

    /// The client inside.
    fn __open<'a>(&self, of: &'a C) -> &'a Client;
}

impl<F: Fn(Client) -> C, C> Own<C> for PartsOf<Parts<F, C>, C> {
    #[inline]
    fn __wrap(&self, client: Client) -> C {
        (self.0.wrap)(client)
    }

    #[inline]
    fn __open<'a>(&self, of: &'a C) -> &'a Client {
        (self.0.open)(of)
    }
}

/// Parts of another type.
pub trait Foreign<C> {
    /// Never runs.
    fn __wrap(&self, client: Client) -> C;

    /// Never runs.
    fn __open<'a>(&self, of: &'a C) -> &'a Client;
}

const TAKEN: &str = "a program in which two items have one name does not compile";

impl<P, C> Foreign<C> for &PartsOf<P, C> {
    fn __wrap(&self, _: Client) -> C {
        unreachable!("{TAKEN}")
    }

    fn __open<'a>(&self, _: &'a C) -> &'a Client {
        unreachable!("{TAKEN}")
    }
}
