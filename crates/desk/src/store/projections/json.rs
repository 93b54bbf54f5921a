//! Lists and groups of fields in a column, as JSON in the shapes of `api`.

use rusqlite::Row;
use serde::{Serialize, de::DeserializeOwned};

use crate::store::StoreError;

/// The column's text. The same value gives the same bytes: the shapes have no maps.
pub(super) fn to_json(value: &impl Serialize) -> Result<String, StoreError> {
    serde_json::to_string(value).map_err(|_| StoreError::Damaged("a value"))
}

/// The value in column `at`.
pub(super) fn from_json<T: DeserializeOwned>(row: &Row<'_>, at: usize) -> Result<T, StoreError> {
    let text = row.get_ref(at)?.as_str().map_err(rusqlite::Error::from)?;
    serde_json::from_str(text).map_err(|_| StoreError::Damaged("a row"))
}
