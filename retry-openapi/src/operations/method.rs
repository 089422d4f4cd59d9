//! A method: everything about it, and its tokens.

use proc_macro2::TokenStream;
use quote::quote;

use super::argument::{Argument, Given};
use crate::names::ident;
use crate::notes::NoteId;
use crate::text;
use crate::types::{Type, Types};

/// The number of arguments, `&self` included, up to which clippy does not object.
const MOST_ARGUMENTS: usize = 7;

/// A method of a trait.
#[derive(Clone, Debug)]
pub(crate) struct Method {
    pub(super) name: String,
    pub(super) verb: &'static str,
    pub(super) path: String,
    /// Lines of its doc comment, escaped.
    pub(super) docs: Vec<String>,
    /// Paragraphs of these that other operations may have as well.
    pub(super) remarks: Vec<String>,
    /// Comments below it.
    pub(super) comments: Vec<String>,
    pub(super) notes: Vec<NoteId>,
    pub(super) is_deprecated: bool,
    pub(super) options: Options,
    pub(super) retry: Vec<u16>,
    pub(super) idempotent: Option<String>,
    pub(super) arguments: Vec<Argument>,
    pub(super) output: Output,
    /// Types that the docs of errors name.
    pub(super) of_errors: Vec<Type>,
}

/// Options behind the path.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Options {
    pub(super) content_type: Option<String>,
    pub(super) accept: Option<String>,
    pub(super) none_on: Vec<u16>,
    pub(super) end: Option<&'static str>,
    pub(super) is_open: bool,
}

/// The value that a call returns.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Output {
    Nothing,
    Value(Type),
    Text,
    Stream,
    Events(Type),
    Lines(Type),
    /// The response itself.
    Response,
}

impl Method {
    /// The text that is the same for two methods if the macro says that they send the same request.
    pub(super) fn request(&self) -> String {
        let mut arguments: Vec<_> = self
            .arguments
            .iter()
            .map(|it| format!("{:?} {:?} {}", it.role, it.of, it.is_optional))
            .collect();
        // Two orders of the same queries are the same request.
        arguments.sort();
        let Self {
            verb, path, output, ..
        } = self;
        let headers = (&self.options.content_type, &self.options.accept);
        let may_be_none = self.options.none_on.is_empty();
        format!("{verb} {path} {headers:?} {arguments:?} {output:?} {may_be_none}")
    }

    /// Takes a paragraph out of the docs, which is said elsewhere.
    pub(super) fn unsay(&mut self, remark: &str) {
        // Found as the lines that it was broken into, as the docs are lines by now.
        let lines = text::paragraph(remark);
        let found = self.docs.windows(lines.len());
        let Some(at) = found.into_iter().position(|it| it == lines.as_slice()) else {
            return;
        };
        // With the blank line before it, or behind it if it is the first.
        let from = at.saturating_sub(1);
        let to = (from + lines.len() + 1).min(self.docs.len());
        self.docs.drain(from..to);
    }

    /// Types that the method and its docs name.
    pub(super) fn types(&self) -> impl Iterator<Item = &Type> {
        let output = match &self.output {
            Output::Value(of) | Output::Events(of) | Output::Lines(of) => Some(of),
            Output::Nothing | Output::Text | Output::Stream | Output::Response => None,
        };
        let arguments = self.arguments.iter().filter_map(|it| match &it.of {
            Given::Value(of) => Some(of),
            Given::Text | Given::Bytes | Given::Part | Given::Parts => None,
        });
        arguments.chain(output).chain(&self.of_errors)
    }

    pub(crate) fn tokens(&self, types: &Types) -> TokenStream {
        let notes = self
            .notes
            .iter()
            .map(|note| text::comment(&note.to_string()));
        let docs = text::doc(&self.docs);
        let comments = self.comments.iter().map(|line| text::comment(line));
        let deprecated = self.is_deprecated.then(|| quote!(#[deprecated]));
        let clippy = self.lints();
        let attribute = self.attribute();
        let retry = (!self.retry.is_empty()).then(|| {
            let statuses = self.retry.iter().map(|status| number(*status));
            quote!(#[retry(statuses = [#(#statuses),*])])
        });
        let idempotent = self
            .idempotent
            .as_ref()
            .map(|why| quote!(#[idempotent(#why)]));
        let name = ident(&self.name);
        let arguments = self.arguments.iter().map(|it| it.tokens(types));
        let output = self.output(types);
        quote! {
            #(#notes)*
            #docs
            #(#comments)*
            #deprecated
            #clippy
            #attribute
            #retry
            #idempotent
            async fn #name(&self, #(#arguments),*) -> Result<#output>;
        }
    }

    /// Lints of clippy that a document gives no way to follow.
    fn lints(&self) -> TokenStream {
        let mut lints = TokenStream::new();
        if self.arguments.len() + 1 > MOST_ARGUMENTS {
            lints.extend(quote!(#[allow(clippy::too_many_arguments)]));
        }
        if ["from_", "into_"]
            .iter()
            .any(|prefix| self.name.starts_with(prefix))
        {
            lints.extend(quote!(#[allow(clippy::wrong_self_convention)]));
        }
        lints
    }

    fn attribute(&self) -> TokenStream {
        let path = &self.path;
        let mut options = TokenStream::new();
        let headers = [
            ("accept", &self.options.accept),
            ("content-type", &self.options.content_type),
        ];
        let headers = headers
            .iter()
            .filter_map(|(name, value)| value.as_ref().map(|value| quote!(#name = #value)));
        let headers: Vec<_> = headers.collect();
        if !headers.is_empty() {
            options.extend(quote!(, headers(#(#headers),*)));
        }
        match &self.options.none_on[..] {
            [] => {}
            [status] => {
                let status = number(*status);
                options.extend(quote!(, none_on = #status));
            }
            list => {
                let list = list.iter().map(|status| number(*status));
                options.extend(quote!(, none_on = [#(#list),*]));
            }
        }
        if let Some(end) = self.options.end {
            options.extend(quote!(, end = #end));
        }
        if self.options.is_open {
            options.extend(quote!(, credentials = off));
        }
        if self.verb == "trace" {
            return quote!(#[request(TRACE, #path #options)]);
        }
        let verb = ident(self.verb);
        quote!(#[#verb(#path #options)])
    }

    fn output(&self, types: &Types) -> TokenStream {
        let of = match &self.output {
            Output::Nothing => quote!(()),
            Output::Value(of) => decoded(types, of.without_null()),
            Output::Text => quote!(String),
            Output::Stream => quote!(ByteStream),
            Output::Events(of) => {
                let of = types.print(of);
                quote!(Sse<#of>)
            }
            Output::Lines(of) => {
                let of = types.print(of);
                quote!(JsonLines<#of>)
            }
            Output::Response => quote!(Response),
        };
        let is_nullable = matches!(&self.output, Output::Value(Type::Nullable(_)));
        if is_nullable || !self.options.none_on.is_empty() {
            quote!(Option<#of>)
        } else {
            of
        }
    }
}

/// A type that is decoded from JSON. Those that would be read as they come are wrapped.
fn decoded(types: &Types, of: &Type) -> TokenStream {
    let tokens = types.print(of);
    match types.seen_through(of) {
        Type::String => quote!(Json<#tokens>),
        Type::List(inner) if **inner == Type::Number("u8") => quote!(Json<#tokens>),
        _ => tokens,
    }
}

fn number(status: u16) -> proc_macro2::Literal {
    proc_macro2::Literal::u16_unsuffixed(status)
}
