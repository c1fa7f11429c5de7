//! Which English words say little about what is asked.
//!
//! Owns the lists; `terms` folds the words first. They are in order, because every word of the knowledge is looked
//! up in them.

/// Words that say nothing about the subject.
const STOP_WORDS: [&str; 208] = [
    "a", "about", "after", "again", "all", "also", "am", "an", "and", "any", "anybody", "anyone", "anything",
    "are", "arent", "at", "away", "be", "been", "before", "bring", "but", "by", "can", "cant", "could",
    "current", "date", "day", "did", "do", "does", "doesnt", "doing", "done", "dont", "else", "ever",
    "every", "exactly", "excuse", "find", "for", "from", "get", "give", "go", "goes", "going", "good", "got",
    "had", "has", "have", "having", "he", "hello", "help", "helpful", "her", "here", "hers", "hey", "hi",
    "him", "his", "how", "hows", "i", "id", "if", "ill", "im", "in", "into", "is", "isnt", "it", "its",
    "itself", "ive", "just", "know", "let", "like", "located", "lot", "make", "makes", "many", "may",
    "maybe", "me", "might", "mine", "more", "most", "much", "must", "my", "mynah", "near", "need", "needed",
    "next", "no", "nor", "not", "now", "of", "ok", "okay", "on", "once", "one", "ones", "only", "or",
    "other", "our", "out", "over", "own", "per", "place", "please", "possible", "really", "right", "said",
    "same", "say", "see", "shall", "she", "should", "so", "some", "somebody", "someone", "sorry", "still",
    "such", "sure", "take", "tell", "than", "thank", "thanks", "that", "thats", "the", "their", "them",
    "then", "there", "theres", "these", "they", "thing", "things", "this", "those", "through", "to", "today",
    "together", "tomorrow", "too", "took", "uh", "um", "under", "until", "up", "us", "use", "used", "using",
    "very", "want", "was", "way", "we", "well", "were", "what", "whats", "when", "whens", "where", "wheres",
    "which", "while", "who", "whom", "whos", "whose", "why", "will", "with", "without", "would", "yes",
    "you", "your", "youre", "yours",
];

/// Stems of words for attributes that many subjects have: what they cost, when they open, how to call them.
const ATTRIBUTE_STEMS: [&str; 18] = [
    "begin", "call", "charg", "cheap", "close", "cost", "end", "expens", "fee", "finish", "hour", "number",
    "open", "phone", "price", "shut", "start", "telephon",
];

/// Words for amounts: they support a question, but no question is about them.
const MEASURES: [&str; 81] = [
    "alarm", "celsius", "cent", "cents", "clock", "cup", "cups", "day", "degree", "degrees", "divided",
    "dollar", "dollars", "eight", "eighty", "eleven", "euro", "euros", "feet", "fifteen", "fifty", "five",
    "foot", "forty", "four", "gallon", "gallons", "gram", "grams", "half", "hour", "hundred", "inch",
    "inches", "kilogram", "left", "liter", "liters", "long", "meter", "meters", "mile", "miles", "million",
    "minus", "minute", "minutes", "month", "months", "nine", "ninety", "old", "ounce", "ounces", "percent",
    "plus", "pound", "pounds", "quarter", "second", "seconds", "seven", "seventy", "six", "sixty", "sum",
    "ten", "tenth", "third", "thirty", "thousand", "three", "timer", "times", "twelve", "twenty", "two",
    "week", "weeks", "year", "years",
];

/// Whether a word says nothing about the subject.
pub(super) fn is_stop_word(word: &str) -> bool {
    STOP_WORDS.binary_search(&word).is_ok()
}

/// Whether a stem is that of a word for what many subjects have.
pub(super) fn is_attribute(stem: &str) -> bool {
    ATTRIBUTE_STEMS.binary_search(&stem).is_ok()
}

/// Whether a word tells an amount.
pub(super) fn is_measure(word: &str) -> bool {
    MEASURES.binary_search(&word).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lists_are_in_order() {
        assert!(STOP_WORDS.is_sorted() && ATTRIBUTE_STEMS.is_sorted() && MEASURES.is_sorted());
    }
}
