//! An utterance as words.
//!
//! Owns where words begin and end in the three languages, letter case, apostrophes, contractions and the
//! few traditional characters that transcripts hold. The grammars are cut by the same rules, so that a
//! template may be written as people write. Meaning begins in `grammar` and `slots`.

use std::ops::Range;

use crate::Language;

/// A longer utterance is not for this crate, in characters.
pub(crate) const MAX_LEN: usize = 400;
/// Nor is one of more words.
pub(crate) const MAX_WORDS: usize = 90;

/// One word, number, sign or Chinese character.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Token {
    /// In lower case, without apostrophes.
    pub(crate) word: String,
    /// Where it stands in the utterance; empty for the later words of a contraction.
    pub(crate) span: Range<usize>,
    /// Punctuation follows.
    pub(crate) is_last: bool,
}

const SIGNS: &str = "+-−–×*/÷=%^()√°²³£$€¥₽№#<>~½¼¾";

/// Contractions that are other words without their apostrophe.
const AMBIGUOUS_CONTRACTIONS: &[(&str, &str)] = &[
    ("were", "we are"),
    ("well", "we will"),
    ("wed", "we would"),
    ("shell", "she will"),
    ("shed", "she would"),
    ("hell", "he will"),
    ("hed", "he would"),
    ("times", "time is"),
    ("days", "day is"),
];

/// Contractions, without their apostrophes.
const CONTRACTIONS: &[(&str, &str)] = &[
    ("whats", "what is"),
    ("wots", "what is"),
    ("wot", "what"),
    ("whatre", "what are"),
    ("whatll", "what will"),
    ("timell", "time will"),
    ("longs", "long is"),
    ("whatd", "what would"),
    ("whens", "when is"),
    ("wheres", "where is"),
    ("whos", "who is"),
    ("hows", "how is"),
    ("todays", "today"),
    ("tomorrows", "tomorrow"),
    ("yesterdays", "yesterday"),
    ("its", "it is"),
    ("itll", "it will"),
    ("itd", "it would"),
    ("thats", "that is"),
    ("thatll", "that will"),
    ("theres", "there is"),
    ("heres", "here is"),
    ("im", "i am"),
    ("ive", "i have"),
    ("id", "i would"),
    ("ill", "i will"),
    ("youre", "you are"),
    ("youve", "you have"),
    ("youll", "you will"),
    ("youd", "you would"),
    ("weve", "we have"),
    ("were", "were"),
    ("theyre", "they are"),
    ("theyll", "they will"),
    ("theyd", "they would"),
    ("dont", "do not"),
    ("doesnt", "does not"),
    ("didnt", "did not"),
    ("cant", "can not"),
    ("cannot", "can not"),
    ("couldnt", "could not"),
    ("wont", "will not"),
    ("wouldnt", "would not"),
    ("shouldnt", "should not"),
    ("isnt", "is not"),
    ("arent", "are not"),
    ("wasnt", "was not"),
    ("havent", "have not"),
    ("hasnt", "has not"),
    ("lets", "let us"),
    ("wanna", "want to"),
    ("gonna", "going to"),
    ("gotta", "got to"),
    ("gimme", "give me"),
    ("lemme", "let me"),
    ("til", "until"),
    ("till", "until"),
    ("thru", "through"),
    ("alright", "all right"),
    ("pls", "please"),
    ("plz", "please"),
    ("thx", "thanks"),
    ("u", "you"),
    ("ya", "you"),
    ("ye", "you"),
    ("yer", "your"),
    ("mustnt", "must not"),
    ("neednt", "need not"),
    ("nothings", "nothing is"),
    ("everythings", "everything is"),
    ("somethings", "something is"),
    ("anythings", "anything is"),
    ("hes", "he is"),
    ("shes", "she is"),
    ("itd", "it would"),
    ("youse", "you"),
    ("gotcha", "got you"),
    ("dunno", "do not know"),
    ("innit", "is it not"),
    ("kinda", "kind of"),
    ("outta", "out of"),
    ("oughta", "ought to"),
    ("hafta", "have to"),
    ("needa", "need to"),
    ("ur", "your"),
    ("oclock", "o clock"),
    ("percent", "percent"),
    ("meters", "metres"),
    ("meter", "metre"),
    ("liters", "litres"),
    ("liter", "litre"),
    ("centimeters", "centimetres"),
    ("centimeter", "centimetre"),
    ("millimeters", "millimetres"),
    ("millimeter", "millimetre"),
    ("kilometers", "kilometres"),
    ("kilometer", "kilometre"),
    ("milliliters", "millilitres"),
    ("milliliter", "millilitre"),
    ("favorite", "favourite"),
];

