//! No value leads out of its place, whatever the template.

use percent_encoding::percent_decode_str;
use proptest::prelude::*;

use super::*;
use crate::cases::{many, texts};
use crate::request::BaseUrl;

/// Templates as the macro lets them through: a slash first, no empty segment and none of dots.
fn templates() -> impl Strategy<Value = String> {
    let segment = prop_oneof![
        "[a-z0-9~_-]{1,4}",
        Just("{x}".to_owned()),
        "[a-z]{0,2}\\{x\\}(\\.json|%20|)",
    ];
    let tails = prop::sample::select(vec!["", "/", "/{y*}", "?fixed=1"]);
    (prop::collection::vec(segment, 1..4), tails)
        .prop_map(|(segments, tail)| format!("/{}{tail}", segments.join("/")))
}

fn url(template: &str, x: &str, y: &str) -> Result<reqwest::Url, String> {
    let base = BaseUrl::new("https://h.test:8443/api/v1".parse().unwrap());
    let base = base.ok().unwrap();
    let path = render(
        base.prefix(),
        template,
        &[
            ("x", "x", &(&x as &dyn Display)),
            ("y", "y", &(&y as &dyn Display)),
        ],
    )?;
    Ok(base.at(&path, "q=1"))
}

proptest! {
    #![proptest_config(many())]

    #[test]
    fn a_url_keeps_its_host_its_base_and_the_number_of_its_segments(
        template in templates(),
        x in texts(),
        y in texts(),
    ) {
        let Ok(url) = url(&template, &x, &y) else {
            let of_x = template.contains("{x}") && matches!(&*x, "" | "." | "..");
            let of_y = template.contains("{y*}") && (y.is_empty() || y.starts_with('/') || y.split('/').any(|part| matches!(part, "." | "..")));
            prop_assert!(of_x || of_y, "{template} refuses {x:?} and {y:?}");
            return Ok(());
        };
        prop_assert!(url.as_str().starts_with("https://h.test:8443/api/v1/"), "{url}");
        prop_assert_eq!((url.username(), url.password(), url.fragment()), ("", None, None));
        let (path, fixed) = template.split_once('?').unwrap_or((&template, ""));
        let query = if fixed.is_empty() { "q=1" } else { "fixed=1&q=1" };
        prop_assert_eq!(url.query(), Some(query));
        let tail = if path.contains("{y*}") { y.matches('/').count() } else { 0 };
        prop_assert_eq!(url.path().matches('/').count(), "/api/v1".matches('/').count() + path.matches('/').count() + tail, "{}", url);
        // What the server decodes is what was said.
        let decoded = percent_decode_str(url.path()).decode_utf8().unwrap();
        let said = path.replace("%20", " ").replace("{y*}", "{y}").replace('{', "\u{1}").replace('}', "\u{2}");
        let said = said.replace("\u{1}x\u{2}", &x).replace("\u{1}y\u{2}", &y);
        if !x.contains(['\u{1}', '\u{2}']) {
            prop_assert_eq!(decoded, format!("/api/v1{said}"));
        }
    }

    #[test]
    fn a_template_of_any_text_is_rendered_or_refused(template in texts(), x in texts()) {
        let rendered = render("", &template, &[("x", "x", &(&x as &dyn Display)), ("e", "e", &(&x as &dyn Display))]);
        if let Ok(path) = rendered {
            // What is literal is kept, and a value adds no slash outside of a tail.
            let value = if template.contains("*}") { usize::MAX } else { 0 };
            prop_assert!(path.matches('/').count() <= template.matches('/').count().saturating_add(value));
        }
    }

    #[test]
    fn an_encoded_value_has_nothing_but_unreserved_characters(value in texts()) {
        let mut text = String::new();
        push_value_encoded(&mut text, &value).unwrap();
        prop_assert!(text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-._~%".contains(&byte)), "{text}");
        prop_assert_eq!(percent_decode_str(&text).decode_utf8().unwrap(), value);
    }
}
