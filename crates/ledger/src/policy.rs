//! Policies after c2sp.org/tlog-policy: which logs and witnesses are believed, and how many witnesses are enough.

use std::fmt;

use crate::{
    checkpoint::{Checkpoint, CheckpointError, SignedCheckpoint},
    note::{Note, NoteError, VerifierKey},
};

mod error;
mod parse;

pub use error::{PolicyError, PolicyErrors, Problem};

/// The most logs, witnesses and groups that a policy may have, of each.
pub const MAX_OF_EACH: usize = 64;

/// Which logs are believed, which witnesses are known, and how many of them are enough.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Policy {
    logs: Vec<Log>,
    witnesses: Vec<Witness>,
    groups: Vec<Group>,
    quorum: Option<Member>,
}

/// A log that is believed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Log {
    /// Its key; the key's name is the log's origin.
    pub key: VerifierKey,
    /// Where it is, for whoever wants to talk to it.
    pub url: Option<String>,
}

/// A witness that is known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Witness {
    /// What the policy calls it; has no meaning outside.
    pub name: Name,
    /// Its key.
    pub key: VerifierKey,
    /// Where it is.
    pub url: Option<String>,
}

/// Witnesses and groups of which so many must have witnessed a checkpoint.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group {
    /// What the policy calls it.
    pub name: Name,
    /// How many of its members are enough: 1 to all.
    pub threshold: usize,
    /// Its members.
    pub members: Vec<Member>,
}

/// A witness or a group, by its place in the policy.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Member {
    /// The witness at this place.
    Witness(usize),
    /// The group at this place.
    Group(usize),
}

/// A name of a witness or a group: octets, compared as such.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Name(Vec<u8>);

/// A checkpoint that is good enough for a policy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Met<'p> {
    /// What it says.
    pub checkpoint: Checkpoint,
    /// The policy's witnesses that have cosigned it, in the policy's order.
    pub cosigned: Vec<Cosigned<'p>>,
}

/// A witness that has cosigned a checkpoint.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cosigned<'p> {
    /// Which.
    pub witness: &'p Witness,
    /// When, by its own clock, in seconds; the newest if it did so more than once.
    pub time: u64,
}

/// Why a checkpoint is not good enough for a policy.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unmet {
    /// None of the policy's logs has this origin.
    #[error("the policy does not know the log {0}")]
    UnknownLog(String),
    /// The checkpoint, or a signature of a known key, is wrong.
    #[error(transparent)]
    Checkpoint(#[from] CheckpointError),
    /// Too few witnesses have cosigned it.
    #[error("too few of the policy's witnesses have cosigned this: {}", list(.0))]
    TooFew(Vec<Name>),
}

impl Policy {
    /// Reads a policy; every wrong line is named.
    pub fn parse(text: &[u8]) -> Result<Self, PolicyErrors> {
        parse::parse(text)
    }

    /// The logs that are believed.
    pub fn logs(&self) -> &[Log] {
        &self.logs
    }

    /// The witnesses that are known.
    pub fn witnesses(&self) -> &[Witness] {
        &self.witnesses
    }

    /// The groups, each after its members.
    pub fn groups(&self) -> &[Group] {
        &self.groups
    }

    /// What must have witnessed a checkpoint; `None` where no witness is asked for.
    pub fn quorum(&self) -> Option<Member> {
        self.quorum
    }

    /// What the policy calls a member.
    pub fn name_of(&self, member: Member) -> Option<&Name> {
        match member {
            Member::Witness(at) => self.witnesses.get(at).map(|witness| &witness.name),
            Member::Group(at) => self.groups.get(at).map(|group| &group.name),
        }
    }

