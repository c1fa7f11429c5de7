//! The currency that a header or a heading gives to bare numbers: "房价(元/晚)" over "388", "Prices (£)" over a table.
//!
//! Owns which numbers these are and how the currency is written beside them. A header that names a currency and nothing else,
//! "Price (£)", is read and said where cells are.

use crate::unit::Cell;

/// Currencies as headers name them, and whether each stands before its number.
const CURRENCIES: &[(&str, bool)] = &[
    ("£", true),
    ("$", true),
    ("€", true),
    ("¥", true),
    ("元", false),
    ("руб.", false),
    ("руб", false),
    ("рублей", false),
    ("₽", false),
];
/// Codes of currencies, and the signs that stand for them.
const CODES: &[(&str, &str)] = &[
    ("GBP", "£"),
    ("USD", "$"),
    ("EUR", "€"),
    ("CNY", "元"),
    ("RMB", "元"),
    ("RUB", "руб."),
    ("pounds", "£"),
    ("dollars", "$"),
    ("euros", "€"),
];
/// Words of headers of numbers that are no sums: whole words of English, beginnings of Russian ones, parts of Chinese ones.
const COUNTED: &[&str] = &[
    "age",
    "ages",
    "arrives",
    "arrival",
    "capacity",
    "children",
    "code",
    "copies",
    "date",
    "days",
    "departs",
    "departure",
    "depth",
    "distance",
    "duration",
    "extension",
    "finish",
    "floor",
    "guests",
    "height",
    "hours",
    "kg",
    "km",
    "length",
    "lessons",
    "max",
    "maximum",
    "metres",
    "min",
    "mins",
    "minimum",
    "minutes",
    "nights",
    "no",
    "number",
    "page",
    "pages",
    "people",
    "phone",
    "places",
    "players",
    "pupils",
    "qty",
    "quantity",
    "room",
    "rooms",
    "seats",
    "sessions",
    "size",
    "sleeps",
    "start",
    "starts",
    "stock",
    "tel",
    "telephone",
    "time",
    "times",
    "visits",
    "weeks",
    "weight",
    "year",
    "years",
];
/// See [`COUNTED`].
const COUNTED_RUSSIAN: &[&str] = &[
    "возраст",
    "врем",
    "дней",
    "дни",
    "длит",
    "занят",
    "каб",
    "кол",
    "комнат",
    "мест",
    "мин",
    "номер",
    "отправ",
    "прибыт",
    "срок",
    "тел",
    "час",
    "чел",
    "этаж",
];
/// See [`COUNTED`].
const COUNTED_CHINESE: &[&str] = &[
    "人数", "名额", "时长", "时间", "分钟", "面积", "年龄", "数量", "库存", "页", "天数", "张数", "次数",
    "楼", "室", "电话", "分机", "长度", "落差", "水温", "水深", "号码",
];

/// A currency with what it is paid for: 元 and "/晚".
#[derive(Debug, Clone, PartialEq, Eq)]
struct Unit {
    sign: &'static str,
    stands_before: bool,
    rest: String,
}

impl Unit {
    fn beside(&self, number: &str) -> String {
        let Self { sign, rest, .. } = self;
        match (self.stands_before, *sign) {
            (true, _) => format!("{sign}{number}{rest}"),
            (false, "元") => format!("{number}{sign}{rest}"),
            (false, _) => format!("{number} {sign}{rest}"),
        }
    }
}

/// Gives the bare numbers of a row the currency of their headers, else the one that `above` names, the heading or the line over
/// the table.
pub(super) fn complete(cells: &mut [Cell], above: &str) {
    let in_brackets_above = in_brackets(above).and_then(|inner| {
        // "Admission (per person, £)": the currency is the last that is said.
        let inner = inner.rsplit([',', '，', '、']).next().unwrap_or(inner);
        unit(inner.trim()).filter(|unit| unit.rest.is_empty())
    });
    // "Prices in £"
    let of_table = in_brackets_above.or_else(|| {
        let (before, sign) = above.trim().trim_end_matches([':', '.']).rsplit_once(' ')?;
        unit(sign).filter(|_| before.ends_with(" in"))
    });
    for cell in cells.iter_mut().skip(1).filter(|cell| is_number(&cell.text)) {
        if let Some((name, unit)) = of_header(&cell.header).or_else(|| behind_header(&cell.header)) {
            cell.text = unit.beside(cell.text.trim());
            cell.header = name.into();
        } else if let Some(unit) = &of_table
            && in_brackets(&cell.header).is_none()
            && !counts(&cell.header)
        {
            cell.text = unit.beside(cell.text.trim());
        }
    }
}

