//! Joins spoken words and pauses.
//!
//! Owns the white space between words (none between Chinese characters) and which of several adjoining marks remains.

use crate::text::is_han;

/// Words and pauses that are spoken, in order.
#[derive(Debug, Default)]
pub(crate) struct Output {
    spoken: String,
    /// A pause that is written before the next word, or at the end if it ends a sentence.
    pause: Option<char>,
    /// Whether text of Chinese is joined without white space.
    joined: bool,
}

/// Whether the character is a figure of Chinese.
fn is_numeral(letter: char) -> bool {
    "零一二两三四五六七八九十".contains(letter)
}

/// How strong a pause is.
fn strength(pause: char) -> u8 {
    match pause {
        ',' | '，' | '、' => 1,
        ':' | '：' => 2,
        ';' | '；' => 3,
        '.' | '。' => 4,
        _ => 5,
    }
}

impl Output {
    /// An empty output; `joined` for a language without white space between words.
    pub(crate) fn new(joined: bool) -> Self {
        Self {
            joined,
            ..Self::default()
        }
    }

    /// Adds words.
    pub(crate) fn words(&mut self, words: &str) {
        for word in words.split_whitespace() {
            let letter = word.chars().next().unwrap_or(' ');
            // "周五9:00" would be heard as fifty-nine o'clock.
            if self.joined && self.pause.is_none() && self.spoken.ends_with(is_numeral) && is_numeral(letter)
            {
                self.pause = Some('，');
            }
            if let Some(pause) = self.pause.take() {
                self.spoken.push(pause);
            }
            let last = self.spoken.chars().next_back();
            let close = last.is_some_and(|last| {
                self.joined && (is_han(last) || is_han(letter) || !last.is_alphanumeric() && !last.is_ascii())
            });
            if last.is_some() && !close {
                self.spoken.push(' ');
            }
            self.spoken.push_str(word);
        }
    }

    /// Adds a pause; of several between two words the strongest remains.
    pub(crate) fn pause(&mut self, pause: char) {
        let pause = match pause {
            ',' if self.joined => '，',
            '.' if self.joined => '。',
            _ => pause,
        };
        if !self.spoken.is_empty() && self.pause.is_none_or(|before| strength(before) < strength(pause)) {
            self.pause = Some(pause);
        }
    }

    /// What is spoken; empty without words.
    pub(crate) fn finish(mut self) -> String {
        if let Some(pause) = self.pause.filter(|pause| strength(*pause) > 2) {
            self.spoken.push(pause);
        }
        self.spoken
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_strongest_pause_between_two_words_remains() {
        let mut output = Output::new(false);
        output.pause('.');
        output.words("one  two");
        output.pause(',');
        output.pause('.');
        output.words("three");
        output.pause(',');
        assert_eq!(output.finish(), "one two. three");
    }

    #[test]
    fn chinese_is_joined_and_foreign_words_in_it_are_apart() {
        let mut output = Output::new(true);
        for word in ["打", "开", "Wi", "Fi"] {
            output.words(word);
        }
        output.pause('，');
        output.words("好");
        assert_eq!(output.finish(), "打开Wi Fi，好");
    }
}
