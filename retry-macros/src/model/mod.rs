//! A checked declaration: plain values whose invariants hold.
//!
//! This is the border between the two halves of the macro. Before it everything may be wrong and
//! carries spans for errors; after it nothing can fail, so `expand` needs no `Result`. A rule that
//! `lower` has enforced is a type here wherever a type can express it: a method has exactly one verb,
//! an argument exactly one role, a policy either names a strategy or inherits one.
//!
//! Values may still be const expressions, which only rustc can evaluate. `Value` keeps them apart
//! from known values, so that no code mistakes a guess for a fact. Policies are as sparse as they
//! were written and are merged by the rules of the runtime. Both sides must agree, since the docs
//! print the waits that are computed here and calls sleep those of the runtime; a property test
//! compares the two.
//!
//! Nothing here may import `syntax`, keep a `syn::Attribute`, or know how a message is worded. The
//! user's tokens that are emitted again (types, expressions, foreign attributes) are stored as they
//! are and never inspected.

pub(crate) mod docs;
pub(crate) mod events;
pub(crate) mod guards;
pub(crate) mod pages;
pub(crate) mod policy;
pub(crate) mod role;
pub(crate) mod strategy;
pub(crate) mod value;
pub(crate) mod waits;

use proc_macro2::{Ident, TokenStream};
use syn::{Expr, Generics, ItemTrait, Path, Receiver, Signature, Type, Visibility};

use self::events::Events;
use self::pages::Paging;
use self::policy::{Policy, StatusSet};
use self::role::Role;
use crate::crate_path::CratePath;

/// A client trait.
pub(crate) struct Client {
    pub(crate) krate: CratePath,
    /// The trait as it is emitted, but for the docs of its methods: no attribute of ours is left.
    pub(crate) item: ItemTrait,
    /// `GitHubClient`
    pub(crate) ident: Ident,
    /// `DynGitHub`, if an object-safe twin is wanted.
    pub(crate) object_safe: Option<Ident>,
    /// The name in settings, metrics, spans and errors.
    pub(crate) service: String,
    pub(crate) base_urls: BaseUrls,
    /// The wrapper of values that have no format of their own.
    pub(crate) format: Option<Path>,
    pub(crate) headers: Vec<StaticHeader>,
    /// The header that carries the time that a call has left.
    pub(crate) deadline_header: Option<String>,
    /// The policy that all methods inherit.
    pub(crate) policy: Policy,
    pub(crate) methods: Vec<Method>,
    /// Methods with a body that borrow the client.
    pub(crate) own: Vec<Own>,
    pub(crate) constants: Vec<OwnConstant>,
    /// The lints that are switched off for the whole trait, and its `#[cfg]`s. These hold, or nothing
    /// would be generated; they are kept because rustdoc shows them.
    pub(crate) shared: TokenStream,
}

impl Client {
    /// The visibility of the trait, which everything generated shares.
    pub(crate) fn vis(&self) -> &Visibility {
        &self.item.vis
    }
}

/// The base URLs of the service.
pub(crate) enum BaseUrls {
    /// Given to the client when it is built.
    Unsaid,
    /// One or more, in order of failover; each a `&'static str`.
    Listed(Vec<Expr>),
    /// A constant that holds the list.
    Const(Expr),
}

/// A header that is always sent.
pub(crate) struct StaticHeader {
    pub(crate) name: String,
    pub(crate) value: Expr,
    pub(crate) checked: Checked,
}

/// The one who checks a value: this crate, or const evaluation.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Checked {
    Here,
    ByConstEvaluation,
}

/// One method without a body.
pub(crate) struct Method {
    pub(crate) ident: Ident,
    /// `REPO`
    pub(crate) constant: Ident,
    pub(crate) attributes: Attributes,
    /// `&self`, with or without a lifetime
    pub(crate) receiver: Receiver,
    /// Lifetimes only.
    pub(crate) generics: Generics,
    pub(crate) arguments: Vec<Argument>,
    pub(crate) output: Type,
    pub(crate) request: Request,
    pub(crate) repeat: Repeat,
    /// The policy of the method itself, if it has one.
    pub(crate) own: Option<Policy>,
    pub(crate) until: Option<Expr>,
    /// Set if the method returns `Pages`.
    pub(crate) pages: Option<Paging>,
    /// The last paragraph of its docs.
    pub(crate) paragraph: String,
}

/// The request of a method and its response, as the attribute of the verb declares them.
pub(crate) struct Request {
    /// `GET`
    pub(crate) verb: String,
    /// Empty with `#[url]`; else attempt *n* uses path *n*.
    pub(crate) paths: Vec<String>,
    pub(crate) headers: Vec<StaticHeader>,
    /// The credentials of the client are not sent.
    pub(crate) leaves_credentials_out: bool,
    pub(crate) none_on: Option<StatusSet>,
    pub(crate) ok_on: Option<StatusSet>,
    pub(crate) events: Events,
}

impl Method {
    /// The policy of the method, merged with that of its trait.
    pub(crate) fn policy_in_force(&self, inherited: &Policy) -> Policy {
        match &self.own {
            Some(own) => inherited.refined_by(own),
            None => inherited.clone(),
        }
    }
}

/// A method with a body, which stand-ins for a client forward.
pub(crate) struct Own {
    /// With plain names for all arguments.
    pub(crate) signature: Signature,
    pub(crate) arguments: Vec<Ident>,
    pub(crate) attributes: Attributes,
    pub(crate) is_object_safe: bool,
}

/// A constant of the trait, which always has a value.
pub(crate) struct OwnConstant {
    pub(crate) ident: Ident,
    pub(crate) ty: Type,
    pub(crate) attributes: Attributes,
}

/// The attributes of a method that are not ours.
pub(crate) struct Attributes {
    /// Those that a second function can carry too.
    pub(crate) shared: TokenStream,
    /// The lints that are switched off, which the method carries in an implementation too.
    pub(crate) lints: TokenStream,
    /// `#[deprecated]`, if it was written.
    pub(crate) deprecated: TokenStream,
    /// Set if there is documentation among them.
    pub(crate) has_docs: bool,
}

/// One argument.
pub(crate) struct Argument {
    pub(crate) ident: Ident,
    /// The name without `r#`, for placeholders, queries and errors.
    pub(crate) name: String,
    pub(crate) ty: Type,
    pub(crate) attributes: Attributes,
    pub(crate) role: Role,
}

/// The reason why a method may be repeated, or the condition under which it may.
#[derive(Clone)]
pub(crate) enum Repeat {
    /// Its verb is idempotent.
    Idempotent,
    /// Its author says so, for this reason.
    Declared(String),
    /// The server drops duplicates by the key in this header.
    Key(String),
    /// Only failures which prove that the server did not act are retried, and these statuses.
    Unprocessed(StatusSet),
}
