//! The ways in which a file is damaged, some of which know what formats are made of.
//!
//! The same seed damages a file in the same way everywhere.

/// Random numbers that are the same everywhere (`SplitMix64`; Steele, Lea, Flood 2014).
pub struct Random(pub u64);

impl Random {
    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut value = self.0;
        value = (value ^ (value >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        value = (value ^ (value >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        value ^ (value >> 31)
    }

    pub fn below(&mut self, limit: usize) -> usize {
        usize::try_from(self.next() % limit.max(1) as u64).unwrap()
    }

    pub fn of<'a, T>(&mut self, choices: &'a [T]) -> &'a T {
        &choices[self.below(choices.len())]
    }

    /// A position; half of them in the beginning, where headers are.
    fn position(&mut self, length: usize) -> usize {
        if self.next().is_multiple_of(2) {
            self.below(length.min(2_048))
        } else {
            self.below(length)
        }
    }
}

/// Numbers at which arithmetic and allocation go wrong.
const NUMBERS: [u64; 14] = [
    0,
    1,
    2,
    0x7f,
    0xff,
    0x7fff,
    0xffff,
    0x7fff_ffff,
    0x8000_0000,
    0xffff_ffff,
    1 << 32,
    u64::MAX >> 1,
    1 << 63,
    u64::MAX,
];

/// Pieces of text at which readers go wrong.
const PIECES: [&str; 26] = [
    "\"",
    "'",
    "[",
    "]",
    "{",
    "}",
    "{{",
    "{%",
    "|",
    "\\",
    "\0",
    "\u{1b}[2J",
    "\u{202e}",
    "\u{feff}",
    "NaN",
    "-1",
    "1e999",
    "99999999999999999999999",
    "null",
    "true",
    "\n\n",
    "\t",
    "#",
    "---\n",
    "<script>",
    "£",
];

/// Damages a file once.
pub fn damage(bytes: &mut Vec<u8>, other: &[u8], is_text: bool, random: &mut Random) {
    if bytes.is_empty() {
        bytes.push(0);
    }
    let length = bytes.len();
    let kinds = if is_text { 12 } else { 8 };
    match random.below(kinds) {
        0 => {
            let at = random.position(length);
            bytes[at] ^= 1 << random.below(8);
        }
        1 => {
            let at = random.position(length);
            bytes[at] = *random.of(&[0x00, 0x01, 0x7f, 0x80, 0xfe, 0xff]);
        }
        2 | 3 => {
            let number = random.of(&NUMBERS).to_le_bytes();
            let width = *random.of(&[2, 4, 8]);
            let at = random.position(length);
            for (place, byte) in bytes[at..].iter_mut().zip(&number[..width]) {
                *place = *byte;
            }
        }
        4 => bytes.truncate(random.position(length)),
        5 => {
            let (from, to) = (random.position(length), random.below(length));
            let end = (from + random.below(64)).min(length);
            let piece = bytes[from..end].to_vec();
            bytes.splice(to..to, piece);
        }
        6 => {
            let from = random.position(length);
            let end = (from + random.below(64)).min(length);
            bytes.drain(from..end);
        }
        7 => {
            let from = random.below(other.len());
            let at = random.below(length);
            bytes.truncate(at);
            bytes.extend(&other[from..]);
        }
        8 => {
            let at = random.below(length);
            bytes.splice(at..at, random.of(&PIECES).bytes());
        }
        9 => {
            let at = random.below(length);
            let many = random.of(&PIECES).repeat(*random.of(&[10, 1_000, 20_000]));
            bytes.splice(at..at, many.into_bytes());
        }
        10 => {
            // A number becomes another one.
            let at = random.below(length);
            if let Some(digit) = bytes[at..].iter().position(u8::is_ascii_digit) {
                let from = at + digit;
                let digits = bytes[from..]
                    .iter()
                    .take_while(|byte| byte.is_ascii_digit())
                    .count();
                let number = random.of(&NUMBERS).to_string();
                bytes.splice(from..from + digits, number.into_bytes());
            }
        }
        _ => {
            let mut lines: Vec<&[u8]> = bytes.split(|byte| *byte == b'\n').collect();
            let line = random.below(lines.len());
            if random.next().is_multiple_of(2) {
                lines.remove(line);
            } else {
                lines.insert(random.below(lines.len()), lines[line]);
            }
            *bytes = lines.join(&b'\n');
        }
    }
}
