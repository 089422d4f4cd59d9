//! The choice of a proxy, and the tunnel through it.

use std::env;

use http::{HeaderValue, StatusCode, Uri};
use hyper_util::client::proxy::matcher::{Intercept, Matcher};
use tokio::io::{AsyncReadExt, AsyncWriteExt};

use crate::error::{ConnectError, ConnectStage};
use crate::transport::built::stream::Stream;

/// The longest response head to a `CONNECT` that is read.
const HEAD_LIMIT: usize = 16 * 1024;

/// The proxies that are configured.
pub(crate) enum Proxies {
    /// The proxy of `.proxy(url)`, for every origin including loopback. It takes precedence over the environment.
    Given(Box<Matcher>),
    /// The proxies of the environment, otherwise of the system.
    System(Box<System>),
}

pub(crate) struct System {
    matcher: Matcher,
    /// True if a variable names a proxy, valid or not.
    http: bool,
    https: bool,
    /// Intercepts every origin that `NO_PROXY` does not except.
    unless_excepted: Matcher,
}

/// The proxy of an origin.
#[derive(Clone)]
pub(crate) struct Proxy {
    pub(crate) uri: Uri,
    pub(crate) authorization: Option<HeaderValue>,
}

impl Proxies {
    /// Returns `None` if the text is not a proxy that can be used.
    pub(crate) fn given(url: &str) -> Option<Self> {
        let matcher = Matcher::builder().all(url).build();
        // The matcher reveals a proxy only for an address. RFC 2606 reserves `.invalid`.
        let probe = Uri::from_static("http://proxied.invalid/");
        usable(&matcher.intercept(&probe)?).ok()?;
        Some(Self::Given(Box::new(matcher)))
    }

    pub(crate) fn system() -> Self {
        let is_set = |names: &[&str]| {
            let first = names.iter().find_map(|name| env::var(name).ok());
            first.is_some_and(|value| !value.is_empty())
        };
        // In a CGI script, `HTTP_PROXY` may come from a request header, so it is ignored.
        let is_cgi = env::var_os("REQUEST_METHOD").is_some();
        let all = is_set(&["ALL_PROXY", "all_proxy"]);
        // hyper-util's matcher returns only the proxies that it understands. A configured proxy
        // that it does not understand is detected here, because a direct connection would be what
        // the user has forbidden.
        let excepted = env::var("NO_PROXY").or_else(|_| env::var("no_proxy"));
        let excepted = excepted.unwrap_or_default();
        Self::System(Box::new(System {
            matcher: Matcher::from_system(),
            http: !is_cgi && (all || is_set(&["HTTP_PROXY", "http_proxy"])),
            https: !is_cgi && (all || is_set(&["HTTPS_PROXY", "https_proxy"])),
            unless_excepted: Matcher::builder()
                .all("http://proxy.invalid")
                .no(excepted)
                .build(),
        }))
    }

    /// The proxy on the way to an origin, given as a URL. A proxy that cannot be used is an error, because its
    /// configuration forbids direct connections.
    pub(crate) fn to(&self, origin: &Uri) -> Result<Option<Proxy>, ConnectStage> {
        let found = match self {
            Self::Given(matcher) => matcher.intercept(origin),
            Self::System(system) => system.matcher.intercept(origin),
        };
        if let Some(found) = found {
            return usable(&found).map(Some);
        }
        match self {
            Self::System(system) if system.should_have(origin) => Err(ConnectStage::UnusableProxy(
                "the environment does not give a URL of it",
            )),
            _ => Ok(None),
        }
    }
}

impl System {
    /// Tells whether a proxy is named for the origin, although the matcher has found none.
    fn should_have(&self, origin: &Uri) -> bool {
        let is_named = if origin.scheme_str() == Some("https") {
            self.https
        } else {
            self.http
        };
        is_named && self.unless_excepted.intercept(origin).is_some()
    }
}

fn usable(found: &Intercept) -> Result<Proxy, ConnectStage> {
    match found.uri().scheme_str() {
        Some("http") => {}
        Some("https") if cfg!(any(feature = "rustls", feature = "native-tls")) => {}
        Some("https") => return Err(ConnectStage::UnusableProxy("no TLS is compiled in")),
        _ => {
            return Err(ConnectStage::UnusableProxy(
                "its scheme is neither `http` nor `https`; for SOCKS hand in a `reqwest::Client` by `.http(…)`",
            ));
        }
    }
    Ok(Proxy {
        uri: found.uri().clone(),
        authorization: found.basic_auth().cloned(),
    })
}

