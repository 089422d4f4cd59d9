//! Access to the client inside a generated one, in code that compiles even if another item has its name.
//!
//! If the user's module already has an item of that name, rustc reports it once, and then resolves the name in
//! generated code to the user's item. Every use of a field would then be another error. So generated code names
//! no field. It passes the constructor, which is looked up as a value and need not belong to the type of that
//! name, and method resolution chooses by autoref:
//!
//! ```text
//! constructor       fn(Client) -> T          parts of a T
//!                   anything else            parts of a stand-in
//! parts             of the type itself       wraps and opens
//!                   of another               never runs: the name is taken, and nothing is linked
//! ```
//!
//! The methods have names that no trait of the user's has, as method lookup also searches the traits in scope.

use std::marker::PhantomData;

use crate::client::Client;

/// The value that the client's name stands for.
#[derive(Debug)]
pub struct Constructor<F>(pub F);

/// A constructor and its inverse.
#[derive(Debug)]
pub struct ConstructorParts<F, T> {
    wrap: F,
    open: fn(&T) -> &Client,
}

/// A client, in place of a type that has no constructor.
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
    fn __parts(&self, open: fn(&T) -> &Client) -> ConstructorParts<F, T>;
}

impl<F: Fn(Client) -> T + Copy, T> Constructs<F, T> for Constructor<F> {
    #[inline]
    fn __parts(&self, open: fn(&T) -> &Client) -> ConstructorParts<F, T> {
        ConstructorParts { wrap: self.0, open }
    }
}

/// A value that is not a constructor of clients.
pub trait ConstructsNothing {
    /// The parts of a stand-in.
    fn __parts(
        &self,
        open: fn(&StandIn) -> &Client,
    ) -> ConstructorParts<fn(Client) -> StandIn, StandIn>;
}

// Autoref specialization: implemented behind a reference, this is found only where the method above is not.
impl<F> ConstructsNothing for &Constructor<F> {
    fn __parts(
        &self,
        open: fn(&StandIn) -> &Client,
    ) -> ConstructorParts<fn(Client) -> StandIn, StandIn> {
        let wrap = StandIn;
        ConstructorParts { wrap, open }
    }
}

/// Parts of the type itself.
pub trait Own<C> {
    /// Wraps a client.
    fn __wrap(&self, client: Client) -> C;

    /// The client inside.
    fn __open<'a>(&self, of: &'a C) -> &'a Client;
}

impl<F: Fn(Client) -> C, C> Own<C> for PartsOf<ConstructorParts<F, C>, C> {
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
    /// Never called in a program that compiles.
    fn __wrap(&self, client: Client) -> C;

    /// Never called in a program that compiles.
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
