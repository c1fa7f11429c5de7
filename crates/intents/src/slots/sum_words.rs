//! The words and signs of sums.
//!
//! Owns what means plus, times or a root in each language. How they bind belongs to `sum`.

use super::number::{self, integer_up_to};
use super::{number_english, number_russian, phrase, word};
use crate::Language;
use crate::number::Number;
use crate::text::Token;

/// An operation or a bracket.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Sign {
    Plus,
    Minus,
    Times,
    Over,
    /// Chinese 除: the smaller into the larger.
    Into,
    Power,
    Percent,
    /// "of" after a share.
    Of,
    /// Chinese 的 before a share.
    Possessive,
    /// Before its operand: the root of a degree.
    Root(i64),
    /// After its operand.
    RootAfter(i64),
    /// "squared": to a fixed power.
    ToThe(i64),
    /// "double"
    Multiple(i64),
    /// 的两倍
    Multiplied(Number),
    Remainder,
    Factorial,
    FactorialOf,
    Open,
    Close,
}

const SIGNS: [(&str, Sign); 13] = [
    ("+", Sign::Plus),
    ("-", Sign::Minus),
    ("*", Sign::Times),
    ("* *", Sign::Power),
    ("x", Sign::Times),
    ("х", Sign::Times),
    ("/", Sign::Over),
    ("^", Sign::Power),
    ("%", Sign::Percent),
    ("√", Sign::Root(2)),
    ("²", Sign::ToThe(2)),
    ("³", Sign::ToThe(3)),
    ("(", Sign::Open),
];

const ENGLISH: [(&str, Sign); 55] = [
    ("plus", Sign::Plus),
    ("added to", Sign::Plus),
    ("add", Sign::Plus),
    ("minus", Sign::Minus),
    ("take away", Sign::Minus),
    ("takeaway", Sign::Minus),
    ("less", Sign::Minus),
    ("subtract", Sign::Minus),
    ("take", Sign::Minus),
    ("negative", Sign::Minus),
    ("times", Sign::Times),
    ("time", Sign::Times),
    ("multiplied by", Sign::Times),
    ("multiply by", Sign::Times),
    ("multiplied with", Sign::Times),
    ("lots of", Sign::Times),
    ("divided by", Sign::Over),
    ("divide by", Sign::Over),
    ("divided into", Sign::Into),
    ("over", Sign::Over),
    ("to the power of", Sign::Power),
    ("to the power", Sign::Power),
    ("raised to the power of", Sign::Power),
    ("raised to", Sign::Power),
    ("to power", Sign::Power),
    ("squared", Sign::ToThe(2)),
    ("square", Sign::ToThe(2)),
    ("cubed", Sign::ToThe(3)),
    ("the square root of", Sign::Root(2)),
    ("square root of", Sign::Root(2)),
    ("square root", Sign::Root(2)),
    ("the square route of", Sign::Root(2)),
    ("square route of", Sign::Root(2)),
    ("sqrt of", Sign::Root(2)),
    ("sqrt", Sign::Root(2)),
    ("root of", Sign::Root(2)),
    ("the root of", Sign::Root(2)),
    ("root", Sign::Root(2)),
    ("the cube root of", Sign::Root(3)),
    ("cube root of", Sign::Root(3)),
    ("cube root", Sign::Root(3)),
    ("the cubed root of", Sign::Root(3)),
    ("percent", Sign::Percent),
    ("per cent", Sign::Percent),
    ("of", Sign::Of),
    ("of the", Sign::Of),
    ("double", Sign::Multiple(2)),
    ("twice", Sign::Multiple(2)),
    ("triple", Sign::Multiple(3)),
    ("treble", Sign::Multiple(3)),
    ("mod", Sign::Remainder),
    ("modulo", Sign::Remainder),
    ("factorial", Sign::Factorial),
    ("factorial of", Sign::FactorialOf),
    ("the factorial of", Sign::FactorialOf),
];

