//! Everything re-checked from the bytes up: entries, chains, tree, proofs, payloads, and every row against the entries.
//!
//! What is compared with is computed here and now; nothing that is stored is believed because it is stored.

mod chain;
mod entries;
mod findings;
mod proofs;
mod rows;

use daybook_api::VerifyReport;

use self::findings::Findings;
use crate::{
    jobs::Progress,
    store::{Store, StoreError},
};

/// Checks everything in one consistent snapshot, while work at the desk goes on.
pub fn verify(store: &Store, progress: &Progress) -> Result<VerifyReport, StoreError> {
    store.read_with_keys(|conn, keys| {
        let mut findings = Findings::default();
        progress.note("Checking the entries");
        let entries = entries::check(conn, keys, progress, &mut findings)?;
        progress.note("Checking the proofs");
        let proofs = proofs::check(conn, keys, progress, &mut findings)?;
        progress.note("Computing every row anew");
        let rows = rows::check(conn, keys, progress, &mut findings)?;
        Ok(VerifyReport { entries, proofs, rows, findings: findings.into_list() })
    })
}

/// An error once the work shall stop.
fn go_on(progress: &Progress) -> Result<(), StoreError> {
    match progress.cancelled() {
        true => Err(StoreError::Cancelled),
        false => Ok(()),
    }
}

#[cfg(test)]
mod tests;
