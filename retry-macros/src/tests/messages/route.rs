//! Verbs and paths.

use super::{expect, method};

#[test]
fn placeholders_and_arguments_find_each_other() {
    method(
        "#[get(\"/{id}\")] async fn x(&self, id: u8) -> Result<()>;",
        &[],
    );
    method(
        "#[get(\"/{type}\")] async fn x(&self, r#type: u8) -> Result<()>;",
        &[],
    );
    method(
        "#[get(\"/{id}\")] async fn x(&self, #[path(\"id\")] key: u8) -> Result<()>;",
        &[],
    );
    method(
        "#[get(\"/a/{id}\", \"/b/{id}\")] async fn x(&self, id: u8) -> Result<()>;",
        &[],
    );
    method(
        "#[get(\"/{id}\")] async fn x(&self) -> Result<()>;",
        &["add `id: …`"],
    );
    method(
        "#[get(\"/{id}\")] async fn x(&self, idd: u8) -> Result<()>;",
        &["`{id}` in the path has no argument; did you mean `{idd}`?"],
    );
    method(
        "#[get(\"/{id}\")] async fn x(&self, user: u8) -> Result<()>;",
        &["did you mean `{user}`? Else mark the argument `#[path(\"id\")]`"],
    );
    method(
        "#[get(\"/{id}\")] async fn x(&self, #[path(\"idd\")] id: u8) -> Result<()>;",
        &["the path does not contain `{idd}`; did you mean `{id}`?"],
    );
    method(
        "#[get(\"/{id}\")] async fn x(&self, #[query] id: u8) -> Result<()>;",
        &["`id` has another role"],
    );
    method(
        "#[get(\"/{id}\")] async fn x(&self, id: u8, #[path(\"id\")] key: u8) -> Result<()>;",
        &["`{id}` already has an argument"],
    );
    method(
        "#[get(\"/x\")] async fn x(&self, page: u8) -> Result<()>;",
        &["`page` needs a role"],
    );
    method(
        "#[get(\"/{a}/{b}\")] async fn x(&self, c: u8) -> Result<()>;",
        &["`{a}` in the path", "`{b}` in the path", "`c` needs a role"],
    );
}

#[test]
fn paths_are_checked() {
    for (path, message) in [
        ("x/{a}", "write `/x/{a}`"),
        ("/a//{a}", "cannot have an empty segment"),
        ("/a/../{a}", "a `..` segment"),
        ("/{a}/{a}", "twice"),
        ("/{a*}/b", "last segment"),
        ("/{a", "`{` is missing its `}`"),
        ("/x?y={a}", "`#[query]`"),
    ] {
        let source = format!("#[get(\"{path}\")] async fn x(&self, a: u8) -> Result<()>;");
        method(&source, &[message]);
    }
    method(
        "#[get(\"x/{a}\")] async fn x(&self, b: u8, #[query] c: u8) -> Result<()>;",
        &["write `/x/{a}`", "did you mean `{b}`?"],
    );
    method(
        "#[get(\"/a//b\")] async fn x(&self, page: u8) -> Result<()>;",
        &["cannot have an empty segment", "`page` needs a role"],
    );
    method(
        "#[get(\"/{a\", \"b\")] async fn x(&self, page: u8) -> Result<()>;",
        &["`{` is missing its `}`", "write `/b`"],
    );
    method(
        "#[get] async fn x(&self) -> Result<()>;",
        &["`#[get]` needs a path"],
    );
    method(
        "#[get()] async fn x(&self) -> Result<()>;",
        &["`#[get]` needs a path"],
    );
    method(
        "#[get] async fn x(&self, #[url] to: &str) -> Result<()>;",
        &[],
    );
    method(
        "#[get(\"/x\")] async fn x(&self, #[url] to: &str) -> Result<()>;",
        &["`#[url]` takes the place of the path"],
    );
    method(
        "#[get] async fn x(&self, #[url] a: &str, #[url] b: &str) -> Result<()>;",
        &["one URL"],
    );
}

#[test]
fn verbs_are_checked() {
    method("async fn x(&self) -> Result<()>;", &["`x` needs a verb"]);
    method(
        "#[get(\"/x\")] #[put(\"/x\")] async fn x(&self) -> Result<()>;",
        &["only one verb per method, and `get` is already the verb"],
    );
    method(
        "#[gett(\"/x\")] async fn x(&self) -> Result<()>;",
        &["did you mean `get`?"],
    );
    method(
        "#[cfg_attr(a, get(\"/x\"))] async fn x(&self) -> Result<()>;",
        &["`cfg_attr` cannot"],
    );
    method(
        "#[request(PROPFIND, \"/x\")] async fn x(&self) -> Result<()>;",
        &[],
    );
    method(
        "#[request(\"M-SEARCH\", \"/x\")] async fn x(&self) -> Result<()>;",
        &[],
    );
    method(
        "#[request(\"/x\")] async fn x(&self) -> Result<()>;",
        &["names its verb"],
    );
    method(
        "#[request] async fn x(&self) -> Result<()>;",
        &["names its verb"],
    );
    method(
        "#[request(get, \"/x\")] async fn x(&self) -> Result<()>;",
        &["write `GET`"],
    );
    method(
        "#[request(\"A B\", \"/x\")] async fn x(&self) -> Result<()>;",
        &["is not an HTTP verb"],
    );
    method(
        "#[get = \"/x\"] async fn x(&self) -> Result<()>;",
        &["takes parentheses"],
    );
}

