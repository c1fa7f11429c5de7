//! The counter of a running mynah: keeps the file of the current period.
//!
//! Owns when a period begins and ends, and that one conversation stays within its share. Holds no counters in memory: each time, the file
//! is read, changed and put in place, so that programs that run at the same time do not undo each other's counts, and a kill leaves a
//! whole file. A failure is a line in the log and never one for the person who asks.

use std::path::{Path, PathBuf};

use jiff::civil::Date;

use super::error::UnansweredError;
use super::noise::{Draw, KernelDraw, PER_CONVERSATION, Scale};
use super::places::{CounterPlace, FUNCTIONS, SketchKey};
use super::sketch::Sketch;
use super::words::grams;

/// Questions that wait to be written; where nothing can be written, later ones are not kept.
const MAX_WAITING: usize = 16;
/// Files of one day that have ended.
const MAX_ENDED: u32 = 100;

/// Counts the questions of one conversation.
#[derive(Debug)]
pub struct UnansweredCounter {
    file: PathBuf,
    scale: Scale,
    key: SketchKey,
    days: u16,
    /// The places of the n-grams of each question that is not written yet.
    waiting: Vec<Vec<[CounterPlace; FUNCTIONS]>>,
    /// The counters that this conversation has changed, and in which file.
    changed: Vec<usize>,
    part: Option<String>,
    /// A question was noted since the file was looked at, on this day.
    is_due: bool,
    looked: Option<Date>,
    has_failed: bool,
}

impl UnansweredCounter {
    /// Counts into this file, for periods of so many days.
    pub fn new(file: PathBuf, scale: Scale, salt: &str, days: u16) -> Self {
        Self {
            file,
            scale,
            key: SketchKey::new(salt),
            days,
            waiting: Vec::new(),
            changed: Vec::new(),
            part: None,
            is_due: false,
            looked: None,
            has_failed: false,
        }
    }

    /// Notes a question without an answer; nothing is written yet.
    pub fn note(&mut self, question: &str) {
        if self.waiting.len() >= MAX_WAITING {
            return;
        }
        let places = grams(question).iter().map(|gram| self.key.places(gram)).collect();
        self.waiting.push(places);
        self.is_due = true;
    }

    /// Begins the period's file where there is none, and writes what was noted. The first day of a file must not depend on what was
    /// asked, so the file is looked at once a day in any case.
    pub fn keep(&mut self, today: Date) {
        let is_new_day = self.looked.replace(today) != Some(today);
        if std::mem::take(&mut self.is_due) || is_new_day {
            let kept = self.keep_with(today, &mut KernelDraw::default());
            let has_failed = kept.is_err();
            if let Err(error) = kept
                && !self.has_failed
            {
                tracing::warn!(%error, "questions without an answer are not counted");
            }
            self.has_failed = has_failed;
        }
    }

    fn keep_with(&mut self, today: Date, draw: &mut dyn Draw) -> Result<(), UnansweredError> {
        let (mut sketch, is_new) = match self.continued(today)? {
            Some(sketch) => (sketch, false),
            None => {
                let begun = Sketch::begin(self.scale, &self.key, today, draw);
                (begun.map_err(UnansweredError::NoRandomness)?, true)
            }
        };
        let part = sketch.rows.iter().flat_map(|row| &row.parts).next().cloned();
        let mut changed = if part == self.part {
            self.changed.clone()
        } else {
            Vec::new()
        };
        let before = changed.len();
        for question in &self.waiting {
            sketch
                .contribute(question.clone(), &mut changed, PER_CONVERSATION as usize, draw)
                .map_err(UnansweredError::NoRandomness)?;
        }
        if is_new || changed.len() > before {
            sketch.write(&self.file)?;
        }
        self.waiting.clear();
        self.changed = changed;
        self.part = part;
        Ok(())
    }

    /// The file's sketch, if it is to be continued. One whose period is over, or that was written with other settings, gets another
    /// name, and so does a broken one.
    fn continued(&self, today: Date) -> Result<Option<Sketch>, UnansweredError> {
        match Sketch::read(&self.file) {
            Ok(sketch) if self.continues(&sketch, today) => Ok(Some(sketch)),
            Ok(sketch) => {
                self.rename(&self.ended(sketch.begun))?;
                Ok(None)
            }
            Err(UnansweredError::Unreadable { reason, .. }) if reason.is_absent() => Ok(None),
            Err(error @ UnansweredError::Broken { .. }) => {
                tracing::warn!(%error, "the counts are set aside, and a new period begins");
                self.rename(&self.file.with_extension("json.broken"))?;
                Ok(None)
            }
            Err(error) => Err(error),
        }
    }

