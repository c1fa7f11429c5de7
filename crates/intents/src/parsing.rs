//! From an utterance to an action.
//!
//! Owns the order of the attempts: the whole utterance, the utterance with a misheard word put right, and two
//! requests in one breath. An attempt that leaves a word over has failed. Templates are matched by `grammar`;
//! what a match means is said by `skills`.

use std::ops::Range;

use crate::Language;
use crate::assistant::Context;
use crate::clauses::{self, MIN_FIRST};
use crate::corrections;
use crate::dialogue::{Dialogue, Topic};
use crate::grammar::{Grammar, Matcher};
use crate::memory::Memory;
use crate::skills::{self, Action, Parsing, clock, lists};
use crate::slots::{SlotReader, Tables};
use crate::text::{self, Token};

/// Matches of which the first that means something is taken.
const MAX_MATCHES: usize = 8;

/// Everything that an utterance is understood with.
pub(crate) struct Understanding<'a> {
    pub(crate) grammar: &'a Grammar,
    pub(crate) tables: &'a Tables,
    pub(crate) memory: &'a Memory,
    pub(crate) dialogue: &'a Dialogue,
    pub(crate) language: Language,
    pub(crate) context: &'a Context<'a>,
}

impl Understanding<'_> {
    /// The action of the whole utterance.
    pub(crate) fn action(&self, utterance: &str) -> Option<Action> {
        let mut tokens = text::tokens(utterance, self.language)?;
        tokens.retain(|token| !self.grammar.is_noise(&token.word));
        if tokens.is_empty() {
            return None;
        }
        if let Some(action) = self.understood(utterance, &tokens) {
            let is_forbidden = action.has_effects() && clauses::forbids_removal(self.language, &tokens);
            return (!is_forbidden).then_some(action);
        }
        let corrected = corrections::corrected(&tokens, self.grammar, self.tables, self.language)?;
        let mut matcher = self.matcher(utterance, &corrected);
        let (action, cost) = self.whole(&mut matcher, 0, corrected.len(), self.dialogue)?;
        // A word that stands for itself in free text was no mistake.
        (cost == 0).then_some(action)
    }

    /// The action of an utterance that is none as a whole: of one of its clauses, or of its cues. Ask only where nobody else knows
    /// an answer.
    pub(crate) fn loose_action(&self, utterance: &str) -> Option<Action> {
        let mut tokens = text::tokens(utterance, self.language)?;
        tokens.retain(|token| !self.grammar.is_noise(&token.word));
        let clauses = clauses::clauses(&tokens, self.language);
        let of_a_clause = self.of_a_clause(utterance, &tokens, &clauses);
        // "Set the alarm" after "I have to be up at six" needs no question back.
        let (asking, complete) = match of_a_clause {
            Some(action) if action.asks_back() => (Some(action), None),
            action => (None, action),
        };
        complete
            .or_else(|| self.of_told_clauses(utterance, &tokens, &clauses))
            .or_else(|| self.of_cues(utterance, &tokens))
            .or(asking)
    }

    /// Finds a request in the last clauses, or in the first ones when a reason follows. The words left out must not contain a number, time,
    /// day or known name, unless they precede a calculation that has at least two numbers of its own.
    fn of_a_clause(&self, utterance: &str, tokens: &[Token], clauses: &[Range<usize>]) -> Option<Action> {
        let reader = self.reader(utterance);
        let tells = |range: Range<usize>| clauses::tells(&reader, tokens, range);
        let end = tokens.len();
        let mut matcher = self.matcher(utterance, tokens);
        let mut request = |words: Range<usize>, left_out: Range<usize>| {
            let (action, cost) = self.whole(&mut matcher, words.start, words.end, self.dialogue)?;
            // "And the lift" adds nothing to a list that was talked about.
            let is_free_entry = cost > 0 && matches!(action, Action::List(lists::Command::Add { .. }));
            // "What now?" repeats nothing.
            let is_short = words.len() < MIN_FIRST + 1 && action.tool() == "repeat";
            let is_meant = is_request(&action) && !is_free_entry && !is_short;
            let may = !matcher.is_vetoed(left_out);
            (is_meant && may).then_some(action)
        };
        for clause in clauses.iter().skip(1) {
            let is_told = tells(0..clause.start);
            for start in clause.start..(clause.start + 2).min(end) {
                let action = request(start..end, 0..start);
                let stands_alone = |action: &Action| {
                    action.tool() == "calculate" && clauses::numbers(&reader, tokens, start..end) > 1
                };
                if let Some(action) = action.filter(|action| !is_told || stands_alone(action)) {
                    return Some(action);
                }
            }
        }
        for clause in clauses.iter().rev().skip(1) {
            if clause.end >= MIN_FIRST
                && !tells(clause.end..end)
                && let Some(action) = request(0..clause.end, clause.end..end)
            {
                return Some(action);
            }
        }
        None
    }

    /// Of a clause that asks about what another one tells.
    fn of_told_clauses(&self, utterance: &str, tokens: &[Token], clauses: &[Range<usize>]) -> Option<Action> {
        let reader = self.reader(utterance);
        let requests = clauses.iter().skip(1).map(|clause| clause.start..tokens.len());
        let sentences = requests.flat_map(|request| clauses::carried(&reader, tokens, &request));
        sentences.take(clauses::MAX_CARRIED).find_map(|sentence| {
            self.action(&sentence)
                .filter(|action| !action.has_effects() && !action.asks_back() && is_request(action))
        })
    }

    /// Of the cues. A question is no order, unless it is a polite one.
    fn of_cues(&self, utterance: &str, tokens: &[Token]) -> Option<Action> {
        let now = self.context.now.timestamp();
        let holds = |condition: &str| self.dialogue.holds(condition, self.memory, now);
        let found = self.matcher(utterance, tokens).spotted(&holds);
        let asks = clauses::asks(utterance, tokens, self.language);
        found.iter().find_map(|spotted| {
            self.action(&spotted.sentence)
                .filter(|action| !action.has_effects() || !spotted.is_vetoed && !asks)
        })
    }

    fn reader<'b>(&'b self, utterance: &'b str) -> SlotReader<'b> {
        SlotReader {
            language: self.language,
            utterance,
            tables: self.tables,
            memory: Some(self.memory),
        }
    }

    fn matcher<'b>(&'b self, utterance: &'b str, tokens: &'b [Token]) -> Matcher<'b> {
        Matcher::new(self.grammar, tokens, self.reader(utterance))
    }

    fn understood(&self, utterance: &str, tokens: &[Token]) -> Option<Action> {
        let mut matcher = self.matcher(utterance, tokens);
        if let Some((action, _)) = self.whole(&mut matcher, 0, tokens.len(), self.dialogue) {
            return Some(action);
        }
        self.two(&mut matcher, tokens)
    }

    /// The best match of a range that means something, and how much of it is free text.
    fn whole(
        &self,
        matcher: &mut Matcher<'_>,
        start: usize,
        end: usize,
        dialogue: &Dialogue,
    ) -> Option<(Action, u32)> {
        let now = self.context.now.timestamp();
        let holds = |condition: &str| dialogue.holds(condition, self.memory, now);
        let parsing = Parsing {
            language: self.language,
            now: self.context.now,
            tables: self.tables,
            memory: self.memory,
            dialogue,
            last_reply: self.context.last_reply,
            volume: self.context.volume,
        };
        let matches = matcher.matches(start, end, &holds, MAX_MATCHES);
        matches
            .iter()
            .find_map(|found| Some((skills::interpret(found, &parsing)?, found.cost)))
    }

    /// Two requests, or one with its reason: "I can't hear you, speak up".
    fn two(&self, matcher: &mut Matcher<'_>, tokens: &[Token]) -> Option<Action> {
        for middle in 1..tokens.len() {
            let Some((first, first_cost)) = self.whole(matcher, 0, middle, self.dialogue) else {
                continue;
            };
            let mut dialogue = self.dialogue.clone();
            if let Some(topic) = topic_after(&first) {
                dialogue.talk_about(topic, self.context.now.timestamp());
            }
            let joint = joint(self.language, tokens, middle);
            let Some((second, second_cost)) = self.whole(matcher, joint.start, tokens.len(), &dialogue)
            else {
                continue;
            };
            let is_free = first_cost + second_cost > 0;
            if let Some(action) = combined(first, second, &joint, is_free) {
                return Some(action);
            }
        }
        None
    }
}

