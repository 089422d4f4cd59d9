//! Descriptions of the document as doc comments, and plain comments in the printed module.
//!
//! A description is `CommonMark` with HTML, links to anchors and code blocks. It is parsed and
//! written again, because rustdoc would otherwise take parts of it for doctests, links to items or
//! HTML. The new text is wrapped at the width of handwritten comments.
//!
//! The printer of `module/` supports attributes, but neither plain comments nor blank lines. Both
//! are therefore written as marked doc comments, and the marks are replaced after printing. No text
//! of a document may reach the module unescaped, and no mark may remain in it.

mod constraints;
mod escape;
mod html;
mod markdown;
#[cfg(test)]
mod tests;
mod wrap;

use proc_macro2::TokenStream;
use quote::quote;

pub(crate) use self::constraints::constraints;
pub(crate) use self::escape::code;
use crate::notes::NoteId;

/// Begins a doc comment that is printed as something else.
pub(crate) const MARK: char = '\u{1}';

/// Lines of a doc comment, escaped so that no text becomes a doctest, a broken link or HTML.
pub(crate) fn lines(text: &str) -> Vec<String> {
    markdown::lines(text, wrap::WIDTH)
}

/// The same without breaks, for a place that has one line only.
pub(crate) fn line(text: &str) -> String {
    let lines = markdown::lines(text, usize::MAX);
    let mut words = Vec::new();
    let mut lines = lines.iter().map(|line| line.trim());
    while let Some(line) = lines.next() {
        let language = line.trim_start_matches('`');
        let fence = &line[..line.len() - language.len()];
        let is_fence = fence.len() > 2 && language.bytes().all(|it| it.is_ascii_alphanumeric());
        if !is_fence {
            words.extend(line.split_whitespace().map(str::to_owned));
            continue;
        }
        let block: Vec<&str> = lines.by_ref().take_while(|line| *line != fence).collect();
        // A long one is broken between words.
        let block = code(&block.join(" "));
        words.push(if block.len() > wrap::WIDTH {
            block.replace(escape::FIXED_SPACE, " ")
        } else {
            block
        });
    }
    words.join(" ")
}

/// Text without a full stop at its end, to go on behind it.
pub(crate) fn clause(text: &str) -> String {
    let line = line(text);
    line.strip_suffix('.').unwrap_or(&line).to_owned()
}

/// Text with one full stop at its end; nothing stays nothing.
pub(crate) fn sentence(text: &str) -> String {
    match clause(text) {
        clause if clause.is_empty() => clause,
        clause => format!("{clause}."),
    }
}

/// Those of the sentences that say something, one behind the other.
pub(crate) fn sentences(all: impl IntoIterator<Item = String>) -> String {
    let said = all.into_iter().filter(|sentence| !sentence.is_empty());
    said.collect::<Vec<_>>().join(" ")
}

/// A paragraph of words that are escaped already, in lines.
pub(crate) fn paragraph(words: &str) -> Vec<String> {
    wrap::wrap(words, "", "", wrap::WIDTH)
}

/// An item of a list, of words that are escaped already, in lines.
pub(crate) fn item(words: &str) -> Vec<String> {
    wrap::wrap(words, "- ", "  ", wrap::WIDTH)
}

/// Doc comment of these lines.
pub(crate) fn doc(lines: &[String]) -> TokenStream {
    let lines = lines.iter().map(|line| match line.as_str() {
        "" => String::new(),
        line => format!(" {line}"),
    });
    quote!(#(#[doc = #lines])*)
}

/// A line `// text`, above what follows.
pub(crate) fn comment(text: &str) -> TokenStream {
    let text = escape::plain(text);
    let text = text.split_whitespace().collect::<Vec<_>>();
    let line = format!("{MARK}// {}", text.join(" "));
    quote!(#[doc = #line])
}

/// A blank line, above what follows.
pub(crate) fn blank() -> TokenStream {
    let line = MARK.to_string();
    quote!(#[doc = #line])
}

/// A line `// note N` for each of these, above what follows.
pub(crate) fn notes(notes: &[NoteId]) -> TokenStream {
    notes
        .iter()
        .map(|note| comment(&note.to_string()))
        .collect()
}
