//! From the document's names to Rust's.

use std::collections::HashSet;

use heck::{ToSnakeCase, ToUpperCamelCase};
use proc_macro2::{Ident, Span};

/// Names that are given out in one scope. What is taken gets `2`, `3`, ….
#[derive(Clone, Debug, Default)]
pub(crate) struct Scope {
    taken: HashSet<String>,
}

impl Scope {
    /// A scope in which `names` are taken.
    pub(crate) fn with(names: &[&str]) -> Self {
        Self {
            taken: names.iter().map(|&name| name.to_owned()).collect(),
        }
    }

    /// Takes `wanted`, or with the first number from 2 that is free.
    pub(crate) fn claim(&mut self, wanted: &str) -> String {
        let mut name = wanted.to_owned();
        let mut number = 2;
        while !self.taken.insert(name.clone()) {
            name = format!("{wanted}{number}");
            number += 1;
        }
        name
    }
}

/// Name of a method, field or argument: `snake_case`, never empty, never beginning with a digit. A keyword stays what it
/// is; [`ident`] writes it.
pub(crate) fn snake(text: &str) -> String {
    begin_with_letter(text.to_snake_case(), "_", "value")
}

/// Name of a type or variant: `UpperCamelCase`.
pub(crate) fn upper_camel(text: &str) -> String {
    begin_with_letter(text.to_upper_camel_case(), "N", "Value")
}

fn begin_with_letter(name: String, before_digit: &str, empty: &str) -> String {
    let name: String = name
        .chars()
        .filter(|c| c.is_ascii_alphanumeric() || *c == '_')
        .collect();
    match name.chars().next() {
        None => empty.to_owned(),
        Some(first) if first.is_ascii_digit() => format!("{before_digit}{name}"),
        Some(_) => name,
    }
}

/// Identifier of a name: keywords are raw (`r#type`), and `self`, `super`, `crate`, `Self`, which cannot be, get `_`.
pub(crate) fn ident(name: &str) -> Ident {
    if matches!(name, "self" | "super" | "crate" | "Self" | "_") {
        return Ident::new(&format!("{name}_"), Span::call_site());
    }
    match syn::parse_str::<Ident>(name) {
        Ok(ident) => ident,
        Err(_) => Ident::new_raw(name, Span::call_site()),
    }
}
