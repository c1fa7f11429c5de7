//! Another column of the row that answered before: "and how long does it take?", 谁带的？
//!
//! Owns when a question asks for nothing else. What it carries over from the question before is `carry`'s.

use jiff::civil::DateTime;

use super::{Answer, Answerer, Context};
use crate::frames::Frame;
use crate::language::Language;
use crate::question::{Importance, Question};
use crate::reader::{Asked, asked_columns, is_blank};
use crate::say;
use crate::unit::{Body, Cell, UnitId};

/// Most words of a question that may ask for another column of the row before.
const SHORT: usize = 9;
/// A word of the question stands in the row from this weight on.
const MET: f32 = 0.5;
/// How sure it is that a bare question goes on about the row before.
const SAME_ROW: f32 = 0.9;

/// Chinese words that ask, and what headers that tell it contain.
const ASKED: &[(&[&str], &[&str])] = &[
    (&["房间多大", "屋多大", "间多大", "多少平"], &["面积", "大小"]),
    (&["多大", "几岁", "多少岁"], &["年龄", "对象", "适合"]),
    (
        &["谁"],
        &[
            "带领",
            "带队",
            "负责",
            "老师",
            "医生",
            "教练",
            "姓名",
            "主讲",
            "讲师",
            "联系人",
            "指导",
        ],
    ),
    (
        &["哪里", "哪儿", "在哪", "几楼"],
        &["地点", "位置", "楼", "区域", "教室", "场地", "诊室"],
    ),
    (
        &["几点", "什么时候", "哪天", "星期几", "周几"],
        &["时间", "日期", "出诊"],
    ),
    (&["多少钱", "多贵", "怎么收", "收费", "什么价"], &["费", "价"]),
    (
        &["多久", "多长时间", "几天"],
        &["时长", "借期", "期限", "用时", "车程"],
    ),
    (&["多少人", "几个人", "限几"], &["名额", "人数", "限"]),
];
/// Chinese characters that may stand beside such a word and name nothing.
const BESIDE: &str = "的了吗呢啊呀是有能可以几多少什么哪里儿谁在要会上带教到去来一共个那这它他她还也就给请问我们你您怎样看摆含份位台得坐用时长约";
/// Whom an age is asked of, which names no one else then: 多大的孩子.
const OF_AGE: &[&str] = &["孩子", "小孩", "小朋友", "宝宝"];

impl Answerer {
    /// The row that answered before, where the question asks for nothing but another of its columns: "and how long
    /// does it take?"
    pub(super) fn of_the_same_row(
        &self,
        question: &Question,
        context: &Context,
        now: DateTime,
    ) -> Option<Answer> {
        let [unit] = context.units.as_slice() else {
            return None;
        };
        let unit = self.index.units.get(*unit)?;
        let Body::Row(cells) = &unit.body else { return None };
        // "What time do you open?" is about the house, not about the row.
        let hours = [
            Frame::Open,
            Frame::Close,
            Frame::LastEntry,
            Frame::Hours,
            Frame::OpenNow,
        ];
        let leans = question.follow || question.pronoun;
        let house = !leans && hours.iter().any(|frame| question.asks(*frame));
        let names_when = Asked::of(question, now.date()) != Asked::default();
        if names_when || house {
            return None;
        }
        if question.language == Language::Chinese
            && let Some(column) = asked_in_chinese(&question.text, cells)
        {
            return Some(of_row(unit.id, cells, [column]));
        }
        if question.tokens.len() > SHORT || question.asked.is_empty() {
            return None;
        }
        let columns = asked_columns(question, cells);
        let texts = cells
            .iter()
            .flat_map(|cell| [cell.header.as_ref(), cell.text.as_str()]);
        let text = texts.collect::<Vec<_>>().join(". ");
        let expansion = self.reader().expand(question);
        let met = expansion.met_by(&self.lexicon, &text);
        let elsewhere = question
            .terms
            .iter()
            .zip(met)
            .any(|(term, met)| term.importance != Importance::Light && met < MET);
        if columns.is_empty() || elsewhere {
            return None;
        }
        Some(of_row(unit.id, cells, columns))
    }
}

/// The row with these columns first.
fn of_row(unit: UnitId, cells: &[Cell], columns: impl IntoIterator<Item = usize>) -> Answer {
    Answer {
        text: say::ended(&say::whole_row(cells, columns)),
        units: vec![unit],
        confidence: SAME_ROW,
    }
}

