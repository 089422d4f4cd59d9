//! A credential: a header or a query pair, and its lifetime.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use http::header::AUTHORIZATION;
use http::{HeaderMap, HeaderName, HeaderValue};
use percent_encoding::percent_decode_str;
use reqwest::Url;

use crate::error::BoxError;
use crate::request::{basic_credentials, encoded_pair, header_pair, secret};

/// A token, a password or an API key, as a header or a query pair.
///
/// It is never shown: its `Debug` prints the name of the header or pair alone. Two credentials are equal if they send
/// the same.
///
/// It is itself a source of [`Credentials`](crate::Credentials), for a credential that never changes.
///
/// ```
/// use std::time::Duration;
/// use retry_runtime::Credential;
///
/// let token = Credential::bearer("s3cret").expires_in(Duration::from_secs(3600));
/// assert!(!format!("{token:?}").contains("s3cret"));
/// ```
#[derive(Clone)]
pub struct Credential {
    form: CredentialForm,
    life: Option<Duration>,
}

#[derive(Clone, PartialEq, Eq)]
enum CredentialForm {
    Header(HeaderName, HeaderValue),
    /// A query pair: its name, and the whole pair encoded.
    Query {
        name: Arc<str>,
        pair: Arc<str>,
    },
    /// The reason why it cannot be sent.
    Invalid(Arc<str>),
}

impl Credential {
    /// Makes an `Authorization: Bearer …` header of a token.
    #[must_use]
    pub fn bearer(token: impl fmt::Display) -> Self {
        Self::authorization(format!("Bearer {token}"))
    }

    /// Makes an `Authorization: Basic …` header of a name and a password
    /// ([RFC 7617](https://www.rfc-editor.org/rfc/rfc7617)).
    #[must_use]
    pub fn basic(username: impl fmt::Display, password: impl fmt::Display) -> Self {
        Self::authorization(basic_credentials(username, password))
    }

    /// Makes a header, such as `x-api-key`. A header that cannot be sent is an error of the fetch that returns it.
    #[must_use]
    pub fn header<N, V>(name: N, value: V) -> Self
    where
        HeaderName: TryFrom<N>,
        HeaderValue: TryFrom<V>,
    {
        Self::of(match header_pair(name, value) {
            Ok((name, value)) => CredentialForm::Header(name, secret(value)),
            Err(invalid) => CredentialForm::Invalid(invalid.to_string().into()),
        })
    }

    /// Makes a query pair. It comes after all other pairs, and replaces any of its name.
    #[must_use]
    pub fn query(name: impl fmt::Display, value: impl fmt::Display) -> Self {
        let name = name.to_string();
        Self::of(match encoded_pair(&name, &value.to_string()) {
            Ok(pair) => CredentialForm::Query {
                name: name.into(),
                pair: pair.into(),
            },
            Err(_) => CredentialForm::Invalid("it cannot be encoded as a pair of the query".into()),
        })
    }

    /// Sets the lifetime, from the moment it is fetched. In the last tenth of that time, but for at most a minute, it
    /// is still used while another one is fetched. Default: until a server refuses it.
    #[must_use]
    pub fn expires_in(mut self, life: Duration) -> Self {
        self.life = Some(life);
        self
    }

    fn authorization(value: String) -> Self {
        Self::header(AUTHORIZATION, value)
    }

    fn of(form: CredentialForm) -> Self {
        Self { form, life: None }
    }

    pub(crate) fn life(&self) -> Option<Duration> {
        self.life
    }

    /// The credential, unless it cannot be sent.
    pub(crate) fn checked(self) -> Result<Self, BoxError> {
        match &self.form {
            CredentialForm::Invalid(why) => {
                Err(format!("the credential cannot be sent: {why}").into())
            }
            CredentialForm::Header(..) | CredentialForm::Query { .. } => Ok(self),
        }
    }

    /// The name of the header, if it is one.
    pub(crate) fn header_name(&self) -> Option<&HeaderName> {
        match &self.form {
            CredentialForm::Header(name, _) => Some(name),
            CredentialForm::Query { .. } | CredentialForm::Invalid(_) => None,
        }
    }

    /// Sets the header, in place of any other of its name.
    pub(crate) fn put_header(&self, headers: &mut HeaderMap) {
        if let CredentialForm::Header(name, value) = &self.form {
            headers.insert(name.clone(), value.clone());
        }
    }

