//! What can be a label.
//!
//! Owns the length of labels and the words that make a sentence of a text in English, Russian and Chinese.

use super::super::sentences::{is_han, sentences, words};
use super::super::word_list::WordList;
use super::Mark;
use super::calendar::{days, is_day};
use crate::text::without_brackets;

const MAX_WORDS_LEN: usize = 6;
const MAX_HAN_LEN: usize = 16;
const MAX_LETTERS_LEN: usize = 70;

/// They label nothing: what follows is a sentence.
static EMPTY: WordList = WordList::separated(
    "so|note|nb|n.b|p.s|ps|attention|remember|important|warning|please note|tip|hint|update|sorry|yes|\
     no|also|hi|hello|dear guests|q|a|question|answer|re|eg|ie|важно|внимание|обратите внимание|\
     примечание|помните|да|нет|например|в|о|вопрос|ответ|注意|请注意|温馨提示|提示|备注|问|答|例如|比如|通知|http|https|\
     mailto",
    '|',
);
/// They make a sentence of the words around them.
static VERBS: WordList = WordList::new(
    "we you they i he she it is are was were be has have had can could will would may might must shall \
     should do does did don't dont cannot can't isn't aren't keep keeps offer offers need needs want \
     sells includes include please that's there's it's we're i'm you're which because if let lets мы \
     вы я он она они можно нужно нельзя надо есть был была были будет это если когда просим который \
     которые могут может ждём нет можете пожалуйста",
);
/// At the end of a label they are none of a sentence: "Booking opens: 7 Dec".
static VERBS_WITHIN: WordList = WordList::new(
    "opens closes starts begins ends costs runs takes lasts stops goes comes leaves arrives departs \
     open close work works accept accepts sell take hold holds",
);
/// They begin a request if a word of [`AFTER_REQUESTS`] follows.
static REQUESTS: WordList = WordList::new(
    "bring book ask call ring use see come take leave press pay tell go turn text txt visit show keep \
     put meet reserve wear check",
);
static AFTER_REQUESTS: WordList = WordList::new(
    "a an the your ur our us at to on in for ahead early two me them it with w/ from down up left \
     right here there by",
);
static HAN_VERBS: WordList =
    WordList::new("， 。 ； 的话 我们 您 你 请 如果 可以 需要 不能 必须 应当 了 将 是");
static RUSSIAN_VERB_ENDS: WordList = WordList::new(
    "ается яется уется ются утся ится аем яем уем ает яет ует ают яют уют еют ите ете аться иться",
);

/// With a dash they make a sentence: "Опоздали — талон пропадает".
static RUSSIAN_PAST_ENDS: WordList = WordList::new("али яли или ели ыли");

/// They say how to reach somebody.
static CONTACTS: WordList = WordList::new(
    "tel phone telephone mobile fax email e-mail mail web website address wifi wi-fi тел почта сайт \
     адрес факс вайфай 电话 邮箱 邮件 网址 网站 地址 传真 微信 公众号",
);
/// They are said of what was named before.
static DEPENDENT: WordList = WordList::new(
    "price prices cost costs fee fees length duration time times place where when who meeting age ages \
     contact second third other others extra each also after then from until less more star цена цены \
     стоимость время место возраст длительность продолжительность запись второй вторая второе 价格 费用 时间 地点 \
     时长 年龄 对象 注意",
);
/// Sentences that begin with them are no titles.
static NO_TITLES: WordList =
    WordList::new("no not free closed open all yes only new dear нет не без только все");
/// A date or a day follows them.
static BEFORE_DATES: WordList = WordList::new("on every по в каждый каждую с первое");
/// They stand between times.
static TIME_WORDS: WordList = WordList::new("am pm a p m h to til till until from at с до в и ч");

/// Whether a text can be the label of an entry.
pub(super) fn is_label(text: &str, mark: Mark) -> bool {
    let plain = without_brackets(text);
    let plain = plain.trim();
    let han = plain.chars().filter(|&letter| is_han(letter)).count();
    let lowered = plain.to_lowercase();
    let is_short = plain.chars().count() <= MAX_LETTERS_LEN
        && if han > 2 {
            han <= MAX_HAN_LEN
        } else {
            words(plain) <= MAX_WORDS_LEN
        };
    is_short
        && plain.chars().any(char::is_alphabetic)
        && !is_empty(plain)
        && sentences(text).len() <= 1
        && !plain.ends_with([',', '，', '。', ';', '；'])
        && !is_time(&lowered)
        && !is_sentence(plain, mark)
        && !plain.contains("://")
}

