//! The trait, its attribute, and clashes between methods.

use super::{errors, expect};
use crate::fallback::{expand_client, expand_misplaced};

fn client(arguments: &str, expected: &[&str]) {
    expect(
        &format!(
            "#[client({arguments})] pub trait Api {{
                #[get(\"/x\")] async fn x(&self) -> Result<()>; }}"
        ),
        expected,
    );
}

#[test]
fn arguments_are_checked() {
    client(
        "base_url = \"https://h/api\", timeout = 5s, attempt_timeout = 1s, dyn",
        &[],
    );
    client(
        "base_urls = [\"https://a\", B], headers(\"a\" = \"b\"), crate = ::x::y",
        &[],
    );
    client("base_url = BASE", &[]);
    client("base_ulr = \"https://h\"", &["did you mean `base_url`?"]);
    client("\"https://h\"", &["write `base_url = \"https://h\"`"]);
    client("base_url = \"h\"", &["absolute"]);
    client("base_url = \"ftp://h\"", &["not `ftp`"]);
    client(
        "base_url = \"https://u:p@h\"",
        &["cannot have a user or a password"],
    );
    client("base_url = \"https://h?x\"", &["cannot have a query"]);
    client("base_url = 1", &["in quotes"]);
    client("base_urls = []", &["is empty"]);
    client("base_urls = \"https://h\"", &["is a list"]);
    client(
        "base_urls = [\"h\", \"https://h\", \"i\"]",
        &["absolute", "absolute"],
    );
    client(
        "base_url = \"https://h\", base_urls = [\"https://h\"]",
        &["already given"],
    );
    client(
        "base_url = \"https://h\", base_url = \"https://h\"",
        &["given twice"],
    );
    client(
        "timeout = 1s, attempt_timeout = 2s",
        &["one attempt may take 2s"],
    );
    client(
        "timeout = 5, attempt_timeout = 6, base_url = 7",
        &["in quotes", "`5s`", "`6s`"],
    );
    client("format = Xml", &[]);
    client("format = ::my::formats::Yaml", &[]);
    client("format = \"xml\"", &["write `format = Xml`"]);
    client("format = Xml::<Order>", &["write `format = Xml`"]);
    client("format = xml()", &["write `format = Xml`"]);
    client("formt = Xml", &["did you mean `format`?"]);
    client("format = Xml, format = Cbor", &["given twice"]);
    client("crate = \"x\"", &["write `crate = ::some::path`"]);
    client("headers(\"a\" = 2, \"b\" = 1_000u32)", &[]);
    client(
        "headers(\"a\" = 2.5, \"b\" = -1, \"c\" = true, \"d\" = 5s)",
        &["a header value is a string; write it in quotes"; 4],
    );
    client(
        "headers(\"a\" = \"\\0\")",
        &["a header value cannot contain '\\0'"],
    );
}

#[test]
fn the_deadline_header_is_checked() {
    client("deadline_header = \"grpc-timeout\"", &[]);
    client("deadline_header = \"x-deadline-ms\", timeout = 5s", &[]);
    client("deadline_header", &["`deadline_header` needs a value"]);
    client("deadline_header = NAME", &["a literal in quotes"]);
    expect(
        "#[client(deadline_header = \"x-id\")] trait Api { #[post(\"/x\")] async fn x(&self,
            #[idempotency_key(\"X-Id\")] key: &str) -> Result<()>; }",
        &["is the `deadline_header`, which the client sends"],
    );
    client("deadline_header = 5", &["a literal in quotes"]);
    client("deadline_header = \"x y\"", &["is not a header name"]);
    client("deadline_header = \"\"", &["is not a header name"]);
    client("deadline_header = \"te\"", &["frames the message"]);
    for own in [
        "Host",
        "accept",
        "Authorization",
        "traceparent",
        "user-agent",
    ] {
        client(
            &format!("deadline_header = \"{own}\""),
            &[&format!(
                "`{own}` is a header that the client itself writes"
            )],
        );
    }
    client("deadline_header = \"idempotency-key\"", &[]);
    expect(
        "#[client(deadline_header = \"idempotency-key\")] trait Api {
            #[post(\"/x\")] #[idempotency_key]
            async fn x(&self) -> Result<()>;
            #[post(\"/y\")]
            async fn y(&self, #[idempotency_key] key: &str) -> Result<()>;
            #[post(\"/z\")] #[idempotency_key(\"x-request-id\")]
            async fn z(&self) -> Result<()>; }",
        &["the key is sent as `Idempotency-Key`, which is the `deadline_header`"; 2],
    );
    client(
        "deadline_header = \"x\", deadline_header = \"y\"",
        &["given twice"],
    );
    client(
        "deadline_headers = \"x\"",
        &["did you mean `deadline_header`?"],
    );
    client(
        "deadline_header = \"X-Left\", headers(\"x-left\" = \"1\")",
        &["`X-Left` is the `deadline_header`, which the client sends; remove this"],
    );
    expect(
        "#[client(deadline_header = \"x-left\")] trait Api {
            #[get(\"/x\", headers(\"x-left\" = \"1\"))]
            async fn x(&self, #[header(\"X-Left\")] left: u32) -> Result<()>;
            #[post(\"/y\")] #[idempotency_key(\"x-left\")]
            async fn y(&self) -> Result<()>; }",
        &["the `deadline_header`"; 3],
    );
}

