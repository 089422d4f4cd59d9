//! The module as text: header, imports, traits, query structs and types.
//!
//! All decisions have been made before. Traits and types arrive as tokens, are parsed once and are
//! printed by `prettyplease`. Things that its printer cannot print (comments, blank lines, an
//! attribute in front of an argument) are added to the printed lines.
//!
//! Imports and dependencies are read from the printed module instead of being collected on the way.
//! So no unused import is possible, and code that adds a type does not have to register it.
//!
//! The same document and options must give the same bytes. Nothing here may depend on a clock, a
//! path or the order of a hash map.

mod features;
mod header;
mod imports;
mod print;
mod signatures;
mod traits;

use quote::quote;

use crate::document::Document;
use crate::error::Error;
use crate::examples;
use crate::names::Scope;
use crate::notes::{Note, Notes};
use crate::operations::{self, Plan, Wishes};
use crate::schema::Schemas;
use crate::text;
use crate::with::With;

/// Options of the printing. The default is what the command line does without options.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct Options {
    /// Name of the trait; the title of the document if `None`.
    pub trait_name: Option<String>,
    /// One trait per first tag.
    pub split_by_tag: bool,
    /// Operations to print: `GET /pets/{id} getPet` matches anywhere. All if `None`.
    pub only: Option<regex::Regex>,
    /// Types for formats of strings.
    pub with: With,
    /// Ends the module with tests: each JSON example of a 2xx response decodes into its type and encodes to an equal
    /// value.
    pub example_tests: bool,
}

/// A printed module.
#[derive(Clone, Debug)]
pub struct Module {
    /// The text of the file.
    pub source: String,
    /// Notes for all that could not be mapped, in the order of their numbers.
    pub notes: Vec<Note>,
    /// Operations with a method, and all operations.
    pub operations: (usize, usize),
    /// Structs, enums and aliases.
    pub types: usize,
}

pub(crate) fn generate(document: &Document, options: &Options) -> Result<Module, Error> {
    let notes = Notes::default();
    if let Some(version) = document.later_version() {
        let text = format!("OpenAPI {version} is read as 3.1; what is new in it is left out");
        notes.add(&document.root(), text);
    }
    let mut names = Scope::default();
    let wishes = Wishes {
        trait_name: options.trait_name.as_deref(),
        split_by_tag: options.split_by_tag,
        only: options.only.as_ref(),
    };
    let mut plan = Plan::new(document, wishes, &notes, &mut names);
    let mut schemas = Schemas::new(document, &notes, options.with, names);
    let found = operations::read(&mut plan, &mut schemas);
    let traits = plan
        .traits
        .iter()
        .map(|it| traits::tokens(it, &schemas.types));
    let traits: Vec<_> = traits.collect();
    let printed = schemas.types.finish();
    let (types, support) = (&printed.items, &printed.support);
    let blank = text::blank();
    let examples = options
        .example_tests
        .then(|| examples::tests(&schemas.types, &found.decoded, &notes));
    let examples = examples.flatten();
    let examples = examples.iter();
    let file = print::parse(
        quote! { #(#blank #traits)* #(#blank #types)* #(#blank #support)* #(#blank #examples)* },
    )?;
    // From the syntax and not from the text: a word in a description is no import.
    let imports = imports::of(&file);
    let body = print::source(&file);
    let header = header::lines(document, &plan, &body, &notes);
    let source = format!(
        "{}\n{}\n{body}",
        print::comment(&header),
        imports::source(&imports)
    );
    Ok(Module {
        source,
        operations: (found.mapped, plan.total),
        types: schemas.types.len(),
        notes: notes.list(),
    })
}
