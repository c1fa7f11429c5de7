//! Questions of what is allowed, and texts that allow or forbid.
//!
//! Owns the words of both. What they count for is in the weights of the features.

use crate::language::Language;
use crate::question::Question;
use crate::text::is_han;

/// What a question wants to know of the rules.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Rule {
    /// "Can I bring my dog?"
    Permission,
    /// "What am I not allowed to bring?"
    Prohibition,
    /// Something else.
    None,
}

/// How a question for permission begins.
const MAY: &[&str] = &[
    "can i",
    "can we",
    "can my",
    "can our",
    "could i",
    "could we",
    "could my",
    "may i",
    "may we",
    "may my",
    "am i allowed",
    "are we allowed",
    "allowed to",
    "allowed in",
    "is it ok",
    "is it okay",
    "is it alright",
    "is it all right",
    "do you allow",
    "do you mind",
    "ok to",
    "okay to",
    "allowed",
];
/// Verbs by which something is wanted that is on offer, which is no question of rules.
const WANTS: &[&str] = &[
    "get", "buy", "hire", "rent", "pay", "book", "order", "have", "see", "find", "change", "reserve",
    "borrow", "charge", "speak", "talk", "join", "cancel", "register", "renew", "do", "reach", "claim",
    "still",
];
/// "What can't I …", "which things don't you take".
const NOT: &[&str] = &[
    "not allowed",
    "not supposed",
    "can not",
    "cannot",
    "can t",
    "may not",
    "must not",
    "mustn t",
    "shouldn t",
    "don t you",
    "do you not",
    "won t you",
    "not take",
    "don t take",
    "not accept",
    "forbidden",
    "prohibited",
    "banned",
    "not permitted",
    "isn t allowed",
    "aren t allowed",
    "not bring",
    "not put",
];
const ASKS: &[&str] = &["what", "which", "anything", "things", "stuff", "items"];

/// Words of rules in a text.
const RULES: &[&str] = &[
    "may",
    "can",
    "allowed",
    "welcome",
    "permitted",
    "must",
    "only",
    "not",
    "no",
    "never",
    "don",
    "cannot",
    "please",
    "forbidden",
    "banned",
    "prohibited",
    "ok",
    "okay",
    "fine",
    "yes",
    "sorry",
    "strictly",
    "except",
    "unless",
    "leave",
    "bring",
    "t",
];
const FORBIDS: &[&str] = &[
    "no",
    "not",
    "never",
    "don",
    "cannot",
    "forbidden",
    "banned",
    "prohibited",
    "t",
    "except",
    "nor",
    "neither",
    "without",
];

/// What the question wants to know of the rules.
pub(super) fn asked(question: &Question) -> Rule {
    match question.language {
        Language::English => english(question),
        Language::Russian => {
            let text = &question.text.to_lowercase();
            let has = |words: &[&str]| words.iter().any(|word| text.contains(word));
            let asks = has(&["что", "чего", "какие", "каких", "какую"]);
            if asks && has(&["нельзя", "запрещ", "не разреш", "не принима", "не бер"])
            {
                Rule::Prohibition
            } else if has(&["можно", "разреша", "пускают", "пустят", "дозволен"])
                && !has(&[
                    "купить",
                    "заказать",
                    "оплат",
                    "взять",
                    "записат",
                    "забронир",
                    "получить",
                    "поменять",
                ])
            {
                Rule::Permission
            } else {
                Rule::None
            }
        }
        Language::Chinese => {
            let has = |words: &[&str]| words.iter().any(|word| question.text.contains(word));
            let asks = has(&["什么", "哪些", "啥"]);
            if asks && has(&["不能", "不可以", "不让", "不收", "禁止", "不许", "不准"]) {
                Rule::Prohibition
            } else if has(&["可以", "能不能", "可不可以", "让不让", "允许", "能带", "能进"])
                && !has(&["买", "租", "付", "订", "预约", "报名", "换", "退"])
            {
                Rule::Permission
            } else {
                Rule::None
            }
        }
    }
}

