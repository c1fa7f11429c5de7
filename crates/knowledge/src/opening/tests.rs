//! Questions about opening hours, asked on a Friday afternoon.

use std::path::Path;

use jiff::civil::date;

use crate::answer::{Answerer, Context};
use crate::documents;
use crate::language::Language;

const LIBRARY: &str =
    "# Library\n\n## Opening hours\n\nMonday to Friday: 9:00-17:00\nSaturday: 10:00-14:00\nSunday: closed\n";
const HOUSE: &str = "# Harbor House\n\n## Opening hours\n\nHarbor House opens at 9 am and closes at 6 pm. On Sunday it opens at 11 am. \
    It is closed on Monday.\n\n## Shop\n\nThe shop sells postcards. The shop is open from 10 to 4 on Saturday.\n";

#[track_caller]
fn check(document: &str, language: Language, asked: &[(&str, &str)]) {
    let answerer = Answerer::new(documents::read(Path::new("place.md"), document));
    let now = date(2026, 11, 27).at(16, 20, 0, 0);
    for (question, expected) in asked {
        let answer = answerer.answer(question, Some(language), &mut Context::default(), now);
        assert_eq!(answer.text, *expected, "{question}");
    }
}

#[test]
fn whether_it_is_open_is_answered_for_a_moment_a_part_of_a_day_and_a_day() {
    check(
        LIBRARY,
        Language::English,
        &[
            ("Are you open now?", "Yes, it is open until 5 pm."),
            ("Are you closed now?", "No, it is open until 5 pm."),
            ("Are you closed on Sundays?", "Yes. On Sunday it is closed."),
            (
                "Is it closed on Monday?",
                "No. On Monday it is open from 9 am to 5 pm.",
            ),
            (
                "Are you open this evening?",
                "No. On Friday it is open from 9 am to 5 pm.",
            ),
            (
                "Can I come at 6 pm?",
                "No. On Friday it is open from 9 am to 5 pm.",
            ),
            (
                "Are you open before 10 on Saturday?",
                "No. On Saturday it is open from 10 am to 2 pm.",
            ),
            (
                "Do you close at 2 on Saturdays?",
                "Yes. On Saturday it is open from 10 am to 2 pm.",
            ),
            (
                "Are you open at the weekend?",
                "On Saturday it is open from 10 am to 2 pm. On Sunday it is closed.",
            ),
            ("Are you open every day?", "No. It is closed on Sunday."),
            ("Good evening, are you open?", "Yes, it is open until 5 pm."),
            (
                "Are you open until 10?",
                "No. On Friday it is open from 9 am to 5 pm.",
            ),
            (
                "Do you close before 6 on Friday?",
                "Yes. On Friday it is open from 9 am to 5 pm.",
            ),
            (
                "Are you open on 2 December?",
                "Yes. On Wednesday 2 December it is open from 9 am to 5 pm.",
            ),
        ],
    );
}

#[test]
fn how_long_when_next_and_which_days_not_are_computed() {
    check(
        LIBRARY,
        Language::English,
        &[
            (
                "How long are you open on Saturday?",
                "On Saturday it is open for 4 hours, from 10 am to 2 pm.",
            ),
            ("Which days are you closed?", "It is closed on Sunday."),
            ("When do you open next?", "It is open now, until 5 pm."),
        ],
    );
}

#[test]
fn sentences_of_a_paragraph_are_one_schedule_with_its_name() {
    check(
        HOUSE,
        Language::English,
        &[
            ("Are you open now?", "Yes, Harbor House is open until 6 pm."),
            ("Are you open on Monday?", "No. On Monday Harbor House is closed."),
            (
                "When does Harbor House open on Sunday?",
                "On Sunday Harbor House is open from 11 am to 6 pm.",
            ),
        ],
    );
}

#[test]
fn russian_and_chinese_questions_are_answered_in_their_language() {
    check(
        LIBRARY,
        Language::Russian,
        &[
            ("вы сейчас открыты?", "Да, открыто до 17:00."),
            ("вы закрыты по воскресеньям?", "Да. В воскресенье закрыто."),
            (
                "до восьми в субботу работаете?",
                "Нет. В субботу открыто с 10:00 до 14:00.",
            ),
            (
                "вы работаете в выходные?",
                "В субботу открыто с 10:00 до 14:00. В воскресенье закрыто.",
            ),
            ("когда вы не работаете?", "Выходной день: воскресенье."),
        ],
    );
    check(
        LIBRARY,
        Language::Chinese,
        &[
            ("你们现在开门吗", "开放，到17:00。"),
            ("星期天开门吗", "星期日不开放。"),
            ("星期几休息", "星期日不开放。"),
            ("你们开到六点吗", "不开放。星期五开放时间是9:00到17:00。"),
            ("周六下午开吗", "开放。星期六开放时间是10:00到14:00。"),
        ],
    );
}

#[test]
fn what_is_no_question_of_opening_is_left_to_the_documents() {
    let answerer = Answerer::new(documents::read(Path::new("place.md"), LIBRARY));
    let now = date(2026, 11, 27).at(16, 20, 0, 0);
    for question in [
        "How many people work here?",
        "Why are you closed on Sunday?",
        "Can I bring my dog at 3 pm?",
    ] {
        let answer = answerer.answer(question, None, &mut Context::default(), now);
        assert!(!answer.text.contains("it is "), "{question}: {}", answer.text);
    }
}