    /// Verifies a checkpoint: signed by one of the policy's logs and witnessed by its quorum.
    pub fn verify(&self, checkpoint: &SignedCheckpoint) -> Result<Met<'_>, Unmet> {
        let origin = &checkpoint.checkpoint().origin;
        let keys: Vec<_> = self.logs.iter().map(|log| &log.key).filter(|key| key.name() == origin).collect();
        if keys.is_empty() {
            return Err(Unmet::UnknownLog(origin.clone()));
        }
        let verified: Vec<_> = keys.iter().map(|key| checkpoint.verify(key)).collect();
        // A log may have had more than one key: one good signature is enough, one bad one is too many.
        let bad = verified.iter().find_map(|outcome| outcome.as_ref().err().filter(|error| !is_unsigned(error)));
        match bad.or(if verified.iter().any(Result::is_ok) { None } else { verified[0].as_ref().err() }) {
            Some(error) => Err(error.clone().into()),
            None => self.verify_witnesses(checkpoint),
        }
    }

    /// The same where the log is known from elsewhere; if the policy names logs, it must be one of them.
    pub fn verify_of(&self, checkpoint: &SignedCheckpoint, log: &VerifierKey) -> Result<Met<'_>, Unmet> {
        if !self.accepts(log) {
            return Err(Unmet::UnknownLog(log.name().to_owned()));
        }
        checkpoint.verify(log)?;
        self.verify_witnesses(checkpoint)
    }

    /// Whether checkpoints of the log with this key can be good enough: a policy without logs leaves that to others.
    pub fn accepts(&self, log: &VerifierKey) -> bool {
        self.logs.is_empty() || self.logs.iter().any(|known| known.key == *log)
    }

    /// The policy's witnesses that have signed the note, in the policy's order; a bad signature of one rejects the note.
    pub fn cosigned(&self, note: &Note) -> Result<Vec<Cosigned<'_>>, NoteError> {
        let mut cosigned = Vec::new();
        for witness in &self.witnesses {
            let lines = note.signatures.iter().filter(|line| witness.key.has_made(line));
            let times =
                lines.map(|line| witness.key.verify_cosignature(&note.text, line)).collect::<Result<Vec<_>, _>>();
            cosigned.extend(times?.into_iter().max().map(|time| Cosigned { witness, time }));
        }
        Ok(cosigned)
    }

    /// Whether these witnesses are enough.
    pub fn is_enough(&self, has_cosigned: impl Fn(&Witness) -> bool) -> bool {
        let Some(quorum) = self.quorum else { return true };
        let witnesses: Vec<bool> = self.witnesses.iter().map(has_cosigned).collect();
        // Members come before their groups, so that one pass settles every group.
        let mut groups: Vec<bool> = Vec::with_capacity(self.groups.len());
        let has = |member: Member, groups: &[bool]| match member {
            Member::Witness(at) => witnesses.get(at).is_some_and(|has| *has),
            Member::Group(at) => groups.get(at).is_some_and(|has| *has),
        };
        for group in &self.groups {
            let count = group.members.iter().filter(|member| has(**member, &groups)).count();
            groups.push(count >= group.threshold);
        }
        has(quorum, &groups)
    }

    fn verify_witnesses(&self, checkpoint: &SignedCheckpoint) -> Result<Met<'_>, Unmet> {
        let cosigned = self.cosigned(checkpoint.note()).map_err(CheckpointError::from)?;
        if !self.is_enough(|witness| cosigned.iter().any(|one| one.witness == witness)) {
            return Err(Unmet::TooFew(cosigned.iter().map(|one| one.witness.name.clone()).collect()));
        }
        Ok(Met { checkpoint: checkpoint.checkpoint().clone(), cosigned })
    }
}

impl fmt::Display for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&String::from_utf8_lossy(&self.0))
    }
}

impl fmt::Debug for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Name({self})")
    }
}

fn is_unsigned(error: &CheckpointError) -> bool {
    matches!(error, CheckpointError::Note(NoteError::Unsigned))
}

fn list(names: &[Name]) -> String {
    let names: Vec<String> = names.iter().map(Name::to_string).collect();
    if names.is_empty() { "none".to_owned() } else { format!("only {}", names.join(", ")) }
}
