//! The fault suite: everything that can go wrong with a request does, over real sockets, to a GET, to
//! a POST and to a POST with an idempotency key, through each of the two transports.
//!
//! Each fault happens once and is followed by a good response, so that a request which is repeated is
//! told from one which is not by its result as well as by what arrives at the server.

pub(crate) mod certificate;
mod document;
mod fault;
mod hints;
mod http2_server;
pub(crate) mod proxy;
mod row;
mod rows;
mod scenario;
pub(crate) mod tunnel;
pub(crate) mod via;

use certificate::TRUSTED;
use fault::Fault;
use http2_server::{Frame, Http2Server, When};
use proxy::FirstConnection;
use retry_client::{ErrorKind, GaveUp};
use row::{METHODS, check, outcomes};
use scenario::ShopClient;
use via::Via;

use crate::support::isolated;

#[tokio::test]
#[cfg_attr(retry_client_over_reqwest, ignore = "every run tries both transports")]
async fn faults_before_anything_is_sent_end_as_documented() {
    check(rows::connecting()).await;
}

#[tokio::test]
#[cfg_attr(retry_client_over_reqwest, ignore = "every run tries both transports")]
async fn faults_between_the_request_and_the_end_of_the_head_end_as_documented() {
    check(rows::responding()).await;
}

#[tokio::test]
#[cfg_attr(retry_client_over_reqwest, ignore = "every run tries both transports")]
async fn faults_after_the_head_end_as_documented() {
    check(rows::reading()).await;
}

#[tokio::test]
#[cfg_attr(retry_client_over_reqwest, ignore = "every run tries both transports")]
async fn timeouts_end_as_documented() {
    check(rows::slow()).await;
}

#[tokio::test]
#[cfg_attr(retry_client_over_reqwest, ignore = "every run tries both transports")]
async fn faults_of_credentials_end_as_documented() {
    check(rows::refused()).await;
}

#[tokio::test]
#[cfg_attr(retry_client_over_reqwest, ignore = "every run tries both transports")]
async fn faults_behind_redirects_end_as_documented() {
    check(rows::redirected()).await;
}

#[tokio::test]
#[cfg_attr(retry_client_over_reqwest, ignore = "every run tries both transports")]
async fn faults_over_http_2_end_as_documented() {
    check(rows::framed()).await;
}

/// Which of the two comes first, the request or the end of the connection, is not for us to say.
#[tokio::test]
#[cfg_attr(retry_client_over_reqwest, ignore = "every run tries both transports")]
async fn a_connection_closed_at_once_loses_no_request_and_repeats_no_post() {
    for round in 0..120 {
        let (name, method) = METHODS[round % METHODS.len()];
        let via = Via::ALL[round / 60];
        let scenario = Fault::Connection(FirstConnection::Closed).set_up(via).await;
        let called = method(&scenario.shop, "order".to_owned()).reply().await;
        let (attempts, arrived) = match called {
            Ok(reply) => {
                assert_eq!(reply.value(), "done");
                (reply.attempts().to_vec(), 1)
            }
            Err(error) => {
                assert_eq!((name, error.gave_up()), ("POST", GaveUp::NotRepeatable));
                (error.attempts().to_vec(), 0)
            }
        };
        assert_eq!(attempts[0].outcome(), Some(ErrorKind::Reset), "{name}");
        assert_eq!(attempts.len(), arrived + 1, "{name}");
        assert_eq!((scenario.requests)(), arrived, "{name}");
    }
}

/// reqwest repeats a request of its own accord that a server of HTTP/2 has refused, unless told not to.
#[test]
#[cfg_attr(
    not(target_os = "linux"),
    ignore = "certificates of the environment are not looked at"
)]
fn the_client_that_is_built_repeats_nothing_by_itself() {
    let name = "failures::faults::the_client_that_is_built_repeats_nothing_by_itself";
    isolated::with(&[("SSL_CERT_FILE", TRUSTED)], name, async {
        let refused = vec![Frame::Reset(rows::REFUSED_STREAM)];
        let server = Http2Server::secured(When::Whole, refused).await;
        let shop = ShopClient::new(server.url()).unwrap();
        let reply = shop.fetch().reply().await.unwrap();
        let outcomes = outcomes(reply.attempts());
        assert_eq!(outcomes, [Some(ErrorKind::Reset), None]);
        assert_eq!(server.requests(), 2);
    });
}
