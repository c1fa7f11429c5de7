//! stub
use crate::grammar::Grammar;
pub(crate) const GRAMMAR: Grammar = Grammar { digits: &[], word: &[], mark: &[], fallback: str::to_owned, joined: false };
pub(crate) fn is_abbreviation(_word: &str, _next: Option<char>) -> bool { false }