/// The column that a short Chinese question asks for by a question word or by its header, if it names nothing else.
fn asked_in_chinese(text: &str, cells: &[Cell]) -> Option<usize> {
    let has = |column: &usize, words: &[&str]| {
        let cell = &cells[*column];
        !is_blank(&cell.text) && words.iter().any(|word| cell.header.contains(word))
    };
    let by_word = ASKED.iter().find_map(|(asked, headers)| {
        let word = asked.iter().find(|word| text.contains(**word))?;
        Some((*word, (1..cells.len()).find(|column| has(column, headers))?))
    });
    let by_header = || {
        (1..cells.len()).find_map(|column| {
            let header = cells[column].header.as_ref();
            let is_name = header.chars().count() >= 2 && Language::of(header) == Language::Chinese;
            (is_name && text.contains(header) && !is_blank(&cells[column].text)).then_some((header, column))
        })
    };
    let (word, column) = by_word.or_else(by_header)?;
    let mut rest = text.replacen(word, "", 1);
    if word == "多大" || word == "几岁" || word == "多少岁" {
        for person in OF_AGE {
            rest = rest.replacen(person, "", 1);
        }
    }
    let is_beside = |letter: char| !letter.is_alphabetic() || BESIDE.contains(letter);
    rest.chars().all(is_beside).then_some(column)
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use jiff::civil::date;

    use crate::answer::{Answerer, Context};
    use crate::documents;

    const BOATS: &str = "# Boats\n\n| Island | Departs | Fare | Crossing |\n| --- | --- | --- | --- |\n| Velm | 09:15 | £6 | 40 min |\n| Orsay | 11:30 | £9 | 75 min |\n\n## Opening hours\n\nDaily 8:00 to 17:00.\n";

    #[test]
    fn only_a_question_about_the_row_before_is_answered_from_it() {
        let answerer = Answerer::new(documents::read(Path::new("boats.md"), BOATS));
        let now = date(2026, 3, 2).at(10, 0, 0, 0);
        for (question, expected) in [
            ("And how much is it?", true),
            ("How long does it take?", true),
            ("How much is a parrot?", false),
            ("What time do you open?", false),
            ("And how much is it in August?", false),
        ] {
            let mut context = Context::default();
            let first = answerer.answer("When does the boat to Velm go?", None, &mut context, now);
            assert!(first.text.contains("09:15"), "{}", first.text);
            let answer = answerer.answer(question, None, &mut context, now);
            assert_eq!(
                answer.text.starts_with("Velm") && answer.is_certain(),
                expected,
                "{question} {}",
                answer.text
            );
        }
    }

    #[test]
    fn a_short_chinese_question_asks_for_a_column_of_the_row_before() {
        let table = "# 活动\n\n| 活动 | 地点 | 对象 | 名额 | 费用 | 带领人 |\n|---|---|---|---|---|---|\n\
            | 剪纸课 | 2楼手工室 | 8至12岁 | 15 | 每次30元 | 江珊 |\n| 合唱团 | 1楼大厅 | 成人 | 40 | 免费 | 罗庆 |\n";
        let answerer = Answerer::new(documents::read(Path::new("activities.md"), table));
        let now = date(2026, 3, 2).at(10, 0, 0, 0);
        for (question, expected) in [
            ("谁带的", "带领人江珊"),
            ("多大的孩子能上？", "对象8至12岁"),
            ("在哪里？", "地点2楼手工室"),
            ("名额有多少？", "名额15"),
        ] {
            let mut context = Context::default();
            let first = answerer.answer("剪纸课多少钱？", None, &mut context, now);
            assert!(first.text.contains("30元"), "{}", first.text);
            let answer = answerer.answer(question, None, &mut context, now);
            let told = answer.text.strip_prefix("剪纸课：").unwrap_or_default();
            assert!(told.starts_with(expected), "{question} {}", answer.text);
        }
        let mut context = Context::default();
        answerer.answer("剪纸课多少钱？", None, &mut context, now);
        let other = answerer.answer("大人多少钱？", None, &mut context, now);
        assert!(!other.text.starts_with("剪纸课"), "{}", other.text);
        let mut context = Context::default();
        answerer.answer("剪纸课多少钱？", None, &mut context, now);
        let other = answerer.answer("合唱团谁带的", None, &mut context, now);
        assert!(other.text.starts_with("合唱团"), "{}", other.text);
    }
}
