//! The lock screen: user and password, or the recovery key. Never says whether a user exists.

mod recover;

use std::rc::Rc;

use daybook_api::{ApiError, ErrorCode, Home, HomeState, JobState, JobStatus, Login, Renewing, Session};
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use crate::components::{Action, Field, Glyph, Kind, Look, Notice, PreferencesForm, Progress, Severe};
use crate::hooks::use_interval;
use crate::{backend, browser, t, words};

/// How often it is asked how far the database has been brought to a new version.
const LOOK_MS: u32 = 400;

/// The lock screen.
#[derive(Clone, PartialEq, Properties)]
pub struct LockScreenProps {
    /// What is known of this computer.
    pub home: Rc<Home>,
    /// Gets the session once somebody is logged in.
    pub on_open: Callback<Session>,
}

/// The lock screen.
#[component]
pub fn LockScreen(props: &LockScreenProps) -> Html {
    let recovering = use_state(|| false);
    let set = |on: bool| {
        let setter = recovering.setter();
        Callback::from(move |()| setter.set(on))
    };
    html! {
        <main class="db-alone db-alone--lock">
            <div class="db-alone__card">
                <p class="db-alone__brand"><span class="db-top__mark" aria-hidden="true" />{ t!("app-name") }</p>
                if *recovering {
                    <recover::RecoverForm on_open={props.on_open.clone()} on_back={set(false)} />
                } else {
                    <LoginForm home={props.home.clone()} on_open={props.on_open.clone()} />
                    <p class="db-alone__other"><Action label={t!("lock-recover")} look={Look::Quiet} testid="recover"
                        on={set(true)} /></p>
                }
            </div>
            <PreferencesForm />
        </main>
    }
}

#[component]
fn LoginForm(props: &LockScreenProps) -> Html {
    let user = use_state(String::new);
    let password = use_state(String::new);
    let busy = use_state(|| false);
    let failed = use_state(|| None::<ApiError>);
    let wait = use_state(|| props.home.wait_seconds);
    use_count_down(wait.clone());
    let onsubmit = {
        let (user, password, busy, failed, wait) =
            (user.clone(), password.clone(), busy.clone(), failed.clone(), wait.clone());
        let on_open = props.on_open.clone();
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            if *busy || *wait > 0 {
                return;
            }
            busy.set(true);
            let request = Login { user: user.trim().to_owned(), password: (*password).clone() };
            let (password, busy, failed, wait) = (password.clone(), busy.clone(), failed.clone(), wait.clone());
            let on_open = on_open.clone();
            spawn_local(async move {
                match backend::call(request).await {
                    Ok(session) => on_open.emit(session),
                    Err(error) => {
                        busy.set(false);
                        password.set(String::new());
                        wait.set(error.retry_after.unwrap_or(0));
                        failed.set(Some(error));
                        browser::focus_soon("login-password");
                    }
                }
            });
        })
    };
    let (set_user, set_password) = (user.setter(), password.setter());
    let hospital = props.home.hospital.clone().unwrap_or_default();
    html! {
        <form class="db-form" {onsubmit}>
            <h1 class="db-alone__title" data-testid="hospital-name">{ hospital }</h1>
            if let Some(number) = props.home.desk_number {
                <p class="db-alone__sub">{ t!("lock-desk-number", "number" => format!("{number:02}")) }</p>
            }
            { refusal(failed.as_ref(), *wait) }
            <Field id="login-user" label={t!("user-name")} value={(*user).clone()}
                on_input={Callback::from(move |text| set_user.set(text))}
                autocomplete="username" autofocus=true width="full" dir="ltr" />
            <Field id="login-password" label={t!("password")} value={(*password).clone()}
                on_input={Callback::from(move |text| set_password.set(text))}
                kind={Kind::Password} autocomplete="current-password" width="full" dir="ltr" />
            if *busy { <Renewal /> }
            <Action label={if *busy { t!("lock-opening") } else { t!("lock-open") }} look={Look::Primary}
                icon={Glyph::Lock} testid="login" disabled={*busy || *wait > 0} />
        </form>
    }
}

fn refusal(failed: Option<&ApiError>, wait: u64) -> Html {
    if wait > 0 {
        return html! { <Notice severe={Severe::Warning} title={t!("lock-wait", "seconds" => wait)} testid="login-wait" /> };
    }
    let shown = failed.filter(|error| error.code != ErrorCode::Wait);
    html! { <>
    { for shown.map(|error| html! { <Notice severe={Severe::Danger} title={words::error(error)} testid="login-refused" /> }) }</>
    }
}

/// While somebody logs in: whether the database is of an older version, what is done to it, and how far that is.
#[component]
fn Renewal() -> Html {
    let renewing = use_state(|| None::<Renewing>);
    let setter = renewing.setter();
    use_interval(LOOK_MS, move || {
        let setter = setter.clone();
        spawn_local(async move {
            if let Ok(home) = backend::call(HomeState {}).await {
                setter.set(home.renewing);
            }
        });
    });
    let Some(Renewing { done, total, .. }) = (*renewing).clone() else { return Html::default() };
    let note = if total > 0 && done >= total { t!("lock-renewing-end") } else { t!("lock-renewing") };
    let status = JobStatus { note, done, total, state: JobState::Running };
    html! { <Progress label={t!("lock-renewing")} {status} /> }
}

#[hook]
fn use_count_down(wait: UseStateHandle<u64>) {
    use_interval(1000, move || {
        if *wait > 0 {
            wait.set(*wait - 1);
        }
    });
}
