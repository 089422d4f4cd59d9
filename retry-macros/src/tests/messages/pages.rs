//! `#[pages(...)]`

use super::{expect, method};

/// [`method`] for the arguments of `#[pages]` on a GET.
fn pages(arguments: &str, expected: &[&str]) {
    let source =
        format!("#[get(\"/x\")] #[pages({arguments})] async fn x(&self) -> Result<Pages<u8>>;");
    method(&source, expected);
}

#[test]
fn each_form_stands_alone() {
    for form in [
        "link",
        "link, items = \"found.all\"",
        "cursor = \"meta.next\", query = \"cursor\", items = \"data\"",
        "items = \"value\", next = \"@odata.nextLink\"",
        "page = \"page\"",
        "page = \"page[number]\", start = 0, items = \"data\"",
        "page = \"page\", start = FIRST",
        "offset = \"offset\"",
        "with = next_of",
        "with = self::next_of, items = \"data\"",
    ] {
        pages(form, &[]);
    }
}

#[test]
fn a_list_goes_on_in_one_way() {
    pages("", &["say how the list goes on"]);
    pages("items = \"data\"", &["say how the list goes on"]);
    pages(
        "link, page = \"page\"",
        &["`link` is already given; remove `page`"],
    );
    pages(
        "offset = \"o\", page = \"p\", link",
        &["`link` is already given; remove `page`", "remove `offset`"],
    );
    method(
        "#[get(\"/x\")] #[pages(link)] #[pages(link)] async fn x(&self) -> Result<Pages<u8>>;",
        &["`#[pages]` is given twice"],
    );
}

#[test]
fn a_form_has_all_of_its_keys_and_no_others() {
    let cursor = "add `query = \"cursor\"`";
    pages("cursor = \"next\", items = \"data\"", &[cursor]);
    pages("cursor = \"meta.next\", items = \"list\"", &[cursor]);
    pages(
        "link, query = \"cursor\"",
        &["`query` is where a `cursor` goes"],
    );
    pages(
        "page = \"p\", query = \"q\"",
        &["`query` is where a `cursor` goes"],
    );
    pages(
        "offset = \"o\", start = 1",
        &["`start` is the number of the first `page`"],
    );
    pages(
        "link, start = 0",
        &["`start` is the number of the first `page`"],
    );
}

#[test]
fn a_body_with_more_in_it_is_not_the_list() {
    let beside = "is not the list itself; add `items";
    pages("cursor = \"next\", query = \"cursor\"", &[beside]);
    pages("next = \"links.next\"", &[beside]);
    let within = "one would lie within the other";
    pages("next = \"data\", items = \"data\"", &[within]);
    pages("next = \"data.next\", items = \"data\"", &[within]);
    pages("cursor = \"a\", query = \"q\", items = \"a.b\"", &[within]);
    pages("next = \"data_next\", items = \"data\"", &[]);
    let itself = "without `items` the body itself is the list";
    pages("link, items = \"\"", &[itself]);
    pages("page = \"page\", items = \"$\"", &[itself]);
}

#[test]
fn keys_are_known_and_values_are_text() {
    pages("links", &["did you mean `link`?"]);
    pages("link, item = \"data\"", &["did you mean `items`?"]);
    pages("link = true", &["`link` stands alone"]);
    pages("link, link", &["`link` is given twice"]);
    pages("page", &["`page` needs a value"]);
    pages(
        "page = page",
        &["`page` names a query parameter; write `page = \"page\"`"],
    );
    pages("offset = \"\"", &["`offset` names a query parameter"]);
    pages(
        "page = \"p\", start = \"0\"",
        &["`start` is a whole number"],
    );
    pages(
        "with = \"next_of\"",
        &["`with` is a function; write its path"],
    );
    pages("with = 3", &["`with` is a function"]);
    for path in ["/data", "$.data", "data[0]", "a..b", "a.", " a", "a. b"] {
        let arguments = format!("link, items = \"{path}\"");
        pages(&arguments, &["names joined by dots"]);
    }
    pages(
        "next = NEXT, items = \"data\"",
        &["`next` is a path into the body"],
    );
    pages(
        "next = NEXT, items = 3",
        &["`items` is a path", "`next` is a path"],
    );
}

#[test]
fn pages_do_not_go_with_options_for_one_response() {
    for (source, expected) in [
        (
            "#[get(\"/x\", none_on = 404)] #[pages(link)] async fn x(&self) -> Result<Pages<u8>>;",
            "remove `none_on`",
        ),
        (
            "#[get(\"/x\", none_on = [404, 410])] #[pages(page = \"p\")] async fn x(&self) -> Result<Option<Pages<u8>>>;",
            "remove `none_on`",
        ),
        (
            "#[get(\"/x\")] #[retry(until = ready)] #[pages(link)] async fn x(&self) -> Result<Pages<u8>>;",
            "remove `until`",
        ),
        (
            "#[pages(offset = \"o\")] #[retry(linear, until = |_| true)] #[get(\"/x\")] async fn x(&self) -> Result<Pages<u8>>;",
            "remove `until`",
        ),
        (
            "#[head(\"/x\")] #[pages(link)] async fn x(&self) -> Result<Pages<u8>>;",
            "has no items; use `#[get]`",
        ),
        (
            "#[get(\"/x\", end = \"[DONE]\")] #[pages(link)] async fn x(&self) -> Result<Pages<u8>>;",
            "are for streams of events",
        ),
        (
            "#[get(\"/x\", reconnect = never)] #[pages(link)] async fn x(&self) -> Result<Pages<u8>>;",
            "are for streams of events",
        ),
        (
            "#[post(\"/x\")] #[pages(link)] async fn x(&self, #[idempotency_key] key: &str) -> Result<Pages<u8>>;",
            "put `#[idempotency_key]` on the method",
        ),
        (
            "#[post(\"/x\")] #[pages(link)] async fn x(&self, #[idempotency_key(\"X-Key\")] key: Option<&str>) -> Result<Pages<u8>>;",
            "put `#[idempotency_key]` on the method",
        ),
        (
            "#[get(\"/x\")] #[pages(link)] #[hedge(after = 200ms)] async fn x(&self) -> Result<Pages<u8>>;",
            "`Pages` come in several; remove `#[hedge]`",
        ),
        (
            "#[post(\"/x\")] #[idempotent(\"a search\")] #[retry(linear)] #[hedge(after = 200ms, at_most = 2)] #[pages(page = \"p\")] async fn x(&self, #[json] q: &str) -> Result<Pages<u8>>;",
            "`Pages` come in several; remove `#[hedge]`",
        ),
    ] {
        method(source, &[expected]);
    }
}

#[test]
fn pages_belong_on_a_method() {
    expect(
        "#[client] #[pages(link)] trait Api {}",
        &["`#[pages]` belongs on a method"],
    );
    method(
        "#[get(\"/x\")] async fn x(&self, #[pages(link)] page: u8) -> Result<Pages<u8>>;",
        &["`#[pages]` belongs on the method"],
    );
    method(
        "#[get(\"/x\")] #[page(link)] async fn x(&self) -> Result<Pages<u8>>;",
        &["did you mean `pages`?"],
    );
}
