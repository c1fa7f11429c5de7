//! Sums as they are said: "(8 + 4) * 3", "two thirds of ninety", "семь в квадрате".
//!
//! Owns their grammar and their form for the calculator. The words of each language are in `sum_words`; the
//! calculator itself is called by `skills::sums`.

use super::number;
use super::sum_words::{self, Sign};
use crate::Language;
use crate::number::Number;
use crate::text::Token;

/// Brackets and signs inside each other.
const MAX_DEPTH: usize = 24;
/// Operations in one sum.
const MAX_OPERATIONS: usize = 40;

/// An expression.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Sum {
    Number(Number),
    Negative(Box<Sum>),
    Binary(Operation, Box<Sum>, Box<Sum>),
    /// The root of a degree.
    Root(i64, Box<Sum>),
    Factorial(Box<Sum>),
    /// A hundredth.
    Percent(Box<Sum>),
}

/// Between two values.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Operation {
    Plus,
    Minus,
    Times,
    Over,
    Power,
    Remainder,
    /// "250 plus 20 percent"
    PlusPercent,
    MinusPercent,
    /// The smaller into the larger: 4除100.
    Into,
}

impl Sum {
    pub(crate) fn binary(operation: Operation, left: Self, right: Self) -> Self {
        Self::Binary(operation, Box::new(left), Box::new(right))
    }

    pub(crate) fn integer(value: i64) -> Self {
        Self::Number(Number::integer(value))
    }

    /// As the calculator reads it; everything is in brackets.
    pub(crate) fn expression(&self) -> String {
        match self {
            Self::Number(number) if number.bottom() == 1 => format!("({})", number.top()),
            Self::Number(number) => format!("({}/{})", number.top(), number.bottom()),
            Self::Negative(inner) => format!("(-{})", inner.expression()),
            Self::Percent(inner) => format!("({}/100)", inner.expression()),
            Self::Root(2, inner) => format!("sqrt({})", inner.expression()),
            Self::Root(3, inner) => format!("cbrt({})", inner.expression()),
            Self::Root(degree, inner) => format!("({}^(1/{degree}))", inner.expression()),
            Self::Factorial(inner) => format!("({}!)", inner.expression()),
            Self::Binary(operation, left, right) => {
                let (left, right) = (left.expression(), right.expression());
                match operation {
                    Operation::Plus => format!("({left}+{right})"),
                    Operation::Minus => format!("({left}-{right})"),
                    Operation::Times => format!("({left}*{right})"),
                    Operation::Over | Operation::Into => format!("({left}/{right})"),
                    Operation::Power => format!("({left}^{right})"),
                    Operation::Remainder => format!("({left} mod {right})"),
                    Operation::PlusPercent => format!("({left}*(1+{right}/100))"),
                    Operation::MinusPercent => format!("({left}*(1-{right}/100))"),
                }
            }
        }
    }

    /// The plain number that it is.
    pub(crate) fn as_number(&self) -> Option<Number> {
        match self {
            Self::Number(number) => Some(*number),
            Self::Negative(inner) => inner.as_number()?.negated(),
            _ => None,
        }
    }
}

/// The longest sum that begins at a position, with at least one operation.
pub(crate) fn read(language: Language, tokens: &[Token], at: usize) -> Vec<(usize, Sum)> {
    let mut parser = Parser {
        language,
        tokens,
        operations: 0,
        depth: 0,
    };
    let Some((end, sum)) = parser.sum(at) else {
        return Vec::new();
    };
    if parser.operations == 0 || parser.operations > MAX_OPERATIONS || sum.as_number().is_some() {
        return Vec::new();
    }
    vec![(end, sum)]
}

/// A recursive descent: sums of products of powers.
struct Parser<'a> {
    language: Language,
    tokens: &'a [Token],
    operations: usize,
    depth: usize,
}

type Parsed = Option<(usize, Sum)>;

