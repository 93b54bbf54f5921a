//! Doctors: the directory, who is in now, adding and changing.

mod change;
mod list;
#[cfg(test)]
mod tests;

pub use self::{
    change::{add, update},
    list::{get, list},
};

use daybook_api::{ApiError, DoctorId, ErrorCode};
use daybook_ledger::Id;

fn parse(id: &DoctorId) -> Result<Id, ApiError> {
    Id::from_hex(&id.0).map_err(|_| nobody())
}

fn nobody() -> ApiError {
    ApiError::new(ErrorCode::NotFound, "There is no such doctor in the directory.")
}
