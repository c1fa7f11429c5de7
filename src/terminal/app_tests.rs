//! The screen as a state: keys in, intents out.
