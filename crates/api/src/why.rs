//! Why a search found somebody: a code with what belongs to it; the screens say it in their language.

use std::fmt;

use serde::{Deserialize, Serialize};

/// Why a row is here, where that is not obvious. Words are folded: lower-case plain letters.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "is", rename_all = "snake_case")]
pub enum Why {
    /// The patient number typed cannot be: one character is wrong or two are swapped. This one is the nearest.
    NumberMisread,
    /// A word typed is nearly one of the name.
    ReadAs {
        /// As typed.
        typed: String,
        /// As recorded.
        word: String,
    },
    /// A word typed sounds like one of the name, or is another way to write it.
    SoundsLike {
        /// As typed.
        typed: String,
        /// As recorded.
        word: String,
    },
    /// One is a nickname of the other, or another form of the same name.
    Nickname {
        /// As typed.
        typed: String,
        /// As recorded.
        word: String,
    },
    /// Only the initial of a word typed is recorded.
    Initial {
        /// As typed.
        typed: String,
        /// As recorded.
        word: String,
    },
    /// A word typed is not in the name; all the others are.
    NotThere {
        /// As typed.
        typed: String,
    },
    /// The second spelling of the name has it.
    AlsoWritten {
        /// As recorded there.
        word: String,
    },
    /// A phone has the digits.
    Phone {
        /// All its digits.
        digits: String,
    },
    /// The next of kin's phone has the digits.
    KinPhone {
        /// All its digits.
        digits: String,
    },
    /// An id has the characters.
    Id {
        /// The whole id, without separators.
        id: String,
    },
    /// A whole date was typed, and only the year of birth is recorded.
    OnlyYear,
    /// A whole date was typed, and only the month of birth is recorded.
    OnlyMonth,
    /// Day and month of birth are recorded the other way round.
    DayAndMonthSwapped,
}

/// In English, for the terminal.
impl fmt::Display for Why {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NumberMisread => f.write_str("the number typed has a wrong character; this one is the nearest"),
            Self::ReadAs { typed, word } => write!(f, "“{typed}” read as “{word}”"),
            Self::SoundsLike { typed, word } => write!(f, "“{typed}” sounds like “{word}”"),
            Self::Nickname { typed, word } => write!(f, "“{typed}” is another form of “{word}”"),
            Self::Initial { typed, word } => write!(f, "“{word}” may stand for “{typed}”"),
            Self::NotThere { typed } => write!(f, "without “{typed}”"),
            Self::AlsoWritten { word } => write!(f, "also written “{word}”"),
            Self::Phone { digits } => write!(f, "phone {digits}"),
            Self::KinPhone { digits } => write!(f, "phone of the next of kin {digits}"),
            Self::Id { id } => write!(f, "id {id}"),
            Self::OnlyYear => f.write_str("only the year of birth is recorded"),
            Self::OnlyMonth => f.write_str("only the month of birth is recorded"),
            Self::DayAndMonthSwapped => f.write_str("day and month of birth the other way round"),
        }
    }
}
