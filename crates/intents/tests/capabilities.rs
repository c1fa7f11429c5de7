//! What can be asked, in the three languages, and what is answered at half past ten on a Wednesday.

#![allow(clippy::expect_used, clippy::disallowed_methods)]

use std::time::{Duration, Instant};

use jiff::Zoned;
use jiff::civil::date;
use mynah_intents::{Assistant, Context, Effect, Language, Outcome, OwnGrammar, Permissions};
use serde_json::json;

use Language::{Chinese, English, Russian};

fn now() -> Zoned {
    date(2026, 11, 25)
        .at(10, 30, 0, 0)
        .in_tz("Europe/London")
        .expect("a time in London")
}

fn ask(assistant: &mut Assistant, language: Language, said: &str) -> Option<Outcome> {
    let now = now();
    let context = Context {
        last_reply: Some("It opens at nine."),
        ..Context::at(&now)
    };
    let intent = assistant.parse(said, language, &context)?;
    Some(assistant.execute(intent, &now, &mut |_| 0))
}

fn fresh() -> Assistant {
    Assistant::new(Permissions::all()).expect("the grammars are right")
}

#[test]
fn a_single_request_is_answered_in_its_language() {
    let fresh = fresh();
    for (language, said, part) in [
        (English, "what time is it in Tokyo right now", "7:30 pm"),
        (English, "whats tomorrow's date", "26 November"),
        (English, "please give me a bit more time to finish", "more time"),
        (English, "let me finish", "more time"),
        (English, "you wait too long before you answer", "sooner"),
        (Russian, "подожди пока я договорю", "дольше"),
        (Russian, "отвечай пораньше", "раньше"),
        (Chinese, "请等我说完再回答", "多等"),
        (Chinese, "你等得太久了", "早点"),
        (English, "how many weeks is it till christmas", "4 weeks"),
        (English, "is 2028 a leap year", "Yes"),
        (
            English,
            "set an egg timer for four and a half minutes",
            "4 minutes and 30 seconds",
        ),
        (English, "wake me every weekday at 6 45", "6:45 am on weekdays"),
        (
            English,
            "remind me in an hour to ring the dentist",
            "ring the dentist",
        ),
        (
            English,
            "a coat is 80 pounds with 30 percent off what do i pay",
            "£56",
        ),
        (English, "split a bill of 96 pounds between 4 people", "£24"),
        (English, "add 20 percent vat to 250", "300"),
        (English, "what is ten divided by zero", "can't divide"),
        (English, "how many pints are in 3 litres", "5.28"),
        (English, "75 kilos in stone", "11.8"),
        (English, "40 miles per gallon in litres per 100 km", "7.06"),
        (English, "two cups of milk in ml", "473"),
        (English, "how many dollars is 20 pounds", "no exchange rates"),
        (English, "toss a coin", "Heads"),
        (English, "are you recording me", "nothing is sent anywhere"),
        (English, "speak Russian", "Just ask me in Russian"),
        (Russian, "который час", "10:30"),
        (Russian, "какой сегодня день недели", "среда"),
        (Russian, "заведи таймер на полчаса", "30 минут"),
        (Russian, "разбуди меня в 6:30", "6:30"),
        (Russian, "сколько будет пятнадцать процентов от двух тысяч", "300"),
        (Russian, "Переведи 5 миль в километры", "8,05"),
        (Russian, "сколько рублей в долларе", "Курсов валют у меня нет"),
        (Russian, "говори по-английски", "спросите по-английски"),
        (Chinese, "现在几点了", "10点半"),
        (Chinese, "12月1号是星期几", "星期二"),
        (Chinese, "帮我计时半个小时", "30分钟"),
        (Chinese, "原价四百五打八折是多少钱", "360"),
        (Chinese, "三斤半是几公斤", "1.75"),
        (Chinese, "一亩地多少平方米", "666.67"),
        (Chinese, "一美元等于多少人民币", "没有汇率"),
        (Chinese, "你在录音吗", "不会"),
    ] {
        let outcome = ask(&mut fresh.clone(), language, said);
        let reply = outcome.map(|outcome| outcome.reply).unwrap_or_default();
        assert!(reply.contains(part), "{said} -> {reply}");
    }
}

