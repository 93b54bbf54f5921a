//! Who changed what of a patient or a doctor, from what to what.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::{Birth, Date, Hours, Interpreter, Sex};

/// One field changed once.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HistoryRow {
    /// When, by the desk's clock.
    pub at: i64,
    /// Who: the full name as this desk knows it.
    pub who: String,
    /// At which desk: number and name.
    pub desk: String,
    /// What was done: `patient.register`, `patient.update` …
    pub act: String,
    /// The field's name, as in [`Person`](crate::Person): `family`, `phones`.
    pub field: String,
    /// The value before.
    pub from: HistoryValue,
    /// The value after.
    pub to: HistoryValue,
    /// The leaf hash (hex) of the entry that holds it.
    pub entry: String,
}

/// A value of a register, to be said in whichever language is spoken at the desk.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "is", content = "value", rename_all = "snake_case")]
pub enum HistoryValue {
    /// Nothing was recorded.
    #[default]
    Nothing,
    /// As it was recorded, whatever the language.
    Text(String),
    /// A sex.
    Sex(Sex),
    /// A birth.
    Birth(Birth),
    /// A day.
    Day(Date),
    /// Whether an interpreter is needed.
    Interpreter(Interpreter),
    /// A doctor's week.
    Hours(Vec<Hours>),
    /// The registration stands.
    Registered,
    /// It was withdrawn, for this reason.
    EnteredInError(String),
    /// It was merged into the record with this number.
    MergedInto(String),
    /// Two records may be those of one person after all.
    MayBeSame,
}

impl HistoryValue {
    /// A recorded text; an empty one is nothing.
    pub fn text(text: impl Into<String>) -> Self {
        let text = text.into();
        if text.is_empty() { Self::Nothing } else { Self::Text(text) }
    }

    /// Whether nothing was recorded.
    pub fn is_nothing(&self) -> bool {
        matches!(self, Self::Nothing)
    }
}

/// In English; empty for nothing.
impl fmt::Display for HistoryValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Nothing => Ok(()),
            Self::Text(text) => f.write_str(text),
            Self::Sex(sex) => f.write_str(sex.for_people()),
            Self::Birth(birth) => f.write_str(&birth.for_people(None)),
            Self::Day(day) => f.write_str(&day.for_people()),
            Self::Interpreter(interpreter) => f.write_str(interpreter.for_people()),
            Self::Hours(hours) => {
                let stretches: Vec<String> = hours.iter().map(Hours::for_people).collect();
                f.write_str(&stretches.join(", "))
            }
            Self::Registered => f.write_str("Registered"),
            Self::EnteredInError(reason) => write!(f, "Entered in error: {reason}"),
            Self::MergedInto(number) => write!(f, "Merged into {number}"),
            Self::MayBeSame => f.write_str("may be the same person"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_said_in_english_and_sent_as_what_they_are() {
        for (value, said, sent) in [
            (HistoryValue::text(""), "", r#"{"is":"nothing"}"#),
            (HistoryValue::text("Costa"), "Costa", r#"{"is":"text","value":"Costa"}"#),
            (HistoryValue::Sex(Sex::Female), "Female", r#"{"is":"sex","value":"female"}"#),
            (HistoryValue::MergedInto("X-1".into()), "Merged into X-1", r#"{"is":"merged_into","value":"X-1"}"#),
            (HistoryValue::Registered, "Registered", r#"{"is":"registered"}"#),
        ] {
            assert_eq!(value.to_string(), said);
            let json = serde_json::to_string(&value).unwrap();
            assert_eq!(json, sent);
            assert_eq!(serde_json::from_str::<HistoryValue>(&json).unwrap(), value);
        }
    }
}
