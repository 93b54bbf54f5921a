//! The summary at the top of a form of what must be looked at again; it takes the focus and links to each field.

use daybook_api::ApiError;
use yew::prelude::*;

use super::{Glyph, Icon};
use crate::state::patient_form::{Problem, Why};
use crate::{browser, t, words};

/// Everything that must be looked at again.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Problems {
    /// By field.
    pub fields: Vec<Problem>,
    /// What concerns no field.
    pub whole: Option<String>,
    /// Counts up with every attempt, so that the summary takes the focus again.
    pub attempt: u32,
}

impl Problems {
    /// Those found before sending.
    pub fn found(&self, fields: Vec<Problem>) -> Self {
        Self { fields, whole: None, attempt: self.attempt + 1 }
    }

    /// Those the desk found.
    pub fn refused(&self, error: &ApiError) -> Self {
        let desk = |field: &daybook_api::FieldError| Problem {
            field: path(&field.field),
            why: Why::Desk(words::field_error(field)),
        };
        let fields: Vec<Problem> = error.fields.iter().map(desk).collect();
        let whole = fields.is_empty().then(|| words::error(error));
        Self { fields, whole, attempt: self.attempt + 1 }
    }

    /// None any more.
    pub fn none(&self) -> Self {
        Self { attempt: self.attempt, ..Self::default() }
    }

    /// What is wrong with a field.
    pub fn of(&self, field: &str) -> Option<AttrValue> {
        let problem = self.fields.iter().find(|problem| problem.field == field)?;
        Some(words::why(&problem.why).into())
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.fields.is_empty() && self.whole.is_none()
    }
}

/// The desk names fields by their path in the request: `person.family`.
fn path(field: &str) -> String {
    field.trim_start_matches("person.").trim_start_matches("form.").trim_start_matches("after.").to_owned()
}

/// The summary of a form's problems.
#[derive(Clone, PartialEq, Properties)]
pub struct SummaryProps {
    /// The problems.
    pub problems: Problems,
    /// The start of the fields' ids: `patient` for `patient-family`.
    pub form: AttrValue,
}

/// The summary at the top of a form. Takes the focus with every attempt that failed.
#[component]
pub fn Summary(props: &SummaryProps) -> Html {
    let id = format!("{}-problems", props.form);
    let focus = id.clone();
    use_effect_with((props.problems.attempt, props.problems.is_empty()), move |(_, is_empty)| {
        if !is_empty {
            browser::focus(&focus);
        }
    });
    if props.problems.is_empty() {
        return Html::default();
    }
    html! {
        <div class="db-notice db-notice--danger" role="alert" tabindex="-1" {id} data-testid="problems">
            <Icon glyph={Glyph::Danger} />
            <div class="db-notice__body">
                if let Some(whole) = &props.problems.whole {
                    <p class="db-notice__title">{ whole }</p>
                } else {
                    <p class="db-notice__title">{ t!("problems-title", "count" => props.problems.fields.len()) }</p>
                    <ul class="db-problems">
                        { for props.problems.fields.iter().map(|problem| line(&props.form, problem)) }</ul>
                }
            </div>
        </div>
    }
}

fn line(form: &str, problem: &Problem) -> Html {
    let id = format!("{form}-{}", problem.field.replace('.', "-"));
    let target = id.clone();
    let onclick = Callback::from(move |event: MouseEvent| {
        event.prevent_default();
        browser::focus(&target);
    });
    let label = words::field(&problem.field);
    html! {
        <li><a href={format!("#{id}")} {onclick} data-testid={format!("problem-{}", problem.field)}>
            { t!("problem-line", "field" => label, "problem" => words::why(&problem.why)) }
        </a></li>
    }
}
