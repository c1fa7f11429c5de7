//! Mash-ups of true sentences: none may be said.

use std::collections::BTreeSet;

use crate::documents::{CHINESE, CLINIC, MUSEUM, RUSSIAN};
use mynah_knowledge::language::Language;
use mynah_knowledge::values::{Value, values};
use mynah_policy::check;

/// Sentences of the passages, without headings and tables, and what the tables say.
fn sentences(passages: &[&str]) -> Vec<String> {
    let mut sentences: Vec<String> = passages
        .iter()
        .flat_map(|passage| passage.lines())
        .filter(|line| !line.starts_with(['#', '|']))
        .flat_map(|line| {
            line.split_inclusive(". ")
                .flat_map(|part| part.split_inclusive('。'))
        })
        .map(|sentence| sentence.trim().to_owned())
        .collect();
    if passages == CLINIC {
        sentences.extend(["Dr Nair is in room B-204.", "Dr Olsen is in room B-117."].map(str::to_owned));
        sentences.extend(["Dr Nair is here on Tuesday.", "Dr Olsen is here on Thursday."].map(str::to_owned));
    }
    sentences
}

fn letters(text: &str) -> String {
    text.chars()
        .filter(|letter| letter.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect()
}

/// Every value of every sentence replaced by every other value of its sort.
fn swapped_values(sentences: &[String], language: Language, out: &mut BTreeSet<String>) {
    let all: Vec<(Value, String)> = sentences
        .iter()
        .flat_map(|sentence| {
            values(sentence, language)
                .into_iter()
                .map(|f| (f.value, sentence[f.range].to_owned()))
        })
        .collect();
    for sentence in sentences {
        for found in values(sentence, language) {
            for (value, text) in &all {
                let alike = std::mem::discriminant(value) == std::mem::discriminant(&found.value);
                if alike && *value != found.value {
                    let mut mash = sentence.clone();
                    mash.replace_range(found.range.clone(), text);
                    out.insert(mash);
                }
            }
        }
    }
}

/// Denials dropped and added.
fn turned(sentences: &[String], out: &mut BTreeSet<String>) {
    let drops = [
        " not",
        " no",
        " never",
        " only",
        "не ",
        ", кроме понедельника",
        "不",
        " without flash",
    ];
    let adds = [
        (" are ", " are not "),
        (" is ", " is not "),
        (" closes ", " never closes "),
        (" stops ", " only stops "),
        (" start ", " do not start "),
        (" must ", " need not "),
        (" may ", " must "),
        (" must be ", " may be "),
        ("закрывается", "не закрывается"),
        ("стоит", "не стоит"),
        ("допускаются", "не допускаются"),
        ("可以", "不可以"),
        ("关门", "不关门"),
        ("开放", "不开放"),
        (" is ", " was "),
        (" are ", " will be "),
        (" cost ", " cost only "),
        (" are ", " are only "),
        ("закрывается", "больше не закрывается"),
    ];
    for sentence in sentences {
        for drop in drops.iter().filter(|drop| sentence.contains(**drop)) {
            out.insert(sentence.replacen(drop, "", 1));
        }
        for (from, to) in adds
            .iter()
            .filter(|(from, to)| sentence.contains(from) && !sentence.contains(to))
        {
            out.insert(sentence.replacen(from, to, 1));
        }
    }
}

/// One digit changed.
fn changed_digits(sentences: &[String], out: &mut BTreeSet<String>) {
    for sentence in sentences {
        for (at, digit) in sentence
            .char_indices()
            .filter(|(_, letter)| letter.is_ascii_digit())
        {
            for step in [1, 3] {
                let other = (digit as u8 - b'0' + step) % 10;
                let mut mash = sentence.clone();
                mash.replace_range(at..=at, &other.to_string());
                out.insert(mash);
            }
        }
    }
}

/// A thing, a name or a day replaced by another of the document or by one that no document has.
fn swapped_words(sentences: &[String], out: &mut BTreeSet<String>) {
    let sets: &[&[&str]] = &[
        &["café", "shop", "lift", "garden", "library", "cinema"],
        &["galleries", "garden", "lockers", "cellar"],
        &["Dogs", "Visitors", "Children", "Cats", "Students"],
        &["children", "Students", "Adult tickets", "pensioners"],
        &["Martha Lund", "Dr Nair", "Dr Olsen", "Anna Berg", "Martha Berg"],
        &[
            "Monday",
            "Tuesday",
            "Wednesday",
            "Thursday",
            "Friday",
            "Saturday",
            "Sunday",
        ],
        &["closes", "opens", "starts"],
        &["beside", "behind", "opposite"],
        &["from", "until", "before", "after"],
        &["Кафе", "Магазин", "Музей", "Сад", "Бассейн"],
        &["Взрослый", "детский", "Льготный"],
        &["залы", "сад", "кафе"],
        &["咖啡厅", "商店", "博物馆", "餐厅"],
        &["成人票", "儿童票", "学生票"],
        &["展厅", "花园", "电梯"],
        &["洗手间", "电梯", "入口", "商店"],
    ];
    for sentence in sentences {
        for set in sets {
            for from in set.iter().filter(|from| sentence.contains(**from)) {
                for to in set.iter().filter(|to| *to != from && !sentence.contains(**to)) {
                    out.insert(sentence.replacen(from, to, 1));
                }
            }
        }
    }
}

/// The beginning of one sentence with the end of another.
fn spliced(sentences: &[String], out: &mut BTreeSet<String>) {
    for one in sentences {
        for other in sentences.iter().filter(|other| *other != one) {
            let (one, other): (Vec<&str>, Vec<&str>) = (one.split(' ').collect(), other.split(' ').collect());
            if one.len() > 3 && other.len() > 3 {
                let head = one[..one.len() / 2].join(" ");
                out.insert(format!("{head} {}", other[other.len() / 2..].join(" ")));
            }
        }
    }
}

fn mashups(passages: &[&str], language: Language) -> BTreeSet<String> {
    let sentences = sentences(passages);
    let mut found = BTreeSet::new();
    swapped_values(&sentences, language, &mut found);
    turned(&sentences, &mut found);
    changed_digits(&sentences, &mut found);
    swapped_words(&sentences, &mut found);
    spliced(&sentences, &mut found);
    // What is true after all is no mash-up.
    let truths: BTreeSet<String> = sentences.iter().map(|sentence| letters(sentence)).collect();
    found.retain(|mash| !truths.contains(&letters(mash)));
    found
}

#[test]
fn no_mash_up_may_be_said_whatever_was_asked() {
    let documents = [
        (MUSEUM, Language::English),
        (CLINIC, Language::English),
        (RUSSIAN, Language::Russian),
        (CHINESE, Language::Chinese),
    ];
    let (mut count, mut said) = (0, Vec::new());
    for (passages, language) in documents {
        let sentences = sentences(passages);
        for mash in mashups(passages, language) {
            count += 1;
            let asked = &sentences[count % sentences.len()];
            for question in [
                "",
                "When does it close?",
                &mash,
                asked,
                &format!("Is it true that {mash}"),
            ] {
                for reply in [
                    mash.clone(),
                    format!("Yes, {mash}"),
                    format!("{} {mash}", sentences[0]),
                ] {
                    if check(&reply, passages, question, language).is_ok() {
                        said.push(format!("{reply} [{question}]"));
                    }
                }
            }
        }
    }
    println!("{count} mash-ups");
    assert!(count >= 500, "only {count}");
    assert!(
        said.is_empty(),
        "{} of {count} mash-ups may be said:\n{}",
        said.len(),
        said.join("\n")
    );
}

/// Words in any order, as a model with random weights would have them.
#[test]
fn hardly_any_shuffled_words_may_be_said() {
    let mut state = 7_u64;
    let mut next = |bound: usize| {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(state >> 33).unwrap() % bound
    };
    let sentences = [sentences(MUSEUM), sentences(CLINIC)].concat();
    let passages = [MUSEUM, CLINIC].concat();
    let words: Vec<&str> = sentences
        .iter()
        .flat_map(|sentence| sentence.split(' '))
        .collect();
    let mut said = Vec::new();
    for round in 0..3000 {
        let length = 2 + next(9);
        let salad: Vec<&str> = if round % 2 == 0 {
            (0..length).map(|_| words[next(words.len())]).collect()
        } else {
            let mut own: Vec<&str> = sentences[next(sentences.len())].split(' ').collect();
            let at = next(own.len());
            let word = own.remove(at);
            let to = next(own.len() + 1);
            own.insert(to, word);
            own
        };
        let salad = salad.join(" ");
        let truths = || sentences.iter().map(|sentence| letters(sentence));
        if check(&salad, &passages, "", Language::English).is_ok()
            && !truths().any(|truth| truth == letters(&salad))
        {
            said.push(salad);
        }
    }
    // One word moved may leave a sentence that is true and only sounds odd.
    println!("{} of 3000 salads said:\n{}", said.len(), said.join("\n"));
    assert!(
        said.len() < 60,
        "{} of 3000 salads may be said:\n{}",
        said.len(),
        said.join("\n")
    );
}
