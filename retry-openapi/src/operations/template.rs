//! Paths, as the macro takes them.

/// A path with its placeholders.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Template {
    /// The text that stands in `#[get("…")]`.
    pub(super) text: String,
    pub(super) placeholders: Vec<Placeholder>,
    /// Differences from the path in the document, for notes.
    pub(super) odd: Vec<String>,
}

/// A placeholder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Placeholder {
    /// Name of the parameter.
    pub(super) name: String,
    /// Name in the template; another one only if the macro takes no such name.
    pub(super) shown: String,
}

impl Template {
    /// Reads the key of a path item. The error says why there can be no such path.
    pub(super) fn read(key: &str) -> Result<Self, String> {
        let (key, _) = key.split_once('#').unwrap_or((key, ""));
        let (path, query) = key.split_once('?').unwrap_or((key, ""));
        let mut template = Self::default();
        if !path.starts_with('/') {
            template
                .odd
                .push("the path does not begin with `/`; one was put before it".to_owned());
            template.text.push('/');
        }
        template.read_path(path)?;
        if template.text.contains("//") {
            return Err("the path has an empty segment".to_owned());
        }
        let is_dots = |segment: &str| {
            let decoded = segment.to_ascii_lowercase().replace("%2e", ".");
            matches!(decoded.as_str(), "." | "..")
        };
        // Every URL parser takes such segments out, so the request would go to another path.
        if template.text.split('/').any(is_dots) {
            return Err("the path has a segment of dots".to_owned());
        }
        template.read_query(query);
        Ok(template)
    }

    fn read_path(&mut self, path: &str) -> Result<(), String> {
        let mut rest = path;
        while let Some((before, after)) = rest.split_once('{') {
            let Some((name, after)) = after.split_once('}') else {
                return Err("the path has a `{` without its `}`".to_owned());
            };
            if before.contains('}') || name.contains('{') {
                return Err("the path has a `}` without its `{`".to_owned());
            }
            self.text.push_str(&encoded(before));
            self.push_placeholder(name);
            rest = after;
        }
        if rest.contains('}') {
            return Err("the path has a `}` without its `{`".to_owned());
        }
        self.text.push_str(&encoded(rest));
        Ok(())
    }

    fn push_placeholder(&mut self, written: &str) {
        // As in RFC 6570: `{+path}`, `{list*}`.
        let name = written.trim_start_matches(['+', '#', '.', '/', ';', '?', '&']);
        let name = name.strip_suffix('*').unwrap_or(name);
        if name != written {
            self.odd.push(format!(
                "`{{{written}}}` is a template of RFC 6570; its value is sent as text, with its slashes escaped"
            ));
        }
        let mut shown: String = name
            .chars()
            .map(|c| match c {
                c if c.is_ascii_alphanumeric() || c == '-' => c,
                _ => '_',
            })
            .collect();
        let starts_well = shown.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_');
        if !starts_well || matches!(&*shown, "_" | "self" | "Self" | "super" | "crate") {
            shown = format!("p_{shown}").replace("p_-", "p_");
        }
        // Two placeholders of one name are two arguments in Rust, whatever the document meant by it.
        let is_taken = |shown: &str| self.placeholders.iter().any(|it| it.shown == shown);
        if is_taken(&shown) {
            let mut number = 2;
            while is_taken(&format!("{shown}{number}")) {
                number += 1;
            }
            shown = format!("{shown}{number}");
            self.odd.push(format!(
                "`{{{name}}}` is in the path twice; each has an argument of its own"
            ));
        }
        self.text.extend([format!("{{{shown}}}")]);
        self.placeholders.push(Placeholder {
            name: name.to_owned(),
            shown,
        });
    }

    /// Keeps the pairs that are fixed. The others are parameters.
    fn read_query(&mut self, query: &str) {
        let pairs = query.split(['&', '?']).filter(|pair| !pair.is_empty());
        let (open, fixed): (Vec<_>, Vec<_>) = pairs.partition(|pair| pair.contains(['{', '}']));
        for (at, pair) in fixed.iter().enumerate() {
            self.text.push(if at == 0 { '?' } else { '&' });
            self.text.push_str(&encoded(pair));
        }
        if !open.is_empty() {
            let text =
                "placeholders in the query of the path are left out; its parameters are arguments";
            self.odd.push(text.to_owned());
        }
    }
}

/// Text with the characters escaped that no path may have.
fn encoded(text: &str) -> String {
    let mut encoded = String::new();
    for (at, c) in text.char_indices() {
        // An escape is kept as it is, since encoding its `%` again would ask for another path.
        let is_escape = c == '%'
            && text
                .get(at + 1..at + 3)
                .is_some_and(|digits| digits.bytes().all(|digit| digit.is_ascii_hexdigit()));
        if is_escape || (c.is_ascii_graphic() && !"\\#\"<>^`|%".contains(c)) {
            encoded.push(c);
        } else {
            let mut buffer = [0; 4];
            let bytes = c.encode_utf8(&mut buffer).bytes();
            encoded.extend(bytes.map(|byte| format!("%{byte:02X}")));
        }
    }
    encoded
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(key: &str) -> Result<(String, Vec<String>), String> {
        Template::read(key).map(|it| {
            let shown = it.placeholders.into_iter().map(|it| it.shown);
            (it.text, shown.collect())
        })
    }

    #[test]
    fn a_path_is_what_the_macro_takes() {
        let table = [
            ("/pets/{petId}", "/pets/{petId}", &["petId"][..]),
            ("/a/{b}.json", "/a/{b}.json", &["b"]),
            ("/a#stream", "/a", &[]),
            ("/a?x=1&y={z}", "/a?x=1", &[]),
            ("/a b/%zz", "/a%20b/%25zz", &[]),
            ("pets", "/pets", &[]),
            (
                "/{self}/{a.b}/{1}",
                "/{p_self}/{a_b}/{p_1}",
                &["p_self", "a_b", "p_1"],
            ),
            ("/{id}/{id}", "/{id}/{id2}", &["id", "id2"]),
            ("/{+path}/{list*}", "/{path}/{list}", &["path", "list"]),
        ];
        for (key, text, shown) in table {
            let (found, placeholders) = read(key).expect(key);
            assert_eq!(
                (found.as_str(), &placeholders[..]),
                (
                    text,
                    &shown.iter().map(|it| (*it).to_owned()).collect::<Vec<_>>()[..]
                )
            );
        }
    }

    #[test]
    fn what_no_request_can_have_is_refused() {
        for key in ["/a//b", "/a/../b", "/{a", "/a}", "/{a{b}}", "//"] {
            assert!(read(key).is_err(), "{key}");
        }
    }
}
