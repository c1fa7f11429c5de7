//! What is read from lines as people write them.

use jiff::civil::Weekday;

use super::*;
use Language::{Chinese, English, Russian};

/// Values as short text, for tables.
fn shown(text: &str, language: Language) -> Vec<String> {
    values(text, language)
        .into_iter()
        .map(|found| show(&found.value))
        .collect()
}

fn show(value: &Value) -> String {
    let doubt = |ambiguous: &bool| if *ambiguous { "?" } else { "" };
    match value {
        Value::Time { clock, ambiguous } => format!("{clock}{}", doubt(ambiguous)),
        Value::TimeRange { range, ambiguous } => format!("{range}{}", doubt(ambiguous)),
        Value::Weekdays(set) => set.iter().map(short).collect::<Vec<_>>().join("+"),
        Value::NthWeekday(NthWeekday { nth: Nth::Last, day }) => format!("last {}", short(*day)),
        Value::NthWeekday(NthWeekday {
            nth: Nth::Number(nth),
            day,
        }) => format!("{nth}. {}", short(*day)),
        Value::Date(date) => show_date(*date),
        Value::DateRange(range) => format!("{}..{}", show_date(range.from), show_date(range.to)),
        Value::Month(month) => format!("month {month}"),
        Value::MonthRange { from, to } => format!("months {from}..{to}"),
        Value::Season(season) => format!("{season:?}"),
        Value::Holiday(holiday) => format!("{holiday:?}"),
        Value::Money(money) => show_money(*money),
        Value::MoneyRange { from, to } => format!("{}..{}", show_money(*from), show_money(*to)),
        Value::Percent(percent) => format!("{percent}%"),
        Value::Duration { seconds } => format!("{seconds}s"),
        Value::DurationRange { from, to } => format!("{from}..{to}s"),
        Value::Distance { metres } => format!("{metres:.0}m"),
        Value::Weight { grams } => format!("{grams:.0}g"),
        Value::Age(age) => {
            let end = |end: Option<u16>| end.map_or(String::new(), |years| years.to_string());
            format!("age {}..{}", end(age.from), end(age.to))
        }
        Value::Phone(text) | Value::Email(text) | Value::Web(text) => text.clone(),
        Value::Ordinal(number) => format!("{number}."),
        Value::Number(number) => format!("{number}"),
    }
}

fn short(day: Weekday) -> &'static str {
    ["Mo", "Tu", "We", "Th", "Fr", "Sa", "Su"][usize::try_from(day.to_monday_zero_offset()).unwrap()]
}

fn show_date(date: DayDate) -> String {
    let year = date.year.map_or(String::new(), |year| format!("{year}-"));
    format!("{year}{:02}-{:02}", date.month, date.day)
}

fn show_money(money: Money) -> String {
    match money.currency {
        _ if money.free => "free".to_owned(),
        Some(currency) => format!("{}.{:02} {currency:?}", money.minor / 100, money.minor % 100),
        None => "?".to_owned(),
    }
}

#[track_caller]
fn reads(rows: &[(&str, Language, &[&str])]) {
    for (text, language, expected) in rows {
        assert_eq!(shown(text, *language), *expected, "{text}");
    }
}

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
    ]);
}

#[test]
fn prices_are_read_with_their_currency() {
    reads(&[
        ("£5 small / £8 large", English, &["5.00 Pound", "8.00 Pound"]),
        (
            "3 pounds, 40p, 5 quid",
            English,
            &["3.00 Pound", "0.40 Pound", "5.00 Pound"],
        ),
        ("$2.50 and € 3", English, &["2.50 Dollar", "3.00 Euro"]),
        ("from €1,400", English, &["1400.00 Euro"]),
        ("£5–8", English, &["5.00 Pound..8.00 Pound"]),
        ("coffee 50c", English, &["0.50 Dollar"]),
        ("free, but not gluten free or step-free", English, &["free"]),
        (
            "Free of charge up to 24 hours before",
            English,
            &["free", "86400s"],
        ),
        (
            "350 ₽, 2 500 рублей, 45,50 руб.",
            Russian,
            &["350.00 Rouble", "2500.00 Rouble", "45.50 Rouble"],
        ),
        ("100–200 рублей", Russian, &["100.00 Rouble..200.00 Rouble"]),
        ("вход бесплатный", Russian, &["free"]),
        (
            "0.1元, 12块, ¥30, 3块5",
            Chinese,
            &["0.10 Yuan", "12.00 Yuan", "30.00 Yuan", "3.50 Yuan"],
        ),
        ("五毛钱", Chinese, &["0.50 Yuan"]),
        ("扫描免费", Chinese, &["free"]),
        ("£1 a day", English, &["1.00 Pound"]),
    ]);
}

#[test]
fn durations_and_measures_are_read() {
    reads(&[
        (
            "30 min, 2 hrs, 6 weeks, 2 nights",
            English,
            &["1800s", "7200s", "3628800s", "172800s"],
        ),
        ("half an hour", English, &["1800s"]),
        ("1 hour 15 min", English, &["4500s"]),
        ("an hour and a half", English, &["5400s"]),
        ("2½ hours", English, &["9000s"]),
        ("3 to 5 days", English, &["259200..432000s"]),
        ("fifteen minutes late", English, &["900s"]),
        ("25% off, 10 miles, 45 lb", English, &["25%", "16093m", "20412g"]),
        ("1 час 15 минут", Russian, &["4500s"]),
        ("полтора часа, полчаса", Russian, &["5400s", "1800s"]),
        ("до 20 кг, 3,1 метра", Russian, &["20000g", "3m"]),
        ("50 %", Russian, &["50%"]),
        (
            "30天, 一小时, 半小时, 一个半小时",
            Chinese,
            &["2592000s", "3600s", "1800s", "5400s"],
        ),
        ("百分之二十五", Chinese, &["25%"]),
        ("两公里", Chinese, &["2000m"]),
    ]);
}

