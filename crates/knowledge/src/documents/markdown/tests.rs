//! Markdown as operators write it.

use std::path::Path;

use crate::documents::read;
use crate::unit::{Body, Unit};

/// A unit in one line: its path, its lead, and what it says.
fn shown(unit: &Unit) -> String {
    let body = match &unit.body {
        Body::Sentence(text) => text.clone(),
        Body::Item { parents, text } => {
            let above = parents.iter().chain([text]).map(String::as_str);
            format!("- {}", above.collect::<Vec<_>>().join(" > "))
        }
        Body::Row(cells) => {
            let cells: Vec<String> = cells
                .iter()
                .map(|cell| format!("{}={}", cell.header, cell.text))
                .collect();
            format!("| {}", cells.join(" | "))
        }
        Body::Entry { key, value } => format!("{key} => {value}"),
        Body::Answered { question, answer } => format!("? {question} ! {answer}"),
    };
    let lead = unit
        .lead
        .as_ref()
        .map(|lead| format!("<{lead}> "))
        .unwrap_or_default();
    format!("{}@{} {lead}{body}", unit.path.join("/"), unit.location.line)
}

pub(in crate::documents) fn units(file: &str, text: &str) -> Vec<String> {
    read(Path::new(file), text).iter().map(shown).collect()
}

fn check(text: &str, expected: &[&str]) {
    let expected: Vec<String> = expected.iter().map(|unit| format!("T{unit}")).collect();
    assert_eq!(units("t.md", text), expected, "{text}");
}

#[test]
fn headings_make_the_path() {
    check(
        "# T\nOne.\n\n## Prices:\nTwo.\n\n### Adults ###\nThree.\n\nUnder\n-----\nFour.\n",
        &[
            "@2 One.",
            "/Prices@5 Two.",
            "/Prices/Adults@8 Three.",
            "/Under@12 Four.",
        ],
    );
}

#[test]
fn headings_that_say_something_are_said() {
    check(
        "# T\n## Breakfast: 7–10 am\nIn the hall.\n## No dogs\n## Last",
        &[
            "@2 Breakfast => 7–10 am",
            "/Breakfast: 7–10 am@3 In the hall.",
            "@4 No dogs",
            "@5 Last",
        ],
    );
}

#[test]
fn a_document_without_a_title_is_named_after_its_file() {
    assert_eq!(
        units("opening-hours.md", "## Summer\nDaily."),
        ["Opening hours/Summer@2 Daily."]
    );
    assert_eq!(
        units("camp.md", "# Tents\nOne.\n# Dogs\nTwo."),
        ["Camp/Tents@2 One.", "Camp/Dogs@4 Two."]
    );
    assert_eq!(
        units(
            "x.md",
            "---\ntitle: Your visit\nlayout: page\nphone: 555\n---\nText."
        ),
        ["Your visit@4 phone => 555", "Your visit@6 Text."]
    );
}

#[test]
fn paragraphs_are_sentences_of_one_block() {
    let units = read(Path::new("t.md"), "We open. Two\ngo on.\n\nThree.\n- a\n- b\n");
    let blocks: Vec<u32> = units.iter().map(|unit| unit.block).collect();
    assert_eq!(blocks, [0, 0, 1, 2, 2]);
    check("We open. Two\ngo on.", &["@1 We open.", "@1 Two go on."]);
    check(
        "It closes at\n5. Call us.",
        &["@1 It closes at 5.", "@1 Call us."],
    );
    check(
        "It closes at\n1. Call us.",
        &["@1 It closes at 1.", "@1 Call us."],
    );
    check("Ask for Dr.\nWest.", &["@1 Ask for Dr. West."]);
}

#[test]
fn lists_have_leads_and_parents() {
    check(
        "We sell food. Prices per night:\n\n- tent €5\n- cabin €9\n  - with sauna €12\n    1. winter only\n\nEnd.",
        &[
            "@1 We sell food.",
            "@3 <Prices per night:> - tent €5",
            "@4 <Prices per night:> - cabin €9",
            "@5 <Prices per night:> - cabin €9 > with sauna €12",
            "@6 <Prices per night:> - cabin €9 > with sauna €12 > winter only",
            "@8 End.",
        ],
    );
    check(
        "# T\n## Extras:\n* Colour\n  * A4: 50p\n* [ ] Lock\n",
        &[
            "/Extras@4 <Extras:> - Colour > A4: 50p",
            "/Extras@5 <Extras:> - Lock",
        ],
    );
    check("**Prices**\n- a €1\n", &["@2 <Prices> - a €1"]);
    check(
        "**Roasts**, from 12\n- beef £9\n",
        &["@1 Roasts, from 12", "@2 <Roasts, from 12> - beef £9"],
    );
}

#[test]
fn a_long_item_is_cut_into_sentences() {
    let sentence = "One two three four five six seven eight nine ten. ";
    let units = units("t.md", &format!("- {}\n- short. two\n", sentence.repeat(5)));
    assert_eq!(units.len(), 6);
    assert_eq!(units[5], "T@2 - short. two");
}

