//! Listening to the window, and to time passing, for as long as a component lives.

use std::cell::RefCell;
use std::rc::Rc;

use gloo::events::{EventListener, EventListenerOptions};
use gloo::timers::callback::Interval;
use web_sys::Event;
use yew::prelude::*;

use crate::browser;

/// Calls `on_event` for every such event of the window; always the newest closure.
#[hook]
pub fn use_window_event(name: &'static str, on_event: impl Fn(&Event) + 'static) {
    let newest = use_newest::<Box<dyn Fn(&Event)>>(Box::new(on_event));
    use_effect_with(name, move |name| listen(&[*name], &newest));
}

/// Calls `on_event` for every event of these kinds; always the newest closure.
#[hook]
pub fn use_window_events(names: &'static [&'static str], on_event: impl Fn(&Event) + 'static) {
    let newest = use_newest::<Box<dyn Fn(&Event)>>(Box::new(on_event));
    use_effect_with(names, move |names| listen(names, &newest));
}

type OnEvent = Rc<RefCell<Box<dyn Fn(&Event)>>>;

/// Listens until the answer is called.
fn listen(names: &[&'static str], newest: &OnEvent) -> impl FnOnce() + use<> {
    let listeners: Vec<EventListener> = names
        .iter()
        .filter_map(|name| {
            let newest = newest.clone();
            let options = EventListenerOptions::enable_prevent_default();
            let listen = move |window: web_sys::Window| {
                EventListener::new_with_options(&window, *name, options, move |event| newest.borrow()(event))
            };
            browser::window().map(listen)
        })
        .collect();
    move || drop(listeners)
}

/// Calls `on_tick` every so many milliseconds; always the newest closure.
#[hook]
pub fn use_interval(milliseconds: u32, on_tick: impl Fn() + 'static) {
    let newest = use_newest::<Box<dyn Fn()>>(Box::new(on_tick));
    use_effect_with(milliseconds, move |milliseconds| {
        let interval = Interval::new(*milliseconds, move || newest.borrow()());
        move || drop(interval)
    });
}

/// Calls `on_change` when `watched` is another than at the last render; not for the first one.
#[hook]
pub fn use_change<T: PartialEq + 'static>(watched: T, on_change: impl FnOnce() + 'static) {
    let is_first = use_mut_ref(|| true);
    use_effect_with(watched, move |_| {
        if !is_first.replace(false) {
            on_change();
        }
    });
}

/// A cell that holds the value of the newest render.
#[hook]
pub fn use_newest<T: 'static>(value: T) -> Rc<RefCell<T>> {
    let cell = use_mut_ref(|| None::<Rc<RefCell<T>>>);
    let mut cell = cell.borrow_mut();
    match &*cell {
        Some(newest) => {
            newest.replace(value);
            newest.clone()
        }
        None => cell.insert(Rc::new(RefCell::new(value))).clone(),
    }
}
