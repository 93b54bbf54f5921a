//! A witness that went back: it has cosigned a smaller tree later, by its own clock, than a larger one.
//!
//! A cosignature says that, as of its time, the largest tree of this log that the witness has observed is this one
//! (c2sp.org/tlog-cosignature). Two of them in the wrong order cannot both be true.

use super::{EvidenceError, Proven, open};
use crate::{
    checkpoint::SignedCheckpoint,
    note::{NoteError, VerifierKey},
};

/// Two checkpoints of one log that one witness has cosigned in the wrong order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WentBack {
    /// The witness's key, as it came along: whose it is must be asked elsewhere.
    pub witness: VerifierKey,
    /// The signed notes, verbatim: the larger tree, then the smaller one that was cosigned after it.
    pub notes: [String; 2],
}

impl WentBack {
    /// Evidence of two notes; whether they are any is for [`WentBack::verify`].
    pub fn of(witness: &VerifierKey, one: &SignedCheckpoint, other: &SignedCheckpoint) -> Self {
        let (large, small) = if one.checkpoint().size >= other.checkpoint().size { (one, other) } else { (other, one) };
        Self { witness: witness.clone(), notes: [large.text().to_owned(), small.text().to_owned()] }
    }

    /// The log has signed both notes and the witness has cosigned both, the smaller tree later.
    pub fn verify(&self, log_key: &VerifierKey) -> Result<Proven, EvidenceError> {
        let [large, small] = [1, 2].map(|number| {
            let note = open(number, &self.notes[number - 1], log_key)?;
            Ok::<_, EvidenceError>((self.times(number, &note)?, note.checkpoint().clone()))
        });
        let ((first_times, large), (then_times, small)) = (large?, small?);
        // Whoever cosigns a checkpoint again does so later: the first time of the one and the last of the other count.
        let (first, then) = (first_times.into_iter().min(), then_times.into_iter().max());
        match first.zip(then) {
            Some((first, then)) if large.size > small.size && first < then => {
                Ok(Proven::WentBack { witness: self.witness.clone(), large, first, small, then })
            }
            Some(_) => Err(EvidenceError::InOrder),
            None => Err(EvidenceError::NotCosigned(1)),
        }
    }

    fn times(&self, number: usize, note: &SignedCheckpoint) -> Result<Vec<u64>, EvidenceError> {
        let lines = note.note().signatures.iter().filter(|line| self.witness.has_made(line));
        let times = lines.map(|line| self.witness.verify_cosignature(&note.note().text, line));
        let times =
            times.collect::<Result<Vec<_>, NoteError>>().map_err(|why| EvidenceError::Note(number, why.into()))?;
        if times.is_empty() { Err(EvidenceError::NotCosigned(number)) } else { Ok(times) }
    }
}
