//! The next batch as it comes from the server, with the proof that it belongs to the target. Nothing of it is believed yet.

use daybook_ledger::{Frontier, Hash, SignedCheckpoint, leaf_hash};

use super::super::{SyncError, client::ClientError, line::Line, plan, tiles};
use crate::store::Store;

/// The entries of one batch as they came.
pub struct Fetched {
    /// In the log's order.
    pub entries: Vec<Vec<u8>>,
    /// The right edge of the tree with them.
    pub edge: Frontier,
    /// That this tree is the beginning of the target's; empty where it is all of it.
    pub proof: Vec<Hash>,
}

/// Fetches what comes behind `base` on the way to `target`.
pub async fn fetch(
    line: &mut Line,
    store: &Store,
    base: &Frontier,
    target: &SignedCheckpoint,
) -> Result<Fetched, SyncError> {
    let size = target.checkpoint().size;
    let entries = entries(line, store, base.size(), size).await?;
    let mut edge = base.clone();
    for entry in &entries {
        edge.push(leaf_hash(entry));
    }
    let proof = match edge.size() < size {
        true => tiles::consistency(line.client(), edge.size(), size).await?,
        false => Vec::new(),
    };
    Ok(Fetched { entries, edge, proof })
}

/// The entries from `from` on. Whoever has been shut out since they got their token hears so, and reads up to there.
async fn entries(line: &mut Line, store: &Store, from: u64, size: u64) -> Result<Vec<Vec<u8>>, SyncError> {
    match entries_once(line, store, from, size).await {
        Err(SyncError::Client(ClientError::Refused(refusal))) if refusal.code == "revoked" => {
            line.forget_token();
            entries_once(line, store, from, size).await
        }
        other => other,
    }
}

/// As many as one transaction takes, of those that a log of `size` has.
async fn entries_once(line: &mut Line, store: &Store, from: u64, size: u64) -> Result<Vec<Vec<u8>>, SyncError> {
    let (mut entries, mut bytes) = (Vec::new(), 0);
    let size = line.reads(store, size).await?;
    if from >= size {
        return Err(SyncError::Stuck(
            "This desk has been shut out of its hospital by an administrator. It shares and fetches nothing any more."
                .to_owned(),
        ));
    }
    for span in plan::spans(from, plan::batch_end(from, size), size) {
        let bundle = line.bundle(store, &span.tile).await?;
        let wanted = bundle.into_iter().take(span.take).skip(span.skip);
        entries.extend(wanted.inspect(|entry| bytes += entry.len()));
        if bytes >= plan::BATCH_BYTES {
            break;
        }
    }
    Ok(entries)
}
