//! Questions and answers in all the forms in which people write them.

use crate::documents::markdown::tests::units;

fn check(file: &str, text: &str, expected: &[&str]) {
    let expected: Vec<String> = expected.iter().map(|unit| format!("F{unit}")).collect();
    assert_eq!(units(file, text), expected, "{text}");
}

fn check_both(text: &str, expected: &[&str]) {
    check("f.md", text, expected);
    check("f.txt", text, expected);
}

#[test]
fn marked_questions_are_answered() {
    check_both(
        "Q: Are you open?\nA: Yes. Come in.\n\nQ: Is it free?\nA: No.\nIt costs €5.\n",
        &[
            "@1 ? Are you open? ! Yes. Come in.",
            "@4 ? Is it free? ! No. It costs €5.",
        ],
    );
    check_both(
        "Q: Parking\nA: Behind the hotel.",
        &["@1 ? Parking ! Behind the hotel."],
    );
    check_both(
        "В: Есть ли лифт?\nО: Да, слева.",
        &["@1 ? Есть ли лифт? ! Да, слева."],
    );
    check_both(
        "Вопрос 1: Есть ли лифт?\nОтвет: Да.",
        &["@1 ? Есть ли лифт? ! Да."],
    );
    check_both("问：有轮椅吗？\n答：有四部。", &["@1 ? 有轮椅吗？ ! 有四部。"]);
    check_both("Q: Are you open?\n\nA: Yes.\n", &["@1 ? Are you open? ! Yes."]);
    check_both("Q1. Are you open? A: Yes.", &["@1 ? Are you open? ! Yes."]);
    check(
        "f.md",
        "**Q: Can I cancel?** A: Yes.\n\n**Q:** Is it free?\n**A:** No.",
        &["@1 ? Can I cancel? ! Yes.", "@3 ? Is it free? ! No."],
    );
    check(
        "f.md",
        "- Q: Can I cancel?\n- A: Yes.\n",
        &["@1 ? Can I cancel? ! Yes."],
    );
}

#[test]
fn bold_questions_are_answered_by_what_follows() {
    check(
        "f.md",
        "**Can I cancel?** Yes, until noon. Ring us.\n\n**Is there a lift?**\nYes.\n\n**Where do I park?**\n\nBehind the hotel.\n\nIt is free.\n\n**Is it far?**\n\nNo.\n\nOther text.",
        &[
            "@1 ? Can I cancel? ! Yes, until noon. Ring us.",
            "@3 ? Is there a lift? ! Yes.",
            "@6 ? Where do I park? ! Behind the hotel. It is free.",
            "@12 ? Is it far? ! No.",
            "@16 Other text.",
        ],
    );
}

#[test]
fn headings_that_ask_are_answered_by_all_that_follows() {
    check(
        "f.md",
        "# F\n## Where can I park?\nBehind the hotel. It is free.\n- 22 spaces\n- height 2.1 m\n\nRing us.\n\n## Rules\nNo dogs.\n",
        &[
            "@2 ? Where can I park? ! Behind the hotel. It is free. 22 spaces. height 2.1 m. Ring us.",
            "/Rules@10 No dogs.",
        ],
    );
    check(
        "f.md",
        "# F\n## What is it?\n\n| Room | Price |\n|---|---|\n| Oak | £5 |\n\nAsk us.\n",
        &["/What is it?@6 | Room=Oak | Price=£5", "/What is it?@8 Ask us."],
    );
    check(
        "f.md",
        "# F\n## What does printing cost?\n- black\n  - A4: 15p\n  - A3: 30p\n- colour\n  - A4: 50p\n",
        &["@2 ? What does printing cost? ! black: A4: 15p; A3: 30p. colour: A4: 50p"],
    );
    check(
        "f.md",
        "# F\n## Questions?\nQ: Is it free?\nA: Yes.\n",
        &["/Questions?@3 ? Is it free? ! Yes."],
    );
}