const RUSSIAN: [(&str, Sign); 66] = [
    ("удвой", Sign::Multiple(2)),
    ("удвоить", Sign::Multiple(2)),
    ("утрой", Sign::Multiple(3)),
    ("утроить", Sign::Multiple(3)),
    ("факториал", Sign::FactorialOf),
    ("факториал числа", Sign::FactorialOf),
    ("плюс", Sign::Plus),
    ("прибавить", Sign::Plus),
    ("прибавь", Sign::Plus),
    ("прибавим", Sign::Plus),
    ("добавить", Sign::Plus),
    ("сложить с", Sign::Plus),
    ("минус", Sign::Minus),
    ("отнять", Sign::Minus),
    ("отними", Sign::Minus),
    ("вычесть", Sign::Minus),
    ("вычти", Sign::Minus),
    ("умножить на", Sign::Times),
    ("умножь на", Sign::Times),
    ("умножаем на", Sign::Times),
    ("умноженное на", Sign::Times),
    ("умноженные на", Sign::Times),
    ("умноженная на", Sign::Times),
    ("помножить на", Sign::Times),
    ("помноженное на", Sign::Times),
    ("на", Sign::Times),
    ("разделить на", Sign::Over),
    ("раздели на", Sign::Over),
    ("разделенное на", Sign::Over),
    ("разделенные на", Sign::Over),
    ("делить на", Sign::Over),
    ("делим на", Sign::Over),
    ("делённое на", Sign::Over),
    ("деленное на", Sign::Over),
    ("деленные на", Sign::Over),
    ("поделить на", Sign::Over),
    ("подели на", Sign::Over),
    ("поделенное на", Sign::Over),
    ("в степени", Sign::Power),
    ("в степень", Sign::Power),
    ("в квадрате", Sign::ToThe(2)),
    ("в квадрат", Sign::ToThe(2)),
    ("в кубе", Sign::ToThe(3)),
    ("в куб", Sign::ToThe(3)),
    ("квадратный корень из", Sign::Root(2)),
    ("корень квадратный из", Sign::Root(2)),
    ("квадратный корень из числа", Sign::Root(2)),
    ("корень из", Sign::Root(2)),
    ("корень", Sign::Root(2)),
    ("кубический корень из", Sign::Root(3)),
    ("корень кубический из", Sign::Root(3)),
    ("процент", Sign::Percent),
    ("процента", Sign::Percent),
    ("процентов", Sign::Percent),
    ("проценты", Sign::Percent),
    ("от", Sign::Of),
    ("от числа", Sign::Of),
    ("от суммы", Sign::Of),
    ("дважды", Sign::Multiple(2)),
    ("трижды", Sign::Multiple(3)),
    ("четырежды", Sign::Multiple(4)),
    ("пятью", Sign::Multiple(5)),
    ("шестью", Sign::Multiple(6)),
    ("семью", Sign::Multiple(7)),
    ("восемью", Sign::Multiple(8)),
    ("девятью", Sign::Multiple(9)),
];

const CHINESE: [(&str, Sign); 39] = [
    ("加", Sign::Plus),
    ("加 上", Sign::Plus),
    ("减", Sign::Minus),
    ("减 去", Sign::Minus),
    ("减 掉", Sign::Minus),
    ("负", Sign::Minus),
    ("乘", Sign::Times),
    ("乘 以", Sign::Times),
    ("乘 上", Sign::Times),
    ("除 以", Sign::Over),
    ("除", Sign::Into),
    ("的 平 方", Sign::ToThe(2)),
    ("平 方", Sign::ToThe(2)),
    ("的 二 次 方", Sign::ToThe(2)),
    ("的 立 方", Sign::ToThe(3)),
    ("立 方", Sign::ToThe(3)),
    ("的 平 方 根", Sign::RootAfter(2)),
    ("平 方 根", Sign::RootAfter(2)),
    ("的 算 术 平 方 根", Sign::RootAfter(2)),
    ("开 平 方", Sign::RootAfter(2)),
    ("开 方", Sign::RootAfter(2)),
    ("开 根 号", Sign::RootAfter(2)),
    ("开 平 方 根", Sign::RootAfter(2)),
    ("的 立 方 根", Sign::RootAfter(3)),
    ("开 立 方", Sign::RootAfter(3)),
    ("根 号", Sign::Root(2)),
    ("根 号 下", Sign::Root(2)),
    ("的", Sign::Possessive),
    ("的 阶 乘", Sign::Factorial),
    ("阶 乘", Sign::Factorial),
    ("取 余", Sign::Remainder),
    ("左 括 号", Sign::Open),
    ("括 号", Sign::Open),
    ("右 括 号", Sign::Close),
    ("百 分 号", Sign::Percent),
    ("个 百 分 点", Sign::Percent),
    ("再 加 上", Sign::Plus),
    ("再 减 去", Sign::Minus),
    ("再 加", Sign::Plus),
];

