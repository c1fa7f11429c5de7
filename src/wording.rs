//! What the conversation's notices say, in English: for faces that have one language.
//!
//! The interface has these sentences in its languages (`assets/languages`, `notice-…`); a test keeps the English ones equal.

use std::borrow::Cow;

use crate::conversation::NoticeText;

/// The sentence of a notice.
pub(crate) fn in_english(text: &NoticeText) -> Cow<'_, str> {
    match text {
        NoticeText::NothingHeard => {
            "No words were heard in the recording: speak louder or closer to the microphone.".into()
        }
        NoticeText::SoundLost => "The machine is too busy and has missed some of what was said: close other \
                                  programs, or use smaller models."
            .into(),
        NoticeText::TurnsDropped(count) => format!(
            "The conversation is too long for the model: it no longer knows the first {count} questions and answers."
        )
        .into(),
        NoticeText::Sentence(sentence) => sentence.into(),
    }
}
