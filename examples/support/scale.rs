//! A time scale of a fixed number of character cells, each divided in two.

use std::time::Duration;

/// The width of the scale.
pub(crate) const CELLS: usize = 40;

/// The distances between ticks to choose from, in milliseconds.
const STEPS: [u64; 10] = [10, 20, 50, 100, 200, 250, 500, 1_000, 2_000, 5_000];

/// The number of ticks whose labels fit.
const MOST_TICKS: u32 = 5;

/// Maps moments to positions. It ends at a whole tick.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Scale {
    tick: Duration,
    ticks: u32,
}

/// The characters of a bar: a whole cell, its left half, its right half.
pub(crate) type Glyphs = [char; 3];

pub(crate) const BLOCK: Glyphs = ['█', '▌', '▐'];
pub(crate) const LINE: Glyphs = ['─', '╴', '╶'];

impl Scale {
    /// The finest scale that holds this length.
    pub(crate) fn holding(length: Duration) -> Self {
        let scales = STEPS.map(|step| {
            let tick = Duration::from_millis(step);
            let ticks = length.as_micros().div_ceil(tick.as_micros()).max(1);
            (tick, u32::try_from(ticks).unwrap_or(u32::MAX))
        });
        let (tick, ticks) = scales
            .into_iter()
            .find(|(_, ticks)| *ticks <= MOST_TICKS)
            .unwrap_or((length / MOST_TICKS, MOST_TICKS));
        Self { tick, ticks }
    }

    /// A bar over this time, at least half a cell long, padded to the whole width.
    pub(crate) fn bar(self, from: Duration, to: Duration, [whole, left, right]: Glyphs) -> String {
        let start = self.half(from).min(2 * CELLS - 1);
        let end = self.half(to).max(start + 1);
        let covered = |half: usize| start <= half && half < end;
        let cell = |cell: usize| match (covered(2 * cell), covered(2 * cell + 1)) {
            (true, true) => whole,
            (true, false) => left,
            (false, true) => right,
            (false, false) => ' ',
        };
        (0..CELLS).map(cell).collect()
    }

    /// The ticks as a line, and the line of their labels.
    pub(crate) fn axis(self) -> [String; 2] {
        let mut line: Vec<char> = vec!['─'; CELLS + 1];
        let mut labels = String::new();
        for tick in 0..=self.ticks {
            let at = self.half(self.tick * tick) / 2;
            line[at] = '┴';
            labels = format!("{labels:<at$}{}", label(self.tick * tick));
        }
        (line[0], line[CELLS]) = ('└', '┘');
        [labels, line.into_iter().collect()]
    }

    /// The half cell in which a moment falls.
    fn half(self, moment: Duration) -> usize {
        let whole = (self.tick * self.ticks).as_micros().max(1);
        let halves = moment.as_micros() * (2 * CELLS as u128) / whole;
        usize::try_from(halves).map_or(2 * CELLS, |half| half.min(2 * CELLS))
    }
}

/// `0`, `250 ms`, `1.25 s`.
fn label(moment: Duration) -> String {
    match moment.as_millis() {
        0 => "0".to_owned(),
        millis @ 1..1_000 => format!("{millis} ms"),
        _ => format!("{} s", moment.as_secs_f64()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const fn ms(millis: u64) -> Duration {
        Duration::from_millis(millis)
    }

    #[test]
    fn the_scale_is_the_finest_that_holds_the_length() {
        let cases = [
            (0, 10, 1),
            (50, 10, 5),
            (51, 20, 3),
            (400, 100, 4),
            (1_003, 250, 5),
            (1_251, 500, 3),
            (25_000, 5_000, 5),
            (60_000, 12_000, 5),
        ];
        for (length, tick, ticks) in cases {
            let scale = Scale::holding(ms(length));
            assert_eq!((scale.tick, scale.ticks), (ms(tick), ticks), "{length} ms");
        }
    }

    #[test]
    fn a_bar_covers_its_time_in_half_cells() {
        let scale = Scale::holding(ms(400));
        let cases = [
            (0, 0, "▌"),
            (0, 10, "█"),
            (5, 10, "▐"),
            (0, 25, "██▌"),
            (15, 40, " ▐██"),
            (399, 400, "                                       ▐"),
            (400, 900, "                                       ▐"),
        ];
        for (from, to, bar) in cases {
            let drawn = scale.bar(ms(from), ms(to), BLOCK);
            assert_eq!(drawn.chars().count(), CELLS);
            assert_eq!(drawn.trim_end(), bar, "{from} to {to} ms");
        }
    }

    #[test]
    fn the_labels_stand_over_their_ticks() {
        let [labels, line] = Scale::holding(ms(1_003)).axis();
        assert_eq!(labels, "0       250 ms  500 ms  750 ms  1 s     1.25 s");
        assert_eq!(line, "└───────┴───────┴───────┴───────┴───────┘");
    }
}
