//! From the document's names to Rust's.

mod signs;

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};

use deunicode::deunicode_with_tofu_cow;
use heck::{ToSnakeCase, ToUpperCamelCase};
use proc_macro2::{Ident, Span};

use self::signs::{sign, spelled};

/// Names that are given out in one scope. What is taken gets `2`, `3`, ….
#[derive(Clone, Debug, Default)]
pub(crate) struct Scope {
    taken: HashSet<String>,
    /// Listed values that have a name, in lower case.
    listed: HashSet<String>,
}

impl Scope {
    /// A scope in which `names` are taken.
    pub(crate) fn with(names: &[&str]) -> Self {
        Self {
            taken: names.iter().map(|&name| name.to_owned()).collect(),
            ..Self::default()
        }
    }

    /// Takes `wanted`, or else `second`, or that with a number.
    fn claim_either(&mut self, wanted: &str, second: &str) -> String {
        let name = if self.taken.contains(wanted) {
            second
        } else {
            wanted
        };
        self.claim(name)
    }

    /// Takes `wanted`, or that with `Type` behind it if no type of a module may have this name.
    pub(crate) fn claim_type(&mut self, wanted: &str) -> String {
        if TAKEN_TYPES.split_whitespace().any(|taken| taken == wanted) {
            return self.claim(&format!("{wanted}Type"));
        }
        self.claim(wanted)
    }

    /// Takes the name of a trait, and that of the client which the macro makes of it.
    pub(crate) fn claim_trait(&mut self, wanted: &str) -> String {
        let mut name = self.claim_type(wanted);
        // Both names are taken or neither: `Pet2` with a `Pet2Client` that is there already would not compile. A name
        // that was claimed in vain stays claimed, which costs a number and nothing else.
        while !self.taken.insert(format!("{name}Client")) {
            name = self.claim(wanted);
        }
        name
    }

    /// Takes `wanted`, or with the first number from 2 that is free.
    pub(crate) fn claim(&mut self, wanted: &str) -> String {
        let mut name = wanted.to_owned();
        let mut number = 2;
        // Counted up from 2 for each name anew. The document is read in its own order, so the same document gives the
        // same names, and a schema that is added at its end renames nothing.
        while !self.taken.insert(name.clone()) {
            name = format!("{wanted}{number}");
            number += 1;
        }
        name
    }
}

/// Names that no type of a module may have: those of the prelude, and those that a module imports or that the generated
/// code beside it has. A type of such a name would hide the other from all that is in the module.
const TAKEN_TYPES: &str = "
    AsMut AsRef AsyncFn AsyncFnMut AsyncFnOnce BTreeMap Box ByteStream Bytes Clone Copy Debug
    Default Deserialize Deserializer DoubleEndedIterator Drop Eq Err ExactSizeIterator Extend Fn
    FnMut FnOnce From FromIterator Into IntoIterator Iterator Json JsonLines None Ok Option Ord
    Pages Part PartialEq PartialOrd Reply Response Result Self Send Serialize Serializer Sized
    Some Sse String Sync ToOwned Value Vec
";

/// Name of a method, field or argument: `snake_case`, never empty, never beginning with a digit. A keyword stays as it
/// is; [`ident`] writes it.
pub(crate) fn snake(text: &str) -> String {
    valid(&spelled(&latin(text)).to_snake_case(), "value", '_')
}

/// Name of a type: `UpperCamelCase`.
pub(crate) fn upper_camel(text: &str) -> String {
    valid(&spelled(&latin(text)).to_upper_camel_case(), "Value", 'N')
}

/// A name that may be an identifier: `empty` if nothing is left of it, and with a letter before a digit.
fn valid(name: &str, empty: &str, before_digit: char) -> String {
    // What `deunicode` makes of a letter may be any text.
    let is_valid = |c: &char| c.is_ascii_alphanumeric() || *c == '_';
    let name: String = name.chars().filter(is_valid).collect();
    match name.chars().next() {
        None => empty.to_owned(),
        Some(first) if first.is_ascii_digit() => format!("{before_digit}{name}"),
        Some(_) => name,
    }
}

