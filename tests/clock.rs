//! A clock that is wrong by years: what is asked, set and saved then.

use assert_cmd::Command as Program;
use mynah::archive::Archive;
use std::path::{Path, PathBuf};

use crate::rig::{mynah, run};

/// Sets the clock of one program; `make test` installs it.
fn faketime() -> PathBuf {
    let folders = std::fs::read_dir("/usr/lib").unwrap().flatten();
    folders
        .map(|folder| folder.path().join("faketime/libfaketime.so.1"))
        .find(|library| library.exists())
        .expect("libfaketime is missing: packaging/bootstrap.sh test installs it")
}

/// A command at that time.
fn at(home: &Path, time: &str) -> Program {
    let mut command = mynah(home);
    command
        .env("LD_PRELOAD", faketime())
        .env("FAKETIME", format!("@{time}"))
        .env("TZ", "UTC");
    command
}

#[track_caller]
fn told(command: &mut Program) -> String {
    let (code, output, errors) = run(command);
    assert_eq!(code, 0, "{errors}");
    output
}

fn asked(home: &Path, time: &str, question: &str) -> String {
    told(at(home, time).args(["ask", "--quiet", question]))
}

#[test]
fn in_any_year_the_date_and_the_opening_hours_are_told() {
    let home = tempfile::tempdir().unwrap();
    for (time, date, open) in [
        ("1970-01-07 12:00:00", "Wednesday, 7 January 1970", "Yes"),
        ("2016-02-29 12:00:00", "Monday, 29 February 2016", "No"),
        ("2038-01-19 03:14:08", "Tuesday, 19 January 2038", "No"),
        ("2099-12-30 17:59:00", "Wednesday, 30 December 2099", "Yes"),
    ] {
        let day = asked(home.path(), time, "What day is it today?");
        assert!(day.contains(date), "{time}: {day}");
        let answer = asked(home.path(), time, "Are you open now?");
        assert!(answer.starts_with(open), "{time}: {answer}");
    }
}

#[test]
fn an_alarm_and_a_conversation_survive_a_clock_that_goes_back_ten_years() {
    let home = tempfile::tempdir().unwrap();
    for (time, question) in [
        ("2036-05-05 08:00:00", "Set an alarm for 9 am."),
        ("2026-05-05 08:00:00", "Which alarms are set?"),
    ] {
        let said = told(
            at(home.path(), time)
                .args(["talk", "--plain", "--text"])
                .env("MYNAH_HISTORY__KEEP", "true")
                .write_stdin(format!("{question}\n")),
        );
        assert!(said.contains("9 am"), "{time}: {said}");
    }
    let archive = Archive::new(home.path().join(".local/share/mynah/history"));
    let names = archive.names().unwrap();
    assert_eq!(names.len(), 2, "{names:?}");
    for name in names {
        assert_eq!(archive.read(&name).unwrap().exchanges.len(), 1);
    }
}