#[test]
fn a_conversation_keeps_what_it_is_about() {
    for (language, turns) in [
        (
            English,
            &[
                ("set a pasta timer for ten minutes", "Pasta timer set"),
                ("and a tea timer for 4 minutes", "Tea timer"),
                ("pause the timer", ""),
                ("how many timers are running", "2 timers"),
                ("cancel the pasta one", "Cancelled the pasta timer"),
                ("what's still running", "tea"),
            ][..],
        ),
        (
            English,
            &[
                ("wake me at half past six", "6:30 am"),
                ("make that seven instead", "7 am"),
                ("cancel it", "Cancelled"),
                ("have i got any alarms set", "no alarms"),
            ][..],
        ),
        (
            English,
            &[
                ("add milk and eggs to my shopping list", "milk and eggs"),
                ("put bread on it too", "bread"),
                ("take the milk off", "milk"),
                ("what's on my shopping list", "eggs and bread"),
            ][..],
        ),
        (
            English,
            &[("12 inches in centimetres", "30.48"), ("and 20 inches?", "50.8")][..],
        ),
        (
            English,
            &[
                ("what's tomorrow's date", "26 November"),
                ("and the day after that", "27 November"),
                ("and the day before that?", "26 November"),
                ("what day is christmas", "Friday"),
                ("and the following day", "Saturday"),
            ][..],
        ),
        (
            Russian,
            &[
                ("какое завтра число", "26 ноября"),
                ("а на следующий день", "27 ноября"),
            ][..],
        ),
        (Chinese, &[("明天几号", "26"), ("那再后一天呢", "27")][..]),
        (
            Russian,
            &[
                ("разбуди меня завтра в семь утра", "7:00"),
                ("нет, давай лучше полвосьмого", "7:30"),
                ("всё, убери его", "отменён"),
            ][..],
        ),
        (
            Chinese,
            &[
                ("明早七点叫我起床", "7点"),
                ("算了，改成七点半吧", "7点半"),
                ("把闹钟关掉", "已取消"),
            ][..],
        ),
    ] {
        let mut assistant = fresh();
        for (said, part) in turns {
            let outcome = ask(&mut assistant, language, said);
            let reply = outcome.map(|outcome| outcome.reply).unwrap_or_default();
            assert!(!reply.is_empty() && reply.contains(part), "{said} -> {reply}");
        }
    }
}

#[test]
fn the_question_which_timer_is_answered_with_a_name() {
    let mut assistant = fresh();
    for said in [
        "set a pasta timer for ten minutes",
        "set a tea timer for four minutes",
    ] {
        assert!(ask(&mut assistant, English, said).is_some(), "{said}");
    }
    assistant.leave_topic();
    let question = ask(&mut assistant, English, "cancel the timer").map(|outcome| outcome.reply);
    assert_eq!(question.as_deref(), Some("Which timer: pasta or tea?"));
    let answer = ask(&mut assistant, English, "the tea one").map(|outcome| outcome.reply);
    assert_eq!(answer.as_deref(), Some("Cancelled the tea timer."));
}

#[test]
fn a_timer_tells_its_length_in_seconds() {
    for (language, said) in [
        (English, "set a timer for ten minutes"),
        (Russian, "поставь таймер на десять минут"),
        (Chinese, "定一个十分钟的计时器"),
    ] {
        let outcome = ask(&mut fresh(), language, said).expect("it is understood");
        assert!(outcome.tool.starts_with("timer"), "{said}");
        assert_eq!(outcome.result["seconds"], json!(600), "{said}");
        assert_eq!(outcome.effects, [Effect::StateChanged], "{said}");
    }
}

