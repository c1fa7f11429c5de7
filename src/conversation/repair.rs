//! Somebody goes on speaking after having been answered too early: both parts become one question.
//!
//! Owns how long that may be, which words continue a question, and how the parts are joined. What the first part did is taken back
//! when the whole is committed; the history keeps one question. Knows words and times only.

use serde::{Deserialize, Serialize};

use super::phrases;
use super::{Effect, Instant, Milliseconds, State, Turn, TurnId, UtteranceId};

/// Time after the commit of a turn in which speech may continue its question.
const WINDOW: Milliseconds = Milliseconds(2_500.0);

/// A question that was answered, perhaps too early.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct EarlyAnswer {
    /// The turn that answered it.
    pub turn: TurnId,
    /// Its utterance; `None` if that went on from another one.
    #[serde(default)]
    utterance: Option<UtteranceId>,
    /// Its words; none if the machine asked what they were.
    pub question: String,
    /// Whether the history holds it.
    pub is_remembered: bool,
    /// When its last sound was heard.
    #[serde(default)]
    end_of_speech: Instant,
    /// Until when speech may continue it.
    until: Instant,
    /// The utterance that may continue it, and when that began.
    next: Option<(UtteranceId, Instant)>,
}

impl EarlyAnswer {
    /// The turn was committed.
    pub(super) fn new(turn: &Turn, utterance: UtteranceId, now: Instant) -> Self {
        let goes_on = turn.replaces.is_some();
        Self {
            turn: turn.id,
            utterance: (!goes_on).then_some(utterance),
            question: turn.question.clone().unwrap_or_default(),
            is_remembered: false,
            end_of_speech: turn.timeline.start,
            until: now + WINDOW,
            next: None,
        }
    }

    /// With the utterance that begins now, if it begins soon enough to continue the question.
    pub(super) fn followed_by(mut self, utterance: UtteranceId, now: Instant) -> Option<Self> {
        self.next = Some((utterance, now));
        (now <= self.until).then_some(self)
    }

    /// The pause before the utterance that continues it.
    pub(super) fn pause(&self) -> Milliseconds {
        let next = self.next.map(|(_, begin)| begin);
        next.unwrap_or(self.end_of_speech).since(self.end_of_speech)
    }

    /// The whole question, if these words of this utterance continue it.
    pub(super) fn continued(&self, utterance: Option<UtteranceId>, words: &str) -> Option<String> {
        let is_known = !self.question.is_empty();
        (is_known && self.goes_on_in(utterance) && continues(words)).then(|| joined(&self.question, words))
    }

    fn goes_on_in(&self, utterance: Option<UtteranceId>) -> bool {
        let next = self.next.map(|(next, _)| next);
        next.is_some() && next == utterance
    }
}

/// What was heard of an utterance by itself.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct HeardAlone {
    words: String,
    certainty: f32,
    finished: Option<f32>,
    language: Option<String>,
}

/// Below this certainty the rest of a sentence is heard again, together with its beginning: a word or two alone are hard to recognise.
const DOUBTFUL: f32 = 0.5;
/// What both parts together must reach: a cough after a question adds no words to it.
const LEAST: f32 = 0.3;

/// Has the utterance of this turn heard together with the one before, if that was answered too early and the words alone are doubtful.
pub(super) fn hear_together(state: &mut State, words: &str) -> Option<Effect> {
    let second = state.turn.speculative?;
    let early = state.early_answer.as_ref()?;
    let first = early.utterance.filter(|_| early.goes_on_in(Some(second)))?;
    let is_doubtful = words.is_empty() || state.turn.certainty < DOUBTFUL;
    let is_rest_of_unknown = early.question.is_empty() && continues(words);
    if state.turn.heard_alone.is_some() || !(is_doubtful || is_rest_of_unknown) {
        return None;
    }
    state.turn.heard_alone = Some(HeardAlone {
        words: words.to_owned(),
        certainty: state.turn.certainty,
        finished: state.turn.finished,
        language: state.turn.language.clone(),
    });
    let turn = state.turn.id;
    Some(Effect::TranscribeTogether { turn, first, second })
}

/// The words to be answered, once an utterance was heard together with the one before: those of both, where they are more than those
/// of the first, else those of the second alone.
pub(super) fn heard_together(state: &mut State, words: &str) -> String {
    let Some(alone) = &state.turn.heard_alone else {
        return words.to_owned();
    };
    // A silence that was long enough before both were heard has ended the question for good.
    if let Some(early) = &state.early_answer
        && state.turn.certainty >= alone.certainty.max(LEAST)
        && is_whole(&early.question, words)
    {
        state.turn.replaces = Some(early.turn);
        return words.to_owned();
    }
    (state.turn.certainty, state.turn.finished) = (alone.certainty, alone.finished);
    state.turn.language.clone_from(&alone.language);
    alone.words.clone()
}

