//! The command line.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Parser;
use retry_openapi::{Document, Error, Options, generate};

/// Prints a client for retry-client from an OpenAPI document.
#[derive(Debug, Parser)]
#[command(version)]
struct Line {
    /// The document.
    file: PathBuf,
}

fn main() -> ExitCode {
    match run(&Line::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::from(3)
        }
    }
}

fn run(line: &Line) -> Result<(), Error> {
    let document = Document::read(&line.file)?;
    let module = generate(&document, &Options::default())?;
    print!("{}", module.source);
    for (index, note) in module.notes.iter().enumerate() {
        eprintln!("note {}: {note}", index + 1);
    }
    let (mapped, total) = module.operations;
    eprintln!("{mapped} of {total} operations, {} types", module.types);
    Ok(())
}
