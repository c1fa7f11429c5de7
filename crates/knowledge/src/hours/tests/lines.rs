//! Lines of opening hours.

use super::*;

#[test]
fn an_english_line_of_opening_hours_is_a_week() {
    weeks(&[
        (
            "Mon–Fri 7.30–18.30, Sat 9–16, closed Sundays and public holidays.",
            English,
            "Mo-Fr 07:30–18:30, Sa 09:00–16:00, Su x",
        ),
        (
            "\"The Layby\", 6 am–7 pm, Sundays 8 am–4 pm.",
            English,
            "Mo-Sa 06:00–19:00, Su 08:00–16:00",
        ),
        (
            "Open 9:30 to 17:00, Thursdays to 19:30, closed Mondays.",
            English,
            "Mo x, Tu-We 09:30–17:00, Th 09:30–19:30, Fr-Su 09:30–17:00",
        ),
        (
            "store in the barn. open 8-6, wknds til 8",
            English,
            "Mo-Fr 08:00–18:00, Sa-Su 08:00–20:00",
        ),
        (
            "upstairs, 9-7 wkdays, 9-3 wkends.",
            English,
            "Mo-Fr 09:00–19:00, Sa-Su 09:00–15:00",
        ),
        (
            "Lost property. Open Mon-Fri 10-16 only.",
            English,
            "Mo-Fr 10:00–16:00, Sa-Su x",
        ),
        (
            "wed-fri 10-4.30, sat 9-3, shut sun mon tue",
            English,
            "Mo-Tu x, We-Fr 10:00–16:30, Sa 09:00–15:00, Su x",
        ),
        (
            "Open daily 10 to 5 except Mondays.",
            English,
            "Mo x, Tu-Su 10:00–17:00",
        ),
        (
            "Open every day except Sunday, 9 am to 6 pm.",
            English,
            "Mo-Sa 09:00–18:00, Su x",
        ),
        (
            "Mon–Fri 9–5, lunch break 1–2.",
            English,
            "Mo-Fr 09:00–13:00+14:00–17:00, Sa-Su -",
        ),
        (
            "Open 24 hours a day, 7 days a week.",
            English,
            "Mo-Su 00:00–24:00",
        ),
        (
            "Fri and Sat 8pm til 2am",
            English,
            "Mo-Th -, Fr-Sa 20:00–02:00, Su -",
        ),
        (
            "Tuesday to Thursday 4 to 9 pm, Friday 2 to 6 pm, Saturday 10 am to 5 pm.",
            English,
            "Mo -, Tu-Th 16:00–21:00, Fr 14:00–18:00, Sa 10:00–17:00, Su -",
        ),
        (
            "Monday closed, Tuesday to Sunday 10–6",
            English,
            "Mo x, Tu-Su 10:00–18:00",
        ),
        (
            "10–4 Monday to Saturday; Sunday closed",
            English,
            "Mo-Sa 10:00–16:00, Su x",
        ),
    ]);
}

#[test]
fn a_russian_line_of_opening_hours_is_a_week() {
    weeks(&[
        (
            "Вокзал открыт ежедневно с 4:30 до 23:30.",
            Russian,
            "Mo-Su 04:30–23:30",
        ),
        (
            "Пн–пт 9:00–18:00, сб 10:00–15:00, вс — выходной.",
            Russian,
            "Mo-Fr 09:00–18:00, Sa 10:00–15:00, Su x",
        ),
        (
            "Ежедневно, кроме понедельника, с 10 до 18.",
            Russian,
            "Mo x, Tu-Su 10:00–18:00",
        ),
        (
            "По будням с 9 до 17, перерыв с 13 до 14.",
            Russian,
            "Mo-Fr 09:00–13:00+14:00–17:00, Sa-Su -",
        ),
        (
            "Работаем круглосуточно, без выходных.",
            Russian,
            "Mo-Su 00:00–24:00",
        ),
        (
            "Выходной день — понедельник, в остальные дни с 11 до 19",
            Russian,
            "Mo x, Tu-Su 11:00–19:00",
        ),
    ]);
}

