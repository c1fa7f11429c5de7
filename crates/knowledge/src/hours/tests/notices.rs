//! Notices beside a schedule, and the sections in which they stand.

use super::*;

/// The week of a place with ordinary hours beside which a sentence stands.
fn week_beside(notice: &str, language: Language) -> String {
    let base = match language {
        English => "Mon–Fri 9–5, Sat 10–1.",
        Russian => "Пн–пт 9:00–17:00, сб 10:00–13:00.",
        Chinese => "周一至周五9:00—17:00，周六10:00—13:00。",
    };
    let path = ["Opening hours"];
    let units = [
        unit(0, 0, &path, sentence(base)),
        unit(1, 1, &path, sentence(notice)),
    ];
    schedules(&units, language)
        .first()
        .map_or("none".to_owned(), |first| week(&first.schedule))
}

#[track_caller]
fn weeks_beside(rows: &[(&str, Language, &str)]) {
    let mut wrong = Vec::new();
    for (notice, language, expected) in rows {
        let found = week_beside(notice, *language);
        if found != *expected {
            wrong.push(format!("{notice}\n   found {found}\n  wanted {expected}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

const USUAL: &str = "Mo-Fr 09:00–17:00, Sa 10:00–13:00, Su -";
const NOBODY_KNOWS: &str = "~Mo-Su ?";

#[test]
fn a_notice_changes_the_days_it_names() {
    weeks_beside(&[
        (
            "Closed for a private event on 21 November.",
            English,
            "Mo-Fr 09:00–17:00, Sa x, Su -",
        ),
        (
            "Closed for lunch 12.30 to 1.15.",
            English,
            "Mo-Fr 09:00–12:30+13:15–17:00, Sa 10:00–12:30, Su -",
        ),
        (
            "On Wednesdays we close at 1 pm.",
            English,
            "Mo-Tu 09:00–17:00, We 09:00–13:00, Th-Fr 09:00–17:00, Sa 10:00–13:00, Su -",
        ),
        (
            "Late opening Thursdays until 8pm.",
            English,
            "Mo-We 09:00–17:00, Th 09:00–20:00, Fr 09:00–17:00, Sa 10:00–13:00, Su -",
        ),
        (
            "On 18 November we open at 11.",
            English,
            "Mo-Tu 09:00–17:00, We 11:00–17:00, Th-Fr 09:00–17:00, Sa 10:00–13:00, Su -",
        ),
        (
            "Closed 16–20 November for stocktaking.",
            English,
            "Mo-Fr x, Sa 10:00–13:00, Su -",
        ),
        ("Closed until 12 December 2026.", English, "Mo-Su x"),
        (
            "Except Tuesdays.",
            English,
            "Mo 09:00–17:00, Tu x, We-Fr 09:00–17:00, Sa 10:00–13:00, Su -",
        ),
        (
            "16 Nov: closed all day. 17 Nov: open 10-2.",
            English,
            "Mo x, Tu 10:00–14:00, We-Fr 09:00–17:00, Sa 10:00–13:00, Su -",
        ),
        (
            "Last day 17 November, back on 20 November.",
            English,
            "Mo-Tu 09:00–17:00, We-Th x, Fr 09:00–17:00, Sa 10:00–13:00, Su -",
        ),
        ("Closed the last Friday of the month.", English, USUAL),
        (
            "Closed the third Friday of the month.",
            English,
            "Mo-Th 09:00–17:00, Fr x, Sa 10:00–13:00, Su -",
        ),
        (
            "В среду работаем до 13:00.",
            Russian,
            "Mo-Tu 09:00–17:00, We 09:00–13:00, Th-Fr 09:00–17:00, Sa 10:00–13:00, Su -",
        ),
        (
            "С 16 по 20 ноября не работаем.",
            Russian,
            "Mo-Fr x, Sa 10:00–13:00, Su -",
        ),
        (
            "Обед 13:00–14:00.",
            Russian,
            "Mo-Fr 09:00–13:00+14:00–17:00, Sa 10:00–13:00, Su -",
        ),
        (
            "По субботам только до 12:00.",
            Russian,
            "Mo-Fr 09:00–17:00, Sa 10:00–12:00, Su -",
        ),
        (
            "Во вторник с 12:00.",
            Russian,
            "Mo 09:00–17:00, Tu 12:00–17:00, We-Fr 09:00–17:00, Sa 10:00–13:00, Su -",
        ),
        ("11月16日至20日闭馆。", Chinese, "Mo-Fr x, Sa 10:00–13:00, Su -"),
        (
            "午休12:00—13:00。",
            Chinese,
            "Mo-Fr 09:00–12:00+13:00–17:00, Sa 10:00–12:00, Su -",
        ),
        (
            "周三延长至20:00。",
            Chinese,
            "Mo-Tu 09:00–17:00, We 09:00–20:00, Th-Fr 09:00–17:00, Sa 10:00–13:00, Su -",
        ),
    ]);
}

#[test]
fn a_notice_that_is_not_understood_leaves_its_days_open() {
    let wednesday = "Mo-Tu 09:00–17:00, We ?, Th-Fr 09:00–17:00, Sa 10:00–13:00, Su -";
    let tuesday = "Mo 09:00–17:00, Tu ?, We-Fr 09:00–17:00, Sa 10:00–13:00, Su -";
    weeks_beside(&[
        ("We may close early in bad weather.", English, NOBODY_KNOWS),
        ("Hours may vary.", English, NOBODY_KNOWS),
        ("Closed on match days.", English, NOBODY_KNOWS),
        ("We close for lunch.", English, NOBODY_KNOWS),
        ("Temporarily closed.", English, NOBODY_KNOWS),
        ("From 1 November we close at 4.", English, "Mo-Su ?"),
        ("Closed in the week of 16 November.", English, "Mo-Su ?"),
        ("Closed from 18 November.", English, "Mo-Tu 09:00–17:00, We-Su ?"),
        (
            "No Saturday opening in November.",
            English,
            "Mo-Fr 09:00–17:00, Sa ?, Su -",
        ),
        ("The office is closed on Tuesdays.", English, tuesday),
        ("Tuesday: staff training, opens 10.", English, tuesday),
        (
            "Winter (November to March): closes at 4 pm.",
            English,
            "Mo-Fr 09:00–16:00, Sa-Su ?",
        ),
        ("Каждый второй вторник закрыто.", Russian, tuesday),
        ("График может меняться.", Russian, NOBODY_KNOWS),
        ("周三下午闭馆。", Chinese, wednesday),
        ("周三17:00后不开放。", Chinese, wednesday),
        ("开放时间可能调整，以公告为准。", Chinese, NOBODY_KNOWS),
    ]);
}

#[test]
fn words_that_add_to_the_hours_go_with_them_as_a_note() {
    let path = ["Opening hours"];
    let units = [
        unit(0, 0, &path, sentence("Mon–Fri 9–5.")),
        unit(1, 1, &path, sentence("On Fridays by appointment.")),
    ];
    let schedule = &schedules(&units, English)[0].schedule;
    let Day::Open { ranges, note, .. } = schedule.on(date(2026, 11, 20)) else {
        panic!("closed")
    };
    assert_eq!(
        (ranges.len(), note.as_deref()),
        (1, Some("On Fridays by appointment"))
    );
}

#[test]
fn a_list_of_days_and_special_days_in_the_section_above_are_one_schedule() {
    let hours = ["Notes", "HOURS"];
    let kitchen = ["Notes", "KITCHEN"];
    let units = [
        unit(0, 0, &hours, entry("mon", "shut all day")),
        unit(1, 0, &hours, entry("tue-thu", "4 til 11")),
        unit(2, 0, &hours, entry("fri + sat", "12 til midnight")),
        unit(3, 0, &hours, entry("sun", "12 til 9.30pm")),
        unit(4, 1, &kitchen, entry("fri + sat", "12-2.30 then 6-9")),
        unit(5, 1, &kitchen, entry("sun", "roasts only, 12-4")),
        unit(6, 2, &["Notes"], sentence("xmas eve 12-8.")),
        unit(7, 2, &["Notes"], sentence("xmas day 11-2 just drinks no food.")),
        unit(8, 2, &["Notes"], sentence("boxing day shut.")),
    ];
    let all = schedules(&units, English);
    assert_eq!(
        week(&all[0].schedule),
        "Mo x, Tu-Th 16:00–23:00, Fr-Sa 12:00–24:00, Su 12:00–21:30"
    );
    assert_eq!(show(&all[0].schedule.on(date(2026, 12, 24))), "12:00–20:00");
    assert_eq!(show(&all[0].schedule.on(date(2026, 12, 26))), "x");
    // What the kitchen does at Christmas nobody says.
    assert_eq!(
        week(&all[1].schedule),
        "Mo-Th -, Fr-Sa 12:00–14:30+18:00–21:00, Su 12:00–16:00"
    );
    assert_eq!(show(&all[1].schedule.on(date(2026, 12, 25))), "?");
}

#[test]
fn seasons_head_the_hours_that_follow_them() {
    let path = ["Shop notes", "HOURS"];
    let units = [
        unit(
            0,
            0,
            &path,
            entry("summer (memorial day - labor day)", "every day 8am-7pm"),
        ),
        unit(
            1,
            0,
            &path,
            entry("spring + fall (apr, may, sep, oct)", "tue-sun 9-6, mon closed"),
        ),
        unit(
            2,
            0,
            &path,
            entry("winter (nov-mar)", "thu-sat 10-4, repairs only no rentals"),
        ),
        unit(
            3,
            0,
            &path,
            sentence("closed thanksgiving, xmas wk (dec 24-jan 1)"),
        ),
        unit(4, 0, &path, sentence("last rental goes out 1 hr before closing")),
    ];
    let schedule = &schedules(&units, English)[0].schedule;
    for (day, expected) in [
        (date(2026, 7, 6), "08:00–19:00"),
        (date(2026, 10, 5), "x"),
        (date(2026, 10, 6), "09:00–18:00"),
        (date(2026, 11, 25), "-"),
        (date(2026, 11, 26), "x"),
        (date(2026, 11, 27), "10:00–16:00"),
        (date(2026, 12, 31), "x"),
    ] {
        assert_eq!(show(&schedule.on(day)), expected, "{day}");
    }
    let headed = [unit(
        0,
        0,
        &["Winter hours (November to March)"],
        sentence("Open daily 10–3."),
    )];
    let schedule = &schedules(&headed, English)[0].schedule;
    assert_eq!(show(&schedule.on(date(2026, 12, 1))), "10:00–15:00");
    assert_eq!(show(&schedule.on(date(2026, 7, 1))), "-");
}

#[test]
fn a_closed_season_holds_for_all_of_the_place() {
    let units = [
        unit(
            0,
            0,
            &["Camp"],
            entry("store in the barn", "ice $4. open 8-6, wknds til 8"),
        ),
        unit(
            1,
            0,
            &["Camp"],
            entry("season", "we're open may 1 to oct 15. closed winters"),
        ),
    ];
    let store = &schedules(&units, English)[0].schedule;
    assert_eq!(show(&store.on(date(2026, 7, 4))), "08:00–20:00");
    assert_eq!(show(&store.on(date(2026, 11, 25))), "x");
}

#[test]
fn a_place_of_its_own_may_be_closed_when_the_house_is() {
    let units = [
        unit(
            0,
            0,
            &["Museum", "Opening hours"],
            sentence("Tue–Sun 10–6, closed Mondays."),
        ),
        unit(
            1,
            1,
            &["Museum", "Rules"],
            sentence("The Samovar café is in the yard and open 11 to 5."),
        ),
    ];
    let all = schedules(&units, English);
    assert_eq!(all[1].topic[0], "The Samovar café is in the yard");
    assert_eq!(week(&all[1].schedule), "~Mo ?, Tu-Su 11:00–17:00");
}

#[test]
fn what_a_closure_is_for_is_no_day_of_its_own() {
    let schedule = one(
        sentence("24 December to 4 January: closed for the holidays."),
        English,
    )
    .unwrap()
    .schedule;
    assert_eq!(show(&schedule.on(date(2027, 1, 2))), "x");
    assert_eq!(show(&schedule.on(date(2026, 12, 28))), "x");
}

#[test]
fn a_holiday_of_its_own_beside_other_days_stays_closed() {
    let schedule = one(
        sentence("Mon–Sun 9–5. 24 December 10–2, then closed for Christmas Day."),
        English,
    )
    .unwrap()
    .schedule;
    assert_ne!(show(&schedule.on(date(2026, 12, 25))), "9:00–17:00");
}

#[test]
fn what_stands_under_a_heading_of_exceptions_is_of_the_section_around_it() {
    for heading in [
        "Exceptions",
        "Bank holidays and Christmas",
        "Changes to our opening hours 2026/27",
        "When we are closed",
    ] {
        let path = ["The Crown", heading];
        let mut units = table(
            "Day | Open | Close
             Monday | closed |
             Saturday | 8.00 am | 4.00 pm",
        );
        for unit in &mut units {
            unit.path = vec!["The Crown".to_owned()];
        }
        for (id, text) in [
            (7, "Saturday 28 November 2026: we close at 1 pm"),
            (8, "Saturdays 12 and 19 December: open 10 am to 2 pm"),
            (9, "25 to 28 December: closed"),
        ] {
            units.push(unit(id, id, &path, sentence(text)));
        }
        let all = schedules(&units, English);
        assert_eq!(all.len(), 1, "{heading}: {all:?}");
        for (day, expected) in [
            (date(2026, 11, 21), "08:00–16:00"),
            (date(2026, 11, 28), "08:00–13:00"),
            (date(2026, 12, 12), "10:00–14:00"),
            (date(2026, 12, 26), "x"),
        ] {
            assert_eq!(show(&all[0].schedule.on(day)), expected, "{heading}, {day}");
        }
    }
    let market = [
        unit(0, 0, &["Town", "Shop"], sentence("Open daily 9–5.")),
        unit(
            1,
            1,
            &["Town", "Christmas market"],
            sentence("Closed on 24 December."),
        ),
    ];
    let shop = &schedules(&market, English)[0].schedule;
    assert_eq!(show(&shop.on(date(2026, 12, 24))), "?");
}

#[test]
fn months_under_a_line_that_names_a_thing_are_the_hours_of_that_thing() {
    let mut units = table(
        "Place | Wed | Thu | Sun
         Office (the Lodge) | 10–5 | 9–5 | closed",
    );
    let gates = ["November to February", "March and October", "April to September"];
    let hours = ["8 am – 4.30 pm", "8 am – 6 pm", "8 am – 8 pm"];
    for (id, (months, hours)) in (7..).zip(gates.iter().zip(hours)) {
        let mut line = unit(id, 7, &["Times"], entry(months, hours));
        line.lead = Some("Main gates (cars)".to_owned());
        units.push(line);
    }
    let exceptions = [
        "Thursday 24 December: the office closes at 12 noon",
        "Mothering Sunday: main gates from 7 am",
    ];
    for (id, text) in (20..).zip(exceptions) {
        units.push(unit(id, id, &["Times"], sentence(text)));
    }
    let all = schedules(&units, English);
    let named = |name: &str| {
        let found = all.iter().find(|found| found.topic[0] == name);
        &found.unwrap_or_else(|| panic!("{name}: {all:?}")).schedule
    };
    let (office, gates) = (named("Office (the Lodge)"), named("Main gates (cars)"));
    for (schedule, day, expected) in [
        (office, date(2026, 11, 25), "10:00–17:00"),
        (office, date(2026, 11, 29), "x"),
        (office, date(2026, 12, 24), "09:00–12:00"),
        (gates, date(2026, 11, 25), "08:00–16:30"),
        (gates, date(2026, 10, 25), "08:00–18:00"),
        (gates, date(2026, 7, 1), "08:00–20:00"),
    ] {
        assert_eq!(show(&schedule.on(day)), expected, "{day}");
    }
}

#[test]
fn hours_under_two_seasons_are_of_one_place() {
    let mut units = Vec::new();
    for (id, (season, arcade)) in (0..).zip([
        ("Summer (April to September)", "daily 10 am - 10 pm"),
        (
            "Winter (October to March)",
            "Saturday and Sunday only, 11 am - 6 pm",
        ),
    ]) {
        units.push(unit(id, id, &["Pier", season], entry("Arcade", arcade)));
    }
    let all = schedules(&units, English);
    assert_eq!((all.len(), all[0].opening), (1, true), "{all:?}");
    for (day, expected) in [
        (date(2026, 7, 7), "10:00–22:00"),
        (date(2026, 11, 25), "x"),
        (date(2026, 11, 28), "11:00–18:00"),
    ] {
        assert_eq!(show(&all[0].schedule.on(day)), expected, "{day}");
    }
}

#[test]
fn a_notice_in_another_file_leaves_its_day_open_at_the_place_of_its_name() {
    let mut notice = unit(9, 9, &[], sentence("2 December surgery opens at 11.00"));
    notice.location.file = Arc::new(PathBuf::from("notices.txt"));
    let mut units = table(
        "Place | Wed | Thu
         Surgery open | 8.30–13.00 | 8.30–20.00",
    );
    units.push(notice);
    let all = schedules(&units, English);
    let surgery = &all[0].schedule;
    assert_eq!(show(&surgery.on(date(2026, 11, 25))), "08:30–13:00");
    assert_eq!(show(&surgery.on(date(2026, 12, 2))), "?");
    assert!(all[1].schedule.is_of_single_days() && !surgery.is_of_single_days());
}

#[test]
fn other_things_months_and_events_are_not_taken_for_hours_of_the_place() {
    let riverside = [
        unit(
            0,
            0,
            &["Riverside", "Boat hire"],
            entry("April to September", "daily 10 am – 6 pm"),
        ),
        unit(
            1,
            1,
            &["Riverside", "Ice rink"],
            entry("November to February", "daily 11 am – 9 pm"),
        ),
    ];
    let boats = &schedules(&riverside, English)[0].schedule;
    assert_eq!(show(&boats.on(date(2026, 12, 10))), "-");

    let pools = [
        unit(0, 0, &["Pools"], entry("Pool (indoor)", "daily 7 am – 9 pm")),
        unit(
            1,
            1,
            &["Pools"],
            entry("Pool (outdoor)", "closed 1 October to 31 March"),
        ),
    ];
    let indoor = &schedules(&pools, English)[0].schedule;
    assert_ne!(show(&indoor.on(date(2026, 12, 10))), "x");

    let church = [
        unit(0, 0, &["St Mary's"], sentence("Open daily 8 am – 6 pm.")),
        unit(
            1,
            1,
            &["St Mary's", "Easter"],
            entry("Good Friday", "2 pm – 3 pm"),
        ),
    ];
    let church = &schedules(&church, English)[0].schedule;
    assert_ne!(show(&church.on(date(2027, 3, 26))), "14:00–15:00");

    let museum = [
        unit(0, 0, &["城市博物馆"], sentence("开放时间：每天9:00–17:00")),
        unit(
            1,
            1,
            &["城市博物馆", "春节庙会"],
            sentence("2月17日至2月20日 18:00–21:00"),
        ),
    ];
    let museum = &schedules(&museum, Chinese)[0].schedule;
    assert_ne!(show(&museum.on(date(2027, 2, 18))), "18:00–21:00");
}
