//! The documentation's tables, made from those of the tests.

use std::path::Path;
use std::{env, fs};

use super::hints;
use super::row::Row;
use super::rows;

const DOCUMENT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/faults.md");

/// Writes the tables anew where this is set to 1.
const BLESS: &str = "RETRY_CLIENT_BLESS";

const END: &str = "<!-- end -->";

fn faults() -> String {
    let parts = [
        ("Before anything is sent", rows::connecting()),
        ("Before the whole response head", rows::responding()),
        ("After the head", rows::reading()),
        ("Too slow", rows::slow()),
        ("Credentials that are fetched", rows::refused()),
        ("Redirects that are followed", rows::redirected()),
        ("HTTP/2", rows::framed()),
    ];
    let part = |(title, rows): &(&str, Vec<Row>)| {
        let lines: String = rows.iter().map(Row::line).collect();
        format!(
            "\n## {title}\n\n| what happens | kind | GET | POST | POST with a key |\n\
             | --- | --- | --- | --- | --- |\n{lines}"
        )
    };
    parts.iter().map(part).collect::<String>() + "\n"
}

fn hints() -> String {
    let lines = hints::lines();
    format!("\n| what | as sent | read as |\n| --- | --- | --- |\n{lines}\n")
}

/// The document with this in place of what stands between a mark and the next end.
fn with(document: &str, mark: &str, table: &str) -> String {
    let (before, marked) = document
        .split_once(&format!("<!-- {mark}: "))
        .expect("it has the mark");
    let (comment, rest) = marked.split_once('\n').expect("more follows");
    let (_, after) = rest.split_once(END).expect("it ends");
    format!("{before}<!-- {mark}: {comment}\n{table}{END}{after}")
}

#[test]
fn the_documented_faults_are_the_tested_ones() {
    let document = fs::read_to_string(DOCUMENT).unwrap();
    let expected = with(&document, "faults", &faults());
    let expected = with(&expected, "hints", &hints());
    if env::var_os(BLESS).is_some_and(|value| value == "1") {
        fs::write(Path::new(DOCUMENT), &expected).unwrap();
        return;
    }
    for (line, (is, ought)) in document.lines().zip(expected.lines()).enumerate() {
        assert_eq!(is, ought, "line {}; {BLESS}=1 writes it anew", line + 1);
    }
    assert!(document == expected, "{BLESS}=1 writes it anew");
}
