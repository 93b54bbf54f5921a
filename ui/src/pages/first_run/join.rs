//! Joining a hospital: the server's address and key, this desk's name, the code to compare.

use std::rc::Rc;

use daybook_api::{ApiError, Home, JobStatus, JoinHospital, Joined};
use yew::prelude::*;

use crate::components::{Action, AuthorityPanel, Field, Look, Notice, Problems, Severe, Summary, use_job};
use crate::state::patient_form::{Problem, Why};
use crate::{browser, t};

/// Joining a hospital.
#[derive(Clone, PartialEq, Properties)]
pub struct JoinProps {
    /// What is known of this computer.
    pub home: Rc<Home>,
    /// Back to the choice.
    pub on_back: Callback<()>,
}

/// Joining a hospital.
#[component]
pub fn Join(props: &JoinProps) -> Html {
    let offered = props.home.offered_server.as_ref();
    let server = use_state(|| offered.map(|offer| offer.server.clone()).unwrap_or_default());
    let log_key = use_state(|| offered.map(|offer| offer.log_key.clone()).unwrap_or_default());
    let desk_name = use_state(String::new);
    let problems = use_state(Problems::default);
    let joined = use_state(|| None::<Joined>);
    let job = use_job();
    if let Some(joined) = &*joined {
        return done(joined);
    }
    if let Some(status) = job.status() {
        return html! { <>{ waiting(&status) }{ job.view_with_stop(t!("first-run-join")) }</> };
    }
    let onsubmit = {
        let request = JoinHospital {
            server: server.trim().to_owned(),
            log_key: log_key.trim().to_owned(),
            desk_name: desk_name.trim().to_owned(),
        };
        let (problems, joined, job) = (problems.clone(), joined.clone(), job.clone());
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            let missing = missing(&request);
            if !missing.is_empty() {
                problems.set(problems.found(missing));
                return;
            }
            let (problems, joined) = (problems.clone(), joined.clone());
            job.start(request.clone(), move |end: Result<Joined, ApiError>| match end {
                Ok(done) => joined.set(Some(done)),
                Err(error) => problems.set(problems.refused(&error)),
            });
        })
    };
    let typed = |state: &UseStateHandle<String>| {
        let setter = state.setter();
        Callback::from(move |text| setter.set(text))
    };
    html! {
        <>
        <form class="db-form" {onsubmit}>
            <h1 class="db-alone__title">{ t!("first-run-join") }</h1>
            <p class="db-alone__sub">{ t!("join-explained") }</p>
            <Summary problems={(*problems).clone()} form="join" />
            <Field id="join-server" label={t!("field-server")} value={(*server).clone()} on_input={typed(&server)}
                hint={t!("server-hint")}
                problem={problems.of("server")} required=true autofocus=true width="full" dir="ltr" />
            <Field id="join-log_key" label={t!("field-log-key")} value={(*log_key).clone()} on_input={typed(&log_key)}
                hint={t!("log-key-hint")}
                problem={problems.of("log_key")} required=true width="full" dir="ltr" />
            <Field id="join-desk_name" label={t!("field-desk-name")} value={(*desk_name).clone()}
                on_input={typed(&desk_name)} hint={t!("desk-name-hint")}
                problem={problems.of("desk_name")} required=true width="full" />
            <div class="db-actions">
                <Action label={t!("join-start")} look={Look::Primary} testid="join-start" />
                <Action label={t!("back")} testid="join-back" on={props.on_back.clone()} />
            </div>
        </form>
        <AuthorityPanel />
        </>
    }
}

fn missing(request: &JoinHospital) -> Vec<Problem> {
    let fields = [("server", &request.server), ("log_key", &request.log_key), ("desk_name", &request.desk_name)];
    let missing = fields.into_iter().filter(|(_, value)| value.is_empty());
    missing.map(|(field, _)| Problem { field: field.to_owned(), why: Why::Needed }).collect()
}

/// The code is in the job's note while it waits: `ABCD-EFGH-JKMN`.
fn code(note: &str) -> Option<&str> {
    note.split_whitespace().map(|word| word.trim_matches(|c: char| !c.is_ascii_alphanumeric())).find(|word| {
        let parts: Vec<&str> = word.split('-').collect();
        parts.len() == 3 && parts.iter().all(|part| part.len() == 4 && part.chars().all(|c| c.is_ascii_alphanumeric()))
    })
}

fn waiting(status: &JobStatus) -> Html {
    let Some(code) = code(&status.note) else {
        return html! { <h1 class="db-alone__title">{ t!("join-asking") }</h1> };
    };
    html! {
        <div class="db-form">
            <h1 class="db-alone__title">{ t!("join-compare") }</h1>
            <p class="db-code" dir="ltr" data-testid="join-code">{ code }</p>
            <p class="db-alone__sub">{ t!("join-compare-explained") }</p>
        </div>
    }
}

fn done(joined: &Joined) -> Html {
    let title =
        t!("join-done", "hospital" => joined.hospital.clone(), "number" => format!("{:02}", joined.desk_number));
    html! {
        <div class="db-form">
            <Notice severe={Severe::Success} {title} testid="joined"><p>{ t!("join-done-explained") }</p></Notice>
            <div class="db-actions">
                <Action label={t!("join-log-in")} look={Look::Primary} testid="join-log-in"
                    on={Callback::from(|()| browser::start_anew())} />
            </div>
        </div>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_code_is_found_in_the_note() {
        assert_eq!(code("ABCD-EFGH-JKMN"), Some("ABCD-EFGH-JKMN"));
        assert_eq!(code("Waiting for approval: ABCD-EFGH-JKMN."), Some("ABCD-EFGH-JKMN"));
        assert_eq!(code("Asking the server"), None);
    }
}
