//! References that are relative to a base URL.

use reqwest::Url;

use crate::error::Failure;
use crate::request::base_url::{BaseUrl, check_target};

/// A relative reference such as `?page=2` or `/items`, as links and bodies of APIs hold them.
#[derive(Clone, Debug)]
pub(crate) struct Reference(String);

impl Reference {
    /// Checks a text that is not an absolute URL.
    pub(crate) fn new(text: &str) -> Result<Self, Box<Failure>> {
        // URL parsers skip leading spaces, drop tabs and line breaks, and take `\\` for `/`. With two of
        // those in front, the reference would name another host.
        let mut visible = text.chars().filter(|c| !matches!(c, '\t' | '\n' | '\r'));
        let first = visible.by_ref().find(|c| *c > ' ');
        if first.is_none() {
            return Err(Failure::build(
                "a relative URL cannot be empty; write `.` for the base URL",
            ));
        }
        let is_slash = |c: Option<char>| matches!(c, Some('/' | '\\'));
        if is_slash(first) && is_slash(visible.next()) {
            return Err(Failure::build(
                "a relative URL cannot begin with two slashes; pass an absolute URL, or one slash",
            ));
        }
        Ok(Self(text.to_owned()))
    }

    /// Changes the query of the reference.
    pub(crate) fn change(&mut self, change: impl FnOnce(&mut String)) {
        change(&mut self.0);
    }

    pub(crate) fn resolve(&self, base: &BaseUrl) -> Result<Url, Box<Failure>> {
        let url = base.resolve(&self.0)?;
        check_target(&url)?;
        // The checks of the text give better messages. This one holds for whatever a parser makes of
        // the text.
        if base.same_origin(&url) {
            Ok(url)
        } else {
            Err(Failure::build(
                "a relative URL cannot leave the origin of its base URL",
            ))
        }
    }
}