/// Name of a type that the document names: of one with dots the shortest end that is not another's as well.
pub(crate) fn type_names(names: &[&str]) -> Vec<String> {
    let end = |name: &str, length: usize| {
        let parts: Vec<&str> = name.split('.').filter(|part| !part.is_empty()).collect();
        let start = parts.len().saturating_sub(length);
        // `v1.2` has the end `2`, which would become `N2`; the longer end is one that reads as a name.
        let begins_with_letter = |part: &&str| part.starts_with(|c: char| c.is_alphabetic());
        // Of `Page[System.String]` no end is a name.
        let is_plain = |c: char| c.is_alphanumeric() || matches!(c, '.' | '_' | '-');
        let has_ends = name.chars().all(is_plain);
        let start = if has_ends { start } else { 0 };
        let (end, is_all) = (&parts[start..], start == 0);
        (is_all || end.first().is_some_and(begins_with_letter)).then(|| upper_camel(&end.join("_")))
    };
    let longest = names
        .iter()
        .map(|name| name.split('.').count())
        .max()
        .unwrap_or(1);
    let mut found: Vec<Option<String>> = vec![None; names.len()];
    // First one part, then two, until the end is no other name's end: `Job` twice becomes `V1Job` and `V2Job`, and
    // `Pod` stays. A name that got its own at a shorter length keeps it.
    for length in 1..=longest {
        let ends: Vec<Option<String>> = names.iter().map(|name| end(name, length)).collect();
        let mut counts: HashMap<&str, usize> = HashMap::new();
        for end in ends.iter().flatten() {
            *counts.entry(end).or_default() += 1;
        }
        for (found, end) in found.iter_mut().zip(&ends) {
            if found.is_none() && end.as_deref().is_some_and(|end| counts[end] == 1) {
                found.clone_from(end);
            }
        }
    }
    let all = found.into_iter().zip(names);
    all.map(|(found, name)| found.unwrap_or_else(|| upper_camel(name)))
        .collect()
}

/// Name of a listed value. Those that would be the same differ by what makes them differ.
pub(crate) fn variant(text: &str, scope: &mut Scope) -> String {
    let name = match text.trim() {
        "" if text.is_empty() => "Empty".to_owned(),
        "" => "Blank".to_owned(),
        // The last variant has this name.
        text if upper_camel(text) == "Other" => "OtherValue".to_owned(),
        text => separated_digits(text),
    };
    let has = |is: fn(char) -> bool| text.chars().any(is);
    // `asc` and `ASC` would be the same name in upper camel case. The one that comes second says in words what differs;
    // a number would say nothing.
    let differs_by_case = !scope.listed.insert(text.to_lowercase());
    let second = match (has(char::is_uppercase), has(char::is_lowercase)) {
        (true, false) if differs_by_case => format!("{name}Uppercase"),
        (false, true) if differs_by_case => format!("{name}Lowercase"),
        _ => all_spelled(text),
    };
    scope.claim_either(&name, &second)
}

/// Name with all signs in words, such as `MinusCreated` for `-created`.
fn all_spelled(text: &str) -> String {
    let words = text.chars().map(|c| match sign(c) {
        Some(word) => format!(" {word} "),
        None => c.to_string(),
    });
    upper_camel(&words.collect::<String>())
}

/// `UpperCamelCase` in which `1.0` and `10` differ.
fn separated_digits(text: &str) -> String {
    let is_digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
    let mut name = String::new();
    let chars: Vec<char> = text.chars().collect();
    let mut start = 0;
    for (index, c) in chars.iter().enumerate() {
        // `1.0` and `10` would be the same without the sign between two digits, and versions are the listed values in
        // which that happens.
        let is_between = !c.is_alphanumeric()
            && index > 0
            && is_digit(chars.get(index - 1).copied())
            && is_digit(chars.get(index + 1).copied());
        if is_between {
            let part: String = chars[start..index].iter().collect();
            name.push_str(&part_name(&part, start == 0));
            name.push('_');
            start = index + 1;
        }
    }
    let part: String = chars[start..].iter().collect();
    name + &part_name(&part, start == 0)
}

fn part_name(part: &str, is_first: bool) -> String {
    let name = upper_camel(part);
    if is_first {
        name
    } else {
        // The `N` stands before digits at the beginning of a name; within one they need none.
        name.strip_prefix('N')
            .map(str::to_owned)
            .filter(|rest| rest.starts_with(|c: char| c.is_ascii_digit()))
            .unwrap_or(name)
    }
}