#[test]
fn ages_are_read() {
    reads(&[
        ("Children under 5: free", English, &["age ..4", "free"]),
        ("Children 5 to 15", English, &["age 5..15"]),
        ("Junior (4–15)", English, &["age 4..15"]),
        ("over 60s", English, &["age 60.."]),
        ("16+", English, &["age 16.."]),
        ("18 and up", English, &["18"]),
        ("age 12", English, &["age 12..12"]),
        ("up to age 12", English, &["age ..12"]),
        ("tables of 8+, cancel 7+ days before", English, &["8", "7"]),
        ("с 10 лет", Russian, &["age 10.."]),
        ("дети до 7 лет", Russian, &["age ..6"]),
        ("Школьник 7–17 лет", Russian, &["age 7..17"]),
        ("от 5 до 12 лет", Russian, &["age 5..12"]),
        ("2 взрослых и до 3 детей", Russian, &["2", "3"]),
        ("16岁以上", Chinese, &["age 16.."]),
        ("3至6岁", Chinese, &["age 3..6"]),
        ("14岁以下", Chinese, &["age ..14"]),
    ]);
}

#[test]
fn ways_to_reach_somebody_are_read_whole() {
    reads(&[
        ("Tel 01632 960 317.", English, &["01632 960 317"]),
        ("call 999 or ring NHS 111", English, &["999", "111"]),
        ("txt Marty 541-555-0163", English, &["541-555-0163"]),
        (
            "feedback@harrowbus.example - we answer",
            English,
            &["feedback@harrowbus.example"],
        ),
        ("prirech-muzey.ru", Russian, &["prirech-muzey.ru"]),
        ("https://a.example/x?y=1.", English, &["https://a.example/x?y=1"]),
        ("+7 (49355) 2-18-70", Russian, &["+7 (49355) 2-18-70"]),
        ("8 (495) 123-45-67", Russian, &["8 (495) 123-45-67"]),
        ("咨询电话：028-6655 0102", Chinese, &["028-6655 0102"]),
        ("手机13800138000", Chinese, &["13800138000"]),
        ("fishsticks88", English, &[]),
    ]);
}

#[test]
fn a_value_stands_where_its_bytes_are() {
    let text = "Кафе: пн–пт 9–18, £5";
    for found in values(text, Russian) {
        assert!(text.is_char_boundary(found.range.start) && text.is_char_boundary(found.range.end));
    }
    let found = values("Open Mon–Fri 10–16.", English);
    let places: Vec<_> = found
        .iter()
        .map(|found| &"Open Mon–Fri 10–16."[found.range.clone()])
        .collect();
    assert_eq!(places, ["Mon–Fri", "10–16"]);
}

#[test]
fn spoken_numbers_become_digits() {
    for (spoken, language, written) in [
        (
            "are you open at twenty five past nine",
            English,
            "are you open at 9:25",
        ),
        ("half past seven", English, "7:30"),
        ("half seven", English, "7:30"),
        ("quarter to eight", English, "7:45"),
        ("nine thirty", English, "9:30"),
        ("nine oh five", English, "9:05"),
        ("from nine to five", English, "from 9 to 5"),
        ("a hundred and thirty pounds", English, "130 pounds"),
        ("two fifty pounds", English, "2.50 pounds"),
        ("two thousand people", English, "2000 people"),
        ("the twenty eighth of November", English, "the 28th of November"),
        ("December fifth twenty twenty six", English, "December 5th 2026"),
        ("is there one in room one", English, "is there one in room 1"),
        ("двадцать пять рублей", Russian, "25 рублей"),
        ("в полвосьмого вечера", Russian, "в 7:30 вечера"),
        ("без пятнадцати восемь", Russian, "7:45"),
        ("без двадцати пяти девять", Russian, "8:35"),
        ("с девяти до шести", Russian, "с 9 до 6"),
        ("двадцать пятого ноября", Russian, "25 ноября"),
        ("две тысячи двадцать шестого года", Russian, "2026 года"),
        ("二十五", Chinese, "25"),
        ("九点半开门吗", Chinese, "9:30开门吗"),
        ("差一刻八点", Chinese, "7:45"),
        ("早一点可以吗", Chinese, "早一点可以吗"),
        ("星期三几点开门", Chinese, "星期三几点开门"),
        ("二零二六年十二月五日", Chinese, "2026年12月5日"),
    ] {
        assert_eq!(numbers_as_digits(spoken, language), written);
    }
}

#[test]
fn hostile_text_is_read_in_time_and_without_a_panic() {
    let pieces = [
        "9-",
        "9,",
        "mon,",
        "1st and ",
        "一",
        "十",
        "£",
        "00:",
        "a.m.",
        "(",
        "+",
        "二百",
        "twenty ",
        "до ",
        "999999999999999",
    ];
    for piece in pieces {
        let line = piece.repeat(400_000);
        for language in Language::ALL {
            let _ = values(&line, language);
            assert!(numbers_as_digits(&line, language).len() >= line.len() / 8);
        }
    }
}
