//! Days of the week and months, as they begin lines.
//!
//! Owns their names in English, Russian and Chinese, and how days are joined: "Mon–Fri", "周六、周日". What they mean is
//! for others to say.

use super::super::sentences::is_han;
use super::super::word_list::WordList;

static DAYS: WordList = WordList::new(
    "mon monday mondays tue tues tuesday tuesdays wed weds wednesday wednesdays thu thur thurs \
     thursday thursdays fri friday fridays sat saturday saturdays sun sunday sundays daily weekdays \
     weekends wkdays wknds пн понедельник вт вторник ср среда чт четверг пт пятница сб суббота вс \
     воскресенье ежедневно будни выходные 周一 周二 周三 周四 周五 周六 周日 周末 星期一 星期二 星期三 星期四 星期五 星期六 星期日 星期天 工作日 \
     每天 每日 节假日 週一 週二 週三 週四 週五 週六 週日",
);
/// They join days.
static DAY_LINKS: WordList = WordList::new("- – — + & and to / и до 至 到 和 、 , ~ 及");
/// Russian months by their first letters.
static MONTHS: WordList = WordList::new(
    "january february march april june july august september sept october november december jan feb mar apr may jun jul aug sep oct nov dec янв фев мар апр мая май июн июл авг сен окт ноя \
     дек",
);

/// The length of the days of the week at the beginning of a line, in bytes.
pub(in crate::documents) fn days(text: &str) -> Option<usize> {
    // Most lines begin with none, and are many.
    let first = text.chars().next()?;
    if !"mtwfsdMTWFSDпвсчбеПВСЧБЕ周星工每节週".contains(first) {
        return None;
    }
    let mut end = None;
    let mut at = 0;
    for _ in 0..16 {
        let rest = text[at..].trim_start();
        let start = text.len() - rest.len();
        let day = day_length(rest);
        let link = DAY_LINKS.iter().find(|link| {
            rest.get(..link.len())
                .is_some_and(|word| word.eq_ignore_ascii_case(link))
                && (!link.ends_with(char::is_alphabetic) || is_boundary(rest, link.len()) || !link.is_ascii())
        });
        match (day, link) {
            (Some(length), _) => {
                at = start + length;
                end = Some(at);
            }
            (None, Some(link)) if end.is_some() => at = start + link.len(),
            _ => break,
        }
    }
    end
}

/// The length of the day of the week at the beginning of a text.
fn day_length(text: &str) -> Option<usize> {
    let lowered: String = text.chars().take(14).flat_map(char::to_lowercase).collect();
    DAYS.iter()
        .filter(|day| lowered.starts_with(*day))
        .filter_map(|day| Some(day.len() + usize::from(text.get(day.len()..)?.starts_with('.'))))
        .filter(|&length| is_boundary(text, length))
        .max()
}

/// Whether no letter of the same word stands on both sides.
fn is_boundary(text: &str, at: usize) -> bool {
    let (Some(before), Some(after)) = (text.get(..at), text.get(at..)) else {
        return false;
    };
    before.ends_with(is_han)
        || !after.starts_with(|letter: char| letter.is_alphabetic() || letter == '\'' || letter == '’')
}

/// Whether a word is a day of the week.
pub(in crate::documents) fn is_day(word: &str) -> bool {
    let word = word.to_lowercase();
    DAYS.has(word.trim_end_matches(['.', ',', ':']))
}

/// Whether a word is a month.
pub(super) fn is_month(word: &str) -> bool {
    let word = word.to_lowercase();
    let word = word.trim_end_matches(['.', ',', ':']);
    MONTHS.has(word)
        || !word.is_ascii()
            && word.chars().count() <= 9
            && MONTHS
                .iter()
                .any(|month| !month.is_ascii() && word.starts_with(month))
}
