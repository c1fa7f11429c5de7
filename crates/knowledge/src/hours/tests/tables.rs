//! Tables of opening hours.

use super::*;

#[test]
fn a_dentists_table_and_the_lines_under_it_are_one_schedule() {
    let mut units = table(
        "| Day | Opens | Closes | Notes |
         | Monday | 8:30 am | 5:30 pm | |
         | Tuesday | 8:30 am | 7:30 pm | late evening, by appointment only after 5:30 |
         | Friday | 8:30 am | 4:00 pm | |
         | Saturday | 9:00 am | 12:30 pm | 1st and 3rd Saturday of the month only, hygienist only |
         | Sunday | closed | closed | |",
    );
    let path = ["Times"];
    units.push(unit(
        10,
        1,
        &path,
        sentence("Reception is closed for lunch 1:00–2:00 pm Mon–Thu."),
    ));
    units.push(unit(11, 1, &path, sentence("On Fridays we work through.")));
    units.push(unit(12, 2, &path, entry("Bank holidays", "closed.")));
    let christmas =
        "closed 24 December to 1 January, except 29 and 30 December, 9 am–1 pm, emergencies only.";
    units.push(unit(13, 2, &path, entry("Christmas", christmas)));
    let all = schedules(&units, English);
    let schedule = &all[0].schedule;
    assert_eq!(all.len(), 1);
    for (day, expected) in [
        (date(2026, 11, 23), "08:30–13:00+14:00–17:30"),
        (date(2026, 11, 24), "08:30–13:00+14:00–19:30"),
        (date(2026, 11, 26), "-"),
        (date(2026, 11, 27), "08:30–16:00"),
        (date(2026, 11, 21), "09:00–12:30"),
        (date(2026, 11, 28), "x"),
        (date(2026, 12, 5), "09:00–12:30"),
        (date(2026, 12, 24), "x"),
        (date(2026, 12, 25), "x"),
        (date(2026, 12, 29), "09:00–13:00"),
        (date(2027, 1, 1), "x"),
        // A bank holiday in England, perhaps not where this dentist is.
        (date(2026, 8, 31), "?"),
    ] {
        assert_eq!(show(&schedule.on(day)), expected, "{day}");
    }
    let Day::Open { note: Some(note), .. } = schedule.on(date(2026, 12, 29)) else {
        panic!("no note")
    };
    assert!(note.contains("emergencies only"));
}

#[test]
fn a_column_for_each_day_is_a_schedule_for_each_row() {
    let mut units = table(
        "| 区域 | 周二至周五 | 周六、周日 | 周一 |
         | 一楼综合借阅区 | 9:00—20:30 | 9:00—18:00 | 闭馆 |
         | 24小时自助图书馆 | 全天 | 全天 | 全天 |
         | 康复科 | 全天 | 上午 | — |",
    );
    units.push(unit(
        9,
        1,
        &["Times"],
        sentence("法定节假日开放时间同周末，除夕和正月初一闭馆。"),
    ));
    let all = schedules(&units, Chinese);
    let topics: Vec<&str> = all.iter().map(|found| found.topic[0].as_str()).collect();
    assert_eq!(topics, ["一楼综合借阅区", "24小时自助图书馆", "康复科"]);
    assert_eq!(
        week(&all[0].schedule),
        "Mo x, Tu-Fr 09:00–20:30, Sa-Su 09:00–18:00"
    );
    assert_eq!(show(&all[0].schedule.on(date(2026, 10, 1))), "09:00–18:00");
    assert_eq!(show(&all[0].schedule.on(date(2027, 2, 6))), "x");
    assert_eq!(show(&all[0].schedule.on(date(2026, 10, 6))), "?");
    assert_eq!(week(&all[1].schedule), "Mo-Su 00:00–24:00");
    // 全天 of a clinic is as long as the clinic is open.
    assert_eq!(show(&all[2].schedule.on(date(2026, 11, 17))), "?");
}

