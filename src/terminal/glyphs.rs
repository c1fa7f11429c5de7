//! Signs that every console has, for those that have no others.
//!
//! Owns the table from our own signs to ASCII. It is applied to the drawn screen as a whole, so that no view needs to know
//! of it. Letters are left alone: a console that shows Cyrillic may have no blocks.

use ratatui::buffer::Buffer;

/// Replaces every sign of ours on the screen.
pub fn to_ascii(screen: &mut Buffer) {
    for cell in &mut screen.content {
        if let Some(plain) = plain(cell.symbol()) {
            cell.set_symbol(plain);
        }
    }
}

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