#[test]
fn a_line_after_a_short_item_is_no_part_of_it() {
    check(
        "- one\n- two is free\ncash only\n",
        &["@1 - one", "@2 - two is free", "@3 cash only"],
    );
    check(
        "- one goes on and\nends here\n",
        &["@1 - one goes on and ends here"],
    );
}

#[test]
fn tables_have_headers_unless_the_first_row_is_data() {
    check(
        "| Day | Hours |\n|---|---|\n| Mon | 9–5 |\n| **Sun** | closed |\n",
        &["@3 | Day=Mon | Hours=9–5", "@4 | Day=Sun | Hours=closed"],
    );
    check(
        "| Mon | 9–5 |\n|---|---|\n| Tue | 9–6 |\n",
        &["@1 | =Mon | =9–5", "@3 | =Tue | =9–6"],
    );
    check("| | |\n|---|---|\n| Mon | 9–5 |\n", &["@3 | =Mon | =9–5"]);
    check(
        "| Mon | 9–5 |\n| Tue | 9–6 |\n",
        &["@1 | =Mon | =9–5", "@2 | =Tue | =9–6"],
    );
    check(
        "| Room | Wi-Fi |\n|---|---|\n| Oak | ✅ |\n| Ash | ✗ |\n",
        &["@3 | Room=Oak | Wi-Fi=yes", "@4 | Room=Ash | Wi-Fi=no"],
    );
    check(
        "| Чай | Есть |\n|---|---|\n| зелёный | ✓ |\n",
        &["@3 | Чай=зелёный | Есть=да"],
    );
    check(
        "| Dish | Price |\n|---|---|\n| Starters | |\n| Soup | £5 |\n",
        &[
            "@3 <Starters> | Dish=Starters | Price=",
            "@4 <Starters> | Dish=Soup | Price=£5",
        ],
    );
    check(
        "Prices:\n\n| A | B |\n|---|---|\n| x<br>y | €1 \\| €2 |\n",
        &["@5 <Prices:> | A=x, y | B=€1 | €2"],
    );
}

#[test]
fn tables_need_no_blank_lines_around_them() {
    check(
        "Prices:\n| A | B |\n|---|---|\n| x | €1 |\nAll with breakfast.",
        &["@4 <Prices:> | A=x | B=€1", "@5 All with breakfast."],
    );
}

#[test]
fn labels_are_entries_and_bold_words_are_not() {
    check(
        "**Toilets** are beside bay E, 40p.",
        &["@1 Toilets are beside bay E, 40p."],
    );
    check("**Toilets:** beside bay E", &["@1 Toilets => beside bay E"]);
    check("**Toilets**: beside bay E", &["@1 Toilets => beside bay E"]);
    check("__Toilets__ — beside bay E", &["@1 Toilets => beside bay E"]);
    check(
        "**Taxis:** in Canal Street. **Trains:** 6 minutes' walk.\n**Bikes:** free",
        &[
            "@1 Taxis => in Canal Street.",
            "@1 Trains => 6 minutes' walk.",
            "@2 Bikes => free",
        ],
    );
    check(
        "Phone: 555 0148\nE-mail: a@b.example",
        &["@1 Phone => 555 0148", "@2 E-mail => a@b.example"],
    );
    check(
        "电话：028-6655\n邮箱：a@b.cn",
        &["@1 电话 => 028-6655", "@2 邮箱 => a@b.cn"],
    );
    check(
        "We keep two slots every day: at 9.30 and 3.15.",
        &["@1 We keep two slots every day: at 9.30 and 3.15."],
    );
    check(
        "Easy\n: The Lakeshore Trail.\n\nHard\n: Tower Hill.\n",
        &["@1 Easy => The Lakeshore Trail.", "@4 Hard => Tower Hill."],
    );
}

#[test]
fn lines_that_say_something_of_their_own_stay_apart() {
    check(
        "The Gannet Hotel\n12 Quay Street\nSandholme Bay",
        &["@1 The Gannet Hotel, 12 Quay Street, Sandholme Bay"],
    );
    check(
        "towels €2\nsoap €1\nshampoo and comb €1.50",
        &["@1 towels €2", "@2 soap €1", "@3 shampoo and comb €1.50"],
    );
    check(
        "Opening hours\nWe are open daily from 9 to 5. Ring us.",
        &["@1 Opening hours => We are open daily from 9 to 5. Ring us."],
    );
    check(
        "We are\nopen daily\nfrom nine.",
        &["@1 We are open daily from nine."],
    );
}

