//! Questions to the sample knowledge, and the passage that each must find.

use std::path::{Path, PathBuf};

use super::{Knowledge, KnowledgeLimits};

fn house() -> Knowledge {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/knowledge/harbor-house");
    let loaded = Knowledge::load(&[folder], &KnowledgeLimits::default()).unwrap();
    assert_eq!(loaded.skipped, []);
    loaded.knowledge
}

fn headings<'a>(knowledge: &'a Knowledge, question: &str, previous: &[&str]) -> Vec<&'a str> {
    let hits = knowledge.search_in_conversation(question, previous, 3);
    hits.iter().map(|hit| hit.passage.heading.as_str()).collect()
}

const QUESTIONS: &[(&str, &str)] = &[
    ("Where is the clinic?", "Clinic"),
    ("When does the clinic open?", "Clinic"),
    ("On which day is the clinic closed?", "Clinic"),
    ("Who is the doctor?", "Clinic"),
    ("Who is the nurse?", "Clinic"),
    ("What is the number of the clinic?", "Clinic, Appointments"),
    ("Where can I make an appointment?", "Clinic, Appointments"),
    (
        "Do I need an appointment to see the doctor?",
        "Clinic, Appointments",
    ),
    ("How much is a flu vaccine?", "Clinic, Flu vaccine"),
    ("When can I get a flu shot?", "Clinic, Flu vaccine"),
    ("How much is a blood test?", "Clinic, Blood test"),
    ("Where is the pharmacy?", "Clinic, Pharmacy"),
    ("When does the pharmacy close?", "Clinic, Pharmacy"),
    ("Who is the pharmacist?", "Clinic, Pharmacy"),
    ("Where can I buy medicine?", "Clinic, Pharmacy"),
    ("Where is the waiting room?", "Clinic, Waiting room"),
    ("Is there a water fountain?", "Clinic, Waiting room"),
    ("What are the visiting hours?", "Clinic, Visiting hours"),
    ("Where is the library?", "Library"),
    ("When does the library open?", "Library"),
    ("When is the library closed?", "Library"),
    ("Who is the librarian?", "Library"),
    ("How much is a library card?", "Library, Library card"),
    ("Is the library card free for children?", "Library, Library card"),
    ("Is the library card free for kids?", "Library, Library card"),
    ("How many books can I borrow?", "Library, Borrowing books"),
    ("What is the fine for a late book?", "Library, Borrowing books"),
    ("Where is the reading room?", "Library, Reading room"),
    ("Where is the printer?", "Library, Printer"),
    ("How much is a copy?", "Library, Printer"),
    ("When is story time?", "Library, Story time"),
    ("Who reads the story?", "Library, Story time"),
    ("When does the book club meet?", "Library, Book club"),
    ("Where is the ticket office?", "Museum, Tickets"),
    ("How much is an adult ticket?", "Museum, Tickets"),
    ("How much does a family ticket cost?", "Museum, Tickets"),
    ("Where is the dinosaur exhibition?", "Museum, Dinosaur exhibition"),
    ("How long is the largest dinosaur?", "Museum, Dinosaur exhibition"),
    ("Where is the space show?", "Museum, Space show"),
    ("How long does the space show take?", "Museum, Space show"),
    ("Is there a planetarium?", "Museum, Space show"),
    (
        "Who is the curator of the Egyptian collection?",
        "Museum, Egyptian collection",
    ),
    ("How old is the oldest vase?", "Museum, Egyptian collection"),
    ("Where does the guided tour start?", "Museum, Guided tour"),
    ("Who is the guide?", "Museum, Guided tour"),
    ("How much is the audio guide?", "Museum, Audio guide"),
    ("Where is the gift shop?", "Gift shop"),
    ("What time does the gift shop close?", "Gift shop"),
    ("Who is the manager of the gift shop?", "Gift shop"),
    ("How much is a poster?", "Gift shop, Prices"),
    ("What does an umbrella cost?", "Gift shop, Prices"),
    ("How can I pay?", "Gift shop, Paying"),
    ("What is the discount for students?", "Gift shop, Paying"),
    ("Where is the cafe?", "Gift shop, Cafe"),
    ("Where is the café?", "Gift shop, Cafe"),
    ("How much is a coffee?", "Gift shop, Cafe"),
    ("What is the soup?", "Gift shop, Cafe"),
    ("What does a slice of cake cost?", "Gift shop, Cafe"),
    ("Where is the restaurant?", "Gift shop, Cafe"),
    ("Where is the garden?", "Gift shop, Garden"),
    ("Does the garden have a playground?", "Gift shop, Garden"),
    ("Where is Harbor House?", "Harbor House"),
    ("Who is the director of Harbor House?", "Harbor House"),
    (
        "When does Harbor House open on Sunday?",
        "Harbor House, Opening hours",
    ),
    ("What are the opening hours?", "Harbor House, Opening hours"),
    ("When is Harbor House closed?", "Harbor House, Opening hours"),
    ("Where is the reception?", "Harbor House, Reception"),
    ("How can I call the reception?", "Harbor House, Reception"),
    ("Where can I find Peter Stone?", "Harbor House, Reception"),
    ("Where are the restrooms?", "Harbor House, Restrooms"),
    ("Where is the toilet?", "Harbor House, Restrooms"),
    ("I need the bathroom.", "Harbor House, Restrooms"),
    ("Where is the elevator?", "Harbor House, Elevator"),
    ("Is there a lift?", "Harbor House, Elevator"),
    ("Where are the lockers?", "Harbor House, Lockers"),
    ("Where can I leave my bag?", "Harbor House, Lockers"),
    ("How much is parking?", "Harbor House, Parking"),
    ("Where can I park my car?", "Harbor House, Parking"),
    ("What is the wifi password?", "Harbor House, Wifi"),
    ("Do you have Wi-Fi?", "Harbor House, Wifi"),
    ("Are dogs allowed in Harbor House?", "Harbor House, Rules"),
    ("Can I bring my pet?", "Harbor House, Rules"),
    ("Can I take photos?", "Harbor House, Rules"),
    ("Can I eat in the exhibition?", "Harbor House, Rules"),
];

