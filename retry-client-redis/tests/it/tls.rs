//! TLS, with certificates of the test's own.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, DnType, IsCa, KeyPair};

use crate::api::Api;
use crate::members::{Kind, Member};
use crate::operators::ACL;
use crate::server::{Server, free_port};

/// An authority, by the file with its certificate.
fn authority(folder: &Path, name: &str) -> (PathBuf, CertifiedIssuer<'static, KeyPair>) {
    let mut params = CertificateParams::new(Vec::new()).unwrap();
    // Not that of the server, which would be taken for an authority itself.
    params.distinguished_name.push(DnType::CommonName, name);
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    let authority = CertifiedIssuer::self_signed(params, KeyPair::generate().unwrap()).unwrap();
    let file = folder.join(name);
    fs::write(&file, authority.pem()).unwrap();
    (file, authority)
}

#[cfg(all(feature = "rustls", feature = "native-tls"))]
#[tokio::test]
async fn tls_is_refused_with_both_libraries_and_plain_connections_are_not() {
    let refused = retry_client_redis::RedisState::connect("rediss://localhost:1").await;
    let message = refused.unwrap_err().to_string();
    assert!(
        message.contains("exactly one of the features `rustls` and `native-tls`"),
        "{message}"
    );
    // Nobody answers there, which only makes the state wait for a server.
    retry_client_redis::RedisState::connect("redis://localhost:1")
        .await
        .unwrap();
}

#[cfg_attr(
    all(feature = "rustls", feature = "native-tls"),
    ignore = "refused with both libraries"
)]
#[tokio::test(flavor = "multi_thread")]
async fn a_user_with_the_documented_permissions_shares_a_state_over_tls() {
    let folder = std::env::temp_dir().join(format!("retry-client-tls-{}", std::process::id()));
    fs::create_dir_all(&folder).unwrap();
    let (trusted, issuer) = authority(&folder, "trusted.pem");
    let (other, _) = authority(&folder, "other.pem");
    let key = KeyPair::generate().unwrap();
    let params = CertificateParams::new(vec!["localhost".to_owned()]).unwrap();
    let certificate = params.signed_by(&key, &issuer).unwrap();
    let file = |name: &str, text: String| {
        let path = folder.join(name);
        fs::write(&path, text).unwrap();
        path.to_str().unwrap().to_owned()
    };
    let port = free_port().to_string();
    let (certificate, key) = (
        file("server.pem", certificate.pem()),
        file("server.key", key.serialize_pem()),
    );
    let arguments = [
        "--tls-port",
        &port,
        "--tls-cert-file",
        &certificate,
        "--tls-key-file",
        &key,
        "--tls-ca-cert-file",
        trusted.to_str().unwrap(),
        "--tls-auth-clients",
        "no",
    ];
    // Debian's has TLS. One that has not ends at once, and says so.
    let Some(server) = Server::start(&arguments) else {
        return;
    };
    assert_eq!(server.say(ACL), "+OK");
    let api = Api::start().await;
    let member = |number: usize, trusts: &Path| {
        let url = format!("rediss://fleet:secret@localhost:{port}");
        let time = Duration::from_millis(500);
        Member::new(Kind::Small, &url, &api.url(number), time).trusting(trusts)
    };
    let is_known = || server.say("EXISTS {retry-client:tenant-7}:who:Small.:0:100/1000000000ns+20");

    // One that does not trust the server goes on with its share.
    member(0, &other).start().end().await;
    assert_eq!(is_known(), ":0");
    member(1, &trusted).start().end().await;
    assert_eq!(is_known(), ":1");
    let arrivals = api.arrivals();
    for member in 0..2 {
        let sent = arrivals.iter().filter(|(_, from)| *from == member).count();
        assert!((20..=75).contains(&sent), "{sent} by {member}");
    }
    let denied = server.ask("ACL LOG");
    assert!(denied.starts_with("*0"), "{denied}");
    fs::remove_dir_all(folder).unwrap();
}
