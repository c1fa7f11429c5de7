//! Utterances and phrases as tokens that can be compared.
//!
//! Owns which words count as the same in a policy: stems, persons, forms of "be". What a match is, is `phrase`'s.

use mynah_knowledge::language::Language;

use crate::lexicon::{Lexicon, Role};
use crate::text::{is_han, words};

/// Words that cry for help and name no topic.
const CRIES: &[&str] = &[
    "help",
    "quick",
    "quickli",
    "now",
    "oh",
    "god",
    "someon",
    "somebodi",
    "помог",
    "помогит",
    "быстр",
    "скор",
    "救",
    "命",
    "快",
];

/// The word lists of all languages: a visitor may mix them.
pub(crate) struct Lexicons {
    english: Lexicon,
    russian: Lexicon,
    chinese: Lexicon,
}

impl Default for Lexicons {
    fn default() -> Self {
        Self {
            english: Lexicon::new(Language::English),
            russian: Lexicon::new(Language::Russian),
            chinese: Lexicon::new(Language::Chinese),
        }
    }
}

impl std::fmt::Debug for Lexicons {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("Lexicons")
    }
}

impl Lexicons {
    fn of(&self, folded: &str) -> &Lexicon {
        match folded.chars().next() {
            Some('\u{400}'..='\u{52f}') => &self.russian,
            Some(letter) if is_han(letter) => &self.chinese,
            _ => &self.english,
        }
    }
}

/// A word of an utterance or a phrase.
#[derive(Debug, Clone)]
pub(crate) struct Token {
    /// The name under which it is compared; of a person "~i", of a thing "~it", of a form of "be" "~is".
    pub(crate) class: String,
    /// What it does.
    pub(crate) role: Role,
    /// It says something.
    pub(crate) content: bool,
    /// A mark stands before it.
    pub(crate) after_mark: bool,
    /// It is a Chinese character.
    pub(crate) han: bool,
}

impl Token {
    /// Whether it cries for help.
    pub(crate) fn is_cry(&self) -> bool {
        CRIES.contains(&self.class.as_str())
    }

    /// Makes a gap of it.
    pub(crate) fn blank(&mut self) {
        self.class = String::new();
        self.role = Role::Free;
        self.content = false;
    }
}

/// The tokens of a text, without articles and words that add nothing.
pub(crate) fn tokens(text: &str, lexicons: &Lexicons) -> Vec<Token> {
    let mut tokens = Vec::new();
    let mut end = 0;
    for word in words(text) {
        let gap = &text[end..word.range.start];
        let mut after_mark = end > 0
            && gap.contains([
                ',', '.', '!', '?', ';', ':', '(', '，', '。', '！', '？', '；', '—', '–', '\n',
            ]);
        end = word.range.end;
        for part in contracted(&word.folded) {
            let lexicon = lexicons.of(part);
            let role = lexicon.listed(part).unwrap_or(Role::Content);
            let pointing = matches!(
                part,
                "this" | "that" | "these" | "those" | "something" | "это" | "этот" | "эта" | "что-то"
            );
            let class = match role {
                _ if pointing => "~it".to_owned(),
                Role::Article | Role::Free => continue,
                Role::Third if !matches!(part, "here" | "there" | "здесь" | "там") => {
                    "~it".to_owned()
                }
                Role::First | Role::You => "~i".to_owned(),
                Role::Aux if matches!(part, "is" | "are" | "am" | "be" | "being" | "been") => {
                    "~is".to_owned()
                }
                Role::Not => "~not".to_owned(),
                _ => lexicon.class(part),
            };
            let content = (role.is_content() || role == Role::Soft) && !pointing;
            tokens.push(Token {
                class,
                role,
                content,
                after_mark,
                han: part.chars().all(is_han),
            });
            after_mark = false;
        }
    }
    tokens
}

/// A word, or the words that it is contracted of.
fn contracted(folded: &str) -> Vec<&str> {
    match folded {
        "cannot" | "can't" | "cant" => vec!["can", "not"],
        "won't" | "wont" => vec!["will", "not"],
        "dont" => vec!["do", "not"],
        "isnt" => vec!["is", "not"],
        _ => {
            if let Some(first) = folded.strip_suffix("n't") {
                return vec![first, "not"];
            }
            match folded.split_once('\'') {
                Some((first, "s"))
                    if matches!(first, "it" | "there" | "that" | "what" | "where" | "he" | "she") =>
                {
                    vec![first, "is"]
                }
                Some((first, "m" | "re")) => vec![first, "is"],
                Some((first, "ve")) => vec![first, "have"],
                Some((first, "ll")) => vec![first, "will"],
                Some((first, _)) => vec![first],
                None => vec![folded],
            }
        }
    }
}
