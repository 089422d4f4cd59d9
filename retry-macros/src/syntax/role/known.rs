//! The words that each role takes.

use syn::Ident;

use crate::syntax::helper;
use crate::syntax::known::Known;

pub(super) fn known_query() -> Known {
    Known {
        attribute: "query",
        keys: &["csv", "flag", "flatten", "nested"],
    }
}

/// The words a role takes, for the errors about others.
pub(super) fn known(at: &Ident) -> Known {
    match at.to_string().as_str() {
        "query" => known_query(),
        "header" => Known {
            attribute: "header",
            keys: &["secret", "csv"],
        },
        "part" => Known {
            attribute: "part",
            keys: &["json", "file"],
        },
        "path" => Known {
            attribute: "path",
            keys: &["\"name\""],
        },
        "cookie" => Known {
            attribute: "cookie",
            keys: &["\"name\""],
        },
        "body" => Known {
            attribute: "body",
            keys: &["\"media/type\"", "compress"],
        },
        "json" => Known {
            attribute: "json",
            keys: &["compress"],
        },
        "form" => Known {
            attribute: "form",
            keys: &["nested", "compress"],
        },
        "idempotency_key" => Known {
            attribute: "idempotency_key",
            keys: &["\"X-Name\""],
        },
        name => {
            let attribute = helper::ROLES.into_iter().find(|role| *role == name);
            Known {
                attribute: attribute.unwrap_or("role"),
                keys: &[],
            }
        }
    }
}
