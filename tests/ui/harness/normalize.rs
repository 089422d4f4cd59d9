//! The part of a message that is the same on every machine, in the form that trybuild gives it.

use std::fmt::Write as _;
use std::path::Path;

/// The messages about a case, with the places outside of it freed from their line numbers.
///
/// These change whenever the runtime does, and are of no interest to the author of the case.
pub(crate) fn words(case: &Path, messages: &[String]) -> String {
    let root = concat!(env!("CARGO_MANIFEST_DIR"), "/");
    let case = case.display().to_string();
    let case = case.strip_prefix(root).unwrap_or(&case);
    let messages: Vec<String> = messages
        .iter()
        .map(|message| unindent(&without_numbers(&message.replace(root, ""), case)))
        .collect();
    messages.join("\n")
}

/// Blanks line numbers in all excerpts of other files than the case.
fn without_numbers(message: &str, case: &str) -> String {
    let mut is_elsewhere = false;
    let mut kept = String::new();
    for line in message.trim_end().lines() {
        let text = line.trim_start();
        let place = text.strip_prefix("--> ").or(text.strip_prefix("::: "));
        if let Some(place) = place {
            is_elsewhere = !place.starts_with(case);
        } else if !text.starts_with(|first: char| first.is_ascii_digit() || "|.".contains(first)) {
            is_elsewhere = false;
        }
        let line = match (is_elsewhere, place) {
            (false, _) => line.to_owned(),
            (true, Some(_)) => without_position(line).to_owned(),
            (true, None) => {
                let code =
                    line.trim_start_matches(|first: char| first == ' ' || first.is_ascii_digit());
                format!("{}{code}", " ".repeat(line.len() - code.len()))
            }
        };
        let _ = writeln!(kept, "{}", line.trim_end());
    }
    kept
}

/// `src/draft.rs:22:29` becomes `src/draft.rs`.
fn without_position(place: &str) -> &str {
    place.trim_end_matches(|last: char| last == ':' || last.is_ascii_digit())
}

/// Moves the excerpts of a message to the left as far as the shortest margin in them allows.
fn unindent(message: &str) -> String {
    let lines: Vec<Line> = message.lines().skip(1).map(Line::of).collect();
    let is_excerpt = |line: &&Line| !matches!(line, Line::Text(..=10));
    let excerpts = lines.iter().take_while(is_excerpt);
    let cut = excerpts
        .clone()
        .filter_map(|line| match line {
            Line::Excerpt(margin) => Some(*margin),
            Line::Note | Line::Text(_) => None,
        })
        .min()
        .unwrap_or(0);
    let moved = excerpts.count();
    let mut all = String::new();
    for (index, line) in message.lines().enumerate() {
        let is_moved = (1..=moved).contains(&index) && lines[index - 1] != Line::Note;
        let (number, rest) = match line.find(' ') {
            Some(space) if is_moved => (&line[..space], &line[space + cut..]),
            _ => (line, ""),
        };
        let _ = writeln!(all, "{number}{rest}");
    }
    all
}

/// A line of a message below its heading.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Line {
    /// `10  | code`, with so many spaces that can be cut.
    Excerpt(usize),
    /// `note: …`, `help: …` or `...`
    Note,
    /// Anything else, behind so many spaces.
    Text(usize),
}

impl Line {
    fn of(line: &str) -> Self {
        if line.starts_with("note:") || line.starts_with("help:") || line == "..." {
            return Self::Note;
        }
        let spaces = |text: &str| text.len() - text.trim_start_matches(' ').len();
        let number = line.trim_start_matches("...").trim_start_matches(' ');
        let rest = number.trim_start_matches(|digit: char| digit.is_ascii_digit());
        let margin = spaces(line.trim_start_matches("...")) + spaces(rest);
        let text = rest.trim_start_matches(' ');
        let has_number = rest.len() < number.len();
        let signs = if has_number {
            ["|", "~", "+", "-"]
        } else {
            ["|", "-->", ":::", "="]
        };
        let is_sign = signs.contains(&text.split(' ').next().unwrap_or(text));
        if margin > 0 && is_sign {
            return Self::Excerpt(margin - 1);
        }
        Self::Text(if has_number { 0 } else { margin })
    }
}
