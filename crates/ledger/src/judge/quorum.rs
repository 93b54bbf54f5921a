//! Whether enough of a policy's witnesses have signed a checkpoint, and which of them have not.

use super::Cosignature;
use crate::{
    note::{Note, NoteError, VerifierKey},
    policy::Policy,
};

/// How a policy's witnesses stand to a checkpoint.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Quorum {
    /// Those that have signed it, in the policy's order; the names of their keys.
    pub signed: Vec<Cosignature>,
    /// Those that have not.
    pub missing: Vec<String>,
    /// Whether these are enough.
    pub standing: Standing,
}

/// Whether a policy's quorum was reached.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// The policy asks for no witness.
    NoneAsked,
    /// Enough have signed.
    Reached,
    /// Too few have signed.
    NotReached,
}

impl Quorum {
    /// Who has signed a note; a wrong signature of one of the policy's witnesses rejects the note.
    pub fn of(policy: &Policy, note: &Note) -> Result<Self, NoteError> {
        let cosigned = policy.cosigned(note)?;
        let has_signed = |key: &VerifierKey| cosigned.iter().any(|one| one.witness.key == *key);
        let missing = policy.witnesses().iter().filter(|witness| !has_signed(&witness.key));
        let standing = match policy.quorum() {
            None => Standing::NoneAsked,
            Some(_) if policy.is_enough(|witness| has_signed(&witness.key)) => Standing::Reached,
            Some(_) => Standing::NotReached,
        };
        let signed =
            cosigned.iter().map(|one| Cosignature { name: one.witness.key.name().to_owned(), time: Some(one.time) });
        Ok(Self {
            signed: signed.collect(),
            missing: missing.map(|witness| witness.key.name().to_owned()).collect(),
            standing,
        })
    }

    /// The names of those that have signed.
    pub fn signed_names(&self) -> Vec<&str> {
        self.signed.iter().map(|one| one.name.as_str()).collect()
    }
}
