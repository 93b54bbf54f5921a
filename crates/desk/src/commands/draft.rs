//! Half-typed forms: kept in the encrypted database, there again after unlocking.

use std::sync::Arc;

use daybook_api::{ApiError, DiscardDraft, Done, DraftFound, LoadDraft, SaveDraft};

use crate::{
    desk::Desk,
    store::draft::{self, Draft},
};

const MAX_FORM: usize = 64;
const MAX_CONTENT: usize = 256 * 1024;

/// Keeps a half-typed form.
pub async fn save(desk: &Arc<Desk>, request: SaveDraft) -> Result<Done, ApiError> {
    let open = desk.session()?;
    if request.form.len() > MAX_FORM || request.content.len() > MAX_CONTENT {
        return Err(super::invalid(vec![super::field("content", "This draft is too long to be kept.")]));
    }
    let draft = Draft { content: request.content, saved_at: desk.host().now_ms() };
    open.store.write(|tx| draft::save(tx, &open.session.staff, &request.form, &draft))?;
    Ok(Done {})
}

/// Fetches it back.
pub async fn load(desk: &Arc<Desk>, request: LoadDraft) -> Result<DraftFound, ApiError> {
    let open = desk.session()?;
    let found = open.store.read(|conn| draft::load(conn, &open.session.staff, &request.form))?;
    Ok(found.map_or_else(DraftFound::default, |draft| DraftFound {
        content: Some(draft.content),
        saved_at: Some(draft.saved_at),
    }))
}

/// Throws it away.
pub async fn discard(desk: &Arc<Desk>, request: DiscardDraft) -> Result<Done, ApiError> {
    let open = desk.session()?;
    open.store.write(|tx| draft::discard(tx, &open.session.staff, &request.form))?;
    Ok(Done {})
}
