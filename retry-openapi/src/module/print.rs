//! Printing, with comments and blank lines put in afterwards.

use proc_macro2::TokenStream;

use super::signatures;
use crate::error::Error;
use crate::text::MARK;

/// Parses what is to be printed.
pub(super) fn parse(tokens: TokenStream) -> Result<syn::File, Error> {
    syn::parse2(tokens).map_err(|error| Error::new(format!("the module is not Rust: {error}")))
}

/// The text of a file. What [`text::comment`](crate::text::comment) and [`blank`](crate::text::blank) have marked is
/// printed as what it is.
pub(super) fn source(file: &syn::File) -> String {
    let printed = prettyplease::unparse(file);
    let mut source = String::with_capacity(printed.len());
    for line in printed.lines() {
        // `prettyplease` prints attributes and drops comments, so comments went in as doc comments with a mark and come
        // out here. No document can forge the mark: `text` removes control characters.
        let trimmed = line.trim_start();
        match trimmed
            .strip_prefix("///")
            .and_then(|rest| rest.strip_prefix(MARK))
        {
            Some("") => {}
            Some(comment) => {
                source.push_str(&line[..line.len() - trimmed.len()]);
                source.push_str(comment);
            }
            None => source.push_str(line),
        }
        source.push('\n');
    }
    signatures::joined(source.trim_start())
}

/// The comment at the top of a module.
pub(super) fn comment(lines: &[String]) -> String {
    let mut source = String::new();
    for line in lines {
        source.push_str("//!");
        if !line.is_empty() {
            source.push(' ');
            source.push_str(line);
        }
        source.push('\n');
    }
    source
}
