//! A chart of horizontal bars.

use std::path::Path;

use plotters::prelude::*;
use plotters::style::text_anchor::{HPos, Pos, VPos};

use crate::Failed;

const WIDTH: i32 = 880;
const LEFT: i32 = 290;
const RIGHT: i32 = 190;
const TOP: i32 = 78;
const BOTTOM: i32 = 34;
const ROW: i32 = 28;
/// The height of a row within a pair, which has one label.
const HALF_ROW: i32 = 17;
const BETWEEN_PAIRS: i32 = 8;
const LETTER: i32 = 8;

const INK: RGBColor = RGBColor(31, 41, 55);
const FAINT: RGBColor = RGBColor(107, 114, 128);
const MARK: RGBColor = RGBColor(185, 28, 28);

/// Whose bar it is.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Owner {
    Ours,
    /// The one that the others are compared with.
    Reference,
    Peer,
}

impl Owner {
    fn colour(self) -> RGBColor {
        match self {
            Self::Ours => RGBColor(37, 99, 235),
            Self::Reference => RGBColor(75, 85, 99),
            Self::Peer => RGBColor(176, 184, 196),
        }
    }
}

/// One row.
pub(super) struct Bar {
    pub(super) label: String,
    pub(super) value: f64,
    /// Stands at the end of the bar.
    pub(super) text: String,
    pub(super) owner: Owner,
    pub(super) spread: Option<(f64, f64)>,
}

/// A line across all rows.
pub(super) struct Mark {
    pub(super) at: f64,
    pub(super) text: String,
}

pub(super) struct Chart<'a> {
    pub(super) title: &'a str,
    pub(super) subtitle: &'a str,
    pub(super) bars: &'a [Bar],
    /// Set if every two bars belong together.
    pub(super) pairs: bool,
    pub(super) mark: Option<Mark>,
}

impl Chart<'_> {
    /// Writes an SVG.
    pub(super) fn draw(&self, path: &Path) -> Result<(), Failed> {
        let (_, bottom) = self.row(i32::try_from(self.bars.len())? - 1);
        let size = (u32::try_from(WIDTH)?, u32::try_from(bottom + BOTTOM)?);
        let area = SVGBackend::new(path, size).into_drawing_area();
        area.fill(&WHITE)?;
        text(&area, self.title, (20, 26), 19, INK, HPos::Left)?;
        text(&area, self.subtitle, (20, 50), 13, FAINT, HPos::Left)?;
        let scale = self.scale();
        let axis = PathElement::new([(LEFT, TOP - 4), (LEFT, bottom + 4)], FAINT);
        for (row, bar) in (0..).zip(self.bars) {
            let (top, bottom) = self.row(row);
            let corners = [(LEFT, top), (place(bar.value, scale), bottom)];
            area.draw(&Rectangle::new(corners, bar.owner.colour().filled()))?;
        }
        area.draw(&axis)?;
        if let Some(Mark { at, text: words }) = &self.mark {
            let x = place(*at, scale);
            area.draw(&PathElement::new(
                [(x, TOP - 4), (x, bottom + 8)],
                MARK.stroke_width(2),
            ))?;
            text(&area, words, (x, bottom + 20), 13, MARK, HPos::Center)?;
        }
        for (row, bar) in (0..).zip(self.bars) {
            let (top, bottom) = self.row(row);
            describe(&area, bar, i32::midpoint(top, bottom), scale)?;
        }
        area.present()?;
        Ok(())
    }

    /// The top and the bottom of a bar, counted from above.
    fn row(&self, row: i32) -> (i32, i32) {
        if self.pairs {
            let top = TOP + row * HALF_ROW + row / 2 * BETWEEN_PAIRS;
            (top, top + HALF_ROW - 1)
        } else {
            (TOP + row * ROW + 4, TOP + row * ROW + ROW - 4)
        }
    }

    /// Pixels per unit.
    fn scale(&self) -> f64 {
        let ends = self.bars.iter().map(|bar| {
            bar.spread
                .map_or(bar.value, |(_, high)| high.max(bar.value))
        });
        let most = ends
            .chain(self.mark.iter().map(|mark| mark.at))
            .fold(0.0, f64::max);
        f64::from(WIDTH - LEFT - RIGHT) / most
    }
}

type Area<'a> = DrawingArea<SVGBackend<'a>, plotters::coord::Shift>;

/// Draws what stands beside a bar and on it. The text covers whatever line runs there.
fn describe(area: &Area<'_>, bar: &Bar, middle: i32, scale: f64) -> Result<(), Failed> {
    text(area, &bar.label, (LEFT - 10, middle), 14, INK, HPos::Right)?;
    let mut after = place(bar.value, scale);
    if let Some((low, high)) = bar.spread {
        let (low, high) = (place(low, scale), place(high, scale));
        area.draw(&PathElement::new(
            [(low, middle), (high, middle)],
            INK.stroke_width(1),
        ))?;
        for x in [low, high] {
            area.draw(&PathElement::new(
                [(x, middle - 4), (x, middle + 4)],
                INK.stroke_width(1),
            ))?;
        }
        after = after.max(high);
    }
    let width = LETTER * i32::try_from(bar.text.len())?;
    let corners = [(after + 5, middle - 8), (after + 8 + width, middle + 8)];
    area.draw(&Rectangle::new(corners, WHITE.filled()))?;
    text(area, &bar.text, (after + 8, middle), 13, INK, HPos::Left)
}

fn text(
    area: &Area<'_>,
    words: &str,
    at: (i32, i32),
    size: i32,
    colour: RGBColor,
    anchor: HPos,
) -> Result<(), Failed> {
    let style = ("sans-serif", size)
        .into_font()
        .color(&colour)
        .pos(Pos::new(anchor, VPos::Center));
    area.draw(&Text::new(words.to_owned(), at, style))?;
    Ok(())
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "it is a place on the chart"
)]
fn place(value: f64, scale: f64) -> i32 {
    LEFT + (value * scale).round() as i32
}
