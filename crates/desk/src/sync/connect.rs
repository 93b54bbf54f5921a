//! Connecting a hospital to a ledger server: nothing is saved before the server has shown a checkpoint of the log whose key
//! was given.

use std::{sync::Arc, time::Duration};

use daybook_api::{ApiError, ConnectServer, ErrorCode, FieldError, SyncStatus};
use daybook_ledger::VerifierKey;

use super::{
    SyncError,
    address::ServerAddress,
    book::{self, Server},
    client::{Client, ClientError},
    engine::{self, Sharing},
    plan::{self, Sight},
    pull, status,
};
use crate::{
    desk::{Desk, Open},
    store::{blocks, keys},
};

/// So long the answer waits for the first exchange; it goes on in the background after that.
const FIRST_EXCHANGE: Duration = Duration::from_secs(20);

/// Connects this hospital to a server and sends what has been written so far.
pub async fn connect(desk: &Arc<Desk>, open: &Arc<Open>, request: &ConnectServer) -> Result<SyncStatus, ApiError> {
    let (address, log_key) = read(&request.server, &request.log_key)?;
    let client = Client::new(address.clone(), log_key.clone(), desk.folder().path()).map_err(failed)?;
    let offered = client.checkpoint().await.map_err(failed)?;
    let known = pull::verified(&open.store)?;
    let before = open.store.read(book::server)?;
    let another = before.as_ref().is_some_and(|server| server.log_key != log_key);
    if another && known.note.is_some() {
        return Err(ApiError::new(
            ErrorCode::Conflict,
            "This hospital already shares another ledger, and its entries speak of that one. It cannot be moved to this server.",
        ));
    }
    if let Sight::Contradiction(kind) = plan::judge(&known, &offered) {
        return Err(ApiError::new(ErrorCode::Tampered, format!("{} Nothing was changed.", kind.sentence())));
    }
    let invite = Some(request.invite.trim().to_owned()).filter(|invite| !invite.is_empty());
    let key_cursor = before.filter(|_| !another).map_or(0, |server| server.key_cursor);
    let server = Server { address, log_key, invite, key_cursor };
    open.store.write(|tx| {
        book::set_server(tx, &server)?;
        book::settle(tx, desk.host().now_ms())?;
        blocks::forget(tx)?;
        if another { keys::unbox_all(tx) } else { Ok(()) }
    })?;
    first_exchange(desk, open).await
}

async fn first_exchange(desk: &Arc<Desk>, open: &Arc<Open>) -> Result<SyncStatus, ApiError> {
    let sharing = open.part::<Sharing>();
    sharing.reconnect().await;
    let exchanged = tokio::time::timeout(FIRST_EXCHANGE, engine::attempt(desk, open)).await;
    open.store.changed();
    match exchanged {
        Ok(Err(error @ (SyncError::Stuck(_) | SyncError::Alarm(_)))) => Err(error.into()),
        _ => Ok(status::status(&open.store, &sharing.standing())?),
    }
}

/// Reads an address and a verifier key as they were typed.
pub fn read(server: &str, log_key: &str) -> Result<(ServerAddress, VerifierKey), ApiError> {
    let address = ServerAddress::parse(server).map_err(|error| field("server", &error.to_string()));
    let key = VerifierKey::parse(log_key.trim()).map_err(|_| {
        field("log_key", "this is not a verifier key; it looks like name+1234abcd+base64. Copy all of it")
    });
    match (address, key) {
        (Ok(address), Ok(key)) => Ok((address, key)),
        (address, key) => Err(ApiError {
            fields: [address.err(), key.err()].into_iter().flatten().collect(),
            ..ApiError::new(ErrorCode::Invalid, "The server's address or its key cannot be right.")
        }),
    }
}

/// The server's answer, or none, as an error for people.
pub fn failed(error: ClientError) -> ApiError {
    match error {
        ClientError::NotTheLog => ApiError::new(
            ErrorCode::Refused,
            "What answers at this address is not the ledger server with this key. Compare both with what its operator gave you.",
        ),
        error => SyncError::from(error).into(),
    }
}

fn field(field: &str, message: &str) -> FieldError {
    let mut letters = message.chars();
    let first = letters.next().map(|first| first.to_uppercase().collect::<String>()).unwrap_or_default();
    FieldError { field: field.to_owned(), message: format!("{first}{}.", letters.as_str()) }
}
