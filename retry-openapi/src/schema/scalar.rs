//! Types of strings and numbers.

use serde_json::Value;

use crate::names::{Scope, variant};
use crate::types::{Foreign, Listed, Type};
use crate::with::{Dates, With};

/// Variants of an enum of strings. A value that stands twice is one.
pub(super) fn listed(values: &[&Value]) -> Vec<Listed> {
    let texts = values.iter().map(|value| match value {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    });
    let texts: Vec<String> = texts.collect();
    named(texts.into_iter().map(|text| (text, Vec::new())))
}

/// Variants of these texts, with their docs.
pub(super) fn named(texts: impl IntoIterator<Item = (String, Vec<String>)>) -> Vec<Listed> {
    let mut listed: Vec<Listed> = Vec::new();
    for (wire, docs) in texts {
        // A value that is listed twice would be two variants with one text, and serde could read the first alone.
        if listed.iter().all(|known| known.wire != wire) {
            let name = String::new();
            listed.push(Listed { name, wire, docs });
        }
    }
    // Those with a sign before them last, so that of `-name` and `name` the second is `Name`.
    let mut scope = Scope::with(&["Other"]);
    let has_sign = |it: &Listed| it.wire.starts_with(|c: char| !c.is_alphanumeric());
    for is_last in [false, true] {
        for it in listed.iter_mut().filter(|it| has_sign(it) == is_last) {
            it.name = variant(&it.wire, &mut scope);
        }
    }
    listed
}

pub(super) fn integer(format: Option<&str>) -> &'static str {
    match format.unwrap_or_default() {
        "int32" => "i32",
        "int16" => "i16",
        "int8" => "i8",
        "uint8" | "u-int8" => "u8",
        "uint16" | "u-int16" => "u16",
        "uint32" | "u-int32" => "u32",
        // Names that no registry has, and that generators of .NET and Rust servers write.
        "uint64" | "u-int64" | "uint" => "u64",
        // Without a format, and for `int64`. A service that counts in smaller numbers does not say so by leaving the
        // format out.
        _ => "i64",
    }
}

/// Type of a string that is not listed. A `time` has an offset in RFC 3339, which no type of these crates reads.
pub(super) fn text(format: Option<&str>, with: With) -> Type {
    // Only what was asked for on the command line: a service that declares `date-time` and sends something else would
    // make every response a decode error.
    let found = match (format.unwrap_or_default(), with.dates) {
        ("binary", _) => return Type::Binary,
        ("uuid", _) if with.uuid => foreign("uuid::Uuid", true),
        ("decimal", _) if with.rust_decimal => foreign("rust_decimal::Decimal", true),
        ("date-time", Some(Dates::Jiff)) => foreign("jiff::Timestamp", true),
        ("date", Some(Dates::Jiff)) => foreign("jiff::civil::Date", true),
        ("duration", Some(Dates::Jiff)) => foreign("jiff::SignedDuration", true),
        ("date-time", Some(Dates::Chrono)) => foreign("chrono::DateTime<chrono::Utc>", true),
        ("date", Some(Dates::Chrono)) => foreign("chrono::NaiveDate", true),
        ("date-time", Some(Dates::Time)) => Foreign {
            serde_with: Some("time::serde::rfc3339"),
            ..foreign("time::OffsetDateTime", false)
        },
        ("date", Some(Dates::Time)) => Foreign {
            serde_with: Some("iso_date"),
            ..foreign("time::Date", false)
        },
        _ => return Type::String,
    };
    Type::Foreign(found)
}

fn foreign(path: &'static str, has_default: bool) -> Foreign {
    Foreign {
        path,
        serde_with: None,
        has_default,
    }
}

/// A type inside a list, map or union, where no attribute of serde reaches.
pub(super) fn inside(of: Type) -> Type {
    match of {
        Type::Foreign(Foreign {
            serde_with: Some(_),
            ..
        })
        | Type::Binary => Type::String,
        Type::Nullable(inner) => inside(*inner).nullable(),
        other => other,
    }
}
