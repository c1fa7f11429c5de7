//! Files and the sections they become.

use std::path::Path;

use super::markdown::sections;

fn check(file: &str, text: &str, expected: &[(&str, &str)]) {
    let found = sections(Path::new(file), text);
    let found: Vec<(&str, &str)> = found
        .iter()
        .map(|section| (section.heading.as_str(), section.text.as_str()))
        .collect();
    assert_eq!(found, expected);
}

#[test]
fn a_section_has_the_heading_above_it_in_its_name() {
    check(
        "shop.md",
        "# Gift shop\n\nOn the ground floor.\n\n## Prices\n\nA poster\ncosts 9 dollars.\n\n### Old ones\n\nLess.\n\n# Cafe ##\nOpen",
        &[
            ("Gift shop", "On the ground floor."),
            ("Gift shop, Prices", "A poster costs 9 dollars."),
            ("Prices, Old ones", "Less."),
            ("Cafe", "Open."),
        ],
    );
}

#[test]
fn text_without_a_heading_has_the_files_name() {
    check(
        "opening-hours.txt",
        "We open at 9.\n\n# not a heading",
        &[("Opening hours", "We open at 9. # not a heading.")],
    );
    check(
        "a/lost_and_found.md",
        "At the *reception*.",
        &[("Lost and found", "At the reception.")],
    );
}

#[test]
fn lists_are_sentences() {
    check(
        "a.md",
        "# List\nWe sell:\n\n- Coffee\n- Tea with\n  milk\n  * Green tea\n1. First.\n2) Second\n- [x] Done\n> Quoted\n",
        &[(
            "List",
            "We sell: Coffee. Tea with milk. Green tea. First. Second. Done Quoted.",
        )],
    );
}

#[test]
fn tables_are_sentences() {
    check(
        "a.md",
        "# Table\n| Day | Opens | Closes |\n|---|:-:|---|\n| Monday | 9 am | **5 pm** |\n| Sunday | | 1 pm |\nText after.\n\n\
         Item | Price\n--- | ---\nPoster | 9 dollars\n",
        &[(
            "Table",
            "Monday: Opens 9 am, Closes 5 pm. Sunday: Closes 1 pm. Text after. Poster: 9 dollars.",
        )],
    );
}

#[test]
fn what_is_not_text_is_left_out() {
    check(
        "a.md",
        "---\ntitle: Secret\n---\n# Head\n<!-- a\ncomment -->\nText.\n\n---\n\n[link]: https://example.com\n![](x.png)\n***\n",
        &[("Head", "Text.")],
    );
    check(
        "a.md",
        "---\nno end of the front matter",
        &[("A", "no end of the front matter.")],
    );
    check(
        "a.md",
        "<!-- no end of the comment",
        &[("A", "no end of the comment.")],
    );
    check("a.md", "# Only\n## Headings\n", &[]);
    check("a.md", "", &[]);
}

#[test]
fn code_and_underlined_headings_are_text() {
    check(
        "a.md",
        "Wifi\n====\n\n```\n# no heading\nSSID: *guest*\n```\n\nPassword\n--------\nblue river\n",
        &[
            ("Wifi", "# no heading. SSID: *guest*."),
            ("Wifi, Password", "blue river."),
        ],
    );
}

#[test]
fn a_sign_for_prompts_and_direction_is_removed() {
    check(
        "a.md",
        "# He<|end|>ad\u{202e}\nTe\u{0}xt <|user|> \u{1b}[2J.",
        &[("He end ad", "Text user [2J.")],
    );
}
