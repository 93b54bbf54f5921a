//! A log on a server, read as any transparency-log client reads it.

use daybook_ledger::Tile;
use reqwest::{Client, StatusCode, Url};
use tokio::runtime::{Builder, Runtime};

use super::source::{PartialTiles, Source, SourceError};

/// A log behind HTTP.
pub struct HttpSource {
    base: Url,
    http: Client,
    runtime: Runtime,
}

impl HttpSource {
    /// The log at this address.
    pub fn new(base: &str) -> Result<Self, SourceError> {
        let failed = |why: &dyn std::fmt::Display| SourceError::Http { path: base.into(), why: why.to_string() };
        let with_slash = if base.ends_with('/') { base.to_owned() } else { format!("{base}/") };
        let base = Url::parse(&with_slash).map_err(|why| failed(&why))?;
        let runtime = Builder::new_current_thread().enable_all().build().map_err(|why| failed(&why))?;
        let http = Client::builder().timeout(std::time::Duration::from_secs(60)).build();
        Ok(Self { base, http: http.map_err(|why| failed(&why))?, runtime })
    }

    fn get(&self, path: &str) -> Result<Option<Vec<u8>>, SourceError> {
        let failed = |why: String| SourceError::Http { path: path.into(), why };
        let url = self.base.join(path).map_err(|why| failed(why.to_string()))?;
        self.runtime.block_on(async {
            let response = self.http.get(url).send().await.map_err(|why| failed(why.without_url().to_string()))?;
            match response.status() {
                StatusCode::OK => {
                    let bytes = response.bytes().await.map_err(|why| failed(why.without_url().to_string()))?;
                    Ok(Some(bytes.to_vec()))
                }
                StatusCode::NOT_FOUND => Ok(None),
                other => Err(failed(format!("the server answered {other}"))),
            }
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
