//! Days, dates, months and holidays.

use super::reads;
use super::shown;
use crate::language::Language::{Chinese, English, Russian};

#[test]
fn days_of_the_week_are_read_alone_in_spans_and_in_lists() {
    reads(&[
        ("Mon, Wed and Fri", English, &["Mo+We+Fr"]),
        ("Sun–Thu", English, &["Mo+Tu+We+Th+Su"]),
        ("Tue + Fri mornings only", English, &["Tu+Fr"]),
        (
            "open 8-6, wknds til 8",
            English,
            &["08:00–18:00", "Sa+Su", "08:00?"],
        ),
        ("he sat in the sun", English, &[]),
        ("Sat, Sun", English, &["Sa+Su"]),
        ("every day", English, &["Mo+Tu+We+Th+Fr+Sa+Su"]),
        ("по будням", Russian, &["Mo+Tu+We+Th+Fr"]),
        ("пн.–пт.", Russian, &["Mo+Tu+We+Th+Fr"]),
        ("понедельник–пятница", Russian, &["Mo+Tu+We+Th+Fr"]),
        ("по вторникам и пятницам", Russian, &["Tu+Fr"]),
        ("с понедельника по пятницу", Russian, &["Mo+Tu+We+Th+Fr"]),
        ("周二至周五", Chinese, &["Tu+We+Th+Fr"]),
        ("周六、日", Chinese, &["Sa+Su"]),
        ("周一三五", Chinese, &["Mo+We+Fr"]),
        ("礼拜天", Chinese, &["Su"]),
        ("周三三楼", Chinese, &["We"]),
    ]);
}

#[test]
fn days_counted_within_the_month_are_read() {
    reads(&[
        ("1st and 3rd Saturday of the month", English, &["1. Sa", "3. Sa"]),
        (
            "last Thursday of the month, 18:00",
            English,
            &["last Th", "18:00"],
        ),
        ("2nd thurs of the month", English, &["2. Th"]),
        ("last Friday we were closed", English, &["Fr"]),
        ("every third Monday", English, &["3.", "Mo"]),
        ("Последняя пятница месяца", Russian, &["last Fr"]),
        ("в третье воскресенье месяца", Russian, &["3. Su"]),
        ("每月第一个周六上午9点", Chinese, &["1. Sa", "09:00"]),
        ("每月最后一个星期五", Chinese, &["last Fr"]),
    ]);
}

#[test]
fn dates_and_spans_of_dates_are_read() {
    reads(&[
        ("7–18 December", English, &["12-07..12-18"]),
        ("24 December to 1 January", English, &["12-24..01-01"]),
        (
            "Daily 1 May-30 Sep",
            English,
            &["Mo+Tu+We+Th+Fr+Sa+Su", "05-01..09-30"],
        ),
        ("may 1 to oct 15", English, &["05-01..10-15"]),
        ("23 Nov - 11 Dec: roadworks", English, &["11-23..12-11"]),
        (
            "24, 25 and 26 December and 1 January",
            English,
            &["12-24", "12-25", "12-26", "01-01"],
        ),
        ("Thu 3 December 2026", English, &["2026-12-03"]),
        ("Sat 23 Jan 2027 10:30", English, &["2027-01-23", "10:30?"]),
        ("the fourth of July", English, &["07-04"]),
        ("December 5, 2026", English, &["2026-12-05"]),
        (
            "2026-12-05 and 25/12/2026",
            English,
            &["2026-12-05", "2026-12-25"],
        ),
        (
            "с 1 октября по 13 декабря 2026 года",
            Russian,
            &["2026-10-01..2026-12-13"],
        ),
        (
            "с 19 декабря 2026 года по 28 февраля 2027 года",
            Russian,
            &["2026-12-19..2027-02-28"],
        ),
        ("Со 2 по 8 января", Russian, &["01-02..01-08"]),
        ("05.12.2026 г.", Russian, &["2026-12-05"]),
        ("2026年12月5日", Chinese, &["2026-12-05"]),
        ("12月24日至1月1日", Chinese, &["12-24..01-01"]),
        ("10月1日至7日", Chinese, &["10-01..10-07"]),
        ("十二月五号", Chinese, &["12-05"]),
    ]);
}

#[test]
fn a_date_that_may_be_read_in_two_ways_is_none() {
    assert!(
        !shown("5/12/2026", English)
            .iter()
            .any(|value| value.starts_with("2026-"))
    );
    assert_eq!(shown("31 February", English), ["31", "month 2"]);
}

#[test]
fn months_seasons_and_holidays_are_read() {
    reads(&[
        ("in November", English, &["month 11"]),
        ("June to August", English, &["months 6..8"]),
        ("May I smoke? Dogs may come", English, &[]),
        ("closed in May and June", English, &["month 5", "month 6"]),
        ("end of may to mid sept", English, &[]),
        ("closed winters", English, &["Winter"]),
        ("Ask Jan Whitlock", English, &[]),
        (
            "Christmas Day, Boxing Day, New Year's Eve",
            English,
            &["ChristmasDay", "BoxingDay", "NewYearsEve"],
        ),
        ("public holidays", English, &["Bank"]),
        ("Father Christmas and Christmas trees", English, &[]),
        ("с мая по сентябрь", Russian, &["months 5..9"]),
        ("в праздничные дни", Russian, &["Public"]),
        (
            "除夕和正月初一",
            Chinese,
            &["LunarNewYearsEve", "LunarNewYearsDay"],
        ),
        ("5月至9月", Chinese, &["months 5..9"]),
        ("11月至次年4月", Chinese, &["months 11..4"]),
    ]);
}
