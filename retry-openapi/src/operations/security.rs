//! Credentials: the calls that tell the builder of them, and operations that need none.

use crate::document::{Document, Node};
use crate::notes::Notes;
use crate::text::{clause, code};

/// The security schemes of a document.
#[derive(Debug, Default)]
pub(crate) struct Schemes<'d> {
    list: Vec<(&'d str, Node<'d>)>,
    /// Tells whether operations without a `security` of their own need one.
    pub(super) is_global: bool,
}

impl<'d> Schemes<'d> {
    pub(crate) fn read(document: &'d Document, notes: &Notes) -> Self {
        let root = document.root();
        let components = root.field("components");
        let declared = components.map(|it| it.map("securitySchemes"));
        let mut list = Vec::new();
        for (name, node) in declared.unwrap_or_default() {
            match node.resolve() {
                Ok(node) => list.push((name, node)),
                Err(why) => {
                    notes.add(&node, format!("{why}; the security scheme is left out"));
                }
            }
        }
        let needs = root.list("security").into_iter();
        let needs: Vec<_> = needs.flat_map(|need| need.entries()).collect();
        for (name, node) in &needs {
            if !list.iter().any(|(known, _)| known == name) {
                notes.add(
                    node,
                    format!("the security scheme `{name}` is not declared"),
                );
            }
        }
        Self {
            list,
            is_global: !needs.is_empty(),
        }
    }

    /// Tells whether a header, in lower case, carries a credential.
    pub(super) fn is_header(&self, name: &str) -> bool {
        self.list.iter().any(|(_, node)| {
            let of = node.text("name").unwrap_or_default();
            node.text("in") == Some("header") && of.eq_ignore_ascii_case(name)
        })
    }

    /// The calls that tell the builder of credentials, one item for each scheme, escaped.
    pub(crate) fn words(&self, notes: &Notes) -> Vec<String> {
        self.list
            .iter()
            .map(|(name, node)| words(name, node, notes))
            .collect()
    }
}

fn words(name: &str, node: &Node<'_>, notes: &Notes) -> String {
    let key = node.text("name").unwrap_or_default();
    let scheme = node.text("scheme").unwrap_or_default().to_ascii_lowercase();
    let call = match (node.text("type").unwrap_or_default(), node.text("in")) {
        ("http", _) if scheme == "bearer" => code(".bearer(token)"),
        ("http", _) if scheme == "basic" => code(".basic_auth(user, password)"),
        ("apiKey", Some("header")) => code(&format!(".header({key:?}, key)")),
        ("apiKey", Some("query")) => code(&format!(".query({key:?}, key)")),
        // The builder has no setter for cookies, which are pairs in one header.
        ("apiKey", Some("cookie")) => code(&format!(".header(\"cookie\", \"{key}=…\")")),
        ("mutualTLS", _) => code(".identity(pem)"),
        ("oauth2", _) => format!("{}{}", code(".credentials(source)"), flows(node)),
        ("openIdConnect", _) => {
            let url = node.text("openIdConnectUrl").unwrap_or_default();
            format!(
                "{}; OpenID Connect, {}",
                code(".credentials(source)"),
                code(url)
            )
        }
        (of, _) => {
            let of = if scheme.is_empty() { of } else { &scheme };
            let text =
                format!("the scheme `{of}` is not supported; the builder has no call for it");
            notes.add(node, text);
            "not supported".to_owned()
        }
    };
    let name = code(name);
    match clause(node.text("description").unwrap_or_default()) {
        words if words.is_empty() => format!("{name}: {call}"),
        words => format!("{name}: {call}. {words}."),
    }
}

/// Flows of OAuth 2, their URLs and their scopes.
fn flows(node: &Node<'_>) -> String {
    let mut words = String::new();
    for (name, flow) in node.map("flows") {
        words.extend([format!("; OAuth 2, {}", code(name))]);
        for key in ["authorizationUrl", "tokenUrl", "refreshUrl"] {
            if let Some(url) = flow.text(key).filter(|url| !url.is_empty()) {
                words.extend([format!(", {}", code(url))]);
            }
        }
        let scopes = flow.map("scopes").into_iter();
        let scopes: Vec<_> = scopes.map(|(scope, _)| code(scope)).collect();
        if !scopes.is_empty() {
            words.extend([format!(", scopes {}", scopes.join(" "))]);
        }
    }
    words
}