#[test]
fn every_question_finds_its_passage_and_most_find_it_first() {
    let house = house();
    let mut first = 0;
    for (question, expected) in QUESTIONS {
        let found = headings(&house, question, &[]);
        assert!(found.contains(expected), "{question} found {found:?}");
        if found[0] == *expected {
            first += 1;
        } else {
            println!("not first: {question} {found:?}");
        }
    }
    println!("{first} of {} first", QUESTIONS.len());
    assert!(
        first * 100 >= QUESTIONS.len() * 95,
        "{first} of {} first",
        QUESTIONS.len()
    );
}

#[test]
fn a_question_finds_little_beside_what_it_asks_for() {
    let house = house();
    let found: usize = QUESTIONS
        .iter()
        .map(|(question, _)| headings(&house, question, &[]).len())
        .sum();
    println!("{} passages a question", found as f64 / QUESTIONS.len() as f64);
    assert!(
        found * 10 <= QUESTIONS.len() * 22,
        "{found} passages for {} questions",
        QUESTIONS.len()
    );
}

#[test]
fn what_is_not_in_the_knowledge_finds_nothing() {
    let house = house();
    for question in [
        "Where is the swimming pool?",
        "How much is a pizza?",
        "How is the weather?",
        "What is the capital of France?",
        "Where can I buy a bicycle?",
        "Is there a hotel?",
        "Tell me a joke.",
        "Who are you?",
        "How are you?",
        "How old are you?",
        "What can you do?",
        "Thank you very much.",
        "What time is it?",
        "What day is it today?",
        "What is 25 plus 17?",
        "What is 15 percent of 80?",
        "Set a timer for 5 minutes.",
        "How much time is left?",
        "Cancel the timer.",
        "Convert 10 kilometers to miles.",
        "How many minutes are in 2 hours?",
        "Convert 62 days to hours.",
        "Start the timer for eight hours.",
        "",
        "?",
        "the of and",
    ] {
        assert_eq!(headings(&house, question, &[]), Vec::<&str>::new(), "{question}");
    }
}

