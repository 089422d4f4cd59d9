//! Files and functions stay short: one that does not fit on a few screens has more than one subject.
//!
//! rustfmt lays out what is counted here, so that the layout alone says where a function ends.

use super::sources::{above_the_tests, files, is_of_tests};

/// The lines that a file may have above its tests.
const FILE: usize = 300;
/// The lines of code that a function may have, its signature among them.
const FUNCTION: usize = 50;

const CRATES: [&str; 7] = [
    "src",
    "retry-macros",
    "retry-runtime",
    "retry-openapi",
    "retry-client-redis",
    "benches",
    "fuzz",
];

#[test]
fn no_file_is_longer_than_three_hundred_lines() {
    let folders = CRATES.into_iter().chain(["tests", "examples"]);
    let files = files(folders);
    assert!(files.len() > 500, "the sources are not found");
    let long = files.iter().filter_map(|(path, text)| {
        let lines = above_the_tests(text).count();
        (lines > FILE).then(|| format!("{} has {lines} lines", path.display()))
    });
    let long: Vec<String> = long.collect();
    assert!(long.is_empty(), "{}", long.join("\n"));
}

#[test]
fn no_function_is_longer_than_fifty_lines() {
    let mut found = 0;
    let mut long = Vec::new();
    for (path, text) in files(CRATES) {
        if is_of_tests(&path) {
            continue;
        }
        for (name, lines) in functions(&text) {
            found += 1;
            if lines > FUNCTION {
                long.push(format!("`{name}` in {} has {lines} lines", path.display()));
            }
        }
    }
    assert!(found > 2_000, "the functions are not found");
    assert!(long.is_empty(), "{}", long.join("\n"));
}

/// Names of the functions above the tests, and how many lines of code each of them has.
fn functions(text: &str) -> Vec<(&str, usize)> {
    let lines: Vec<&str> = above_the_tests(text).collect();
    let mut functions = Vec::new();
    for (at, line) in lines.iter().enumerate() {
        let code = line.trim_start();
        let Some(name) = name_of_function(code) else {
            continue;
        };
        let indentation = &line[..line.len() - code.len()];
        let is_end = |line: &&&str| {
            let ends_here = line.strip_prefix(indentation).unwrap_or_default();
            ends_here == "}" || ends_here.ends_with(';') && !ends_here.starts_with(' ')
        };
        // A function on one line ends on it, and one without a body with the line of its `;`.
        let is_whole = code.ends_with('}') || code.ends_with(';');
        let rest = &lines[at + 1..];
        let end = rest.iter().position(|line| is_end(&line));
        let body = if is_whole {
            0
        } else {
            end.map_or(0, |end| end + 1)
        };
        let is_code = |line: &&&str| !line.trim().is_empty() && !line.trim().starts_with("//");
        let code = rest[..body].iter().filter(is_code).count();
        functions.push((name, code + 1));
    }
    functions
}

/// The name in a line that begins a function.
fn name_of_function(code: &str) -> Option<&str> {
    let words = ["pub", "const", "async", "unsafe", "default"];
    let (before, after) = code.split_once("fn ")?;
    let is_word = |word: &str| words.contains(&word) || word.starts_with("pub(");
    let mut before = before
        .split_whitespace()
        .filter(|word| *word != "crate::client)");
    before.all(is_word).then_some(())?;
    after.split(['(', '<']).next()
}

/// The finder itself, on sources made up for it.
mod made_up {
    use super::functions;

    #[test]
    fn functions_are_found_with_their_lines_of_code() {
        let text = "\
fn one() {}

impl X {
    /// Says fn nothing().
    pub(crate) const fn four(
        &self,
    ) -> u8 {
        // a comment

        self.0
    }

    fn declared(&self) -> u8;

    fn long_declared(
        &self,
    ) -> u8;

    async fn three() {
        let f = || fn_of();
    }
}

mod tests {
    fn not_counted() {
    }
}
";
        let expected = [
            ("one", 1),
            ("four", 5),
            ("declared", 1),
            ("long_declared", 3),
            ("three", 3),
        ];
        assert_eq!(functions(text), expected);
    }
}