#[test]
fn keys_of_verbs_are_checked() {
    let get = |keys: &str| format!("#[get(\"/x\", {keys})] async fn x(&self) -> Result<()>;");
    method(
        &get("timeout = 1s, attempt_timeout = 500ms, none_on = 404, ok_on = [304]"),
        &[],
    );
    method(
        &get("headers(\"accept\" = \"text/plain\", \"x-y\" = VERSION)"),
        &[],
    );
    method(
        &get("timeuot = 1s"),
        &["unknown `get` option `timeuot`; did you mean `timeout`?"],
    );
    method(&get("timeout = 1"), &["write `1s` or `1ms`"]);
    method(&get("none_on = 600"), &["600 is not a status"]);
    method(
        &get("none_on = [404], ok_on = 400..=410"),
        &["status 404 is in `none_on` and `ok_on`"],
    );
    method(&get("headers(\"a b\" = \"x\")"), &["not a header name"]);
    method(
        &get("headers(\"a\" = \"x\\ny\")"),
        &["a header value cannot contain '\\n'"],
    );
    method(&get("headers(\"a\" = 1.5)"), &["is a string"]);
    method(&get("headers(a = \"x\")"), &["`\"name\" = …`"]);
    method(
        &get("headers = [1]"),
        &["headers are listed in parentheses"],
    );
    method(
        &get("timeout = 1, none_on = 1, ok_on = 2"),
        &["write `1s`", "1 is not", "2 is not"],
    );
}

#[test]
fn keys_of_events_are_checked() {
    let get = |keys: &str| format!("#[get(\"/x\", {keys})] async fn x(&self) -> Result<Sse<u8>>;");
    method(&get("end = \"[DONE]\", reconnect = on_loss"), &[]);
    method(
        &get("end = 1, reconnect = 2"),
        &[
            "`end` is the data of the last event, as text; write `end = \"[DONE]\"`",
            "expected one of `always`, `on_loss`, `never`",
        ],
    );
    method(
        &get("reconnect = alway"),
        &["unknown value `alway` of `reconnect`; did you mean `always`?"],
    );
    method(&get("end = \"a\", end = \"b\""), &["`end` is given twice"]);
}

#[test]
fn credentials_are_left_out_by_one_word() {
    let get = |keys: &str| format!("#[get(\"/x\", {keys})] async fn x(&self) -> Result<u8>;");
    let rule =
        "`credentials` takes `off` alone; write `credentials = off`, or leave it out to send them";
    method(&get("credentials = off"), &[]);
    for value in ["on", "false", "\"off\"", "OFF"] {
        method(&get(&format!("credentials = {value}")), &[rule]);
    }
    let twice = "`credentials` is given twice";
    method(&get("credentials = off, credentials = off"), &[twice]);
    let unknown = "unknown `get` option `credential`; did you mean `credentials`?";
    method(&get("credential = off"), &[unknown]);
}

#[test]
fn routes_are_declared_once() {
    let api = |first: &str, second: &str| {
        format!(
            "#[client] trait Api {{ {first} async fn a(&self) -> Result<()>;
                {second} async fn b(&self) -> Result<()>; }}"
        )
    };
    expect(&api("#[get(\"/x\")]", "#[get(\"/y\")]"), &[]);
    expect(&api("#[get(\"/x\")]", "#[put(\"/x\")]"), &[]);
    expect(
        &api("#[get(\"/x\")]", "#[get(\"/x\")]"),
        &["`GET /x` is already declared as `a`"],
    );
}

#[test]
fn names_that_are_not_sent_make_no_other_request() {
    let api = |first: &str, second: &str| {
        let method = |(at, method): (usize, &str)| {
            let (verb, arguments) = method.split_once('|').expect("a verb and arguments");
            format!("#[get{verb}] async fn m{at}(&self, {arguments}) -> Result<()>;")
        };
        let methods: String = [first, second]
            .into_iter()
            .enumerate()
            .map(method)
            .collect();
        format!("#[client] trait Api {{ {methods} }}")
    };
    for (first, second) in [
        ("(\"/{a}\")|a: u8", "(\"/{b}\")|b: u8"),
        ("(\"/{a}\")|a: u8", "(\"/{b-c}\")|#[path(\"b-c\")] a: u8"),
        ("(\"/{a*}\")|a: &str", "(\"/{b*}\")|b: &str"),
        ("(\"/\")|#[query] a: u8", "(\"/\")|#[query(\"a\")] b: u8"),
        (
            "(\"/\")|#[query(flatten)] a: &Q",
            "(\"/\")|#[query(flatten)] b: &Q",
        ),
        (
            "(\"/\")|#[header(\"x-a\")] a: u8",
            "(\"/\")|#[header(\"X-A\")] b: u8",
        ),
        ("|#[url] a: &str", "|#[url] b: &str"),
    ] {
        expect(&api(first, second), &["is already declared as `m0`"]);
    }
    for (first, second) in [
        ("(\"/{a}\")|a: u8", "(\"/{a}\")|a: u16"),
        ("(\"/{a}\")|a: &str", "(\"/{a*}\")|a: &str"),
        (
            "(\"/{a}/{b}\")|a: u8, b: u16",
            "(\"/{a}/{b}\")|a: u16, b: u8",
        ),
        (
            "(\"/{a}\", \"/{a}/x\")|a: u8",
            "(\"/{a}\", \"/{a}/y\")|a: u8",
        ),
        ("(\"/\")|#[query] a: u8", "(\"/\")|#[query(csv)] a: u8"),
        ("(\"/\")|#[query] a: u8", "(\"/\")|#[query(\"b\")] a: u8"),
        ("|#[url] a: &str", "|#[url] a: &str, #[query] b: u8"),
    ] {
        expect(&api(first, second), &[]);
    }
}
