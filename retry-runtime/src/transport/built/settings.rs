//! Settings of the connections that a client makes.

use std::fmt;
use std::time::Duration;

use http::HeaderValue;

use crate::transport::built::proxy::Proxies;
use crate::transport::built::tls::{Identity, Roots};

/// Settings of the connections that a client makes.
pub(crate) struct Settings {
    pub(crate) connect_timeout: Duration,
    pub(crate) http2_interval: Duration,
    pub(crate) http2_timeout: Duration,
    pub(crate) user_agent: Option<HeaderValue>,
    pub(crate) proxies: Option<Proxies>,
    pub(crate) roots: Roots,
    pub(crate) identity: Option<Identity>,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            // A third of the default `attempt_timeout` of 30 s, so that an address that does not
            // respond leaves time for another attempt.
            connect_timeout: Duration::from_secs(10),
            // A connection whose peer hangs would stall every later call until TCP gives up, and
            // only pings detect it.
            http2_interval: Duration::from_secs(10),
            http2_timeout: Duration::from_secs(5),
            user_agent: None,
            proxies: None,
            roots: Roots::default(),
            identity: None,
        }
    }
}

/// A setting that cannot be used: the rule, and how the value breaks it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct InvalidSetting {
    pub(crate) rule: &'static str,
    pub(crate) why: &'static str,
}

impl Settings {
    pub(crate) fn user_agent(&mut self, text: &str) -> Result<(), InvalidSetting> {
        let value = HeaderValue::from_str(text).map_err(|_| InvalidSetting {
            rule: "`user_agent` takes the value of a header",
            why: "it has a character that no header may have",
        })?;
        self.user_agent = Some(value);
        Ok(())
    }

    pub(crate) fn proxy(&mut self, url: &str) -> Result<(), InvalidSetting> {
        let proxies = Proxies::given(url).ok_or(InvalidSetting {
            rule: "`proxy` takes the URL of a proxy, such as `http://proxy.example.com:3128`",
            why: "it is none that can be used; for SOCKS hand in a `reqwest::Client` by `.http(…)`",
        })?;
        self.proxies = Some(proxies);
        Ok(())
    }

    pub(crate) fn root_certificate(&mut self, pem: &[u8]) -> Result<(), InvalidSetting> {
        let rule = "`root_certificate` takes the PEM of a certificate";
        let added = self.roots.add(pem);
        added.map_err(|why| InvalidSetting { rule, why })
    }

    pub(crate) fn identity(&mut self, pem: &[u8]) -> Result<(), InvalidSetting> {
        let rule = "`identity` takes one PEM with the client's certificate, its chain and its key";
        let identity = Identity::from_pem(pem).map_err(|why| InvalidSetting { rule, why })?;
        self.identity = Some(identity);
        Ok(())
    }
}

/// Shows neither the proxy's password nor certificates and keys.
impl fmt::Debug for Settings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Settings")
            .field("connect_timeout", &self.connect_timeout)
            .finish_non_exhaustive()
    }
}
