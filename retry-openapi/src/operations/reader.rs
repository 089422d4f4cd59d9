//! From an operation to its method: the state that the steps share.

use serde_json::{Map, Value};

use super::argument::{Argument, Given, Role};
use super::find::Operation;
use super::method::{Method, Options, Output};
use super::parameter::{self, Parameter};
use super::security::Schemes;
use crate::document::Node;
use crate::names::{Scope, snake};
use crate::notes::NoteId;
use crate::schema::Schemas;
use crate::types::Type;

/// One operation on its way to a method.
pub(super) struct Reader<'r, 'd> {
    pub(super) schemas: &'r mut Schemas<'d>,
    pub(super) credentials: &'r Schemes<'d>,
    pub(super) operation: &'r Operation<'d>,
    pub(super) parameters: Vec<Parameter<'d>>,
    /// Beginning of the names of types that have none of their own.
    pub(super) hint: String,
    pub(super) names: Scope,
    pub(super) arguments: Vec<Argument>,
    pub(super) notes: Vec<NoteId>,
    pub(super) options: Options,
    pub(super) idempotent: Option<String>,
    pub(super) retry: Vec<u16>,
    pub(super) comments: Vec<String>,
    /// Lines about responses, behind the words of the operation.
    pub(super) errors: Vec<String>,
    pub(super) remarks: Vec<String>,
    /// Types that the docs of errors name.
    pub(super) of_errors: Vec<Type>,
    /// Media type objects of 2xx responses, and what they decode into.
    pub(super) decoded: Vec<(Node<'d>, Type)>,
}

impl<'r, 'd> Reader<'r, 'd> {
    pub(super) fn new(
        schemas: &'r mut Schemas<'d>,
        credentials: &'r Schemes<'d>,
        operation: &'r Operation<'d>,
    ) -> Self {
        Self {
            parameters: parameter::read(operation, schemas.notes),
            schemas,
            credentials,
            operation,
            hint: operation.hint(),
            names: Scope::with(&["self"]),
            arguments: Vec::new(),
            notes: operation.notes.clone(),
            options: Options::default(),
            idempotent: None,
            retry: Vec::new(),
            comments: Vec::new(),
            errors: Vec::new(),
            remarks: Vec::new(),
            of_errors: Vec::new(),
            decoded: Vec::new(),
        }
    }

    /// The methods of the operation: one, or two if it also answers with a stream.
    pub(super) fn methods(&mut self, name: &str, names: &mut Scope) -> Vec<Method> {
        self.parameters();
        self.body();
        self.idempotency();
        self.security();
        let outputs = self.outputs();
        self.retries();
        self.pages();
        let mut methods = Vec::new();
        for (at, (output, options)) in outputs.into_iter().enumerate() {
            let name = match at {
                0 => name.to_owned(),
                _ => names.claim(&format!("{name}_stream")),
            };
            methods.push(self.method(name, output, options));
        }
        methods
    }

    fn method(&self, name: String, output: Output, options: Options) -> Method {
        Method {
            name,
            verb: self.operation.verb,
            path: self.operation.template.text.clone(),
            docs: self.docs(),
            remarks: self.remarks.clone(),
            comments: self.comments.clone(),
            notes: self.notes.clone(),
            is_deprecated: self.operation.node.is_set("deprecated"),
            options,
            retry: self.retry.clone(),
            idempotent: self.idempotent.clone(),
            arguments: self.arguments.clone(),
            output,
            of_errors: self.of_errors.clone(),
        }
    }

    /// Notes something about a part of the operation.
    pub(super) fn note(&mut self, node: &Node<'d>, text: impl Into<String>) {
        let id = self.schemas.notes.add(node, text);
        if !self.notes.contains(&id) {
            self.notes.push(id);
        }
    }

    /// Notes something about the operation.
    pub(super) fn note_here(&mut self, text: impl Into<String>) {
        let node = self.operation.node.clone();
        self.note(&node, text);
    }

    pub(super) fn argument(
        &mut self,
        wanted: &str,
        role: Role,
        of: Given,
        is_optional: bool,
        words: String,
    ) {
        let name = self.names.claim(&snake(wanted));
        self.arguments.push(Argument {
            name,
            role,
            of,
            is_optional,
            words,
        });
    }
}

impl Reader<'_, '_> {
    /// Leaves the credentials out where the document does.
    fn security(&mut self) {
        let own = self.operation.node.get("security");
        let own = own.as_ref().and_then(|own| own.value().as_array());
        // `[{}]`, the only choice of which asks for nothing, is the same.
        let is_nothing = |need: &Value| need.as_object().is_some_and(Map::is_empty);
        let is_open = own.is_some_and(|own| own.iter().all(is_nothing));
        if is_open && self.credentials.is_global {
            self.options.is_open = true;
        }
    }
}
