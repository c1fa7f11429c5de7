//! Themes: the style of each kind of text.
//!
//! Owns the themes, and what the terminal can show of them. No other file names a colour.

use ratatui::style::{Color, Modifier, Style};

use crate::config::ThemeName;

/// The characters that a terminal can show.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum CharacterSet {
    /// ASCII only.
    #[default]
    Ascii,
    /// A kernel console: code page 437.
    Console,
    /// Unicode.
    Unicode,
}

/// The capabilities of the terminal.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Capabilities {
    /// Whether it has 24-bit colours.
    pub truecolour: bool,
    /// Whether the person wants no colours (<https://no-color.org>).
    pub no_colour: bool,
    /// The characters that it can show.
    pub characters: CharacterSet,
}

impl Capabilities {
    /// Reads the capabilities from the environment.
    pub fn of_environment(variable: impl Fn(&str) -> Option<String>) -> Self {
        let set = |name: &str| variable(name).filter(|value| !value.is_empty());
        let colours = set("COLORTERM").unwrap_or_default();
        let locale = ["LC_ALL", "LC_CTYPE", "LANG"].into_iter().find_map(set);
        let locale = locale.unwrap_or_default().to_lowercase();
        let terminal = set("TERM").unwrap_or_default();
        let is_utf8 = locale.contains("utf-8") || locale.contains("utf8");
        Self {
            truecolour: colours.contains("truecolor") || colours.contains("24bit"),
            no_colour: set("NO_COLOR").is_some(),
            characters: match (is_utf8, terminal.as_str()) {
                (false, _) => CharacterSet::Ascii,
                (true, "linux") => CharacterSet::Console,
                (true, _) => CharacterSet::Unicode,
            },
        }
    }
}

/// The styles of one theme.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Theme {
    /// Ordinary text.
    pub text: Style,
    /// Less important text: sources, hints.
    pub faint: Style,
    /// A partial transcript.
    pub partial: Style,
    /// The person's name.
    pub person: Style,
    /// The machine's name.
    pub machine: Style,
    /// The spoken part of an answer.
    pub spoken: Style,
    /// Interruptions and warnings.
    pub warning: Style,
    /// Errors.
    pub error: Style,
    /// Things in order.
    pub good: Style,
    /// Headings and keys.
    pub heading: Style,
    /// The chosen row.
    pub selected: Style,
    /// A match of the search.
    pub found: Style,
    /// The current match of the search.
    pub current: Style,
    /// Frames.
    pub frame: Style,
    /// Listening, thinking, speaking, idle, muted: the colours of the states.
    pub states: [Style; 5],
    /// The parts of a turn's bar: end of turn, transcription, first token, first sound.
    pub bars: [Style; 4],
}

impl Theme {
    /// The theme of this name, adapted to the terminal's capabilities.
    pub fn new(name: ThemeName, capabilities: Capabilities) -> Self {
        match name {
            _ if capabilities.no_colour => Self::none(),
            ThemeName::None => Self::none(),
            ThemeName::Auto | ThemeName::Dark if capabilities.truecolour => Self::dark(),
            ThemeName::Light if capabilities.truecolour => Self::light(),
            ThemeName::HighContrast => Self::high_contrast(),
            ThemeName::Light => Self::sixteen_light(),
            ThemeName::Dark => Self::sixteen(Style::new().fg(Color::Gray).bg(Color::Black)),
            // The terminal's own colours, on its own background.
            ThemeName::Auto | ThemeName::Sixteen => Self::sixteen(Style::new().fg(Color::Reset)),
        }
    }

