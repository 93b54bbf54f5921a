//! Keys of the screen now shown: registered while a component lives, listed by `?`.

use std::cell::RefCell;
use std::rc::Rc;

use daybook_api::SingleKeys;
use wasm_bindgen::JsCast;
use web_sys::KeyboardEvent;
use yew::prelude::*;

use super::{use_newest, use_window_event};
use crate::browser;
use crate::preferences;
use crate::state::keys::{Press, Shortcut, Target};

/// All keys now listened to; the newest goes first.
#[derive(Clone, Default)]
pub struct Keyboard(Rc<RefCell<Vec<Binding>>>);

impl PartialEq for Keyboard {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

struct Binding {
    id: u32,
    shortcut: Shortcut,
    act: Rc<RefCell<Callback<()>>>,
}

impl Keyboard {
    /// The keys now listened to, in the order in which they were registered, each once.
    pub fn listed(&self) -> Vec<Shortcut> {
        let mut listed: Vec<Shortcut> = Vec::new();
        for binding in self.0.borrow().iter() {
            listed.retain(|other| other.key != binding.shortcut.key);
            listed.push(binding.shortcut.clone());
        }
        listed
    }

    fn add(&self, shortcut: Shortcut, act: Rc<RefCell<Callback<()>>>) -> u32 {
        let mut bindings = self.0.borrow_mut();
        let id = bindings.iter().map(|binding| binding.id).max().unwrap_or(0) + 1;
        bindings.push(Binding { id, shortcut, act });
        id
    }

    fn remove(&self, id: u32) {
        self.0.borrow_mut().retain(|binding| binding.id != id);
    }

    fn find(&self, press: &Press, target: Target) -> Option<Callback<()>> {
        let letters = preferences::single_keys();
        let bindings = self.0.borrow();
        let newest_first = bindings.iter().rev();
        let mut fitting = newest_first
            .filter(|binding| letters == SingleKeys::On || !binding.shortcut.is_single())
            .filter(|binding| binding.shortcut.is(press, target));
        fitting.next().map(|binding| binding.act.borrow().clone())
    }
}

/// Does `act` when `key` is pressed, for as long as the component lives; without `act` the key is not listened to.
#[hook]
pub fn use_shortcut(key: Option<&'static str>, does: String, act: Option<Callback<()>>) {
    let keyboard = use_context::<Keyboard>().unwrap_or_default();
    let listens = act.is_some();
    let newest = use_newest(act.unwrap_or_default());
    use_effect_with((key, does, listens, keyboard), move |(key, does, listens, keyboard)| {
        let wanted = key.filter(|_| *listens).map(|key| Shortcut { key, does: does.clone() });
        let id = wanted.map(|shortcut| keyboard.add(shortcut, newest));
        let keyboard = keyboard.clone();
        move || {
            if let Some(id) = id {
                keyboard.remove(id);
            }
        }
    });
}

/// Listens for the keys of all components below. While a dialog is open only keys with Ctrl act.
#[hook]
pub fn use_keyboard() -> Keyboard {
    let keyboard = use_memo((), |()| Keyboard::default());
    let listening = keyboard.clone();
    use_window_event("keydown", move |event| {
        let Some(event) = event.dyn_ref::<KeyboardEvent>().filter(|event| !event.default_prevented()) else { return };
        let press = Press { key: event.key(), ctrl: event.ctrl_key() || event.meta_key(), alt: event.alt_key() };
        let target = if browser::is_typing() { Target::Text } else { Target::Page };
        if browser::has_dialog() && !press.ctrl {
            return;
        }
        if let Some(act) = listening.find(&press, target) {
            event.prevent_default();
            act.emit(());
        }
    });
    (*keyboard).clone()
}