/// Whether a label says how to reach somebody, or when; it needs no other label before it.
pub(super) fn is_contact(text: &str) -> bool {
    let lowered = text.to_lowercase();
    days(text) == Some(text.len())
        || CONTACTS.iter().any(|contact| {
            if contact.is_ascii() {
                lowered.split([' ', '/']).any(|word| word == contact)
            } else {
                lowered.contains(contact)
            }
        })
}

/// Whether a label says nothing of what it labels: "Note".
pub(super) fn is_empty(text: &str) -> bool {
    EMPTY.has(
        text.to_lowercase()
            .trim_end_matches(['.', '!', '?', ':', '：', ' ']),
    )
}

/// Whether a label needs the one before it: "Bring", "Second car", "Price".
pub(super) fn is_dependent(text: &str) -> bool {
    let lowered = text.to_lowercase();
    let first = lowered.split(' ').next().unwrap_or_default();
    is_contact(text)
        || REQUESTS.has(first)
        || DEPENDENT.has(first)
        || DEPENDENT
            .iter()
            .any(|word| word.starts_with(is_han) && lowered.contains(word))
}

/// Whether a text is the title of what is said after it: a few words, and no verb among them.
pub(super) fn is_title(text: &str) -> bool {
    let first = text.split_whitespace().next().unwrap_or_default().to_lowercase();
    let says_nothing = REQUESTS.has(&first) && text.contains(' ') || NO_TITLES.has(&first);
    !says_nothing
        && words(text) <= MAX_WORDS_LEN
        && is_label(text, Mark::Colon)
        && !is_sentence(text, Mark::Dash)
}

/// Whether a sentence is the title of those after it: "Мастер-класс «Лоскутная кукла». По воскресеньям в 13:00."
pub(super) fn is_titled(first: &str, second: &str) -> bool {
    let Some(title) = first.strip_suffix(['.', '。']) else {
        return false;
    };
    let has_digit = |text: &str| text.contains(|letter: char| letter.is_ascii_digit());
    let said = second.split_whitespace().next().unwrap_or_default();
    let said = said.to_lowercase();
    let begins_with_time = second
        .starts_with(|letter: char| letter.is_ascii_digit() || "€£$".contains(letter))
        || is_day(&said)
        || BEFORE_DATES.has(&said) && has_digit(second);
    title.contains(' ')
        && !has_digit(title)
        && title.starts_with(|letter: char| letter.is_uppercase() || "«“\"".contains(letter))
        && is_title(title)
        && begins_with_time
        && !is_sentence(second, Mark::Dash)
}

/// Whether a label is short enough to be one within prose: "Accessible toilet".
pub(super) fn is_short_label(text: &str) -> bool {
    words(&without_brackets(text)) <= 4
}

/// "10:30", "10.30-11", "9 am": it says when, and labels nothing.
fn is_time(text: &str) -> bool {
    // "1-to-1"
    if text.contains("-to-") {
        return false;
    }
    text.split(|letter: char| !letter.is_alphabetic())
        .all(|word| word.is_empty() || TIME_WORDS.has(word))
}

fn is_sentence(text: &str, mark: Mark) -> bool {
    let is_loud = !text.contains(char::is_lowercase);
    // "Digital + IT" has no pronoun.
    let quiet: Vec<&str> = text
        .split_whitespace()
        .map(|word| {
            let is_name = !is_loud && word.chars().count() > 1 && !word.contains(char::is_lowercase);
            if is_name { "-" } else { word }
        })
        .collect();
    let lowered = quiet.join(" ").to_lowercase();
    if lowered.chars().any(is_han) {
        return HAN_VERBS.iter().any(|verb| lowered.contains(verb));
    }
    let words: Vec<&str> = lowered
        .split(|letter: char| letter.is_whitespace() || matches!(letter, ',' | '"' | '“' | '”' | '?' | '!'))
        .filter(|word| !word.is_empty())
        .collect();
    let Some((last, within)) = words.split_last() else {
        return false;
    };
    if within.is_empty() {
        return mark == Mark::Dash && VERBS.has(last);
    }
    let is_request = REQUESTS.has(words[0]) && AFTER_REQUESTS.has(words[1]);
    let ends = |word: &str, ends: &WordList| {
        !word.is_ascii() && word.chars().count() > 4 && ends.iter().any(|end| word.ends_with(end))
    };
    let has_verb = words.iter().any(|word| {
        VERBS.has(word)
            || ends(word, &RUSSIAN_VERB_ENDS)
            || mark == Mark::Dash && ends(word, &RUSSIAN_PAST_ENDS)
    });
    // The first word is a noun or an adjective: "Open days", "Work experience".
    let has_inner_verb = within.iter().skip(1).any(|word| VERBS_WITHIN.has(word))
        || mark == Mark::Dash && VERBS_WITHIN.has(last);
    is_request || has_verb || has_inner_verb
}
