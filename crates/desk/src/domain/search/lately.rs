//! What the words typed last may mean: who types a name key by key, types each word but the last again and again.

use std::{
    collections::VecDeque,
    sync::{Arc, Mutex, PoisonError},
};

use super::word::Typed;
use crate::domain::register::Register;

/// So many words are kept: a few desks' windows would not type more at a time.
const KEPT: usize = 16;

/// Words typed lately, and what they mean in a register.
#[derive(Default)]
pub struct Lately(Mutex<Kept>);

#[derive(Default)]
struct Kept {
    /// Of the register that they were looked up in.
    revision: u64,
    words: VecDeque<(How, Arc<Typed>)>,
}

/// How a word was looked up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum How {
    /// As typed, or begun so.
    Strictly,
    /// Forgivingly.
    Forgivingly,
    /// Forgivingly, as two words written together.
    Together,
}

impl Lately {
    /// What the word means in the register as it is now.
    pub(super) fn typed(&self, how: How, text: &str, register: &Register) -> Arc<Typed> {
        if let Some(known) = self.known(how, text, register) {
            return known;
        }
        let typed = Arc::new(match how {
            How::Strictly => Typed::strictly(text, register),
            How::Forgivingly => Typed::forgivingly(text, register),
            How::Together => Typed::forgivingly_together(text, register),
        });
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        kept.words.truncate(KEPT - 1);
        kept.words.push_front((how, Arc::clone(&typed)));
        typed
    }

    fn known(&self, how: How, text: &str, register: &Register) -> Option<Arc<Typed>> {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if kept.revision != register.revision() {
            *kept = Kept { revision: register.revision(), words: VecDeque::new() };
            return None;
        }
        let at = kept.words.iter().position(|(known, typed)| *known == how && typed.text == text)?;
        let found = kept.words.remove(at)?;
        kept.words.push_front(found.clone());
        Some(found.1)
    }
}
