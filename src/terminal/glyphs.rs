//! Fallbacks for symbols that a console does not have.
//!
//! Owns the table from symbols to ASCII. It is applied to the whole drawn screen, so that no view needs to know it. Letters stay as
//! they are: a console that shows Cyrillic may have no blocks.

use ratatui::buffer::Buffer;

/// Replaces all symbols by ASCII; on a kernel console, only those that it lacks.
pub fn to_ascii(screen: &mut Buffer, console: bool) {
    for cell in &mut screen.content {
        if console && OF_CONSOLES.contains(&cell.symbol()) {
            continue;
        }
        if let Some(plain) = plain(cell.symbol()) {
            cell.set_symbol(plain);
        }
    }
}

/// Symbols of code page 437, which a console's font has.
const OF_CONSOLES: [&str; 24] = [
    "│", "─", "┌", "┐", "└", "┘", "├", "┤", "┬", "┴", "┼", "█", "▀", "▄", "▌", "▐", "░", "▒", "▓", "·", "•",
    "○", "→", "←",
];

#[expect(clippy::match_same_arms, reason = "a row for each kind of sign")]
fn plain(sign: &str) -> Option<&'static str> {
    Some(match sign {
        "│" | "┃" | "▏" | "▕" => "|",
        "─" | "━" => "-",
        "┌" | "┐" | "└" | "┘" | "╭" | "╮" | "╰" | "╯" | "├" | "┤" | "┬" | "┴" | "┼" => {
            "+"
        }
        "█" | "▀" | "▄" | "▌" | "▐" | "▇" | "▆" => "#",
        "▙" | "▛" | "▜" | "▟" | "▚" | "▞" => "#",
        "▖" | "▗" => ".",
        "▘" | "▝" => "\"",
        "▓" | "▅" => "=",
        "▒" | "▃" => ":",
        "░" | "▂" | "▁" | "·" | "…" => ".",
        "●" | "◉" | "•" | "◆" => "*",
        "○" | "◌" => "o",
        "▶" | "›" | "▸" | "↳" | "→" => ">",
        "‹" | "←" => "<",
        "✓" => "v",
        "✗" | "⊘" | "✂" => "x",
        "↑" => "^",
        "↓" => "v",
        "⌕" => "/",
        "“" | "”" => "\"",
        "’" | "‘" => "'",
        "–" | "—" => "-",
        "×" => "x",

        _ => return None,
    })
}
