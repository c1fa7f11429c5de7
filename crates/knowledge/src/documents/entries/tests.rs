//! Lines that are entries, and lines that only look like it.

use super::*;

fn parts_of(text: &str) -> Option<(&str, &str)> {
    entry(text).map(|entry| (entry.key, entry.value))
}

#[test]
fn a_label_and_what_is_said_of_it_are_an_entry() {
    for (text, key, value) in [
        ("Waiting room: opposite bay C", "Waiting room", "opposite bay C"),
        (
            "fri nite - smores at the big firepit 8pm, free",
            "fri nite",
            "smores at the big firepit 8pm, free",
        ),
        (
            "store in the barn: ice $4, coffee $2.50",
            "store in the barn",
            "ice $4, coffee $2.50",
        ),
        (
            "Директор — Лебедева Анна Геннадьевна",
            "Директор",
            "Лебедева Анна Геннадьевна",
        ),
        ("地址：梧桐区文华街12号。", "地址", "梧桐区文华街12号。"),
        ("馆长——沈佩文", "馆长", "沈佩文"),
        ("Tel:01632 960 317", "Tel", "01632 960 317"),
        ("Tours: 10:30 and 14:00", "Tours", "10:30 and 14:00"),
        (
            "Travel Centre (tickets & information): Mon–Fri 7.30–18.30",
            "Travel Centre (tickets & information)",
            "Mon–Fri 7.30–18.30",
        ),
        (
            "Санитарный день — первый вторник месяца: с 14:00",
            "Санитарный день",
            "первый вторник месяца: с 14:00",
        ),
        (
            "LOST THINGS. info desk keeps them",
            "LOST THINGS",
            "info desk keeps them",
        ),
        ("Digital + IT: Callum Reyes", "Digital + IT", "Callum Reyes"),
        ("1-to-1: £27.50 per half hr", "1-to-1", "£27.50 per half hr"),
        ("【地址】文华街12号", "地址", "文华街12号"),
    ] {
        assert_eq!(parts_of(text), Some((key, value)), "{text}");
    }
}

#[test]
fn the_first_mark_that_can_be_one_ends_the_label() {
    for (text, key, value) in [
        (
            "23 Nov - 11 Dec: roadworks in Elmsley.",
            "23 Nov - 11 Dec",
            "roadworks in Elmsley.",
        ),
        (
            "Wendell = owner, does the books",
            "Wendell",
            "owner, does the books",
        ),
        (
            "Breakfast ...... Mon-Fri 7:15 to 9:45",
            "Breakfast",
            "Mon-Fri 7:15 to 9:45",
        ),
        (
            "Afternoon tea .. Sat + Sun 14:30",
            "Afternoon tea",
            "Sat + Sun 14:30",
        ),
        (
            "next block starts: wk of 11 Jan",
            "next block starts",
            "wk of 11 Jan",
        ),
        ("Open: 9-5", "Open", "9-5"),
        ("Работаем: с 9 до 18", "Работаем", "с 9 до 18"),
    ] {
        assert_eq!(parts_of(text), Some((key, value)), "{text}");
    }
}

#[test]
fn a_day_of_the_week_is_a_label_too() {
    for (text, key, value) in [
        ("Mon - Fri 9-5", "Mon - Fri", "9-5"),
        (
            "Понедельник — пятница 10:00–18:00",
            "Понедельник — пятница",
            "10:00–18:00",
        ),
        ("wed + thu 5.30-8.30", "wed + thu", "5.30-8.30"),
        ("Sat 9.30-1.30", "Sat", "9.30-1.30"),
        ("Пн–Пт 9:00–18:00", "Пн–Пт", "9:00–18:00"),
        ("周一至周五 9:00—17:00", "周一至周五", "9:00—17:00"),
        ("周六、周日：9:00", "周六、周日", "9:00"),
        ("7th nite - free", "7th nite", "free"),
        ("Понедельник — выходной", "Понедельник", "выходной"),
    ] {
        assert_eq!(parts_of(text), Some((key, value)), "{text}");
    }
}

