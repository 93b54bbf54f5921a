//! A value that waits until it has been left alone for a moment.

use gloo::timers::callback::Timeout;
use yew::prelude::*;

/// What `value` was when it had not changed for so long; the very first at once.
#[hook]
pub fn use_settled<T: Clone + PartialEq + 'static>(value: T, milliseconds: u32) -> T {
    let settled = use_state(|| value.clone());
    let setter = settled.setter();
    use_effect_with(value, move |value| {
        let value = value.clone();
        let timeout = Timeout::new(milliseconds, move || setter.set(value));
        move || drop(timeout)
    });
    (*settled).clone()
}
