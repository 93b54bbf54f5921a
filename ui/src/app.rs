//! The application: asks which screen is due, and shows it.

use daybook_api::{ApiError, Home, HomeState, Session, Stage};
use gloo::events::EventListener;
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use crate::components::{Notice, Severe, Speak};
use crate::pages::{FirstRun, LockScreen, RecoveryConfirm, Shell};
use crate::{backend, browser, i18n, preferences, t, words};

/// The application.
#[component]
pub fn App() -> Html {
    let tag = use_state(|| i18n::current().tag);
    use_effect_with((), |()| follow_system_theme());
    let setter = tag.setter();
    let speak = Speak(Callback::from(move |tag: String| {
        preferences::speak(&tag);
        setter.set(i18n::current().tag);
    }));
    html! {
        <ContextProvider<Speak> context={speak}>
            <Stages key={*tag} />
        </ContextProvider<Speak>>
    }
}

/// Whichever screen is due: first run, lock screen, or the open desk.
#[component]
fn Stages() -> Html {
    let home = use_state(|| None::<Result<Home, ApiError>>);
    let (setter, speak) = (home.setter(), use_context::<Speak>());
    use_effect_with((), move |()| {
        browser::set_title(&t!("app-name"));
        spawn_local(async move {
            let answer = backend::call(HomeState {}).await;
            let is_foreign = answer.as_ref().is_ok_and(|home| preferences::adopt(&home.preferences));
            match (is_foreign, speak) {
                (true, Some(speak)) => speak.0.emit(i18n::current().tag.to_owned()),
                _ => setter.set(Some(answer)),
            }
        });
    });
    match &*home {
        None => html! { <main class="db-alone"><p class="db-waiting" role="status">{ t!("loading") }</p></main> },
        Some(Err(error)) => html! {
            <main class="db-alone"><Notice severe={Severe::Danger} title={words::error(error)}
                testid="start-failed" /></main>
        },
        Some(Ok(known)) => stage(known, opening(&home, known)),
    }
}

fn stage(home: &Home, on_open: Callback<Session>) -> Html {
    match (home.stage, &home.session) {
        (Stage::Open, Some(session)) => {
            html! { <Shell session={std::rc::Rc::new(session.clone())} home={std::rc::Rc::new(home.clone())} /> }
        }
        (Stage::FirstRun, _) => html! { <FirstRun home={std::rc::Rc::new(home.clone())} {on_open} /> },
        (Stage::ConfirmRecovery, _) => html! { <RecoveryConfirm {on_open} /> },
        (Stage::Locked | Stage::Open, _) => html! { <LockScreen home={std::rc::Rc::new(home.clone())} {on_open} /> },
    }
}

/// Somebody logged in: asks for the home's state anew, since idle minutes and names are known only now.
fn opening(state: &UseStateHandle<Option<Result<Home, ApiError>>>, home: &Home) -> Callback<Session> {
    let (setter, home) = (state.setter(), home.clone());
    Callback::from(move |session: Session| {
        let (setter, home) = (setter.clone(), home.clone());
        spawn_local(async move {
            let home = backend::call(HomeState {}).await.unwrap_or(home);
            setter.set(Some(Ok(Home { stage: Stage::Open, session: Some(session), ..home })));
        });
    })
}

fn follow_system_theme() {
    for query in ["(prefers-color-scheme: dark)", "(prefers-contrast: more)"] {
        let list = browser::window().and_then(|window| window.match_media(query).ok().flatten());
        if let Some(list) = list {
            EventListener::new(&list, "change", |_| preferences::show_theme()).forget();
        }
    }
}
