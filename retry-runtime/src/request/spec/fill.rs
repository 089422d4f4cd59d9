//! Arguments that are maps and structs: fields of the query, maps of headers.

use http::{HeaderMap, HeaderName};
use serde::Serialize;

use crate::error::BoxError;
use crate::request::fields::{Nesting, nested, pairs};
use crate::request::framing::is_left_out;
use crate::request::header::is_secret;
use crate::request::path::push_value_encoded;
use crate::request::spec::CallSpec;

impl CallSpec {
    /// Adds the fields of a struct or the entries of a map to the query.
    pub(crate) fn push_query<T: Serialize + ?Sized>(
        &mut self,
        fields: &T,
        nesting: Nesting,
    ) -> Result<(), BoxError> {
        match nesting {
            Nesting::Flat => {
                for (name, text) in pairs(fields, "write `#[query(flatten, nested)]`")? {
                    self.push_name(&name);
                    self.query.push('=');
                    push_value_encoded(&mut self.query, &text)?;
                }
            }
            Nesting::Brackets => {
                let pairs = nested(fields)?;
                if !pairs.is_empty() {
                    self.separate_query();
                    // In a query a space may be `%20` everywhere, but `+` only where forms are
                    // understood. A literal `+` is `%2B` by now.
                    self.query.push_str(&pairs.replace('+', "%20"));
                }
            }
        }
        Ok(())
    }

    /// Begins a further pair of the query.
    pub(crate) fn push_name(&mut self, name: &str) {
        self.separate_query();
        // Writing to a `String` cannot fail, and a `str` writes itself.
        let _ = push_value_encoded(&mut self.query, &name);
    }

    /// Adds a map of headers, without those that only the client may set.
    pub(crate) fn push_map(&mut self, map: &HeaderMap) {
        let is_passed_on = |(name, _): &(&HeaderName, _)| !is_left_out(name, map);
        for (name, value) in map.iter().filter(is_passed_on) {
            let mut value = value.clone();
            if is_secret(name) {
                value.set_sensitive(true);
            }
            self.headers.push((name.clone(), value));
        }
    }

    /// Makes the query ready for a further pair.
    fn separate_query(&mut self) {
        if !self.query.is_empty() {
            self.query.push('&');
        }
    }
}
