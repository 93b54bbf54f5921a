//! A log on a server, read as any transparency-log client reads it.

use std::time::Duration;

use daybook_ledger::Tile;
use reqwest::header::RETRY_AFTER;
use reqwest::{Certificate, Client, Response, StatusCode, Url};
use tokio::runtime::{Builder, Runtime};

use super::source::{PartialTiles, Source, SourceError};
use crate::trust;

/// How often a server that asks for patience is asked again.
const PATIENCE: u32 = 20;
const LONGEST_PAUSE: Duration = Duration::from_secs(60);

/// A log behind HTTP.
pub struct HttpSource {
    base: Url,
    http: Client,
    token: Option<String>,
    runtime: Runtime,
}

/// What reading takes besides the address.
#[derive(Clone, Default)]
pub struct HttpAccess {
    /// A reader's token, where entries are not public.
    pub token: Option<String>,
    /// A certificate authority to trust besides those of the machine, PEM.
    pub ca: Option<Vec<u8>>,
}

impl HttpSource {
    /// The log at this address, whose entries are public.
    pub fn new(base: &str) -> Result<Self, SourceError> {
        Self::with(base, HttpAccess::default())
    }

    /// The log at this address, read with `access`.
    pub fn with(base: &str, access: HttpAccess) -> Result<Self, SourceError> {
        let failed = |why: &dyn std::fmt::Display| SourceError::Http { path: base.into(), why: why.to_string() };
        let with_slash = if base.ends_with('/') { base.to_owned() } else { format!("{base}/") };
        let base = Url::parse(&with_slash).map_err(|why| failed(&why))?;
        let runtime = Builder::new_current_thread().enable_all().build().map_err(|why| failed(&why))?;
        let mut http = Client::builder().timeout(Duration::from_secs(60));
        if let Some(pem) = &access.ca {
            http = http.tls_certs_merge(Certificate::from_pem_bundle(pem).map_err(|why| failed(&why))?);
        }
        Ok(Self { base, http: http.build().map_err(|why| failed(&why))?, token: access.token, runtime })
    }

    fn get(&self, path: &str) -> Result<Option<Vec<u8>>, SourceError> {
        let failed = |why: String| SourceError::Http { path: path.into(), why };
        let url = self.base.join(path).map_err(|why| failed(why.to_string()))?;
        self.runtime.block_on(async {
            for _ in 0..PATIENCE {
                let mut request = self.http.get(url.clone());
                if let Some(token) = &self.token {
                    request = request.bearer_auth(token);
                }
                let response = request.send().await.map_err(|why| failed(unheard(why)))?;
                match response.status() {
                    StatusCode::OK => {
                        let bytes = response.bytes().await.map_err(|why| failed(why.without_url().to_string()))?;
                        return Ok(Some(bytes.to_vec()));
                    }
                    StatusCode::NOT_FOUND => return Ok(None),
                    StatusCode::UNAUTHORIZED => return Err(failed(NO_TOKEN.into())),
                    StatusCode::TOO_MANY_REQUESTS => tokio::time::sleep(pause(&response)).await,
                    other => return Err(failed(format!("the server answered {other}"))),
                }
            }
            Err(failed("the server asks for patience again and again".into()))
        })
    }

    /// A server may drop a partial tile once the full one is there: that one is cut then.
    fn get_tile(&self, path: String, full: Option<String>) -> Result<Option<Vec<u8>>, SourceError> {
        match (self.get(&path)?, full) {
            (None, Some(full)) => self.get(&full),
            (found, _) => Ok(found),
        }
    }
}

/// Why there was no answer.
fn unheard(error: reqwest::Error) -> String {
    match trust::disbelief(&error) {
        Some(why) => {
            format!("the server's certificate is not believed ({why}); give an authority of its own with --ca")
        }
        None => trust::whole_story(error),
    }
}

const NO_TOKEN: &str = "the entries of this log are read with a token: give one with --token";

/// How long the server asks to wait.
fn pause(response: &Response) -> Duration {
    let told = response.headers().get(RETRY_AFTER).and_then(|value| value.to_str().ok()?.parse().ok());
    Duration::from_secs(told.unwrap_or(1)).min(LONGEST_PAUSE)
}

impl Source for HttpSource {
    fn checkpoint(&self) -> Result<String, SourceError> {
        let bytes = self.get("checkpoint")?.ok_or(SourceError::NoCheckpoint)?;
        String::from_utf8(bytes).map_err(|_| SourceError::Http { path: "checkpoint".into(), why: "not text".into() })
    }

    fn tile(&self, tile: &Tile) -> Result<Option<Vec<u8>>, SourceError> {
        let full = (!tile.is_full()).then(|| Tile { width: 256, ..*tile }.path());
        let bytes = self.get_tile(tile.path(), full)?;
        Ok(bytes.map(|mut bytes| {
            bytes.truncate(usize::from(tile.width) * 32);
            bytes
        }))
    }

    fn entries(&self, tile: &Tile) -> Result<Option<Vec<u8>>, SourceError> {
        let full = (!tile.is_full()).then(|| Tile { width: 256, ..*tile }.entries_path());
        self.get_tile(tile.entries_path(), full)
    }

    fn partial_tiles(&self) -> PartialTiles {
        PartialTiles::Kept
    }
}
