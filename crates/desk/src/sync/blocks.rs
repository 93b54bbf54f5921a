//! The line of blocks as the server shows it: kept only where the log's signature holds, and held against this desk's own
//! tree. A block with another root than this desk's is a fork, and raises the alarm.

use std::sync::{Arc, Mutex, PoisonError};

use daybook_ledger::{History, SignedCheckpoint};

use super::{
    SyncError,
    book::{self, Server},
    client::{Client, ClientError, Which},
    intake::Charge,
    plan::Contradiction,
    pull, witnesses,
};
use crate::{
    host::Host,
    store::{
        Store, StoreError,
        blocks::{self, Block},
        network::Tree,
    },
};

/// A connection of its own, so that looking does not wait for sharing. A part of [`crate::desk::Open`].
#[derive(Default)]
pub struct Lookout(Mutex<Option<Arc<Client>>>);

/// Fetches blocks and keeps them.
pub async fn fetch(lookout: &Lookout, store: &Store, host: &dyn Host, which: Which) -> Result<(), SyncError> {
    let server = store.read(book::server)?.ok_or(SyncError::NotConnected)?;
    let client = lookout.client(&server, store)?;
    let fetched = in_order(&client, client.blocks(which).await?)?;
    let now_ms = host.now_ms();
    store.write(|tx| {
        blocks::keep(tx, &fetched)?;
        if matches!(which, Which::Newest { before: None, .. }) { blocks::set_sight(tx, now_ms) } else { Ok(()) }
    })?;
    match hold_against_own_tree(&client, store, host, &fetched) {
        Err(SyncError::Alarm(sentence)) => Err(witnesses::name(&client, store, sentence).await),
        outcome => outcome,
    }
}

impl Lookout {
    fn client(&self, server: &Server, store: &Store) -> Result<Arc<Client>, ClientError> {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let fits = |client: &Arc<Client>| *client.address() == server.address && *client.log_key() == server.log_key;
        if let Some(client) = kept.take().filter(fits) {
            return Ok(Arc::clone(kept.insert(client)));
        }
        let client = Client::new(server.address.clone(), server.log_key.clone(), store.folder())?;
        Ok(Arc::clone(kept.insert(Arc::new(client))))
    }
}

/// The blocks, by rising number, each signed by the log and each where the one before has ended.
fn in_order(client: &Client, mut fetched: Vec<Block>) -> Result<Vec<Block>, ClientError> {
    fetched.sort_by_key(|block| block.number);
    for block in &fetched {
        note(client, block)?;
    }
    let fits = |block: &Block| block.first <= block.size;
    let follows = |pair: &[Block]| match pair {
        [one, next] if one.number + 1 == next.number => {
            one.size == next.first && next.root_before.is_none_or(|root| root == one.root)
        }
        [one, next] => one.number < next.number && one.size <= next.first,
        _ => true,
    };
    match fetched.iter().all(fits) && fetched.windows(2).all(follows) {
        true => Ok(fetched),
        false => Err(ClientError::Garbled("blocks that do not follow each other")),
    }
}

fn note(client: &Client, block: &Block) -> Result<SignedCheckpoint, ClientError> {
    let key = client.log_key();
    SignedCheckpoint::open(&block.note(key.name()), key).map_err(|_| ClientError::NotTheLog)
}

fn hold_against_own_tree(client: &Client, store: &Store, host: &dyn Host, fetched: &[Block]) -> Result<(), SyncError> {
    if store.read(book::alarm)?.is_some() {
        return Ok(());
    }
    let known = pull::verified(store)?;
    let differs =
        |block: &Block| store.read(|conn| Ok::<_, StoreError>(Tree(conn).root_at(block.size) != Some(block.root)));
    for block in fetched.iter().filter(|block| block.size <= known.size) {
        if differs(block)? {
            let charge = Charge::new(Contradiction::Forked, format!("block {}", block.number));
            return Err(pull::raise(store, host, &known, &note(client, block)?, charge)?);
        }
    }
    Ok(())
}
