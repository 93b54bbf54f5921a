//! The bar at the bottom: how sharing stands, in words.

use yew::prelude::*;

use crate::hooks::Shared;
use crate::route::Route;
use crate::state::sharing::{Sharing, Tone};
use crate::{browser, t, words};

/// The bar at the bottom.
#[component]
pub fn StatusBar() -> Html {
    let shared = use_context::<Shared>().unwrap_or_default();
    let sharing = Sharing::of(shared.0.as_deref());
    let tone = match sharing.tone() {
        Tone::Good => "good",
        Tone::Calm => "calm",
        Tone::Warning => "warning",
        Tone::Danger => "danger",
    };
    let needs_look = matches!(sharing, Sharing::Refused(_) | Sharing::Stuck(..) | Sharing::Alarm);
    html! {
        <footer class="db-status" data-testid="status-bar">
            <p class={classes!("db-status__sharing", format!("db-status__sharing--{tone}"))} role="status">
                <span class="db-status__dot" aria-hidden="true" />
                <span data-testid="sharing">{ sentence(&sharing) }</span>
            </p>
            if needs_look { <a class="db-status__why" href={Route::Ledger.hash()} data-testid="see-why">
                { t!("sharing-see-why") }</a> }
            <p class="db-status__end">{ words::weekday_and_date(browser::today()) }</p>
        </footer>
    }
}

/// How sharing stands, as one sentence.
pub fn sentence(sharing: &Sharing) -> String {
    match sharing {
        Sharing::Unknown => t!("sharing-unknown"),
        Sharing::OnlyHere => t!("sharing-only-here"),
        Sharing::Everything => t!("sharing-everything"),
        Sharing::Witnessing(count) => t!("sharing-witnessing", "count" => *count),
        Sharing::Confirmed => t!("sharing-confirmed"),
        Sharing::Unconfirmable => t!("sharing-unconfirmable"),
        Sharing::OnTheWay(count) => t!("sharing-on-the-way", "count" => *count),
        Sharing::Offline(Some(since), count) => {
            t!("sharing-offline-since", "time" => words::instant_short(*since), "count" => *count)
        }
        Sharing::Offline(None, count) => t!("sharing-offline", "count" => *count),
        Sharing::Stuck(_, count) => t!("sharing-stuck", "count" => *count),
        Sharing::Refused(count) => t!("sharing-refused", "count" => *count),
        Sharing::Alarm => t!("sharing-alarm"),
    }
}
