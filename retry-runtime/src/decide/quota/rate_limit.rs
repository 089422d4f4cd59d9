//! `RateLimit`, a list of structured fields
//! ([RFC 9651](https://www.rfc-editor.org/rfc/rfc9651)): `"burst";r=0;t=2, "day";r=90;t=3600`.

use std::time::Duration;

use http::{HeaderMap, HeaderName};
use percent_encoding::percent_decode_str;

use super::Limit;

const RATE_LIMIT: HeaderName = HeaderName::from_static("ratelimit");

/// The limits of all fields. A field that is not a valid list is ignored completely, as the RFC demands.
pub(super) fn limits(headers: &HeaderMap) -> Vec<Limit> {
    let fields = headers.get_all(RATE_LIMIT).iter();
    let lists = fields.filter_map(|field| list_of(field.to_str().ok()?));
    lists.flatten().collect()
}

/// The text that has not been read yet.
#[derive(Clone, Copy)]
struct Rest<'a>(&'a str);

/// An item or the value of a parameter, as far as it matters here.
#[derive(Clone, Copy)]
enum Bare {
    Integer(u64),
    Name,
    Other,
}

/// The limits of one list.
pub(super) fn list_of(text: &str) -> Option<Vec<Limit>> {
    let mut rest = Rest(text);
    let mut limits = Vec::new();
    rest.skip(&[' ']);
    while !rest.0.is_empty() {
        limits.push(rest.item()?);
        rest.skip(&[' ', '\t']);
        if rest.0.is_empty() {
            break;
        }
        rest.expect(',')?;
        rest.skip(&[' ', '\t']);
        // Section 4.2.1: a comma at the end makes the list invalid.
        if rest.0.is_empty() {
            return None;
        }
    }
    Some(limits)
}

impl<'a> Rest<'a> {
    fn skip(&mut self, what: &[char]) {
        self.0 = self.0.trim_start_matches(what);
    }

    fn expect(&mut self, what: char) -> Option<()> {
        self.0 = self.0.strip_prefix(what)?;
        Some(())
    }

    /// Takes the longest prefix whose characters all satisfy the condition.
    fn take(&mut self, is_part: impl Fn(char) -> bool) -> &'a str {
        let end = self.0.find(|c| !is_part(c)).unwrap_or(self.0.len());
        let (taken, rest) = self.0.split_at(end);
        self.0 = rest;
        taken
    }

    /// Reads a member of the list. A member that does not name a limit counts as empty.
    fn item(&mut self) -> Option<Limit> {
        let name = self.bare()?;
        let mut limit = Limit::default();
        while self.expect(';').is_some() {
            self.skip(&[' ']);
            let key = self.key()?;
            // A key alone means true (section 4.2.3.2).
            let value = match self.expect('=') {
                Some(()) => self.bare()?,
                None => Bare::Other,
            };
            let number = match value {
                Bare::Integer(number) => Some(number),
                Bare::Name | Bare::Other => None,
            };
            // Of two parameters with the same name the last one counts.
            match key {
                "r" => limit.is_exhausted = number.map(|remaining| remaining == 0),
                "t" => {
                    let reset = number.map(Duration::from_secs);
                    limit.reset = reset.filter(|reset| !reset.is_zero());
                }
                _ => {}
            }
        }
        Some(match name {
            Bare::Name => limit,
            Bare::Integer(_) | Bare::Other => Limit::default(),
        })
    }

    fn key(&mut self) -> Option<&'a str> {
        let is_first = |c: char| c.is_ascii_lowercase() || c == '*';
        self.0.starts_with(is_first).then_some(())?;
        Some(self.take(|c| is_first(c) || c.is_ascii_digit() || matches!(c, '_' | '-' | '.')))
    }

    fn bare(&mut self) -> Option<Bare> {
        match self.0.chars().next()? {
            '"' => self.string(),
            '%' => self.display_string(),
            '@' => self.date(),
            ':' => self.bytes(),
            '?' => {
                self.expect('?')?;
                let bit = self.0.strip_prefix(['0', '1'])?;
                self.0 = bit;
                Some(Bare::Other)
            }
            '-' | '0'..='9' => self.number(),
            c if c.is_ascii_alphabetic() || c == '*' => {
                self.take(|c| c.is_ascii_alphanumeric() || "!#$%&'*+-.^_`|~:/".contains(c));
                Some(Bare::Name)
            }
            _ => None,
        }
    }

    fn string(&mut self) -> Option<Bare> {
        self.expect('"')?;
        let mut chars = self.0.char_indices();
        while let Some((place, c)) = chars.next() {
            match c {
                '\\' => _ = chars.next().filter(|(_, c)| matches!(c, '"' | '\\'))?,
                '\t' => return None,
                '"' => {
                    self.0 = &self.0[place + 1..];
                    return Some(Bare::Name);
                }
                _ => {}
            }
        }
        None
    }

    /// Reads `%"f%c3%bc"`: a text whose non-ASCII characters are UTF-8 bytes in lower-case hex.
    fn display_string(&mut self) -> Option<Bare> {
        self.expect('%')?;
        self.expect('"')?;
        let (encoded, rest) = self.0.split_once('"')?;
        let mut parts = encoded.split('%');
        let is_plain = |part: &str| part.chars().all(|c| matches!(c, ' '..='~'));
        let mut is_valid = parts.next().is_some_and(is_plain);
        let is_hex = |c: &u8| matches!(c, b'0'..=b'9' | b'a'..=b'f');
        for part in parts {
            let digits = part.as_bytes().get(..2)?;
            is_valid &= digits.iter().all(is_hex) && is_plain(part);
        }
        let is_text = percent_decode_str(encoded).decode_utf8().is_ok();
        self.0 = rest;
        (is_valid && is_text).then_some(Bare::Other)
    }

    /// Reads `@1659578233`: an integer of seconds since 1970.
    fn date(&mut self) -> Option<Bare> {
        self.expect('@')?;
        let is_decimal = |rest: &Self| rest.0.contains('.');
        let before = self.0;
        self.number()?;
        let written = Self(&before[..before.len() - self.0.len()]);
        (!is_decimal(&written)).then_some(Bare::Other)
    }

    fn bytes(&mut self) -> Option<Bare> {
        self.expect(':')?;
        let base64 = self.take(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '/' | '='));
        self.expect(':')?;
        // Its length and its bits are not checked, because the bytes are not needed.
        let is_padded = base64.trim_end_matches('=').contains('=');
        (!is_padded).then_some(Bare::Other)
    }

    /// Reads an integer of at most 15 digits, or a decimal, whose value is not needed.
    fn number(&mut self) -> Option<Bare> {
        let is_negative = self.expect('-').is_some();
        let digits = self.take(|c| c.is_ascii_digit());
        if self.expect('.').is_some() {
            let fraction = self.take(|c| c.is_ascii_digit());
            let is_decimal = (1..=12).contains(&digits.len()) && (1..=3).contains(&fraction.len());
            return is_decimal.then_some(Bare::Other);
        }
        // RFC 9651, 3.3.1: more digits than these are not an integer, and make the whole field
        // invalid.
        let number = digits.parse().ok().filter(|_| digits.len() <= 15)?;
        Some(if is_negative && number != 0 {
            Bare::Other
        } else {
            Bare::Integer(number)
        })
    }
}
