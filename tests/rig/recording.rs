//! A moving picture of a terminal: what is on the screen over time, as an animated SVG.
//!
//! Owns the way from screens to SVG. Each row is drawn once for each thing that it shows, and is visible while it shows it; a
//! viewer that does not animate shows the last screen.

use std::collections::HashMap;
use std::fmt::Write as _;
use std::time::Duration;

/// A cell in SVG units; letters are 15 units high.
const CELL: (f32, f32) = (9.0, 19.0);
const MARGIN: f32 = 12.0;
const FRONT: &str = "#d8dee9";
const BACK: &str = "#1b1f27";
/// Shorter glimpses are not shown: no eye sees them, and each costs space.
const SHORTEST: Duration = Duration::from_millis(90);

/// One row as it was, with its beginning.
struct Shown {
    from: Duration,
    drawn: String,
}

/// What a terminal has shown so far.
pub struct Recording {
    columns: u16,
    rows: Vec<Vec<Shown>>,
    end: Duration,
}

impl Recording {
    /// Of a terminal of this size.
    pub fn new((columns, rows): (u16, u16)) -> Self {
        Self {
            columns,
            rows: (0..rows).map(|_| Vec::new()).collect(),
            end: Duration::ZERO,
        }
    }

    /// Takes what is on the screen at a moment.
    pub fn take(&mut self, screen: &vt100::Screen, at: Duration) {
        for (row, shown) in (0..).zip(&mut self.rows) {
            let drawn = drawn(screen, row, self.columns);
            match shown.last_mut() {
                Some(last) if last.drawn == drawn => {}
                Some(last) if at.saturating_sub(last.from) < SHORTEST => last.drawn = drawn,
                _ => shown.push(Shown { from: at, drawn }),
            }
        }
        self.end = at;
    }

    /// The animated picture, which begins anew at its end.
    pub fn svg(&self) -> String {
        let width = f32::from(self.columns) * CELL.0 + 2.0 * MARGIN;
        let height = self.rows.len() as f32 * CELL.1 + 2.0 * MARGIN;
        let mut text = format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" width=\"{width}\" height=\"{height}\">\n\
             <rect width=\"100%\" height=\"100%\" rx=\"8\" fill=\"{BACK}\"/>\n\
             <g font-family=\"'DejaVu Sans Mono', 'Noto Sans Mono', Menlo, Consolas, monospace\" font-size=\"15\" xml:space=\"preserve\">\n"
        );
        for (row, shown) in self.rows.iter().enumerate() {
            let top = MARGIN + row as f32 * CELL.1;
            self.write_row(&mut text, top, shown);
        }
        text.push_str("</g>\n</svg>\n");
        text
    }

    fn write_row(&self, text: &mut String, top: f32, shown: &[Shown]) {
        let end = self.end.as_secs_f64().max(0.001);
        // What a row shows several times is drawn once.
        let mut spans: Vec<(&str, Vec<(f64, f64)>)> = Vec::new();
        let mut places: HashMap<&str, usize> = HashMap::new();
        for (number, one) in shown.iter().enumerate() {
            let until = shown.get(number + 1).map_or(end, |next| next.from.as_secs_f64());
            let place = *places.entry(one.drawn.as_str()).or_insert_with(|| {
                spans.push((&one.drawn, Vec::new()));
                spans.len() - 1
            });
            spans[place].1.push((one.from.as_secs_f64() / end, until / end));
        }
        let last = shown.last().map(|last| last.drawn.as_str());
        for (drawn, times) in spans.iter().filter(|(drawn, _)| !drawn.is_empty()) {
            let is_always = shown.len() == 1;
            let still = if Some(*drawn) == last { "visible" } else { "hidden" };
            let _ = write!(
                text,
                "<g transform=\"translate({MARGIN},{top})\" visibility=\"{still}\">"
            );
            if !is_always {
                let (values, keys) = keyframes(times);
                let _ = write!(
                    text,
                    "<animate attributeName=\"visibility\" calcMode=\"discrete\" dur=\"{end:.2}s\" repeatCount=\"indefinite\" \
                     values=\"{values}\" keyTimes=\"{keys}\"/>"
                );
            }
            text.push_str(drawn);
            text.push_str("</g>\n");
        }
    }
}

