//! Scanning: a highlight that moves by itself, for people who operate one key or switch.
//!
//! Owns what is offered, where the highlight is and what a press chooses. Has no clock: the app tells the time. Draws nothing.

use crate::conversation::{Instant, Milliseconds};

/// What can be chosen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ScanItem {
    /// Begin or end speaking, with push-to-talk.
    Talk,
    /// Stop the answer.
    Stop,
    /// Say the last text or answer again.
    Repeat,
    /// Go to the saved phrases.
    Phrases,
    /// Say the saved phrase at this position.
    Phrase(usize),
    /// Mute or unmute the microphone.
    Mute,
    /// Leave, after a question.
    Leave,
    /// Go back to the first list; the answer no to the question.
    Back,
    /// Leave now.
    LeaveNow,
}

/// Which list is offered.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
enum Offer {
    #[default]
    Actions,
    Phrases,
    Leaving,
}

/// The state of the scanning.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Scan {
    offer: Offer,
    at: usize,
    since: Instant,
    phrases: usize,
    has_talk_key: bool,
}

impl Scan {
    /// Scanning over this many phrases; `has_talk_key` offers to talk.
    pub fn new(phrases: usize, has_talk_key: bool) -> Self {
        Self {
            phrases,
            has_talk_key,
            ..Self::default()
        }
    }

    /// What is offered now, in its order; never empty.
    pub fn items(&self) -> Vec<ScanItem> {
        match self.offer {
            Offer::Actions => [
                (self.has_talk_key, ScanItem::Talk),
                (true, ScanItem::Stop),
                (true, ScanItem::Repeat),
                (self.phrases > 0, ScanItem::Phrases),
                (true, ScanItem::Mute),
                (true, ScanItem::Leave),
            ]
            .into_iter()
            .filter_map(|(is_offered, item)| is_offered.then_some(item))
            .collect(),
            Offer::Phrases => (0..self.phrases)
                .map(ScanItem::Phrase)
                .chain([ScanItem::Back])
                .collect(),
            // The harmless answer comes first.
            Offer::Leaving => vec![ScanItem::Back, ScanItem::LeaveNow],
        }
    }

    /// The position of the highlight.
    pub fn at(&self) -> usize {
        self.at
    }

    /// Whether it is asked whether to leave.
    pub fn asks(&self) -> bool {
        self.offer == Offer::Leaving
    }

    /// Moves the highlight when it has stood for `interval`. After a long pause it moves one step, not many.
    pub fn pass(&mut self, now: Instant, interval: Milliseconds) {
        if now.since(self.since).0 >= interval.0 {
            self.at = (self.at + 1) % self.items().len();
            self.since = now;
        }
    }

    /// Takes the highlighted item. The highlight begins again at the first one.
    pub fn choose(&mut self, now: Instant) -> Option<ScanItem> {
        let chosen = self.items().get(self.at).copied();
        self.offer = match chosen {
            Some(ScanItem::Phrases) => Offer::Phrases,
            Some(ScanItem::Leave) => Offer::Leaving,
            _ => Offer::Actions,
        };
        (self.at, self.since) = (0, now);
        chosen
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const STEP: Milliseconds = Milliseconds(1_000.0);

    /// Waits until this is highlighted and presses the key; `None` if it is never offered.
    fn press_at(scan: &mut Scan, now: &mut f64, wanted: ScanItem) -> Option<ScanItem> {
        for _ in 0..50 {
            if scan.items()[scan.at()] == wanted {
                return scan.choose(Instant(*now));
            }
            *now += STEP.0;
            scan.pass(Instant(*now), STEP);
        }
        None
    }

    #[test]
    fn everything_is_reached_with_one_key_and_nothing_is_left_without_a_question() {
        let (mut scan, mut now) = (Scan::new(3, true), 0.0);
        for item in [ScanItem::Talk, ScanItem::Stop, ScanItem::Repeat, ScanItem::Mute] {
            assert_eq!(press_at(&mut scan, &mut now, item), Some(item));
        }
        assert_eq!(press_at(&mut scan, &mut now, ScanItem::LeaveNow), None);
        press_at(&mut scan, &mut now, ScanItem::Phrases);
        assert_eq!(
            press_at(&mut scan, &mut now, ScanItem::Phrase(2)),
            Some(ScanItem::Phrase(2))
        );
        press_at(&mut scan, &mut now, ScanItem::Leave);
        assert!(scan.asks());
        assert_eq!(
            scan.choose(Instant(now)),
            Some(ScanItem::Back),
            "a second press does not leave"
        );
        press_at(&mut scan, &mut now, ScanItem::Leave);
        assert_eq!(
            press_at(&mut scan, &mut now, ScanItem::LeaveNow),
            Some(ScanItem::LeaveNow)
        );
    }

    #[test]
    fn the_highlight_stands_for_its_time_and_comes_round() {
        let mut scan = Scan::new(0, false);
        assert!(!scan.items().contains(&ScanItem::Phrases) && !scan.items().contains(&ScanItem::Talk));
        scan.pass(Instant(999.0), STEP);
        assert_eq!(scan.at(), 0);
        for (now, at) in [
            (1_000.0, 1),
            (1_900.0, 1),
            (9_000.0, 2),
            (10_000.0, 3),
            (11_000.0, 0),
        ] {
            scan.pass(Instant(now), STEP);
            assert_eq!(scan.at(), at, "{now}");
        }
    }
}
