//! The contrast of everything that is drawn, and whether colours that carry meaning differ for people who see fewer of them.

use std::collections::BTreeSet;

use ratatui::Terminal;
use ratatui::backend::TestBackend;
use ratatui::style::{Color, Modifier, Style};

use super::*;
use crate::terminal::sample::{SCENES, scene};
use crate::terminal::views::{self, Indicator};

/// The themes whose colours are ours; those of `sixteen` and `none` belong to the terminal.
const OURS: [ThemeName; 3] = [ThemeName::Dark, ThemeName::Light, ThemeName::HighContrast];
/// The least contrast of text (WCAG 2.2, 1.4.3) and of signs (1.4.11).
const TEXT: f64 = 4.5;
const SIGN: f64 = 3.0;
/// The least distance of two colours that can be told apart at a glance, in CIELAB.
const DISTINCT: f64 = 10.0;

/// Machado, Oliveira and Fernandes 2009, severity 1: what people without red and without green cones see, in linear RGB.
const PROTANOPIA: [[f64; 3]; 3] = [
    [0.152_286, 1.052_583, -0.204_868],
    [0.114_503, 0.786_281, 0.099_216],
    [-0.003_882, -0.048_116, 1.051_998],
];
const DEUTERANOPIA: [[f64; 3]; 3] = [
    [0.367_322, 0.860_646, -0.227_968],
    [0.280_085, 0.672_501, 0.047_413],
    [-0.011_820, 0.042_940, 0.968_881],
];

fn linear(colour: Color) -> [f64; 3] {
    let (red, green, blue) = match colour {
        Color::Rgb(red, green, blue) => (red, green, blue),
        Color::Black => (0, 0, 0),
        other => panic!("{other:?} is the terminal's own"),
    };
    [red, green, blue].map(|part| {
        let part = f64::from(part) / 255.0;
        if part <= 0.04045 {
            part / 12.92
        } else {
            ((part + 0.055) / 1.055).powf(2.4)
        }
    })
}

fn luminance([red, green, blue]: [f64; 3]) -> f64 {
    0.2126 * red + 0.7152 * green + 0.0722 * blue
}

fn contrast(front: Color, back: Color) -> f64 {
    let (one, other) = (luminance(linear(front)), luminance(linear(back)));
    (one.max(other) + 0.05) / (one.min(other) + 0.05)
}

fn seen(colour: [f64; 3], matrix: [[f64; 3]; 3]) -> [f64; 3] {
    matrix.map(|row| {
        let sum: f64 = row.iter().zip(colour).map(|(factor, part)| factor * part).sum();
        sum.clamp(0.0, 1.0)
    })
}

/// CIELAB under D65.
fn lab([red, green, blue]: [f64; 3]) -> [f64; 3] {
    let root = |part: f64| {
        if part > 0.008_856 {
            part.cbrt()
        } else {
            7.787 * part + 16.0 / 116.0
        }
    };
    let x = root((0.4124 * red + 0.3576 * green + 0.1805 * blue) / 0.9505);
    let y = root(luminance([red, green, blue]));
    let z = root((0.0193 * red + 0.1192 * green + 0.9505 * blue) / 1.089);
    [116.0 * y - 16.0, 500.0 * (x - y), 200.0 * (y - z)]
}

fn distance(one: [f64; 3], other: [f64; 3]) -> f64 {
    let squares = lab(one)
        .into_iter()
        .zip(lab(other))
        .map(|(one, other)| (one - other).powi(2));
    squares.sum::<f64>().sqrt()
}

fn themed(name: ThemeName) -> Theme {
    let able = Capabilities {
        truecolour: true,
        no_colour: false,
        characters: CharacterSet::Unicode,
    };
    Theme::new(name, able)
}

