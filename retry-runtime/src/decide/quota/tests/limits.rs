//! Which limit counts.

use super::*;

#[test]
fn the_items_of_a_list_are_limits_of_their_own() {
    let table: &[(u16, &str, Option<u64>)] = &[
        (200, r#""default";r=0;t=30"#, Some(30)),
        (200, r#""default";r=1;t=30"#, None),
        // Something remains, so it was another limit that refused.
        (429, r#""default";r=1;t=30"#, None),
        (429, r#""default";t=30"#, Some(30)),
        (503, r#""default";t=30"#, Some(30)),
        (500, r#""default";t=30"#, None),
        (200, r#""a";r=0;t=3, "b";r=9;t=99"#, Some(3)),
        (200, r#""a";r=0;t=3,"b";r=0;t=4"#, Some(4)),
        (429, r#""a";r=5;t=3, "b";t=4"#, None),
        (200, r#""a, \"b\"; c";r=0;t=3"#, Some(3)),
        (200, r#""a"; r=0; pk=:c2VjcmV0:; x; y=?0; t=3"#, Some(3)),
        (200, "token;r=0;t=3", Some(3)),
        // The last of two parameters counts.
        (200, r#""a";t=3;r=0;r=1"#, None),
        (200, r#"  "a";r=0;t=3  "#, Some(3)),
        (
            200,
            r#""a";r=0;t=999999999999999"#,
            Some(999_999_999_999_999),
        ),
        (200, r#""a";r=0;t=-0"#, None),
        (200, r#""a";r=0"#, None),
        (200, r#""a";r=0;t=0"#, None),
        (200, r#""a";r=0;t=-3"#, None),
        (200, r#""a";r=0;t=1.5"#, None),
        (200, r#""a";r=0;t="3""#, None),
        // Sixteen digits are not an integer, so this field is not a list.
        (200, r#""a";r=0;t=9999999999999999"#, None),
        // Dates and text of any characters, which RFC 9651 added.
        (200, r#""a";r=0;since=@1659578233;t=3"#, Some(3)),
        (
            200,
            r#""a";r=0;t=3;note=%"f%c3%bc%22r;r=9", "b";r=0;t=4"#,
            Some(4),
        ),
        (200, r#""a";r=0;t=@3"#, None),
        (200, r#""a";r=0;t=3;note=%"f%C3%BC""#, None),
        (200, r#""a";r=0;t=3;note=%"f%c3""#, None),
        (200, r#""a";r=0;t=3;since=@1.5"#, None),
        (200, r#""a";r=0;t=3,"#, None),
        (200, r#""a";r=0;t=3 "b""#, None),
        (200, r#""a;r=0;t=3"#, None),
        (200, r#""a";R=0;t=3"#, None),
        (200, r#"("a" "b");r=0;t=3"#, None),
        (200, "3;r=0;t=3", None),
        (200, "", None),
    ];
    for (status, text, seconds) in table {
        let expected = seconds.map(Duration::from_secs);
        assert_eq!(read(*status, &[("ratelimit", text)]), expected, "{text}");
    }
    let fields = [
        ("ratelimit", "garbage;"),
        ("ratelimit", r#""a";r=0;t=2"#),
        ("ratelimit", r#""b";r=0;t=5"#),
    ];
    assert_eq!(read(200, &fields), ms(5_000));
}

#[test]
fn a_reset_counts_where_nothing_remains_of_its_own_family() {
    type Fields = &'static [(&'static str, &'static str)];
    let table: &[(&str, u16, Fields, Option<u64>)] = &[
        (
            "there is more",
            429,
            &[("x-ratelimit-remaining", "7"), ("x-ratelimit-reset", "30")],
            None,
        ),
        (
            "there is none",
            500,
            &[("x-ratelimit-remaining", "0"), ("x-ratelimit-reset", "30")],
            Some(30),
        ),
        (
            "only a refusal needs no number",
            500,
            &[("x-ratelimit-reset", "30")],
            None,
        ),
        (
            "a refusal without a number",
            503,
            &[("x-ratelimit-reset", "30")],
            Some(30),
        ),
        (
            "a refusal with the number of another family",
            429,
            &[
                ("x-ratelimit-reset-requests", "30s"),
                ("x-ratelimit-remaining-tokens", "5"),
            ],
            None,
        ),
        (
            "a malformed number is not named",
            429,
            &[
                ("x-ratelimit-remaining", "none"),
                ("x-ratelimit-reset", "30"),
            ],
            Some(30),
        ),
        (
            "the one that is exhausted",
            429,
            &[
                ("x-ratelimit-remaining-requests", "9"),
                ("x-ratelimit-reset-requests", "6m0s"),
                ("x-ratelimit-remaining-tokens", "0"),
                ("x-ratelimit-reset-tokens", "2s"),
            ],
            Some(2),
        ),
        (
            "the latest of two",
            429,
            &[
                ("x-ratelimit-remaining-requests", "0"),
                ("x-ratelimit-reset-requests", "6m0s"),
                ("x-ratelimit-remaining-tokens", "0"),
                ("x-ratelimit-reset-tokens", "2s"),
                ("ratelimit", r#""a";r=0;t=5"#),
            ],
            Some(360),
        ),
        (
            "exhausted, and until nobody knows when",
            429,
            &[
                ("x-ratelimit-remaining", "0"),
                ("ratelimit", r#""a";r=1;t=5"#),
            ],
            None,
        ),
    ];
    for (what, status, fields, seconds) in table {
        let expected = seconds.map(Duration::from_secs);
        assert_eq!(read(*status, fields), expected, "{what}");
    }
}
