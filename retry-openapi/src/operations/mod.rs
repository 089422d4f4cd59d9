//! From a path item to methods.

use proc_macro2::TokenStream;
use quote::quote;

use crate::document::{Document, Node};
use crate::names::{Scope, ident, snake, upper_camel};
use crate::schema::Schemas;
use crate::text;
use crate::types::{Direction, Type};

const VERBS: [&str; 7] = ["get", "put", "post", "delete", "options", "head", "patch"];

/// The methods of a document.
#[derive(Debug, Default)]
pub(crate) struct Operations<'d> {
    pub(crate) methods: Vec<TokenStream>,
    /// Operations of the document, methods or not.
    pub(crate) total: usize,
    /// Media type objects of 2xx responses, and what they decode into: their examples are tests.
    pub(crate) decoded: Vec<(Node<'d>, Type)>,
}

/// All methods of the document.
pub(crate) fn read<'d>(document: &'d Document, schemas: &mut Schemas<'d>) -> Operations<'d> {
    let mut found = Operations::default();
    let mut names = Scope::with(&[
        "new",
        "with_base_url",
        "builder",
        "endpoints",
        "guards",
        "clone",
    ]);
    let paths = document.root().field("paths");
    for (path, item) in paths.iter().flat_map(Node::entries) {
        let Ok(item) = item.resolve() else { continue };
        for verb in VERBS {
            let Some(operation) = item.field(verb) else {
                continue;
            };
            found.total += 1;
            if verb == "options" || path.contains('#') {
                continue;
            }
            let method = method(
                verb,
                path,
                &operation,
                &mut names,
                schemas,
                &mut found.decoded,
            );
            found.methods.push(method);
        }
    }
    found
}

fn method<'d>(
    verb: &str,
    path: &str,
    operation: &Node<'d>,
    names: &mut Scope,
    schemas: &mut Schemas<'d>,
    decoded: &mut Vec<(Node<'d>, Type)>,
) -> TokenStream {
    let id = operation
        .text("operationId")
        .map_or_else(|| format!("{verb} {path}"), str::to_owned);
    let name = names.claim(&snake(&id));
    let hint = upper_camel(&id);
    let docs = text::doc(&text::lines(operation.text("summary").unwrap_or_default()));
    let mut scope = Scope::default();
    let places = path
        .split('{')
        .skip(1)
        .filter_map(|part| part.split_once('}'));
    let arguments = places.map(|(wire, _)| {
        let name = ident(&scope.claim(&snake(wire)));
        quote!(#[path(#wire)] #name: &str,)
    });
    let arguments: Vec<TokenStream> = arguments.collect();
    let body = json(operation.field("requestBody"))
        .filter(|_| verb != "get" && verb != "head")
        .map(|media| {
            let of = media.get("schema").map_or(Type::Value, |schema| {
                schemas.type_of(&schema, &format!("{hint}Body"), Direction::SENT)
            });
            let of = schemas.types.print(&of);
            quote!(#[json] body: &#of,)
        });
    let responses = operation.field("responses");
    let success = responses
        .iter()
        .flat_map(Node::entries)
        .find(|(status, _)| status.starts_with('2'));
    let answer = json(success.and_then(|(_, response)| response.resolve().ok())).map(|media| {
        let of = media.get("schema").map_or(Type::Value, |schema| {
            schemas.type_of(&schema, &format!("{hint}Response"), Direction::RECEIVED)
        });
        let tokens = schemas.types.print(&of);
        decoded.push((media, of));
        tokens
    });
    let answer = answer.unwrap_or_else(|| quote!(()));
    let (name, verb) = (ident(&name), ident(verb));
    let blank = text::blank();
    quote! {
        #blank
        #docs
        #[#verb(#path)]
        async fn #name(&self, #(#arguments)* #body) -> Result<#answer>;
    }
}

fn json<'d>(holder: Option<Node<'d>>) -> Option<Node<'d>> {
    holder?.field("content")?.field("application/json")
}
