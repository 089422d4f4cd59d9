//! The traits of a module, and the operations that belong to each.

use std::collections::HashMap;

use super::find::{self, Operation};
use super::method::Method;
use super::retries::Said;
use super::security::Schemes;
use super::servers::Server;
use crate::document::{Document, Node};
use crate::names::{Scope, upper_camel};
use crate::notes::Notes;
use crate::text;

/// Methods that may say the same before it is said once.
const MOST_REMARKS: usize = 3;

/// The operations of a document, shared out among traits.
#[derive(Debug)]
pub(crate) struct Plan<'d> {
    /// Each with the index of its trait.
    pub(super) operations: Vec<(Operation<'d>, usize)>,
    pub(crate) traits: Vec<Trait>,
    pub(crate) schemes: Schemes<'d>,
    /// Remarks that many operations have in common, which the header says once.
    pub(crate) remarks: Vec<String>,
    /// Operations of the document that were asked for.
    pub(crate) total: usize,
}

/// A trait, and what is known of it before its methods are.
#[derive(Debug)]
pub(crate) struct Trait {
    pub(crate) name: String,
    /// Lines of its doc comment, escaped.
    pub(crate) docs: Vec<String>,
    pub(crate) server: Server,
    pub(crate) said: Said,
    pub(crate) methods: Vec<Method>,
    pub(super) names: Scope,
    pub(super) requests: Requests,
    tag: Option<String>,
}

/// Names of methods, by the requests that they send.
type Requests = HashMap<String, String>;

/// The options that matter here.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Wishes<'o> {
    pub(crate) trait_name: Option<&'o str>,
    pub(crate) split_by_tag: bool,
    pub(crate) only: Option<&'o regex::Regex>,
}

impl<'d> Plan<'d> {
    /// Makes the traits of a document. Their names are claimed in `names`.
    pub(crate) fn new(
        document: &'d Document,
        wishes: Wishes<'_>,
        notes: &Notes,
        names: &mut Scope,
    ) -> Self {
        let schemes = Schemes::read(document, notes);
        let found = find::find(document, wishes.only, notes);
        let mut plan = Self {
            operations: Vec::new(),
            traits: Vec::new(),
            schemes,
            remarks: Vec::new(),
            total: found.total,
        };
        let main = main_server(document, &found.operations);
        let main_name = match wishes.trait_name {
            Some(name) => name.to_owned(),
            None => title_name(document),
        };
        let mut maker = Maker {
            document,
            main,
            main_name,
            names,
        };
        for operation in found.operations {
            let own = Server::of_operation(&operation);
            let server = own.unwrap_or_else(|| maker.main.clone());
            let tag = operation
                .node
                .field("tags")
                .and_then(|tags| tags.items().first()?.value().as_str());
            let tag = tag.filter(|_| wishes.split_by_tag).map(str::to_owned);
            // A trait has one base URL, so operations of one tag on two servers are two traits.
            let is_it = |it: &Trait| it.tag == tag && it.server.is_same(&server);
            let at = plan.traits.iter().position(is_it).unwrap_or_else(|| {
                let made = maker.make(tag.clone(), &server);
                plan.traits.push(made);
                plan.traits.len() - 1
            });
            plan.traits[at].said.add(&operation);
            plan.operations.push((operation, at));
        }
        // A document without operations still gives a module that compiles.
        if plan.traits.is_empty() {
            let server = maker.main.clone();
            plan.traits.push(maker.make(None, &server));
        }
        plan
    }
}

impl Plan<'_> {
    /// Says once what is true of many methods.
    pub(super) fn gather_remarks(&mut self) {
        let methods = self.traits.iter().flat_map(|it| &it.methods);
        let mut counts: Vec<(String, usize)> = Vec::new();
        for remark in methods.flat_map(|it| &it.remarks) {
            match counts.iter_mut().find(|(known, _)| known == remark) {
                Some((_, count)) => *count += 1,
                None => counts.push((remark.clone(), 1)),
            }
        }
        counts.retain(|(_, count)| *count > MOST_REMARKS);
        for (remark, count) in counts {
            let methods = self.traits.iter_mut().flat_map(|it| &mut it.methods);
            methods.for_each(|it| it.unsay(&remark));
            self.remarks.push(format!(
                "{} ({count} methods).",
                remark.trim_end_matches('.')
            ));
        }
    }
}

