//! WebAssembly components as tools, run by `mynah-component` inside the sandbox. `make components` builds them.

use std::fs;
use std::path::{Path, PathBuf};

use crate::tools::{asked, home, talked, trusted};

/// The program and a component, as copies that nobody else could have changed.
fn copies(component: &str) -> [String; 2] {
    let target = Path::new(env!("CARGO_TARGET_TMPDIR")).parent().unwrap();
    let program = Path::new(env!("CARGO_BIN_EXE_mynah")).with_file_name("mynah-component");
    let file = target.join(format!("components/wasm32-wasip2/release/{component}.wasm"));
    let folder = trusted().join("mynah-components");
    fs::create_dir_all(&folder).unwrap();
    [program, file].map(|from| {
        assert!(
            from.exists(),
            "{} is missing: run 'make components' and 'cargo build -p mynah-component'",
            from.display()
        );
        let copy = folder.join(from.file_name().unwrap());
        if !is_same(&from, &copy) {
            // One that runs cannot be written over, but replaced.
            let aside = tempfile::NamedTempFile::new_in(&folder).unwrap().into_temp_path();
            fs::copy(&from, &aside).unwrap();
            aside.persist(&copy).unwrap();
        }
        copy.display().to_string()
    })
}

fn is_same(from: &PathBuf, copy: &PathBuf) -> bool {
    let facts = |path: &PathBuf| {
        let metadata = fs::metadata(path).ok()?;
        Some((metadata.len(), metadata.modified().ok()?))
    };
    matches!((facts(from), facts(copy)), (Some((len, made)), Some((copied, at))) if len == copied && made <= at)
}

#[test]
fn a_component_answers_what_people_ask() {
    let [program, file] = copies("cheese_counter");
    let home = home(&format!(
        r#"
        [[tools.mcp]]
        name = "cheese"
        command = ["{program}", "serve", "{file}"]
        read = ["{file}"]
        seconds = 30
        allow = ["piece_price"]
        [tools.mcp.tool.piece_price]
        sentences.en = ["what do {{grams}} grams of cheddar cost"]
        slots.grams.type = "number"
        arguments = {{ kilo_price = 24 }}
        "#
    ));
    let answer = asked(
        home.path(),
        "What do three hundred and fifty grams of cheddar cost, please?",
    );
    assert_eq!(answer["reply"], "That piece is £8.40.", "{answer}");
    assert_eq!(answer["tool"]["name"], "cheese_piece_price");
}

#[test]
fn a_component_may_ask_the_language_model_where_the_operator_lets_it() {
    let [program, file] = copies("cheese_counter");
    let configured = |grant: &str, option: &str| {
        home(&format!(
            r#"
            [[tools.mcp]]
            name = "cheese"
            command = ["{program}", "serve", "{file}"{option}]
            read = ["{file}"]
            seconds = 30
            {grant}
            allow = ["praise"]
            [tools.mcp.tool.praise]
            sentences.en = ["praise the {{cheese}}"]
            slots.cheese.values = ["brie", "cheddar"]
            "#
        ))
    };
    let fallback = "Our brie is very good.";
    let granted = configured("model = true", ", \"--model\"");
    let answer = asked(granted.path(), "praise the brie");
    let reply = answer["reply"].as_str().unwrap();
    assert!(
        !reply.is_empty() && reply != fallback,
        "the model was not asked: {answer}"
    );
    for (grant, option) in [("", ", \"--model\""), ("model = true", "")] {
        let refused = configured(grant, option);
        assert_eq!(asked(refused.path(), "praise the brie")["reply"], fallback);
    }
}

#[test]
fn components_that_loop_eat_memory_or_reach_out_are_stopped_and_the_conversation_goes_on() {
    let [program, file] = copies("hostile");
    let tools = ["loop", "allocate", "connect", "read", "send"];
    let sections: Vec<String> = tools
        .iter()
        .map(|tool| {
            let with = if *tool == "read" { "/etc/passwd" } else { "127.0.0.1:9" };
            format!("[tools.mcp.tool.{tool}]\nsentences.en = [\"try to {tool}\"]\narguments = {{ with = \"{with}\" }}\n")
        })
        .collect();
    let home = home(&format!(
        "[[tools.mcp]]\nname = \"hostile\"\ncommand = [\"{program}\", \"serve\", \"{file}\", \"--fuel\", \"50\"]\n\
         read = [\"{file}\"]\nseconds = 30\nallow = {tools:?}\n{}",
        sections.concat()
    ));
    let answers = talked(
        home.path(),
        &[
            "try to loop",
            "what is 12 times 12?",
            "try to allocate",
            "try to connect",
            "try to read",
            "try to send",
        ],
    );
    assert_eq!(
        answers[0], "The hostile_loop tool has no answer now.",
        "{answers:?}"
    );
    assert!(answers[1].contains("144"), "{answers:?}");
    assert_eq!(answers[2], "The hostile_allocate tool has no answer now.");
    assert!(answers[3].starts_with("Err("), "{answers:?}");
    assert!(answers[4].starts_with("Err("), "{answers:?}");
    assert!(answers[5].starts_with("Err("), "{answers:?}");
}
