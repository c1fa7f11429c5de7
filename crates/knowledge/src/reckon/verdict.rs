//! The sentences that say what a comparison comes to, without the mark at their end.
//!
//! Owns their wording in the three languages. What is compared, and how it is listed, is the caller's matter.

use crate::language::Language;

/// Both are the same.
pub(crate) fn equal(listed: &str, language: Language) -> String {
    match language {
        Language::English => format!("They are the same. {listed}"),
        Language::Russian => format!("Одинаково. {listed}"),
        Language::Chinese => format!("一样。{listed}"),
    }
}

/// Which of them it is: "Student card: cheaper. …"
pub(crate) fn chosen(winner: &str, cue: &str, listed: &str, language: Language) -> String {
    match language {
        Language::English | Language::Russian => format!("{winner}: {cue}. {listed}"),
        Language::Chinese => format!("{winner}{cue}。{listed}"),
    }
}

/// How far they lie apart.
pub(crate) fn apart(gap: &str, listed: &str, language: Language) -> String {
    match language {
        Language::English => format!("The difference is {gap}: {listed}"),
        Language::Russian => format!("Разница — {gap}: {listed}"),
        Language::Chinese => format!("相差{gap}：{listed}"),
    }
}
