//! Clever code says why, public items say what they are, and both in sentences that a reader takes in at once.
//!
//! The shares are those of the codebases that this one is measured against. They are counted over all lines that are
//! not blank, above the tests.

use std::path::Path;

use super::sources::{above_the_tests, files, is_of_tests};

/// The lines of a crate above its tests, by what they are.
#[derive(Debug, Default)]
struct Lines {
    code: usize,
    comments: usize,
    docs: usize,
    /// Doc comments, however long.
    doc_comments: usize,
    /// First lines of those that begin with a question word or with `As` or `Of`.
    indirect: Vec<String>,
}

/// Words at which a reader has to wait for the subject.
const INDIRECT: [&str; 6] = ["What", "Where", "Whether", "How", "As", "Of"];

#[test]
fn comments_say_why_in_three_lines_of_a_hundred() {
    for crate_ in ["retry-runtime", "retry-macros", "retry-openapi"] {
        let lines = lines_of(crate_);
        let share = lines.share(lines.comments);
        assert!(share >= 3.0, "{share:.1} % of {crate_} are comments");
    }
}

#[test]
fn documentation_has_its_share_of_each_crate() {
    for (crate_, least) in [("retry-runtime", 15.0), ("retry-macros", 10.0)] {
        let lines = lines_of(crate_);
        let share = lines.share(lines.docs);
        assert!(share >= least, "{share:.1} % of {crate_} is documentation");
    }
}

#[test]
fn doc_comments_begin_with_their_subject_or_a_verb() {
    for crate_ in ["retry-runtime", "retry-macros", "retry-openapi"] {
        let lines = lines_of(crate_);
        assert!(
            lines.indirect.len() * 50 < lines.doc_comments,
            "{} of {} doc comments of {crate_} begin indirectly:\n{}",
            lines.indirect.len(),
            lines.doc_comments,
            lines.indirect.join("\n")
        );
    }
}

impl Lines {
    fn add(&mut self, path: &Path, text: &str) {
        let mut is_in_docs = false;
        for line in above_the_tests(text).map(str::trim) {
            let words = line.strip_prefix("///").or(line.strip_prefix("//!"));
            let begins = words.is_some() && !is_in_docs;
            is_in_docs = words.is_some();
            match words {
                Some(_) => self.docs += 1,
                None if line.starts_with("//") => self.comments += 1,
                None if line.is_empty() => {}
                None => self.code += 1,
            }
            if begins {
                self.doc_comments += 1;
                let first = words.and_then(|words| words.split_whitespace().next());
                if first.is_some_and(|first| INDIRECT.contains(&first)) {
                    self.indirect.push(format!("{}: {line}", path.display()));
                }
            }
        }
    }

    /// Per cent of all lines.
    #[expect(clippy::cast_precision_loss, reason = "so many lines no crate has")]
    fn share(&self, lines: usize) -> f64 {
        let all = self.code + self.comments + self.docs;
        100.0 * lines as f64 / all as f64
    }
}

fn lines_of(crate_: &str) -> Lines {
    let mut lines = Lines::default();
    for (path, text) in files([&*format!("{crate_}/src")]) {
        if !is_of_tests(&path) {
            lines.add(&path, &text);
        }
    }
    assert!(lines.code > 5_000, "the sources of {crate_} are not found");
    lines
}

/// The counting itself, on a source made up for it.
mod made_up {
    use std::path::Path;

    use super::Lines;

    #[test]
    fn lines_are_counted_by_what_they_are() {
        let text = "\
//! How a module is described.
//! What it is for.

// A comment.
/// A function.
///
/// Where it stands.
#[must_use]
fn one() {
    // Another.
    two(); // This line is code.
}

/// Whatever it is.
fn two() {}

mod tests {
    // Not counted.
}
";
        let mut lines = Lines::default();
        lines.add(Path::new("a.rs"), text);
        assert_eq!((lines.code, lines.comments, lines.docs), (5, 2, 6));
        assert_eq!(lines.doc_comments, 3);
        assert_eq!(lines.indirect, ["a.rs: //! How a module is described."]);
        assert!((lines.share(lines.comments) - 100.0 * 2.0 / 13.0).abs() < 1e-9);
    }
}
