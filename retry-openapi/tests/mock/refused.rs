//! Requests that the server itself refuses.

use std::io::{Read, Write};
use std::net::TcpStream;

use crate::server;

#[test]
fn the_server_refuses_what_its_document_does_not_allow() {
    let server = server("golden/parameters.yaml", &[]);
    let requests = [
        ("GET /nothing", "no operation"),
        ("POST /pets?owner=me", "no operation"),
        ("GET /pets", "query `owner` is missing"),
        ("GET /pets?owner=me&limit=many", "does not fit"),
        ("GET /pets?owner=me&limit=101", "does not fit"),
        ("GET /pets?owner=me&unknown=1", "is not declared"),
        (
            "GET /orgs/x/repos/public?kind=public",
            "header `X-Tenant` is missing",
        ),
        ("GET /orgs/x/repos/public?kind=public", "path `org-id`"),
    ];
    for (line, expected) in requests {
        let mut stream = TcpStream::connect(server.address).unwrap();
        write!(stream, "{line} HTTP/1.1\r\nhost: h\r\n\r\n").unwrap();
        let mut text = String::new();
        stream.read_to_string(&mut text).unwrap();
        assert!(text.starts_with("HTTP/1.1 40"), "{line}: {text}");
        let violations = server.violations();
        assert!(
            violations.iter().any(|it| it.contains(expected)),
            "{line}: {violations:#?}"
        );
    }
}
