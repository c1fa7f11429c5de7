//! Characters that are dropped, and characters that stand for others.

/// Fractions of one character.
const FRACTIONS: &[(char, &str)] = &[
    ('½', "1/2"),
    ('¼', "1/4"),
    ('¾', "3/4"),
    ('⅓', "1/3"),
    ('⅔', "2/3"),
    ('⅕', "1/5"),
    ('⅖', "2/5"),
    ('⅗', "3/5"),
    ('⅘', "4/5"),
    ('⅙', "1/6"),
    ('⅚', "5/6"),
    ('⅛', "1/8"),
    ('⅜', "3/8"),
    ('⅝', "5/8"),
    ('⅞', "7/8"),
];

/// Other characters that are written out.
const REPLACED: &[(char, &str)] = &[
    ('℃', "°C"),
    ('℉', "°F"),
    ('㎡', "m²"),
    ('㎥', "m³"),
    ('㎏', "kg"),
    ('㎎', "mg"),
    ('㎜', "mm"),
    ('㎝', "cm"),
    ('㎞', "km"),
    ('㎖', "ml"),
    ('⅛', "1/8"),
    ('⁄', "/"),
    ('∕', "/"),
    ('˚', "°"),
    ('\u{2010}', "-"),
    ('\u{2011}', "-"),
    ('\u{2012}', "–"),
    ('\u{2212}', "−"),
    ('\u{2153}', "1/3"),
    ('￥', "¥"),
    ('￡', "£"),
    ('〜', "~"),
    ('∶', ":"),
    ('ﬁ', "fi"),
    ('ﬂ', "fl"),
];

/// The character that a look-alike stands for: full-width forms, subscripts, wide spaces; `None` if it is dropped.
fn plain(letter: char) -> Option<char> {
    match letter {
        '\n' => Some('\n'),
        '\u{a0}' | '\u{2007}' | '\u{2009}' | '\u{202f}' => Some('\u{a0}'),
        '\u{ad}'
        | '\u{200b}'..='\u{200f}'
        | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}'
        | '\u{20d0}'..='\u{20ff}'
        | '\u{fe00}'..='\u{fe0f}'
        | '\u{feff}'
        | '\u{fff0}'..='\u{ffff}'
        | '\u{e000}'..='\u{f8ff}'
        | '\u{2300}'..='\u{23ff}'
        | '\u{2500}'..='\u{27bf}'
        | '\u{2b00}'..='\u{2bff}'
        | '\u{1f000}'..='\u{1faff}'
        | '\u{e0000}'..='\u{10ffff}' => None,
        // Full-width digits, letters and signs; the punctuation of Chinese stays.
        '＂' | '＇' => Some('"'),
        '０'..='９'
        | 'Ａ'..='Ｚ'
        | 'ａ'..='ｚ'
        | '＃'
        | '％'
        | '＆'
        | '＋'
        | '－'
        | '／'
        | '＝'
        | '＠'
        | '～'
        | '．'
        | '＿'
        | '＊'
        | '＄'
        | '＜'
        | '＞' => char::from_u32(u32::from(letter) - 0xfee0),
        '\u{2080}'..='\u{2089}' => char::from_u32(u32::from(letter) - 0x2080 + u32::from('0')),
        _ if letter.is_control() => Some(' '),
        _ => Some(letter),
    }
}

/// The number that a character of a Roman numeral stands for, in letters.
fn roman(letter: char) -> Option<&'static str> {
    const LETTERS: [&str; 12] = [
        "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII",
    ];
    let offset = match letter {
        '\u{2160}'..='\u{216b}' => u32::from(letter) - 0x2160,
        '\u{2170}'..='\u{217b}' => u32::from(letter) - 0x2170,
        _ => return None,
    };
    LETTERS.get(usize::try_from(offset).ok()?).copied()
}

/// The text with look-alikes unified and without characters that no voice reads.
pub(super) fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for letter in text.chars() {
        if letter.is_ascii() && !letter.is_ascii_control() {
            folded.push(letter);
        } else if let Some((_, fraction)) = FRACTIONS.iter().find(|(found, _)| *found == letter) {
            if folded.ends_with(|before: char| before.is_ascii_digit()) {
                folded.push(' ');
            }
            folded.push_str(fraction);
        } else if let Some((_, replaced)) = REPLACED.iter().find(|(found, _)| *found == letter) {
            folded.push_str(replaced);
        } else if let Some(numeral) = roman(letter) {
            folded.push_str(numeral);
        } else if let Some(kept) = plain(letter) {
            folded.push(kept);
        }
    }
    folded
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn look_alikes_are_unified() {
        assert_eq!(fold("２３℃，H₂O Ⅳ 2½"), "23°C，H2O IV 2 1/2");
        assert_eq!(fold("1\u{202f}000"), "1\u{a0}000");
    }
}
