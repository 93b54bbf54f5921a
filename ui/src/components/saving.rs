//! Sending a form: not twice at once, with its problems shown.

use std::future::Future;

use daybook_api::ApiError;
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use super::Problems;

/// A form that can be sent.
#[derive(Clone)]
pub struct Sending {
    /// Whether it is being sent now.
    pub is_busy: bool,
    /// What must be looked at again.
    pub problems: Problems,
    busy: UseStateSetter<bool>,
    set_problems: UseStateSetter<Problems>,
}

impl Sending {
    /// Shows what was found before sending.
    pub fn find(&self, fields: Vec<crate::state::patient_form::Problem>) {
        self.set_problems.set(self.problems.found(fields));
    }

    /// Sends; afterwards shows the problems, or hands over the answer.
    pub fn send<T: 'static>(
        &self,
        request: impl Future<Output = Result<T, ApiError>> + 'static,
        on_done: impl FnOnce(T) + 'static,
    ) {
        if self.is_busy {
            return;
        }
        let sending = self.clone();
        sending.busy.set(true);
        spawn_local(async move {
            let answer = request.await;
            sending.busy.set(false);
            match answer {
                Ok(answer) => {
                    sending.set_problems.set(sending.problems.none());
                    on_done(answer);
                }
                Err(error) => sending.set_problems.set(sending.problems.refused(&error)),
            }
        });
    }
}

/// A form that can be sent.
#[hook]
pub fn use_sending() -> Sending {
    let busy = use_state(|| false);
    let problems = use_state(Problems::default);
    Sending { is_busy: *busy, problems: (*problems).clone(), busy: busy.setter(), set_problems: problems.setter() }
}
