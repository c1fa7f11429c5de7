//! How much the words look like a whole sentence: a linear model over the words at both ends.
//!
//! Owns the features and their places in the table of weights.

/// Features of a text at most.
const MAX_FEATURES: usize = 17;
/// Words that tell by themselves what may follow; of all others only their class counts beside them.
const FUNCTION_WORDS: &str = "the is i a how do can to what in for my you it on there much me of are who at where when does time please and \
    have get many an whats with set we by need which open up than im go half from this cost will today if be that off about \
    its want all more could would whos whens wheres just no now should way your her own our some any where why not only has \
    his them was were or but so as us they he she these those did dont doesnt isnt arent cant couldnt wouldnt plus minus times divided \
    before after until during while because without into between per each every another other same next last first um uh er well \
    ли в на сколько можно есть с за где кто что когда у до не по как почём а для к какой какая какие какое во без если и от \
    кому после я мне вас меня надо под или при со то о про нет уже ещё мы вы он она они это эта этот и но";
/// The class of all other words, and of numbers.
const OTHER: &str = "W";
const NUMBER: &str = "0";

/// The words in lower case without marks; each Chinese character is one.
pub(crate) fn tokens(text: &str) -> Vec<String> {
    let mut tokens = Vec::new();
    let mut word = String::new();
    for letter in text.chars().flat_map(char::to_lowercase) {
        let is_chinese = ('\u{4e00}'..='\u{9fff}').contains(&letter);
        let is_letter = letter.is_alphanumeric() && !is_chinese;
        if is_letter {
            word.push(if letter.is_ascii_digit() { '0' } else { letter });
        } else if !is_apostrophe(letter) {
            tokens.extend((!word.is_empty()).then(|| std::mem::take(&mut word)));
            tokens.extend(is_chinese.then(|| letter.to_string()));
        }
    }
    tokens.extend((!word.is_empty()).then_some(word));
    tokens
}

fn is_apostrophe(letter: char) -> bool {
    matches!(letter, '\'' | '’')
}

/// First words of a question for a word, whose pitch falls at its end, and of one for yes or no, whose pitch rises.
const FOR_A_WORD: &str = "what whats where wheres who whos whose why when whens which how hows что где кто кого куда почему зачем когда как \
    какой какая какое какие сколько";
const FOR_YES_OR_NO: &str = "is isnt are arent was were am do does dont did can cant could may might must will would should shall has \
    have had any есть можно нужно";

/// Whether the text begins like a question for a word.
pub(crate) fn asks_for_a_word(tokens: &[String]) -> bool {
    begins_with_one_of(tokens, FOR_A_WORD)
}

/// Whether the text begins like a question for yes or no.
pub(crate) fn asks_for_yes_or_no(tokens: &[String]) -> bool {
    begins_with_one_of(tokens, FOR_YES_OR_NO)
}

fn begins_with_one_of(tokens: &[String], words: &str) -> bool {
    let first = tokens.first();
    first.is_some_and(|first| words.split_whitespace().any(|word| word == first))
}

fn class(token: &str) -> &str {
    if token.starts_with('0') {
        NUMBER
    } else if FUNCTION_WORDS.split_whitespace().any(|word| word == token) {
        token
    } else {
        OTHER
    }
}

/// The features' places in a table of this many weights.
pub(crate) fn places(tokens: &[String], table: usize) -> Vec<usize> {
    let count = tokens.len();
    let at_end = |back: usize| {
        let place = count.checked_sub(back);
        place.map_or("^", |place| tokens[place].as_str())
    };
    let first = tokens.first().map_or("^", String::as_str);
    let second = tokens.get(1).map_or("^", String::as_str);
    let last = at_end(1);
    let ending: String = {
        let letters: Vec<char> = last.chars().collect();
        letters[letters.len().saturating_sub(3)..].iter().collect()
    };
    let length = count.min(12).to_string();
    let class_at = |back: usize| {
        let place = count.checked_sub(back);
        place.map_or("^", |place| class(&tokens[place]))
    };
    let [one, two, three, four] = [1, 2, 3, 4].map(class_at);
    let features: [&[&str]; MAX_FEATURES] = [
        &["1", last],
        &["2", at_end(2), last],
        &["3", at_end(3), at_end(2), last],
        &["4", first, last],
        &["5", first, second, &length],
        &["6", &length],
        &["7", &ending],
        &["8", at_end(2)],
        &["9", first, second, at_end(2), last],
        &["a", at_end(4), at_end(3), at_end(2), last],
        &["b", last, &length],
        &["c"],
        &["d", two, one],
        &["e", three, two, one],
        &["f", four, three, two, one],
        &["g", first, second, two, one],
        &["h", first, three, two, one, &length],
    ];
    features
        .iter()
        .map(|feature| {
            let joined = feature.join(" ");
            let place = fnv1a(joined.as_bytes()) % table.max(1) as u64;
            usize::try_from(place).unwrap_or_default()
        })
        .collect()
}

/// Fowler, Noll and Vo's hash of 64 bits.
fn fnv1a(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3)
    })
}
