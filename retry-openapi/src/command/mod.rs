//! The work of the command: read, generate, write or compare, and report what could not be mapped.
//!
//! The command prints nothing before all work is done, so a failure prints one line and writes no
//! file. The module goes to standard output or to a file, and everything else goes to standard
//! error, so the command works in a pipeline.
//!
//! Only this folder knows about command lines, files to write and exit codes. The text that it
//! prints is made by the library, which a build script or an editor can call as well. It must never
//! overwrite a file with the result of a run that failed.

mod check;
mod line;
mod output;

use std::io::{self, Write};
use std::process::ExitCode;

use clap::Parser;
use retry_openapi::{Document, Module, generate};

use self::line::Line;

/// Not readable as a document, or not writable.
const UNUSABLE: u8 = 3;

/// A difference, or notes that are errors.
const DIFFERENT: u8 = 1;

/// Runs the command of the process's arguments.
pub(crate) fn run() -> ExitCode {
    let line = Line::parse();
    match perform(&line) {
        Ok(code) => ExitCode::from(code),
        Err(error) => {
            let error = error.split_whitespace().collect::<Vec<_>>().join(" ");
            say(&format!("error: {error}\n"));
            ExitCode::from(UNUSABLE)
        }
    }
}

fn perform(line: &Line) -> Result<u8, String> {
    let document = read(line)?;
    let module = generate(&document, &line.options()).map_err(|error| line.said(error))?;
    let mut report = String::new();
    let is_different = match (&line.output, line.check) {
        (Some(path), true) => {
            let difference = check::difference(path, &module.source)?;
            report.push_str(difference.as_deref().unwrap_or_default());
            difference.is_some()
        }
        (Some(path), false) => {
            output::write(path, &module.source, line.force)?;
            false
        }
        (None, _) => {
            print(&module.source)?;
            false
        }
    };
    report.push_str(&summary(&module));
    say(&report);
    let is_strict = line.strict && !module.notes.is_empty();
    Ok(if is_different || is_strict {
        DIFFERENT
    } else {
        0
    })
}

fn read(line: &Line) -> Result<Document, String> {
    if line.is_stdin() {
        return Document::read_from(io::stdin().lock()).map_err(|error| line.said(error));
    }
    Document::read(&line.file).map_err(|error| {
        let error = error.to_string();
        // One that cannot be read is named already.
        if error.contains(&line.file.display().to_string()) {
            error
        } else {
            line.said(error)
        }
    })
}

/// The notes, and the last line.
fn summary(module: &Module) -> String {
    let mut text = String::new();
    for (index, note) in module.notes.iter().enumerate() {
        text.extend([format!("note {}: {note}\n", index + 1)]);
    }
    let (mapped, total) = module.operations;
    let types = module.types;
    text.extend([format!("{mapped} of {total} operations, {types} types\n")]);
    text
}

fn print(source: &str) -> Result<(), String> {
    let mut stdout = io::stdout().lock();
    let written = stdout
        .write_all(source.as_bytes())
        .and_then(|()| stdout.flush());
    match written {
        // Somebody who reads the beginning alone has what they wanted.
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => Err(format!("stdout: {error}")),
        _ => Ok(()),
    }
}

/// Writes to standard error. If even that is gone, there is nobody to tell.
fn say(text: &str) {
    let _ = io::stderr().write_all(text.as_bytes());
}