/// Traditional characters of clock, sums and lists, each before its simplified one.
const TRADITIONAL: &str = "幾几點点鐘钟時时間间現现嗎吗個个們们設设鬧闹計计請请幫帮記记單单購购買买開开關关聽听說说話话聲声\
音音嗯嗯麼么什什號号週周禮礼兩两萬万億亿億亿門门換换轉转釐厘尺尺裡里還还嘅的係是會会麽么過过後后從从來来讓让\
東东數数圓圆錢钱條条塊块雞鸡蘋苹麵面雙双當当對对長长頭头複复遍遍聖圣誕诞節节國国慶庆歲岁齡龄紐纽約约倫伦\
華华韓韩島岛羅罗馬马臺台灣湾廣广";

/// The words of an utterance; `None` when it is too long to be one of ours.
pub(crate) fn tokens(text: &str, language: Language) -> Option<Vec<Token>> {
    if text.chars().nth(MAX_LEN).is_some() {
        return None;
    }
    let mut scanner = Scanner {
        text,
        language,
        tokens: Vec::new(),
    };
    scanner.scan();
    (scanner.tokens.len() <= MAX_WORDS).then_some(scanner.tokens)
}

/// The words of a template, cut like an utterance.
pub(crate) fn words(text: &str, language: Language) -> Vec<String> {
    let mut scanner = Scanner {
        text,
        language,
        tokens: Vec::new(),
    };
    scanner.scan();
    scanner.tokens.into_iter().map(|token| token.word).collect()
}

/// Whether a text begins with one of these words; in Chinese, with one of these strings.
pub(crate) fn begins_with(text: &str, language: Language, starts: &[&str]) -> bool {
    if language == Language::Chinese {
        return starts.iter().any(|start| text.trim_start().starts_with(start));
    }
    let first = words(text, language).into_iter().next();
    first.is_some_and(|first| starts.contains(&first.as_str()))
}

/// How many letters two words begin with in common, where only their endings differ, as those of the cases of a Russian word do.
pub(crate) fn common_stem(word: &str, other: &str) -> Option<usize> {
    let letters = word.chars().zip(other.chars());
    let common = letters.take_while(|(a, b)| a == b).count();
    let longest = word.chars().count().max(other.chars().count());
    (longest - common <= 3 && common * 2 >= longest).then_some(common)
}

/// What was said from one token to another, as it was written.
pub(crate) fn surface<'a>(text: &'a str, tokens: &[Token]) -> &'a str {
    let start = tokens.iter().map(|token| token.span.start).min().unwrap_or(0);
    let end = tokens.iter().map(|token| token.span.end).max().unwrap_or(0);
    text.get(start..end).unwrap_or("").trim()
}

struct Scanner<'a> {
    text: &'a str,
    language: Language,
    tokens: Vec<Token>,
}

