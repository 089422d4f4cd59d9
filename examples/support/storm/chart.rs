//! Storms as charts: load and good responses over time, and the time of recovery by load.

use plotters::chart::{ChartBuilder, SeriesLabelPosition};
use plotters::coord::Shift;
use plotters::drawing::{DrawingArea, IntoDrawingArea};
use plotters::element::{PathElement, Rectangle};
use plotters::prelude::SVGBackend;
use plotters::style::{Color, IntoFont, RGBColor, WHITE};
use retry_client::BoxError;

use super::clients::Guarded;
use super::hedges::PaidBy;
use super::scenes::Recovery;

const PANEL: (u32, u32) = (560, 220);
const ARRIVED: RGBColor = RGBColor(0xc5, 0x30, 0x30);
const GOOD: RGBColor = RGBColor(0x2b, 0x6c, 0xb0);
const BEGUN: RGBColor = RGBColor(0x88, 0x88, 0x88);
const GREEN: RGBColor = RGBColor(0x2f, 0x85, 0x5a);
const PALE: RGBColor = RGBColor(0xdd, 0xdd, 0xdd);

type Area<'a> = DrawingArea<SVGBackend<'a>, Shift>;

/// One panel for each kind of client: calls that begin, arrivals at the server, and good responses, a second.
pub(crate) fn over_time(storms: &[(Guarded, Recovery)]) -> Result<String, BoxError> {
    let rows = storms.len();
    let height = PANEL.1 * u32::try_from(rows)?;
    let mut svg = String::new();
    {
        let whole = SVGBackend::with_string(&mut svg, (PANEL.0, height)).into_drawing_area();
        whole.fill(&WHITE)?;
        let most = storms.iter().flat_map(|(_, storm)| &storm.seconds);
        let most = most.flatten().copied().fold(0.0, f64::max) * 1.05;
        for (panel, (guarded, storm)) in whole.split_evenly((rows, 1)).iter().zip(storms) {
            draw_course(panel, guarded.name(), storm, most)?;
        }
        whole.present()?;
    }
    Ok(svg)
}

fn draw_course(panel: &Area<'_>, name: &str, storm: &Recovery, most: f64) -> Result<(), BoxError> {
    let end = f64::from(u32::try_from(storm.seconds.len())?);
    let mut chart = ChartBuilder::on(panel)
        .caption(name, ("sans-serif", 15).into_font())
        .margin(10)
        .x_label_area_size(24)
        .y_label_area_size(44)
        .build_cartesian_2d(0.0..end, 0.0..most)?;
    chart
        .configure_mesh()
        .light_line_style(plotters::style::TRANSPARENT)
        .bold_line_style(PALE)
        .x_label_formatter(&|second| format!("{second:.0} s"))
        .y_label_formatter(&|count| format!("{count:.0}"))
        .draw()?;
    for (of, colour, label) in [
        (0, BEGUN, "calls"),
        (1, ARRIVED, "arrivals"),
        (2, GOOD, "good responses"),
    ] {
        let points = (0_u32..).zip(&storm.seconds);
        let points: Vec<_> = points
            .map(|(at, counts)| (f64::from(at), counts[of]))
            .collect();
        chart
            .draw_series([PathElement::new(points, colour.stroke_width(2))])?
            .label(label)
            .legend(move |(x, y)| PathElement::new([(x, y), (x + 14, y)], colour));
    }
    chart
        .configure_series_labels()
        .position(SeriesLabelPosition::UpperLeft)
        .background_style(WHITE.mix(0.8))
        .draw()?;
    Ok(())
}

/// A load, and the seconds until it has recovered; `None` for never.
pub(crate) type Recovered = (f64, Option<f64>);

