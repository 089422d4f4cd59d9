//! Schedules as a chart: a panel for each endpoint, a bar from the shortest to the longest of each wait.

use std::error::Error;
use std::time::Duration;

use plotters::chart::ChartBuilder;
use plotters::coord::Shift;
use plotters::drawing::{DrawingArea, IntoDrawingArea};
use plotters::element::{Rectangle, Text};
use plotters::prelude::SVGBackend;
use plotters::style::{Color, IntoFont, RGBColor};

use super::schedule::{Schedule, rounded};

const PANEL: (u32, u32) = (440, 240);
const COLUMNS: usize = 2;

/// The number of bars that fit into a panel.
const MOST_BARS: usize = 12;

const BAR: RGBColor = RGBColor(0x2b, 0x6c, 0xb0);
const GREY: RGBColor = RGBColor(0x55, 0x55, 0x55);
const PALE: RGBColor = RGBColor(0xdd, 0xdd, 0xdd);

/// The colour of the bars alone.
#[cfg(test)]
pub(crate) const BAR_COLOUR: &str = "#2B6CB0";

type Area<'a> = DrawingArea<SVGBackend<'a>, Shift>;

/// The chart as SVG.
pub(crate) fn draw(schedules: &[Schedule]) -> Result<String, Box<dyn Error + Send + Sync>> {
    let rows = schedules.len().div_ceil(COLUMNS).max(1);
    let (width, height) = (PANEL.0 * 2, PANEL.1 * u32::try_from(rows)?);
    let mut svg = String::new();
    {
        let whole = SVGBackend::with_string(&mut svg, (width, height)).into_drawing_area();
        whole.fill(&plotters::style::WHITE)?;
        for (panel, schedule) in whole.split_evenly((rows, COLUMNS)).iter().zip(schedules) {
            draw_panel(panel, schedule)?;
        }
        whole.present()?;
    }
    Ok(svg)
}

fn draw_panel(panel: &Area<'_>, schedule: &Schedule) -> Result<(), Box<dyn Error + Send + Sync>> {
    let font = |size: i32| ("sans-serif", size).into_font();
    panel.draw(&Text::new(schedule.title(), (14, 10), font(16)))?;
    let (best, worst) = (rounded(schedule.shortest()), rounded(schedule.longest()));
    let bounds = format!("gives up after {best} to {worst}");
    panel.draw(&Text::new(bounds, (14, 30), font(12).color(&GREY)))?;

    let waits = &schedule.waits()[..schedule.waits().len().min(MOST_BARS)];
    let longest = waits.iter().map(|wait| wait.longest).max();
    let Some(longest) = longest.filter(|longest| !longest.is_zero()) else {
        panel.draw(&Text::new("no waits", (14, 60), font(13).color(&GREY)))?;
        return Ok(());
    };
    // A bar stands over the number of the attempt that it comes before.
    let last = f64::from(u32::try_from(waits.len())?) + 1.6;
    let mut chart = ChartBuilder::on(panel)
        .margin(14)
        .margin_top(54)
        .x_label_area_size(34)
        .y_label_area_size(64)
        .build_cartesian_2d(1.4..last, 0.0..longest.as_secs_f64() * 1.05)?;
    chart
        .configure_mesh()
        .disable_x_mesh()
        .light_line_style(plotters::style::TRANSPARENT)
        .bold_line_style(PALE)
        .axis_style(GREY)
        .x_labels(waits.len())
        .x_label_formatter(&|number| format!("{number:.0}"))
        .y_labels(5)
        .y_label_formatter(&|seconds| rounded(Duration::from_secs_f64(seconds.max(0.0))))
        .label_style(font(12).color(&GREY))
        .x_desc("wait before attempt")
        .draw()?;
    chart.draw_series((2_u32..).zip(waits).map(|(number, wait)| {
        let middle = f64::from(number);
        let (low, high) = (wait.shortest.as_secs_f64(), wait.longest.as_secs_f64());
        // A wait that does not vary is a line, thick enough to be seen.
        let low = low.min(high - longest.as_secs_f64() / 60.0);
        Rectangle::new(
            [(middle - 0.3, low.max(0.0)), (middle + 0.3, high)],
            BAR.filled(),
        )
    }))?;
    Ok(())
}
