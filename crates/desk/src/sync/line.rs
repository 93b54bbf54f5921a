//! The line to one server: its client, and a token as long as it is good.

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use daybook_ledger::Tile;
use tokio::sync::Mutex as AsyncMutex;

use super::{
    SyncError,
    book::{self, Server},
    client::{Client, ClientError, Token},
    pull,
};
use crate::{
    jobs::Progress,
    store::{Store, StoreError},
};

/// A token is not used any more this long before it ends.
const MARGIN: Duration = Duration::from_secs(30);

/// The line to one server.
pub struct Line {
    server: Server,
    client: Arc<Client>,
    token: Option<(Token, Instant)>,
    shown: Option<Progress>,
    cosigned: Option<String>,
}

/// What waits for news beside the attempts.
pub struct Listener {
    /// The client.
    pub client: Arc<Client>,
    /// The size of what is known.
    pub size: u64,
    /// The tag of the cosigned checkpoints taken in last.
    pub cosigned: Option<String>,
}

impl Line {
    /// The line to the server that is connected: the one there is, if it leads there.
    pub fn open<'a>(line: &'a mut Option<Self>, store: &Store) -> Result<&'a mut Self, SyncError> {
        let (server, alarm) = store.read(|conn| Ok::<_, SyncError>((book::server(conn)?, book::alarm(conn)?)))?;
        let server = server.ok_or(SyncError::NotConnected)?;
        if let Some(alarm) = alarm {
            return Err(SyncError::Alarm(alarm.sentence));
        }
        let fits = |line: &Self| line.server.address == server.address && line.server.log_key == server.log_key;
        match line.take().filter(fits) {
            Some(open) => Ok(line.insert(Self { server, ..open })),
            None => Ok(line.insert(Self::new(server, store)?)),
        }
    }

    fn new(server: Server, store: &Store) -> Result<Self, SyncError> {
        let client = Client::new(server.address.clone(), server.log_key.clone(), store.folder())?;
        Ok(Self { server, client: Arc::new(client), token: None, shown: None, cosigned: None })
    }

    /// What can wait for news beside the attempts.
    pub async fn listener(line: &AsyncMutex<Option<Self>>, store: &Store) -> Option<Listener> {
        let line = line.lock().await;
        let line = line.as_ref()?;
        let (client, cosigned) = (Arc::clone(&line.client), line.cosigned.clone());
        Some(Listener { client, size: pull::verified(store).ok()?.size, cosigned })
    }

    /// Remembers which cosigned checkpoints have been taken in.
    pub fn set_cosigned(&mut self, tag: String) {
        self.cosigned = Some(tag);
    }

    /// The client.
    pub fn client(&self) -> &Client {
        &self.client
    }

    /// The server as it is stored.
    pub fn server(&self) -> &Server {
        &self.server
    }

    /// Shows on `progress` how much of the log has been taken in.
    pub fn show(&mut self, progress: Progress) {
        self.shown = Some(progress);
    }

    /// Reports that `size` entries of `target` have been taken in; an error if the work shall stop.
    pub fn report(&self, size: u64, target: u64) -> Result<(), SyncError> {
        match &self.shown {
            Some(progress) if progress.cancelled() => Err(StoreError::Cancelled.into()),
            Some(progress) => {
                progress.step(size, target);
                Ok(())
            }
            None => Ok(()),
        }
    }

    /// A token: the one there is, or a new one for which this desk's key signs.
    pub async fn token(&mut self, store: &Store) -> Result<Token, SyncError> {
        if let Some((token, until)) = &self.token
            && Instant::now() < *until
        {
            return Ok(token.clone());
        }
        let challenge = self.client.challenge().await?;
        let request =
            store.read_with_keys(|_, keys| Ok::<_, SyncError>(self.client.answer(&challenge, keys.signing())?))?;
        let token = self.client.session(&request).await?;
        let until = Instant::now() + token.expires_in.saturating_sub(MARGIN);
        self.token = Some((token.clone(), until));
        Ok(token)
    }

    /// How far this desk may read: to the end of `size` entries, or to the one that shut it out.
    pub async fn reads(&mut self, store: &Store, size: u64) -> Result<u64, SyncError> {
        Ok(self.token(store).await?.reads.map_or(size, |reads| reads.min(size)))
    }

    /// The entries of this tile's bundle: only desks of the log, and whom its operator lets, may read them.
    pub async fn bundle(&mut self, store: &Store, tile: &Tile) -> Result<Vec<Vec<u8>>, SyncError> {
        let token = self.token(store).await?;
        match self.client.bundle(&token, tile).await {
            Err(error) if self.forgot_us(&error) => {
                let token = self.token(store).await?;
                Ok(self.client.bundle(&token, tile).await?)
            }
            other => Ok(other?),
        }
    }

    /// Forgets the token: what it is good for has changed.
    pub fn forget_token(&mut self) {
        self.token = None;
    }

    /// Whether the server did not know us (any more); the token is forgotten then.
    pub fn forgot_us(&mut self, error: &ClientError) -> bool {
        let forgot = matches!(error, ClientError::Unauthorized);
        if forgot {
            self.token = None;
        }
        forgot
    }
}