#[test]
fn a_chinese_line_of_opening_hours_is_a_week() {
    weeks(&[
        (
            "周二至周五9:00—20:30，周六、周日9:00—18:00，周一闭馆。",
            Chinese,
            "Mo x, Tu-Fr 09:00–20:30, Sa-Su 09:00–18:00",
        ),
        ("每天上午9点到下午5点开放。", Chinese, "Mo-Su 09:00–17:00"),
        ("除周一外每天9:00—17:00开放。", Chinese, "Mo x, Tu-Su 09:00–17:00"),
        (
            "工作日8:30至17:00，午休12:00至13:30",
            Chinese,
            "Mo-Fr 08:30–12:00+13:30–17:00, Sa-Su -",
        ),
        (
            "6:30—10:00，周末到10:30",
            Chinese,
            "Mo-Fr 06:30–10:00, Sa-Su 06:30–10:30",
        ),
    ]);
}

#[test]
fn what_may_change_the_hours_and_is_not_understood_leaves_them_open() {
    weeks(&[
        ("Usually open 9–5 on weekdays.", English, "none"),
        ("Open Mon–Fri 9–5, weather permitting.", English, "none"),
        ("Open weekdays 7-9.", English, "none"),
        (
            "Open every other Monday 9–5, Tue 9–5.",
            English,
            "Mo ?, Tu 09:00–17:00, We-Su -",
        ),
        ("Open daily 10–5, end of May to mid September.", English, "none"),
        ("The café is open 11 to 5.", English, "~Mo-Su 11:00–17:00"),
        ("Кафе открыто с 11:00 до 17:00.", Russian, "~Mo-Su 11:00–17:00"),
        ("Обычно работаем с 9 до 18 по будням.", Russian, "none"),
        ("一般周一至周五9:00—17:00开放。", Chinese, "none"),
    ]);
}

#[test]
fn english_lines_with_lists_brackets_and_exceptions_are_weeks() {
    weeks(&[
        (
            "Mon-Fri: 9:00 AM - 5:00 PM; Sat: 10:00 AM - 2:00 PM; Sun: Closed",
            English,
            "Mo-Fr 09:00–17:00, Sa 10:00–14:00, Su x",
        ),
        (
            "Open Wed-Sun 11am-5pm (closed Mon & Tue)",
            English,
            "Mo-Tu x, We-Su 11:00–17:00",
        ),
        (
            "Mon 9-12, 1-5; Tue 9-12; Wed closed",
            English,
            "Mo 09:00–12:00+13:00–17:00, Tu 09:00–12:00, We x, Th-Su -",
        ),
        (
            "9am to 5pm, Monday through Friday; 10am to 3pm Saturday.",
            English,
            "Mo-Fr 09:00–17:00, Sa 10:00–15:00, Su -",
        ),
        ("Weekends only, 10 till 4", English, "Mo-Fr x, Sa-Su 10:00–16:00"),
        (
            "Every day of the week except Tuesday: 11-7",
            English,
            "Mo 11:00–19:00, Tu x, We-Su 11:00–19:00",
        ),
        (
            "Mon–Fri 9–5, other days 10–4.",
            English,
            "Mo-Fr 09:00–17:00, Sa-Su 10:00–16:00",
        ),
        (
            "closed Sunday, Mon–Fri 9–5",
            English,
            "Mo-Fr 09:00–17:00, Sa -, Su x",
        ),
        (
            "Open daily 9.30am–4.30pm (hot food until 2.30pm)",
            English,
            "Mo-Su 09:30–16:30",
        ),
        (
            "Tue–Sun 10–17 (Thu until 20)",
            English,
            "Mo -, Tu-We 10:00–17:00, Th 10:00–20:00, Fr-Su 10:00–17:00",
        ),
        ("Opens 9am, closes 5pm daily.", English, "Mo-Su 09:00–17:00"),
        (
            "We will be closed on Wednesday 18 November 2026 and open again on Thursday.",
            English,
            "Mo-Tu -, We x, Th-Su -",
        ),
        (
            "January to March: weekends 11-4; April to October: daily 10-6; November and December: closed",
            English,
            "Mo-Su x",
        ),
    ]);
}