impl Scanner<'_> {
    fn scan(&mut self) {
        let mut at = 0;
        while let Some(first) = self.text[at..].chars().next() {
            let first_width = plain(first);
            at = if first_width.is_ascii_digit() {
                self.number(at)
            } else if is_han(first) {
                let end = at + first.len_utf8();
                self.push(simplified(first).to_string(), at..end);
                end
            } else if first.is_alphabetic() {
                self.word(at)
            } else {
                self.sign(at, first)
            };
        }
    }

    fn push(&mut self, word: String, span: Range<usize>) {
        self.tokens.push(Token {
            word,
            span,
            is_last: false,
        });
    }

    fn sign(&mut self, at: usize, sign: char) -> usize {
        let end = at + sign.len_utf8();
        let narrow = plain(sign);
        let is_hyphen = matches!(narrow, '-' | '–' | '−') && !self.is_minus(at, end);
        if narrow == '&' {
            self.push("and".to_owned(), at..end);
        } else if SIGNS.contains(narrow) && !is_hyphen {
            let word = match narrow {
                '−' | '–' => '-',
                '×' => '*',
                '÷' => '/',
                other => other,
            };
            self.push(word.to_string(), at..end);
        } else if matches!(narrow, '.' | ',' | '?' | '!' | ';' | ':' | '…' | '。' | '、')
            && let Some(last) = self.tokens.last_mut()
        {
            last.is_last = true;
        }
        end
    }

    /// A hyphen is a minus before a digit or a bracket, unless it joins a word to it, and between spaces.
    fn is_minus(&self, at: usize, end: usize) -> bool {
        let before = self.text[..at].chars().next_back();
        let after = self.text[end..].chars().next();
        match (before, after) {
            (Some(before), Some(after)) if before.is_whitespace() && after.is_whitespace() => true,
            (before, Some(after)) => {
                (after.is_ascii_digit() || after == '(') && !before.is_some_and(char::is_alphabetic)
            }
            _ => false,
        }
    }

    /// Letters with apostrophes inside, and abbreviations such as "a.m.".
    fn word(&mut self, at: usize) -> usize {
        let mut end = at;
        let mut word = String::new();
        let mut characters = self.text[at..].char_indices().peekable();
        while let Some((offset, character)) = characters.next() {
            let next = characters.peek().map(|&(_, next)| next);
            if character.is_alphabetic() && !is_han(character) {
                word.extend(plain(character).to_lowercase());
                end = at + offset + character.len_utf8();
            } else if is_apostrophe(character) && next.is_some_and(char::is_alphabetic) {
                end = at + offset + character.len_utf8();
            } else if character == '.' && self.is_abbreviation(at, at + offset) {
                end = at + offset + 1;
            } else {
                break;
            }
        }
        let word = if self.language == Language::Russian {
            word.replace('ё', "е")
        } else {
            word
        };
        self.push_word(&word, at..end);
        end
    }

    /// The point of "a.m.": one letter before it, and one letter after it or the second point of a pair.
    fn is_abbreviation(&self, start: usize, point: usize) -> bool {
        let so_far = &self.text[start..point];
        let after = self.text[point + 1..].chars();
        let letters_after = after.take_while(|character| character.is_alphabetic()).count();
        let is_letter = so_far.chars().count() == 1 && self.language == Language::English;
        (is_letter && letters_after == 1) || (so_far.contains('.') && letters_after <= 1)
    }

    fn push_word(&mut self, word: &str, span: Range<usize>) {
        let is_contracted = self.text[span.clone()].contains(is_apostrophe);
        let with_apostrophe = AMBIGUOUS_CONTRACTIONS.iter().filter(|_| is_contracted);
        let expansion = match self.language {
            Language::English => with_apostrophe
                .chain(CONTRACTIONS)
                .find(|(short, _)| *short == word),
            _ => None,
        };
        let Some((_, expansion)) = expansion else {
            return self.push(word.to_owned(), span);
        };
        let end = span.end;
        for (index, part) in expansion.split(' ').enumerate() {
            let span = if index == 0 { span.clone() } else { end..end };
            self.push(part.to_owned(), span);
        }
    }

    /// Digits with points, colons and grouping commas inside; "4th" keeps its ending.
    fn number(&mut self, at: usize) -> usize {
        let bytes = self.text.as_bytes();
        let mut word = String::new();
        let mut end = at;
        while let Some(character) = self.text[end..].chars().next() {
            let narrow = plain(character);
            let next = end + character.len_utf8();
            let is_followed = self.text[next..]
                .chars()
                .next()
                .is_some_and(|next| plain(next).is_ascii_digit());
            if narrow.is_ascii_digit() || (matches!(narrow, '.' | ':') && is_followed) {
                word.push(narrow);
            } else if narrow == ',' && is_followed && self.is_grouping(at, end) {
                // A grouping comma says nothing.
            } else if narrow == ',' && is_followed && self.is_decimal_comma(&word, next) {
                word.push('.');
            } else {
                break;
            }
            end = next;
        }
        if self.language == Language::English {
            let ending = bytes.get(end..end + 2).map(<[u8]>::to_ascii_lowercase);
            let is_ordinal = matches!(ending.as_deref(), Some(b"st" | b"nd" | b"rd" | b"th"))
                && !self.text[end + 2..].starts_with(char::is_alphabetic);
            if is_ordinal {
                word.push_str(&self.text[end..end + 2].to_lowercase());
                end += 2;
            }
        }
        self.push(word, at..end);
        end
    }

    /// Exactly three digits follow, and one to three come before.
    fn is_grouping(&self, start: usize, comma: usize) -> bool {
        if self.language == Language::Russian {
            return false;
        }
        let width = self.text[comma..].chars().next().map_or(1, char::len_utf8);
        let digits = |text: &str| text.chars().take_while(|c| plain(*c).is_ascii_digit()).count();
        let before = self.text[start..comma].rsplit([',', '，']).next().unwrap_or("");
        digits(&self.text[comma + width..]) == 3 && (1..=3).contains(&digits(before))
    }

    /// Russian decimals: "3,5".
    fn is_decimal_comma(&self, so_far: &str, next: usize) -> bool {
        let follows = self.text[next..].chars().take_while(char::is_ascii_digit).count();
        self.language == Language::Russian && !so_far.contains(['.', ':']) && (1..=6).contains(&follows)
    }
}

