//! The open desk: bar at the top, rail, the screen, status bar; polls how sharing stands, locks when idle.

use std::cell::Cell;
use std::rc::Rc;

use daybook_api::{GetSyncStatus, Home, Lock, Session, SyncStatus};
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use super::{admin, book, doctors, import, ledger, patients, today};
use crate::components::{KeysHelp, Rail, StatusBar, ToastList, TopBar};
use crate::hooks::{
    Keyboard, Revision, Shared, Toaster, Who, keep_drafts_now, use_interval, use_keyboard, use_route, use_shortcut,
    use_window_events,
};
use crate::route::Route;
use crate::state::toasts::Toasts;
use crate::{backend, browser, t};

/// How often the desk is asked how sharing stands.
const POLL_MS: u32 = 1000;

/// The open desk.
#[derive(Clone, PartialEq, Properties)]
pub struct ShellProps {
    /// Who is logged in.
    pub session: Rc<Session>,
    /// What is known of this computer.
    pub home: Rc<Home>,
}

/// The open desk.
#[component]
pub fn Shell(props: &ShellProps) -> Html {
    let keyboard = use_keyboard();
    let toasts = use_reducer(Toasts::default);
    let shared = use_shared();
    let revision = Revision(shared.0.as_ref().map_or(0, |status| status.revision));
    use_idle_lock(props.home.idle_minutes);
    html! {
        <ContextProvider<Keyboard> context={keyboard}>
        <ContextProvider<Who> context={Who(props.session.clone())}>
        <ContextProvider<Toaster> context={Toaster(toasts.dispatcher())}>
        <ContextProvider<Shared> context={shared}>
        <ContextProvider<Revision> context={revision}>
        <ContextProvider<Rc<Home>> context={props.home.clone()}>
            <Frame {toasts} />
        </ContextProvider<Rc<Home>>>
        </ContextProvider<Revision>>
        </ContextProvider<Shared>>
        </ContextProvider<Toaster>>
        </ContextProvider<Who>>
        </ContextProvider<Keyboard>>
    }
}

#[derive(Clone, PartialEq, Properties)]
struct FrameProps {
    toasts: UseReducerHandle<Toasts>,
}

#[component]
fn Frame(props: &FrameProps) -> Html {
    let route = use_route();
    let keys_shown = use_state(|| false);
    let show_keys = |on: bool| {
        let setter = keys_shown.setter();
        Callback::from(move |()| setter.set(on))
    };
    let on_lock = Callback::from(|()| lock());
    use_shortcut(Some("Ctrl+L"), t!("lock-desk"), Some(on_lock.clone()));
    use_title_and_focus(&route);
    html! {
        <div class="db-shell">
            <a class="db-skip" href="#main" onclick={Callback::from(skip)} data-testid="skip">
                { t!("skip-to-content") }</a>
            <TopBar {on_lock} on_keys={show_keys(true)} />
            <Rail room={route.room()} />
            <main class="db-main" id="main" tabindex="-1" data-testid="main">{ screen(&route) }</main>
            <StatusBar />
            <ToastList toasts={props.toasts.clone()} />
            if *keys_shown { <KeysHelp on_close={show_keys(false)} /> }
        </div>
    }
}

fn screen(route: &Route) -> Html {
    match route.clone() {
        Route::Today => html! { <today::Today key="today" day={browser::today()} /> },
        Route::Day(day) => html! { <today::Today key="today" {day} /> },
        Route::Patients => html! { <patients::Find /> },
        Route::Register => html! { <patients::Register /> },
        Route::Patient(id) => html! { <patients::Record key={id.to_string()} id={id.clone()} /> },
        Route::EditPatient(id) => html! { <patients::Edit key={id.to_string()} id={id.clone()} /> },
        Route::Book(booking) => html! { <book::Book key={format!("{booking:?}")} booking={booking.clone()} /> },
        Route::Doctors => html! { <doctors::Directory /> },
        Route::AddDoctor => html! { <doctors::Add /> },
        Route::Doctor(id) => html! { <doctors::Record key={id.to_string()} id={id.clone()} /> },
        Route::EditDoctor(id) => html! { <doctors::Edit key={id.to_string()} id={id.clone()} /> },
        Route::Import => html! { <import::Import /> },
        Route::Ledger => html! { <ledger::Overview /> },
        Route::Entry(entry) => html! { <ledger::Entry key={entry.clone()} entry={entry.clone()} /> },
        Route::Block(block) => html! { <ledger::Block key={format!("{block:?}")} {block} /> },
        Route::Admin(room) => html! { <admin::Admin {room} /> },
    }
}

/// Keeps what is half typed, closes the desk, and throws this page away.
pub fn lock() {
    spawn_local(async {
        keep_drafts_now().await;
        let _ = backend::call(Lock {}).await;
        browser::start_anew();
    });
}

fn skip(event: MouseEvent) {
    event.prevent_default();
    browser::focus("main");
}

/// The window's title follows the screen; the focus goes to the screen, unless an input of the screen has taken it.
#[hook]
fn use_title_and_focus(route: &Route) {
    let first = use_mut_ref(|| true);
    use_effect_with(route.clone(), move |route| {
        let room = t!(&format!("room-{}", route.room().name()));
        browser::set_title(&t!("window-title", "room" => room));
        if !first.replace(false) && !browser::is_typing() {
            browser::focus("main");
        }
    });
}

#[hook]
fn use_shared() -> Shared {
    let shared = use_state(Shared::default);
    let asking = use_memo((), |()| Cell::new(false));
    let poll = {
        let shared = shared.clone();
        move || {
            if asking.replace(true) {
                return;
            }
            let (shared, asking) = (shared.clone(), asking.clone());
            spawn_local(async move {
                let answer: Option<SyncStatus> = backend::call(GetSyncStatus {}).await.ok();
                asking.set(false);
                if let Some(status) = answer.filter(|status| shared.0.as_deref() != Some(status)) {
                    shared.set(Shared(Some(Rc::new(status))));
                }
            });
        }
    };
    let at_once = poll.clone();
    use_effect_with((), move |()| at_once());
    use_interval(POLL_MS, poll);
    (*shared).clone()
}

/// Locks after so many minutes without a key or the pointer.
#[hook]
fn use_idle_lock(minutes: u32) {
    let last = use_memo((), |()| Cell::new(browser::now_ms()));
    let seen = last.clone();
    use_window_events(&["keydown", "pointerdown", "pointermove", "wheel"], move |_| seen.set(browser::now_ms()));
    use_interval(POLL_MS, move || {
        let limit = i64::from(minutes.max(1)) * 60_000;
        if browser::now_ms() - last.get() >= limit {
            last.set(browser::now_ms());
            lock();
        }
    });
}
