//! The arguments of the command.

use std::fmt::Display;
use std::path::{Path, PathBuf};

use clap::Parser;
use regex::Regex;
use retry_openapi::{Dates, Options, With};

/// Writes a client for retry-client from an OpenAPI document: one Rust module to commit and edit.
#[derive(Debug, Parser)]
#[expect(clippy::struct_excessive_bools, reason = "the flags of a command line")]
#[command(version, after_help = AFTER)]
pub(super) struct Line {
    /// The document, OpenAPI 3.0 or 3.1, as JSON or YAML; `-` for standard input
    pub(super) file: PathBuf,

    /// File to write, completely or not at all [default: standard output]
    #[arg(short, long, value_name = "FILE")]
    pub(super) output: Option<PathBuf>,

    /// Overwrite a file that retry-openapi did not write
    #[arg(long, requires = "output")]
    pub(super) force: bool,

    /// Name of the trait [default: the document's title]
    #[arg(long, value_name = "NAME", value_parser = trait_name)]
    trait_name: Option<String>,

    /// One trait per first tag
    #[arg(long)]
    split_by_tag: bool,

    /// Only operations that match anywhere in a text such as `GET /pets/{id} getPet`
    #[arg(long, value_name = "REGEX", value_parser = Regex::new)]
    only: Option<Regex>,

    /// Types for formats: `jiff`, `chrono` or `time`, `uuid`, `rust_decimal`
    #[arg(long, value_name = "LIST", value_parser = with)]
    with: Option<With>,

    /// Write nothing; compare with the file of `--output`, except for formatting
    #[arg(long, requires = "output")]
    pub(super) check: bool,

    /// Treat notes as errors
    #[arg(long)]
    pub(super) strict: bool,

    /// Add tests that decode and encode the document's examples
    #[arg(long)]
    example_tests: bool,
}

const AFTER: &str = "Exit codes: 0 success, or no difference; 1 a difference, or notes under --strict; 2 wrong usage; \
                     3 the document cannot be read, or the file cannot be written.";

impl Line {
    pub(super) fn options(&self) -> Options {
        let mut options = Options::default();
        options.trait_name.clone_from(&self.trait_name);
        options.split_by_tag = self.split_by_tag;
        options.only.clone_from(&self.only);
        options.with = self.with.unwrap_or_default();
        options.example_tests = self.example_tests;
        options
    }

    pub(super) fn is_stdin(&self) -> bool {
        self.file == Path::new("-")
    }

    /// An error about the document, with its name.
    pub(super) fn said(&self, error: impl Display) -> String {
        if self.is_stdin() {
            format!("standard input: {error}")
        } else {
            format!("{}: {error}", self.file.display())
        }
    }
}

fn trait_name(text: &str) -> Result<String, String> {
    match syn::parse_str::<syn::Ident>(text) {
        Ok(name) if name == text => Ok(text.to_owned()),
        _ => Err("a trait is named by an identifier, such as `PetStore`".to_owned()),
    }
}

fn with(list: &str) -> Result<With, String> {
    let mut with = With::default();
    for name in list
        .split(',')
        .map(str::trim)
        .filter(|name| !name.is_empty())
    {
        let dates = match name {
            "jiff" => Dates::Jiff,
            "chrono" => Dates::Chrono,
            "time" => Dates::Time,
            "uuid" => {
                with.uuid = true;
                continue;
            }
            "rust_decimal" | "rust-decimal" => {
                with.rust_decimal = true;
                continue;
            }
            other => {
                return Err(format!(
                    "unknown crate `{other}`; expected some of `jiff`, `chrono`, `time`, `uuid`, `rust_decimal`"
                ));
            }
        };
        if with.dates.is_some_and(|other| other != dates) {
            return Err("only one of `jiff`, `chrono` and `time`".to_owned());
        }
        with.dates = Some(dates);
    }
    Ok(with)
}
