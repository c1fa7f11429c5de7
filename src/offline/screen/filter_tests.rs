//! What the filter lets through to a terminal, and what it drops; bytes at random.

use super::*;

/// Bytes that look like control sequences more often than chance has it; the same in every run.
fn random_bytes(state: &mut u64) -> Vec<u8> {
    const FAVOURITES: &[u8] =
        b"\x1b\x1b\x1b[[]]P;;::?>=!$ \x07\x9b\x90\x9d\\0123456789hlmnqrtcJHKfsu52\x05\x0e\xc2\xe2";
    let mut next = |below: u64| {
        *state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        usize::try_from((*state >> 33) % below).unwrap()
    };
    (0..=next(40))
        .map(|_| match next(4) {
            0 => u8::try_from(next(256)).unwrap(),
            _ => FAVOURITES[next(FAVOURITES.len() as u64)],
        })
        .collect()
}

/// How often is `HOSTILE_BYTES`: some thousand times in every test run, a million in `make offline-check`.
#[test]
fn whatever_is_written_only_what_is_allowed_comes_out_and_it_is_the_same_when_it_passes_again() {
    let rounds = std::env::var("HOSTILE_BYTES").map_or(20_000, |rounds| rounds.parse().unwrap());
    let (mut state, mut passed) = (7, 0_usize);
    for _ in 0..rounds {
        let bytes = random_bytes(&mut state);
        let mut filter = Filter::new(false);
        let out = filter.pass(&bytes);
        passed += out.len();
        // Nothing that a terminal takes for a question, a string for itself, or another character set.
        for part in out.split(|byte| *byte == 0x1b).skip(1) {
            assert!(
                matches!(part.first(), Some(b'[' | b']' | b'7' | b'8')),
                "{bytes:?} gave {out:?}"
            );
        }
        assert!(
            !out.iter()
                .any(|byte| matches!(byte, 0..=6 | 11 | 12 | 14..=26 | 28..=31 | 127)),
            "{bytes:?} gave {out:?}"
        );
        assert_eq!(Filter::new(false).pass(&out), out, "{bytes:?}");
        let restored = filter.restore().unwrap_or_default();
        filter.pass(&restored);
        assert_eq!(filter.restore(), None, "{bytes:?}");
    }
    println!(
        "offline-check: {rounds} random texts to the screen process: {passed} bytes passed, all of them allowed"
    );
}

fn passed(text: &str) -> String {
    String::from_utf8(Filter::new(true).pass(text.as_bytes())).unwrap()
}

#[test]
fn what_an_interface_draws_passes_unchanged() {
    for text in [
        "plain, é, 你好, emoji 🙂, שלום\r\n\ttab\x08\x07",
        "\x1b[1;31mred\x1b[m \x1b[38;2;1;2;3mtrue\x1b[48;5;9m \x1b[4:3m",
        "\x1b[12;40H\x1b[2J\x1b[K\x1b[3A\x1b[5;20r\x1b7\x1b8\x1b[2 q",
        "\x1b[?1049h\x1b[?25l\x1b[?1000h\x1b[?1006h\x1b[?2004h\x1b[?2026h\x1b[?2026l",
        "\x1b]0;mynah\x07\x1b]52;c;aGVsbG8=\x07",
    ] {
        assert_eq!(passed(text), text);
    }
}

