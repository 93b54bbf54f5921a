//! First run: a new hospital, or joining one.

mod found;
mod join;
mod recovery;

use std::rc::Rc;

use daybook_api::{Home, Session};
use yew::prelude::*;

pub use self::recovery::RecoveryConfirm;
use crate::components::{Glyph, Icon, PreferencesForm};
use crate::t;

/// First run.
#[derive(Clone, PartialEq, Properties)]
pub struct FirstRunProps {
    /// What is known of this computer.
    pub home: Rc<Home>,
    /// Gets the session once there is one.
    pub on_open: Callback<Session>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Way {
    Choosing,
    Founding,
    Joining,
}

/// First run: asks for the way, then goes it.
#[component]
pub fn FirstRun(props: &FirstRunProps) -> Html {
    let way = use_state(|| Way::Choosing);
    let set = |to: Way| {
        let setter = way.setter();
        Callback::from(move |()| setter.set(to))
    };
    let content = match *way {
        Way::Choosing => choosing(set(Way::Founding), set(Way::Joining)),
        Way::Founding => html! { <found::Found on_open={props.on_open.clone()} on_back={set(Way::Choosing)} /> },
        Way::Joining => html! { <join::Join home={props.home.clone()} on_back={set(Way::Choosing)} /> },
    };
    html! {
        <main class="db-alone">
            <div class={classes!("db-alone__card", "db-alone__card--wide")}>
                <p class="db-alone__brand"><span class="db-top__mark" aria-hidden="true" />{ t!("app-name") }</p>
                { content }
            </div>
            <PreferencesForm />
        </main>
    }
}

fn choosing(found: Callback<()>, join: Callback<()>) -> Html {
    html! {
        <>
            <h1 class="db-alone__title">{ t!("first-run-title") }</h1>
            <p class="db-alone__sub">{ t!("first-run-explained") }</p>
            <div class="db-ways">
                { way_button(Glyph::Add, t!("first-run-new"), t!("first-run-new-explained"), "choose-new", found) }
                { way_button(Glyph::Server, t!("first-run-join"), t!("first-run-join-explained"), "choose-join", join) }
            </div>
        </>
    }
}

fn way_button(glyph: Glyph, title: String, explained: String, testid: &'static str, on: Callback<()>) -> Html {
    html! {
        <button type="button" class="db-way" onclick={on.reform(|_: MouseEvent| ())} data-testid={testid}>
            <Icon {glyph} />
            <span class="db-way__title">{ title }</span>
            <span class="db-way__text">{ explained }</span>
        </button>
    }
}
