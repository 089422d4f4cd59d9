//! Names of keys. All keys of a quota have one hash tag, so they are in one slot of a cluster.

use std::fmt::Write;

/// Names of the keys of one quota.
pub(crate) struct Keys(String);

impl Keys {
    pub(crate) fn new(quota: &str) -> Self {
        let mut tag = String::from("{retry-client:");
        escape(quota, &mut tag);
        tag.push('}');
        Self(tag)
    }

    /// `{retry-client:tenant-7}:at:GitHub.:0:100/1000000000ns+20`
    pub(crate) fn account(&self, limit: &str) -> String {
        self.named("at", limit)
    }

    /// `{retry-client:tenant-7}:who:GitHub.:0:100/1000000000ns+20`
    pub(crate) fn members(&self, limit: &str) -> String {
        self.named("who", limit)
    }

    /// `{retry-client:tenant-7}:pause:GitHub.@https://api.github.com`
    pub(crate) fn pause(&self, pause: &str) -> String {
        self.named("pause", pause)
    }

    fn named(&self, kind: &str, name: &str) -> String {
        format!("{}:{kind}:{name}", self.0)
    }
}

/// The first `}` would end the tag, and control characters are a nuisance in a terminal.
fn escape(text: &str, into: &mut String) {
    for c in text.chars() {
        if c.is_control() || matches!(c, '{' | '}' | '%') {
            let mut bytes = [0; 4];
            for byte in c.encode_utf8(&mut bytes).bytes() {
                // Writing to a `String` cannot fail.
                let _ = write!(into, "%{byte:02X}");
            }
        } else {
            into.push(c);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_of_a_quota_have_one_hash_tag() {
        let keys = Keys::new("tenant-7");
        assert_eq!(keys.account("l"), "{retry-client:tenant-7}:at:l");
        assert_eq!(keys.members("l"), "{retry-client:tenant-7}:who:l");
        assert_eq!(keys.pause("p"), "{retry-client:tenant-7}:pause:p");
    }

    #[test]
    fn a_label_cannot_end_the_tag() {
        let table = [
            ("", "{retry-client:}"),
            ("a}b{c", "{retry-client:a%7Db%7Bc}"),
            ("%7D", "{retry-client:%257D}"),
            ("ä\n", "{retry-client:ä%0A}"),
        ];
        for (label, tag) in table {
            assert_eq!(Keys::new(label).0, tag);
        }
    }
}
