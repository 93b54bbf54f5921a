//! Whether a role may do what is asked: the table of rights, with a sentence for who is refused.

use daybook_api::{ApiError, ErrorCode};
use daybook_ledger::{Operation, Role};

/// Refuses with a sentence unless the table gives the role this operation.
pub fn permit(role: Role, operation: Operation) -> Result<(), ApiError> {
    if role.may(operation) { Ok(()) } else { Err(refusal(operation)) }
}

/// Refuses with a sentence unless the table lets the role see what the operation produces.
pub fn permit_sight(role: Role, operation: Operation) -> Result<(), ApiError> {
    if role.sees(operation) { Ok(()) } else { Err(refusal(operation)) }
}

fn refusal(operation: Operation) -> ApiError {
    ApiError::new(
        ErrorCode::NotAllowed,
        match operation {
            Operation::Staff => "Only an administrator can change staff, desks and settings.",
            Operation::Doctor => "Only an administrator can change the doctors' directory.",
            Operation::PatientRegister => "Only an administrator or a receptionist can register patients.",
            Operation::PatientUpdate => "Only an administrator or a receptionist can change a patient's details.",
            Operation::PatientFind => "Your role does not let you look patients up.",
            Operation::Schedule => "Your role does not let you book or change appointments.",
            Operation::RecordRead => "Your role does not let you read records.",
            Operation::RecordWrite => "Only a doctor writes a patient's record.",
            Operation::Complaint => "Your role does not let you handle complaints.",
            Operation::Ledger => "Your role does not let you see the ledger.",
        },
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_receptionist_sees_doctors_but_does_not_change_them() {
        assert!(permit_sight(Role::Receptionist, Operation::Doctor).is_ok());
        let refused = permit(Role::Receptionist, Operation::Doctor).unwrap_err();
        assert_eq!(refused.code, ErrorCode::NotAllowed);
        assert!(refused.message.contains("administrator"));
    }

    #[test]
    fn a_doctor_registers_nobody() {
        assert!(permit(Role::Doctor, Operation::PatientRegister).is_err());
        assert!(permit(Role::Doctor, Operation::PatientUpdate).is_err());
        assert!(permit(Role::Doctor, Operation::PatientFind).is_ok());
    }
}