/// Whether the words begin like the first part and go on.
fn is_whole(first: &str, words: &str) -> bool {
    let (first, whole) = (phrases::plain(first), phrases::plain(words));
    let [first, whole] = [&first, &whole].map(|words| words.split_whitespace());
    let count = first.clone().count();
    let alike = first
        .zip(whole.clone())
        .filter(|(one, other)| one == other)
        .count();
    whole.count() > count && 2 * alike >= count
}

/// First words of what continues a sentence.
const CONTINUING: &str = "and or but with without for to in on at by from of than about during after before until till if \
    because unless except instead including plus minus times divided as while per each that too also then hours minutes seconds percent \
    и или но а с со без для до в во на у к ко по из от о об если когда потому чтобы кроме вместо плюс минус который которая \
    тоже также пожалуйста часов минут секунд";
/// First words of a question or an order that stands by itself; "when" and "which" may do both, and do this more often.
const BEGINNING: &str = "what what's whats where where's who who's whose why when when's which how how's is isn't are aren't was \
    were am do does don't did can can't could may might must will would should shall has have had there's there any \
    set start cancel stop pause resume delete remove add remind wake tell show give say read play repeat turn switch \
    open close calculate convert count roll flip pick help thanks thank hello hey hi bye goodbye good okay ok yes yeah no \
    nope never wait sorry actually louder quieter slower faster i i'm i'd i'll my let let's please \
    что где кто кого кому куда откуда почему зачем как какой какая какое какие сколько когда есть можно нужно надо \
    поставь установи отмени останови стоп хватит удали добавь напомни разбуди скажи покажи повтори включи выключи \
    громче тише медленнее быстрее посчитай брось спасибо привет здравствуйте пока да нет подожди извини я мне у";
/// Beginnings of Chinese continuations, and of what stands by itself.
const CONTINUING_CHINESE: [&str; 16] = [
    "和", "还有", "以及", "加", "减", "乘", "除以", "但", "不过", "如果", "因为", "给", "到", "从", "或者",
    "另外",
];
const BEGINNING_CHINESE: [&str; 24] = [
    "什么",
    "哪",
    "谁",
    "怎么",
    "为什么",
    "几",
    "多少",
    "请",
    "设",
    "取消",
    "停",
    "暂停",
    "继续",
    "删除",
    "添加",
    "提醒",
    "告诉",
    "重复",
    "大声",
    "小声",
    "谢谢",
    "你好",
    "好",
    "不",
];
/// A rest of at most this many words that begins like neither is taken for the end of the sentence: "thirty seconds".
const SHORT_REST: usize = 4;
/// The same in Chinese characters.
const SHORT_REST_CHINESE: usize = 6;

/// Whether the words continue a sentence rather than begin one.
fn continues(words: &str) -> bool {
    let words = words.trim();
    if words.chars().any(is_chinese) {
        let begins = |with: &[&str]| with.iter().any(|beginning| words.starts_with(beginning));
        let is_question = words.ends_with(['？', '?', '吗', '呢']);
        return begins(&CONTINUING_CHINESE)
            || (!begins(&BEGINNING_CHINESE)
                && !is_question
                && words.chars().filter(|letter| is_chinese(*letter)).count() <= SHORT_REST_CHINESE);
    }
    let mut plain = words.split_whitespace().map(|word| {
        word.trim_matches(|letter: char| !letter.is_alphanumeric())
            .replace('’', "'")
            .to_lowercase()
    });
    let Some(first) = plain.next() else { return false };
    let is_in = |list: &str| list.split_whitespace().any(|word| word == first);
    if is_in(BEGINNING) {
        return false;
    }
    is_in(CONTINUING) || plain.count() < SHORT_REST
}

fn is_chinese(letter: char) -> bool {
    ('\u{4e00}'..='\u{9fff}').contains(&letter)
}

/// The first part without its final mark, and the second without a capital that only its beginning gave it.
fn joined(first: &str, second: &str) -> String {
    let first = first
        .trim_end()
        .trim_end_matches(['.', '?', '!', '…', ',', '。', '？', '！', '，']);
    let second = second.trim();
    if second.chars().any(is_chinese) {
        return format!("{first}{second}");
    }
    let mut letters = second.chars();
    let begin: String = letters
        .next()
        .map(|letter| letter.to_lowercase().collect())
        .unwrap_or_default();
    let is_name = letters.clone().next().is_some_and(char::is_uppercase) || second.starts_with("I ");
    let rest = letters.as_str();
    if is_name {
        format!("{first} {second}")
    } else {
        format!("{first} {begin}{rest}")
    }
}

#[cfg(test)]
mod tests {
    use super::super::scene::{FIRST, SAID, SECOND, Scene};
    use super::super::{Effect, Event, TurnEvent};
    use super::*;

    #[test]
    fn words_continue_a_sentence_or_begin_one() {
        for words in [
            "And thirty seconds.",
            "for two adults and a child",
            "On Sunday?",
            "thirty seconds",
            "Tomorrow morning.",
            "и тридцать секунд",
            "в воскресенье?",
            "和三十秒",
            "星期天",
        ] {
            assert!(continues(words), "{words}");
        }
        for words in [
            "Stop.",
            "No, cancel it.",
            "What time is it?",
            "How much is a coffee?",
            "Thank you.",
            "The pool that I saw yesterday was closed",
            "Сколько стоит билет?",
            "стоп",
            "谢谢",
            "几点关门？",
            "",
        ] {
            assert!(!continues(words), "{words}");
        }
    }