    /// Appends the query pair, and removes others of its name.
    pub(crate) fn put_query(&self, url: &mut Url) {
        let CredentialForm::Query { name, pair } = &self.form else {
            return;
        };
        // On the encoded text: `query_pairs_mut` would encode all other pairs again, which the caller or a
        // server wrote.
        let others = url.query().unwrap_or_default().split('&');
        let others = others.filter(|other| !other.is_empty() && !is_named(other, name));
        let pairs: Vec<&str> = others.chain([&**pair]).collect();
        let query = pairs.join("&");
        url.set_query(Some(&query));
    }

    /// Tells whether a request has it: a hook may have removed it.
    pub(crate) fn is_in(&self, headers: &HeaderMap, url: &Url) -> bool {
        match &self.form {
            CredentialForm::Header(name, value) => headers.get(name) == Some(value),
            // Exactly as `put_query` wrote it: a pair that a hook encoded again is another one, and its
            // 401 is not about this credential.
            CredentialForm::Query { pair, .. } => {
                let mut pairs = url.query().unwrap_or_default().split('&');
                pairs.any(|there| *there == **pair)
            }
            CredentialForm::Invalid(_) => false,
        }
    }
}

/// Tells whether a query pair has this name, however it is encoded.
fn is_named(pair: &str, name: &str) -> bool {
    let (encoded, _) = pair.split_once('=').unwrap_or((pair, ""));
    // Compared decoded: the pair of a base URL or of the caller may spell the same name in another
    // way.
    let spaced = encoded.replace('+', " ");
    percent_decode_str(&spaced).decode_utf8_lossy() == name
}

// Not derived: a token that was fetched again with another lifetime is still the same token.
impl PartialEq for Credential {
    fn eq(&self, other: &Self) -> bool {
        self.form == other.form
    }
}

impl Eq for Credential {}

impl fmt::Debug for Credential {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut shown = f.debug_struct("Credential");
        match &self.form {
            CredentialForm::Header(name, _) => shown.field("header", name),
            CredentialForm::Query { name, .. } => shown.field("query", name),
            CredentialForm::Invalid(why) => shown.field("invalid", why),
        };
        shown.field("expires_in", &self.life).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with(credential: &Credential, url: &str) -> String {
        let mut url = Url::parse(url).unwrap();
        credential.put_query(&mut url);
        url.into()
    }

    #[test]
    fn a_pair_comes_last_and_replaces_those_of_its_name() {
        let key = Credential::query("key", "a b");
        let table = [
            ("http://h/", "http://h/?key=a%20b"),
            ("http://h/?", "http://h/?key=a%20b"),
            ("http://h/?a=1", "http://h/?a=1&key=a%20b"),
            ("http://h/?key=old&a=1&key", "http://h/?a=1&key=a%20b"),
            ("http://h/?k%65y=old&keys=1", "http://h/?keys=1&key=a%20b"),
        ];
        for (before, after) in table {
            assert_eq!(with(&key, before), after);
        }
        assert_eq!(with(&Credential::bearer("t"), "http://h/?a"), "http://h/?a");
    }

    #[test]
    fn secrets_are_not_shown() {
        let shown = [
            Credential::bearer("s3cret"),
            Credential::basic("s3cret", "s3cret"),
            Credential::header("x-api-key", "s3cret"),
            Credential::header("x-api-key", "s3cret\n"),
            Credential::header("content-length", "s3cret"),
            Credential::query("key", "s3cret"),
        ]
        .map(|credential| format!("{credential:?} {:?}", credential.clone().checked()));
        for shown in shown {
            assert!(!shown.contains("s3cret"), "{shown}");
            assert!(!shown.contains("czNjcmV0"), "{shown}");
        }
    }

    #[test]
    fn a_credential_that_cannot_be_sent_is_an_error() {
        assert!(Credential::bearer("a\nb").checked().is_err());
        assert!(Credential::header("host", "elsewhere").checked().is_err());
        assert!(Credential::header("no name", "a").checked().is_err());
        assert!(Credential::header("x-api-key", "a").checked().is_ok());
    }

    #[test]
    fn credentials_are_equal_if_the_same_is_sent() {
        let hour = Duration::from_hours(1);
        assert_eq!(
            Credential::bearer("a").expires_in(hour),
            Credential::bearer("a")
        );
        assert_ne!(Credential::bearer("a"), Credential::bearer("b"));
        assert_ne!(Credential::query("a", "b"), Credential::header("a", "b"));
    }
}