#[test]
fn what_a_terminal_would_answer_or_keep_is_dropped() {
    for text in [
        // Where the cursor is, what it is, its version, its settings, its modes, its checksums, its answerback.
        "\x1b[6n",
        "\x1b[?6n",
        "\x1b[5n",
        "\x1b[c",
        "\x1b[>c",
        "\x1b[=c",
        "\x1b[>q",
        "\x1bP$qm\x1b\\",
        "\x1bP+q544e\x1b\\",
        "\x1b[?2026$p",
        "\x1b[1;1;1;1;1;1*y",
        "\x1b[?u",
        "\x1b[x",
        "\x05",
        "\x1bZ",
        // Its title, its size, its icon.
        "\x1b[21t",
        "\x1b[18t",
        "\x1b[8;10;10t",
        // Colours and clipboard that are asked for.
        "\x1b]10;?\x07",
        "\x1b]4;1;?\x07",
        "\x1b]52;c;?\x07",
        // Links, files, pictures, programs, keyboards, character sets, resets, printers, mouse in highlight.
        "\x1b]8;;file:///etc\x07",
        "\x1b]1337;File=:AA\x07",
        "\x1b_Gf=100;AA\x1b\\",
        "\x1b]777;notify;a;b\x07",
        "\x1b]9;hello\x07",
        "\x1b^private\x1b\\",
        "\x1bX\x1b\\",
        "\x1b[>4;2m",
        "\x1b[=5u",
        "\x1b(0",
        "\x1bc",
        "\x1b[!p",
        "\x1b[5i",
        "\x1b[1;2;3;4;5T",
        "\x1b[?1001h",
        "\x1b[?1004h",
        "\x1b[3J",
        "\x1b[?25;1001h",
        "\x1b[4h",
        "\x0e",
    ] {
        assert_eq!(passed(text), "", "{text:?}");
        // Also when it comes in pieces, and what follows is not lost.
        let mut filter = Filter::new(true);
        let mut out = Vec::new();
        for byte in text.bytes() {
            out.extend(filter.pass(&[byte]));
        }
        out.extend(filter.pass(b"ok"));
        assert_eq!(String::from_utf8(out).unwrap(), "ok", "{text:?}");
    }
    assert_eq!(passed("\u{9b}6n"), "6n");
    assert_eq!(
        Filter::new(false).pass(b"\x1b]52;c;aGVsbG8=\x07"),
        Vec::<u8>::new()
    );
    let title = format!("\x1b]2;{}\u{1}\x07", "x".repeat(500));
    assert_eq!(passed(&title).len(), "\x1b]2;\x07".len() + MAX_TITLE_LEN);
}

#[test]
fn a_terminal_that_was_left_in_other_modes_is_brought_back() {
    let mut filter = Filter::new(true);
    filter.pass(b"\x1b[?1049h\x1b[?25l\x1b[?1006h");
    let restored = filter.restore().unwrap();
    assert_eq!(restored, b"\x1b[0m\x1b[?1049l\x1b[?25h\x1b[?1006l");
    filter.pass(&restored);
    assert_eq!(filter.restore(), None);
    filter.pass(b"\x1b[?7l\x1b[?2026h\x1b[2;5r\x1b[4 q\x1b[?12h");
    let restored = filter.restore().unwrap();
    assert_eq!(restored, b"\x1b[0m\x1b7\x1b[r\x1b8\x1b[0 q\x1b[?7h\x1b[?2026l");
    filter.pass(&restored);
    assert_eq!(filter.restore(), None);
}

#[test]
fn a_text_for_the_clipboard_passes_whole_or_not_at_all() {
    let copied = |length: usize| {
        let text = "A".repeat(length);
        Filter::new(true)
            .pass(format!("\x1b]52;c;{text}\x07").as_bytes())
            .len()
    };
    assert_eq!(copied(10_000), 10_000 + "\x1b]52;c;\x07".len());
    assert_eq!(copied(MAX_OSC_LEN), 0);
}

#[test]
fn a_sequence_without_an_end_is_bounded_and_another_one_goes_on() {
    let mut filter = Filter::new(true);
    assert_eq!(filter.pass(b"\x1b]52;c;"), b"");
    for _ in 0..64 {
        assert_eq!(filter.pass(&vec![b'A'; 64 * 1024]), b"");
    }
    filter.pass(b"\x07");
    assert_eq!(filter.pass(b"\x1b[31mx"), b"\x1b[31mx");
}
