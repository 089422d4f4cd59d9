//! Entry points of the fuzz targets. No input may make a parser panic.

use proc_macro2::TokenStream;

use crate::duration;
use crate::fallback::expand_client;
use crate::syntax::template;

/// The path of a verb.
pub fn template(data: &[u8]) {
    let Ok(text) = str::from_utf8(data) else {
        return;
    };
    let placeholders = template::parse(text);
    let guessed = template::placeholders_of(text);
    if let Ok(placeholders) = placeholders {
        assert!(text.starts_with('/'), "{text:?}");
        assert_eq!(guessed, Ok(placeholders.clone()), "{text:?}");
        for placeholder in placeholders {
            assert!(text.contains(&placeholder.to_string()), "{text:?}");
        }
    }
}

/// A duration, and its printed form.
pub fn duration(data: &[u8]) {
    let Ok(text) = str::from_utf8(data) else {
        return;
    };
    match duration::parse(text) {
        Ok(parsed) => {
            let printed = duration::print(parsed);
            let words = printed.split(' ').map(duration::parse);
            let again: Result<Vec<_>, _> = words.collect();
            let sum = again.map(|parts| parts.iter().sum());
            assert_eq!(sum, Ok(parsed), "{text:?} as {printed:?}");
        }
        Err(why) => assert!(!why.message().is_empty()),
    }
}

/// The attributes of a client: those of the trait, of its method and of an argument, a line each.
pub fn attributes(data: &[u8]) {
    let Ok(text) = str::from_utf8(data) else {
        return;
    };
    let mut lines = text.lines();
    let mut line = || lines.next().unwrap_or_default();
    let (args, on_trait, on_method, on_argument) = (line(), line(), line(), line());
    let item = format!(
        "{on_trait}\ntrait Api {{ {on_method}\nasync fn x(&self, {on_argument}\nid: u8) -> Result<()>; }}"
    );
    // The lexer refuses unbalanced brackets before any macro sees them.
    let (Ok(args), Ok(item)) = (args.parse::<TokenStream>(), item.parse::<TokenStream>()) else {
        return;
    };
    let is_trait = syn::parse2::<syn::ItemTrait>(item.clone()).is_ok();
    let expanded = expand_client(args, &item);
    assert!(!expanded.is_empty());
    assert!(
        !is_trait || syn::parse2::<syn::File>(expanded).is_ok(),
        "{text:?}"
    );
}
