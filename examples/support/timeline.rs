//! Draws calls as timelines, one under the other on a common scale.

use std::fmt::Write;
use std::time::Duration;

use retry_client::{AttemptRecord, DelaySource, ErrorKind};

use super::paint::{Colour, Paint};
use super::scale::{BLOCK, CELLS, LINE, Scale};
use super::story::Story;

/// All stories, with the scale above them.
pub(crate) fn draw(stories: &[Story], paint: Paint) -> String {
    let longest = stories.iter().map(Story::length).max().unwrap_or_default();
    let scale = Scale::holding(longest);
    let [labels, line] = scale.axis();
    let mut drawing = String::new();
    for axis in [labels, line] {
        row(&mut drawing, " ", &paint.paint(Colour::Dim, &axis), "");
    }
    for story in stories {
        story_lines(&mut drawing, story, scale, paint);
    }
    drawing
}

fn story_lines(drawing: &mut String, story: &Story, scale: Scale, paint: Paint) {
    title(drawing, story, paint);
    let mut now = Duration::ZERO;
    for (index, attempt) in story.attempts.iter().enumerate() {
        let sent = now;
        now += attempt.duration();
        let colour = if attempt.outcome().is_none() {
            Colour::Green
        } else {
            Colour::Red
        };
        let bar = paint.paint(colour, &scale.bar(sent, now, BLOCK));
        let rest = facts(attempt.duration(), &paint.paint(colour, &cause(attempt)));
        row(drawing, &(index + 1).to_string(), &bar, &rest);
        let Some((delay, source)) = attempt.delay().zip(attempt.delay_source()) else {
            continue;
        };
        let waited = now;
        now += delay;
        let colour = match source {
            DelaySource::Server => Colour::Cyan,
            DelaySource::Strategy | DelaySource::Verdict => Colour::Yellow,
        };
        let bar = paint.paint(colour, &scale.bar(waited, now, LINE));
        let rest = facts(delay, &paint.paint(colour, who(source)));
        row(drawing, " ", &bar, &rest);
    }
    ending(drawing, story, paint);
}

/// `GET /books/{id}    busy twice`
fn title(drawing: &mut String, story: &Story, paint: Paint) {
    // Not its `Display`, which tells the whole policy in a paragraph; `policy_report` shows that.
    let name = format!("{} {}", story.endpoint.verb(), story.endpoint.path());
    let name = format!("{name:<width$}", width = CELLS + 4);
    let name = paint.paint(Colour::Bold, &name);
    let trouble = paint.paint(Colour::Dim, story.trouble);
    put(drawing, &format!("\n{name} {trouble}"));
}

fn ending(drawing: &mut String, story: &Story, paint: Paint) {
    let (sent, arrived) = (story.attempts.len(), story.arrivals.len());
    let count = format!("{sent} sent, {arrived} arrived");
    let count = if sent == arrived {
        count
    } else {
        paint.paint(Colour::Red, &count)
    };
    let rest = facts(story.length(), &count);
    match &story.ending {
        Ok(value) => {
            let value = format!("{:<CELLS$}", shortened(value));
            row(drawing, &paint.paint(Colour::Green, "✓"), &value, &rest);
        }
        Err(error) => {
            let why = format!("{:<CELLS$}", format!("gave up: {:?}", error.gave_up()));
            row(drawing, &paint.paint(Colour::Red, "✗"), &why, &rest);
            let message = paint.paint(Colour::Dim, &error.to_string());
            row(drawing, " ", &message, "");
        }
    }
}

/// `  1  ▌            0.6 ms  503 Service Unavailable`
fn row(drawing: &mut String, mark: &str, bar: &str, rest: &str) {
    put(drawing, &format!("  {mark}  {bar}{rest}"));
}

fn facts(length: Duration, text: &str) -> String {
    format!(" {:>7}  {text}", human(length))
}

fn put(drawing: &mut String, line: &str) {
    // Writing to a `String` cannot fail.
    let _ = writeln!(drawing, "{}", line.trim_end());
}

/// The outcome of an attempt.
fn cause(attempt: &AttemptRecord) -> String {
    match (attempt.outcome(), attempt.status()) {
        (None | Some(ErrorKind::Status), Some(status)) => status.to_string(),
        (Some(ErrorKind::Reset), _) => "connection lost".to_owned(),
        (Some(ErrorKind::Body), _) => "body cut short".to_owned(),
        (Some(ErrorKind::Timeout), _) => "no response in time".to_owned(),
        (Some(kind), _) => kind.to_string(),
        (None, None) => "no status".to_owned(),
    }
}

fn who(source: DelaySource) -> &'static str {
    match source {
        DelaySource::Strategy => "wait, set by the strategy",
        DelaySource::Server => "wait, set by the server",
        DelaySource::Verdict => "wait, set by `when`",
    }
}

/// `0.6 ms`, `143 ms`, `1.25 s`.
fn human(length: Duration) -> String {
    let millis = length.as_secs_f64() * 1_000.0;
    match millis {
        ..9.95 => format!("{millis:.1} ms"),
        ..999.5 => format!("{millis:.0} ms"),
        _ => format!("{:.2} s", millis / 1_000.0),
    }
}

fn shortened(text: &str) -> String {
    match text.char_indices().nth(CELLS) {
        None => text.to_owned(),
        Some(_) => text.chars().take(CELLS - 1).chain(['…']).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_length_takes_the_unit_that_reads_best() {
        let cases = [
            (0, "0.0 ms"),
            (640, "0.6 ms"),
            (9_949, "9.9 ms"),
            (9_950, "10 ms"),
            (143_200, "143 ms"),
            (999_499, "999 ms"),
            (999_500, "1.00 s"),
            (1_250_000, "1.25 s"),
        ];
        for (micros, text) in cases {
            assert_eq!(human(Duration::from_micros(micros)), text);
        }
    }

    #[test]
    fn a_text_too_long_for_its_column_is_shortened_to_fit() {
        let fits = "x".repeat(CELLS);
        assert_eq!(shortened(&fits), fits);
        let shorter = shortened(&"é".repeat(CELLS + 1));
        assert_eq!(shorter.chars().count(), CELLS);
        assert!(shorter.ends_with("é…"));
    }
}
