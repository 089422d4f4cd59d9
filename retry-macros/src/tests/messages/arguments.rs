//! Arguments, their roles, and signatures.

use super::method;

#[test]
fn every_role_is_known() {
    method(
        "#[post(\"/{a}/{b*}\")] async fn x<'a>(&self, a: u8, b: &'a str, #[query] c: Option<u8>,
            #[query(\"d[]\")] d: &[u8], #[query(csv)] e: Vec<u8>, #[query(\"f\", csv)] f: &[u8],
            #[query(flag)] g: bool, #[query(flatten)] h: &Filter, #[header(\"x-i\")] i: &str,
            #[header(\"x-j\", secret)] j: &str, #[headers] k: HeaderMap, #[json] l: &Body,
            #[idempotency_key] m: Option<&str>) -> Result<()>;",
        &[],
    );
    method(
        "#[post(\"/\")] async fn x(&self, #[form] a: &Form) -> Result<()>;",
        &[],
    );
    method(
        "#[post(\"/\")] async fn x(&self, #[body] a: Bytes) -> Result<()>;",
        &[],
    );
    method(
        "#[post(\"/\")] async fn x(&self, #[body(\"text/plain\")] a: String) -> Result<()>;",
        &[],
    );
    method(
        "#[post(\"/\")] async fn x(&self, #[body(\"text/plain\", compress = gzip)] a: &str) -> Result<()>;",
        &[],
    );
    method(
        "#[post(\"/\")] async fn x(&self, #[json(compress = gzip)] a: &A) -> Result<()>;",
        &[],
    );
    method(
        "#[post(\"/\")] async fn x(&self, #[part] a: String, #[part(json)] b: &B,
            #[part(file)] c: &Path) -> Result<()>;",
        &[],
    );
}

#[test]
fn roles_are_checked() {
    let get =
        |argument: &str| format!("#[get(\"/x\")] async fn x(&self, {argument}) -> Result<()>;");
    method(
        &get("#[qery] a: u8"),
        &["unknown attribute `qery`; did you mean `query`?"],
    );
    method(&get("#[get] a: u8"), &["belongs on the method"]);
    method(&get("#[query] #[header(\"a\")] a: u8"), &["one role"]);
    method(&get("#[query(csvv)] a: u8"), &["did you mean `csv`?"]);
    method(&get("#[query(cvs)] a: &[u8]"), &["did you mean `csv`?"]);
    method(&get("a: &[u8]"), &["`a` needs a role"]);
    method(&get("#[header] a: u8"), &["write `#[header(\"name\")]`"]);
    method(&get("#[header(\"a b\")] a: u8"), &["not a header name"]);
    method(
        &get("#[header(\"a\", secert)] a: u8"),
        &["did you mean `secret`?"],
    );
    method(&get("#[path] a: u8"), &["write `#[path(\"name\")]`"]);
    method(&get("#[json] a: u8"), &["a GET cannot have a body"]);
    method(
        "#[json] #[get(\"/x\")] async fn x(&self) -> Result<()>;",
        &["belongs on an argument"],
    );
    let post =
        |arguments: &str| format!("#[post(\"/x\")] async fn x(&self, {arguments}) -> Result<()>;");
    method(
        &post("#[json] a: A, #[json] b: B"),
        &["only one body per request, and `#[json]` is already the body"],
    );
    method(&post("#[json] a: A, #[part] b: B"), &["one body"]);
    method(&post("#[body(\"text\")] a: A"), &["not a media type"]);
    method(&post("#[body(text)] a: A"), &["unknown `body` option"]);
    method(&post("#[json(\"a\")] a: A"), &["does not take a name"]);
    method(
        &post("#[json(compres = gzip)] a: A"),
        &["unknown `json` option `compres`; did you mean `compress`?"],
    );
    method(&post("#[form(compress)] a: A"), &["needs a value"]);
    method(
        &post("#[body(\"text\", compress = zip)] a: A"),
        &[
            "not a media type",
            "unknown compression `zip`; did you mean `gzip`?",
        ],
    );
    method(
        &post("#[body(compress = brotli)] a: A"),
        &["unknown compression `brotli`; expected one of `gzip`"],
    );
    method(
        &post("#[json(compress = \"gzip\")] a: A"),
        &["expected one of `gzip`"],
    );
    method(
        &post("#[json(compress = gzip, compress = gzip)] a: A"),
        &["given twice"],
    );
    method(
        &post("#[part(compress = gzip)] a: A"),
        &["unknown `part` option"],
    );
}

