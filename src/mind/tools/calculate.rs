//! The calculator: an expression in signs or words to a number.
//!
//! Owns the grammar and its bounds. What it is given comes from a language model, so every length and depth is
//! bounded and nothing can overflow; the arithmetic is `number`'s.

use super::ToolError;
use super::number::Number;
use super::pieces;

/// Signs and numbers in an expression.
const MOST_TOKENS: usize = 100;
/// Parentheses and signs inside each other.
const DEEPEST: usize = 32;
/// A longer expression is not repeated when it is answered, in characters.
const LONGEST_REPEATED: usize = 90;

#[derive(Debug, Clone, Copy, PartialEq)]
enum Token {
    Number(Number),
    /// A share that is said as a word.
    Share(Number, &'static str),
    Plus,
    Minus,
    Times,
    Divide,
    Power,
    Percent,
    Of,
    Root,
    Squared,
    Cubed,
    Open,
    Close,
}

/// Phrases and what they mean, longer ones first; an empty meaning is left out.
const PHRASES: [(&str, Option<Token>); 52] = [
    ("to the power of", Some(Token::Power)),
    ("the square root of", Some(Token::Root)),
    ("square root of", Some(Token::Root)),
    ("root of", Some(Token::Root)),
    ("sqrt of", Some(Token::Root)),
    ("multiplied by", Some(Token::Times)),
    ("divided by", Some(Token::Divide)),
    ("per cent", Some(Token::Percent)),
    ("how much is", None),
    ("what is", None),
    ("what s", None),
    ("* *", Some(Token::Power)),
    ("plus", Some(Token::Plus)),
    ("and", Some(Token::Plus)),
    ("minus", Some(Token::Minus)),
    ("times", Some(Token::Times)),
    ("over", Some(Token::Divide)),
    ("by", Some(Token::Divide)),
    ("percent", Some(Token::Percent)),
    ("of", Some(Token::Of)),
    ("sqrt", Some(Token::Root)),
    ("√", Some(Token::Root)),
    ("squared", Some(Token::Squared)),
    ("cubed", Some(Token::Cubed)),
    ("x", Some(Token::Times)),
    ("+", Some(Token::Plus)),
    ("-", Some(Token::Minus)),
    ("−", Some(Token::Minus)),
    ("–", Some(Token::Minus)),
    ("*", Some(Token::Times)),
    ("×", Some(Token::Times)),
    ("·", Some(Token::Times)),
    ("⋅", Some(Token::Times)),
    ("/", Some(Token::Divide)),
    ("÷", Some(Token::Divide)),
    (":", Some(Token::Divide)),
    ("⁄", Some(Token::Divide)),
    ("∕", Some(Token::Divide)),
    ("^", Some(Token::Power)),
    ("%", Some(Token::Percent)),
    ("(", Some(Token::Open)),
    (")", Some(Token::Close)),
    ("calculate", None),
    ("equals", None),
    ("the", None),
    ("a", None),
    ("an", None),
    ("?", None),
    ("=", None),
    (".", None),
    ("!", None),
    ("please", None),
];

/// Words for shares and multiples: "half of 10", "twice 10".
const SHARES: [(&str, i128, i128, &str); 7] = [
    ("half", 1, 2, "half"),
    ("third", 1, 3, "a third"),
    ("quarter", 1, 4, "a quarter"),
    ("fifth", 1, 5, "a fifth"),
    ("tenth", 1, 10, "a tenth"),
    ("twice", 2, 1, "two"),
    ("double", 2, 1, "two"),
];

/// An answered expression.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Sum {
    /// The value.
    pub(super) value: Number,
    /// "25 plus 17 is 42."
    pub(super) spoken: String,
}

/// Works out an expression such as `25 + 17`, `15% of 80`, `sqrt 81`, `2 ^ 10` or `five times (2 - 7)`.
pub(super) fn calculate(expression: &str) -> Result<Sum, ToolError> {
    let tokens = tokens(expression)?;
    let mut parser = Parser {
        tokens: &tokens,
        next: 0,
        depth: 0,
    };
    let value = parser.sum()?;
    if parser.next != tokens.len() {
        return Err(ToolError::NotAnExpression);
    }
    Ok(Sum {
        value,
        spoken: sentence(&tokens, value),
    })
}

fn tokens(expression: &str) -> Result<Vec<Token>, ToolError> {
    let pieces = pieces::pieces(expression);
    let mut tokens = Vec::new();
    let mut at = 0;
    while at < pieces.len() {
        if tokens.len() == MOST_TOKENS {
            return Err(ToolError::TooLong);
        }
        let rest = &pieces[at..];
        if let Some((value, used)) = pieces::number(rest) {
            tokens.push(Token::Number(value));
            at += used;
        } else if let Some(&(_, top, bottom, name)) = SHARES.iter().find(|share| share.0 == rest[0]) {
            let is_followed = rest.get(1).is_some_and(|next| next == "of");
            tokens.extend(Number::fraction(top, bottom).map(|value| Token::Share(value, name)));
            match (top > 1, is_followed) {
                (true, false) => tokens.push(Token::Times),
                (_, true) => {}
                (false, false) => return Err(ToolError::NotAnExpression),
            }
            at += 1;
        } else {
            let (used, token) = phrase(rest).ok_or(ToolError::NotAnExpression)?;
            tokens.extend(token);
            at += used;
        }
    }
    Ok(tokens)
}