const BAKERY: &str = "# Bakery\n\n| Day | Shop | Café |\n|---|---|---|\n| Monday to Thursday | 7:00-17:30 | 8:30-16:30 |\n\
    | Friday | 7:00-17:00 | none |\n| Saturday | 7:00-12:00 | closed |\n";

#[test]
fn places_of_one_table_are_told_apart_and_together() {
    check(
        BAKERY,
        Language::English,
        &[
            ("Is the shop open now?", "Shop: yes, it is open until 5 pm."),
            (
                "When is the café open on Monday?",
                "Café: on Monday it is open from 8:30 am to 4:30 pm.",
            ),
            (
                "Are you open on Saturday?",
                "Shop: yes. On Saturday it is open from 7 am to 12 noon. Café: no. On Saturday it is closed.",
            ),
        ],
    );
}

const STABLES: &str = "# Stables\n\n| Day | Yard and office |\n|---|---|\n| Monday | closed |\n| Tuesday to Friday | 9:00 - 19:30 |\n\
    | Saturday | 8:30 - 17:00 |\n\nExceptions: 12 December shut all day for a course. 25 and 26 December closed.\n";

#[test]
fn the_only_column_of_a_table_is_the_whole_place() {
    check(
        STABLES,
        Language::English,
        &[
            (
                "Could we pop in on the 12th of December?",
                "Yard and office: no. On Saturday 12 December it is closed.",
            ),
            (
                "Are you open on Saturday?",
                "Yard and office: yes. On Saturday it is open from 8:30 am to 5 pm.",
            ),
            // No question of opening that is understood whole, and yet the row for Saturdays would be false.
            (
                "Till when is somebody around on 12 December?",
                "Yard and office: on Saturday 12 December it is closed.",
            ),
        ],
    );
}

const QUAY: &str = "# Quay\n\n## Opening hours\n\n| Day | Café | Boat store |\n|---|---|---|\n| Monday | closed | 8:00-16:00 |\n\
    | Tuesday-Friday | 9:00-17:00 | 8:00-16:00 |\n| Saturday | 9:00-18:30 | 9:30-15:00 |\n| Sunday | 10:00-16:00 | closed |\n";

#[test]
fn hours_of_two_places_and_of_two_days_are_compared() {
    check(
        QUAY,
        Language::English,
        &[
            (
                "Which opens later on Saturdays, the café or the boat store?",
                "Boat store: opens later. Café: on Saturday it is open from 9 am to 6:30 pm. \
                 Boat store: on Saturday it is open from 9:30 am to 3 pm.",
            ),
            (
                "Does the café close earlier on Sundays or on Saturdays?",
                "Sunday: closes earlier. On Saturday it is open from 9 am to 6:30 pm. On Sunday it is open from 10 am to 4 pm.",
            ),
            (
                "On which day does the café close latest?",
                "Saturday: closes later. On Saturday it is open from 9 am to 6:30 pm.",
            ),
        ],
    );
}

#[test]
fn hours_are_not_compared_with_a_day_that_is_closed() {
    let answerer = Answerer::new(documents::read(Path::new("quay.md"), QUAY));
    let now = date(2026, 11, 27).at(16, 20, 0, 0);
    let question = "Which closes later on Sundays, the café or the boat store?";
    let told = answerer.answer(question, None, &mut Context::default(), now).text;
    assert!(!told.contains("closes later"), "{told}");
}

#[test]
fn branches_in_columns_have_hours_and_what_is_said_of_both_holds_for_both() {
    let branches = "# Where and when\n\n| | Mill Road | Station Yard |\n|---|---|---|\n| Mon–Wed | 7:00–17:30 | 6:30–17:00 |\n\
        | Thursday | 7:00–19:00 | 6:30–17:00 |\n| Friday | 7:00–17:30 | 6:30–18:00 |\n| Sunday | 10:00–14:00 | 9:00–12:00 |\n\n\
        Both shops are closed on 28 November.\n";
    check(
        branches,
        Language::English,
        &[
            (
                "Which of your two shops opens later on Sundays?",
                "Mill Road: opens later. On Sunday Mill Road is open from 10 am to 2 pm. \
                 On Sunday Station Yard is open from 9 am to 12 noon.",
            ),
            (
                "When does Station Yard open on Friday?",
                "On Friday Station Yard is open from 6:30 am to 6 pm.",
            ),
            (
                "Is Mill Road open on 28 November?",
                "No. On Saturday 28 November Mill Road is closed.",
            ),
        ],
    );
}

#[test]
fn what_is_said_of_both_car_parks_closes_no_shop() {
    let place = "# Where and when\n\n| Day | Café | Shop |\n|---|---|---|\n| Mon–Fri | 9:00–17:00 | 8:00–16:00 |\n\n\
        Both car parks are closed on 3 December.\n";
    let answerer = Answerer::new(documents::read(Path::new("place.md"), place));
    let now = date(2026, 11, 27).at(16, 20, 0, 0);
    let told = answerer
        .answer(
            "Is the café open on 3 December?",
            None,
            &mut Context::default(),
            now,
        )
        .text;
    assert!(
        !told.contains("Café: no") && !told.contains("it is closed"),
        "{told}"
    );
}
