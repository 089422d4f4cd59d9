//! Parameters → arguments.

use super::argument::{Given, Role};
use super::find::Operation;
use super::parameter::{Parameter, Place, Shape};
use super::reader::Reader;
use crate::names::upper_camel;
use crate::types::{Direction, Type};

/// Headers that are the client's own, or that say what an argument says already.
const NO_ARGUMENTS: [&str; 3] = ["accept", "content-type", "authorization"];

/// Headers that frame a message: the macro refuses them.
const FRAMING: [&str; 8] = [
    "content-length",
    "transfer-encoding",
    "connection",
    "keep-alive",
    "te",
    "trailer",
    "upgrade",
    "expect",
];

impl<'d> Reader<'_, 'd> {
    /// Arguments of the path, then of the query, of headers and of cookies.
    pub(super) fn parameters(&mut self) {
        let operation: &Operation<'d> = self.operation;
        for placeholder in &operation.template.placeholders {
            self.segment(&placeholder.name, &placeholder.shown);
        }
        let parameters = self.parameters.clone();
        let of = |place: Place| parameters.iter().filter(move |it| it.place == place);
        for parameter in of(Place::Path) {
            let placeholders = &operation.template.placeholders;
            if !placeholders.iter().any(|it| it.name == parameter.name) {
                let text = format!(
                    "the path has no `{{{}}}`; the parameter is left out",
                    parameter.name
                );
                self.note(&parameter.node, text);
            }
        }
        self.queries(&of(Place::Query).cloned().collect::<Vec<_>>());
        of(Place::Header).for_each(|parameter| self.header(parameter));
        of(Place::Cookie).for_each(|parameter| self.cookie(parameter));
    }

    fn segment(&mut self, name: &str, shown: &str) {
        let mut parameters = self.parameters.iter();
        let is_it = |it: &&Parameter<'d>| it.place == Place::Path && it.name == name;
        let parameter = parameters.find(is_it).cloned();
        let (mut of, mut words) = (Given::Text, String::new());
        if let Some(parameter) = &parameter {
            words = parameter.words();
            of = match parameter.shape() {
                Shape::Scalar | Shape::Open if parameter.style() == "simple" => {
                    self.scalar(parameter)
                }
                _ => {
                    self.as_text(parameter);
                    Given::Text
                }
            };
        }
        self.argument(shown, Role::Path(shown.to_owned()), of, false, words);
    }

    fn header(&mut self, parameter: &Parameter<'d>) {
        let name = parameter.name;
        let lower = name.to_ascii_lowercase();
        // OpenAPI 3 says of these three that a parameter of such a name is ignored.
        if NO_ARGUMENTS.contains(&lower.as_str()) || self.is_idempotency_key(parameter) {
            return;
        }
        if !is_token(name) {
            let text = format!("`{name}` cannot be the name of a header; it is left out");
            return self.note(&parameter.node, text);
        }
        if FRAMING.contains(&lower.as_str()) || lower.starts_with("proxy-") {
            let text = format!("`{name}` is set by the client itself; it is left out");
            return self.note(&parameter.node, text);
        }
        let words = parameter.words();
        let is_optional = !parameter.is_required;
        let (role, of) = match parameter.shape() {
            Shape::List => (Role::HeaderCsv(name.to_owned()), self.list(parameter)),
            // A header that a security scheme names holds a credential, even where an operation lists it as a
            // parameter.
            Shape::Scalar | Shape::Open if self.credentials.is_header(&lower) => {
                (Role::SecretHeader(name.to_owned()), self.scalar(parameter))
            }
            Shape::Scalar | Shape::Open => (Role::Header(name.to_owned()), self.scalar(parameter)),
            _ => {
                self.as_text(parameter);
                (Role::Header(name.to_owned()), Given::Text)
            }
        };
        self.argument(name, role, of, is_optional, words);
    }

    fn cookie(&mut self, parameter: &Parameter<'d>) {
        let name = parameter.name;
        if !is_token(name) {
            let text = format!("`{name}` cannot be the name of a cookie; it is left out");
            return self.note(&parameter.node, text);
        }
        let words = parameter.words();
        let of = match parameter.shape() {
            Shape::Scalar | Shape::Open => self.scalar(parameter),
            _ => {
                self.as_text(parameter);
                Given::Text
            }
        };
        let role = Role::Cookie(parameter.name.to_owned());
        self.argument(parameter.name, role, of, !parameter.is_required, words);
    }

    /// Notes that a value has to be written by the caller.
    pub(super) fn as_text(&mut self, parameter: &Parameter<'d>) {
        let what = match parameter.content {
            Some(media) => format!("encoded as `{media}`"),
            None => format!("of the style `{}`", parameter.style()),
        };
        let text = format!(
            "`{}` is {what}; it is `&str`, as it is sent",
            parameter.name
        );
        self.note(&parameter.node, text);
    }

    /// Type of a value that is one text.
    pub(super) fn scalar(&mut self, parameter: &Parameter<'d>) -> Given {
        let of = self.type_of(parameter);
        let types = &self.schemas.types;
        match types.seen_through(of.without_null()) {
            Type::Value | Type::Binary | Type::Map(_) | Type::List(_) | Type::Tuple(_) => {
                Given::Text
            }
            _ => Given::Value(of.without_null().clone()),
        }
    }

    /// Type of a list of scalars.
    pub(super) fn list(&mut self, parameter: &Parameter<'d>) -> Given {
        let of = self.type_of(parameter);
        match self.schemas.types.seen_through(of.without_null()) {
            Type::List(inner) => {
                let inner = match self.schemas.types.seen_through(inner.without_null()) {
                    Type::Value => Type::String,
                    _ => inner.without_null().clone(),
                };
                Given::Value(Type::List(Box::new(inner)))
            }
            _ => Given::Value(Type::List(Box::new(Type::String))),
        }
    }

    pub(super) fn type_of(&mut self, parameter: &Parameter<'d>) -> Type {
        let hint = format!("{}{}", self.hint, upper_camel(parameter.name));
        let schema = parameter.schema.clone();
        schema.map_or(Type::String, |schema| {
            self.schemas.type_of(&schema, &hint, Direction::SENT)
        })
    }
}

/// Tells whether a text can be the name of a header or of a cookie.
pub(super) fn is_token(text: &str) -> bool {
    let is_one = |byte: u8| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte);
    !text.is_empty() && text.bytes().all(is_one)
}
