//! The four roles and the ten operations of the product's table of rights.

use std::fmt;

use minicbor::{Decode, Decoder, Encode, Encoder, decode, encode};

/// What a person acts as.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Role {
    /// Oversees everything, writes no record.
    Administrator,
    /// Works at the front desk.
    Receptionist,
    /// Sees and writes the records of own and consenting patients.
    Doctor,
    /// Sees what is their own.
    Patient,
}

/// One of the ten operations that every act is one of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Operation {
    /// 1: accounts, roles, desks, settings.
    Staff,
    /// 2: the doctors' directory, hours, leave.
    Doctor,
    /// 3: register patients.
    PatientRegister,
    /// 4: change demographics, merge and un-merge.
    PatientUpdate,
    /// 5: find patients and see demographics.
    PatientFind,
    /// 6: book, move, check in, queue.
    Schedule,
    /// 7: read a record.
    RecordRead,
    /// 8: write a record.
    RecordWrite,
    /// 9: take, assign, resolve complaints.
    Complaint,
    /// 10: blocks, audit trail, verify, export.
    Ledger,
}

impl Role {
    /// All four.
    pub const ALL: [Self; 4] = [Self::Administrator, Self::Receptionist, Self::Doctor, Self::Patient];

    /// The name in an entry's header.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Administrator => "administrator",
            Self::Receptionist => "receptionist",
            Self::Doctor => "doctor",
            Self::Patient => "patient",
        }
    }

    /// The role of this name.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.as_str() == name)
    }

    /// Whether the table of `security.md` gives this role the operation itself, not only sight of its results.
    ///
    /// Cells that narrow it ("own day", "own and consented", "with a reason") count as given: the narrowing needs the desk's rows.
    pub fn may(self, operation: Operation) -> bool {
        use Operation as Op;
        match self {
            Self::Administrator => operation != Op::RecordWrite,
            Self::Receptionist => {
                matches!(
                    operation,
                    Op::PatientRegister
                        | Op::PatientUpdate
                        | Op::PatientFind
                        | Op::Schedule
                        | Op::Complaint
                        | Op::Ledger
                )
            }
            Self::Doctor => {
                matches!(operation, Op::PatientFind | Op::Schedule | Op::RecordRead | Op::RecordWrite | Op::Ledger)
            }
            Self::Patient => matches!(operation, Op::PatientFind | Op::RecordRead | Op::Complaint | Op::Ledger),
        }
    }

    /// Whether this role sees what the operation produces: [`Role::may`] and the table's cells that say "sees".
    pub fn sees(self, operation: Operation) -> bool {
        use Operation as Op;
        self.may(operation)
            || match self {
                Self::Administrator => false,
                Self::Receptionist => operation == Op::Doctor,
                Self::Doctor => matches!(operation, Op::Doctor | Op::Complaint),
                Self::Patient => matches!(operation, Op::Doctor | Op::Schedule),
            }
    }
}

impl Operation {
    /// All ten, in the order of the table.
    pub const ALL: [Self; 10] = [
        Self::Staff,
        Self::Doctor,
        Self::PatientRegister,
        Self::PatientUpdate,
        Self::PatientFind,
        Self::Schedule,
        Self::RecordRead,
        Self::RecordWrite,
        Self::Complaint,
        Self::Ledger,
    ];

    /// The name in the table.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Staff => "staff",
            Self::Doctor => "doctor",
            Self::PatientRegister => "patient.register",
            Self::PatientUpdate => "patient.update",
            Self::PatientFind => "patient.find",
            Self::Schedule => "schedule",
            Self::RecordRead => "record.read",
            Self::RecordWrite => "record.write",
            Self::Complaint => "complaint",
            Self::Ledger => "ledger",
        }
    }

    /// The operation of this name.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|operation| operation.as_str() == name)
    }
}

impl fmt::Display for Role {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Display for Operation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl<C> Encode<C> for Role {
    fn encode<W: encode::Write>(&self, e: &mut Encoder<W>, _: &mut C) -> Result<(), encode::Error<W::Error>> {
        e.str(self.as_str())?.ok()
    }
}

impl<'b, C> Decode<'b, C> for Role {
    fn decode(d: &mut Decoder<'b>, _: &mut C) -> Result<Self, decode::Error> {
        Self::parse(d.str()?).ok_or(decode::Error::message("no such role"))
    }
}