    fn dark() -> Self {
        let rgb = |value: u32| Style::new().fg(Color::from_u32(value));
        Self {
            text: rgb(0x00d8_dee9).bg(Color::from_u32(0x001b_1f27)),
            faint: rgb(0x0088_94a8),
            partial: rgb(0x0098_a4b8).add_modifier(Modifier::ITALIC),
            person: rgb(0x008f_bcbb).add_modifier(Modifier::BOLD),
            machine: rgb(0x00b4_8ead).add_modifier(Modifier::BOLD),
            spoken: rgb(0x00ff_ffff).add_modifier(Modifier::BOLD),
            warning: rgb(0x00eb_cb8b),
            error: rgb(0x00f0_7178).add_modifier(Modifier::BOLD),
            good: rgb(0x00a3_be8c),
            heading: rgb(0x0088_c0d0).add_modifier(Modifier::BOLD),
            selected: Style::new()
                .fg(Color::from_u32(0x00ff_ffff))
                .bg(Color::from_u32(0x003b_4a63)),
            found: Style::new()
                .fg(Color::from_u32(0x0020_2530))
                .bg(Color::from_u32(0x00c9_b27a)),
            current: Style::new()
                .fg(Color::from_u32(0x0000_0000))
                .bg(Color::from_u32(0x00ff_a657))
                .add_modifier(Modifier::BOLD | Modifier::UNDERLINED),
            frame: rgb(0x0055_6178),
            states: [
                rgb(0x00a3_be8c),
                rgb(0x00eb_cb8b),
                rgb(0x00b4_8ead),
                rgb(0x0088_94a8),
                rgb(0x00f0_7178),
            ],
            bars: [
                rgb(0x005e_81ac),
                rgb(0x0088_c0d0),
                rgb(0x00eb_cb8b),
                rgb(0x00a3_be8c),
            ],
        }
    }

    fn light() -> Self {
        let rgb = |value: u32| Style::new().fg(Color::from_u32(value));
        Self {
            text: rgb(0x0024_2933).bg(Color::from_u32(0x00fb_fbf8)),
            faint: rgb(0x005c_6675),
            partial: rgb(0x005c_6675).add_modifier(Modifier::ITALIC),
            person: rgb(0x0000_6a6a).add_modifier(Modifier::BOLD),
            machine: rgb(0x0076_3a86).add_modifier(Modifier::BOLD),
            spoken: rgb(0x0000_0000).add_modifier(Modifier::BOLD),
            warning: rgb(0x008a_5a00),
            error: rgb(0x00b0_1030).add_modifier(Modifier::BOLD),
            good: rgb(0x0020_6a2c),
            heading: rgb(0x0000_5a8c).add_modifier(Modifier::BOLD),
            selected: Style::new()
                .fg(Color::from_u32(0x0000_0000))
                .bg(Color::from_u32(0x00c4_d8f0)),
            found: Style::new()
                .fg(Color::from_u32(0x0000_0000))
                .bg(Color::from_u32(0x00ff_e49a)),
            current: Style::new()
                .fg(Color::from_u32(0x0000_0000))
                .bg(Color::from_u32(0x00ff_a657))
                .add_modifier(Modifier::BOLD | Modifier::UNDERLINED),
            frame: rgb(0x00a0_a8b4),
            states: [
                rgb(0x0020_6a2c),
                rgb(0x008a_5a00),
                rgb(0x0076_3a86),
                rgb(0x005c_6675),
                rgb(0x00b0_1030),
            ],
            bars: [
                rgb(0x0000_5a8c),
                rgb(0x0000_8a9c),
                rgb(0x00b0_7a00),
                rgb(0x0020_8a3c),
            ],
        }
    }

    fn high_contrast() -> Self {
        let on_black = |colour: Color| Style::new().fg(colour).bg(Color::Black);
        let bold = |colour: Color| on_black(colour).add_modifier(Modifier::BOLD);
        let (white, yellow) = (Color::from_u32(0x00ff_ffff), Color::from_u32(0x00ff_ff00));
        let (green, cyan) = (Color::from_u32(0x0000_ff00), Color::from_u32(0x0000_ffff));
        let red = Color::from_u32(0x00ff_6060);
        Self {
            text: on_black(white),
            faint: on_black(white),
            partial: on_black(white).add_modifier(Modifier::ITALIC),
            person: bold(cyan),
            machine: bold(yellow),
            spoken: bold(white).add_modifier(Modifier::UNDERLINED),
            warning: bold(yellow),
            error: bold(red),
            good: bold(green),
            heading: bold(cyan),
            selected: Style::new()
                .fg(Color::Black)
                .bg(yellow)
                .add_modifier(Modifier::BOLD),
            found: Style::new().fg(Color::Black).bg(white),
            current: Style::new()
                .fg(Color::Black)
                .bg(yellow)
                .add_modifier(Modifier::BOLD | Modifier::UNDERLINED),
            frame: on_black(white),
            states: [bold(green), bold(yellow), bold(cyan), bold(white), bold(red)],
            bars: [bold(white), bold(cyan), bold(yellow), bold(green)],
        }
    }

