//! Documents that are none, and those that are meant to do harm: one clear error, or a module with notes.

use std::fmt::Write;
use std::time::Duration;

use retry_openapi::{Document, Module, Options, generate};
use tokio::time::Instant;

fn error(text: &str) -> String {
    let error = Document::parse(text).expect_err("this is no document");
    let text = error.to_string();
    assert!(!text.contains('\n') && !text.is_empty(), "{text}");
    text
}

fn module(text: &str) -> Module {
    let document = Document::parse(text).expect("a document");
    generate(&document, &Options::default()).expect("a module")
}

/// A document whose one response has this schema, beside others.
fn with_schema(schema: &str, others: &str) -> String {
    format!(
        r#"{{"openapi": "3.1.0", "info": {{"title": "T", "version": "1"}},
        "paths": {{"/x": {{"get": {{"responses": {{"200": {{"description": "", "content":
            {{"application/json": {{"schema": {schema}}}}}}}}}}}}}}},
        "components": {{"schemas": {{{others}}}}}}}"#
    )
}

#[test]
fn what_is_no_openapi_document_is_one_error() {
    for text in [
        "",
        "- a\n- b\n",
        "42",
        "<html><body>Not found</body></html>",
        "{\"paths\": {}}",
        "openapi: 2.0.0\n",
        "openapi: 4.0.0\n",
        "openapi: [3, 1]\n",
        "a: b: c: d\n",
        "\u{0}\u{1}\u{2}",
        "key: [1, 2\n",
        "openapi: 3.0.0\n---\nopenapi: 3.0.0\n",
    ] {
        error(text);
    }
}

#[test]
fn swagger_is_named() {
    assert!(error("swagger: \"2.0\"\n").contains("Swagger 2.0"));
    assert!(error("{\"swagger\": \"2.0\", \"paths\": {}}").contains("Swagger 2.0"));
}

#[test]
fn json_that_is_cut_off_is_told_as_json() {
    assert!(error("{\"openapi\": \"3.0.0\", \"paths\": {\"/a\": [").contains("not JSON"));
}

#[test]
fn nesting_beyond_256_is_an_error_in_json_and_yaml() {
    let nested = |depth: usize| format!("{}{}", "[".repeat(depth), "]".repeat(depth));
    let json = |depth| format!("{{\"openapi\": \"3.0.0\", \"x-a\": {}}}", nested(depth));
    assert!(Document::parse(&json(250)).is_ok());
    assert!(error(&json(300)).contains("256"));
    error(&json(1_000_000));
    error(&format!("openapi: 3.0.0\nx-a: {}\n", nested(300)));
    let mut block = "openapi: 3.0.0\n".to_owned();
    for depth in 0..2_000 {
        block.push_str(&" ".repeat(depth));
        block.push_str("a:\n");
    }
    error(&block);
}

#[test]
fn an_alias_bomb_is_an_error() {
    let mut bomb = "openapi: 3.0.0\na: &a [x, x, x, x, x, x, x, x, x, x]\n".to_owned();
    for (name, last) in ('b'..='l').zip('a'..) {
        let aliases = vec![format!("*{last}"); 10].join(", ");
        writeln!(bomb, "{name}: &{name} [{aliases}]").expect("a line");
    }
    error(&bomb);
}

#[test]
fn a_hundred_megabytes_are_an_error() {
    let mut text = "openapi: 3.0.0\n".to_owned();
    text.push_str(&"# a long line of nothing but a comment\n".repeat(2_700_000));
    assert!(text.len() > 100_000_000);
    assert!(error(&text).contains("64 MiB"));
}

#[test]
fn references_that_lead_nowhere_or_in_circles_are_notes() {
    let schemas = [
        r##"{"$ref": "#/components/schemas/Missing"}"##,
        r##"{"$ref": "#/components/schemas/Self"}"##,
        r##"{"$ref": "#/components/schemas/A"}"##,
        r##"{"$ref": "#nowhere"}"##,
        r#"{"$ref": "missing.yaml#/A"}"#,
        r#"{"$ref": "https://example.com/a.yaml#/A"}"#,
        r#"{"$ref": "/etc/passwd"}"#,
        r#"{"$ref": ""}"#,
    ];
    let others = r##""Self": {"$ref": "#/components/schemas/Self"},
        "A": {"$ref": "#/components/schemas/B"}, "B": {"$ref": "#/components/schemas/A"}"##;
    for schema in schemas {
        let module = module(&with_schema(schema, others));
        assert_eq!(module.operations.0, 1, "{schema}");
        // A reference to the whole document is an object like any other.
        assert!(
            !module.notes.is_empty() || schema.contains("\"\""),
            "{schema}"
        );
    }
}

