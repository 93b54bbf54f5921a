//! Whether a record says enough that somebody at a desk could ever find the person again.

use daybook_api::{Birth, ImportLine, Person, Strictness};

use super::record::Remarks;

/// Refuses who has neither a name nor anything else to be found by; warns of who has no name.
pub fn check(person: &Person, strictness: Strictness, remarks: &mut Remarks) -> Result<(), ImportLine> {
    let names = [&person.given, &person.family, &person.second_given, &person.second_family];
    if names.iter().any(|name| !name.is_empty()) {
        return Ok(());
    }
    let dated = !matches!(person.birth, Birth::NotRecorded | Birth::Unknown);
    let findable = dated || !person.identifiers.is_empty() || !person.phones.is_empty();
    if strictness == Strictness::Strict || !findable {
        return Err(remarks.refuse(Some("family"), "There is no name."));
    }
    remarks.warn("family", "There is no name; not recorded.");
    Ok(())
}
