//! Patients registered twice: the check of the whole register, and what is said of a pair.

use daybook_api::{
    CheckDuplicates, DuplicatePair, DuplicatesChecked, ListDuplicates, MaybeSame, NotSame, PairPatient, PatientId,
    ShowPairs,
};
use serde_json::{Value, json};

use super::{
    similar::sentence,
    words::{born, name_of},
};
use crate::{
    args,
    exit::{Failure, Verdict},
    terminal::Terminal,
};

/// Runs the check to its end and prints the pairs.
pub async fn duplicates(terminal: &Terminal, asked: args::Duplicates) -> Result<Verdict, Failure> {
    let job = terminal.request(CheckDuplicates {}).await?;
    let checked: DuplicatesChecked = terminal.finish(job).await?;
    terminal.output.aside(&format!("{} records compared, {} pairs found by this run", checked.records, checked.pairs));
    let shown = if asked.apart { ShowPairs::Apart } else { ShowPairs::Likely };
    let found = terminal.request(ListDuplicates { limit: asked.limit, shown }).await?;
    let pairs: Vec<Value> = found.pairs.iter().map(pair).collect();
    terminal.output.result(&pairs, || match found.pairs.is_empty() {
        true => "No pairs.".to_owned(),
        false => {
            found.pairs.iter().map(in_words).chain([sum(found.pairs.len(), found.total)]).collect::<Vec<_>>().join("\n")
        }
    });
    Ok(Verdict::Good)
}

/// Says that two patients are two people.
pub async fn not_same(terminal: &Terminal, one: String, other: String) -> Result<Verdict, Failure> {
    let done = terminal.request(NotSame { one: PatientId(one), other: PatientId(other) }).await?;
    terminal
        .output
        .result(&done, || "They are two people: the pair is not shown until one of them changes.".to_owned());
    Ok(Verdict::Good)
}

/// Takes that back.
pub async fn maybe_same(terminal: &Terminal, one: String, other: String) -> Result<Verdict, Failure> {
    let done = terminal.request(MaybeSame { one: PatientId(one), other: PatientId(other) }).await?;
    terminal.output.result(&done, || "They may be one person after all.".to_owned());
    Ok(Verdict::Good)
}

fn pair(pair: &DuplicatePair) -> Value {
    json!({
        "numbers": [pair.one.number, pair.other.number],
        "probability": pair.probability, "likeness": pair.likeness,
        "reasons": pair.reasons.iter().map(sentence).collect::<Vec<_>>(),
        "one": patient(&pair.one), "other": patient(&pair.other),
    })
}

fn patient(patient: &PairPatient) -> Value {
    let person = &patient.person;
    json!({
        "number": patient.number, "family": person.family, "given": person.given, "born": born(person.birth),
        "sex": person.sex, "phones": person.phones, "id": patient.id,
    })
}

fn in_words(pair: &DuplicatePair) -> String {
    let name =
        |patient: &PairPatient| format!("{}  {}, {}", patient.number, patient.person.family, patient.person.given);
    let reasons = pair.reasons.iter().map(sentence).collect::<Vec<_>>();
    format!(
        "{}  =  {}  {:.1} %  {}: {}",
        name(&pair.one),
        name(&pair.other),
        100.0 * pair.probability,
        name_of(&pair.likeness),
        reasons.join("; ")
    )
}

fn sum(shown: usize, total: u64) -> String {
    format!("{shown} of {total} pairs")
}
