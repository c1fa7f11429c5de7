//! Text that nobody would write: very long, unclosed, only signs. It is read in linear time and never panics.

use mynah_normalise::{Language, normalise};

const LANGUAGES: [Language; 3] = [Language::English, Language::Russian, Language::Chinese];

/// Pieces that begin a form again and again without ending it.
#[rustfmt::skip]
const PATTERNS: &[&str] = &[
        "a",
        "1",
        ".",
        "-",
        "1 ",
        "1.",
        "1-",
        "1:",
        "1/",
        "a.",
        "a@",
        "@a",
        "#a",
        "[",
        "[a](",
        "<a ",
        "&",
        "£1",
        "1,000,",
        "(1)",
        "I",
        "A.",
        "https://a/",
        "1 1/2 ",
        "v1.",
        "\n",
        "# ",
        "- a\n",
        "| a |\n",
        "St. ",
        "1–",
        "10:00–",
        "г. ",
        "2 ч. ",
        "第",
        "一",
        "1%-",
        "1st-",
        "1cm×",
        "AB ",
        "5 ",
        "12.12.",
        "+7",
        "1x",
        "1 km/",
        "'",
        "1'",
        "~",
        "*",
        "_",
        "`",
        "\u{301}",
        "🎉",
        "\u{e000}",
        "Mon–",
    ];

#[test]
fn long_text_of_anything_is_read() {
    for pattern in PATTERNS {
        // Longer than any bounded look ahead; the time of a megabyte is that of ten of these.
        read(pattern, 20_000);
    }
    read("Open 9–5. ", 1_000_000);
    read("1", 1_000_000);
    read("a", 1_000_000);
}

fn read(pattern: &str, length: usize) {
    let text = pattern.repeat(length / pattern.len());
    for language in LANGUAGES {
        let spoken = normalise(&text, language);
        assert!(spoken.len() < length * 60, "{pattern:?}");
    }
}

#[test]
fn text_without_words_is_silent() {
    for text in [
        "",
        " \n\t",
        "...",
        "🎉🎉",
        "---",
        "?!",
        "\u{e000}\u{0}",
        "[]()",
        "** **",
        "```",
        "“”",
        "()",
    ] {
        for language in LANGUAGES {
            assert_eq!(normalise(text, language), "", "{text:?}");
        }
    }
}

#[test]
fn a_number_of_a_hundred_figures_is_read_figure_by_figure() {
    let figures = "7".repeat(100);
    assert_eq!(normalise(&figures, Language::English).split(' ').count(), 100);
    assert_eq!(normalise(&figures, Language::Russian).split(' ').count(), 100);
    assert_eq!(normalise(&figures, Language::Chinese).chars().count(), 100);
}

#[test]
fn unknown_words_pass_unchanged_in_every_language() {
    for text in [
        "Grüße Xyzzy",
        "Ελληνικά",
        "こんにちは",
        "Привет",
        "ﷺ العربية",
        "naïve café",
    ] {
        for language in LANGUAGES {
            let spoken = normalise(text, language).replace(' ', "");
            assert_eq!(spoken, text.replace(' ', ""), "{language:?}");
        }
    }
}

#[test]
fn no_figure_and_no_sign_is_left_over() {
    for text in [
        "9:05 12/3 5% £5 3.14 -5 °C 1,250 B12 1st 2026-11-25 +44 20 7946 0018 5' 10\" ½ m² a_b@c.org #a @b 1=2",
    ] {
        for language in LANGUAGES {
            let spoken = normalise(text, language);
            assert!(
                !spoken.contains(|letter: char| letter.is_ascii_digit() || "%£°@#=_/+²".contains(letter)),
                "{spoken}"
            );
        }
    }
}
