//! What schedules are read from lines and tables as people write them, and what follows from them.

use std::path::PathBuf;
use std::sync::Arc;

use jiff::civil::{Date, DateTime, Weekday, date};

use super::*;
use crate::unit::{Body, Cell, Location};
use crate::values::WeekdaySet;
use Language::{Chinese, English, Russian};

fn unit(id: u32, block: u32, path: &[&str], body: Body) -> Unit {
    let location = Location { file: Arc::new(PathBuf::from("hours.md")), line: id };
    let path = path.iter().map(|heading| (*heading).to_owned()).collect();
    Unit { id: UnitId(id), location, path, lead: None, block, body }
}

fn sentence(text: &str) -> Body {
    Body::Sentence(text.to_owned())
}

fn entry(key: &str, value: &str) -> Body {
    Body::Entry { key: key.to_owned(), value: value.to_owned() }
}

/// The rows of a table in Markdown, each a unit of one block.
fn table(text: &str) -> Vec<Unit> {
    let cells = |line: &str| line.trim().trim_matches('|').split('|').map(|cell| cell.trim().to_owned()).collect::<Vec<_>>();
    let mut lines = text.trim().lines();
    let headers = cells(lines.next().unwrap());
    lines
        .zip(0..)
        .map(|(line, id)| {
            let cells = headers.iter().zip(cells(line)).map(|(header, text)| Cell { header: header.as_str().into(), text });
            unit(id, 0, &["Times"], Body::Row(cells.collect()))
        })
        .collect()
}

fn one(body: Body, language: Language) -> Option<Scheduled> {
    schedules(&[unit(0, 0, &["Place"], body)], language).into_iter().next()
}

fn show(day: &Day) -> String {
    match day {
        Day::Open { ranges, .. } => ranges.iter().map(ToString::to_string).collect::<Vec<_>>().join("+"),
        Day::Closed { .. } => "x".to_owned(),
        Day::Unlisted => "-".to_owned(),
        Day::Unknown { .. } => "?".to_owned(),
    }
}

/// The days of a week without holidays, equal ones together; "~" before what is not certain.
fn week(schedule: &Schedule) -> String {
    let monday = date(2026, 11, 16);
    let days: Vec<String> = monday.series(jiff::Span::new().days(1)).take(7).map(|day| show(&schedule.on(day))).collect();
    let mut parts = Vec::new();
    let mut start = 0;
    for end in 1..=7 {
        if end < 7 && days[end] == days[start] {
            continue;
        }
        let name = |day: usize| ["Mo", "Tu", "We", "Th", "Fr", "Sa", "Su"][day];
        let names = if end - start == 1 { name(start).to_owned() } else { format!("{}-{}", name(start), name(end - 1)) };
        parts.push(format!("{names} {}", days[start]));
        start = end;
    }
    let doubt = if schedule.certain() { "" } else { "~" };
    format!("{doubt}{}", parts.join(", "))
}

