//! `make screenshots`: pictures of the interface, as SVG, from the very code that draws it.
//!
//! Owns the way from cells to SVG. What is on the pictures is `mynah::terminal::sample`'s.
#![allow(clippy::unwrap_used, clippy::print_stdout)]

use std::fmt::Write;
use std::path::Path;

use mynah::config::ThemeName;
use mynah::terminal::sample::{SCENES, scene};
use mynah::terminal::theme::Theme;
use mynah::terminal::views;
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use ratatui::buffer::Buffer;
use ratatui::style::{Color, Modifier};

/// A cell in SVG units; letters are 15 units high.
const CELL: (f32, f32) = (9.0, 19.0);
const MARGIN: f32 = 12.0;

fn main() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/screenshots");
    std::fs::create_dir_all(&folder).unwrap();
    for name in SCENES {
        picture(&folder, name, name, ThemeName::Dark);
    }
    picture(&folder, "speaking", "speaking-light", ThemeName::Light);
    picture(
        &folder,
        "speaking",
        "speaking-high-contrast",
        ThemeName::HighContrast,
    );
}

fn picture(folder: &Path, name: &str, file: &str, theme: ThemeName) {
    let (columns, rows) = if name == "help" { (96, 26) } else { (90, 24) };
    let mut app = scene(name);
    app.size = (columns, rows);
    app.theme = Theme::new(theme, app.capabilities);
    let mut terminal = Terminal::new(TestBackend::new(columns, rows)).unwrap();
    terminal.draw(|frame| views::draw(frame, &app)).unwrap();
    let path = folder.join(format!("{file}.svg"));
    std::fs::write(&path, svg(terminal.backend().buffer(), theme)).unwrap();
    println!("{}", path.display());
}

fn svg(screen: &Buffer, theme: ThemeName) -> String {
    let (front, back) = match theme {
        ThemeName::Light => ("#242933", "#fbfbf8"),
        ThemeName::HighContrast => ("#ffffff", "#000000"),
        _ => ("#d8dee9", "#1b1f27"),
    };
    let (columns, rows) = (screen.area.width, screen.area.height);
    let width = f32::from(columns) * CELL.0 + 2.0 * MARGIN;
    let height = f32::from(rows) * CELL.1 + 2.0 * MARGIN;
    let mut text = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" width=\"{width}\" height=\"{height}\">\n\
         <rect width=\"100%\" height=\"100%\" rx=\"8\" fill=\"{back}\"/>\n\
         <g font-family=\"'DejaVu Sans Mono', 'Noto Sans Mono', Menlo, Consolas, 'Noto Sans Mono CJK SC', 'Noto Sans CJK SC', 'PingFang SC', 'Microsoft YaHei', 'WenQuanYi Micro Hei', monospace\" font-size=\"15\" xml:space=\"preserve\">\n"
    );
    for row in 0..rows {
        for column in 0..columns {
            let cell = &screen[(column, row)];
            let (x, y) = (
                MARGIN + f32::from(column) * CELL.0,
                MARGIN + f32::from(row) * CELL.1,
            );
            let (mut fg, mut bg) = (colour(cell.fg, front), colour(cell.bg, back));
            if cell.modifier.contains(Modifier::REVERSED) {
                std::mem::swap(&mut fg, &mut bg);
            }
            if bg != back {
                let _ = writeln!(
                    text,
                    "<rect x=\"{x}\" y=\"{y}\" width=\"{}\" height=\"{}\" fill=\"{bg}\"/>",
                    CELL.0, CELL.1
                );
            }
            if !cell.symbol().trim().is_empty() {
                letter(&mut text, cell, x, y, &fg);
            }
        }
    }
    text.push_str("</g>\n</svg>\n");
    text
}

fn letter(text: &mut String, cell: &ratatui::buffer::Cell, x: f32, y: f32, fg: &str) {
    // Blocks fill their cell, whatever the font does.
    let block = match cell.symbol() {
        "█" => Some((0.0, 1.0, 1.0)),
        "▓" => Some((0.0, 1.0, 0.75)),
        "▒" => Some((0.0, 1.0, 0.5)),
        "░" => Some((0.0, 1.0, 0.25)),
        "▀" => Some((0.0, 0.5, 1.0)),
        "▄" => Some((0.5, 0.5, 1.0)),
        _ => None,
    };
    if let Some((from, part, opacity)) = block {
        let _ = writeln!(
            text,
            "<rect x=\"{x}\" y=\"{}\" width=\"{}\" height=\"{}\" fill=\"{fg}\" fill-opacity=\"{opacity}\"/>",
            y + from * CELL.1,
            CELL.0 + 0.3,
            part * CELL.1 + 0.3
        );
        return;
    }
    let mut style = String::new();
    for (modifier, attribute) in [
        (Modifier::BOLD, " font-weight=\"bold\""),
        (Modifier::ITALIC, " font-style=\"italic\""),
        (Modifier::UNDERLINED, " text-decoration=\"underline\""),
        (Modifier::DIM, " opacity=\"0.65\""),
    ] {
        if cell.modifier.contains(modifier) {
            style.push_str(attribute);
        }
    }
    let symbol = cell
        .symbol()
        .replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;");
    let _ = writeln!(
        text,
        "<text x=\"{x}\" y=\"{}\" fill=\"{fg}\"{style}>{symbol}</text>",
        y + 14.5
    );
}

fn colour(colour: Color, default: &str) -> String {
    match colour {
        Color::Rgb(red, green, blue) => format!("#{red:02x}{green:02x}{blue:02x}"),
        Color::Black => "#000000".to_owned(),
        _ => default.to_owned(),
    }
}
