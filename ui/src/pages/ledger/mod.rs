//! The ledger: how sharing stands, the line of blocks, the entries and their proofs, verification, export.

mod alarms;
mod block;
mod blocks;
mod connect;
mod entries;
mod entry;
mod overview;
mod proof;
mod signers;
mod verify;
mod verify_page;
mod witnesses;

use daybook_api::{Command, Exported};
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use crate::hooks::Toaster;
use crate::{backend, download, words};

pub use block::Block;
pub use entry::Entry;
pub use overview::Overview;
pub use witnesses::witnesses;

/// Asks the desk for a file and hands it to the person.
fn exporting<C: Command<Response = Exported> + Clone + 'static>(request: C, toaster: &Toaster) -> Callback<()> {
    let toaster = toaster.clone();
    Callback::from(move |()| {
        let (request, toaster) = (request.clone(), toaster.clone());
        spawn_local(async move {
            match backend::call(request).await {
                Ok(file) => download::offer(&file, &toaster).await,
                Err(error) => toaster.say(words::error(&error)),
            }
        });
    })
}