#[track_caller]
fn weeks(rows: &[(&str, Language, &str)]) {
    let mut wrong = Vec::new();
    for (text, language, expected) in rows {
        let found = one(sentence(text), *language).map_or("none".to_owned(), |found| week(&found.schedule));
        if found != *expected {
            wrong.push(format!("{text}\n   found {found}\n  wanted {expected}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_line_of_opening_hours_is_a_week() {
    weeks(&[
        ("Mon–Fri 7.30–18.30, Sat 9–16, closed Sundays and public holidays.", English, "Mo-Fr 07:30–18:30, Sa 09:00–16:00, Su x"),
        ("\"The Layby\", 6 am–7 pm, Sundays 8 am–4 pm.", English, "Mo-Sa 06:00–19:00, Su 08:00–16:00"),
        ("Open 9:30 to 17:00, Thursdays to 19:30, closed Mondays.", English, "Mo x, Tu-We 09:30–17:00, Th 09:30–19:30, Fr-Su 09:30–17:00"),
        ("store in the barn. open 8-6, wknds til 8", English, "Mo-Fr 08:00–18:00, Sa-Su 08:00–20:00"),
        ("upstairs, 9-7 wkdays, 9-3 wkends.", English, "Mo-Fr 09:00–19:00, Sa-Su 09:00–15:00"),
        ("Lost property. Open Mon-Fri 10-16 only.", English, "Mo-Fr 10:00–16:00, Sa-Su x"),
        ("wed-fri 10-4.30, sat 9-3, shut sun mon tue", English, "Mo-Tu x, We-Fr 10:00–16:30, Sa 09:00–15:00, Su x"),
        ("Open daily 10 to 5 except Mondays.", English, "Mo x, Tu-Su 10:00–17:00"),
        ("Open every day except Sunday, 9 am to 6 pm.", English, "Mo-Sa 09:00–18:00, Su x"),
        ("Mon–Fri 9–5, lunch break 1–2.", English, "Mo-Fr 09:00–13:00+14:00–17:00, Sa-Su -"),
        ("Open 24 hours a day, 7 days a week.", English, "Mo-Su 00:00–24:00"),
        ("Fri and Sat 8pm til 2am", English, "Mo-Th -, Fr-Sa 20:00–02:00, Su -"),
        ("Tuesday to Thursday 4 to 9 pm, Friday 2 to 6 pm, Saturday 10 am to 5 pm.", English, "Mo -, Tu-Th 16:00–21:00, Fr 14:00–18:00, Sa 10:00–17:00, Su -"),
        ("Monday closed, Tuesday to Sunday 10–6", English, "Mo x, Tu-Su 10:00–18:00"),
        ("10–4 Monday to Saturday; Sunday closed", English, "Mo-Sa 10:00–16:00, Su x"),
        ("Вокзал открыт ежедневно с 4:30 до 23:30.", Russian, "Mo-Su 04:30–23:30"),
        ("Пн–пт 9:00–18:00, сб 10:00–15:00, вс — выходной.", Russian, "Mo-Fr 09:00–18:00, Sa 10:00–15:00, Su x"),
        ("Ежедневно, кроме понедельника, с 10 до 18.", Russian, "Mo x, Tu-Su 10:00–18:00"),
        ("По будням с 9 до 17, перерыв с 13 до 14.", Russian, "Mo-Fr 09:00–13:00+14:00–17:00, Sa-Su -"),
        ("Работаем круглосуточно, без выходных.", Russian, "Mo-Su 00:00–24:00"),
        ("Выходной день — понедельник, в остальные дни с 11 до 19", Russian, "~Mo x, Tu-Su ?"),
        ("周二至周五9:00—20:30，周六、周日9:00—18:00，周一闭馆。", Chinese, "Mo x, Tu-Fr 09:00–20:30, Sa-Su 09:00–18:00"),
        ("每天上午9点到下午5点开放。", Chinese, "Mo-Su 09:00–17:00"),
        ("除周一外每天9:00—17:00开放。", Chinese, "Mo x, Tu-Su 09:00–17:00"),
        ("工作日8:30至17:00，午休12:00至13:30", Chinese, "Mo-Fr 08:30–12:00+13:30–17:00, Sa-Su -"),
        ("6:30—10:00，周末到10:30", Chinese, "Mo-Fr 06:30–10:00, Sa-Su 06:30–10:30"),
    ]);
}

#[test]
fn what_may_change_the_hours_and_is_not_understood_leaves_them_open() {
    weeks(&[
        ("Usually open 9–5 on weekdays.", English, "none"),
        ("Open Mon–Fri 9–5, weather permitting.", English, "none"),
        ("Open weekdays 7-9.", English, "none"),
        ("Open every other Monday 9–5, Tue 9–5.", English, "Mo ?, Tu 09:00–17:00, We-Su -"),
        ("Open daily 10–5, end of May to mid September.", English, "none"),
        ("The café is open 11 to 5.", English, "~Mo-Su 11:00–17:00"),
        ("Кафе открыто с 11:00 до 17:00.", Russian, "~Mo-Su 11:00–17:00"),
        ("Обычно работаем с 9 до 18 по будням.", Russian, "none"),
        ("一般周一至周五9:00—17:00开放。", Chinese, "none"),
    ]);
}
