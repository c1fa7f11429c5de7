//! The words of a question, as they are counted.
//!
//! Owns what counts as the same word: lower case, no punctuation. Function words are left out, because every question has them and each
//! would take the place of a word that says what was asked. Chinese and Japanese are written without spaces: pairs of characters stand
//! for words there.

/// Words of a question that are looked at.
const MAX_WORDS: usize = 200;
/// Letters of a word; a longer one is no word.
const MAX_LETTERS: usize = 40;

/// Words that say nothing about the subject of a question, without apostrophes.
const FUNCTION_WORDS: &str = " a about am an and any anybody anyone anything are arent at be been but by can cant could \
    did didnt do does doesnt doing dont for from give had has have hello help her here hers hey hi him his how i id if ill im in \
    into is isnt it its ive just know let lets like look looking many may me might much must my myself need no not now of off ok \
    okay on one or our ours out over please see shall she should so some somebody someone something than thank thanks that thats \
    the their them then there theres these they this those to too up us want was we were what whats when whens where wheres \
    which who whom whos whose why will with would yes you your yours \
    а без бы был была были было быть в вам вас ваш во вот вы где да давайте для до его ее её если есть ещё еще ж же за здесь и из \
    или им их к как какая какие какой какое когда кто куда ли мне могу можем можете можно мой моя мы на надо нам нас наш не нет ни \
    но нужен нужна нужно о об он она они оно от откуда по под пожалуйста покажите почему при привет про с сейчас скажи скажите \
    сколько со спасибо там тебя то тоже только тот ту тут ты у уже хочу хотел хотела чего чем через что чтобы эта эти это этот я ";

/// What a word is written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Script {
    /// With spaces between words.
    Spaced,
    /// Without.
    Unspaced,
}

fn script(letter: char) -> Script {
    match letter {
        '\u{3040}'..='\u{30ff}'
        | '\u{3400}'..='\u{4dbf}'
        | '\u{4e00}'..='\u{9fff}'
        | '\u{f900}'..='\u{faff}'
        | '\u{20000}'..='\u{3ffff}' => Script::Unspaced,
        _ => Script::Spaced,
    }
}

/// What is counted of a question: its content words, the pairs of content words that follow each other, and for Chinese and Japanese the
/// pairs of characters. Each once.
pub fn grams(question: &str) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    let mut add = |gram: String| {
        if !found.contains(&gram) {
            found.push(gram);
        }
    };
    let mut before: Option<String> = None;
    for word in runs(question).into_iter().take(MAX_WORDS) {
        let letters: Vec<char> = word.chars().collect();
        if letters
            .first()
            .is_some_and(|first| script(*first) == Script::Unspaced)
        {
            letters
                .windows(2)
                .for_each(|pair| add(pair.iter().collect::<String>()));
            before = None;
        } else if letters.len() <= MAX_LETTERS && !is_function_word(&word) {
            if let Some(before) = before {
                add(format!("{before} {word}"));
            }
            add(word.clone());
            before = Some(word);
        }
    }
    found
}

fn is_function_word(word: &str) -> bool {
    FUNCTION_WORDS.contains(&format!(" {word} "))
}

/// Runs of letters and digits of one script, in lower case. An apostrophe inside a word is left out.
fn runs(text: &str) -> Vec<String> {
    let mut runs = vec![String::new()];
    let mut written = None;
    for letter in text.chars().flat_map(char::to_lowercase) {
        if matches!(letter, '\'' | '’') {
            continue;
        }
        let is_new = !letter.is_alphanumeric() || written.is_some_and(|written| written != script(letter));
        if is_new && runs.last().is_some_and(|last| !last.is_empty()) {
            // More are not looked at.
            if runs.len() > MAX_WORDS {
                break;
            }
            runs.push(String::new());
        }
        written = letter.is_alphanumeric().then(|| script(letter));
        if let (Some(last), true) = (runs.last_mut(), letter.is_alphanumeric()) {
            last.push(letter);
        }
    }
    runs.retain(|run| !run.is_empty());
    runs
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_and_pairs_of_words_are_counted_once_and_function_words_are_not() {
        assert_eq!(
            grams("Where's the SWIMMING pool? The swimming pool!"),
            ["swimming", "swimming pool", "pool", "pool swimming"]
        );
        assert_eq!(grams("Где здесь бассейн?"), ["бассейн"]);
        assert_eq!(grams("Don’t you have it?"), Vec::<String>::new());
        assert_eq!(grams(" \u{1b}[2J ?! "), ["2j"]);
    }

    #[test]
    fn chinese_is_counted_by_pairs_of_characters() {
        assert_eq!(grams("游泳池在哪里"), ["游泳", "泳池", "池在", "在哪", "哪里"]);
        assert_eq!(grams("wifi密码 free"), ["wifi", "密码", "free"]);
    }

    #[test]
    fn endless_questions_and_words_are_bounded() {
        let long = "x".repeat(1 << 20);
        assert_eq!(grams(&long), Vec::<String>::new());
        let many: Vec<String> = (0..100_000).map(|number| format!("w{number}")).collect();
        assert_eq!(grams(&many.join(" ")).len(), 2 * MAX_WORDS - 1);
    }
}