#[test]
fn what_is_too_much_for_an_answer_is_kept() {
    let sentence = "One two three four five six seven eight nine ten.";
    let text = format!(
        "# F\n## Why so?\n{}\n\n{sentence}\n- an item\n",
        [sentence; 8].join(" ")
    );
    let answer = [sentence; 8].join(" ");
    check(
        "f.md",
        &text,
        &[
            &format!("@2 ? Why so? ! {answer}"),
            &format!("/Why so?@5 {sentence}"),
            "/Why so?@6 - an item",
        ],
    );
}

#[test]
fn questions_on_lines_of_their_own_are_answered() {
    check_both(
        "1. 活动怎么报名？\n在微信报名。电影不用。\n\n2. 怎么续借？\n打电话。",
        &[
            "@1 ? 活动怎么报名？ ! 在微信报名。电影不用。",
            "@4 ? 怎么续借？ ! 打电话。",
        ],
    );
    check_both(
        "Where can I park?\nBehind the hotel. It is free.",
        &["@1 ? Where can I park? ! Behind the hotel. It is free."],
    );
    check_both(
        "Where can I park?\n\nBehind the hotel.\n\nOther text here.",
        &[
            "@1 ? Where can I park? ! Behind the hotel.",
            "@5 Other text here.",
        ],
    );
    check(
        "f.md",
        "- Can I bring my dog?\n  - yes, on a lead\n  - £5\n- No smoking\n",
        &["@1 ? Can I bring my dog? ! yes, on a lead. £5", "@4 - No smoking"],
    );
    check(
        "f.md",
        "1. Can I bring my dog?\n\n   Yes.\n\n2. Is it free?\n\n   No.\n",
        &["@1 ? Can I bring my dog? ! Yes.", "@5 ? Is it free? ! No."],
    );
    check(
        "f.md",
        "1. Can I bring my dog?\n\nYes.\n\n2. Is it free?\n\nNo.\n",
        &["@1 ? Can I bring my dog? ! Yes.", "@5 ? Is it free? ! No."],
    );
}

#[test]
fn dialogues_are_questions_and_answers() {
    check_both(
        "— Можно ли купить билет онлайн?\n— Да, на сайте.\n\n— Есть ли лифт?\n— Нет. Скоро будет.",
        &[
            "@1 ? Можно ли купить билет онлайн? ! Да, на сайте.",
            "@4 ? Есть ли лифт? ! Нет. Скоро будет.",
        ],
    );
    check_both(
        "— Нужны ли бахилы?\n— Да.\n— Есть ли лифт?\n— Есть.",
        &["@1 ? Нужны ли бахилы? ! Да.", "@3 ? Есть ли лифт? ! Есть."],
    );
}

#[test]
fn tables_of_questions_are_answered() {
    check(
        "f.csv",
        "Question,Answer\nIs it free?,\"No, €5.\"\nLift?,Yes.\n",
        &["@2 ? Is it free? ! No, €5.", "@3 ? Lift? ! Yes."],
    );
    check(
        "f.md",
        "| № | Вопрос | Ответ |\n|---|---|---|\n| 1 | Есть лифт? | Да. |\n",
        &["@3 ? Есть лифт? ! Да."],
    );
    check(
        "f.csv",
        "问题,答案\n收费吗？,免费。\n",
        &["@2 ? 收费吗？ ! 免费。"],
    );
}

#[test]
fn questions_that_nobody_answers_stay() {
    check_both(
        "Found something old in your garden?? Bring it to us.",
        &["@1 Found something old in your garden?? Bring it to us."],
    );
    check_both(
        "Off before 7? Order a breakfast bag.",
        &["@1 Off before 7? Order a breakfast bag."],
    );
    check(
        "f.md",
        "- Is it free?\n- Is it far?\n",
        &["@1 - Is it free?", "@2 - Is it far?"],
    );
}
