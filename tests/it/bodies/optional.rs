//! Bodies, parts and cookies that may be absent, repeated, or of many types.

use std::borrow::Cow;
use std::path::Path;

use retry_client::{Bytes, Call, ErrorKind, Part, Request, Result, client};
use serde::Serialize;

#[derive(Serialize)]
#[serde(rename_all = "lowercase")]
enum Color {
    Red,
}

#[client(base_url = "https://h", headers("x-a" = "b"))]
trait Api {
    #[patch("/json", headers("content-type" = "application/merge-patch+json"))]
    async fn json(&self, #[json] patch: Option<&str>) -> Result<()>;

    #[post("/form")]
    #[allow(
        clippy::ref_option,
        reason = "a reference to an optional body is one too"
    )]
    async fn form(&self, #[form] pairs: &Option<Vec<(&str, u8)>>) -> Result<()>;

    #[put("/body")]
    async fn body(&self, #[body("text/plain")] text: Option<String>) -> Result<()>;

    #[put("/gzip")]
    async fn gzip(&self, #[body("text/plain", compress = gzip)] text: Option<&str>) -> Result<()>;

    #[post("/parts")]
    async fn texts(
        &self,
        #[part] n: usize,
        #[part] f: f32,
        #[part] r: &u64,
        #[part] cow: Cow<'_, str>,
        #[part] list: &[&str],
        #[part] color: Option<Color>,
        #[part] none: Option<u8>,
    ) -> Result<()>;

    #[post("/octets")]
    async fn octets(
        &self,
        #[part] vector: Vec<u8>,
        #[part] array: [u8; 2],
        #[part] shared: Option<Bytes>,
        #[part(json)] json: Option<&[u8]>,
    ) -> Result<()>;

    #[post("/files")]
    async fn files(
        &self,
        #[part] file: Part,
        #[part] more: Vec<Part>,
        #[part(file)] path: Option<&Path>,
    ) -> Result<()>;

    #[post("/named")]
    async fn named(
        &self,
        #[part("mime-type")] mime_type: &str,
        #[part("meta data", json)] meta: &[u8],
        #[part("evidence-file")] file: Option<Part>,
    ) -> Result<()>;

    #[get("/cookies")]
    async fn cookies(
        &self,
        #[cookie("session")] session: &str,
        #[cookie("Theme")] theme: Option<&str>,
        #[header("x-ids", csv)] ids: &[&str],
    ) -> Result<()>;
}

fn api() -> ApiClient {
    ApiClient::new().unwrap()
}

fn built(call: Call<()>) -> Request {
    call.build().unwrap()
}

fn body(request: &Request) -> Option<String> {
    let bytes = request.body()?.as_bytes()?;
    Some(String::from_utf8_lossy(bytes).into_owned())
}

/// The parts of a multipart body, without what stands between them.
async fn parts(call: Call<()>) -> Vec<String> {
    let request = built(call);
    let media_type = request.headers()["content-type"]
        .to_str()
        .unwrap()
        .to_owned();
    let boundary = media_type.rsplit('=').next().unwrap().to_owned();
    let response: retry_client::Response = http::Response::new(request_body(request)).into();
    let text = response.text().await.unwrap();
    let boundary = format!("--{boundary}");
    let parts = text.split(&boundary).map(|part| {
        part.trim_matches(['\r', '\n', '-'])
            .replace("content-disposition: form-data; ", "")
            .replace("\r\n", "|")
    });
    parts.filter(|part| !part.is_empty()).collect()
}

fn request_body(mut request: Request) -> retry_client::Body {
    request.body_mut().take().unwrap()
}

#[test]
fn a_body_that_is_none_is_not_sent_and_has_no_content_type() {
    let calls = [
        api().json(None),
        api().form(&None),
        api().body(None),
        api().gzip(None),
    ];
    for call in calls {
        let request = built(call);
        assert!(request.body().is_none());
        for name in ["content-type", "content-encoding"] {
            assert!(!request.headers().contains_key(name), "{name}");
        }
    }
}

#[test]
fn a_body_that_is_some_is_sent_as_if_it_were_not_optional() {
    let json = built(api().json(Some("x")));
    assert_eq!(
        json.headers()["content-type"],
        "application/merge-patch+json"
    );
    assert_eq!(body(&json).as_deref(), Some("\"x\""));
    let form = built(api().form(&Some(vec![("a b", 1), ("c", 2)])));
    assert_eq!(body(&form).as_deref(), Some("a+b=1&c=2"));
    let text = built(api().body(Some("t".to_owned())));
    assert_eq!(
        (&text.headers()["content-type"], body(&text).as_deref()),
        (&"text/plain".parse().unwrap(), Some("t"))
    );
    assert_eq!(
        built(api().gzip(Some("t"))).headers()["content-encoding"],
        "gzip"
    );
}

#[tokio::test]
async fn a_part_takes_what_a_query_takes() {
    let call = api().texts(1, 0.1, &2, "c".into(), &["x", "y"], Some(Color::Red), None);
    let expected = [
        "name=\"n\"||1",
        "name=\"f\"||0.1",
        "name=\"r\"||2",
        "name=\"cow\"||c",
        "name=\"list\"||x",
        "name=\"list\"||y",
        "name=\"color\"||red",
    ];
    assert_eq!(parts(call).await, expected);
}

#[tokio::test]
async fn bytes_are_one_part() {
    let call = api().octets(
        vec![b'a', b'b'],
        *b"cd",
        Some(Bytes::from_static(b"ef")),
        None,
    );
    let octets = |name: &str, text: &str| {
        format!("name=\"{name}\"|content-type: application/octet-stream||{text}")
    };
    let expected = [
        octets("vector", "ab"),
        octets("array", "cd"),
        octets("shared", "ef"),
    ];
    assert_eq!(parts(call).await, expected);
}

#[tokio::test]
async fn bytes_in_memory_can_have_a_file_name() {
    let png = Part::bytes("p")
        .file_name("a.png")
        .media_type("image/x-png");
    let more = vec![Part::bytes("q").file_name("b.png"), Part::bytes("r")];
    let expected = [
        "name=\"file\"; filename=\"a.png\"|content-type: image/x-png||p",
        "name=\"more\"; filename=\"b.png\"|content-type: image/png||q",
        "name=\"more\"||r",
    ];
    assert_eq!(parts(api().files(png, more, None)).await, expected);
    let bad = Part::bytes("p").media_type("image/png\r\nx: y");
    let error = api().files(bad, Vec::new(), None).build().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Build);
    assert!(error.to_string().contains("argument `file` "), "{error}");
}

#[tokio::test]
async fn a_part_may_have_a_name_that_no_argument_has() {
    let file = Part::bytes("p").media_type("image/png");
    let call = api().named("a/b", &[1], Some(file));
    let expected = [
        "name=\"mime-type\"||a/b",
        "name=\"meta data\"|content-type: application/json||[1]",
        "name=\"evidence-file\"|content-type: image/png||p",
    ];
    assert_eq!(parts(call).await, expected);
}

#[test]
fn cookies_share_one_field_and_are_never_shown() {
    let request = built(
        api()
            .cookies("s3cret", Some("dark"), &["1", "2"])
            .header("x-a", "c"),
    );
    let cookies: Vec<_> = request.headers().get_all("cookie").iter().collect();
    assert_eq!(cookies, ["session=s3cret; Theme=dark"]);
    assert!(cookies[0].is_sensitive());
    assert_eq!(request.headers()["x-ids"], "1,2");
    let one = built(api().cookies("s", None, &[]));
    assert_eq!(one.headers()["cookie"], "session=s");
    assert!(!one.headers().contains_key("x-ids"));
}

#[test]
fn what_would_break_a_cookie_or_a_list_is_an_error_that_names_the_argument() {
    let table = [
        (api().cookies("a;b", None, &[]), "session"),
        (api().cookies("a b", None, &[]), "session"),
        (api().cookies("\"a\"", None, &[]), "session"),
        (api().cookies("a", Some("ü"), &[]), "theme"),
        (api().cookies("a", None, &["1,2", "3"]), "ids"),
        (api().cookies("a", None, &["1\n"]), "ids"),
    ];
    for (call, argument) in table {
        let error = call.build().unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Build);
        assert!(
            error
                .to_string()
                .contains(&format!("argument `{argument}` ")),
            "{error}"
        );
    }
}
