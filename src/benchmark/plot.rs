//! Bars for the figures of a report, as SVG.
//!
//! Owns their geometry. Draws with the colour of the text around it, so that a picture is readable on a light and on a dark page.

use std::fmt::Write as _;

/// Pixels.
const ROW: usize = 26;
const LABEL: usize = 240;
const BAR: usize = 360;
const VALUE: usize = 120;
const TITLE: usize = 34;

/// A bar: what it says, and how long it is.
pub(super) struct Bar {
    /// What was measured.
    pub(super) label: String,
    /// The value.
    pub(super) value: f64,
    /// The value as it is printed, with its unit.
    pub(super) shown: String,
}

/// A picture of bars, the longest as wide as the picture allows.
pub(super) fn bars(title: &str, bars: &[Bar]) -> String {
    let longest = bars
        .iter()
        .map(|bar| bar.value)
        .filter(|value| value.is_finite())
        .fold(f64::MIN_POSITIVE, f64::max);
    let (width, height) = (LABEL + BAR + VALUE, TITLE + ROW * bars.len() + 10);
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" width=\"{width}\" height=\"{height}\" \
         font-family=\"sans-serif\" font-size=\"13\" fill=\"#6b7280\" role=\"img\">\n\
         <title>{title}</title>\n<text x=\"8\" y=\"22\" font-size=\"15\">{title}</text>\n",
        title = escaped(title)
    );
    for (row, bar) in bars.iter().enumerate() {
        let top = TITLE + ROW * row;
        let text = top + 16;
        let length = if bar.value.is_finite() {
            (bar.value.max(0.0) / longest * BAR as f64).max(1.0)
        } else {
            1.0
        };
        let _ = write!(
            svg,
            "<text x=\"{}\" y=\"{text}\" text-anchor=\"end\">{}</text>\n\
             <rect x=\"{LABEL}\" y=\"{}\" width=\"{length:.1}\" height=\"16\" rx=\"2\" fill=\"#2f8f6f\"/>\n\
             <text x=\"{:.1}\" y=\"{text}\">{}</text>\n",
            LABEL - 8,
            escaped(&bar.label),
            top + 3,
            LABEL as f64 + length + 6.0,
            escaped(&bar.shown),
        );
    }
    svg.push_str("</svg>\n");
    svg
}

/// Text as XML has it.
fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bar(label: &str, value: f64) -> Bar {
        Bar {
            label: label.to_owned(),
            value,
            shown: format!("{value} ms"),
        }
    }

    #[test]
    fn the_longest_bar_is_as_wide_as_the_picture_allows_and_the_others_in_proportion() {
        let svg = bars("Turn", &[bar("one", 50.0), bar("two", 100.0)]);
        assert!(
            svg.contains("width=\"180.0\"") && svg.contains("width=\"360.0\""),
            "{svg}"
        );
    }

    #[test]
    fn names_of_files_cannot_end_the_picture() {
        let svg = bars("Turn", &[bar("</svg><script>", f64::NAN)]);
        assert!(svg.contains("&lt;/svg&gt;&lt;script&gt;"), "{svg}");
        assert_eq!(svg.matches("</svg>").count(), 1);
    }
}