#[test]
fn a_language_is_not_switched() {
    for (language, said) in [
        (English, "speak Russian"),
        (Russian, "говори по-английски"),
        (Chinese, "说英语"),
    ] {
        let outcome = ask(&mut fresh(), language, said).expect("it is understood");
        assert_eq!(outcome.effects, [], "{said}");
    }
}

#[test]
fn hostile_utterances_are_read_in_a_bounded_time() {
    let assistant = fresh();
    let now = now();
    for utterance in [
        "a".repeat(10_000),
        "set a timer for ".repeat(700),
        "1+".repeat(5000),
        "(".repeat(10_000),
        "五".repeat(10_000),
        "please ".repeat(57),
        "one and ".repeat(49),
        "и ещё ".repeat(60),
        "加一".repeat(90),
    ] {
        for language in Language::ALL {
            let begin = Instant::now();
            let _ = assistant.parse(&utterance, language, &Context::at(&now));
            // A debug build on a busy machine is many times slower than the program.
            let most = Duration::from_millis(if cfg!(debug_assertions) { 1500 } else { 500 });
            let took = begin.elapsed();
            let start: String = utterance.chars().take(12).collect();
            let most = if utterance.len() >= 10_000 {
                Duration::from_millis(20)
            } else {
                most
            };
            assert!(took < most, "{start} {took:?}");
        }
    }
}

#[test]
fn an_operators_sentences_are_understood_and_win_over_equal_ones() {
    let own = OwnGrammar {
        language: English,
        file: "desk.en.grammar".to_owned(),
        text:
            "@timer_set name=sauna seconds=900\nstart my sauna\n@random_dice\nroll a dice\nwhat time is it\n"
                .to_owned(),
    };
    let mut assistant = fresh();
    assert_eq!(assistant.add_grammars(&[own]), []);
    let reply = |assistant: &mut Assistant, said| ask(assistant, English, said).map(|outcome| outcome.reply);

    let sauna = reply(&mut assistant, "please start my sauna").unwrap_or_default();
    assert!(sauna.contains("15 minutes") && sauna.contains("auna"), "{sauna}");
    let intent = assistant.parse("what time is it", English, &Context::at(&now()));
    assert_eq!(intent.map(|intent| intent.tool()), Some("random_dice"));
    assert!(reply(&mut assistant, "what is 3 times 4").is_some_and(|reply| reply.contains("12")));
}

#[test]
fn a_file_of_sentences_with_a_mistake_is_left_out_and_the_rest_works() {
    let file = |name: &str, language, text: &str| OwnGrammar {
        language,
        file: name.to_owned(),
        text: text.to_owned(),
    };
    let mut assistant = fresh();
    let mistakes = assistant.add_grammars(&[
        file("a.en.grammar", English, "@time_now\nwhat does the cuckoo say\n"),
        file("b.en.grammar", English, "@time_now\nthe sun dial [please\n"),
        file("c.en.grammar", English, "@tea_make\nput the kettle on\n"),
        file("e.en.grammar", English, "@time_now when=timmer\nand the time\n"),
        file("d.ru.grammar", Russian, "@time_now\nчто на часах с кукушкой\n"),
    ]);
    let told: Vec<String> = mistakes.iter().map(ToString::to_string).collect();
    assert_eq!(told.len(), 3, "{told:?}");
    assert!(told[2].contains("'timmer'"), "{told:?}");
    assert!(told[0].starts_with("b.en.grammar, line 2:"), "{told:?}");
    assert!(
        told[1].starts_with("c.en.grammar, line 1:") && told[1].contains("tea_make"),
        "{told:?}"
    );
    for (language, said) in [
        (English, "what does the cuckoo say"),
        (Russian, "что на часах с кукушкой"),
        (English, "what time is it"),
    ] {
        let outcome = ask(&mut assistant, language, said);
        assert!(
            outcome.is_some_and(|outcome| outcome.reply.contains("10:30")),
            "{said}"
        );
    }
    assert!(ask(&mut assistant, English, "the sun dial please").is_none());
}
