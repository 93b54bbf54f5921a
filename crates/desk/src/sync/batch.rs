//! A run of the log's next entries, checked as every desk checks them: form, rules, signatures, tree. Believes nothing else.

use std::{collections::HashMap, num::NonZero, sync::LazyLock, thread};

use daybook_ledger::{
    Entry, EntryError, Frontier, Hash, HashReader, History, NetworkState, NodeIndex, Rejection, VerifyPs256,
    merkle::root_at,
};

/// Signatures that are checked without a thread of their own.
const ALONE: usize = 32;

/// How many of the computer's cores check signatures.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cores {
    /// All: nothing else is to be done.
    All,
    /// One is left to what is done at the same time.
    AllButOne,
}

/// Asked for once: the answer is read from files each time, which takes longer than checking a short run.
static ALL: LazyLock<usize> = LazyLock::new(|| thread::available_parallelism().map_or(1, NonZero::get));

impl Cores {
    fn count(self) -> usize {
        match self {
            Self::All => *ALL,
            Self::AllButOne => (*ALL - 1).max(1),
        }
    }
}

/// A run of entries that the network accepts after what went before, not yet stored.
#[derive(Clone, Debug)]
pub struct Checked {
    /// The index of the first.
    pub from: u64,
    /// In the log's order.
    pub entries: Vec<Entry>,
    /// The state after them.
    pub state: NetworkState,
    /// The right edge of the tree after them.
    pub frontier: Frontier,
    /// Every subtree they complete.
    pub nodes: HashMap<NodeIndex, Hash>,
}

/// Why the entry at `index` cannot be taken in.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Broken {
    /// It breaks a rule.
    #[error("entry {index}: {rejection}")]
    Rule {
        /// Its index in the log.
        index: u64,
        /// The rule.
        rejection: Rejection,
    },
    /// A newer Daybook wrote it.
    #[error("entry {index} was written by a newer Daybook")]
    Newer {
        /// Its index in the log.
        index: u64,
    },
}

/// A run of entries that keep every rule but one that needs no look at what is stored: that they are signed by whom they say.
#[derive(Debug)]
pub struct Judged {
    run: Checked,
    signatures: Vec<Signature>,
}

impl Judged {
    /// In the log's order.
    pub fn entries(&self) -> &[Entry] {
        &self.run.entries
    }

    /// The run, if every signature holds.
    pub fn verify(self, verifier: &(impl VerifyPs256 + Sync), cores: Cores) -> Result<Checked, Broken> {
        match bad(&self.signatures, verifier, cores).first() {
            Some(place) => {
                Err(Broken::Rule { index: self.run.from + *place as u64, rejection: Rejection::BadSignature })
            }
            None => Ok(self.run),
        }
    }
}

/// Checks the entries that follow a verified log, given its state, its right edge and its stored hashes.
pub fn check<R: HashReader>(
    state: NetworkState,
    frontier: Frontier,
    tree: &R,
    bytes: &[Vec<u8>],
    verifier: &(impl VerifyPs256 + Sync),
    cores: Cores,
) -> Result<Checked, Broken> {
    judge(state, frontier, tree, bytes)?.verify(verifier, cores)
}

/// The same without the signatures.
pub fn judge<R: HashReader>(
    mut state: NetworkState,
    mut frontier: Frontier,
    tree: &R,
    bytes: &[Vec<u8>],
) -> Result<Judged, Broken> {
    let from = frontier.size();
    let mut nodes = HashMap::with_capacity(2 * bytes.len());
    let mut entries = Vec::with_capacity(bytes.len());
    let mut signatures = Vec::with_capacity(bytes.len());
    for (index, bytes) in (from..).zip(bytes) {
        let broken = |rejection| Broken::Rule { index, rejection };
        let entry = Entry::parse(bytes).map_err(|error| unreadable(index, error))?;
        signatures.push(Signature::of(&state, &entry).map_err(broken)?);
        let step = state.check_unsigned(&entry, &Grown { tree, nodes: &nodes }).map_err(broken)?;
        state.advance(step);
        nodes.extend(frontier.push(entry.leaf_hash()));
        entries.push(entry);
    }
    Ok(Judged { run: Checked { from, entries, state, frontier, nodes }, signatures })
}

fn unreadable(index: u64, error: EntryError) -> Broken {
    match error {
        EntryError::UnknownVersion(_) | EntryError::UnknownRole(_) | EntryError::UnknownAct(_) => {
            Broken::Newer { index }
        }
        other => Broken::Rule { index, rejection: other.into() },
    }
}

/// All that is needed to check one signature, apart from everything else.
#[derive(Debug)]
pub struct Signature {
    spki: Vec<u8>,
    message: Vec<u8>,
    signature: Vec<u8>,
}

impl Signature {
    fn of(state: &NetworkState, entry: &Entry) -> Result<Self, Rejection> {
        Ok(Self::by(state.signing_key(entry)?, entry))
    }

    /// An entry's signature, said to be made by the key with this SubjectPublicKeyInfo.
    pub fn by(spki: &[u8], entry: &Entry) -> Self {
        Self { spki: spki.to_vec(), message: entry.to_be_signed(), signature: entry.signature().to_vec() }
    }

    fn is_good(&self, verifier: &impl VerifyPs256) -> bool {
        verifier.verify(&self.spki, &self.message, &self.signature).is_ok()
    }
}

/// The places of the signatures that do not verify, in order; the cores share the work.
pub fn bad(signatures: &[Signature], verifier: &(impl VerifyPs256 + Sync), cores: Cores) -> Vec<usize> {
    let search = |part: &[Signature]| -> Vec<usize> {
        (0..).zip(part).filter(|(_, signature)| !signature.is_good(verifier)).map(|(place, _)| place).collect()
    };
    let threads = cores.count();
    // So few are done before a thread has begun.
    if signatures.len() <= ALONE || threads == 1 {
        return search(signatures);
    }
    let share = signatures.len().div_ceil(threads).max(ALONE);
    thread::scope(|scope| {
        let parts: Vec<_> =
            signatures.chunks(share).map(|part| (scope.spawn(move || search(part)), part.len())).collect();
        let found = parts.into_iter().enumerate().flat_map(|(part, (places, length))| {
            // A thread that broke off has found nothing good.
            let places = places.join().unwrap_or_else(|_| (0..length).collect());
            places.into_iter().map(move |place| part * share + place)
        });
        found.collect()
    })
}

/// Stored hashes, and those of the run that is being checked.
pub struct Grown<'a, R> {
    /// What is stored.
    pub tree: &'a R,
    /// What came on top.
    pub nodes: &'a HashMap<NodeIndex, Hash>,
}

impl<R: HashReader> HashReader for Grown<'_, R> {
    type Error = R::Error;

    fn read(&self, at: &[NodeIndex]) -> Result<Vec<Hash>, R::Error> {
        let stored: Vec<NodeIndex> = at.iter().filter(|node| !self.nodes.contains_key(node)).copied().collect();
        let mut stored = self.tree.read(&stored)?.into_iter();
        Ok(at.iter().filter_map(|node| self.nodes.get(node).copied().or_else(|| stored.next())).collect())
    }
}

impl<R: HashReader> History for Grown<'_, R> {
    fn root_at(&self, size: u64) -> Option<Hash> {
        root_at(size, self).ok()
    }
}
