//! The spellings of a time: seconds, epochs, units, timestamps.

use super::*;

#[test]
fn a_number_is_told_by_its_size() {
    let table = [
        ("30", ms(30_000)),
        ("1.5", ms(1_500)),
        ("0.0001", ms(1)),
        ("1000000000", ms(1_000_000_000_000)),
        ("784111787", ms(784_111_787_000)),
        ("0", None),
        ("-5", None),
        ("+5", None),
        ("soon", None),
        ("", None),
        ("1e3", None),
        ("99999999999999999999999", Some(Duration::MAX)),
    ];
    for (text, expected) in table {
        let fields = [("x-ratelimit-remaining", "0"), ("x-ratelimit-reset", text)];
        assert_eq!(read(429, &fields), expected, "{text}");
    }
}

#[test]
fn an_epoch_is_read_against_the_date_of_the_response() {
    // Sun, 09 Sep 2001 02:00:00 GMT is 1,000,000,800.
    let date = ("date", "Sun, 09 Sep 2001 02:00:00 GMT");
    let table = [
        ("1000000830", ms(30_000)),
        ("1000000830.25", ms(30_250)),
        ("1000000830250", ms(30_250)),
        ("1000000830250.5", ms(30_251)),
        ("1000000800", None),
        ("1000000100", None),
        ("1000000100000", None),
    ];
    for (text, expected) in table {
        let fields = [
            date,
            ("x-ratelimit-remaining", "0"),
            ("x-ratelimit-reset", text),
        ];
        assert_eq!(read(403, &fields), expected, "{text}");
    }
    let fields = [
        date,
        ("age", "20"),
        ("x-ratelimit-remaining", "0"),
        ("x-ratelimit-reset", "1000000830"),
    ];
    assert_eq!(read(403, &fields), ms(10_000), "a cache kept it");
    let fields = [
        ("x-ratelimit-remaining", "0"),
        ("x-ratelimit-reset", "1000000000.5"),
    ];
    assert_eq!(
        read(403, &fields),
        ms((1_000_000_000 - NOW) * 1_000 + 500),
        "without a date the clock counts"
    );
}

#[test]
fn units_are_read_as_go_prints_them() {
    let table = [
        ("120ms", ms(120)),
        ("1s", ms(1_000)),
        ("6m0s", ms(360_000)),
        ("8.64s", ms(8_640)),
        ("2m59.56s", ms(179_560)),
        ("1h0m0.5s", ms(3_600_500)),
        ("1d2h", ms(93_600_000)),
        ("1.5h", ms(5_400_000)),
        ("1us", ms(1)),
        ("0s", None),
        ("0", None),
        ("30", None),
        ("", None),
        ("s", None),
        ("1", None),
        ("1x", None),
        // Units stand from the largest to the smallest, each once.
        ("1s1m", None),
        ("1s1s", None),
        ("1s 2ms", None),
        ("-1s", None),
        ("+1s", None),
        ("1.s", None),
        (".5s", None),
        ("1..5s", None),
        ("1S", None),
        (
            "99999999999999999999999999999999999999999h",
            Some(Duration::MAX),
        ),
    ];
    for (text, expected) in table {
        for kind in ["requests", "tokens"] {
            let reset = if kind == "requests" {
                "x-ratelimit-reset-requests"
            } else {
                "x-ratelimit-reset-tokens"
            };
            assert_eq!(read(429, &[(reset, text)]), expected, "{kind} {text}");
        }
    }
}

#[test]
fn timestamps_are_read_against_the_date_of_the_response() {
    let date = ("date", "Thu, 29 Feb 2024 23:59:50 GMT");
    let table = [
        ("2024-03-01T00:00:00Z", ms(10_000)),
        ("2024-03-01t00:00:00z", ms(10_000)),
        ("2024-03-01 00:00:00Z", ms(10_000)),
        // A leap second ends where the next minute begins.
        ("2024-02-29T23:59:60Z", ms(10_000)),
        ("2024-03-01T00:00:00.25Z", ms(10_250)),
        // Rounded up: waiting too little would be refused again.
        ("2024-03-01T00:00:00.0000001Z", ms(10_001)),
        ("2024-03-01T02:00:00+02:00", ms(10_000)),
        ("2024-02-29T18:30:00-05:30", ms(10_000)),
        ("2025-03-01T00:00:00Z", ms((365 * 86_400 + 10) * 1_000)),
        ("2024-02-29T23:59:50Z", None),
        ("2024-02-29T23:59:49Z", None),
        // Past, or no date at all.
        ("1969-12-31T23:59:59Z", None),
        ("2024-02-30T00:00:00Z", None),
        ("2025-02-29T00:00:00Z", None),
        ("2024-13-01T00:00:00Z", None),
        ("2024-00-01T00:00:00Z", None),
        ("2024-03-01T24:00:00Z", None),
        ("2024-03-01T00:60:00Z", None),
        ("2024-03-01T00:00:61Z", None),
        ("2024-03-01T00:00:00", None),
        ("2024-03-01T00:00:00.Z", None),
        ("2024-03-01T00:00:00.5", None),
        ("2024-03-01T00:00:00+2", None),
        ("2024-03-01T00:00:00+24:00", None),
        ("2024-03-01T00:00:00Zoo", None),
        ("2024-03-01", None),
        ("20240301T000000Z", None),
        ("Fri, 01 Mar 2024 00:00:00 GMT", None),
        ("10", None),
        ("", None),
    ];
    for (text, expected) in table {
        for (remaining, reset) in [
            (
                "anthropic-ratelimit-requests-remaining",
                "anthropic-ratelimit-requests-reset",
            ),
            (
                "anthropic-ratelimit-tokens-remaining",
                "anthropic-ratelimit-tokens-reset",
            ),
            (
                "anthropic-ratelimit-input-tokens-remaining",
                "anthropic-ratelimit-input-tokens-reset",
            ),
            (
                "anthropic-ratelimit-output-tokens-remaining",
                "anthropic-ratelimit-output-tokens-reset",
            ),
        ] {
            let fields = [date, (remaining, "0"), (reset, text)];
            assert_eq!(read(200, &fields), expected, "{reset}: {text}");
        }
    }
}

#[test]
fn every_day_of_four_centuries_follows_the_one_before() {
    let mut expected = 0;
    for year in 1970..2400 {
        for month in 1..=12 {
            for day in 1..=31 {
                let text = format!("{year}-{month:02}-{day:02}T00:00:00Z");
                if let Some(since) = rfc3339::since_1970(&text) {
                    assert_eq!(since, Duration::from_secs(expected), "{text}");
                    expected += 86_400;
                }
            }
        }
    }
    assert_eq!(expected / 86_400, 430 * 365 + 104);
}
