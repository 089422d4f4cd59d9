//! From path items to the methods of traits.
//!
//! The operations are found first and distributed among traits, so that the traits have their names
//! before any type needs one. Then a [`Reader`] reads each operation in steps, which are the files
//! of this folder: parameters, body, responses, pages, security, retries. The result is a
//! [`Method`](method::Method), which is plain data and becomes tokens once all types are known.
//!
//! Retries are declared only if the document justifies them. This folder must never guess that a
//! request may be repeated. A part that cannot be mapped becomes a note, and an operation is left
//! out only if no request can be declared for it.

mod argument;
mod body;
mod docs;
mod errors;
mod find;
mod media;
mod method;
mod multipart;
mod outputs;
mod pages;
mod parameter;
mod parameters;
mod plan;
mod queries;
mod reader;
mod responses;
mod retries;
mod security;
mod servers;
mod template;

use self::find::Operation;
pub(crate) use self::plan::{Plan, Trait, Wishes};
use self::reader::Reader;
use crate::document::Node;
use crate::names::{Scope, snake};
use crate::schema::Schemas;
use crate::types::Type;

/// Names of the generated client that no method can have.
const RESERVED: [&str; 6] = [
    "new",
    "with_base_url",
    "builder",
    "endpoints",
    "guards",
    "clone",
];

/// The results of mapping a document's operations.
#[derive(Debug, Default)]
pub(crate) struct Operations<'d> {
    /// Operations with a method.
    pub(crate) mapped: usize,
    /// Media type objects of 2xx responses, and what they decode into: their examples are tests.
    pub(crate) decoded: Vec<(Node<'d>, Type)>,
}

/// Reads all operations of a plan into the methods of its traits.
pub(crate) fn read<'d>(plan: &mut Plan<'d>, schemas: &mut Schemas<'d>) -> Operations<'d> {
    let mut result = Operations::default();
    for (operation, at) in &plan.operations {
        let credentials = &plan.schemes;
        let to = &mut plan.traits[*at];
        let mut reader = Reader::new(schemas, credentials, operation);
        // On a copy: the name of an operation that turns out to be the request of another is free for the next one.
        let mut names = to.names.clone();
        let (name, is_taken) = claim(operation, &mut names);
        if is_taken {
            reader.note_here(format!(
                "another operation has this operationId; the method is `{name}`"
            ));
        }
        let methods = reader.methods(&name, &mut names);
        let mut kept = Vec::new();
        for method in methods {
            let request = method.request();
            // The macro refuses two methods that send the same request, since nobody could tell which endpoint failed.
            if let Some(earlier) = to.requests.get(&request) {
                reader.note_here(format!(
                    "this is the request of `{earlier}`, with the same arguments and return type; it is left out"
                ));
                continue;
            }
            to.requests.insert(request, method.name.clone());
            kept.push(method);
        }
        if !kept.is_empty() {
            result.decoded.append(&mut reader.decoded);
            to.names = names;
            result.mapped += 1;
        }
        to.methods.append(&mut kept);
    }
    // What only operations without a method need is not printed.
    let methods = plan.traits.iter().flat_map(|it| &it.methods);
    let needed: Vec<&Type> = methods.flat_map(method::Method::types).collect();
    schemas.types.keep(&needed);
    cut_endless(schemas);
    plan.gather_remarks();
    result
}

/// Sees to it that reading a value has an end.
fn cut_endless(schemas: &mut Schemas<'_>) {
    for id in schemas.types.cut_endless() {
        let name = schemas.types.item(id).map_or("", |item| &item.name);
        let text = format!(
            "`{name}` is one of its own alternatives; that one is left out, and its values are `Other`"
        );
        let note = schemas
            .notes
            .add_at("#/components/schemas".to_owned(), text);
        schemas.types.note(id, note);
    }
}

/// Name of an operation's method, and whether its operationId was taken.
fn claim(operation: &Operation<'_>, names: &mut Scope) -> (String, bool) {
    let mut wanted = snake(&operation.words());
    if RESERVED.contains(&wanted.as_str()) {
        wanted.push('_');
    }
    let name = names.claim(&wanted);
    let is_taken = name != wanted && operation.id.is_some();
    (name, is_taken)
}
