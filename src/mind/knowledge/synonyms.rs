//! Words that mean the same to a visitor.
//!
//! Owns the groups. They widen a question, never the text: the exact word always counts more.

/// Groups of stems.
const GROUPS: [&[&str]; 32] = [
    &[
        "restroom", "toilet", "bathroom", "washroom", "wc", "lavatori", "loo",
    ],
    &["elev", "lift"],
    &["cost", "price", "fee", "charg", "expens", "cheap"],
    &["open", "close", "shut", "hour"],
    &["start", "begin", "open"],
    &["end", "finish", "close"],
    &["wifi", "internet", "wlan", "wireless"],
    &["park", "garag", "car"],
    &["child", "kid"],
    &["photo", "pictur", "photograph", "camera"],
    &["dog", "pet", "anim"],
    &["food", "eat", "meal", "snack"],
    &["cafe", "restaur", "cafeteria", "canteen", "bistro"],
    &["coffe", "espresso"],
    &["shop", "store"],
    &["phone", "telephon", "call", "number", "reach"],
    &["doctor", "physician"],
    &["ticket", "admiss", "entri"],
    &["locker", "luggag", "bag", "coat", "cloakroom", "suitcas"],
    &["drink", "beverag"],
    &["allow", "permit"],
    &["buy", "purchas"],
    &["address", "street", "road"],
    &["password", "code"],
    &["vaccin", "shot", "jab"],
    &["pharmaci", "drugstor", "chemist", "medicin"],
    &["movi", "film", "cinema"],
    &["fine", "penalti"],
    &["boss", "manag", "director"],
    &["borrow", "lend", "loan"],
    &["pay", "payment", "card", "cash"],
    &["recept", "receptionist"],
];

/// The stems of other words for the same, without `stem` itself.
pub(super) fn synonyms(stem: &str) -> Vec<&'static str> {
    let groups = GROUPS.iter().filter(|group| group.contains(&stem));
    let mut found: Vec<&str> = groups
        .flat_map(|group| group.iter().copied())
        .filter(|other| *other != stem)
        .collect();
    found.sort_unstable();
    found.dedup();
    found
}

#[cfg(test)]
mod tests {
    use super::super::terms::Term;
    use super::*;

    #[test]
    fn words_of_a_group_stand_for_each_other() {
        for (word, other) in [
            ("toilets", "restrooms"),
            ("lavatory", "restrooms"),
            ("lift", "elevator"),
            ("kids", "children"),
            ("expensive", "costs"),
            ("charges", "costs"),
            ("closing", "opens"),
            ("pictures", "photos"),
            ("animals", "dogs"),
            ("restaurant", "cafe"),
            ("telephone", "number"),
            ("admission", "tickets"),
            ("entry", "tickets"),
            ("luggage", "lockers"),
            ("suitcases", "lockers"),
            ("beverages", "drinks"),
            ("purchase", "buy"),
            ("vaccination", "shot"),
            ("medicine", "pharmacy"),
            ("movies", "films"),
            ("penalty", "fine"),
            ("manager", "boss"),
            ("garage", "parking"),
            ("coffee", "espresso"),
        ] {
            assert!(
                synonyms(&Term::new(word).stem).contains(&Term::new(other).stem.as_str()),
                "{word}"
            );
        }
        assert_eq!(synonyms("museum"), Vec::<&str>::new());
    }
}