fn is_apostrophe(character: char) -> bool {
    matches!(character, '\'' | '’' | 'ʼ' | '`')
}

/// Chinese characters; each is a word of its own.
pub(crate) fn is_han(character: char) -> bool {
    matches!(character, '\u{3400}'..='\u{9fff}' | '〇')
}

/// Full-width letters, digits and signs as their ASCII ones.
fn plain(character: char) -> char {
    match character {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(character) - 0xfee0).unwrap_or(character),
        other => other,
    }
}

fn simplified(character: char) -> char {
    let mut pairs = TRADITIONAL.chars();
    while let (Some(traditional), Some(simplified)) = (pairs.next(), pairs.next()) {
        if traditional == character {
            return simplified;
        }
    }
    character
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cut(text: &str, language: Language) -> String {
        words(text, language).join(" ")
    }

    #[test]
    fn english_is_cut_into_plain_words() {
        for (text, expected) in [
            ("What's the time?", "what is the time"),
            ("whats 1,250.50 + 3", "what is 1250.50 + 3"),
            ("Wake me at 6:45 a.m. please", "wake me at 6:45 am please"),
            ("twenty-five", "twenty five"),
            ("5-3", "5 - 3"),
            ("-10 degrees", "- 10 degrees"),
            ("a 25-minute timer", "a 25 minute timer"),
            ("the 4th of July", "the 4th of july"),
            ("10km", "10 km"),
            ("20%", "20 %"),
            ("£59.99", "£ 59.99"),
            ("3,4,5", "3 4 5"),
            ("i.e. this", "ie this"),
            ("at 6. Thanks.", "at 6 thanks"),
        ] {
            assert_eq!(cut(text, Language::English), expected, "{text}");
        }
    }

    #[test]
    fn russian_and_chinese_are_cut_by_their_own_rules() {
        for (text, language, expected) in [
            ("Ещё 3,5 раза", Language::Russian, "еще 3.5 раза"),
            ("5-го декабря", Language::Russian, "5 го декабря"),
            ("现在几点了？", Language::Chinese, "现 在 几 点 了"),
            ("15乘以１２", Language::Chinese, "15 乘 以 12"),
            ("現在幾點", Language::Chinese, "现 在 几 点"),
        ] {
            assert_eq!(cut(text, language), expected, "{text}");
        }
    }

    #[test]
    fn the_surface_keeps_what_was_written() {
        let text = "Remind me: don't call Aunt May!";
        let tokens = tokens(text, Language::English).unwrap();
        assert_eq!(surface(text, &tokens[2..]), "don't call Aunt May");
        assert!(tokens[1].is_last);
    }

    #[test]
    fn an_endless_utterance_is_not_read() {
        assert_eq!(tokens(&"a ".repeat(5000), Language::English), None);
        assert_eq!(tokens(&"1+".repeat(100), Language::English), None);
    }
}