#[test]
fn all_text_that_is_drawn_has_enough_contrast_in_our_themes() {
    for name in OURS {
        let mut wrong = BTreeSet::new();
        let mut least = f64::MAX;
        for scene_name in SCENES {
            let mut app = scene(scene_name);
            app.size = (100, 30);
            app.theme = themed(name);
            let mut terminal = Terminal::new(TestBackend::new(100, 30)).unwrap();
            terminal.draw(|frame| views::draw(frame, &app)).unwrap();
            for cell in &terminal.backend().buffer().content {
                let is_text = cell.symbol().chars().any(char::is_alphanumeric);
                // Frames and empty cells of a meter carry nothing that the text does not say.
                let is_decoration = cell.symbol().chars().all(|sign| {
                    sign.is_whitespace() || ('\u{2500}'..='\u{257f}').contains(&sign) || sign == '·'
                });
                if is_decoration {
                    continue;
                }
                let found = contrast(cell.fg, cell.bg);
                least = least.min(if is_text { found } else { f64::MAX });
                if found < if is_text { TEXT } else { SIGN } {
                    wrong.insert(format!(
                        "{scene_name}: {:?} on {:?} {found:.2} {}",
                        cell.fg,
                        cell.bg,
                        cell.symbol()
                    ));
                }
            }
        }
        println!("{}: text has a contrast of at least {least:.2}", name.name());
        assert!(wrong.is_empty(), "{}: {wrong:#?}", name.name());
    }
}

#[test]
fn colours_that_carry_meaning_differ_for_colour_blind_people_or_have_a_sign() {
    let states = [
        Indicator::Listening,
        Indicator::Thinking,
        Indicator::Speaking,
        Indicator::Ready,
        Indicator::Muted,
    ];
    for name in OURS {
        let theme = themed(name);
        let own = |style: Style| linear(style.fg.unwrap_or(Color::Black));
        for at in 0..states.len() {
            for other in 0..at {
                let sign = |at: usize| states[at].sign().0;
                let [one, two] = [theme.states[at], theme.states[other]].map(own);
                let apart =
                    [PROTANOPIA, DEUTERANOPIA].map(|matrix| distance(seen(one, matrix), seen(two, matrix)));
                let differs = apart.iter().all(|apart| *apart >= DISTINCT);
                assert!(
                    differs || sign(at) != sign(other),
                    "{} {at} {other} {apart:?}",
                    name.name()
                );
            }
        }
        // Errors, warnings and what is in order stand in the same places, without signs.
        for (one, two) in [
            (theme.error, theme.good),
            (theme.warning, theme.error),
            (theme.error, theme.text),
        ] {
            let (bold, [one, two]) = (
                one.add_modifier.contains(Modifier::BOLD) != two.add_modifier.contains(Modifier::BOLD),
                [one, two].map(own),
            );
            for matrix in [PROTANOPIA, DEUTERANOPIA] {
                let apart = distance(seen(one, matrix), seen(two, matrix));
                assert!(apart >= DISTINCT || bold, "{}: {apart:.1}", name.name());
            }
        }
    }
}

#[test]
fn contrast_and_simulation_agree_with_published_values() {
    let colour = |value| Color::from_u32(value);
    // WCAG: black on white is 21 to 1; #767676 on white is the darkest grey that passes.
    assert!((contrast(colour(0x00ff_ffff), colour(0)) - 21.0).abs() < 0.001);
    assert!((4.5..4.6).contains(&contrast(colour(0x0076_7676), colour(0x00ff_ffff))));
    // Grey stays grey, and pure red and a dark yellow-green become alike.
    let grey = linear(colour(0x0080_8080));
    for matrix in [PROTANOPIA, DEUTERANOPIA] {
        assert!(distance(grey, seen(grey, matrix)) < 1.0);
        let (red, green) = (linear(colour(0x00c0_3020)), linear(colour(0x0040_6018)));
        let [before, after] = [
            distance(red, green),
            distance(seen(red, matrix), seen(green, matrix)),
        ];
        assert!(after < 0.5 * before, "{before} {after}");
    }
}
