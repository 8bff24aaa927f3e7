//! Small charts over time as SVG inside a page: one step for each half hour (spec: load §3).

use std::fmt::Write as _;

use crate::catalog::xml::Escaped;

/// The size of the drawing.
const WIDTH: f64 = 240.0;
const HEIGHT: f64 = 90.0;
/// What is left above for the highest number, and below for the times.
const ABOVE: f64 = 10.0;
const BELOW: f64 = 12.0;

/// What is drawn in one colour.
pub(super) struct Series {
    /// What it is, as a word of the legend.
    pub name: &'static str,
    /// Its colour.
    pub colour: &'static str,
    /// Whether it is an area, drawn over those before, and not a line.
    pub is_area: bool,
    /// A value for each half hour, from 0 up.
    pub values: Vec<f64>,
}

/// The colour of the first area, of the one over it, and of what is bad.
pub(super) const LIGHT: &str = "#c9d6e6";
pub(super) const DARK: &str = "#4a78b0";
pub(super) const BAD: &str = "#c2452d";

/// A chart with a title for readers of screens, and the times of its ends. The highest number is written at its height. Colours and sizes are in
/// the drawing, since not every reader applies the styles of the page to it.
pub(super) fn svg(title: &str, series: &[Series], (from, to): &(String, String)) -> String {
    let values = series.iter().flat_map(|it| &it.values).copied();
    let most = values.filter(|value| value.is_finite()).fold(0.0, f64::max);
    let mut out = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {WIDTH} {HEIGHT}\" role=\"img\" aria-label=\"{}\">\n\
         <g font-family=\"sans-serif\" font-size=\"8\" fill=\"#555\">\n",
        Escaped(title)
    );
    let bottom = HEIGHT - BELOW;
    for Series { colour, is_area, values, .. } in series {
        let path = steps(values, most, *is_area);
        let _ = if *is_area {
            writeln!(out, "<path fill=\"{colour}\" d=\"{path}\"/>")
        } else {
            writeln!(out, "<path fill=\"none\" stroke=\"{colour}\" stroke-width=\"1.5\" d=\"{path}\"/>")
        };
    }
    let _ = writeln!(out, "<path stroke=\"#999\" stroke-width=\"0.5\" d=\"M0 {bottom}H{WIDTH}\"/>");
    let digits = usize::from(most < 10.0);
    let _ = writeln!(out, "<text x=\"0\" y=\"{}\">{most:.digits$}</text>", ABOVE - 2.0);
    let _ = writeln!(out, "<text x=\"0\" y=\"{}\">{}</text>", HEIGHT - 2.0, Escaped(from));
    let _ = writeln!(out, "<text x=\"{WIDTH}\" y=\"{}\" text-anchor=\"end\">{}</text>", HEIGHT - 2.0, Escaped(to));
    out.push_str("</g>\n</svg>\n");
    out
}

/// The path of values, each as wide as the others.
fn steps(values: &[f64], most: f64, is_area: bool) -> String {
    let bottom = HEIGHT - BELOW;
    let width = WIDTH / super::statistics::count(values).max(1.0);
    let height = |value: f64| {
        let part = if most > 0.0 && value.is_finite() { (value / most).clamp(0.0, 1.0) } else { 0.0 };
        bottom - part * (bottom - ABOVE)
    };
    let mut path = String::new();
    let mut right = 0.0;
    for (place, value) in values.iter().enumerate() {
        let y = height(*value);
        let _ = match place {
            0 if is_area => write!(path, "M0 {bottom:.1}V{y:.1}"),
            0 => write!(path, "M0 {y:.1}"),
            _ => write!(path, "V{y:.1}"),
        };
        right += width;
        let _ = write!(path, "H{right:.2}");
    }
    if is_area && !path.is_empty() {
        let _ = write!(path, "V{bottom:.1}Z");
    }
    path
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_step_is_as_high_as_its_value() {
        // The room for values is from 78 at the bottom to 10 at the top: a half is at 44.
        assert_eq!(steps(&[2.0, 4.0], 4.0, true), "M0 78.0V44.0H120.00V10.0H240.00V78.0Z");
        assert_eq!(steps(&[4.0, 0.0], 4.0, false), "M0 10.0H120.00V78.0H240.00");
        assert_eq!(steps(&[0.0, f64::NAN], 0.0, false), "M0 78.0H120.00V78.0H240.00");
        assert_eq!(steps(&[], 1.0, true), "");
    }
}
