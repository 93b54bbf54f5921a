//! Consistency proofs out of the server's tiles of hashes: the plan names the places, this fetches them. Nothing fetched is
//! believed; the proof is verified by whoever asked for it.

use std::{
    cell::RefCell,
    collections::{BTreeMap, BTreeSet, HashMap},
    convert::Infallible,
};

use daybook_ledger::{
    Hash, HashReader, NodeIndex, Tile,
    evidence::Beginning,
    merkle::{prove_consistency, root_at},
    tile::subtree_root,
};

use super::client::{Client, ClientError};

/// What the server's tree of `new` leaves has over its first `old` ones, and the way from there to its root.
pub async fn beginning(client: &Client, old: u64, new: u64) -> Result<Beginning, ClientError> {
    let wanted = Wanted::default();
    let Ok(_) = root_at(old, &wanted);
    prove_consistency(old, new, &wanted).map_err(|_| NO_PROOF)?;
    let fetched = Fetched(fetch(client, &wanted.0.into_inner(), new).await?);
    let proof = prove_consistency(old, new, &fetched).map_err(|_| NO_PROOF)?;
    Ok(Beginning { root: root_at(old, &fetched).map_err(|()| NO_PROOF)?, proof })
}

/// The hashes that shall show the tree of `old` leaves to be the beginning of the tree of `new` leaves.
pub async fn consistency(client: &Client, old: u64, new: u64) -> Result<Vec<Hash>, ClientError> {
    let wanted = Wanted::default();
    prove_consistency(old, new, &wanted).map_err(|_| NO_PROOF)?;
    let fetched = fetch(client, &wanted.0.into_inner(), new).await?;
    prove_consistency(old, new, &Fetched(fetched)).map_err(|_| NO_PROOF)
}

const NO_PROOF: ClientError = ClientError::Garbled("tiles without the hashes of a proof");

async fn fetch(client: &Client, nodes: &[NodeIndex], size: u64) -> Result<HashMap<NodeIndex, Hash>, ClientError> {
    let places: Vec<_> =
        nodes.iter().map(|node| Tile::containing(*node, size).ok_or(NO_PROOF)).collect::<Result<_, _>>()?;
    let mut tiles = BTreeMap::new();
    for tile in places.iter().map(|(tile, _)| *tile).collect::<BTreeSet<_>>() {
        tiles.insert(tile, client.tile(&tile).await?);
    }
    let hash =
        |tile, range| subtree_root(tiles.get(tile).and_then(|hashes| hashes.get::<std::ops::Range<usize>>(range))?);
    nodes
        .iter()
        .zip(&places)
        .map(|(node, (tile, range))| Ok((*node, hash(tile, range.clone()).ok_or(NO_PROOF)?)))
        .collect()
}

/// Notes which places a proof is made of.
#[derive(Default)]
struct Wanted(RefCell<Vec<NodeIndex>>);

impl HashReader for Wanted {
    type Error = Infallible;

    fn read(&self, at: &[NodeIndex]) -> Result<Vec<Hash>, Infallible> {
        self.0.borrow_mut().extend_from_slice(at);
        Ok(vec![Hash::default(); at.len()])
    }
}

struct Fetched(HashMap<NodeIndex, Hash>);

impl HashReader for Fetched {
    type Error = ();

    fn read(&self, at: &[NodeIndex]) -> Result<Vec<Hash>, ()> {
        at.iter().map(|node| self.0.get(node).copied().ok_or(())).collect()
    }
}
