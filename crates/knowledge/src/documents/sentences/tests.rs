//! Sentences with all that stands in the way of their ends.

use super::*;

fn check(text: &str, expected: &[&str]) {
    assert_eq!(sentences(text), expected, "{text:?}");
}

/// These are one sentence each.
fn check_whole(texts: &[&str]) {
    for text in texts {
        check(text, &[text]);
    }
}

#[test]
fn sentences_end_where_a_new_one_begins() {
    check(
        "It opens at 9 am. It closes at 5.30 pm!",
        &["It opens at 9 am.", "It closes at 5.30 pm!"],
    );
    check("It closes at 5. Call us.", &["It closes at 5.", "Call us."]);
    check(
        "Open till 5 p.m. Then closed.",
        &["Open till 5 p.m.", "Then closed."],
    );
    check("He said \"Go.\" She went.", &["He said \"Go.\"", "She went."]);
    check("(Bring ID.) We check it.", &["(Bring ID.)", "We check it."]);
    check(
        "Are beside bay E. Accessible toilet: ask.",
        &["Are beside bay E.", "Accessible toilet: ask."],
    );
    check("We close.Please call us.", &["We close.", "Please call us."]);
    check(
        "It takes 50 min. Bring a coat.",
        &["It takes 50 min.", "Bring a coat."],
    );
    check(
        "Soups, cakes, etc. Cash only.",
        &["Soups, cakes, etc.", "Cash only."],
    );
    check("Is it free? Yes! Come in.", &["Is it free?", "Yes!", "Come in."]);
    check("Costs €3.50. Two for €6.", &["Costs €3.50.", "Two for €6."]);
    check("", &[]);
    check("...", &["..."]);
}

#[test]
fn casual_notes_begin_sentences_with_small_letters() {
    check(
        "not in the cabins. NOT in the yurt either. poop bags at the gate",
        &[
            "not in the cabins.",
            "NOT in the yurt either.",
            "poop bags at the gate",
        ],
    );
    check(
        "DOGS yes!! max 2, leash at all times",
        &["DOGS yes!!", "max 2, leash at all times"],
    );
    check("till 8pm. no food", &["till 8pm.", "no food"]);
    check(
        "dogs ok. free wc. no smoking",
        &["dogs ok.", "free wc.", "no smoking"],
    );
}

#[test]
fn no_sentence_ends_with_an_abbreviation_or_within_a_number() {
    check_whole(&[
        "Dr. West and Mrs. Hill are in St. Mary's Hall.",
        "Open 9.30 to 11.50 and 14.00–16.00.",
        "Drinks, e.g. tea, i.e. hot ones, for approx. 5 people.",
        "Tel. 555 0148, bus no. 5, min. 2 nights, max. 6 people, at 9 a.m. and 5 p.m. daily.",
        "Mon. 9–5, from Jan. 2 on, Fri. and Sat. as well.",
        "Mon. Closed",
        "J. Young and Anna B. Smith are out.",
        "See example.com for more",
        "life vests incl. rentals from the barn",
        "The bldg. by the gate.",
        "1. Bring a towel",
        "Музей имени И. П. Тарасова открыт.",
        "Открыт в 1898 г. на средства купца.",
        "Ул. Ленина, д. 5, стр. 2, тел. 2-18-70, г. Приреченск, пл. Победы.",
        "Вход 350 руб. с человека, т.е. дёшево.",
        "Книги, карты и т. д. и т. п. по 100 руб. за штуку",
        "кружки (акварель, лепка и др.) для детей",
    ]);
    check(
        "Открыт в 1898 г. Здание построено в 1874 г.",
        &["Открыт в 1898 г.", "Здание построено в 1874 г."],
    );
    check(
        "Книги, карты и т. д. Вход свободный.",
        &["Книги, карты и т. д.", "Вход свободный."],
    );
    check("No. Dogs must stay outside.", &["No.", "Dogs must stay outside."]);
    check(
        "Find us at 14 Church St. The door is red.",
        &["Find us at 14 Church St.", "The door is red."],
    );
}

#[test]
fn no_sentence_ends_within_brackets_or_quotation_marks() {
    check_whole(&[
        "The tour (Bring shoes. Wear a hat.) is free.",
        "The sign \"Keep out. Danger!\" is old.",
        "The show “Who is there? Nobody!” runs daily.",
        "Фильм «Кто там? Никого.» идёт ежедневно.",
        "作家见面会《江边旧事。续》在四楼。",
        "他问“几点开门？”的时候我们在。",
    ]);
    // A mark without its partner encloses nothing.
    check(
        "A 5\" pipe. Bring (one. Thank you.",
        &["A 5\" pipe.", "Bring (one.", "Thank you."],
    );
}

#[test]
fn chinese_sentences_need_no_space() {
    check("图书馆在一楼。九点开门。", &["图书馆在一楼。", "九点开门。"]);
    check("可以！欢迎光临？是的", &["可以！", "欢迎光临？", "是的"]);
    check("可以!欢迎。", &["可以!", "欢迎。"]);
    check("免费；限一人。", &["免费；限一人。"]);
    check(
        "本市居民凭身份证免费办理读者证；外地户籍读者凭身份证和居住证办理。",
        &[
            "本市居民凭身份证免费办理读者证；",
            "外地户籍读者凭身份证和居住证办理。",
        ],
    );
    check("她说：“请进。”", &["她说：“请进。”"]);
}

#[test]
fn a_line_may_end_a_sentence_or_not() {
    assert!(ends_between("We close at 5.", "Call us."));
    assert!(ends_between(&("word ".repeat(100) + "end."), "Word."));
    assert!(!ends_between("We close at", "5. Call us."));
    assert!(!ends_between("Ask for Dr.", "West."));
    assert!(!ends_between("An item", "Another"));
}

#[test]
fn words_are_counted_in_all_scripts() {
    assert_eq!(words("It opens at 9 am."), 5);
    assert_eq!(words("图书馆在一楼。"), 4);
    assert_eq!(words(&"x".repeat(48)), 2);
}

#[test]
fn unmatched_marks_cost_no_more_time_than_others() {
    for text in [
        "(".repeat(20_000),
        "\"(".repeat(10_000),
        "a. ".repeat(7_000),
        ".".repeat(20_000),
    ] {
        assert!(!sentences(&text).is_empty());
    }
}
