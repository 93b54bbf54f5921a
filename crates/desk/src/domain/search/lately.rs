//! What the words typed last may mean: who types a name key by key, types each word but the last again and again.

use std::{
    collections::VecDeque,
    sync::{Arc, Mutex, PoisonError},
};

use super::word::Typed;
use crate::domain::register::Register;

/// So many words are kept of those looked up by a walk over all words: those of a long name, and each two of them together.
const FORGIVEN: usize = 12;
/// So many of those looked up at once. Apart from the others, so that the many ways to write a name do not drive them out.
const STRICT: usize = 8;

/// Words typed lately, and what they mean in a register.
#[derive(Default)]
pub struct Lately(Mutex<Kept>);

#[derive(Default)]
struct Kept {
    /// Of the register that they were looked up in.
    revision: u64,
    strict: VecDeque<(How, Arc<Typed>)>,
    forgiven: VecDeque<(How, Arc<Typed>)>,
}

impl Kept {
    fn words(&mut self, how: How) -> (&mut VecDeque<(How, Arc<Typed>)>, usize) {
        if how == How::Strictly { (&mut self.strict, STRICT) } else { (&mut self.forgiven, FORGIVEN) }
    }
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
        let (words, most) = kept.words(how);
        words.truncate(most - 1);
        words.push_front((how, Arc::clone(&typed)));
        typed
    }

    fn known(&self, how: How, text: &str, register: &Register) -> Option<Arc<Typed>> {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if kept.revision != register.revision() {
            *kept = Kept { revision: register.revision(), ..Kept::default() };
            return None;
        }
        let (words, _) = kept.words(how);
        let at = words.iter().position(|(known, typed)| *known == how && typed.text == text)?;
        let found = words.remove(at)?;
        words.push_front(found.clone());
        Some(found.1)
    }
}
