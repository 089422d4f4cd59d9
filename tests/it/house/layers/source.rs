//! Modules as a source file mentions them: its children, the names it brings in, the paths it uses.

use std::collections::{BTreeMap, BTreeSet};

use super::tokens::tokens;

/// A path by its segments, from the root of the crate on.
pub(super) type Path = Vec<String>;

/// One file, without what only its tests need.
#[derive(Debug, Default)]
pub(super) struct Source {
    /// `mod child;`
    pub(super) children: BTreeSet<String>,
    /// The names that `use` brings in from elsewhere, each with the path it comes from.
    pub(super) names: BTreeMap<String, Path>,
    /// Every `crate::…` and `super::…`, wherever it stands.
    pub(super) imports: BTreeSet<Path>,
}

impl Source {
    /// Reads a file that is the module `module`.
    pub(super) fn read(source: &str, module: &[String]) -> Self {
        let tokens = tokens(source);
        let mut reader = Reader {
            tokens: &tokens,
            at: 0,
            module: module.to_vec(),
            file: module.len(),
            depth: 0,
            inline: Vec::new(),
            read: Self::default(),
        };
        while reader.at < tokens.len() {
            reader.step();
        }
        reader.read
    }
}

struct Reader<'a> {
    tokens: &'a [String],
    at: usize,
    /// The module that the next token belongs to; longer than `file` within `mod inline { … }`.
    module: Path,
    file: usize,
    depth: usize,
    /// The depths at which inline modules end.
    inline: Vec<usize>,
    read: Source,
}

impl Reader<'_> {
    fn step(&mut self) {
        match self.peek(0) {
            "#" if self.is_test_only() => self.skip_item(),
            "use" => self.import(),
            "mod" => self.child(),
            "crate" | "super" if self.follows(1, "::") => self.path(),
            "{" => {
                self.depth += 1;
                self.at += 1;
            }
            "}" => {
                self.depth = self.depth.saturating_sub(1);
                if self.inline.last() == Some(&self.depth) {
                    self.inline.pop();
                    self.module.pop();
                }
                self.at += 1;
            }
            _ => self.at += 1,
        }
    }

    fn peek(&self, ahead: usize) -> &str {
        self.tokens.get(self.at + ahead).map_or("", String::as_str)
    }

    /// Tells whether the single signs of `signs` come next.
    fn follows(&self, ahead: usize, signs: &str) -> bool {
        let mut signs = signs.chars().enumerate();
        signs.all(|(index, sign)| self.peek(ahead + index).starts_with(sign))
    }

    /// `#[cfg(test)]` or `#[cfg(all(test, …))]`
    fn is_test_only(&self) -> bool {
        let attribute: String = (0..8).map(|ahead| self.peek(ahead)).collect();
        attribute.starts_with("#[cfg(test)]") || attribute.starts_with("#[cfg(all(test")
    }

    /// Leaves out an item with its attributes, up to its `;` or the end of its block.
    fn skip_item(&mut self) {
        while self.peek(0) == "#" {
            self.at += 1;
            self.skip_block();
        }
        let mut is_use = false;
        while self.at < self.tokens.len() {
            match self.peek(0) {
                ";" => {
                    self.at += 1;
                    return;
                }
                "use" => is_use = true,
                "{" if !is_use => return self.skip_block(),
                "{" | "(" | "[" => {
                    self.skip_block();
                    continue;
                }
                _ => {}
            }
            self.at += 1;
        }
    }

    /// Leaves out a pair of brackets with all that is in them.
    fn skip_block(&mut self) {
        let mut depth = 0_usize;
        while self.at < self.tokens.len() {
            match self.peek(0) {
                "{" | "(" | "[" => depth += 1,
                "}" | ")" | "]" => depth -= 1,
                _ => {}
            }
            self.at += 1;
            if depth == 0 {
                return;
            }
        }
    }

    fn child(&mut self) {
        let name = self.peek(1).to_owned();
        match self.peek(2) {
            ";" => {
                self.read.children.insert(name);
            }
            "{" => {
                self.module.push(name);
                self.inline.push(self.depth);
                self.depth += 1;
            }
            _ => {}
        }
        self.at += 3;
    }

    /// `use tree;`
    fn import(&mut self) {
        self.at += 1;
        self.tree(&[]);
    }

    fn tree(&mut self, before: &[String]) {
        let mut path = before.to_vec();
        loop {
            match self.peek(0) {
                "{" => {
                    self.at += 1;
                    while self.at < self.tokens.len() && self.peek(0) != "}" {
                        self.tree(&path);
                        if self.peek(0) == "," {
                            self.at += 1;
                        }
                    }
                    self.at += 1;
                    return;
                }
                "*" => {
                    self.at += 1;
                    return self.found(&path, None);
                }
                "as" => {
                    let name = self.peek(1).to_owned();
                    self.at += 2;
                    return self.found(&path, Some(name));
                }
                ":" => self.at += 1,
                "" | ";" | "," | "}" => {
                    let name = path.last().cloned();
                    return self.found(&path, name);
                }
                segment => {
                    path.push(segment.to_owned());
                    self.at += 1;
                }
            }
        }
    }

    /// Notes a path that is brought in, under a name if it has one.
    fn found(&mut self, path: &[String], name: Option<String>) {
        let mut path = path.to_vec();
        let mut name = name;
        if path.last().is_some_and(|last| last == "self") && path.len() > 1 {
            path.pop();
            name = name.filter(|name| name != "self").or(path.last().cloned());
        }
        let Some(first) = path.first().cloned() else {
            return;
        };
        let absolute = self.absolute(&path);
        if first == "crate" || first == "super" {
            self.read.imports.insert(absolute.clone());
        }
        // A name of an inline module is not one of its file.
        if let Some(name) = name
            && self.module.len() == self.file
        {
            self.read.names.insert(name, absolute);
        }
    }

    /// `crate::a::b` in the midst of code; `pub(in crate::a)` is no use of anything.
    fn path(&mut self) {
        let is_visibility =
            self.at > 1 && self.tokens[self.at - 1] == "in" && self.tokens[self.at - 2] == "(";
        let mut path = vec![self.peek(0).to_owned()];
        self.at += 1;
        while self.follows(0, "::")
            && self
                .peek(2)
                .starts_with(|first: char| first == '_' || first.is_alphabetic())
        {
            path.push(self.peek(2).to_owned());
            self.at += 3;
        }
        if !is_visibility {
            let path = self.absolute(&path);
            self.read.imports.insert(path);
        }
    }

    /// The path from the root on. What begins with neither `crate` nor `super` is looked up in the module itself.
    fn absolute(&self, path: &[String]) -> Path {
        let mut place = self.module.clone();
        let mut rest = path;
        while let Some((first, after)) = rest.split_first() {
            match first.as_str() {
                "crate" => place.clear(),
                "super" => drop(place.pop()),
                "self" => {}
                _ => break,
            }
            rest = after;
        }
        place.extend_from_slice(rest);
        place
    }
}

