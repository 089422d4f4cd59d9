//! Declarations that are being typed: the readable parts are emitted, for editors and the rest of the
//! program.

use proc_macro2::TokenStream;

use super::messages::errors;
use crate::fallback::expand_client;

/// The expansion as text, and the number of errors in it.
fn typed(args: &str, item: &str) -> (String, usize) {
    let tokens = |text: &str| text.parse::<TokenStream>().expect("tokens");
    let expanded = expand_client(tokens(args), &tokens(item));
    (expanded.to_string(), errors(expanded).len())
}

/// A method that is finished, before one that is not.
const USER: &str = "#[get(\"/users/{id}\")] async fn user(&self, id: u64) -> Result<User>;";

fn assert_has_user(expanded: &str, of: &str) {
    for part in [
        "trait Api",
        "struct ApiClient",
        "fn user",
        "id : u64",
        "Result < User >",
    ] {
        assert!(expanded.contains(part), "{of}\nlacks {part}\n{expanded}");
    }
}

#[test]
fn an_unfinished_attribute_is_one_error() {
    for (args, attribute) in [
        ("", "#[get()]"),
        ("", "#[get]"),
        ("", "#[get(\"\")]"),
        ("", "#[get(\"/x\",)] #[retry(atte)]"),
        ("", "#[get(\"/x\")] #[retry(attempts)]"),
        ("", "#[get(\"/x\")] #[retry(attempts =)]"),
        ("", "#[get(\"/x\")] #[retry(linear, base = 1)]"),
        ("base_url", "#[get(\"/x\")]"),
        ("base_url =", "#[get(\"/x\")]"),
        ("base_url = \"\"", "#[get(\"/x\")]"),
        ("", "#[ge]"),
    ] {
        let item = format!(
            "trait Api {{ {USER} {attribute} async fn add(&self, #[query] name: &str) -> Result<()>; }}"
        );
        let (expanded, errors) = typed(args, &item);
        assert_has_user(&expanded, &item);
        assert!(expanded.contains("name : & str"), "{item}");
        assert_eq!(errors, 1, "{item}");
    }
}

#[test]
fn an_unfinished_argument_is_one_error() {
    for argument in [
        "#[json] body:",
        "#[json] body",
        "#[json]",
        "#[jso] body: &str",
    ] {
        let item = format!(
            "trait Api {{ {USER} #[post(\"/x\")] async fn add(&self, {argument}) -> Result<()>; }}"
        );
        let (expanded, errors) = typed("", &item);
        assert_has_user(&expanded, &item);
        assert_eq!(errors, 1, "{item}");
    }
}

#[test]
fn a_missing_semicolon_is_left_to_rustc() {
    let open = USER.trim_end_matches(';');
    let next = "#[get(\"/x\")] async fn x(&self) -> Result<()>";
    for (methods, count) in [
        (format!("{open} {next};"), 0),
        (format!("{next}; {open}"), 0),
        (format!("{open} async fn own(&self) {{}}"), 0),
        (format!("{open} {}", next.replace("/x", "x")), 1),
    ] {
        let item = format!("trait Api {{ {methods} }}");
        let (expanded, errors) = typed("", &item);
        assert_has_user(&expanded, &item);
        assert_eq!(errors, count, "{item}");
    }
}

#[test]
fn conditions_of_an_unfinished_declaration_are_evaluated() {
    let open = "#[get(\"/x\")] async fn x(&self) -> Result<()>";
    let item = format!("trait Api {{ #[cfg(unix)] {open} {USER} }}");
    let (expanded, errors) = typed("", &item);
    assert_eq!(errors, 0, "{expanded}");
    let marked = "# [cfg_attr (unix , doc =";
    assert!(expanded.starts_with(marked), "{expanded}");
    // The input of the second expansion if the condition does not hold.
    let body = expanded.rsplit_once("trait Api").expect("the trait").1;
    let item = format!("#[doc = \"retry_client: cfg\"] trait Api {body}");
    let (expanded, errors) = typed("", &item);
    assert_has_user(&expanded, &item);
    assert_eq!(errors, 0);
    assert!(!expanded.contains("fn x"), "{expanded}");
}

#[test]
fn an_unreadable_trait_loses_our_attributes() {
    let (expanded, errors) = typed("", "trait Api<{ #[get(\"/x\")] async fn x(&self); }");
    assert_eq!(errors, 1);
    assert!(!expanded.contains("get"), "{expanded}");
}
