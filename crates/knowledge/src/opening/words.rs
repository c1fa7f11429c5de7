//! The words of questions about opening hours, in the three languages.
//!
//! Owns the lists and how they are looked up. What the words mean together is `asked`'s.

use crate::language::Language;
use crate::question::Question;

/// Words by language: English, Russian, Chinese.
pub(super) type Words = [&'static [&'static str]; 3];

pub(super) const NOW: Words = [
    &["now", "currently", "still", "moment", "already", "yet"],
    &["сейчас", "еще", "уже", "теперь"],
    &["现在", "目前", "还开着", "这会儿"],
];
pub(super) const CLOSED: Words = [
    &["closed", "shut"],
    &["закрыт", "закрыта", "закрыто", "закрыты"],
    &[
        "关门",
        "闭馆",
        "休息",
        "关着",
        "不开门",
        "不营业",
        "不上班",
        "不开放",
    ],
];
/// Days off, where no day is named by the word itself.
pub(super) const DAYS_OFF: Words = [&[], &["выходной", "выходные"], &[]];
pub(super) const NEXT: Words = [
    &["next", "again"],
    &["снова", "опять"],
    &["下次", "再开", "下一次", "再营业"],
];
/// "Next week" is no next opening.
pub(super) const SPANS: Words = [
    &["week", "month", "year", "weekend", "fortnight"],
    &["неделе", "неделю", "месяце"],
    &["下周", "下个月", "明年"],
];
pub(super) const WHICH_DAY: Words = [
    &["which day", "which days", "what day", "what days", "when are"],
    &[
        "когда вы не",
        "когда не",
        "какие дни",
        "какой день",
        "каким дням",
        "когда у вас выходной",
    ],
    &["星期几", "周几", "哪天", "哪几天", "哪一天"],
];
/// A question with one of these is not answered by yes or no.
pub(super) const QUESTION_WORDS: Words = [
    &[
        "which", "what", "when", "who", "how", "why", "where", "whose", "whats", "what's", "who's",
    ],
    &[
        "кто",
        "что",
        "сколько",
        "почему",
        "зачем",
        "как",
        "какой",
        "какая",
        "какие",
        "какое",
        "где",
        "куда",
        "когда",
        "чей",
    ],
    &["谁", "哪", "什么", "几", "多少", "为何", "怎么"],
];
pub(super) const OPEN: Words = [
    &["open", "opens", "opening"],
    &[
        "открыт",
        "открыта",
        "открыто",
        "открыты",
        "откроетесь",
        "откроется",
        "работаете",
        "работает",
        "работают",
    ],
    &["开", "营业", "上班"],
];
pub(super) const CLOSES: Words = [
    &["close", "closes", "shut", "shuts"],
    &["закрываетесь", "закрывается"],
    &[],
];
pub(super) const EVERY_DAY: Words = [
    &[
        "every day",
        "daily",
        "seven days",
        "7 days",
        "all week",
        "each day",
    ],
    &["каждый день", "ежедневно", "без выходных"],
    &["每天", "天天"],
];
pub(super) const UNTIL: Words = [&["until", "till", "til"], &["до"], &["开到", "营业到"]];
pub(super) const BEFORE: Words = [&["before", "earlier"], &["раньше"], &["之前", "以前"]];
pub(super) const BY: Words = [&["by"], &["к"], &[]];
pub(super) const AFTER: Words = [
    &["after", "past", "later", "beyond"],
    &["после", "позже"],
    &["之后", "以后"],
];
pub(super) const EVENING: Words = [&["evening", "tonight"], &["вечером"], &["晚上", "今晚"]];
pub(super) const MORNING: Words = [&["morning"], &["утром"], &["早上", "上午", "早晨"]];
pub(super) const AFTERNOON: Words = [&["afternoon"], &["днем"], &["下午"]];
/// What is said of every week, or of a time that no schedule names.
pub(super) const TOO_VAGUE: Words = [
    &[
        "evenings",
        "mornings",
        "afternoons",
        "nights",
        "night",
        "late",
        "yesterday",
        "overnight",
        "anymore",
    ],
    &["вечерам", "утрам", "ночью", "ночам", "вчера", "круглосуточно"],
    &["夜里", "半夜", "通宵", "昨天", "深夜"],
];
/// What says that a time is in the second half of the day.
pub(super) const LATE: Words = [
    &["evening", "afternoon", "tonight", "pm"],
    &["вечера", "дня", "вечером"],
    &["晚上", "下午", "今晚"],
];
pub(super) const EARLY: Words = [&["morning"], &["утра", "утром"], &["早上", "上午", "凌晨"]];
/// "Can I come at six?" asks whether it is open then.
pub(super) const COMING: Words = [
    &[
        "come", "visit", "drop", "pop", "arrive", "anyone", "anybody", "someone", "somebody", "swing by",
        "stop by", "call in",
    ],
    &[
        "прийти",
        "подойти",
        "приехать",
        "зайти",
        "заехать",
        "подъехать",
        "приходить",
    ],
    &["来", "过来"],
];
/// "Can we visit on Sunday?" asks whether it is open then.
pub(super) const VISITING: Words = [
    &[
        "come",
        "visit",
        "drop in",
        "drop by",
        "pop in",
        "pop by",
        "pop round",
        "swing by",
        "stop by",
        "call in",
        "arrive",
        "anyone there",
        "anybody there",
        "somebody there",
        "someone there",
    ],
    &["прийти", "приехать", "зайти", "заехать", "приходить"],
    &["来", "过来"],
];
/// What makes a question one of what is to be done.
pub(super) const DUTIES: Words = [
    &["should", "must", "need", "have to", "do i", "do we"],
    &["нужно", "надо", "должны", "обязательно"],
    &["必须", "需要", "要不要"],
];
/// "How long until you open" is not how long it is open.
pub(super) const WAITING: Words = [
    &["until", "till", "before", "wait", "left", "still"],
    &["до", "ждать", "осталось"],
    &["还", "等", "才"],
];

/// Rooms to rest in are not closed.
const RESTING_PLACES: [&str; 5] = ["休息室", "休息区", "休息处", "休息厅", "休息间"];

/// Whether the question, without its greeting, has one of the words or phrases.
pub(super) fn has(question: &Question, words: Words) -> bool {
    let words = words[question.language as usize];
    let Some(first) = question.tokens.get(question.begins) else {
        return false;
    };
    if question.language == Language::Chinese {
        let mut text = question.text[first.range.start..].to_owned();
        for place in RESTING_PLACES {
            text = text.replace(place, "");
        }
        return words.iter().any(|word| text.contains(word));
    }
    let said: Vec<&str> = question.tokens[question.begins..]
        .iter()
        .map(|token| token.word.as_str())
        .collect();
    words.iter().any(|phrase| {
        let phrase: Vec<&str> = phrase.split(' ').collect();
        said.windows(phrase.len()).any(|window| window == phrase)
    })
}

/// Whether two words follow each other.
pub(super) fn follows(question: &Question, first: &str, second: &dyn Fn(&str) -> bool) -> bool {
    let words = question.words();
    words.windows(2).any(|pair| pair[0] == first && second(pair[1]))
}