#[test]
fn a_story_around_a_question_does_not_hide_it() {
    let house = house();
    for (question, expected) in QUESTIONS {
        let told = format!(
            "We came from Boston by bus, so could you explain to us: {}",
            question.to_lowercase()
        );
        let found = headings(&house, &told, &[]);
        assert!(found.contains(expected), "{told} found {found:?}");
    }
}

#[test]
fn a_follow_up_is_about_what_was_asked_before() {
    let house = house();
    for (previous, question, expected) in [
        (
            &["Where is the gift shop?"][..],
            "And when does it close?",
            "Gift shop",
        ),
        (&["Where is the library?"], "When does it open?", "Library"),
        (
            &["Where is the space show?"],
            "How much is it?",
            "Museum, Space show",
        ),
        (
            &["When does the guided tour start?"],
            "How long does it take?",
            "Museum, Guided tour",
        ),
        (
            &["When does the guided tour start?"],
            "And who is the guide?",
            "Museum, Guided tour",
        ),
        (
            &["Where is the clinic?"],
            "What is the number?",
            "Clinic, Appointments",
        ),
        (
            &["Where is the clinic?"],
            "What is the phone number there?",
            "Clinic, Appointments",
        ),
        (
            &["When does the library close?"],
            "What about the garden?",
            "Gift shop, Garden",
        ),
        (
            &["When does the library close?"],
            "And the pharmacy?",
            "Clinic, Pharmacy",
        ),
        (
            &["When does Harbor House open?"],
            "And on Sunday?",
            "Harbor House, Opening hours",
        ),
        (
            &["Where is the cafe?", "What time is it?"],
            "When does it close?",
            "Gift shop, Cafe",
        ),
        (
            &["Where is the gift shop?", "Who is the manager there?"],
            "When does it open?",
            "Gift shop",
        ),
        (
            &["How much is a flu vaccine?"],
            "When can I get it?",
            "Clinic, Flu vaccine",
        ),
        (
            &["Where are the restrooms?"],
            "Are they free?",
            "Harbor House, Restrooms",
        ),
        (
            &["Where is the cafe?"],
            "How much is a coffee there?",
            "Gift shop, Cafe",
        ),
        (
            &["Where is the cafe?"],
            "Where are the lockers?",
            "Harbor House, Lockers",
        ),
    ] {
        let found = headings(&house, question, previous);
        assert!(
            found.first() == Some(&expected),
            "{previous:?} {question}: {found:?}"
        );
    }
}

#[test]
fn what_points_at_nothing_said_before_stays_alone() {
    let house = house();
    for question in [
        "What time is it?",
        "Thank you, that was helpful.",
        "Okay.",
        "How is the weather?",
        "Set a timer for 5 minutes.",
        "Who are you?",
        "What is 25 plus 17?",
    ] {
        assert_eq!(
            headings(&house, question, &["Where is the library?"]),
            Vec::<&str>::new(),
            "{question}"
        );
    }
}

#[test]
fn lines_lead_back_to_their_passages() {
    let house = house();
    let line = house.search("Where is the elevator?", 1)[0].passage.line();
    assert!(
        line.starts_with("Harbor House, Elevator: The elevator is on the ground floor"),
        "{line}"
    );
    let found = house.passages_of(&[&line, "Nowhere: nothing."]);
    assert_eq!(
        found
            .iter()
            .map(|passage| passage.file.clone())
            .collect::<Vec<_>>(),
        [PathBuf::from("welcome.md")]
    );
}

#[test]
fn the_vocabulary_begins_with_names() {
    let words = house().vocabulary(60);
    println!("{words:?}");
    assert_eq!(words.len(), 60);
    for name in [
        "Harbor House",
        "Anna Bell",
        "Egyptian",
        "Bridge Street",
        "Peter Stone",
    ] {
        assert!(words[..30].iter().any(|word| word == name), "{name}: {words:?}");
    }
    assert!(
        !words.iter().any(|word| word == "Monday" || word == "The"),
        "{words:?}"
    );
}