impl Parser<'_> {
    fn sign(&self, at: usize) -> Option<(usize, Sign)> {
        sum_words::sign(self.language, self.tokens, at)
    }

    fn sum(&mut self, at: usize) -> Parsed {
        let (mut end, mut sum) = self.product(at)?;
        while let Some((after, sign)) = self.sign(end) {
            let is_plus = match sign {
                Sign::Plus => true,
                Sign::Minus => false,
                _ => break,
            };
            let Some((next, term)) = self.product(after) else {
                break;
            };
            self.operations += 1;
            let (operation, term) = match (is_plus, term) {
                (true, Sum::Percent(term)) => (Operation::PlusPercent, *term),
                (false, Sum::Percent(term)) => (Operation::MinusPercent, *term),
                (true, term) => (Operation::Plus, term),
                (false, term) => (Operation::Minus, term),
            };
            sum = Sum::binary(operation, sum, term);
            end = next;
        }
        Some((end, sum))
    }

    fn product(&mut self, at: usize) -> Parsed {
        let (mut end, mut product) = self.signed(at)?;
        loop {
            let (after, operation) = match self.sign(end) {
                Some((after, Sign::Times | Sign::Possessive)) => (after, Operation::Times),
                // "15 percent of", "two thirds of", but not "5 of 20".
                Some((after, Sign::Of)) if is_share(&product) => (after, Operation::Times),
                Some((after, Sign::Over)) => (after, Operation::Over),
                Some((after, Sign::Into)) => (after, Operation::Into),
                Some((after, Sign::Remainder)) => (after, Operation::Remainder),
                Some((_, Sign::Open | Sign::Root(_))) => (end, Operation::Times),
                _ if self.is_russian_share(&product, end) => (end, Operation::Times),
                _ => return Some((end, product)),
            };
            let is_possessive = matches!(self.sign(end), Some((_, Sign::Possessive)));
            let Some((next, factor)) = self.signed(after) else {
                return Some((end, product));
            };
            if is_possessive && !is_share(&factor) {
                return Some((end, product));
            }
            self.operations += 1;
            product = match operation {
                Operation::Into => into_larger(product, factor),
                _ => Sum::binary(operation, product, factor),
            };
            end = next;
        }
    }

    /// "треть девяноста": a share, and a number right after it.
    fn is_russian_share(&self, product: &Sum, end: usize) -> bool {
        let is_fraction = matches!(product, Sum::Number(number) if number.bottom() != 1);
        self.language == Language::Russian
            && is_fraction
            && !number::numbers(self.language, self.tokens, end).is_empty()
    }

    fn signed(&mut self, at: usize) -> Parsed {
        self.depth += 1;
        if self.depth > MAX_DEPTH {
            return None;
        }
        let parsed = match self.sign(at) {
            Some((after, Sign::Minus)) => {
                let (end, inner) = self.signed(after)?;
                Some((end, Sum::Negative(Box::new(inner))))
            }
            Some((after, Sign::Multiple(factor))) => {
                let (end, inner) = self.signed(after)?;
                self.operations += 1;
                Some((end, Sum::binary(Operation::Times, Sum::integer(factor), inner)))
            }
            _ => self.power(at),
        };
        self.depth -= 1;
        parsed
    }

    fn power(&mut self, at: usize) -> Parsed {
        let (end, base) = self.operand(at)?;
        if let Some((after, Sign::Power)) = self.sign(end)
            && let Some((mut next, exponent)) = self.signed(after)
        {
            self.operations += 1;
            next = sum_words::after_exponent(self.language, self.tokens, next);
            return Some((next, Sum::binary(Operation::Power, base, exponent)));
        }
        Some((end, base))
    }

    fn operand(&mut self, at: usize) -> Parsed {
        let (mut end, mut value) = match self.sign(at) {
            Some((after, Sign::Open)) => {
                let (end, inner) = self.sum(after)?;
                let Some((end, Sign::Close)) = self.sign(end) else {
                    return None;
                };
                (end, inner)
            }
            Some((after, Sign::Root(degree))) => {
                let (end, inner) = self.signed(after)?;
                self.operations += 1;
                (end, Sum::Root(degree, Box::new(inner)))
            }
            Some((after, Sign::FactorialOf)) => {
                let (end, inner) = self.operand(after)?;
                self.operations += 1;
                (end, Sum::Factorial(Box::new(inner)))
            }
            _ => self.number(at)?,
        };
        while let Some((after, sign)) = self.sign(end) {
            value = match sign {
                Sign::Percent => Sum::Percent(Box::new(value)),
                Sign::ToThe(exponent) => Sum::binary(Operation::Power, value, Sum::integer(exponent)),
                Sign::RootAfter(degree) => Sum::Root(degree, Box::new(value)),
                Sign::Factorial => Sum::Factorial(Box::new(value)),
                Sign::Multiplied(factor) => Sum::binary(Operation::Times, value, Sum::Number(factor)),
                _ => break,
            };
            self.operations += 1;
            end = after;
        }
        Some((end, value))
    }

    fn number(&self, at: usize) -> Parsed {
        if let Some((end, percent)) = sum_words::chinese_percent(self.language, self.tokens, at) {
            return Some((end, Sum::Percent(Box::new(Sum::Number(percent)))));
        }
        let found = number::numbers(self.language, self.tokens, at);
        let longest = found.into_iter().max_by_key(|&(end, _)| end)?;
        Some((longest.0, Sum::Number(longest.1)))
    }
}