#[test]
fn what_may_be_a_sentence_stays_one() {
    for text in [
        "10:30 opening",
        "10:30: opening",
        "10:30 — Открытие",
        "See https://example.com for more",
        "https://example.com/a",
        "We keep two slots every day: at 9.30 and 3.15.",
        "So: we shut for lunch",
        "Note: bring ID",
        "Mon - Fri, all year",
        "9 am - 5 pm",
        "12 May - 3 June",
        "Swelling that makes it hard to breathe or swallow: call 999.",
        "Bring your own cake - no candles",
        "Экскурсия — это праздник",
        "Музей работает каждый день: приходите",
        "营业时间是9：00到17：00",
        "如果您迟到：请打电话",
        "open 9:00-17:00",
        "The show \"Rats: a love story\" runs daily",
        "Tickets (adults: 5, children: 3) at the desk",
        "nice :)",
        "Extras:",
        "Sat 28 Nov 10.30 WREATHS w/ Tamsin",
        "Sat 6 March veg growing",
        "Опоздали больше чем на 10 минут — талон пропадает.",
        "wait... then go",
        "Sunday is our rest day",
    ] {
        assert_eq!(parts_of(text), None, "{text}");
    }
}

#[test]
fn bold_type_and_columns_make_an_entry() {
    let bold = |text: &str, strong: usize| {
        let statement = Statement {
            strong,
            ..Statement::new(text, 1)
        };
        entry_of(&statement).map(|entry| (entry.key.to_owned(), entry.value.to_owned()))
    };
    let pair = |key: &str, value: &str| Some((key.to_owned(), value.to_owned()));
    assert_eq!(bold("Toilets: beside bay E", 8), pair("Toilets", "beside bay E"));
    assert_eq!(bold("Toilets: beside bay E", 7), pair("Toilets", "beside bay E"));
    assert_eq!(bold("«Река» — модели судов", 12), pair("«Река»", "модели судов"));
    assert_eq!(bold("Toilets are beside bay E", 7), None);
    assert_eq!(bold("Toilets. Beside bay E", 8), pair("Toilets", "Beside bay E"));
    assert_eq!(bold("Quiet time 10pm-7am.", 10), pair("Quiet time", "10pm-7am."));
    assert_eq!(bold("Free WiFi", 4), None);
    assert_eq!(bold("Note: bring ID", 5), None);
    let column = Statement {
        column: 3,
        ..Statement::new("Mon closed all day", 1)
    };
    assert_eq!(
        entry_of(&column).map(|entry| (entry.key, entry.value)),
        Some(("Mon", "closed all day"))
    );
}

#[test]
fn a_line_may_hold_several_entries() {
    let keys = |text| all_entries(text).map(|all| all.iter().map(|entry| entry.key).collect::<Vec<_>>());
    assert_eq!(keys("Cot: free. Extra bed: £18."), None);
    assert_eq!(
        keys("Toilets: by the fish. Baby changing: in both."),
        Some(vec!["Toilets", "Baby changing"])
    );
    assert_eq!(keys("Lost property: counter 3. Tel: 555 0148."), None);
    assert_eq!(
        keys("lost key of the lock = $15. lost helmet = $40"),
        Some(vec!["lost key of the lock", "lost helmet"])
    );
    assert_eq!(keys("Mon: 9-5. Tue: closed."), Some(vec!["Mon", "Tue"]));
    assert_eq!(keys("Birth certificate: €20. Bring: photo ID."), None);
    assert_eq!(
        keys("咨询电话：028-6655 0102。邮箱：a@b.cn"),
        Some(vec!["咨询电话", "邮箱"])
    );
    assert_eq!(keys("Hall 1: Vikings. Ground floor. Star piece: the boat."), None);
}
