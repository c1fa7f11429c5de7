//! The forms in which a question and its answer are written.
//!
//! Owns the marks "Q:", "В:" and "问：", dialogues with dashes, bold questions and questions alone on a line.

use super::super::block::Statement;
use super::super::sentences::{is_han, is_question, sentences, words};
use super::super::word_list::WordList;

/// How a question is set apart from its answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    /// "Q: When do you open?"
    Marked,
    /// "— Можно ли войти с собакой?"
    Dialogue,
    /// "**When do you open?** At nine."
    Bold,
    /// A question that is a line of its own.
    Plain,
}

const QUESTION_MARKS: [&str; 9] = ["question", "q", "вопрос", "в", "b", "问题", "提问", "问", "問"];
const ANSWER_MARKS: [&str; 8] = ["answer", "a", "ответ", "о", "o", "回答", "答案", "答"];
/// Columns beside questions and answers.
static ASIDES: WordList =
    WordList::new("no nr id # category topic section № категория раздел тема 序号 编号 类别 分类");
const DASHES: [char; 4] = ['—', '–', '-', '―'];
/// Words of a question.
const MAX_LEN: usize = 40;

/// How the statement at `at` asks; `None` if it does not.
pub(super) fn form(statements: &[Statement], at: usize) -> Option<Form> {
    let statement = statements.get(at)?;
    let text = statement.text.as_str();
    if let Some(asked) = after_mark(text, &QUESTION_MARKS) {
        let next = statements.get(at + 1);
        let is_answered = next.is_some_and(|next| after_mark(&next.text, &ANSWER_MARKS).is_some());
        if is_answered || is_question(asked) || inner_answer(asked).is_some() {
            return Some(Form::Marked);
        }
    }
    let (strong, _) = text.split_at_checked(statement.strong)?;
    if statement.strong > 0
        && is_question(strong.trim_end_matches([':', '：', ' ']))
        && words(strong) <= MAX_LEN
    {
        return Some(Form::Bold);
    }
    if let Some(asked) = after_dash(text) {
        let next = statements.get(at + 1);
        let is_answered = next.is_some_and(|next| after_dash(&next.text).is_some());
        return (is_answered && is_question(asked)).then_some(Form::Dialogue);
    }
    is_alone(statement).then_some(Form::Plain)
}

/// Whether a statement is a single question and nothing else.
pub(super) fn is_alone(statement: &Statement) -> bool {
    let text = without_number(&statement.text);
    let is_whole = text.chars().filter(|&letter| is_han(letter)).count() >= 3
        || text.chars().filter(|letter| letter.is_alphabetic()).count() >= 3;
    is_question(text) && is_whole && words(text) <= MAX_LEN && sentences(text).len() == 1
}

/// The columns of questions and of answers, in a table that has them and no others that say something.
pub(in crate::documents) fn asked_columns(header: &[String]) -> Option<(usize, usize)> {
    // Single letters name columns of all kinds.
    let column = |marks: &[&str]| {
        let is_word = |mark: &&&str| mark.len() > 2;
        header.iter().position(|name| {
            let name = name.to_lowercase();
            marks.iter().filter(is_word).any(|mark| name.starts_with(*mark))
        })
    };
    let columns = (column(&QUESTION_MARKS)?, column(&ANSWER_MARKS)?);
    let is_aside = |name: &String| ASIDES.has(&name.to_lowercase());
    let others = header
        .iter()
        .enumerate()
        .filter(|&(at, _)| at != columns.0 && at != columns.1);
    (columns.0 != columns.1 && others.map(|(_, name)| name).all(is_aside)).then_some(columns)
}

/// Whether a line begins with a mark of a question or an answer, or a dash of a dialogue.
pub(in crate::documents) fn is_marked(text: &str) -> bool {
    after_mark(text, &QUESTION_MARKS).is_some()
        || after_mark(text, &ANSWER_MARKS).is_some()
        || text.starts_with("— ")
}

