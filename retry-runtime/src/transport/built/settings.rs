//! Settings of connections that the builder of a client has.

use std::fmt;
use std::time::Duration;

use http::HeaderValue;

use crate::transport::built::proxy::Proxies;
#[cfg(any(feature = "rustls", feature = "native-tls"))]
use crate::transport::built::tls::{Identity, Roots};

/// Settings of connections that the builder of a client has.
pub(crate) struct Settings {
    pub(crate) connect_timeout: Duration,
    pub(crate) http2_interval: Duration,
    pub(crate) http2_timeout: Duration,
    pub(crate) user_agent: Option<HeaderValue>,
    pub(crate) proxies: Option<Proxies>,
    #[cfg(any(feature = "rustls", feature = "native-tls"))]
    pub(crate) roots: Roots,
    #[cfg(any(feature = "rustls", feature = "native-tls"))]
    pub(crate) identity: Option<Identity>,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            // A third of the default `attempt_timeout` of 30 s, so that an address that says
            // nothing leaves time for another attempt.
            connect_timeout: Duration::from_secs(10),
            // A connection whose peer hangs takes every later call with it until TCP gives up; only
            // pings find out.
            http2_interval: Duration::from_secs(10),
            http2_timeout: Duration::from_secs(5),
            user_agent: None,
            proxies: None,
            #[cfg(any(feature = "rustls", feature = "native-tls"))]
            roots: Roots::default(),
            #[cfg(any(feature = "rustls", feature = "native-tls"))]
            identity: None,
        }
    }
}

/// A setting that cannot be used: the rule, and what is wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct InvalidSetting {
    pub(crate) rule: &'static str,
    pub(crate) why: &'static str,
}

impl Settings {
    pub(crate) fn connect_timeout(&mut self, limit: Duration) {
        self.connect_timeout = limit;
    }

    pub(crate) fn http2_keep_alive(&mut self, interval: Duration, timeout: Duration) {
        (self.http2_interval, self.http2_timeout) = (interval, timeout);
    }

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
        #[cfg(any(feature = "rustls", feature = "native-tls"))]
        return self
            .roots
            .add(pem)
            .map_err(|why| InvalidSetting { rule, why });
        #[cfg(not(any(feature = "rustls", feature = "native-tls")))]
        return without_tls(rule, pem);
    }

    pub(crate) fn identity(&mut self, pem: &[u8]) -> Result<(), InvalidSetting> {
        let rule = "`identity` takes one PEM with the client's certificate, its chain and its key";
        #[cfg(any(feature = "rustls", feature = "native-tls"))]
        {
            let identity = Identity::from_pem(pem).map_err(|why| InvalidSetting { rule, why })?;
            self.identity = Some(identity);
            Ok(())
        }
        #[cfg(not(any(feature = "rustls", feature = "native-tls")))]
        return without_tls(rule, pem);
    }
}

#[cfg(not(any(feature = "rustls", feature = "native-tls")))]
fn without_tls(rule: &'static str, _: &[u8]) -> Result<(), InvalidSetting> {
    let why = "no TLS is compiled in; enable the feature `rustls` or `native-tls`";
    Err(InvalidSetting { rule, why })
}

/// Without the proxy's password, certificates and keys.
impl fmt::Debug for Settings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Settings")
            .field("connect_timeout", &self.connect_timeout)
            .finish_non_exhaustive()
    }
}
