//! Questions about the operator's place are left to the operator's documents.

#![allow(clippy::expect_used)]

use jiff::Zoned;
use jiff::civil::date;
use mynah_intents::{Assistant, Context, Language, Permissions};

const ENGLISH: [&str; 60] = [
    "how much is a large coffee",
    "what time do you open",
    "what time do you close on Sundays",
    "how long is the tour",
    "when is the next bus",
    "how many days in advance do I book",
    "is there a list of prices",
    "how far is the beach in miles",
    "what is the cost of two adults and a child",
    "what's the time of the last entry",
    "can you stop the bus at the museum",
    "how much is a ticket for two adults and three children",
    "when does the pool open tomorrow",
    "are you open on Christmas Day",
    "are you open at the weekend",
    "is there a discount for students",
    "do you give 10 percent off to members",
    "how many people fit in the meeting room",
    "how long does the repair take",
    "how many minutes is the walk to the station",
    "what day is the market on",
    "which day is the quiz night",
    "what is the date of the summer fair",
    "when is the last train to London",
    "what time is the first bus to Leeds",
    "how far is it to the airport in kilometres",
    "how deep is the pool in metres",
    "how many rooms have you got",
    "what is on the menu today",
    "what's on this weekend",
    "can I cancel my booking",
    "how do I cancel the appointment for Friday",
    "can you remind members about the meeting",
    "is there an alarm in the rooms",
    "do the rooms have an alarm clock",
    "can you wake guests in the morning",
    "how do I get on the waiting list",
    "can I be added to the mailing list",
    "where can I roll out my tent",
    "do you have a timer switch for the heater",
    "how much does it cost to hire a bike for two hours",
    "how much is half a day",
    "is there a lift to the second floor",
    "what is the difference between the two tickets",
    "which is cheaper the day pass or two single tickets",
    "how many stamps do I get for ten coffees",
    "is there a charge for a second bag",
    "how old do you have to be to swim alone",
    "at what age do children pay the full price",
    "what language is the tour in",
    "is the tour in Russian",
    "do you have leaflets in Chinese",
    "is it loud at night",
    "who can help me with my luggage",
    "can someone help me carry this upstairs",
    "what are the opening hours next Monday",
    "how much notice do you need",
    "how many weeks is the course",
    "what is the minimum stay in July",
    "who made the statue in the hall",
];

const RUSSIAN: [&str; 24] = [
    "сколько стоит билет для двух взрослых и ребёнка",
    "во сколько вы открываетесь",
    "до скольки вы работаете",
    "когда следующий автобус",
    "во сколько последний автобус до Москвы",
    "сколько длится экскурсия",
    "сколько у вас лежат потерянные документы",
    "за сколько дней надо бронировать",
    "какой сегодня тариф",
    "сколько минут идти до вокзала",
    "есть ли скидка десять процентов для студентов",
    "как отменить запись на пятницу",
    "можно ли отменить бронь",
    "какие дни бесплатные",
    "работаете ли вы в новый год",
    "сколько метров бассейн",
    "какая глубина в метрах",
    "на каком языке экскурсия",
    "кто построил это здание",
    "есть ли список цен",
    "с какого возраста нужен билет",
    "сколько лет должно быть ребёнку",
    "сколько багажа можно взять",
    "когда заканчивается приём",
];

const CHINESE: [&str; 24] = [
    "成人票多少钱",
    "两个大人一个小孩要多少钱",
    "你们几点开门",
    "几点关门",
    "周末开门吗",
    "下一班车几点",
    "参观一次要多长时间",
    "要提前几天预约",
    "有价目表吗",
    "离海边有多少公里",
    "最晚几点入场",
    "学生打几折",
    "六十岁以上有优惠吗",
    "圣诞节开放吗",
    "一次能借几本书",
    "借书可以借多少天",
    "怎么取消预约",
    "讲解有英语的吗",
    "谁设计了这座楼",
    "游泳池有多深",
    "停车一小时多少钱",
    "房间里有闹钟吗",
    "今天有什么活动",
    "证件丢了怎么办",
];

fn noon() -> Zoned {
    date(2026, 11, 25)
        .at(10, 30, 0, 0)
        .in_tz("Europe/London")
        .expect("a time in London")
}

fn none_is_taken(language: Language, questions: &[&str]) {
    let now = noon();
    let mut assistant = Assistant::new(Permissions::all()).expect("the grammars are right");
    let mut chance = |_: u64| 0;
    for setting in ["", "set a timer for ten minutes", "add milk to the shopping list"] {
        if let Some(intent) = assistant.parse(setting, Language::English, &Context::at(&now)) {
            assistant.execute(intent, &now, &mut chance);
        }
        for question in questions {
            let intent = assistant.parse(question, language, &Context::at(&now));
            assert_eq!(intent.map(|intent| intent.tool()), None, "{question}");
        }
    }
}

#[test]
fn questions_about_the_place_are_not_taken_in_english() {
    none_is_taken(Language::English, &ENGLISH);
}

#[test]
fn questions_about_the_place_are_not_taken_in_russian() {
    none_is_taken(Language::Russian, &RUSSIAN);
}

#[test]
fn questions_about_the_place_are_not_taken_in_chinese() {
    none_is_taken(Language::Chinese, &CHINESE);
}