/// The longest sign at a position.
pub(super) fn sign(language: Language, tokens: &[Token], at: usize) -> Option<(usize, Sign)> {
    if word(tokens, at) == ")" {
        return Some((at + 1, Sign::Close));
    }
    let words: &[(&str, Sign)] = match language {
        Language::English => &ENGLISH,
        Language::Russian => &RUSSIAN,
        Language::Chinese => &CHINESE,
    };
    let known = SIGNS.iter().chain(words);
    let found = known
        .filter_map(|&(name, sign)| Some((phrase(tokens, at, name)?, sign)))
        .max_by_key(|&(end, _)| end);
    let special = match language {
        Language::English => english(tokens, at),
        Language::Russian => russian(tokens, at),
        Language::Chinese => chinese(tokens, at),
    };
    match (found, special) {
        (Some(found), Some(special)) if found.0 > special.0 => Some(found),
        (_, Some(special)) => Some(special),
        (found, None) => found,
    }
}

/// "to the fifth", "to the fifth power"
fn english(tokens: &[Token], at: usize) -> Option<(usize, Sign)> {
    let from = phrase(tokens, at, "to the").or_else(|| phrase(tokens, at, "raised to the"))?;
    let ordinal = number_english::ordinals(tokens, from).into_iter();
    let (end, exponent) = ordinal.max_by_key(|&(end, _)| end).filter(|found| found.1 > 0)?;
    let end = end + usize::from(word(tokens, end) == "power");
    Some((end, Sign::ToThe(exponent)))
}

/// "в пятой степени"; and the old times table: "семью восемь".
fn russian(tokens: &[Token], at: usize) -> Option<(usize, Sign)> {
    if word(tokens, at) == "в" {
        let ordinal = number_russian::ordinals(tokens, at + 1).into_iter();
        let (end, exponent) = ordinal.max_by_key(|&(end, _)| end).filter(|found| found.1 > 0)?;
        let is_power = matches!(word(tokens, end), "степени" | "степень");
        return is_power.then_some((end + 1, Sign::ToThe(exponent)));
    }
    if word(tokens, at) == ":" {
        return Some((at + 1, Sign::Over));
    }
    None
}

/// 的10次方, 的两倍, 的一半
fn chinese(tokens: &[Token], at: usize) -> Option<(usize, Sign)> {
    let from = at + usize::from(word(tokens, at) == "的");
    if from > at
        && let Some(end) = phrase(tokens, from, "一 半")
    {
        return Some((end, Sign::Multiplied(Number::fraction(1, 2)?)));
    }
    let (end, exponent) = integer_up_to(Language::Chinese, tokens, from, 1000)?;
    if let Some(end) = phrase(tokens, end, "次 方").or_else(|| phrase(tokens, end, "次 幂")) {
        return Some((end, Sign::ToThe(exponent)));
    }
    if from > at && word(tokens, end) == "倍" {
        return Some((end + 1, Sign::Multiplied(Number::integer(exponent))));
    }
    None
}

/// 百分之十五
pub(super) fn chinese_percent(language: Language, tokens: &[Token], at: usize) -> Option<(usize, Number)> {
    if language != Language::Chinese {
        return None;
    }
    let from = phrase(tokens, at, "百 分 之")?;
    number::numbers(language, tokens, from)
        .into_iter()
        .max_by_key(|&(end, _)| end)
}

/// "power" after "to the power of ten", nothing elsewhere.
pub(super) fn after_exponent(language: Language, tokens: &[Token], at: usize) -> usize {
    at + usize::from(language == Language::English && word(tokens, at) == "power")
}
