//! Moments, last visitors, hostile units.

use super::*;

#[test]
fn a_schedule_tells_of_moments_over_midnight_and_days_off() {
    let found = one(
        sentence("Fri and Sat 8pm til 2am, Sun 2–6 pm, closed Mon to Thu."),
        English,
    )
    .unwrap();
    let schedule = &found.schedule;
    let at = |day: Date, hour: i8| day.at(hour, 0, 0, 0);
    let until = |moment: DateTime| State::Open { until: moment };
    let next = |moment: DateTime| State::Closed { next: Some(moment) };
    let friday = date(2026, 11, 20);
    let (saturday, sunday) = (date(2026, 11, 21), date(2026, 11, 22));
    for (moment, expected) in [
        (at(friday, 19), next(at(friday, 20))),
        (at(friday, 23), until(at(saturday, 2))),
        (at(saturday, 1), until(at(saturday, 2))),
        (at(saturday, 2), next(at(saturday, 20))),
        (at(sunday, 1), until(at(sunday, 2))),
        (at(sunday, 18), next(at(date(2026, 11, 27), 20))),
    ] {
        assert_eq!(schedule.at(moment), expected, "{moment}");
    }
    assert_eq!(
        schedule.days_open(),
        [Weekday::Friday, Weekday::Saturday, Weekday::Sunday]
            .into_iter()
            .collect()
    );
    assert_eq!(
        schedule.days_closed(),
        WeekdaySet::between(Weekday::Monday, Weekday::Thursday)
    );

    let always = one(sentence("Open 24 hours a day, 7 days a week."), English)
        .unwrap()
        .schedule;
    assert!(matches!(always.at(at(friday, 3)), State::Open { until } if until > at(sunday, 0)));
    let unlisted = one(sentence("Open Mon–Fri 9–5."), English).unwrap().schedule;
    assert_eq!(unlisted.at(at(sunday, 12)), State::Unknown);
    assert_eq!(
        unlisted.next_open(at(sunday, 12)),
        Some(at(date(2026, 11, 23), 9))
    );
}

#[test]
fn the_last_visitor_is_let_in_before_closing() {
    let units = [
        unit(0, 0, &["Opening hours"], sentence("Daily 10–6.")),
        unit(
            1,
            1,
            &["Opening hours"],
            sentence("Last tickets are sold 45 minutes before closing."),
        ),
    ];
    let Day::Open { last_entry, .. } = schedules(&units, English)[0].schedule.on(date(2026, 11, 18)) else {
        panic!("closed")
    };
    assert_eq!(last_entry, Clock::new(17, 15));
    let museum = table(
        "| День | Часы | Касса до |\n| Четверг | 12:00–20:00 | 19:30 |\n| Понедельник | выходной | — |",
    );
    let schedule = &schedules(&museum, Russian)[0].schedule;
    let Day::Open { last_entry, .. } = schedule.on(date(2026, 11, 19)) else {
        panic!("closed")
    };
    assert_eq!(last_entry, Clock::new(19, 30));
    assert_eq!(show(&schedule.on(date(2026, 11, 16))), "x");
}

#[test]
fn hostile_units_are_read_in_time_and_without_a_panic() {
    let pieces = [
        "Mon 9-5, ",
        "except ",
        "closed ",
        "(",
        "до ",
        "周一",
        "until 9, ",
        "same as ",
        "24 hours ",
        "9-5 ",
    ];
    for piece in pieces {
        let long = piece.repeat(200_000);
        let short = piece.repeat(300);
        for text in [long.as_str(), short.as_str()] {
            for body in [
                sentence(text),
                entry(text, text),
                Body::Item {
                    parents: vec![text.to_owned()],
                    text: text.to_owned(),
                },
            ] {
                let units = [
                    unit(0, 0, &["Opening hours"], body.clone()),
                    unit(1, 1, &["Opening hours"], body),
                ];
                for language in Language::ALL {
                    for found in schedules(&units, language) {
                        let _ = found.schedule.at(date(2026, 11, 25).at(10, 30, 0, 0));
                    }
                }
            }
        }
    }
}

#[test]
fn thousands_of_notices_and_places_are_read_in_time() {
    let mut units = Vec::new();
    for id in 0..3000 {
        let block = id * 3;
        let body = [
            sentence("Closed 25 December."),
            entry(&format!("Room {id}"), "Mon–Fri 9–5"),
            sentence("We are shut on Mondays."),
        ];
        units.extend(
            body.into_iter()
                .zip(0..)
                .map(|(body, part)| unit(block + part, block + part, &["Opening hours"], body)),
        );
    }
    let found = schedules(&units, English);
    assert!(
        found
            .iter()
            .all(|found| found.schedule.on(date(2026, 12, 25)).ranges().is_empty())
    );
}