/// Makes traits.
struct Maker<'n, 'd> {
    document: &'d Document,
    main: Server,
    main_name: String,
    names: &'n mut Scope,
}

impl Maker<'_, '_> {
    fn make(&mut self, tag: Option<String>, server: &Server) -> Trait {
        let mut wanted = match &tag {
            Some(tag) => upper_camel(tag),
            None => self.main_name.clone(),
        };
        if !server.is_same(&self.main) {
            wanted.push_str(&self.suffix(server));
        }
        let name = self.names.claim_trait(&wanted);
        Trait {
            docs: self.docs(tag.as_deref()),
            name,
            server: server.clone(),
            said: Said::default(),
            methods: Vec::new(),
            names: Scope::default(),
            requests: Requests::default(),
            tag,
        }
    }

    /// The word that tells a server from the main one: the first of its host, or the last of its path.
    fn suffix(&self, server: &Server) -> String {
        let parts = |server: &Server| -> (String, String) {
            let url = server
                .url
                .as_deref()
                .or(server.said.as_deref())
                .unwrap_or_default();
            let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
            let (host, path) = rest.split_once('/').unwrap_or((rest, ""));
            (host.to_owned(), path.trim_end_matches('/').to_owned())
        };
        let ((main_host, _), (host, path)) = (parts(&self.main), parts(server));
        let last = path.rsplit('/').next().unwrap_or_default();
        let word = match host.split(['.', ':']).next().unwrap_or_default() {
            word if host != main_host && !word.is_empty() => word,
            _ if !last.is_empty() => last,
            _ => "other",
        };
        upper_camel(word)
    }

    fn docs(&self, tag: Option<&str>) -> Vec<String> {
        let root = self.document.root();
        let Some(tag) = tag else {
            return text::lines(&full_stop(title(self.document)));
        };
        let tags = root.field("tags");
        let declared = tags.iter().flat_map(Node::items);
        let declared = declared
            .filter_map(|it| it.resolve().ok())
            .find(|it| it.text("name") == Some(tag));
        match declared.as_ref().and_then(|it| it.text("description")) {
            Some(words) => text::lines(words),
            None => text::lines(&full_stop(tag)),
        }
    }
}

fn title(document: &Document) -> &str {
    let info = document.root().field("info");
    info.and_then(|info| info.text("title")).unwrap_or_default()
}

/// Words with a full stop behind them, where there is no other sign.
fn full_stop(words: &str) -> String {
    let words = words.trim();
    if words.ends_with(char::is_alphanumeric) {
        format!("{words}.")
    } else {
        words.to_owned()
    }
}

/// The server of the document; of one that has none the server that all its operations share.
fn main_server(document: &Document, operations: &[Operation<'_>]) -> Server {
    let main = Server::of_document(document);
    if main != Server::default() {
        return main;
    }
    let mut own = operations.iter().map(Server::of_operation);
    let Some(Some(first)) = own.next() else {
        return main;
    };
    let is_shared = own.all(|other| other.is_some_and(|other| other.is_same(&first)));
    if is_shared { first } else { main }
}

/// Title in `UpperCamelCase`, without the words that every title has.
fn title_name(document: &Document) -> String {
    let is_version = |word: &str| {
        let digits = word.strip_prefix(['v', 'V']).unwrap_or(word);
        digits.starts_with(|c: char| c.is_ascii_digit())
            && digits
                .chars()
                .all(|c| c.is_ascii_digit() || matches!(c, '.' | 'x'))
    };
    let is_common = |word: &str| {
        let word = word.to_ascii_lowercase();
        matches!(
            word.as_str(),
            "api" | "apis" | "rest" | "restful" | "openapi" | "specification" | "version"
        )
    };
    let letters = |c: char| !(c.is_alphanumeric() || c == '.' || c == '_');
    let words = title(document)
        .split(letters)
        .map(|word| word.trim_matches('.'));
    let words = words.filter(|word| !word.is_empty() && !is_version(word) && !is_common(word));
    let words: Vec<&str> = words.collect();
    if words.is_empty() {
        return "Api".to_owned();
    }
    upper_camel(&words.join(" "))
}
