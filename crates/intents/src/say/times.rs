//! Times, dates and lengths of time in writing.
//!
//! Owns "6:30 am tomorrow, Thursday", "завтра, в четверг, в 6:30", 明天早上6点半.

use jiff::civil::{Date, DateTime, Time};

use super::{Arg, Speaker};
use crate::Language;
use crate::slots::duration::{DAY, HOUR, MINUTE};

/// The grammatical place of a Russian length: "минута осталась", "на минуту".
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Case {
    Nominative,
    Accusative,
}

impl Speaker<'_> {
    /// "10:30 am", "10:30", 上午10点半
    pub(crate) fn clock(&self, time: Time) -> String {
        let (hour, minute) = (time.hour(), time.minute());
        match self.language {
            Language::English => {
                let half = if hour < 12 { "am" } else { "pm" };
                let dial = if hour % 12 == 0 { 12 } else { hour % 12 };
                match (hour, minute) {
                    (12, 0) => "12 noon".to_owned(),
                    (0, 0) => "12 midnight".to_owned(),
                    (_, 0) => format!("{dial} {half}"),
                    _ => format!("{dial}:{minute:02} {half}"),
                }
            }
            Language::Russian => format!("{hour}:{minute:02}"),
            Language::Chinese => {
                let part = match hour {
                    0..=4 => "凌晨",
                    5..=8 => "早上",
                    9..=11 => "上午",
                    12 => "中午",
                    13..=17 => "下午",
                    _ => "晚上",
                };
                let dial = if hour > 12 { hour - 12 } else { hour };
                match minute {
                    0 => format!("{part}{dial}点"),
                    30 => format!("{part}{dial}点半"),
                    _ => format!("{part}{dial}点{minute:02}分"),
                }
            }
        }
    }

    pub(crate) fn weekday(&self, date: Date) -> String {
        self.plain(&format!("weekday-{}", date.weekday().to_monday_one_offset()))
    }

    /// "on Friday", "в пятницу", 星期五
    pub(crate) fn on_weekday(&self, date: Date) -> String {
        self.plain(&format!("on-weekday-{}", date.weekday().to_monday_one_offset()))
    }

    pub(crate) fn month(&self, month: i8) -> String {
        self.plain(&format!("month-{month}"))
    }

    /// "25 November 2026"
    pub(crate) fn date(&self, date: Date) -> String {
        let month = self.plain(&format!("month-of-{}", date.month()));
        self.say(
            "date",
            &[
                ("day", Arg::Text(date.day().to_string())),
                ("month", month.into()),
                ("monthnumber", Arg::Text(date.month().to_string())),
                ("year", Arg::Text(date.year().to_string())),
            ],
        )
    }

    /// "4 December"
    pub(crate) fn short_date(&self, date: Date) -> String {
        let month = self.plain(&format!("month-of-{}", date.month()));
        self.say(
            "short-date",
            &[
                ("day", Arg::Text(date.day().to_string())),
                ("month", month.into()),
                ("monthnumber", Arg::Text(date.month().to_string())),
            ],
        )
    }

    /// "6:30 am tomorrow, Thursday", and with the date when it is far away.
    pub(crate) fn moment(&self, moment: DateTime, today: Date) -> String {
        let clock = self.clock(moment.time());
        let date = moment.date();
        let days = today.until(date).map_or(i32::MAX, |span| span.get_days());
        let id = match days {
            0 => "moment-today",
            1 => "moment-tomorrow",
            2..=6 => "moment-weekday",
            _ if date.year() == today.year() => "moment-date",
            _ => "moment-year",
        };
        self.say(
            id,
            &[
                ("clock", clock.into()),
                ("weekday", self.weekday(date).into()),
                ("onweekday", self.on_weekday(date).into()),
                ("date", self.short_date(date).into()),
                ("fulldate", self.date(date).into()),
            ],
        )
    }

    /// "on weekdays", "every day", "every Monday and Thursday"
    pub(crate) fn repetition(&self, days: u8) -> String {
        match days {
            0b111_1111 => self.plain("every-day"),
            0b001_1111 => self.plain("on-working-days"),
            0b110_0000 => self.plain("on-weekends"),
            _ => {
                let names: Vec<String> = (0..7)
                    .filter(|day| days & (1 << day) != 0)
                    .map(|day| self.plain(&format!("every-weekday-{}", day + 1)))
                    .collect();
                let names = self.list(&names);
                self.say("every-weekdays", &[("days", names.into())])
            }
        }
    }

    /// "1 hour and 30 minutes"
    pub(crate) fn duration(&self, seconds: i64, case: Case) -> String {
        let suffix = match (self.language, case) {
            (Language::Russian, Case::Accusative) => "-accusative",
            _ => "",
        };
        // 6分30秒, but 6分钟.
        let is_short = self.language == Language::Chinese && seconds % MINUTE > 0;
        let minutes = if is_short {
            "minutes-before-seconds"
        } else {
            "minutes"
        };
        let parts: Vec<String> = [
            (seconds / DAY, "days"),
            (seconds % DAY / HOUR, "hours"),
            (seconds % HOUR / MINUTE, minutes),
            (seconds % MINUTE, "seconds"),
        ]
        .into_iter()
        .filter(|&(count, _)| count > 0)
        .map(|(count, unit)| self.say(&format!("{unit}{suffix}"), &[("count", count.into())]))
        .collect();
        match (parts.is_empty(), self.language) {
            (true, _) => self.say(&format!("seconds{suffix}"), &[("count", 0_i64.into())]),
            (_, Language::Chinese) => parts.concat(),
            (_, Language::Russian) => parts.join(" "),
            (_, Language::English) => self.list(&parts),
        }
    }

    /// "10 minute", for "the 10 minute timer".
    pub(crate) fn duration_adjective(&self, seconds: i64) -> String {
        let (count, unit) = if seconds % HOUR == 0 {
            (seconds / HOUR, "hour")
        } else if seconds % MINUTE == 0 {
            (seconds / MINUTE, "minute")
        } else if seconds < MINUTE {
            (seconds, "second")
        } else {
            return self.duration(seconds, Case::Accusative);
        };
        match self.language {
            Language::English => format!("{count} {unit}"),
            _ => self.duration(seconds, Case::Accusative),
        }
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::{date, time};

    use super::super::Sentences;
    use super::*;

    #[test]
    fn times_are_written_as_the_language_does() {
        let sentences = Sentences::read();
        for (language, hour, minute, expected) in [
            (Language::English, 10, 30, "10:30 am"),
            (Language::English, 22, 5, "10:05 pm"),
            (Language::English, 7, 0, "7 am"),
            (Language::English, 12, 0, "12 noon"),
            (Language::English, 0, 5, "12:05 am"),
            (Language::Russian, 18, 45, "18:45"),
            (Language::Chinese, 21, 30, "晚上9点半"),
            (Language::Chinese, 7, 5, "早上7点05分"),
        ] {
            assert_eq!(
                sentences.speaker(language).clock(time(hour, minute, 0, 0)),
                expected
            );
        }
    }

    #[test]
    fn moments_name_the_day_as_far_as_it_is_needed() {
        let sentences = Sentences::read();
        let today = date(2026, 11, 25);
        for (language, day, expected) in [
            (Language::English, date(2026, 11, 25), "6:30 pm today"),
            (
                Language::English,
                date(2026, 11, 26),
                "6:30 pm tomorrow, Thursday",
            ),
            (Language::English, date(2026, 11, 28), "6:30 pm on Saturday"),
            (
                Language::English,
                date(2026, 12, 5),
                "6:30 pm on Saturday, 5 December",
            ),
            (
                Language::Russian,
                date(2026, 11, 26),
                "завтра, в четверг, в 18:30",
            ),
            (Language::Chinese, date(2026, 11, 26), "明天晚上6点半"),
        ] {
            let moment = day.at(18, 30, 0, 0);
            assert_eq!(sentences.speaker(language).moment(moment, today), expected);
        }
    }

    #[test]
    fn lengths_are_written_in_their_parts() {
        let sentences = Sentences::read();
        for (language, seconds, case, expected) in [
            (Language::English, 5400, Case::Nominative, "1 hour and 30 minutes"),
            (Language::English, 0, Case::Nominative, "0 seconds"),
            (Language::Russian, 61, Case::Accusative, "1 минуту 1 секунду"),
            (Language::Russian, 300, Case::Nominative, "5 минут"),
            (Language::Chinese, 390, Case::Nominative, "6分30秒"),
            (Language::Chinese, 600, Case::Nominative, "10分钟"),
        ] {
            assert_eq!(sentences.speaker(language).duration(seconds, case), expected);
        }
    }
}
