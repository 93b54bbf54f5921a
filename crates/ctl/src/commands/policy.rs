//! The hospital's witness policy, and its witnesses.

use std::{fs, path::Path};

use daybook_api::{
    ApiError, CheckPolicy, ErrorCode, GetPolicy, ListWitnesses, PolicyStanding, SetPolicy, WitnessPolicy, WitnessRow,
    Witnesses,
};

use super::words::{instant, table};
use crate::{
    exit::{Failure, Verdict},
    terminal::Terminal,
};

/// Prints the policy in force, as it was set.
pub async fn show(terminal: &Terminal) -> Result<Verdict, Failure> {
    let policy = terminal.request(GetPolicy {}).await?;
    terminal.output.result(&policy, || policy.text.trim_end().to_owned());
    if policy.text.is_empty() {
        terminal.output.aside("No policy has been set: no witness is asked for, and entries end at 'shared'.");
    }
    Ok(Verdict::Good)
}

/// Says what a policy would mean.
pub async fn check(terminal: &Terminal, file: &Path) -> Result<Verdict, Failure> {
    let policy = terminal.request(CheckPolicy { text: read(file)? }).await?;
    say(terminal, &policy);
    Ok(Verdict::Good)
}

/// Sets the policy.
pub async fn set(terminal: &Terminal, file: &Path) -> Result<Verdict, Failure> {
    let policy = terminal.request(SetPolicy { text: read(file)? }).await?;
    say(terminal, &policy);
    Ok(Verdict::Good)
}

/// Lists the witnesses.
pub async fn witnesses(terminal: &Terminal) -> Result<Verdict, Failure> {
    let witnesses = terminal.request(ListWitnesses {}).await?;
    terminal.output.result(&witnesses, || {
        let rows: Vec<Vec<String>> = witnesses.witnesses.iter().map(cells).collect();
        let list = (!rows.is_empty()).then(|| table(&["NAME", "LAST SEEN", "SIZE", "KEY"], &rows));
        list.into_iter().chain([meaning(&witnesses)]).collect::<Vec<_>>().join("\n")
    });
    Ok(Verdict::Good)
}

fn cells(row: &WitnessRow) -> Vec<String> {
    let seen = row.last_seen.map_or_else(|| "never".to_owned(), instant);
    let size = row.last_size.map(|size| size.to_string()).unwrap_or_default();
    vec![row.name.clone(), seen, size, row.key.clone()]
}

fn say(terminal: &Terminal, policy: &WitnessPolicy) {
    terminal.output.result(policy, || meaning(&policy.witnesses));
}

fn meaning(witnesses: &Witnesses) -> String {
    let quorum = witnesses.quorum.as_deref().unwrap_or("none");
    match (witnesses.policy, &witnesses.confirmed) {
        (PolicyStanding::None, _) => "No witness is asked for: entries end at 'shared'.".to_owned(),
        (PolicyStanding::Unusable, _) => {
            witnesses.problem.clone().unwrap_or_else(|| "Nothing can be confirmed by this policy.".to_owned())
        }
        (PolicyStanding::Quorum, None) => format!("Entries are confirmed by {quorum}; nothing is yet."),
        (PolicyStanding::Quorum, Some(tree)) => format!(
            "Entries are confirmed by {quorum}: {} are, seen by {}, root {}",
            tree.size,
            tree.by.join(", "),
            tree.root
        ),
    }
}

fn read(file: &Path) -> Result<String, Failure> {
    let path = file.display().to_string();
    let bytes = fs::read(file).map_err(|source| Failure::File { path: path.clone(), source })?;
    let not_text = |_| ApiError::new(ErrorCode::Invalid, format!("{path} is not text in UTF-8. Nothing was changed."));
    Ok(String::from_utf8(bytes).map_err(not_text)?)
}