/// Whether a part of an utterance may be this on its own: "hello" and "never mind" are about the rest, "I note it down" and "what do
/// I need" are no list, and "which branch should I pick" is no choice of ours.
fn is_request(action: &Action) -> bool {
    let leans_on_the_rest = matches!(
        action,
        Action::Talk(_) | Action::List(lists::Command::Ask(_) | lists::Command::Read(_))
    );
    !leans_on_the_rest && action.tool() != "stop"
}

/// Where the second request begins, and whether something parts it from the first.
struct Joint {
    start: usize,
    is_marked: bool,
}

fn joint(language: Language, tokens: &[Token], middle: usize) -> Joint {
    let joins: &[&str] = match language {
        Language::English => &["and then", "and also", "and", "then", "also", "but", "so"],
        Language::Russian => &["и еще", "и", "а потом", "а", "потом", "затем", "еще"],
        Language::Chinese => &["然 后", "并 且", "再", "还 有", "顺 便", "另 外"],
    };
    let after = crate::slots::any_phrase(tokens, middle, joins);
    let is_parted = tokens.get(middle - 1).is_some_and(|token| token.is_last);
    Joint {
        start: after.filter(|after| *after < tokens.len()).unwrap_or(middle),
        is_marked: is_parted || after.is_some(),
    }
}

fn combined(first: Action, second: Action, joint: &Joint, is_free: bool) -> Option<Action> {
    if first == second {
        return Some(second);
    }
    // "I don't need the first one any more, bin it"
    if second.cancels_it() && first.tool() == second.tool() {
        return Some(first);
    }
    // A repetition with "slower" says more than one without.
    if first.tool() == second.tool() || (first.tool() == "repeat" && second.tool().starts_with("repeat")) {
        let is_speech = matches!((&first, &second), (Action::Speech(_), Action::Speech(_)));
        if is_speech {
            return Some(second);
        }
    }
    // "Hello, what time is it": the greeting needs no answer of its own.
    if matches!(first, Action::Talk(_)) && !matches!(second, Action::Talk(_)) && !is_free {
        return Some(second);
    }
    if matches!(second, Action::Talk(_)) && !matches!(first, Action::Talk(_)) && !is_free {
        return Some(first);
    }
    if !joint.is_marked {
        return None;
    }
    if let (Action::Clock(earlier), Action::Clock(clock::Ask::Now(place))) = (&first, &second)
        && earlier.place() == *place
    {
        return Some(first);
    }
    Some(Action::Several(vec![first, second]))
}

/// What "it" and "there" mean in the second request.
fn topic_after(action: &Action) -> Option<Topic> {
    match action {
        Action::Clock(ask) => Some(Topic::Time(ask.place())),
        Action::List(command) => Some(Topic::List(command.list())),
        _ => None,
    }
}