/// Asks the proxy at the other end of a stream for a tunnel to `host:port`.
pub(crate) async fn tunnel(
    stream: &mut Stream,
    target: &str,
    authorization: Option<&HeaderValue>,
    user_agent: Option<&HeaderValue>,
) -> Result<(), ConnectError> {
    let broken = |error: std::io::Error| ConnectError::caused_by(ConnectStage::TunnelBroken, error);
    let mut head = format!("CONNECT {target} HTTP/1.1\r\nHost: {target}\r\n").into_bytes();
    for (name, value) in [
        ("Proxy-Authorization: ", authorization),
        ("User-Agent: ", user_agent),
    ] {
        if let Some(value) = value {
            head.extend_from_slice(name.as_bytes());
            head.extend_from_slice(value.as_bytes());
            head.extend_from_slice(b"\r\n");
        }
    }
    head.extend_from_slice(b"\r\n");
    stream.write_all(&head).await.map_err(broken)?;
    stream.flush().await.map_err(broken)?;
    // Written and parsed by hand: a tunnel needs only two lines of HTTP, and hyper would take
    // ownership of the stream.
    let mut head = Vec::with_capacity(512);
    loop {
        let read = stream.read_buf(&mut head).await.map_err(broken)?;
        if head.windows(4).any(|four| four == b"\r\n\r\n") {
            break;
        }
        if read == 0 || head.len() > HEAD_LIMIT {
            return Err(ConnectError::new(ConnectStage::TunnelBroken));
        }
    }
    let status = status(&head).ok_or(ConnectError::new(ConnectStage::TunnelBroken))?;
    if !status.is_success() {
        return Err(ConnectError::new(ConnectStage::TunnelRefused(status)));
    }
    // The server behind the tunnel waits for the client, so further bytes are an error.
    if head.ends_with(b"\r\n\r\n") {
        Ok(())
    } else {
        Err(ConnectError::new(ConnectStage::TunnelBroken))
    }
}

/// The status in `HTTP/1.1 200 Connection established`.
fn status(head: &[u8]) -> Option<StatusCode> {
    let rest = head.strip_prefix(b"HTTP/1.")?;
    let (minor, rest) = rest.split_first()?;
    if !minor.is_ascii_digit() || rest.first() != Some(&b' ') {
        return None;
    }
    let is_whole = rest.get(4).is_some_and(|next| matches!(next, b' ' | b'\r'));
    is_whole.then(|| StatusCode::from_bytes(&rest[1..4]).ok())?
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_status_of_a_proxy_is_read() {
        let table: [(&[u8], Option<u16>); 7] = [
            (b"HTTP/1.1 200 Connection established\r\n\r\n", Some(200)),
            (b"HTTP/1.0 407\r\n\r\n", Some(407)),
            (b"HTTP/1.1 2000\r\n\r\n", None),
            (b"HTTP/1.1  200\r\n\r\n", None),
            (b"HTTP/2 200\r\n\r\n", None),
            (b"SSH-2.0\r\n\r\n", None),
            (b"HTTP/1.", None),
        ];
        for (head, expected) in table {
            assert_eq!(status(head).map(|status| status.as_u16()), expected);
        }
    }

    #[test]
    fn a_given_proxy_has_to_be_one_that_can_be_used() {
        assert!(Proxies::given("http://u:p@127.0.0.1:3128").is_some());
        assert!(Proxies::given("proxy.test:3128").is_some());
        for unusable in ["socks5://127.0.0.1:1080", "ftp://proxy.test", "", "http://"] {
            assert!(Proxies::given(unusable).is_none(), "{unusable}");
        }
    }

    #[test]
    fn a_given_proxy_is_used_for_loopback_too() {
        let proxies = Proxies::given("http://u:p@proxy.test:3128").unwrap();
        for origin in ["http://127.0.0.1:80/", "https://localhost/"] {
            let proxy = proxies.to(&Uri::from_static(origin)).unwrap().unwrap();
            assert_eq!(proxy.uri.authority().unwrap(), "proxy.test:3128");
            assert_eq!(proxy.authorization.unwrap(), "Basic dTpw");
        }
    }

    #[test]
    fn an_unusable_proxy_in_the_environment_is_an_error_unless_the_origin_is_excepted() {
        let system = |matcher: Matcher| {
            Proxies::System(Box::new(System {
                matcher,
                http: true,
                https: false,
                unless_excepted: Matcher::builder().all("http://x").no("near.test").build(),
            }))
        };
        let unusable = system(Matcher::builder().http("gopher://proxy.test").build());
        let far = Uri::from_static("http://far.test/");
        assert!(unusable.to(&far).is_err());
        assert!(
            unusable
                .to(&Uri::from_static("http://near.test/"))
                .unwrap()
                .is_none()
        );
        assert!(
            unusable
                .to(&Uri::from_static("https://far.test/"))
                .unwrap()
                .is_none()
        );
        let socks = system(Matcher::builder().http("socks5://proxy.test").build());
        assert!(socks.to(&far).is_err());
        let good = system(Matcher::builder().http("http://proxy.test").build());
        assert!(good.to(&far).unwrap().is_some());
    }
}
