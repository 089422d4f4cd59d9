//! The words in the parentheses of a role, and the role that they make.

use syn::{Attribute, Ident, LitStr};

use crate::diag::{Diagnostics, Reported};
use crate::model::role::{HeaderMode, Nesting, PartMode, QueryMode};
use crate::syntax::arg::{Item, OptionalArg, items, set, set_flag};
use crate::syntax::helper;
use crate::syntax::role::kind::RoleKind;
use crate::syntax::role::known::known;

/// The items in the parentheses: a string, a word, or both, `nested` or `secret` beside it, and the
/// compression of a body.
pub(super) struct Words {
    text: Option<LitStr>,
    word: Option<Ident>,
    nested: Option<Ident>,
    secret: Option<Ident>,
    compress: OptionalArg,
}

impl Words {
    pub(super) fn parse(
        attribute: &Attribute,
        at: &Ident,
        diag: &mut Diagnostics,
    ) -> Result<Self, Reported> {
        let tokens = helper::arguments(attribute, diag)?;
        let mut words = Self {
            text: None,
            word: None,
            nested: None,
            secret: None,
            compress: None,
        };
        let may_nest = matches!(at.to_string().as_str(), "query" | "form");
        let may_compress = matches!(at.to_string().as_str(), "json" | "form" | "body");
        let mut broken = None;
        for item in items(tokens, diag) {
            match item {
                Item::Text(text) if words.text.is_none() => words.text = Some(text),
                // Before the other words: `#[query(flatten, nested)]` has both.
                Item::Word(word) if may_nest && word == "nested" => {
                    set_flag(&mut words.nested, word, diag);
                }
                Item::Word(word) if at == "header" && word == "secret" => {
                    set_flag(&mut words.secret, word, diag);
                }
                Item::Word(word) if words.word.is_none() => words.word = Some(word),
                Item::Pair(arg) if may_compress && arg.key == "compress" => {
                    set(&mut words.compress, arg, diag);
                }
                other => broken = Some(known(at).refuse(&other, diag)),
            }
        }
        broken.map_or(Ok(words), Err)
    }

    pub(super) fn kind(self, at: &Ident, diag: &mut Diagnostics) -> Result<RoleKind, Reported> {
        let Self {
            text,
            word,
            nested,
            secret,
            compress,
        } = self;
        match at.to_string().as_str() {
            "query" => query(at, text, word, nested.as_ref(), diag),
            "header" => header(at, text, word, secret.is_some(), diag),
            "part" => part(at, text, word, diag),
            name => {
                refuse_word(at, word, diag)?;
                match name {
                    "path" => named(at, text, diag).map(RoleKind::Path),
                    "cookie" => named(at, text, diag).map(RoleKind::Cookie),
                    "body" => Ok(RoleKind::Body(text, compress)),
                    "idempotency_key" => Ok(RoleKind::IdempotencyKey(text)),
                    name => {
                        refuse_text(at, text, diag)?;
                        nameless(name, at, compress, nested.as_ref(), diag)
                    }
                }
            }
        }
    }
}

/// The roles that take no name.
fn nameless(
    name: &str,
    at: &Ident,
    compress: OptionalArg,
    nested: Option<&Ident>,
    diag: &mut Diagnostics,
) -> Result<RoleKind, Reported> {
    match name {
        "headers" => Ok(RoleKind::Headers),
        "json" => Ok(RoleKind::Json(compress)),
        "form" => Ok(RoleKind::Form(compress, nesting(nested))),
        "url" => Ok(RoleKind::Url),
        "cost" => Ok(RoleKind::Cost),
        _ => Err(diag.error(
            at,
            format!("`{name}` is not a role; see the docs of `#[get]`"),
        )),
    }
}

/// Reads the word `nested`.
fn nesting(nested: Option<&Ident>) -> Nesting {
    match nested {
        Some(_) => Nesting::Brackets,
        None => Nesting::Flat,
    }
}

/// `#[query]`, which may be a list, a flag, or as many as its value has fields.
fn query(
    at: &Ident,
    name: Option<LitStr>,
    word: Option<Ident>,
    nested: Option<&Ident>,
    diag: &mut Diagnostics,
) -> Result<RoleKind, Reported> {
    if let Some(nested) = nested
        && word.as_ref().is_none_or(|word| word != "flatten")
    {
        let message =
            "`nested` is about the fields of a struct or map; write `#[query(flatten, nested)]`";
        return Err(diag.error(nested, message));
    }
    let mode = match word {
        None => QueryMode::Plain,
        Some(word) if word == "csv" => QueryMode::Csv,
        Some(word) if word == "flag" => QueryMode::Flag,
        Some(word) if word == "flatten" => {
            // The names are those of the fields.
            refuse_text(&word, name, diag)?;
            return Ok(RoleKind::QueryFlatten(nesting(nested)));
        }
        Some(word) => return Err(known(at).refuse(&Item::Word(word), diag)),
    };
    Ok(RoleKind::Query(name, mode))
}

/// `#[header("name")]`, which may be a list, secret, or both.
fn header(
    at: &Ident,
    name: Option<LitStr>,
    word: Option<Ident>,
    is_secret: bool,
    diag: &mut Diagnostics,
) -> Result<RoleKind, Reported> {
    let mode = match word {
        None if is_secret => HeaderMode::Secret,
        None => HeaderMode::Plain,
        Some(word) if word == "csv" && is_secret => HeaderMode::SecretCsv,
        Some(word) if word == "csv" => HeaderMode::Csv,
        Some(word) => return Err(known(at).refuse(&Item::Word(word), diag)),
    };
    Ok(RoleKind::Header(named(at, name, diag)?, mode))
}

/// `#[part]`, with a name, the source of its content, or both.
fn part(
    at: &Ident,
    name: Option<LitStr>,
    word: Option<Ident>,
    diag: &mut Diagnostics,
) -> Result<RoleKind, Reported> {
    let mode = match word {
        None => PartMode::Plain,
        Some(word) if word == "json" => PartMode::Json,
        Some(word) if word == "file" => PartMode::File,
        Some(word) => return Err(known(at).refuse(&Item::Word(word), diag)),
    };
    Ok(RoleKind::Part(name, mode))
}

/// Asks for the name of a role that needs one.
fn named(at: &Ident, text: Option<LitStr>, diag: &mut Diagnostics) -> Result<LitStr, Reported> {
    text.ok_or_else(|| {
        diag.error(
            at,
            format!("`#[{at}]` needs a name; write `#[{at}(\"name\")]`"),
        )
    })
}

/// Refuses the name of a role that takes none.
fn refuse_text(at: &Ident, text: Option<LitStr>, diag: &mut Diagnostics) -> Result<(), Reported> {
    text.map_or(Ok(()), |text| {
        Err(diag.error(text, format!("`{at}` does not take a name; remove it")))
    })
}

/// Refuses the mode of a role that takes none.
fn refuse_word(at: &Ident, word: Option<Ident>, diag: &mut Diagnostics) -> Result<(), Reported> {
    word.map_or(
        Ok(()),
        |word| Err(known(at).refuse(&Item::Word(word), diag)),
    )
}