#[cfg(test)]
mod tests {
    use super::Source;

    fn imports(source: &str) -> Vec<String> {
        let module = ["engine".to_owned(), "attempt".to_owned()];
        let read = Source::read(source, &module);
        read.imports.iter().map(|path| path.join("::")).collect()
    }

    #[test]
    fn every_way_to_name_a_module_is_read() {
        for (source, expected) in [
            ("use crate::error::Error;", &["error::Error"][..]),
            (
                "pub(crate) use crate::{error::{self, Kind as K}, policy::*};",
                &["error", "error::Kind", "policy"],
            ),
            ("use super::finish;", &["engine::finish"]),
            ("use super::super::clock;", &["clock"]),
            (
                "fn f() -> crate::error::Kind { super::go::<u8>() }",
                &["engine::go", "error::Kind"],
            ),
            (
                "mod inner { use super::x; } use super::y;",
                &["engine::attempt::x", "engine::y"],
            ),
            ("use std::fmt; use other::Thing; use self::child::X;", &[]),
            ("pub(in crate::engine) fn f() {}", &[]),
        ] {
            assert_eq!(imports(source), expected, "{source}");
        }
    }

    #[test]
    fn what_only_tests_use_is_left_out() {
        for source in [
            "#[cfg(test)] mod tests { use crate::client::Client; mod a { fn f() {} } }",
            "#[cfg(test)] use crate::client::{Client, Call};",
            "#[cfg(all(test, feature = \"x\"))] #[allow(unused)] fn f(x: [u8; 3]) { crate::client::f() }",
        ] {
            assert_eq!(imports(source), [""; 0], "{source}");
            assert_eq!(
                imports(&format!("{source} use crate::body::Body;")),
                ["body::Body"]
            );
        }
        assert_eq!(imports("#[cfg(any(test, unix))] use crate::a;"), ["a"]);
    }

    #[test]
    fn children_and_names_are_known() {
        let source = "mod a; #[cfg(test)] mod b; pub use a::X; use crate::c::Y as Z; mod d {}";
        let read = Source::read(source, &["m".to_owned()]);
        assert_eq!(read.children.iter().collect::<Vec<_>>(), ["a"]);
        assert_eq!(read.names["X"].join("::"), "m::a::X");
        assert_eq!(read.names["Z"].join("::"), "c::Y");
    }
}
