//! Query parameters: arguments of their own, or the fields of a struct.

use super::argument::{Given, Role};
use super::parameter::{Parameter, Shape};
use super::reader::Reader;
use crate::names::{Scope, snake, upper_camel};
use crate::text::paragraph;
use crate::types::{Direction, Field, Item, Kind, Struct, Type};

/// The number of optional queries up to which they are arguments.
const MOST_OPTIONAL: usize = 3;

/// The way in which a query is sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Way {
    Plain,
    Repeated,
    Csv,
    Flat,
    Deep,
    Text,
}

impl Way {
    fn of(parameter: &Parameter<'_>) -> Self {
        let is_exploded = parameter.is_exploded();
        if parameter.style() == "deepObject" && parameter.is_nested() {
            return Self::Deep;
        }
        match (parameter.shape(), parameter.style()) {
            (Shape::Scalar | Shape::Open, _) => Self::Plain,
            (Shape::List, "form") if is_exploded => Self::Repeated,
            (Shape::List, "form") => Self::Csv,
            (Shape::Object, "form") if is_exploded => Self::Flat,
            // The specification says nothing of lists; brackets are what servers read.
            (Shape::List, "deepObject") => Self::Deep,
            _ => Self::Text,
        }
    }
}

impl<'d> Reader<'_, 'd> {
    pub(super) fn queries(&mut self, parameters: &[Parameter<'d>]) {
        let optional = parameters.iter().filter(|it| !it.is_required).count();
        let joins = |it: &&Parameter<'d>| {
            !it.is_required && matches!(Way::of(it), Way::Plain | Way::Repeated | Way::Text)
        };
        // Four options in a row are four `None`s at each call. A struct with a default names those that are set.
        let is_struct = optional > MOST_OPTIONAL && parameters.iter().filter(joins).count() > 1;
        for parameter in parameters {
            let way = Way::of(parameter);
            if way == Way::Text {
                self.as_text(parameter);
            }
            if way != Way::Deep && !(is_struct && joins(&parameter)) {
                self.query(parameter, way);
            }
        }
        let deep: Vec<_> = parameters
            .iter()
            .filter(|it| Way::of(it) == Way::Deep)
            .collect();
        // Brackets are written by one serializer for a whole struct, so parameters of this style share one argument.
        if !deep.is_empty() {
            let is_optional = deep.iter().all(|it| !it.is_required);
            let of = self.struct_of(&deep, "Objects");
            let words = "Each of its fields is sent as `field[name]=value`.".to_owned();
            self.argument(
                "objects",
                Role::QueryNested,
                Given::Value(of),
                is_optional,
                words,
            );
        }
        if is_struct {
            let joined: Vec<_> = parameters.iter().filter(joins).collect();
            let of = self.struct_of(&joined, "Query");
            self.argument(
                "query",
                Role::QueryFlat,
                Given::Value(of),
                false,
                String::new(),
            );
        }
    }

    fn query(&mut self, parameter: &Parameter<'d>, way: Way) {
        let words = parameter.words();
        let name = parameter.name.to_owned();
        let (role, of) = match way {
            Way::Plain => (Role::Query(name), self.scalar(parameter)),
            Way::Repeated => (Role::Query(name), self.list(parameter)),
            Way::Csv => (Role::QueryCsv(name), self.list(parameter)),
            Way::Flat | Way::Deep => (Role::QueryFlat, Given::Value(self.type_of(parameter))),
            Way::Text => (Role::Query(name), Given::Text),
        };
        let is_optional = !parameter.is_required;
        self.argument(parameter.name, role, of, is_optional, words);
    }

    /// Struct whose fields are these parameters.
    fn struct_of(&mut self, parameters: &[&Parameter<'d>], suffix: &str) -> Type {
        let mut names = Scope::default();
        let mut fields = Vec::new();
        for parameter in parameters {
            let given = match Way::of(parameter) {
                Way::Plain => self.scalar(parameter),
                Way::Repeated => self.list(parameter),
                Way::Deep => Given::Value(self.type_of(parameter)),
                _ => Given::Text,
            };
            let of = match given {
                Given::Value(of) => of,
                _ => Type::String,
            };
            fields.push(Field {
                name: names.claim(&snake(parameter.name)),
                wire: parameter.name.to_owned(),
                of,
                required: parameter.is_required,
                is_flattened: false,
                read_only: false,
                write_only: false,
                docs: paragraph(&parameter.words()),
                notes: Vec::new(),
            });
        }
        let name = self.schemas.names.claim(&format!("{}{suffix}", self.hint));
        let of = snake(&upper_camel(&self.operation.words()));
        let id = self.schemas.types.add(Item {
            name,
            place: 0,
            docs: paragraph(&format!("Query parameters of `{of}`.")),
            notes: Vec::new(),
            direction: Direction::SENT,
            kind: Kind::Struct(Struct { fields, rest: None }),
        });
        Type::Named(id)
    }
}
