//! The bar of the scanning: what is offered, with the highlight.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use super::super::app::App;
use super::super::clean;
use super::super::scan::{Scan, ScanItem};
use super::wrap::{cut, width};

/// Rows of the bar; 0 without scanning.
pub(super) fn rows(app: &App, area: Rect) -> u16 {
    match (&app.scan, area.height >= 14) {
        (None, _) => 0,
        (Some(_), true) => 3,
        (Some(_), false) => 1,
    }
}

pub(super) fn draw(frame: &mut Frame<'_>, app: &App, area: Rect) {
    let Some(scan) = app.scan.as_ref().filter(|_| area.height > 0) else {
        return;
    };
    let key = if scan.asks() {
        "scan-leave-really"
    } else {
        "scan-title"
    };
    let inner = if area.height >= 3 {
        let block = super::framed(app, &app.strings.text(key));
        let inner = block.inner(area);
        frame.render_widget(block, area);
        inner
    } else {
        area
    };
    frame.render_widget(line(app, scan, usize::from(inner.width)), inner);
}

/// The items from the first one that lets the highlighted one be seen. Brackets mark it too, for those who see no colours.
fn line<'a>(app: &App, scan: &Scan, columns: usize) -> Line<'a> {
    let words: Vec<String> = scan
        .items()
        .into_iter()
        .map(|item| cut(&label(app, item), columns.saturating_sub(4)))
        .collect();
    let room = |from: usize| {
        words[from..=scan.at()]
            .iter()
            .map(|word| width(word) + 4)
            .sum::<usize>()
    };
    let first = (0..=scan.at())
        .find(|from| room(*from) <= columns)
        .unwrap_or(scan.at());
    let spans = words.iter().enumerate().skip(first).map(|(at, word)| {
        if at == scan.at() {
            Span::styled(format!("[ {word} ]"), app.theme.selected)
        } else {
            Span::styled(format!("  {word}  "), app.theme.text)
        }
    });
    Line::from(spans.collect::<Vec<_>>())
}

fn label(app: &App, item: ScanItem) -> String {
    let key = match item {
        ScanItem::Talk if app.talking => "scan-talk-end",
        ScanItem::Talk => "scan-talk",
        ScanItem::Stop => "scan-stop",
        ScanItem::Repeat => "scan-repeat",
        ScanItem::Phrases => "scan-phrases",
        ScanItem::Phrase(at) => {
            let phrase = app.settings.speak.phrases.get(at);
            return clean::line(phrase.map_or("", String::as_str));
        }
        ScanItem::Mute if app.muted => "scan-unmute",
        ScanItem::Mute => "scan-mute",
        ScanItem::Leave => "scan-leave",
        ScanItem::Back => "scan-back",
        ScanItem::LeaveNow => "scan-leave-now",
    };
    app.strings.text(key)
}
