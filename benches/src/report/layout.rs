//! Sections, tables and ratios, as all parts of the report write them.

use std::fmt::Write as _;

use crate::Failed;

pub(super) fn section(
    text: &mut String,
    title: &str,
    chart: Option<&str>,
    note: &str,
) -> Result<(), Failed> {
    writeln!(text, "\n## {title}\n")?;
    if let Some(chart) = chart {
        writeln!(text, "![{title}](charts/{chart}.svg)\n")?;
    }
    if !note.is_empty() {
        writeln!(text, "{note}\n")?;
    }
    Ok(())
}

pub(super) fn table<const N: usize>(
    text: &mut String,
    heads: [&str; N],
    rows: impl Iterator<Item = [String; N]>,
) -> Result<(), Failed> {
    writeln!(text, "| {} |", heads.join(" | "))?;
    writeln!(text, "|{}", " --- |".repeat(N))?;
    for row in rows {
        writeln!(text, "| {} |", row.join(" | "))?;
    }
    Ok(())
}

/// A ratio, as all tables write it.
pub(super) fn per_hundred(ratio: f64) -> String {
    format!("{ratio:.2}")
}
