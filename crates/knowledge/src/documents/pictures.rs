//! Pictographs that stand in the place of a label: "📞 555 0148".
//!
//! Owns which of them are read as words, in the language of the line or, where it has no words, of its neighbours.

use super::clean::clean;
use super::entries::entry;
use crate::language::Language;

/// What a line says of the label that a pictograph stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Said {
    /// A number, and nothing before it.
    Number,
    /// An address of electronic mail.
    Mail,
    /// Something with a digit: a house, a time.
    Digit,
    Anything,
}

/// The text of a line, with a label where its author has drawn one.
pub(super) fn labelled(raw: &str, text: &str, language: Language) -> Option<String> {
    let picture = raw.trim_start().chars().next()?;
    let (labels, said) = label(picture)?;
    let fits = match said {
        Said::Number => text.starts_with(|letter: char| letter.is_ascii_digit() || "+(".contains(letter)),
        Said::Mail => text.contains('@'),
        Said::Digit => text.contains(|letter: char| letter.is_ascii_digit()),
        Said::Anything => !text.is_empty(),
    };
    let [english, russian, chinese] = labels;
    let label = match language {
        Language::English => english,
        Language::Russian => russian,
        Language::Chinese => chinese,
    };
    let says_it = text.to_lowercase().contains(&label.to_lowercase()) || entry(text).is_some();
    (fits && !says_it).then(|| clean(&format!("{label}: {text}")))
}

/// The words for a pictograph in English, Russian and Chinese.
fn label(picture: char) -> Option<([&'static str; 3], Said)> {
    Some(match picture {
        '📞' | '☎' | '📱' | '☏' => (["Phone", "Телефон", "电话"], Said::Number),
        '📧' | '✉' | '📩' | '📨' => (["E-mail", "Эл. почта", "邮箱"], Said::Mail),
        '📍' | '🏠' | '📌' => (["Address", "Адрес", "地址"], Said::Digit),
        '🕐'..='🕧' | '⏰' | '⌚' => (["Hours", "Часы", "时间"], Said::Digit),
        '🅿' => (["Parking", "Парковка", "停车"], Said::Anything),
        '🚻' | '🚽' => (["Toilets", "Туалет", "洗手间"], Said::Anything),
        '📶' | '🛜' => (["Wi-Fi", "Wi-Fi", "Wi-Fi"], Said::Anything),
        '♿' => (
            ["Wheelchair access", "Доступ для колясок", "无障碍"],
            Said::Anything,
        ),
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pictograph_is_read_as_the_label_it_stands_for() {
        for (line, language, expected) in [
            ("📞 555 0148", Language::English, Some("Phone: 555 0148")),
            ("☎️ +7 495 1", Language::Russian, Some("Телефон: +7 495 1")),
            ("📍 文华街12号", Language::Chinese, Some("地址: 文华街12号")),
            ("🕘 9–17 daily", Language::English, Some("Hours: 9–17 daily")),
            ("📞 call us", Language::English, None),
            ("📞 Phone: 555", Language::English, None),
            ("📶 free wi-fi", Language::English, None),
            ("🐶 dogs welcome", Language::English, None),
            ("555 0148", Language::English, None),
        ] {
            assert_eq!(
                labelled(line, &clean(line), language).as_deref(),
                expected,
                "{line}"
            );
        }
    }
}
