//! Every command by its name: one use case a file; this is the table that finds it.
//!
//! A command is `async fn(&Arc<Desk>, Request) -> Result<Response, ApiError>`. It runs on a thread of its own and may block.
//! To add one: its request in `daybook_api`, its file here, its line in the table.

use std::sync::Arc;

use daybook_api::{ApiError, Command, ErrorCode};
use serde_json::Value;

use crate::desk::Desk;

macro_rules! table {
    ($($request:ident => $handler:path),* $(,)?) => {
        /// Finds the command called `name`, runs it and answers.
        pub(crate) async fn dispatch(desk: &Arc<Desk>, name: &str, request: Value) -> Result<Value, ApiError> {
            match name {
                $(<daybook_api::$request as Command>::NAME => {
                    let request: daybook_api::$request = read(name, request)?;
                    let response: <daybook_api::$request as Command>::Response = Box::pin($handler(desk, request)).await?;
                    write(response)
                })*
                _ => Err(unknown(name)),
            }
        }

        /// The names of the commands that this desk knows.
        pub const KNOWN: &[&str] = &[$(<daybook_api::$request as Command>::NAME),*];
    };
}

table! {
}

fn read<R: serde::de::DeserializeOwned>(name: &str, request: Value) -> Result<R, ApiError> {
    // An error of serde may quote what was typed, so it is not passed on.
    serde_json::from_value(request)
        .map_err(|_| ApiError::new(ErrorCode::BadRequest, format!("The request for {name} could not be read.")))
}

fn write(response: impl serde::Serialize) -> Result<Value, ApiError> {
    serde_json::to_value(response).map_err(|error| ApiError::new(ErrorCode::Internal, error.to_string()))
}

fn unknown(name: &str) -> ApiError {
    ApiError::new(ErrorCode::BadRequest, format!("There is no command {name}."))
}
