//! Times of day and spans of hours.

use super::reads;
use crate::language::Language::{Chinese, English, Russian};

#[test]
fn spans_of_hours_are_read_as_people_write_them() {
    reads(&[
        ("9–5", English, &["09:00–17:00"]),
        ("9am to 5pm", English, &["09:00–17:00"]),
        ("Mon-Fri 10-16 only", English, &["Mo+Tu+We+Th+Fr", "10:00–16:00"]),
        ("7.30–18.30", English, &["07:30–18:30"]),
        ("9:00—20:30", Chinese, &["09:00–20:30"]),
        ("5 am to midnight", English, &["05:00–24:00"]),
        ("8pm til 2am", English, &["20:00–02:00"]),
        ("10pm-7am", English, &["22:00–07:00"]),
        ("1:00–2:00 pm", English, &["13:00–14:00"]),
        ("11-2 pm", English, &["11:00–14:00"]),
        ("Sun 8–4", English, &["Su", "08:00–16:00"]),
        (
            "fri + sat 12-2.30 then 6-9",
            English,
            &["Fr+Sa", "12:00–14:30", "18:00–21:00"],
        ),
        (
            "Tue 9.30-1.00 and 2.00-5.30",
            English,
            &["Tu", "09:30–13:00", "14:00–17:30"],
        ),
        (
            "Tue to Fri, between 1 and 2",
            English,
            &["Tu+We+Th+Fr", "13:00–14:00"],
        ),
        ("tue-thu: 4 til 11", English, &["Tu+We+Th", "16:00–23:00"]),
        (
            "sat morning - pancakes by Marty 8 to 10",
            English,
            &["Sa", "08:00–10:00"],
        ),
        ("с 9 до 18", Russian, &["09:00–18:00"]),
        ("с 10:00 до 18:00", Russian, &["10:00–18:00"]),
        ("с 9 до 6", Russian, &["09:00–18:00"]),
        ("пн–пт 09-17", Russian, &["Mo+Tu+We+Th+Fr", "09:00–17:00"]),
        ("с 2 до 5 дня", Russian, &["14:00–17:00"]),
        ("с 10 до 16 часов", Russian, &["10:00–16:00"]),
        ("с 8 вечера до 2 ночи", Russian, &["20:00–02:00"]),
        ("上午9点到下午5点", Chinese, &["09:00–17:00"]),
        ("早上九点至晚上八点半", Chinese, &["09:00–20:30"]),
        (
            "每天8:00、12:30、17:00",
            Chinese,
            &["Mo+Tu+We+Th+Fr+Sa+Su", "08:00", "12:30", "17:00"],
        ),
    ]);
}

#[test]
fn hours_whose_half_of_the_day_nobody_knows_are_marked() {
    reads(&[
        ("open from 7", English, &["07:00?"]),
        ("7-9 Mondays", English, &["07:00–09:00?", "Mo"]),
        ("Thursday 6.15-7.15", English, &["Th", "18:15–19:15?"]),
        ("open 9 til midnight", English, &["21:00–24:00?"]),
        (
            "every day at 9.30 and 3.15",
            English,
            &["Mo+Tu+We+Th+Fr+Sa+Su", "09:30?", "03:15?"],
        ),
        ("breakfast 7:15 to 9:45", English, &["07:15–09:45"]),
        (
            "dinner 6-9, every day",
            English,
            &["18:00–21:00", "Mo+Tu+We+Th+Fr+Sa+Su"],
        ),
        ("в 7 часов", Russian, &["07:00?"]),
        ("в 7 часов вечера", Russian, &["19:00"]),
        ("九点半", Chinese, &["09:30?"]),
    ]);
}

#[test]
fn numbers_that_name_or_count_something_are_no_times() {
    reads(&[
        ("X7 to Kingsmouth", English, &[]),
        (
            "sites: 1-12 tents, 13-20 river side",
            English,
            &["1", "12", "13", "20"],
        ),
        ("2.4 miles one way, by site 14", English, &["3862m", "14"]),
        ("room 2.03", English, &["2.03"]),
        ("1-to-1: £27.50", English, &["1", "1", "27.50 Pound"]),
        ("stage 1-2: Mon 4.30", English, &["1", "2", "Mo", "04:30?"]),
        ("extra bed £32 from 13", English, &["32.00 Pound", "13"]),
        ("teams of up to 6", English, &["6"]),
        ("0.9 to 1.8 m deep", English, &["0.9", "2m"]),
        ("up to 14 days ahead", English, &["1209600s"]),
        ("за 3 дня до рейса", Russian, &["259200s"]),
        ("2–3 часа", Russian, &["7200..10800s"]),
        ("公交7路、19路", Chinese, &["7", "19"]),
    ]);
}