/// Text in Latin letters: `größe` is `grosse`, `名前` is `Ming Qian`.
fn latin(text: &str) -> Cow<'_, str> {
    deunicode_with_tofu_cow(text, "")
}

/// Identifier of a name: keywords are raw (`r#type`), and `self`, `super`, `crate`, `Self`, which cannot be, get `_`.
pub(crate) fn ident(name: &str) -> Ident {
    // These four cannot be raw identifiers, and `_` is no identifier at all.
    if matches!(name, "self" | "super" | "crate" | "Self" | "_") {
        return Ident::new(&format!("{name}_"), Span::call_site());
    }
    // A keyword since the edition of 2024, which `syn` takes for a name.
    match syn::parse_str::<Ident>(name) {
        Ok(ident) if ident != "gen" => ident,
        _ if !name.is_empty() && name.chars().all(|c| c.is_ascii_lowercase()) => {
            Ident::new_raw(name, Span::call_site())
        }
        // What the command line gave and cannot be a name.
        _ => Ident::new(&upper_camel(name), Span::call_site()),
    }
}

#[cfg(test)]
mod tests {
    use super::{Scope, ident, snake, type_names, upper_camel, variant};

    #[test]
    fn names_of_fields_are_snake_case() {
        let cases = [
            ("petId", "pet_id"),
            ("type", "type"),
            ("@type", "type"),
            ("$ref", "ref"),
            ("_id", "id"),
            ("+1", "plus_1"),
            ("-1", "minus_1"),
            ("2fa", "_2fa"),
            ("", "value"),
            ("名前", "ming_qian"),
            ("größe", "grosse"),
            ("\u{e000}", "value"),
            ("X-Rate-Limit", "x_rate_limit"),
        ];
        for (wire, name) in cases {
            assert_eq!(snake(wire), name, "{wire}");
        }
    }

    #[test]
    fn keywords_are_raw() {
        for keyword in ["type", "gen", "try", "async", "yield", "abstract", "true"] {
            assert_eq!(ident(keyword).to_string(), format!("r#{keyword}"));
        }
        assert_eq!(ident("union").to_string(), "union");
        assert_eq!(ident("no name").to_string(), "NoName");
        assert_eq!(ident("self").to_string(), "self_");
        assert_eq!(ident("Self").to_string(), "Self_");
    }

    #[test]
    fn listed_values_get_different_readable_names() {
        let cases = [
            ("asc", "Asc"),
            ("ASC", "AscUppercase"),
            ("a b", "AB"),
            ("a-b", "AMinusB"),
            ("created", "Created"),
            ("-created", "MinusCreated"),
            ("<", "Less"),
            ("<=", "LessEqual"),
            ("=", "Equal"),
            ("", "Empty"),
            (" ", "Blank"),
            ("1.0", "N1_0"),
            ("10", "N10"),
            ("other", "OtherValue"),
            ("+1", "Plus1"),
            ("-1", "Minus1"),
            ("v1.2.3", "V1_2_3"),
            ("in-progress", "InProgress"),
        ];
        let mut scope = Scope::with(&["Other"]);
        for (wire, name) in cases {
            assert_eq!(variant(wire, &mut scope), name, "{wire}");
        }
    }

    #[test]
    fn dotted_names_are_as_short_as_they_are_clear() {
        let names = [
            "io.k8s.batch.v1.Job",
            "io.k8s.core.v1.Pod",
            "io.k8s.batch.v2.Job",
            "Status",
            "io.k8s.Status",
            "a.v2.0",
        ];
        assert_eq!(
            type_names(&names),
            ["V1Job", "Pod", "V2Job", "Status", "K8sStatus", "V20"]
        );
        assert_eq!(
            type_names(&["Page[System.String]", "Lists.Item"]),
            ["PageSystemString", "Item"]
        );
        assert_eq!(upper_camel("list pets"), "ListPets");
        assert_eq!(upper_camel("ünï"), "Uni");
    }

    #[test]
    fn what_is_taken_gets_a_number() {
        let mut scope = Scope::default();
        let names = ["Pet", "Pet", "Pet2", "Pet"].map(|name| scope.claim(name));
        assert_eq!(names, ["Pet", "Pet2", "Pet22", "Pet3"]);
        assert_eq!(scope.claim_type("Option"), "OptionType");
    }
}