/// A bar for each kind of client and load: the seconds until recovery. Without recovery, the bar has the full length.
pub(crate) fn by_load(recoveries: &[(Guarded, Vec<Recovered>)]) -> Result<String, BoxError> {
    const MOST: f64 = 90.0;
    let series = recoveries.iter().map(|(guarded, loads)| {
        let bars = loads.iter().map(|(_, after)| after.unwrap_or(MOST));
        (guarded.name(), bars.collect())
    });
    let (_, loads) = recoveries.first().ok_or("nothing to draw")?;
    let groups = loads
        .iter()
        .map(|(load, _)| format!("{:.0} %", load * 100.0));
    draw_bars(&Bars {
        caption: "seconds to recover, by load",
        groups: groups.collect(),
        most: MOST,
        unit: "s",
        series: series.collect(),
    })
}

/// A bar for each budget, by how many times slower the server is than usual: requests beyond one for each call.
pub(crate) fn by_slowness(loads: &[(PaidBy, Vec<(f64, f64)>)]) -> Result<String, BoxError> {
    let series = loads.iter().map(|(paid_by, extra)| {
        let bars = extra.iter().map(|(_, extra)| extra * 100.0);
        (paid_by.name(), bars.collect())
    });
    let (_, slowness) = loads.first().ok_or("nothing to draw")?;
    let groups = slowness.iter().map(|(times, _)| format!("× {times:.0}"));
    draw_bars(&Bars {
        caption: "requests added by hedges, where all is slower",
        groups: groups.collect(),
        most: 100.0,
        unit: "%",
        series: series.collect(),
    })
}

/// Bars, side by side in groups.
struct Bars {
    caption: &'static str,
    groups: Vec<String>,
    /// The greatest possible length, and the unit of all bars.
    most: f64,
    unit: &'static str,
    /// One bar in each group.
    series: Vec<(&'static str, Vec<f64>)>,
}

fn draw_bars(bars: &Bars) -> Result<String, BoxError> {
    const HEIGHT: u32 = 300;
    // Above the longest bar, for the legend.
    const ROOM: f64 = 1.4;
    let colours = [BEGUN, ARRIVED, GOOD, GREEN];
    let width = 0.8 / f64::from(u32::try_from(bars.series.len())?);
    let groups = f64::from(u32::try_from(bars.groups.len())?);
    let named = |at: &f64| {
        let group = (0_u32..).zip(&bars.groups);
        let mut group = group.filter(|(group, _)| (f64::from(*group) + 0.5 - at).abs() < 0.01);
        group
            .next()
            .map_or_else(String::new, |(_, name)| name.clone())
    };
    let mut svg = String::new();
    {
        let whole = SVGBackend::with_string(&mut svg, (PANEL.0, HEIGHT)).into_drawing_area();
        whole.fill(&WHITE)?;
        let mut chart = ChartBuilder::on(&whole)
            .caption(bars.caption, ("sans-serif", 15).into_font())
            .margin(10)
            .x_label_area_size(24)
            .y_label_area_size(44)
            .build_cartesian_2d(0.0..groups, 0.0..bars.most * ROOM)?;
        chart
            .configure_mesh()
            .disable_x_mesh()
            .light_line_style(plotters::style::TRANSPARENT)
            .bold_line_style(PALE)
            .x_labels(2 * bars.groups.len() + 1)
            .x_label_formatter(&named)
            .y_label_formatter(&|length| format!("{length:.0} {}", bars.unit))
            .draw()?;
        for (at, ((name, lengths), colour)) in (0_u32..).zip(bars.series.iter().zip(colours)) {
            let drawn = (0_u32..).zip(lengths).map(|(group, length)| {
                let left = f64::from(group) + 0.1 + width * f64::from(at);
                Rectangle::new(
                    [(left, 0.0), (left + width * 0.9, *length)],
                    colour.filled(),
                )
            });
            let key = move |(x, y)| Rectangle::new([(x, y - 4), (x + 14, y + 4)], colour.filled());
            chart.draw_series(drawn)?.label(*name).legend(key);
        }
        chart
            .configure_series_labels()
            .position(SeriesLabelPosition::UpperLeft)
            .background_style(WHITE.mix(0.8))
            .draw()?;
        whole.present()?;
    }
    Ok(svg)
}
