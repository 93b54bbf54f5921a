//! Import: a file handed over, looked into, brought in.

use std::sync::Arc;

use base64::{Engine, prelude::BASE64_STANDARD};
use daybook_api::{
    ApiError, ErrorCode, ImportPreview, ImportReport, ImportRow, ImportRun, JobStarted, ListImports, PreviewImport,
    StartImport, UndoImport, UploadChunk, UploadId, Uploaded,
};
use daybook_ledger::Operation;
use zeroize::Zeroizing;

use crate::{
    desk::{Desk, Open},
    domain::validate,
    host::{Host, random},
    import::{
        FileError, ImportFile, ReadOptions,
        run::{Import, import},
        undo,
        upload::{UploadError, Uploads},
    },
    jobs::Progress,
    similar,
};

/// Takes a piece of a file.
pub async fn upload(desk: &Arc<Desk>, request: UploadChunk) -> Result<Uploaded, ApiError> {
    let open = permitted(desk)?;
    let piece = BASE64_STANDARD.decode(Zeroizing::new(request.base64).as_bytes());
    let piece = piece.map_err(|_| ApiError::new(ErrorCode::BadRequest, "A piece of the file is not base64."))?;
    let uploads = open.part::<Uploads>();
    let id = request.upload.unwrap_or_else(|| uploads.begin(UploadId(hex::encode(random::<16>(desk.host())))));
    Ok(uploads.add(&id, Zeroizing::new(piece))?)
}

/// Says what a file holds.
pub async fn preview(desk: &Arc<Desk>, request: PreviewImport) -> Result<ImportPreview, ApiError> {
    let content = permitted(desk)?.part::<Uploads>().content(&request.upload)?;
    Ok(ImportFile::open(&content)?.preview())
}

/// Starts bringing a file in, or telling what that would do.
pub async fn start(desk: &Arc<Desk>, request: StartImport) -> Result<JobStarted, ApiError> {
    let open = permitted(desk)?;
    let content = open.part::<Uploads>().content(&request.upload)?;
    let today = desk.host().today();
    let options = ReadOptions {
        mapping: request.mapping.clone(),
        strictness: request.strictness,
        today,
        as_of: request.as_of.unwrap_or(today),
    };
    // What is wrong with the file or the mapping is said at once, not by the job.
    ImportFile::open(&content)?.remarks(&options)?;
    let host = desk.shared_host();
    let work = move |progress: Progress| async move { carry_out(&open, &*host, &progress, request, options, &content) };
    Ok(desk.jobs().start(desk.host(), work))
}

fn carry_out(
    open: &Open,
    host: &dyn Host,
    progress: &Progress,
    request: StartImport,
    options: ReadOptions,
    content: &[u8],
) -> Result<ImportReport, ApiError> {
    let file = ImportFile::open(content)?;
    let report = import(&Import { open, host, progress, run: request.run, options }, &file)?;
    if request.run == ImportRun::Real {
        open.part::<Uploads>().forget(&request.upload);
        learn(open, progress);
    }
    Ok(report)
}

/// A register that has grown by many has other families and namesakes: whom it takes for one person follows at once.
fn learn(open: &Open, progress: &Progress) {
    progress.note("Learning how the people here differ");
    if let Err(error) = similar::prepare(open) {
        tracing::warn!(%error, "the weights stay as they were until the next login");
    }
}

/// Lists what was brought in, newest first.
pub async fn list(desk: &Arc<Desk>, _: ListImports) -> Result<Vec<ImportRow>, ApiError> {
    let open = permitted(desk)?;
    Ok(open.store.read(undo::list)?)
}

/// Starts taking an import back.
pub async fn undo(desk: &Arc<Desk>, request: UndoImport) -> Result<JobStarted, ApiError> {
    let open = desk.session()?;
    open.permit(Operation::PatientUpdate)?;
    let reason = validate::line(&request.reason);
    if reason.is_empty() || reason.chars().count() > 200 {
        return Err(super::invalid(vec![super::field("reason", "Say in a few words why this import is an error.")]));
    }
    let host = desk.shared_host();
    let work = move |progress: Progress| async move { undo::undo(&open, &*host, &progress, &request.id, &reason) };
    Ok(desk.jobs().start(desk.host(), work))
}

fn permitted(desk: &Desk) -> Result<Arc<Open>, ApiError> {
    let open = desk.session()?;
    open.permit(Operation::PatientRegister)?;
    Ok(open)
}

impl From<FileError> for ApiError {
    fn from(error: FileError) -> Self {
        ApiError::new(ErrorCode::Invalid, error.to_string())
    }
}

impl From<UploadError> for ApiError {
    fn from(error: UploadError) -> Self {
        let code = match error {
            UploadError::Gone => ErrorCode::NotFound,
            UploadError::TooLarge => ErrorCode::Invalid,
        };
        ApiError::new(code, error.to_string())
    }
}

#[cfg(test)]
mod tests;
