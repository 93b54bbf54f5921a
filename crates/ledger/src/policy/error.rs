//! What can be wrong with a line of a policy.

use std::fmt;

use super::{MAX_OF_EACH, Name};
use crate::note::NoteError;

/// Everything that is wrong with a policy, in the order of its lines; never empty.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PolicyErrors(pub(super) Vec<PolicyError>);

/// What is wrong with one line.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: {problem}")]
pub struct PolicyError {
    /// The line, from 1.
    pub line: usize,
    /// What is wrong with it.
    pub problem: Problem,
}

/// What is wrong with a line.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Problem {
    /// A carriage return: the line ends of another system.
    #[error("the line ends with a carriage return; save the text with plain line feeds")]
    CarriageReturn,
    /// Another control character.
    #[error("control character {0:#04x}; only tab and line feed are allowed")]
    ControlCharacter(u8),
    /// Not one of the four kinds of lines.
    #[error("a line begins with log, witness, group or quorum, not with {0}")]
    UnknownKeyword(Name),
    /// Too few or too many words.
    #[error("the form of such a line is: {0}")]
    WrongForm(&'static str),
    /// Not the text form of a key.
    #[error("{0}")]
    BadKey(NoteError),
    /// A witness's key on a log line.
    #[error("this is a key for cosignatures, not a log's")]
    NotALogKey,
    /// A log's key on a witness line.
    #[error("this is a log's key, not one for cosignatures")]
    NotAWitnessKey,
    /// The same key again, whatever it is called.
    #[error("this key is on line {0} already")]
    KeyTaken(usize),
    /// `none` stands for no witness at all.
    #[error("none cannot be the name of a witness or a group")]
    Reserved,
    /// Witnesses and groups share their names.
    #[error("the name {0} is taken already")]
    NameTaken(Name),
    /// Only what stands above can be named.
    #[error("there is no witness or group {0} above this line")]
    Undefined(Name),
    /// Every witness and group counts in one place only.
    #[error("{0} is a member of a group already")]
    AlreadyMember(Name),
    /// Not a number of members.
    #[error("how many are enough is any, all, or a number from 1 to {members}, not {given}")]
    BadThreshold {
        /// What stands there.
        given: Name,
        /// How many members there are.
        members: usize,
    },
    /// There is one quorum.
    #[error("there is a quorum line already")]
    SecondQuorum,
    /// There must be one.
    #[error("there is no quorum line; without witnesses it is: quorum none")]
    NoQuorum,
    /// More than this program takes.
    #[error("more than {MAX_OF_EACH} such lines")]
    TooMany,
}

impl PolicyErrors {
    /// One for each wrong line, in order.
    pub fn lines(&self) -> &[PolicyError] {
        &self.0
    }
}

impl fmt::Display for PolicyErrors {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let lines: Vec<String> = self.0.iter().map(PolicyError::to_string).collect();
        f.write_str(&lines.join("; "))
    }
}

impl std::error::Error for PolicyErrors {}