/// When something is visible, as values and their moments, from 0 to 1.
fn keyframes(times: &[(f64, f64)]) -> (String, String) {
    let (mut values, mut keys) = (Vec::new(), Vec::new());
    if times.first().is_none_or(|(from, _)| *from > 0.0) {
        values.push("hidden");
        keys.push("0".to_owned());
    }
    for &(from, until) in times {
        values.push("visible");
        keys.push(format!("{from:.4}"));
        if until < 1.0 {
            values.push("hidden");
            keys.push(format!("{until:.4}"));
        }
    }
    (values.join(";"), keys.join(";"))
}

/// A row's cells: runs of one style are one text.
fn drawn(screen: &vt100::Screen, row: u16, columns: u16) -> String {
    let mut text = String::new();
    let mut column = 0;
    while column < columns {
        let Some(cell) = screen.cell(row, column) else {
            break;
        };
        let style = Style::of(cell);
        let first = column;
        let mut run = String::new();
        while column < columns {
            let Some(cell) = screen.cell(row, column).filter(|cell| Style::of(cell) == style) else {
                break;
            };
            if !cell.is_wide_continuation() {
                run.push_str(if cell.has_contents() { cell.contents() } else { " " });
            }
            column += 1;
        }
        style.write(
            &mut text,
            f32::from(first) * CELL.0,
            f32::from(column - first) * CELL.0,
            &run,
        );
    }
    text
}

/// How a cell looks.
#[allow(clippy::struct_excessive_bools, reason = "the terminal's own attributes")]
#[derive(PartialEq)]
struct Style {
    front: String,
    back: String,
    bold: bool,
    italic: bool,
    underlined: bool,
    dim: bool,
}

impl Style {
    fn of(cell: &vt100::Cell) -> Self {
        let (mut front, mut back) = (colour(cell.fgcolor(), FRONT), colour(cell.bgcolor(), BACK));
        if cell.inverse() {
            std::mem::swap(&mut front, &mut back);
        }
        Self {
            front,
            back,
            bold: cell.bold(),
            italic: cell.italic(),
            underlined: cell.underline(),
            dim: cell.dim(),
        }
    }

    fn write(&self, text: &mut String, x: f32, width: f32, run: &str) {
        if self.back != BACK {
            let back = &self.back;
            let _ = write!(
                text,
                "<rect x=\"{x}\" y=\"0\" width=\"{width}\" height=\"{}\" fill=\"{back}\"/>",
                CELL.1
            );
        }
        let bare = run.trim_end();
        if bare.trim().is_empty() {
            return;
        }
        let skipped = bare.chars().take_while(|letter| *letter == ' ').count();
        let words = bare.trim_start();
        let x = x + skipped as f32 * CELL.0;
        let length = words.chars().count() as f32 * CELL.0;
        let mut style = String::new();
        for (holds, attribute) in [
            (self.bold, " font-weight=\"bold\""),
            (self.italic, " font-style=\"italic\""),
            (self.underlined, " text-decoration=\"underline\""),
            (self.dim, " opacity=\"0.65\""),
        ] {
            if holds {
                style.push_str(attribute);
            }
        }
        let words = words
            .replace('&', "&amp;")
            .replace('<', "&lt;")
            .replace('>', "&gt;");
        let _ = write!(
            text,
            "<text x=\"{x}\" y=\"14.5\" textLength=\"{length}\" fill=\"{}\"{style}>{words}</text>",
            self.front
        );
    }
}

fn colour(colour: vt100::Color, default: &str) -> String {
    match colour {
        vt100::Color::Rgb(red, green, blue) => format!("#{red:02x}{green:02x}{blue:02x}"),
        vt100::Color::Idx(0) => "#000000".to_owned(),
        vt100::Color::Default | vt100::Color::Idx(_) => default.to_owned(),
    }
}
