//! Tests of what becomes of descriptions.

use serde_json::Value;

use super::{clause, code, constraints, lines};
use crate::document::Document;

#[track_caller]
fn becomes(text: &str, expected: &[&str]) {
    assert_eq!(lines(text), expected, "{text}");
}

#[test]
fn no_code_becomes_a_doctest() {
    becomes("```\nlet x = 1;\n```", &["```text", "let x = 1;", "```"]);
    becomes("```rust\nx\n```", &["```text", "x", "```"]);
    becomes("```json\n{}\n", &["```json", "{}", "```"]);
    becomes(
        "a\n\n    indented",
        &["a", "", "```text", "indented", "```"],
    );
    becomes("~~~\n```\n~~~", &["````text", "```", "````"]);
}

#[test]
fn no_text_becomes_a_link_to_an_item() {
    becomes("a [foo] and [bar](baz)", &["a \\[foo\\] and bar"]);
    becomes(
        "[top](#top), [x](https://x.org/a)",
        &["top, [x](https://x.org/a)"],
    );
    becomes("see https://x.org/a_b.", &["see <https://x.org/a_b>."]);
    becomes("<https://x.org>", &["<https://x.org>"]);
    becomes(
        "[![logo](https://x.org/a.png)](https://x.org)",
        &["[logo](https://x.org)"],
    );
    becomes("the `[index]`", &["the `[index]`"]);
}

#[test]
fn no_text_becomes_html() {
    becomes("a <b>bold</b> <id> &lt;x&gt;", &["a bold \\<id\\> \\<x\\>"]);
    becomes("one<br/>two", &["one", "two"]);
    becomes("<p>One</p><ul><li>two</li></ul>", &["One", "two"]);
    becomes("Vec<T>", &["Vec\\<T\\>"]);
    becomes("<!-- hidden --> shown", &["shown"]);
}

#[test]
fn lists_and_tables_stay_what_they_are() {
    becomes("a:\n* b\n  c\n* d", &["a:", "", "- b c", "- d"]);
    becomes("1. a\n2. b\n   - c", &["1. a", "2. b", "   - c"]);
    becomes("- a\n\n  b\n- c", &["- a", "", "  b", "- c"]);
    becomes(
        "|a|b|\n|-|-|\n|`c d`|e|",
        &["| a | b |", "| --- | --- |", "| `c d` | e |"],
    );
    becomes("# Title\ntext", &["**Title**", "", "text"]);
    becomes("> said", &["> said"]);
}

#[test]
fn long_lines_are_broken_and_never_begin_a_block() {
    let text = format!("longer {}1. one - two # three", "word ".repeat(17));
    let lines = lines(&text);
    assert!(lines.iter().all(|line| line.len() <= 94), "{lines:?}");
    assert!(lines[1].starts_with("1\\. one"), "{lines:?}");
    let long = format!("`{}`", "a ".repeat(80));
    assert_eq!(super::lines(&long).len(), 1);
}

#[test]
fn odd_characters_are_left_out() {
    becomes("a\u{1}b\u{202e}c\r\nd", &["abc d"]);
    becomes("snake_case *word* 2 * 3", &["snake_case *word* 2 * 3"]);
    assert_eq!(code("a`b"), "`` a`b ``".replace(' ', "\u{2}"));
    assert_eq!(clause("It ends.\n"), "It ends");
}

#[test]
fn constraints_are_sentences() {
    let text = r#"{"openapi": "3.1.0", "x": {"default": 5, "minimum": 1, "maximum": 9, "pattern": "^a|b$",
        "maxLength": 3, "exclusiveMinimum": 0, "uniqueItems": true}}"#;
    let document = Document::parse(text).expect("it is a document");
    let schema = document.root().get("x").expect("it is there");
    assert!(matches!(schema.value(), Value::Object(_)));
    assert_eq!(
        constraints(&schema),
        "Default: `5`. From 1 to 9. More than 0. At most 3 characters. Each item once. Pattern: `^a|b$`."
    );
}