#[test]
fn malformed_parts_are_notes_and_values() {
    let schema = r##"{"type": "object", "properties": {
        "a": {"type": "string", "required": true}, "b": false, "c": 7, "d": {"type": "strnig"},
        "e": {"$ref": "#/nowhere"}, "f": {"not": {"type": "string"}}, "g": {"if": {}}, "h": null, "i": []}}"##;
    let module = module(&with_schema(schema, ""));
    assert_eq!(module.notes.len(), 9, "{:#?}", module.notes);
    assert_eq!(
        module.source.matches("Option<Value>").count(),
        9,
        "{}",
        module.source
    );
}

#[test]
fn circles_of_schemas_have_an_end() {
    let others = r##"
        "List": {"type": "array", "items": {"$ref": "#/components/schemas/List"}},
        "Map": {"type": "object", "additionalProperties": {"$ref": "#/components/schemas/Map"}},
        "All": {"allOf": [{"$ref": "#/components/schemas/All"}, {"properties": {"a": {"type": "string"}}}]},
        "One": {"oneOf": [{"$ref": "#/components/schemas/One"}, {"type": "string"}]},
        "Any": {"anyOf": [{"$ref": "#/components/schemas/Other"}, {"type": "null"}]},
        "Other": {"anyOf": [{"$ref": "#/components/schemas/Any"}, {"type": "null"}]},
        "Tree": {"type": "object", "required": ["left"], "properties": {
            "left": {"$ref": "#/components/schemas/Tree"}, "deep": {"type": "object", "properties": {
                "up": {"$ref": "#/components/schemas/Tree/properties/deep"},
                "list": {"type": "array", "items": {"$ref": "#/components/schemas/Tree/properties/deep/properties/list"}}}}}}"##;
    for name in ["List", "Map", "All", "One", "Any", "Other", "Tree"] {
        let module = module(&with_schema(
            &format!("{{\"$ref\": \"#/components/schemas/{name}\"}}"),
            others,
        ));
        assert_eq!(module.operations.0, 1, "{name}");
    }
}

#[test]
fn a_chain_of_ten_thousand_schemas_costs_no_stack() {
    let link = |index: usize| {
        format!(
            r##""S{index}": {{"type": "object", "properties": {{"next": {{"$ref": "#/components/schemas/S{}"}}}}}}"##,
            index + 1
        )
    };
    let mut others: Vec<String> = (0..10_000).map(link).collect();
    others.push(r#""S10000": {"type": "string"}"#.to_owned());
    let module = module(&with_schema(
        r##"{"$ref": "#/components/schemas/S0"}"##,
        &others.join(","),
    ));
    assert!(module.types >= 10_000);
}

#[test]
fn a_long_chain_of_all_of_and_unions_costs_no_stack() {
    for key in ["allOf", "oneOf"] {
        let link = |index: usize| {
            format!(
                r##""S{index}": {{"{key}": [{{"$ref": "#/components/schemas/S{}"}}, {{"properties": {{"p{index}": {{}}}}}}]}}"##,
                index + 1
            )
        };
        let mut others: Vec<String> = (0..5_000).map(link).collect();
        others.push(r#""S5000": {"properties": {"end": {}}}"#.to_owned());
        module(&with_schema(
            r##"{"$ref": "#/components/schemas/S0"}"##,
            &others.join(","),
        ));
    }
}

#[test]
fn a_thousand_operations_take_less_than_ten_seconds() {
    let operation = |index: usize| {
        format!(
            r##""/things{index}/{{id}}": {{"get": {{"operationId": "getThing{index}", "parameters": [
            {{"name": "id", "in": "path", "required": true, "schema": {{"type": "string"}}}},
            {{"name": "limit", "in": "query", "schema": {{"type": "integer"}}}}],
            "responses": {{"200": {{"description": "", "content": {{"application/json":
            {{"schema": {{"$ref": "#/components/schemas/Thing{index}"}}}}}}}}}}}}}}"##
        )
    };
    let schema = |index: usize| {
        let fields: Vec<String> = (0..12)
            .map(|field| {
                format!(r#""field{field}": {{"type": "string", "description": "Words."}}"#)
            })
            .collect();
        format!(
            r#""Thing{index}": {{"type": "object", "properties": {{{}}}}}"#,
            fields.join(",")
        )
    };
    let list = |of: &dyn Fn(usize) -> String| (0..1_000).map(of).collect::<Vec<_>>().join(",");
    let text = format!(
        r#"{{"openapi": "3.0.3", "info": {{"title": "T", "version": "1"}}, "paths": {{{}}},
        "components": {{"schemas": {{{}}}}}}}"#,
        list(&operation),
        list(&schema)
    );
    // Without optimisation, beside other tests, and perhaps on a machine that has much else to do: the best of three.
    let took = || {
        let start = Instant::now();
        assert_eq!(module(&text).operations, (1_000, 1_000));
        start.elapsed()
    };
    assert!((0..3).any(|_| took() < Duration::from_secs(10)));
}