/// Whether the numbers under a header count something or name a time.
fn counts(header: &str) -> bool {
    let header = header.to_lowercase();
    let is_counted =
        |word: &str| COUNTED.contains(&word) || COUNTED_RUSSIAN.iter().any(|stem| word.starts_with(stem));
    let mut words = header.split(|letter: char| !letter.is_alphanumeric() && letter != '-');
    words.any(is_counted) || header.contains('№') || COUNTED_CHINESE.iter().any(|part| header.contains(part))
}

/// The name of a header and the currency behind it that is paid for something: "房价(元/晚)".
fn of_header(header: &str) -> Option<(String, Unit)> {
    let inner = in_brackets(header)?;
    let unit = unit(inner.trim()).filter(|unit| !unit.rest.is_empty())?;
    let name = header.split(['(', '（']).next()?.trim();
    (!name.is_empty()).then(|| (name.to_owned(), unit))
}

/// The name of a header and the currency that stands behind it without brackets: "summer USD", "Fee, £".
fn behind_header(header: &str) -> Option<(String, Unit)> {
    let (name, sign) = header.trim().rsplit_once(' ')?;
    let unit = unit(sign).filter(|unit| unit.rest.is_empty())?;
    let name = name.trim_end_matches(" in").trim_end_matches([',', ' ']);
    (!matches!(name, "" | "in")).then(|| (name.to_owned(), unit))
}

/// What stands in brackets at the end.
fn in_brackets(text: &str) -> Option<&str> {
    let inner = text.trim().strip_suffix([')', '）'])?;
    inner.rsplit_once(['(', '（']).map(|(_, inner)| inner)
}

/// "元/晚", "£ per night", "руб./час", "元".
fn unit(text: &str) -> Option<Unit> {
    let text = CODES
        .iter()
        .find(|(code, _)| text.eq_ignore_ascii_case(code))
        .map_or(text, |(_, sign)| sign);
    CURRENCIES.iter().find_map(|&(sign, stands_before)| {
        let rest = text.strip_prefix(sign)?;
        let is_end = rest.is_empty() || rest.starts_with(['/', '／']);
        let is_per = rest.starts_with(" per ") || rest.starts_with(" за ") || rest.starts_with(" / ");
        (is_end || is_per).then(|| Unit {
            sign,
            stands_before,
            rest: rest.to_owned(),
        })
    })
}

fn is_number(text: &str) -> bool {
    let text = text.trim();
    text.starts_with(|letter: char| letter.is_ascii_digit())
        && text.len() <= 12
        && text
            .chars()
            .all(|letter| letter.is_ascii_digit() || matches!(letter, '.' | ',' | ' '))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn completed(header: &str, text: &str, above: &str) -> String {
        let cell = |header: &str, text: &str| Cell {
            header: header.into(),
            text: text.to_owned(),
        };
        let mut cells = vec![cell("", "5"), cell(header, text)];
        complete(&mut cells, above);
        assert_eq!(cells[0].text, "5");
        format!("{}|{}", cells[1].header, cells[1].text)
    }

    #[test]
    fn bare_numbers_get_the_currency_of_their_header_or_heading() {
        assert_eq!(completed("平日房价(元/晚)", "388", ""), "平日房价|388元/晚");
        assert_eq!(
            completed("Rate (£ per night)", "42.50", ""),
            "Rate|£42.50 per night"
        );
        assert_eq!(completed("Аренда (руб./час)", "300", ""), "Аренда|300 руб./час");
        assert_eq!(completed("平日", "168", "门票（每人，元）"), "平日|168元");
        assert_eq!(completed("Adult", "8", "Prices (£)"), "Adult|£8");
        assert_eq!(completed("Weekday", "8", "Prices (£)"), "Weekday|£8");
        assert_eq!(completed("Non-member", "8", "Prices (£)"), "Non-member|£8");
        assert_eq!(completed("Школьник", "300", "Цены (руб.)"), "Школьник|300 руб.");
        assert_eq!(completed("summer USD", "132", ""), "summer|$132");
        assert_eq!(completed("Fee, £", "8.50", ""), "Fee|£8.50");
        assert_eq!(completed("Adult", "8", "Prices in £"), "Adult|£8");
    }

    #[test]
    fn other_numbers_stay_as_they_are() {
        assert_eq!(completed("名额", "14", "课程（元）"), "名额|14");
        assert_eq!(completed("Price (£)", "8", ""), "Price (£)|8");
        assert_eq!(completed("Departs", "10.30", "Boat trips (£)"), "Departs|10.30");
        assert_eq!(completed("Guests", "20", "Boat trips (£)"), "Guests|20");
        assert_eq!(completed("平日", "免费", "门票（元）"), "平日|免费");
        assert_eq!(completed("Adult", "8", "Prices (2026)"), "Adult|8");
        assert_eq!(completed("Length (min)", "8", "Tours (£)"), "Length (min)|8");
        assert_eq!(completed("in £", "8", ""), "in £|8");
    }
}