#[test]
fn path_arguments_are_single_values() {
    for ty in [
        "Option<u8>",
        "&[u8]",
        "Vec<u8>",
        "[u8; 2]",
        "&Option<&str>",
        "std::vec::Vec<u8>",
    ] {
        let source = format!("#[get(\"/{{id}}\")] async fn x(&self, id: {ty}) -> Result<()>;");
        method(&source, &["a path argument is a single value"]);
    }
}

#[test]
fn a_return_type_that_is_not_a_result_is_refused() {
    for (ty, message) in [
        ("()", "write `Result<…>` around this"),
        ("String", "write `Result<…>` around this"),
        ("Option<User>", "write `Result<…>` around this"),
        ("&'static str", "write `Result<…>` around this"),
        ("Result<&str>", "must own its data"),
        ("Result<Reply<Vec<&'static str>>>", "must own its data"),
        ("Result<(u8, [&str; 2])>", "must own its data"),
    ] {
        let source = format!("#[get(\"/x\")] async fn x(&self) -> {ty};");
        method(&source, &[message]);
    }
    for ty in [
        "Answer",
        "std::result::Result<(), Box<Own>>",
        "Of<'static, u8>",
    ] {
        let source = format!("#[get(\"/x\")] async fn x(&self) -> {ty};");
        method(&source, &[]);
    }
}

#[test]
fn a_pattern_is_refused_without_an_error_about_its_placeholder() {
    for argument in ["mut a: u8", "ref a: u8", "(a, b): (u8, u8)"] {
        let source = format!("#[get(\"/{{a}}\")] async fn x(&self, {argument}) -> Result<()>;");
        method(&source, &["needs a plain name"]);
    }
}

#[test]
fn signatures_are_checked() {
    method(
        "#[get(\"/x\")] fn x(&self) -> Result<()>;",
        &["write `async fn`"],
    );
    method(
        "#[get(\"/x\")] async fn x() -> Result<()>;",
        &["write `&self` first"],
    );
    method(
        "#[get(\"/x\")] async fn x(self) -> Result<()>;",
        &["write `&self` first"],
    );
    method(
        "#[get(\"/x\")] async fn x(&mut self) -> Result<()>;",
        &["write `&self` first"],
    );
    method(
        "#[get(\"/x\")] async fn x(self: Arc<Self>) -> Result<()>;",
        &["write `&self` first"],
    );
    method("#[get(\"/x\")] async fn x(&self);", &["`-> Result<()>`"]);
    method(
        "#[get(\"/x\")] async unsafe fn x(&self) -> Result<()>;",
        &["cannot be `unsafe`"],
    );
    method(
        "#[get(\"/x\")] async fn x<T>(&self) -> Result<T>;",
        &["can only be generic over lifetimes"],
    );
    method(
        "#[get(\"/x\")] async fn x<const N: usize>(&self) -> Result<()>;",
        &["can only be generic over lifetimes"],
    );
    method(
        "#[get(\"/x\")] async fn x(&self) -> Result<()> where Self: Sized;",
        &["can only be generic over lifetimes; remove this bound"],
    );
    method(
        "#[get(\"/{a}\")] async fn x<'a, 'b>(&'b self, a: &'a str) -> Result<()> where 'a: 'b;",
        &[],
    );
    method(
        "#[get(\"/x\")] async fn x(&self, #[query] a: &impl Display) -> Result<()>;",
        &["instead of `impl …`"],
    );
    method(
        "#[get(\"/x\")] async fn x(&self, #[query] a: &mut u8) -> Result<()>;",
        &["write `&` instead of `&mut`"],
    );
    method(
        "#[get(\"/x\")] async fn x(&self, #[query] _: u8) -> Result<()>;",
        &["an argument needs a plain name"],
    );
    method(
        "#[get(\"/x\")] async fn x(&self) -> Result<()> { Ok(()) }",
        &["with a body"],
    );
    method("fn x(&self) -> u8 { 1 }", &[]);
}