#[test]
fn tables_with_days_in_the_cells_or_seasons_in_the_columns_are_read() {
    let counters = table(
        "| Counter | What for | Hours |
         | 3 | Certificates | Mon, Wed, Fri 9:30–12:45 |
         | 6 | Housing | by appointment only |",
    );
    let all = schedules(&counters, English);
    assert_eq!(all.len(), 1);
    assert_eq!(
        all[0].topic[..all[0].own],
        ["3".to_owned(), "Certificates".to_owned()]
    );
    assert_eq!(
        week(&all[0].schedule),
        "Mo 09:30–12:45, Tu -, We 09:30–12:45, Th -, Fr 09:30–12:45, Sa-Su -"
    );

    let mut seasons = table(
        "| | March to June | November to February |
         | Monday to Friday | 9:00–18:00 | 9:00–16:30 |
         | Sunday | 10:30–16:30 | closed |",
    );
    seasons.push(unit(
        8,
        0,
        &["Times"],
        entry("Late Thursdays in December", "until 20:00."),
    ));
    seasons.push(unit(
        9,
        0,
        &["Times"],
        entry(
            "Closed",
            "25 and 26 December, Easter Sunday. 24 December: until 14:00.",
        ),
    ));
    let all = schedules(&seasons, English);
    assert_eq!(week(&all[0].schedule), "Mo-Fr 09:00–16:30, Sa -, Su x");
    for (day, expected) in [
        (date(2026, 5, 12), "09:00–18:00"),
        (date(2026, 8, 4), "-"),
        (date(2026, 12, 10), "09:00–20:00"),
        (date(2026, 12, 24), "09:00–14:00"),
        (date(2026, 12, 26), "x"),
        (date(2026, 4, 5), "x"),
    ] {
        assert_eq!(show(&all[0].schedule.on(day)), expected, "{day}");
    }
}

#[test]
fn tables_of_prices_and_programmes_are_no_opening_hours() {
    let prices = "| Room | Sun–Thu | Fri & Sat |\n| Barley | £85 | £105 |";
    assert!(schedules(&table(prices), English).is_empty());
    let programme = "| Day | Session | Start | End |\n| Monday | Public swim | 12:00 | 14:00 |";
    assert!(schedules(&table(programme), English).is_empty());
    let events = "| 活动 | 日期 | 时间 |\n| 绘本故事会 | 每周六 | 10:00-11:00 |";
    assert!(schedules(&table(events), Chinese).is_empty());
}

#[test]
fn each_column_that_names_a_place_is_a_schedule() {
    let units = table(
        "| Day | Shop | Workshop |
         | Monday | 9:00–17:00 | none |
         | Tuesday | 9:00–17:00 | 10:00–16:00 |
         | Sunday | closed | closed |",
    );
    let all = schedules(&units, English);
    let topics: Vec<&str> = all.iter().map(|scheduled| scheduled.topic[0].as_str()).collect();
    assert_eq!(topics, ["Shop", "Workshop"]);
    for (place, monday, tuesday) in [(0, "09:00–17:00", "09:00–17:00"), (1, "x", "10:00–16:00")] {
        assert_eq!(show(&all[place].schedule.on(date(2026, 11, 23))), monday);
        assert_eq!(show(&all[place].schedule.on(date(2026, 11, 24))), tuesday);
        assert_eq!(show(&all[place].schedule.on(date(2026, 11, 29))), "x");
    }
    // One such column is of the whole place; a programme is none.
    let units = table("| Day | Clinic open |\n| Monday | 8:00 – 19:00 |\n| Sunday | closed |");
    let all = schedules(&units, English);
    assert_eq!((all.len(), all[0].own), (1, 0));
    let breaks =
        "| Day | Office | Lunch break |\n| Monday | 9:00–17:00 | 12:30–13:30 |\n| Sunday | closed | closed |";
    assert!(schedules(&table(breaks), English).is_empty());
    let programme = "| Day | Class | Teacher |\n| Monday | yoga 9:00–10:00 | Ana |\n| Sunday | – | – |";
    assert!(schedules(&table(programme), English).is_empty());
}