#[test]
fn russian_lines_with_lists_brackets_and_exceptions_are_weeks() {
    weeks(&[
        (
            "пн-чт: 9:00-18:00; пт: 9:00-16:45; обед: 12:30-13:15; сб, вс - выходные",
            Russian,
            "Mo-Th 09:00–12:30+13:15–18:00, Fr 09:00–12:30+13:15–16:45, Sa-Su x",
        ),
        (
            "Часы работы: 10:00–20:00 без перерыва и выходных",
            Russian,
            "Mo-Su 10:00–20:00",
        ),
        (
            "пн, ср, пт с 9 до 13; вт, чт с 14 до 18",
            Russian,
            "Mo 09:00–13:00, Tu 14:00–18:00, We 09:00–13:00, Th 14:00–18:00, Fr 09:00–13:00, Sa-Su -",
        ),
    ]);
}

#[test]
fn chinese_lines_with_lists_brackets_and_exceptions_are_weeks() {
    weeks(&[
        (
            "周一至周五8:30-17:30（午休12:00-13:30），周末及法定节假日休息",
            Chinese,
            "Mo-Fr 08:30–12:00+13:30–17:30, Sa-Su x",
        ),
        (
            "每日10:00-22:00，周五六延长至23:00",
            Chinese,
            "Mo-Th 10:00–22:00, Fr-Sa 10:00–23:00, Su 10:00–22:00",
        ),
        ("周一休馆，其他时间10点至18点", Chinese, "Mo x, Tu-Su 10:00–18:00"),
        (
            "早上八点开门，晚上九点关门，周一休息",
            Chinese,
            "Mo x, Tu-Su 08:00–21:00",
        ),
        (
            "夏季（5月至10月）每天8:30-18:00，冬季（11月至次年4月）每天9:00-17:00",
            Chinese,
            "Mo-Su 09:00–17:00",
        ),
    ]);
}

#[test]
fn days_that_may_be_read_in_two_ways_are_left_open() {
    weeks(&[
        (
            "Closed Sun, Mon, Tue 9–5",
            English,
            "Mo ?, Tu 09:00–17:00, We-Sa -, Su x",
        ),
        (
            "daily except Mon, Tue 10–5",
            English,
            "Mo x, Tu ?, We-Su 10:00–17:00",
        ),
        (
            "Mon 9–17, Tue ditto, Wed 9–13",
            English,
            "Mo 09:00–17:00, Tu ?, We 09:00–13:00, Th-Su -",
        ),
        (
            "Mon–Sat 9–5.30, Wed half day",
            English,
            "Mo-Tu 09:00–17:30, We ?, Th-Sa 09:00–17:30, Su -",
        ),
        (
            "Open Mon - Sat 9.00 - 17.30, late night Thursday 20.00",
            English,
            "Mo-We 09:00–17:30, Th ?, Fr-Sa 09:00–17:30, Su -",
        ),
        ("Open Mon–Fri and closed weekends.", English, "Mo-Fr ?, Sa-Su x"),
        ("Mon–Fri 9–5; lunch 1–2", English, "~Mo-Su ?"),
        (
            "Музей закрыт по понедельникам и в последний день месяца",
            Russian,
            "~Mo-Su ?",
        ),
    ]);
}

#[test]
fn a_break_is_closed_on_its_dates() {
    let open = sentence("Open daily 10–4");
    let on_20_december = |body: Body| {
        let units = [unit(0, 0, &["Place"], open.clone()), unit(1, 0, &["Place"], body)];
        let found = schedules(&units, English);
        show(&found.first().unwrap().schedule.on(date(2026, 12, 20)))
    };
    assert_eq!(
        on_20_december(entry("Winter break", "14 December to 22 January")),
        "x"
    );
    assert_eq!(on_20_december(sentence("Annual closure 14–24 December")), "x");
    assert_eq!(
        on_20_december(sentence(
            "Closed for our Christmas break 19 December to 3 January"
        )),
        "x"
    );
    assert_eq!(
        on_20_december(entry("Christmas break", "23 December to 3 January")),
        "10:00–16:00"
    );
}