    /// Dark letters on white, of sixteen colours: without those that nobody can read there.
    fn sixteen_light() -> Self {
        let dark = Self::sixteen(Style::new().fg(Color::Black).bg(Color::White));
        let red = Style::new().fg(Color::Red);
        Self {
            warning: red,
            person: Style::new().fg(Color::Blue).add_modifier(Modifier::BOLD),
            states: [dark.states[0], red, dark.states[2], dark.states[3], red],
            ..dark
        }
    }

    fn sixteen(plain: Style) -> Self {
        let of = |colour: Color| Style::new().fg(colour);
        let bold = |colour: Color| of(colour).add_modifier(Modifier::BOLD);
        Self {
            text: plain,
            faint: plain.add_modifier(Modifier::DIM),
            partial: plain.add_modifier(Modifier::DIM | Modifier::ITALIC),
            person: bold(Color::Cyan),
            machine: bold(Color::Magenta),
            spoken: plain.add_modifier(Modifier::BOLD),
            warning: of(Color::Yellow),
            error: bold(Color::Red),
            good: of(Color::Green),
            heading: bold(Color::Blue),
            selected: plain.add_modifier(Modifier::REVERSED),
            found: Style::new().fg(Color::Black).bg(Color::Yellow),
            current: Style::new()
                .fg(Color::Black)
                .bg(Color::Yellow)
                .add_modifier(Modifier::BOLD | Modifier::UNDERLINED),
            frame: plain.add_modifier(Modifier::DIM),
            states: [
                of(Color::Green),
                of(Color::Yellow),
                of(Color::Magenta),
                plain,
                of(Color::Red),
            ],
            bars: [
                of(Color::Blue),
                of(Color::Cyan),
                of(Color::Yellow),
                of(Color::Green),
            ],
        }
    }

    fn none() -> Self {
        let plain = Style::new();
        let bold = plain.add_modifier(Modifier::BOLD);
        let dim = plain.add_modifier(Modifier::DIM);
        Self {
            text: plain,
            faint: dim,
            partial: dim.add_modifier(Modifier::ITALIC),
            person: bold,
            machine: bold,
            spoken: bold,
            warning: bold,
            error: bold.add_modifier(Modifier::REVERSED),
            good: plain,
            heading: bold,
            selected: plain.add_modifier(Modifier::REVERSED),
            found: plain.add_modifier(Modifier::UNDERLINED),
            current: plain.add_modifier(Modifier::REVERSED | Modifier::BOLD),
            frame: dim,
            states: [bold, bold, bold, plain, bold],
            bars: [plain, plain, plain, plain],
        }
    }
}

#[cfg(test)]
#[path = "theme_contrast.rs"]
mod contrast;

#[cfg(test)]
mod tests {
    use super::*;

    fn capabilities(variables: &[(&str, &str)]) -> Capabilities {
        Capabilities::of_environment(|name| {
            let found = variables.iter().find(|(of, _)| *of == name);
            found.map(|(_, value)| (*value).to_owned())
        })
    }

    #[test]
    fn the_terminal_is_believed_about_what_it_can_show() {
        let plain = capabilities(&[("TERM", "xterm-256color"), ("LANG", "de_DE.UTF-8")]);
        assert_eq!(
            (plain.truecolour, plain.no_colour, plain.characters),
            (false, false, CharacterSet::Unicode)
        );
        assert!(capabilities(&[("COLORTERM", "truecolor")]).truecolour);
        let signs = |variables: &[(&str, &str)]| capabilities(variables).characters;
        assert_eq!(
            signs(&[("TERM", "linux"), ("LANG", "C.UTF-8")]),
            CharacterSet::Console
        );
        assert_eq!(signs(&[("TERM", "linux")]), CharacterSet::Ascii);
        assert_eq!(
            signs(&[("LC_ALL", "C"), ("LANG", "C.UTF-8")]),
            CharacterSet::Ascii
        );
        assert!(!capabilities(&[("NO_COLOR", "")]).no_colour);
        let never = capabilities(&[("NO_COLOR", "1"), ("COLORTERM", "truecolor")]);
        assert_eq!(Theme::new(ThemeName::Dark, never), Theme::none());
    }
}