#[test]
fn the_trait_is_checked() {
    let get = "#[get(\"/x\")] async fn x(&self) -> Result<()>;";
    for (source, message) in [
        (
            format!("#[client] trait Api<T> {{ {get} }}"),
            "cannot be generic",
        ),
        (
            format!("#[client] unsafe trait Api {{ {get} }}"),
            "cannot be `unsafe`",
        ),
        (
            format!("#[client] trait Api {{ type T; {get} }}"),
            "not types",
        ),
        (
            format!("#[client] trait Api {{ const C: u8; {get} }}"),
            "constants without a value",
        ),
        (
            format!("#[client] trait Api {{ m!(); {get} }}"),
            "not macros",
        ),
        (
            format!("#[client] #[async_trait] trait Api {{ {get} }}"),
            "remove `#[async_trait]`",
        ),
        (
            format!("#[client] #[client] trait Api {{ {get} }}"),
            "given twice",
        ),
        (
            format!("#[client] #[get(\"/x\")] trait Api {{ {get} }}"),
            "belongs on a method",
        ),
        (
            format!("#[client] #[retry(until = ready)] trait Api {{ {get} }}"),
            "move it there",
        ),
    ] {
        expect(&source, &[message]);
    }
    expect(
        "#[client] trait Api { #[get(\"/x\")] fn x<'life0, 'async_trait>(&'life0 self)
            -> Pin<Box<dyn Future<Output = Result<()>> + Send + 'async_trait>>; }",
        &["remove `#[async_trait]`"],
    );
    expect(
        &format!("#[client] trait Api: Base + Send {{ const C: u8 = 1; {get} }}"),
        &[],
    );
}

#[test]
fn a_method_has_no_visibility_of_its_own() {
    expect(
        "#[client] trait Api { #[get(\"/x\")] pub async fn x(&self) -> Result<()>;
            #[get(\"y\")] pub(crate) async fn y(&self) -> Result<()>; }",
        &[
            "as visible as its trait",
            "as visible as its trait",
            "write `/y`",
        ],
    );
}

#[test]
fn names_do_not_clash() {
    for name in [
        "new",
        "with_base_url",
        "builder",
        "guards",
        "endpoints",
        "clone",
    ] {
        let source = format!(
            "#[client] trait Api {{ #[get(\"/\")] async fn {name}(&self) -> Result<()>; }}"
        );
        expect(&source, &["rename the method"]);
    }
    for name in ["FOO", "__", "X", "名前"] {
        let source = format!(
            "#[client] trait Api {{ #[get(\"/\")] async fn {name}(&self) -> Result<()>; }}"
        );
        let message = format!("the generated client already has the constant `{name}`");
        expect(&source, &[&message]);
    }
    expect(
        "#[client] trait Api { #[get(\"/a\")] async fn fooBar(&self) -> Result<()>;
            #[get(\"/b\")] async fn foo_bar(&self) -> Result<()>; }",
        &["share the constant `FOO_BAR`"],
    );
    expect(
        "#[client] trait Api { #[get(\"/a\")] async fn a(&self) -> Result<()>;
            #[get(\"/b\")] async fn a(&self) -> Result<()>; }",
        &["`a` is declared twice"],
    );
}

#[test]
fn all_mistakes_are_reported_at_once() {
    expect(
        "#[client(base_url = \"h\", timeuot = 1s)] #[retry(attempts = 0, base = 1, tries = 9)]
        trait Api {
            #[get(\"x\")] async fn a(&self, #[qery] q: u8) -> Result<()>;
            #[post(\"/{id}\")] #[retry(linear)] async fn b(&self) -> Result<()>;
            fn c(&self);
        }",
        &[
            "`timeuot`",
            "`tries`",
            "`qery`",
            "absolute",
            "write `1s` or `1ms`",
            "at least 1",
            "write `/x`",
            "`{id}` in the path has no argument",
            "retrying a POST",
            "write `async fn`",
            "`-> Result<()>`",
            "`c` needs a verb",
        ],
    );
}

#[test]
fn only_traits_are_clients() {
    let item = quote::quote!(
        struct Api;
    );
    let expanded = expand_client(proc_macro2::TokenStream::new(), &item);
    assert_eq!(errors(expanded).len(), 1);
}

#[test]
fn attributes_outside_a_client_are_explained() {
    let method = quote::quote! {
        #[retry(linear)]
        async fn x(&self, #[json] a: u8) -> Result<()>;
    };
    let expanded = expand_misplaced("get", method);
    assert!(!expanded.to_string().contains("json"), "{expanded}");
    let [message] = &errors(expanded)[..] else {
        panic!("one error")
    };
    assert!(
        message.contains("a trait that carries `#[client]`"),
        "{message}"
    );

    let item = quote::quote!(
        #[client]
        trait Api {}
    );
    let [message] = &errors(expand_misplaced("retry", item))[..] else {
        panic!("one error")
    };
    assert!(message.contains("move `#[client(…)]` above"), "{message}");
}