#[test]
fn what_says_nothing_alone_is_said_with_its_neighbour() {
    check(
        "Full? Use the other one. Thank you.",
        &["@1 Full? Use the other one.", "@1 Thank you."],
    );
    check(
        "Pruning trees on 16 Jan. Rufus. £18. Bring your own gloves.",
        &[
            "@1 Pruning trees on 16 Jan. Rufus. £18.",
            "@1 Bring your own gloves.",
        ],
    );
    check(
        "Мастер-класс «Кукла». По воскресеньям в 13:00. Дети с 8 лет.",
        &["@1 Мастер-класс «Кукла» => По воскресеньям в 13:00. Дети с 8 лет."],
    );
    check(
        "Birth certificate: €20. Bring: photo ID.",
        &["@1 Birth certificate => €20. Bring: photo ID."],
    );
    check(
        "Friday — a day off. On 1 May we are closed.",
        &["@1 Friday => a day off.", "@1 On 1 May we are closed."],
    );
    check(
        "Contact:\n\nJane Doe\nManager\njane@mill.example",
        &["@3 <Contact:> Jane Doe, Manager, jane@mill.example"],
    );
    check(
        "**Prices**\n\nAdults £5\nChildren £3",
        &["/Prices@3 Adults £5", "/Prices@4 Children £3"],
    );
    check(
        "Call: 555 | E-mail: a@b.example",
        &["@1 Call => 555", "@1 E-mail => a@b.example"],
    );
    check("Wi-Fi • parking • pool", &["@1 Wi-Fi, parking, pool"]);
    check(
        "📞 555 0148  \n📍 12 Mill Lane",
        &["@1 Phone => 555 0148", "@2 Address => 12 Mill Lane"],
    );
    check(
        "- Toilets\n\n  On the ground floor.\n\n- Lift\n",
        &["@1 - Toilets: On the ground floor.", "@5 - Lift"],
    );
}

#[test]
fn lines_that_are_alike_stay_apart() {
    check(
        "Toilets\nGround floor, next to the shop",
        &["@1 Toilets => Ground floor, next to the shop"],
    );
    check(
        "Anna Bell, director\nTom Rivers, guide",
        &["@1 Anna Bell, director", "@2 Tom Rivers, guide"],
    );
    check(
        "Please ask\nMarty in the yellow house",
        &["@1 Please ask Marty in the yellow house"],
    );
}

#[test]
fn what_would_vanish_is_kept() {
    check(
        "[Monday]: closed all day\n[Tuesday]: open",
        &["@1 Monday => closed all day", "@2 Tuesday => open"],
    );
    check("Caf&eacute; &amp; bar, 5&nbsp;&euro;", &["@1 Café & bar, 5 €"]);
    check(
        "Call [Marty](tel:541-555-0163) or [541-555-0163](tel:5415550163).",
        &["@1 Call Marty (541-555-0163) or 541-555-0163."],
    );
    check(
        "[Write](mailto:a@b.example?subject=x) or <a@b.example>.",
        &["@1 Write (a@b.example) or a@b.example."],
    );
    check(
        "[Book](https://a.example/book), [here](page.md), <https://b.example>.",
        &["@1 Book (https://a.example/book), here, https://b.example."],
    );
    check(
        "![The map](map.png) of [a.example](https://www.a.example/).",
        &["@1 The map of a.example."],
    );
    check(
        "Network `Guest`, press <Enter>.",
        &["@1 Network Guest, press Enter."],
    );
    check(
        "Open 9:00~17:00 and 18:00~20:00, 周一~周五~",
        &["@1 Open 9:00~17:00 and 18:00~20:00, 周一~周五~"],
    );
    check(
        "10*20 and 30*40 cm, 4* hotel",
        &["@1 10*20 and 30*40 cm, 4* hotel"],
    );
    check(
        "We are open.\nCall us.\n---\nNext.",
        &["@1 We are open.", "@2 Call us.", "@4 Next."],
    );
    check("> Quiet after *10 pm*.", &["@1 Quiet after 10 pm."]);
    check("Free[^1].\n\n[^1]: Bring ID.", &["@1 Free.", "@3 Bring ID."]);
    check("1898. The museum opens.\n", &["@1 - 1898. The museum opens."]);
    check(
        "```\nMon    9-5\nTue    9-6\n```\n",
        &["@2 Mon => 9-5", "@3 Tue => 9-6"],
    );
}

#[test]
fn what_is_no_longer_valid_or_no_text_vanishes() {
    check("It costs ~~€5~~ €6. <!-- secret -->", &["@1 It costs €6."]);
    check(
        "<div class=\"x\">\n<b>Toilets:</b> bay E<br>\nLift: yes\n</div>",
        &["@2 Toilets => bay E", "@3 Lift => yes"],
    );
    check("DOGS 🐶 yes", &["@1 DOGS yes"]);
}

#[test]
fn html_tables_and_lists_are_read_too() {
    check(
        "<table>\n<tr><th>Day</th><th>Hours</th></tr>\n<tr><td>Mon</td><td>9–5</td></tr>\n</table>\n<ul>\n  <li>One thing</li>\n</ul>",
        &["@3 | Day=Mon | Hours=9–5", "@6 - One thing"],
    );
}
