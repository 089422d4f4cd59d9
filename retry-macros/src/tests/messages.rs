//! The messages about whole declarations: all at once, each once.

use proc_macro2::{TokenStream, TokenTree};

use super::expand;

/// The texts of all `compile_error!`s, in order.
pub(super) fn errors(tokens: TokenStream) -> Vec<String> {
    let mut found = Vec::new();
    let mut is_error = false;
    for token in tokens {
        match token {
            TokenTree::Ident(ident) => is_error = ident == "compile_error",
            TokenTree::Group(group) if is_error => {
                let text: syn::LitStr = syn::parse2(group.stream()).expect("a message");
                found.push(text.value());
                is_error = false;
            }
            TokenTree::Group(group) => found.extend(errors(group.stream())),
            TokenTree::Punct(_) | TokenTree::Literal(_) => {}
        }
    }
    found
}

/// Expands a trait and expects exactly these messages, each by a part of it.
fn expect(source: &str, expected: &[&str]) {
    let expanded = expand(source);
    let found = errors(expanded.clone());
    let matches = found.len() == expected.len()
        && found
            .iter()
            .zip(expected)
            .all(|(found, expected)| found.contains(expected));
    assert!(
        matches,
        "{source}\nfound    {found:#?}\nexpected {expected:#?}"
    );
    let file = syn::parse2::<syn::File>(expanded);
    assert!(
        file.is_ok(),
        "{source}\nexpands to something that is not Rust"
    );
}

/// Calls [`expect`] for one method of a trait without anything else.
fn method(source: &str, expected: &[&str]) {
    expect(&format!("#[client] trait Api {{ {source} }}"), expected);
}

/// Calls [`method`] for a `#[retry]` on a GET.
fn retry(arguments: &str, expected: &[&str]) {
    let source = format!("#[get(\"/x\")] #[retry({arguments})] async fn x(&self) -> Result<()>;");
    method(&source, expected);
}

mod arguments;
mod client;
mod guards;
mod habits;
mod limits;
mod pages;
mod policy;
mod route;
mod safety;