fn is_share(sum: &Sum) -> bool {
    match sum {
        Sum::Percent(_) => true,
        Sum::Number(number) => number.bottom() != 1,
        _ => false,
    }
}

/// 4除100 and 100除4 are both asked for 25.
fn into_larger(left: Sum, right: Sum) -> Sum {
    let is_larger = match (left.as_number(), right.as_number()) {
        (Some(left), Some(right)) => left.as_f64() >= right.as_f64(),
        _ => true,
    };
    if is_larger {
        Sum::binary(Operation::Over, left, right)
    } else {
        Sum::binary(Operation::Over, right, left)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text;

    fn whole(language: Language, said: &str) -> String {
        let tokens = text::tokens(said, language).unwrap();
        let found = read(language, &tokens, 0);
        let sum = found.into_iter().find(|found| found.0 == tokens.len());
        sum.map_or_else(String::new, |(_, sum)| sum.expression())
    }

    #[test]
    fn sums_are_read_in_words_and_signs() {
        for (language, said, expected) in [
            (Language::English, "17 plus 26", "((17)+(26))"),
            (Language::English, "(8 + 4) * 3", "(((8)+(4))*(3))"),
            (Language::English, "two thirds of ninety", "((2/3)*(90))"),
            (Language::English, "seven squared", "((7)^(2))"),
            (Language::English, "the square root of 169", "sqrt((169))"),
            (Language::English, "2 to the power of 10", "((2)^(10))"),
            (Language::English, "250 plus 20 percent", "((250)*(1+(20)/100))"),
            (Language::English, "15% of 80", "(((15)/100)*(80))"),
            (Language::English, "2 plus 3 times 4", "((2)+((3)*(4)))"),
            (Language::English, "minus five times 3", "((-(5))*(3))"),
            (Language::English, "double 35", "((2)*(35))"),
            (Language::English, "2 to the fifth power", "((2)^(5))"),
            (
                Language::Russian,
                "пятнадцать умножить на двенадцать",
                "((15)*(12))",
            ),
            (Language::Russian, "семь в квадрате", "((7)^(2))"),
            (Language::Russian, "корень из ста сорока четырёх", "sqrt((144))"),
            (
                Language::Russian,
                "пятнадцать процентов от двух тысяч",
                "(((15)/100)*(2000))",
            ),
            (Language::Russian, "треть девяноста", "((1/3)*(90))"),
            (Language::Russian, "дважды два", "((2)*(2))"),
            (Language::Chinese, "二十五加十七", "((25)+(17))"),
            (Language::Chinese, "15乘以12", "((15)*(12))"),
            (Language::Chinese, "4除100", "((100)/(4))"),
            (Language::Chinese, "九的平方", "((9)^(2))"),
            (Language::Chinese, "2的10次方", "((2)^(10))"),
            (Language::Chinese, "80的百分之十五", "((80)*((15)/100))"),
            (Language::Chinese, "九十的三分之二", "((90)*(2/3))"),
            (Language::Chinese, "169的平方根", "sqrt((169))"),
        ] {
            assert_eq!(whole(language, said), expected, "{said}");
        }
    }

    #[test]
    fn what_is_no_sum_is_not_read_as_one() {
        for said in ["12", "minus 3", "5 of 20", "plus 4", "(2 + 3", &"(".repeat(60)] {
            assert_eq!(whole(Language::English, said), "", "{said}");
        }
    }
}