fn phrase(rest: &[String]) -> Option<(usize, Option<Token>)> {
    PHRASES.iter().find_map(|(phrase, token)| {
        let words: Vec<&str> = phrase.split(' ').collect();
        let fits = words.len() <= rest.len() && words.iter().zip(rest).all(|(word, piece)| word == piece);
        fits.then_some((words.len(), *token))
    })
}

/// A recursive descent: sums of products of signed powers.
struct Parser<'a> {
    tokens: &'a [Token],
    next: usize,
    depth: usize,
}

impl Parser<'_> {
    fn peek(&self) -> Option<Token> {
        self.tokens.get(self.next).copied()
    }

    fn accept(&mut self, token: Token) -> bool {
        let found = self.peek() == Some(token);
        self.next += usize::from(found);
        found
    }

    /// `a + b - c`; "80 plus 15 percent" means 15 percent of the 80.
    fn sum(&mut self) -> Result<Number, ToolError> {
        let mut sum = self.product()?;
        loop {
            let is_plus = match self.peek() {
                Some(Token::Plus) => true,
                Some(Token::Minus) => false,
                _ => return Ok(sum),
            };
            self.next += 1;
            let start = self.next;
            let mut term = self.product()?;
            if let [Token::Number(_), Token::Percent] = self.tokens[start..self.next] {
                term = term.times(sum)?;
            }
            sum = if is_plus {
                sum.plus(term)?
            } else {
                sum.minus(term)?
            };
        }
    }

    fn product(&mut self) -> Result<Number, ToolError> {
        let mut product = self.signed()?;
        loop {
            match self.peek() {
                Some(Token::Times | Token::Of) => {
                    self.next += 1;
                    product = product.times(self.signed()?)?;
                }
                Some(Token::Divide) => {
                    self.next += 1;
                    product = product.divided_by(self.signed()?)?;
                }
                Some(Token::Open | Token::Root) => product = product.times(self.signed()?)?,
                _ => return Ok(product),
            }
        }
    }

    fn signed(&mut self) -> Result<Number, ToolError> {
        self.depth += 1;
        if self.depth > DEEPEST {
            return Err(ToolError::TooLong);
        }
        let value = if self.accept(Token::Minus) {
            self.signed()?.negated()
        } else if self.accept(Token::Plus) {
            self.signed()?
        } else {
            self.power()?
        };
        self.depth -= 1;
        Ok(value)
    }

    fn power(&mut self) -> Result<Number, ToolError> {
        let base = self.operand()?;
        if self.accept(Token::Power) {
            base.to_the(self.signed()?)
        } else {
            Ok(base)
        }
    }

    fn operand(&mut self) -> Result<Number, ToolError> {
        let mut value = match self.peek() {
            Some(Token::Number(value) | Token::Share(value, _)) => {
                self.next += 1;
                value
            }
            Some(Token::Open) => {
                self.next += 1;
                let value = self.sum()?;
                if !self.accept(Token::Close) {
                    return Err(ToolError::NotAnExpression);
                }
                value
            }
            Some(Token::Root) => {
                self.next += 1;
                return self.signed()?.square_root();
            }
            _ => return Err(ToolError::NotAnExpression),
        };
        loop {
            value = if self.accept(Token::Percent) {
                value.divided_by(Number::integer(100))?
            } else if self.accept(Token::Squared) {
                value.times(value)?
            } else if self.accept(Token::Cubed) {
                value.times(value)?.times(value)?
            } else {
                return Ok(value);
            };
        }
    }
}

fn sentence(tokens: &[Token], value: Number) -> String {
    let mut question = String::new();
    for &token in tokens {
        let is_tight = token == Token::Close || question.is_empty() || question.ends_with('(');
        question.push_str(if is_tight { "" } else { " " });
        question.push_str(&token.spoken());
    }
    if question.len() > LONGEST_REPEATED {
        return format!("The result is {}.", value.spoken());
    }
    format!("{} is {}.", super::capitalised(&question), value.spoken())
}

impl Token {
    fn spoken(self) -> String {
        match self {
            Self::Number(value) => return value.written().0,
            Self::Share(_, name) => name,
            Self::Plus => "plus",
            Self::Minus => "minus",
            Self::Times => "times",
            Self::Divide => "divided by",
            Self::Power => "to the power of",
            Self::Percent => "percent",
            Self::Of => "of",
            Self::Root => "the square root of",
            Self::Squared => "squared",
            Self::Cubed => "cubed",
            Self::Open => "(",
            Self::Close => ")",
        }
        .to_owned()
    }
}
