//! Documents that cannot be read: one error of one line, the exit code 3, and no file.

#![allow(clippy::unwrap_used, reason = "helpers of tests may fail")]

use std::fs;
use std::io::Write;
use std::process::{Command, Stdio};

use crate::command::{PETSTORE, files, folder, run, said, text};

/// A YAML document whose aliases stand for a billion values.
fn bomb() -> String {
    let mut text = "openapi: 3.1.0\na: &a [x, x, x, x, x, x, x, x, x, x]\n".to_owned();
    for (name, last) in ('b'..='j').zip('a'..) {
        let aliases = vec![format!("*{last}"); 10].join(", ");
        text.extend([format!("{name}: &{name} [{aliases}]\n")]);
    }
    text
}

#[test]
fn a_failure_is_one_line_and_no_file() {
    let folder = folder("failure");
    let path = folder.join("api.rs");
    let deep = format!("{}{}", "[".repeat(300), "]".repeat(300));
    let deep = format!("{{\"openapi\": \"3.1.0\", \"x\": {deep}}}");
    let broken = [
        ("neither.yaml", "{", "error: "),
        ("text.yaml", "Not found", "error: "),
        ("bomb.yaml", &bomb(), "error: "),
        ("deep.json", &deep, "over 256 deep"),
        ("later.yaml", "openapi: 4.0.0", "`4.0.0` is not supported"),
        ("list.json", "[1]", "error: "),
        ("other.yaml", "a: b", "error: "),
        (
            "swagger.json",
            r#"{"swagger": "2.0", "paths": {}}"#,
            "Swagger 2.0",
        ),
    ];
    for (name, document, expected) in broken {
        let file = folder.join(name);
        fs::write(&file, document).unwrap();
        let (code, out, err) = run(&[text(&file), "-o", text(&path)]);
        assert_eq!((code, out.as_str()), (3, ""), "{name}");
        assert!(
            err.starts_with("error: ") && err.contains(expected),
            "{err}"
        );
        assert_eq!(err.lines().count(), 1, "{err}");
        assert!(!path.exists());
    }
    let nowhere = folder.join("nowhere/api.rs");
    for arguments in [
        &["/no/such/document.yaml"][..],
        &[PETSTORE, "-o", text(&nowhere)],
        &[PETSTORE, "-o", text(&folder)],
    ] {
        let (code, _, err) = run(arguments);
        assert_eq!((code, err.lines().count()), (3, 1), "{err}");
        assert!(err.starts_with("error: "), "{err}");
    }
    assert_eq!(files(&folder), broken.len());
}

#[test]
fn standard_input_over_64_mib_is_one_error_and_read_no_further() {
    let mut child = Command::new(env!("CARGO_BIN_EXE_retry-openapi"))
        .arg("-")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut stdin = child.stdin.take().unwrap();
    // Characters of three bytes, so that the limit is within one.
    let piece = "\u{20ac}".repeat(1 << 20);
    let mut written = 0;
    while written < 100 && stdin.write_all(piece.as_bytes()).is_ok() {
        written += 1;
    }
    drop(stdin);
    let (code, out, err) = said(child.wait_with_output().unwrap());
    assert_eq!((code, out.as_str()), (3, ""));
    assert_eq!(err, "error: standard input: the document is over 64 MiB\n");
    assert!(written < 24, "{written} pieces were read");
}

#[test]
fn a_file_over_64_mib_is_one_error() {
    let folder = folder("large");
    let path = folder.join("large.json");
    // A hole, which takes no room on the disk.
    fs::File::create(&path).unwrap().set_len(100 << 20).unwrap();
    let target = folder.join("api.rs");
    let (code, _, err) = run(&[text(&path), "-o", text(&target)]);
    assert_eq!(code, 3);
    assert!(
        err.ends_with("the document is over 64 MiB\n") && err.lines().count() == 1,
        "{err}"
    );
    assert!(!target.exists());
}