/// Whether a statement answers the one before it by its mark.
pub(super) fn is_answer_to(question: &Statement, answer: &Statement, asked: Form) -> bool {
    match asked {
        Form::Marked => after_mark(&answer.text, &ANSWER_MARKS).is_some(),
        Form::Dialogue => after_dash(&answer.text).is_some(),
        Form::Bold | Form::Plain => !is_question(&answer.text) && is_question(&question.text),
    }
}

/// The question without its mark, and the answer that stands in the same statement.
pub(super) fn said_question(statement: &Statement, form: Form) -> (String, Option<String>) {
    let text = statement.text.as_str();
    let (asked, answer) = match form {
        Form::Marked => {
            let asked = after_mark(text, &QUESTION_MARKS).unwrap_or(text);
            inner_answer(asked).map_or((asked, None), |(asked, answer)| (asked, Some(answer)))
        }
        Form::Dialogue => (after_dash(text).unwrap_or(text), None),
        Form::Bold => {
            let (asked, answer) = text.split_at_checked(statement.strong).unwrap_or((text, ""));
            let answer = answer.trim().trim_start_matches([':', '：', '—', '–', ' ']);
            let answer = after_mark(answer, &ANSWER_MARKS).unwrap_or(answer);
            (
                asked.trim_end_matches([':', '：', ' ']),
                Some(answer).filter(|answer| !answer.is_empty()),
            )
        }
        Form::Plain => (text, None),
    };
    (without_number(asked).to_owned(), answer.map(ToOwned::to_owned))
}

/// A statement of an answer, without its mark.
pub(super) fn said_answer(statement: &Statement) -> Statement {
    let text = statement.text.as_str();
    let text = after_mark(text, &ANSWER_MARKS)
        .or_else(|| after_dash(text))
        .unwrap_or(text);
    Statement::new(text, statement.line)
}

/// "Can I? A: Yes": the question and the answer.
fn inner_answer(text: &str) -> Option<(&str, &str)> {
    let starts = text
        .char_indices()
        .filter(|&(_, letter)| matches!(letter, '?' | '？' | '.' | '。'));
    starts
        .map(|(at, letter)| text.split_at(at + letter.len_utf8()))
        .find_map(|(asked, rest)| Some((asked, after_mark(rest.trim_start(), &ANSWER_MARKS)?)))
}

/// What follows "Q:", "Q1.", "Вопрос 2:", "问：".
fn after_mark<'a>(text: &'a str, marks: &[&str]) -> Option<&'a str> {
    let lowered: String = text.chars().take(10).flat_map(char::to_lowercase).collect();
    marks.iter().find_map(|mark| {
        lowered.strip_prefix(mark)?;
        let rest = text.get(mark.len()..)?;
        let rest =
            rest.trim_start_matches(|letter: char| letter.is_ascii_digit() || letter == ' ' || letter == '№');
        let said = rest.strip_prefix([':', '：']).or_else(|| {
            let is_upper = text.starts_with(char::is_uppercase);
            rest.strip_prefix(['.', ')'])
                .filter(|_| is_upper && mark.len() == 1)
        })?;
        // The letters "B:" and "O:" of the other alphabet stand for "В:" and "О:".
        let is_russian = said
            .chars()
            .take(60)
            .any(|letter| matches!(letter, '\u{400}'..='\u{4ff}'));
        (!matches!(*mark, "b" | "o") || is_russian).then_some(said.trim())
    })
}

/// What follows the dash of a dialogue.
fn after_dash(text: &str) -> Option<&str> {
    text.strip_prefix(DASHES)?.strip_prefix(' ').map(str::trim)
}

/// "1. When do you open?" without its number.
fn without_number(text: &str) -> &str {
    let rest = text.trim_start_matches(|letter: char| letter.is_ascii_digit());
    let digits = text.len() - rest.len();
    match rest.strip_prefix(['.', ')', '、', '．']) {
        Some(asked) if (1..=3).contains(&digits) => asked.trim_start(),
        _ => text,
    }
}