fn english(question: &Question) -> Rule {
    let words = question.words();
    let said = format!(" {} ", words.join(" ").replace(['\'', '’'], " "));
    let has = |phrases: &[&str]| phrases.iter().any(|phrase| said.contains(&format!(" {phrase} ")));
    if has(ASKS) && has(NOT) {
        return Rule::Prohibition;
    }
    let wants = words
        .iter()
        .position(|word| matches!(*word, "i" | "we"))
        .and_then(|at| words.get(at + 1))
        .is_some_and(|verb| WANTS.contains(verb));
    if question.yes_no && has(MAY) && !wants {
        return Rule::Permission;
    }
    Rule::None
}

/// Whether a text allows or forbids something.
pub(super) fn is_rule(text: &str) -> bool {
    says(
        text,
        RULES,
        &[
            "можно",
            "нельзя",
            "разреш",
            "запрещ",
            "не ",
            "только",
            "допуск",
            "пуска",
        ],
        &["可", "不", "禁", "允许", "谢绝", "请", "只", "勿", "须", "必须"],
    )
}

/// How much a text forbids: 1 for a list of what is not allowed, less for a single no.
pub(super) fn how_much_is_forbidden(text: &str) -> f32 {
    let lower = text.to_lowercase();
    let words = lower.split(|letter: char| !letter.is_alphanumeric());
    let several = words.filter(|word| FORBIDS.contains(word)).count() > 1
        || ["не ", "нельзя", "不", "禁"]
            .iter()
            .any(|word| lower.matches(word).count() > 1);
    let is_list = text.matches([',', '，', '、', ';']).count() > 1;
    match (forbids(text), several || is_list) {
        (false, _) => 0.0,
        (true, false) => 0.5,
        (true, true) => 1.0,
    }
}

/// Whether a text forbids something.
fn forbids(text: &str) -> bool {
    says(
        text,
        FORBIDS,
        &["нельзя", "запрещ", "не ", "кроме", "нет "],
        &["不", "禁", "谢绝", "勿", "除"],
    )
}

fn says(text: &str, english: &[&str], russian: &[&str], chinese: &[&str]) -> bool {
    let text = text.to_lowercase();
    let mut words = text.split(|letter: char| !letter.is_alphanumeric());
    words.any(|word| english.contains(&word))
        || russian.iter().any(|word| text.contains(word))
        || text.chars().any(is_han) && chinese.iter().any(|word| text.contains(word))
}

#[cfg(test)]
mod tests {
    use super::{Rule, asked, forbids, how_much_is_forbidden, is_rule};
    use crate::language::Language;
    use crate::lexicon::Lexicon;
    use crate::question::QuestionReader;

    #[test]
    fn questions_of_rules_are_told_from_wishes() {
        let lexicon = Lexicon::load();
        let reader = QuestionReader::load(&lexicon);
        for (language, question, rule) in [
            (
                Language::English,
                "can I bring my cup of tea in with me?",
                Rule::Permission,
            ),
            (Language::English, "are we allowed to film?", Rule::Permission),
            (Language::English, "can I hire skates?", Rule::None),
            (
                Language::English,
                "what am I not allowed to hand in?",
                Rule::Prohibition,
            ),
            (
                Language::English,
                "What sort of things don't you take at all?",
                Rule::Prohibition,
            ),
            (
                Language::English,
                "what can't I put in the machines",
                Rule::Prohibition,
            ),
            (Language::English, "how much is a locker", Rule::None),
            (Language::Russian, "Что нельзя сдавать?", Rule::Prohibition),
            (Language::Russian, "А с собакой можно?", Rule::Permission),
            (Language::Chinese, "哪些东西不能带进去", Rule::Prohibition),
            (Language::Chinese, "可以带狗吗", Rule::Permission),
        ] {
            assert_eq!(
                asked(&reader.read(question, language, &lexicon)),
                rule,
                "{question}"
            );
        }
    }

    #[test]
    fn rules_are_told_from_prices() {
        assert!(is_rule("Cold drinks may come into the auditorium.") && is_rule("Собак не пускаем."));
        assert!(!is_rule("Tea or coffee £1.90") && !is_rule("茶 5元"));
        assert!(forbids("We do not take: animals, fuel.") && !forbids("Bags up to 32 kg"));
        let list = how_much_is_forbidden("no horse rugs (hair), no oily rags, no trainers in the dryers");
        assert!(list > how_much_is_forbidden("Own powder welcome, no dye please."));
    }
}
