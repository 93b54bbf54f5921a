//! The hospital's witness policy: looked at, tried out, set; and when its witnesses were seen last.

use std::sync::Arc;

use daybook_api::{ApiError, CheckPolicy, FieldError, GetPolicy, ListWitnesses, SetPolicy, WitnessPolicy, Witnesses};
use daybook_ledger::{Act, ControlEvent, Operation, Policy, PolicyErrors, policy::PolicyError};

use crate::{
    desk::{Desk, Open},
    store::Decided,
    sync::{book, policy},
};

/// The longest policy, in bytes: every desk keeps it for good, and an entry must hold it.
const LONGEST: usize = 32 << 10;

/// The policy in force.
pub async fn get(desk: &Arc<Desk>, _: GetPolicy) -> Result<WitnessPolicy, ApiError> {
    let open = desk.session()?;
    open.permit(Operation::Ledger)?;
    current(&open)
}

/// The witnesses of the policy in force.
pub async fn witnesses(desk: &Arc<Desk>, _: ListWitnesses) -> Result<Witnesses, ApiError> {
    let open = desk.session()?;
    open.permit(Operation::Ledger)?;
    Ok(current(&open)?.witnesses)
}

/// What a policy would mean. Changes nothing.
pub async fn check(desk: &Arc<Desk>, request: CheckPolicy) -> Result<WitnessPolicy, ApiError> {
    let open = desk.session()?;
    open.permit(Operation::Staff)?;
    judge(&open, &request.text)?;
    let text = request.text;
    Ok(WitnessPolicy { witnesses: open.store.read(|conn| policy::meaning(conn, &text))?, text })
}

/// Sets the policy for every desk of the hospital; the one in force again is not written again.
pub async fn set(desk: &Arc<Desk>, request: SetPolicy) -> Result<WitnessPolicy, ApiError> {
    let open = desk.session()?;
    open.permit(Operation::Staff)?;
    judge(&open, &request.text)?;
    let (site, before) =
        open.store.read_with_keys(|conn, keys| Ok::<_, ApiError>((keys.site(), policy::text(conn, keys)?)))?;
    if before.as_deref() != Some(request.text.as_str()) {
        let event = ControlEvent::PolicySet { text: request.text };
        open.store.commit(&open.author(), vec![Decided::control(Act::PolicySet, site, event)], desk.host())?;
    }
    current(&open)
}

fn current(open: &Open) -> Result<WitnessPolicy, ApiError> {
    Ok(open.store.read_with_keys(policy::view)?)
}

/// Whether the policy can be set: every wrong line is named.
fn judge(open: &Open, text: &str) -> Result<(), ApiError> {
    if text.len() > LONGEST {
        return Err(wrong(vec![field(format!("A policy has at most {LONGEST} bytes."))]));
    }
    let parsed = Policy::parse(text.as_bytes()).map_err(|errors| wrong(sentences(&errors)))?;
    match open.store.read(book::server)? {
        Some(server) if !parsed.accepts(&server.log_key) => Err(wrong(vec![field(format!(
            "None of its log lines names the ledger that this hospital shares. Add this line, or leave all log lines out: log {}",
            server.log_key
        ))])),
        _ => Ok(()),
    }
}

fn sentences(errors: &PolicyErrors) -> Vec<FieldError> {
    let of_line = |error: &PolicyError| {
        let problem = error.problem.to_string();
        let mut letters = problem.chars();
        let first = letters.next().map(|first| first.to_uppercase().to_string()).unwrap_or_default();
        FieldError { field: format!("text.{}", error.line), message: format!("{first}{}.", letters.as_str()) }
    };
    errors.lines().iter().map(of_line).collect()
}

fn field(message: String) -> FieldError {
    FieldError { field: "text".to_owned(), message }
}

fn wrong(fields: Vec<FieldError>) -> ApiError {
    super::invalid(fields)
}
