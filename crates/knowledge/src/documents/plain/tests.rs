//! Plain text as operators write it.

use crate::documents::markdown::tests::units;

fn check(text: &str, expected: &[&str]) {
    let expected: Vec<String> = expected.iter().map(|unit| format!("N{unit}")).collect();
    assert_eq!(units("n.txt", text), expected, "{text}");
}

#[test]
fn lines_in_capitals_and_underlined_ones_are_headings() {
    check(
        "HALLS\n\nHall 1: Vikings.\n\nTOURS\n\nAsk us.",
        &["/HALLS@3 Hall 1 => Vikings.", "/TOURS@7 Ask us."],
    );
    check(
        "WHATS ON (summer)\nfri nite - smores\nsat - movie\n\nstore: ice $4",
        &[
            "/WHATS ON (summer)@2 fri nite => smores",
            "/WHATS ON (summer)@3 sat => movie",
            "@5 store => ice $4",
        ],
    );
    assert_eq!(
        units("n.txt", "Our place\n=========\n\nHours\n-----\nWe open at 9."),
        ["Our place/Hours@6 We open at 9."]
    );
}

#[test]
fn short_lines_above_something_longer_are_headings() {
    check(
        "Staff\n\nThe manager is Ann. She is in daily.",
        &["/Staff@3 The manager is Ann.", "/Staff@3 She is in daily."],
    );
    check(
        "Hello there\n\nOpening times\nMon     closed\nTue     9.30-1.00\n\nText is here.",
        &[
            "/Hello there/Opening times@4 Mon => closed",
            "/Hello there/Opening times@5 Tue => 9.30-1.00",
            "/Hello there@7 Text is here.",
        ],
    );
    check(
        "1. Opening hours\nWe open at 9.\n\n2. Prices\nIt is free.",
        &["/Opening hours@2 We open at 9.", "/Prices@5 It is free."],
    );
    check(
        "一、开放时间\n每天九点开门。\n\n二、门票\n免费。",
        &["/开放时间@2 每天九点开门。", "/门票@5 免费。"],
    );
    check(
        "一、入住须知\n1、下午入住；\n2、中午退房；",
        &["/入住须知@2 - 下午入住；", "/入住须知@3 - 中午退房；"],
    );
    assert_eq!(
        units("n.txt", "THE OLD MILL\nVisitors\n-----\n\nWe open."),
        ["THE OLD MILL/Visitors@5 We open."]
    );
    check("=== Hours ===\nWe open at 9.", &["/Hours@2 We open at 9."]);
    check(
        "Prices\n  Adult 5 euro\n  Child 3 euro\nThank you.",
        &[
            "/Prices@2 Adult 5 euro",
            "/Prices@3 Child 3 euro",
            "@4 Thank you.",
        ],
    );
}

#[test]
fn a_word_above_names_and_numbers_is_a_heading() {
    check(
        "Contact\nJane Doe, manager\nTel. 01234 567890",
        &["/Contact@2 Jane Doe, manager", "/Contact@3 Tel. 01234 567890"],
    );
    check(
        "THE MILL, Marl Lane\nwed-fri 10-4.30\ncar €5",
        &[
            "/THE MILL, Marl Lane@1 THE MILL, Marl Lane",
            "/THE MILL, Marl Lane@2 wed-fri => 10-4.30",
            "/THE MILL, Marl Lane@3 car €5",
        ],
    );
    check(
        "Anna Bell\nTom Rivers\nLisa Hill",
        &["@1 Anna Bell", "@2 Tom Rivers", "@3 Lisa Hill"],
    );
}

#[test]
fn single_lines_between_blank_ones_are_statements() {
    check(
        "Sunday lunch ... 12:30 to 14:30\n\nBar ....... 2nd floor\n\nmax stay 14 nites",
        &[
            "@1 Sunday lunch => 12:30 to 14:30",
            "@3 Bar => 2nd floor",
            "@5 max stay 14 nites",
        ],
    );
}

#[test]
fn lists_begin_with_all_kinds_of_signs() {
    check(
        "Rules:\n- one\n* two\n• three\n– four\n1) five\na) six\n  - inner\n    goes on\n",
        &[
            "@2 <Rules:> - one",
            "@3 <Rules:> - two",
            "@4 <Rules:> - three",
            "@5 <Rules:> - four",
            "@6 <Rules:> - five",
            "@8 <Rules:> - six > inner goes on",
        ],
    );
    check("🏕 tents 5\n🚗 cars 3\n", &["@1 - tents 5", "@2 - cars 3"]);
    check("①带证件\n②填表\n", &["@1 - 带证件", "@2 - 填表"]);
}

#[test]
fn lines_are_statements_unless_they_plainly_go_on() {
    check(
        "kids ok til 8\nno telly\nloos: past the bar",
        &["@1 kids ok til 8", "@2 no telly", "@3 loos => past the bar"],
    );
    check("it closes at\n5. Call us", &["@1 it closes at 5.", "@1 Call us"]);
    check(
        "The museum was opened in the year 1898 by a merchant who lived\nin this town, and it has been open to visitors on every day of\nthe week except on Mondays ever since that time. We are glad to\nsee you.",
        &[
            "@1 The museum was opened in the year 1898 by a merchant who lived in this town, and it has been open to visitors on every day of the week except on Mondays ever since that time.",
            "@1 We are glad to see you.",
        ],
    );
}

#[test]
fn one_paragraph_may_be_wrapped_among_short_lines() {
    let text = "Main Hall (120 people)     £35 per hour\nKitchen                    £8 per hour\nThe rest is not for hire\n\nWe are on Station Rd., opposite the church, approx. 5 min. from the\nrailway station. Buses no. 4 and 7 stop outside. There is a car park\nbehind the building.";
    check(
        text,
        &[
            "@1 Main Hall (120 people) => £35 per hour",
            "@2 Kitchen => £8 per hour",
            "@3 The rest is not for hire",
            "@5 We are on Station Rd., opposite the church, approx. 5 min. from the railway station.",
            "@5 Buses no. 4 and 7 stop outside.",
            "@5 There is a car park behind the building.",
        ],
    );
}

#[test]
fn casual_lines_keep_their_own_sentences() {
    check(
        "not in the cabins. NOT in the yurt either. poop bags at the gate",
        &[
            "@1 not in the cabins.",
            "@1 NOT in the yurt either.",
            "@1 poop bags at the gate",
        ],
    );
    check(
        "LOST THINGS. info desk keeps them",
        &["@1 LOST THINGS => info desk keeps them"],
    );
}

#[test]
fn tables_are_found_in_text() {
    check(
        "| Day | Hours |\n|-----|-------|\n| Mon | 9-5 |\n",
        &["@3 | Day=Mon | Hours=9-5"],
    );
    check(
        "Route    First    Last\n12       6:05     22:35\n18       7:10     18:40\n",
        &[
            "@2 | Route=12 | First=6:05 | Last=22:35",
            "@3 | Route=18 | First=7:10 | Last=18:40",
        ],
    );
    check(
        "+-----+-----+\n| Mon | 9-5 |\n+-----+-----+\n| Tue | 9-6 |\n+-----+-----+\n",
        &["@2 | =Mon | =9-5", "@4 | =Tue | =9-6"],
    );
}
