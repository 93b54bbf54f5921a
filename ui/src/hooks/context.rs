//! What every screen of an open desk can reach: who is logged in, how sharing stands, messages, where to go.

use std::rc::Rc;

use daybook_api::{Session, SyncStatus};
use yew::prelude::*;

use crate::browser;
use crate::route::Route;
use crate::state::toasts::{ToastStep, Toasts};

/// Counts up with every change of the projections.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Revision(pub u64);

/// How sharing stands, once known.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Shared(pub Option<Rc<SyncStatus>>);

/// Who is logged in.
#[derive(Clone, Debug, PartialEq)]
pub struct Who(pub Rc<Session>);

impl Who {
    /// Whether this role may do an operation: `patient.register`. The desk decides; the window hides the rest.
    pub fn may(&self, operation: &str) -> bool {
        self.0.may.iter().any(|allowed| allowed == operation)
    }
}

/// Says short messages.
#[derive(Clone, PartialEq)]
pub struct Toaster(pub UseReducerDispatcher<Toasts>);

impl Toaster {
    /// Says what was done.
    pub fn say(&self, text: String) {
        self.0.dispatch(ToastStep::Say(text, None));
    }

    /// Says what was done about something, in place of what was said about it before.
    pub fn say_about(&self, about: String, text: String, undo: Option<Callback<()>>) {
        self.0.dispatch(ToastStep::SayAbout(about, text, undo));
    }

    /// Says what was done, with a way to take it back.
    pub fn say_with_undo(&self, text: String, undo: Callback<()>) {
        self.0.dispatch(ToastStep::Say(text, Some(undo)));
    }
}

/// Who is logged in. Only for screens inside the shell.
#[hook]
pub fn use_who() -> Who {
    use_context::<Who>().unwrap_or_else(|| unreachable!("the shell provides it"))
}

/// Says short messages. Only for screens inside the shell.
#[hook]
pub fn use_toaster() -> Toaster {
    use_context::<Toaster>().unwrap_or_else(|| unreachable!("the shell provides it"))
}

/// Opens another screen.
pub fn go(route: &Route) {
    if let Some(window) = browser::window() {
        let _ = window.location().set_hash(&route.hash());
    }
}

/// Opens another screen in place of this one, so that going back does not return here.
pub fn go_instead(route: &Route) {
    if let Some(window) = browser::window() {
        let _ = window.location().replace(&route.hash());
    }
}

/// The screen that the address names.
#[hook]
pub fn use_route() -> Route {
    let route = use_state(present);
    let setter = route.setter();
    super::use_window_event("hashchange", move |_| setter.set(present()));
    (*route).clone()
}

fn present() -> Route {
    let hash = browser::window().and_then(|window| window.location().hash().ok());
    Route::parse(&hash.unwrap_or_default())
}
