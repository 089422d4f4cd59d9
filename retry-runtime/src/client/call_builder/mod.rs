//! The arguments of a call, added one after another.
//!
//! A generated method is a chain of these calls, one per argument, so each kind of argument has one
//! method here: queries and URLs in this file, headers in `headers`, bodies in `bodies` and
//! `formatted`. They take their values as `&dyn` traits or encode them at once, so that little is
//! compiled again for each type of an argument.
//!
//! An argument is encoded when the method is called and not when the request is sent: the call owns
//! everything, and every attempt sends the same bytes. A method here never fails and never panics.
//! The first error is recorded in the spec, and `.await` returns it before anything is sent.

mod bodies;
mod formatted;
mod headers;

use std::fmt::{self, Display};

use reqwest::Url;

use crate::BoxError;
use crate::body::assemble;
use crate::client::call::Call;
use crate::decode::Decoder;
use crate::engine::PendingCall;
use crate::random::fresh_boundary;
use crate::request::{
    AsFields, Lists, Nesting, NoText, Reference, Target, Values, check_target, push_value_encoded,
};

pub(crate) use self::bodies::{FORM, JSON};
pub use self::bodies::{HeldPart, PartKind, part};
pub use self::formatted::{body, body_in};

/// A call whose arguments are being collected.
pub struct CallBuilder(pub(crate) Box<PendingCall>);

impl CallBuilder {
    /// `name=value` for each item.
    #[must_use]
    pub fn query(mut self, argument: &str, name: &str, values: &dyn Values) -> Self {
        let spec = &mut self.0.spec;
        let mut written = Ok(());
        let each = values.each(Lists::Repeated, &mut |value| {
            spec.push_name(name);
            spec.query.push('=');
            written = written.and(push_value_encoded(&mut spec.query, value));
        });
        self.check_text(argument, each, written)
    }

    /// `name=a,b,c`; nothing for an empty list.
    #[must_use]
    pub fn query_csv(mut self, argument: &str, name: &str, values: &dyn Values) -> Self {
        let spec = &mut self.0.spec;
        // The name is written with the first item, so that an empty list leaves nothing behind.
        let (mut written, mut separator) = (Ok(()), '=');
        let each = values.each(Lists::Repeated, &mut |value| {
            if separator == '=' {
                spec.push_name(name);
            }
            spec.query.push(separator);
            separator = ',';
            written = written.and(push_value_encoded(&mut spec.query, value));
        });
        self.check_text(argument, each, written)
    }

    /// `name` alone, if it is set.
    #[must_use]
    pub fn query_flag(mut self, name: &str, set: bool) -> Self {
        if set {
            self.0.spec.push_name(name);
        }
        self
    }

    /// The fields of a struct, or the entries of a map.
    #[must_use]
    pub fn query_flatten<T: AsFields + ?Sized>(
        mut self,
        argument: &str,
        fields: &T,
        nesting: Nesting,
    ) -> Self {
        let pushed = self.0.spec.push_query(fields, nesting);
        self.check(argument, pushed)
    }

    /// The turns that each attempt takes from weighted rate limits.
    #[must_use]
    pub fn cost(mut self, cost: u32) -> Self {
        self.0.spec.extras_mut().cost = Some(cost);
        self
    }

    /// A URL in place of base URL and path, or a reference relative to the base URL.
    #[must_use]
    pub fn url(mut self, argument: &str, url: &(impl AsRef<str> + ?Sized)) -> Self {
        let spec = &mut self.0.spec;
        let target = match Url::parse(url.as_ref()) {
            Ok(url) => check_target(&url).map(|()| Target::Url(Box::new(url))),
            Err(_) if spec.resolved.base_urls.is_empty() => {
                spec.reject_argument(argument, "is not an absolute URL");
                return self;
            }
            Err(_) => Reference::new(url.as_ref()).and_then(|reference| {
                let mut bases = spec.resolved.base_urls.iter();
                // Checked for every base URL now, so that no later attempt can fail.
                bases.try_for_each(|base| reference.resolve(base).map(drop))?;
                Ok(Target::Reference(Box::new(reference)))
            }),
        };
        match target {
            Ok(target) => spec.target = target,
            Err(error) => {
                spec.reject_argument(argument, format_args!("cannot be sent to: {error}"));
            }
        }
        self
    }

    /// The finished call.
    pub fn call<T, E>(mut self, decoder: Decoder<T>) -> Call<T, E> {
        self.join();
        let is_head = self.0.spec.endpoint.verb() == "HEAD";
        self.0.spec.accept = decoder.accept;
        Call::new(self.0, decoder.of_head(is_head))
    }

    /// Joins cookies and parts, to which several arguments contribute.
    pub(crate) fn join(&mut self) {
        self.join_cookies();
        // Not with each part: the boundary is drawn once, and the length is known only now.
        let parts = self.0.spec.take_parts();
        if !parts.is_empty() {
            self.0.spec.body = assemble(parts, &fresh_boundary());
        }
    }

    /// Records an error of an argument.
    fn check(mut self, argument: &str, encoded: Result<(), BoxError>) -> Self {
        if let Err(error) = encoded {
            self.reject(argument, error);
        }
        self
    }

    /// Records an error of an argument that is text in a query.
    fn check_text(self, argument: &str, text: Result<(), NoText>, written: fmt::Result) -> Self {
        let text = text.map_err(|error| match error {
            NoText::Compound => format!("{error}; use `#[query(flatten)]` for a struct").into(),
            error => error.into(),
        });
        self.check(argument, text.and(written.map_err(BoxError::from)))
    }

    fn reject(&mut self, argument: &str, error: impl Display) {
        let why = format_args!("cannot be sent: {error}");
        self.0.spec.reject_argument(argument, why);
    }
}

/// The method alone: arguments may be secret.
impl fmt::Debug for CallBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("CallBuilder")
            .field(&self.0.spec.endpoint.label())
            .finish()
    }
}
