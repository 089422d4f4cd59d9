//! The document's words as doc comments, and comments where Rust's printer has none.
//!
//! The printer of `module/` knows attributes, but neither comments nor blank lines. What stands here as a doc comment
//! with a mark before it becomes one of those when the module is printed.

use proc_macro2::TokenStream;
use quote::quote;

/// Begins a doc comment that is printed as something else.
pub(crate) const MARK: char = '\u{1}';

/// Lines of a doc comment, escaped so that no text becomes a doctest, a broken link or HTML.
pub(crate) fn lines(text: &str) -> Vec<String> {
    let text = text.trim();
    if text.is_empty() {
        return Vec::new();
    }
    text.lines()
        .map(|line| {
            let line = line.trim().replace('\\', "\\\\").replace('<', "\\<");
            line.replace('[', "\\[")
                .replace(']', "\\]")
                .replace("```", "'''")
                .replace('\t', " ")
        })
        .collect()
}

/// Doc comment of these lines.
pub(crate) fn doc(lines: &[String]) -> TokenStream {
    let lines = lines.iter().map(|line| {
        if line.is_empty() {
            String::new()
        } else {
            format!(" {line}")
        }
    });
    quote!(#(#[doc = #lines])*)
}

/// A line `// text`, above what follows.
pub(crate) fn comment(text: &str) -> TokenStream {
    let line = format!("{MARK}// {text}");
    quote!(#[doc = #line])
}

/// A blank line, above what follows.
pub(crate) fn blank() -> TokenStream {
    let line = MARK.to_string();
    quote!(#[doc = #line])
}