    fn continues(&self, sketch: &Sketch, today: Date) -> bool {
        let age = (today - sketch.begun).get_days();
        let is_ours = sketch.scale == self.scale && sketch.salt == self.key.fingerprint();
        // A day before its first one: in another time zone. Before that, the clock was wrong.
        is_ours && sketch.parts() == 1 && (-1..i32::from(self.days)).contains(&age)
    }

    /// The name of a file whose period is over.
    fn ended(&self, begun: Date) -> PathBuf {
        let name = |number: u32| {
            let number = if number == 1 {
                String::new()
            } else {
                format!("-{number}")
            };
            self.file
                .with_file_name(format!("unanswered-{begun}{number}.json"))
        };
        let mut names = (1..MAX_ENDED).map(name);
        names
            .find(|path| !path.exists())
            .unwrap_or_else(|| name(MAX_ENDED))
    }

    fn rename(&self, to: &Path) -> Result<(), UnansweredError> {
        std::fs::rename(&self.file, to).map_err(|reason| UnansweredError::Unwritable {
            path: to.to_owned(),
            reason,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::super::places::COUNTERS;
    use super::*;

    const SALT: &str = "a salt of some letters";

    fn day(day: i8) -> Date {
        Date::constant(2026, 11, day)
    }

    fn counter(folder: &Path) -> UnansweredCounter {
        let scale = Scale::new(1.0).unwrap();
        UnansweredCounter::new(folder.join("unanswered.json"), scale, SALT, 10)
    }

    fn counters(folder: &Path) -> Vec<i32> {
        let sketch = Sketch::read(&folder.join("unanswered.json")).unwrap();
        sketch.rows[0].counters.clone()
    }

    fn names(folder: &Path) -> Vec<String> {
        let entries = std::fs::read_dir(folder).unwrap();
        let mut names: Vec<_> = entries
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        names.sort();
        names
    }

    #[test]
    fn a_conversation_adds_to_the_file_what_it_may_and_a_word_is_not_in_it() {
        let folder = tempfile::tempdir().unwrap();
        let mut first = counter(folder.path());
        first.keep(day(1));
        let begun = counters(folder.path());
        assert_eq!(begun.len(), COUNTERS);
        assert!(
            begun.iter().any(|counter| *counter != 0),
            "noise is there from the beginning"
        );
        for _ in 0..3 {
            first.note("Where is the swimming pool?");
            first.note("Where is the fire exit in the east wing of the house?");
            first.keep(day(1));
        }
        let after = counters(folder.path());
        let changed = begun
            .iter()
            .zip(&after)
            .filter(|(before, after)| before != after)
            .count();
        assert_eq!(changed, 4);
        let mut second = counter(folder.path());
        second.note("pool");
        second.keep(day(2));
        let now = counters(folder.path());
        assert_eq!(
            after
                .iter()
                .zip(&now)
                .filter(|(before, after)| before != after)
                .count(),
            1
        );
        let text = std::fs::read_to_string(folder.path().join("unanswered.json")).unwrap();
        assert!(!text.contains("pool") && !text.contains(SALT), "{}", &text[..200]);
        assert_eq!(names(folder.path()), ["unanswered.json"]);
    }

    #[test]
    fn a_period_ends_by_its_days_by_other_settings_and_by_a_wrong_clock() {
        let folder = tempfile::tempdir().unwrap();
        let mut counting = counter(folder.path());
        counting.keep(day(1));
        counting.note("pool");
        counting.keep(day(10));
        assert_eq!(names(folder.path()), ["unanswered.json"]);
        counting.note("a whole new period has four more counters");
        counting.keep(day(11));
        assert_eq!(
            names(folder.path()),
            ["unanswered-2026-11-01.json", "unanswered.json"]
        );
        let scale = Scale::new(2.0).unwrap();
        let file = folder.path().join("unanswered.json");
        UnansweredCounter::new(file.clone(), scale, SALT, 10).keep(day(11));
        UnansweredCounter::new(file.clone(), scale, "another salt that is long", 10).keep(day(11));
        assert_eq!(names(folder.path()).len(), 4);
        UnansweredCounter::new(file, scale, "another salt that is long", 10).keep(day(3));
        assert_eq!(names(folder.path()).len(), 5, "{:?}", names(folder.path()));
    }

    #[test]
    fn a_broken_file_is_set_aside_and_a_folder_in_its_place_breaks_nothing() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("unanswered.json"), "{broken").unwrap();
        counter(folder.path()).keep(day(1));
        assert_eq!(
            names(folder.path()),
            ["unanswered.json", "unanswered.json.broken"]
        );
        let folder = tempfile::tempdir().unwrap();
        std::fs::create_dir(folder.path().join("unanswered.json")).unwrap();
        let mut counting = counter(folder.path());
        for _ in 0..100 {
            counting.note("pool");
            counting.keep(day(1));
        }
        assert!(counting.waiting.len() <= MAX_WAITING);
        assert!(counting.changed.is_empty());
    }
}