    #[test]
    fn both_parts_become_one_sentence() {
        let whole = joined("Set a timer for 5 minutes.", "And 30 seconds.");
        assert_eq!(whole, "Set a timer for 5 minutes and 30 seconds.");
        assert_eq!(joined("Is it open?", "On Sunday?"), "Is it open on Sunday?");
        assert_eq!(
            joined("设一个五分钟的计时器。", "和三十秒。"),
            "设一个五分钟的计时器和三十秒。"
        );
        assert_eq!(joined("Where is", "BBC house?"), "Where is BBC house?");
    }

    /// "Set a timer for 5 minutes." was answered; then `words` follow after so many milliseconds.
    fn followed(after: f64, words: &str) -> (Scene, Vec<Effect>) {
        let mut scene = Scene::listening();
        scene.began().silence(250.0);
        scene
            .transcribed(FIRST, "Set a timer for 5 minutes.")
            .silence(900.0);
        scene.answered(FIRST, "Timer set for 5 minutes.");
        scene.event(Event::Turn(
            FIRST,
            TurnEvent::ClauseStarted {
                clause: super::super::ClauseId(0),
                latency: Milliseconds::default(),
            },
        ));
        scene.now += after;
        let next = UtteranceId(SAID.0 + 1);
        scene.began_again(next).silence_after(next, 250.0).take();
        scene.transcribed(SECOND, words);
        let thought = scene.take();
        scene.silence_after(next, 1_000.0);
        (scene, thought)
    }

    #[test]
    fn whoever_goes_on_after_an_early_answer_has_asked_one_question() {
        let (scene, thought) = followed(1_500.0, "And 30 seconds.");
        let question = "Set a timer for 5 minutes and 30 seconds.".to_owned();
        assert_eq!(
            thought,
            [Effect::Think {
                turn: SECOND,
                question
            }]
        );
        assert_eq!(scene.state.turn.replaces, Some(FIRST));
        assert!(
            scene.state.exchanges().is_empty(),
            "the first half is no question of its own"
        );
    }

    /// As [`followed`], with words that were hard to recognise alone.
    fn followed_doubtfully(words: &str, certainty: f32) -> (Scene, Vec<Effect>) {
        let (mut scene, _) = followed(1_500.0, "What time is it?");
        scene.answered(SECOND, "It is noon.");
        scene.now += 1_000.0;
        let next = UtteranceId(SAID.0 + 2);
        scene.began_again(next).silence_after(next, 250.0).take();
        scene.transcribed_with(THIRD, words, certainty);
        let effects = scene.take();
        (scene, effects)
    }

    const THIRD: TurnId = TurnId(3);

    #[test]
    fn a_doubtful_rest_is_heard_together_with_its_beginning() {
        for (words, certainty) in [("", 0.0), ("Kyoto.", 0.2)] {
            let (mut scene, effects) = followed_doubtfully(words, certainty);
            let first = UtteranceId(SAID.0 + 1);
            let second = UtteranceId(SAID.0 + 2);
            let together = Effect::TranscribeTogether {
                turn: THIRD,
                first,
                second,
            };
            assert_eq!(effects, [together], "{words}");
            scene.transcribed(THIRD, "What time is it in Tokyo?");
            let question = "What time is it in Tokyo?".to_owned();
            assert_eq!(
                scene.take(),
                [Effect::Think {
                    turn: THIRD,
                    question
                }]
            );
            assert_eq!(scene.state.turn.replaces, Some(SECOND));
        }
    }

    #[test]
    fn what_is_not_more_together_is_heard_alone() {
        let (mut scene, _) = followed_doubtfully("Kyoto.", 0.2);
        for together in ["What time is it?", "Thank you, that was all for today."] {
            let mut scene = Scene {
                state: scene.state.clone(),
                now: scene.now,
                effects: Vec::new(),
            };
            scene.transcribed(THIRD, together);
            let question = "What time is it kyoto.".to_owned();
            assert_eq!(
                scene.take(),
                [Effect::Think {
                    turn: THIRD,
                    question
                }],
                "{together}"
            );
            assert!((scene.state.turn.certainty - 0.2).abs() < f32::EPSILON);
        }
        scene.take();
    }

    #[test]
    fn another_question_and_a_late_one_stand_by_themselves() {
        for (after, words) in [(1_500.0, "What time is it?"), (4_000.0, "And 30 seconds.")] {
            let (scene, thought) = followed(after, words);
            let question = words.to_owned();
            assert_eq!(
                thought,
                [Effect::Think {
                    turn: SECOND,
                    question
                }]
            );
            assert_eq!(
                (scene.state.turn.replaces, scene.state.exchanges().len()),
                (None, 1)
            );
        }
    }
}
