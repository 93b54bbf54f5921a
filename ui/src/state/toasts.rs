//! Short messages that say what was done, with a way to undo it.

use std::rc::Rc;

use yew::{Callback, Reducible};

/// A message.
#[derive(Clone, Debug, PartialEq)]
pub struct Toast {
    /// Counts up.
    pub id: u32,
    /// What was done.
    pub text: String,
    /// How to take it back, if it can be.
    pub undo: Option<Callback<()>>,
    /// What it is about, where another message about the same takes its place.
    pub about: Option<String>,
}

/// Those now shown, the newest last.
#[derive(Debug, Default, PartialEq)]
pub struct Toasts {
    /// Shown now.
    pub shown: Vec<Toast>,
    next: u32,
}

/// At most so many are shown.
const MOST: usize = 3;

/// What happens to the messages.
#[derive(Debug)]
pub enum ToastStep {
    /// One is said.
    Say(String, Option<Callback<()>>),
    /// One is said about something, in place of what was said about it before.
    SayAbout(String, String, Option<Callback<()>>),
    /// One is taken away.
    Dismiss(u32),
}

impl Reducible for Toasts {
    type Action = ToastStep;

    fn reduce(self: Rc<Self>, step: ToastStep) -> Rc<Self> {
        let mut shown = self.shown.clone();
        match step {
            ToastStep::Say(text, undo) => self.with(shown, Toast { id: self.next, text, undo, about: None }),
            ToastStep::SayAbout(about, text, undo) => {
                shown.retain(|toast| toast.about.as_ref() != Some(&about));
                self.with(shown, Toast { id: self.next, text, undo, about: Some(about) })
            }
            ToastStep::Dismiss(id) => {
                shown.retain(|toast| toast.id != id);
                Rc::new(Self { shown, next: self.next })
            }
        }
    }
}

impl Toasts {
    fn with(&self, mut shown: Vec<Toast>, toast: Toast) -> Rc<Self> {
        shown.push(toast);
        let surplus = shown.len().saturating_sub(MOST);
        shown.drain(..surplus);
        Rc::new(Self { shown, next: self.next + 1 })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_taken_back_is_not_offered_to_be_taken_back_any_more() {
        let say = |toasts: Rc<Toasts>, about: &str, text: &str| {
            toasts.reduce(ToastStep::SayAbout(about.into(), text.into(), None))
        };
        let toasts = Rc::new(Toasts::default());
        let toasts = say(say(say(toasts, "a pair", "two people"), "another", "two people"), "a pair", "taken back");
        let texts: Vec<_> = toasts.shown.iter().map(|toast| (toast.about.as_deref(), toast.text.as_str())).collect();
        assert_eq!(texts, [(Some("another"), "two people"), (Some("a pair"), "taken back")]);
    }

    #[test]
    fn the_oldest_makes_room() {
        let mut toasts = Rc::new(Toasts::default());
        for text in ["a", "b", "c", "d"] {
            toasts = toasts.reduce(ToastStep::Say(text.into(), None));
        }
        let texts: Vec<&str> = toasts.shown.iter().map(|toast| toast.text.as_str()).collect();
        assert_eq!(texts, ["b", "c", "d"]);
        let toasts = toasts.reduce(ToastStep::Dismiss(2));
        assert_eq!(toasts.shown.len(), 2);
    }
}
