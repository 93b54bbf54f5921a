//! Checking a whole log: every hash, every signature, every rule, every checkpoint, over the store or over HTTP.

mod ahead;
mod blocks;
mod cosigned;
mod evidence;
mod fold;
mod http;
mod parallel;
mod places;
mod roots;
mod signatures;
mod source;
mod stored;

use daybook_ledger::{Hash, SignedCheckpoint, VerifierKey};

pub use http::{HttpAccess, HttpSource};
pub use source::{Source, SourceError};
pub use stored::StoreSource;

use fold::Fold;

/// Something that is not as it must be.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Finding {
    /// What it is about: `checkpoint`, `entry`, `tile`, `bundle`, `root`, `block`, `snapshot`, `place`, `evidence`.
    pub about: &'static str,
    /// Tree index of the entry, number of the bundle, tile or block.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub number: Option<u64>,
    /// What is wrong, in words.
    pub what: String,
}

impl std::fmt::Display for Finding {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.number {
            Some(number) => write!(f, "{} {number}: {}", self.about, self.what),
            None => write!(f, "{}: {}", self.about, self.what),
        }
    }
}

/// What was checked and what was found.
#[derive(Debug, serde::Serialize)]
pub struct Report {
    /// The log's origin.
    pub origin: String,
    /// Entries under the checkpoint.
    pub size: u64,
    /// The checkpoint's root, hex.
    pub root: String,
    /// Entries read and checked.
    pub checked: u64,
    /// At most [`MOST_FINDINGS`]; none means that everything holds.
    pub findings: Vec<Finding>,
}

impl Report {
    /// Whether everything holds.
    pub fn is_sound(&self) -> bool {
        self.findings.is_empty()
    }
}

/// Findings after which a check gives up: there is no use in a longer list.
pub const MOST_FINDINGS: usize = 100;

/// How far a check has come.
#[derive(Clone, Copy, Debug)]
pub struct Progress {
    /// Entries checked.
    pub checked: u64,
    /// Entries in all.
    pub size: u64,
}

/// Checks the log in `source`, whose checkpoints must be signed with `key`.
pub fn check(
    source: &dyn Source,
    key: &VerifierKey,
    mut progress: impl FnMut(Progress),
) -> Result<Report, SourceError> {
    let note = source.checkpoint()?;
    let (checkpoint, findings) = match SignedCheckpoint::open(&note, key) {
        Ok(signed) => (signed.checkpoint().clone(), Vec::new()),
        Err(why) => {
            let Ok(unsigned) = SignedCheckpoint::parse(&note) else {
                return Ok(unreadable(key, &why));
            };
            let finding = Finding { about: "checkpoint", number: None, what: why.to_string() };
            (unsigned.checkpoint().clone(), vec![finding])
        }
    };
    let mut fold = Fold::new(source, checkpoint.size, findings);
    fold.run(&mut progress)?;
    let checked = fold.checked();
    let mut findings = fold.finish(&checkpoint, key)?;
    cosigned::check(source, &checkpoint.origin, &mut findings)?;
    Ok(Report {
        origin: checkpoint.origin,
        size: checkpoint.size,
        root: checkpoint.root.to_string(),
        checked,
        findings,
    })
}

fn unreadable(key: &VerifierKey, why: &dyn std::fmt::Display) -> Report {
    let finding = Finding { about: "checkpoint", number: None, what: why.to_string() };
    let root = Hash::default().to_string();
    Report { origin: key.name().into(), size: 0, root, checked: 0, findings: vec![finding] }
}
