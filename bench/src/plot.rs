//! Plots as SVG: lines over a common axis, drawn by plotters.

use anyhow::{Result, anyhow};
use plotters::prelude::*;

/// A named line.
pub struct Line {
    /// Shown in the legend.
    pub name: String,
    /// In the order of x.
    pub points: Vec<(f64, f64)>,
}

/// What the axes are.
pub struct Axes<'a> {
    /// Above the plot.
    pub title: &'a str,
    /// Quantity and unit.
    pub x: &'a str,
    /// Quantity and unit.
    pub y: &'a str,
}

const SIZE: (u32, u32) = (900, 420);
const COLOURS: [RGBColor; 4] =
    [RGBColor(0, 92, 170), RGBColor(196, 78, 0), RGBColor(0, 128, 96), RGBColor(110, 60, 150)];

/// Lines over one pair of axes that begin at zero.
pub fn lines(axes: &Axes<'_>, lines: &[Line]) -> Result<String> {
    let mut svg = String::new();
    draw(&mut svg, axes, lines).map_err(|error| anyhow!("the plot `{}`: {error}", axes.title))?;
    Ok(svg)
}

fn draw(svg: &mut String, axes: &Axes<'_>, lines: &[Line]) -> Result<(), Box<dyn std::error::Error>> {
    let root = SVGBackend::with_string(svg, SIZE).into_drawing_area();
    root.fill(&WHITE)?;
    let points = || lines.iter().flat_map(|line| &line.points);
    let end = |values: &mut dyn Iterator<Item = f64>| values.fold(1e-9, f64::max) * 1.05;
    let (right, top) = (end(&mut points().map(|point| point.0)), end(&mut points().map(|point| point.1)));
    let mut chart = ChartBuilder::on(&root)
        .caption(axes.title, ("sans-serif", 18))
        .margin(12)
        .x_label_area_size(44)
        .y_label_area_size(72)
        .build_cartesian_2d(0.0..right, 0.0..top)?;
    chart.configure_mesh().x_desc(axes.x).y_desc(axes.y).label_style(("sans-serif", 13)).draw()?;
    for (line, colour) in lines.iter().zip(COLOURS.iter().cycle()) {
        let series = LineSeries::new(line.points.iter().copied(), colour.stroke_width(2));
        chart
            .draw_series(series)?
            .label(&line.name)
            .legend(move |(x, y)| PathElement::new(vec![(x, y), (x + 18, y)], colour.stroke_width(2)));
    }
    chart.configure_series_labels().background_style(WHITE.mix(0.8)).border_style(BLACK).draw()?;
    root.present()?;
    Ok(())
}
