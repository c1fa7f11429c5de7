//! Signs that every console has, for those that have no others.
//!
//! Owns the table from our own signs to ASCII. It is applied to the drawn screen as a whole, so that no view needs to know
//! of it. Letters are left alone: a console that shows Cyrillic may have no blocks.

use ratatui::buffer::Buffer;

/// Replaces every sign of ours on the screen, but those that a console of the kernel has where it is one.
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

/// Signs of code page 437, which a console's font has.
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
