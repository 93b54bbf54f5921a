//! Asking one witness for one checkpoint.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use daybook_ledger::merkle::prove_consistency;
use daybook_ledger::note::NoteSignature;
use daybook_ledger::witness::{SIZE_TYPE, parse_cosignatures, parse_size};
use daybook_ledger::{AddCheckpoint, Hash, SignedCheckpoint, VerifierKey};
use reqwest::{Client, Response, StatusCode, header, redirect};

use super::{Problem, WitnessAt};
use crate::published::Published;
use crate::store::LogStore;
use crate::tree::TileCache;
use crate::trust::{self, NoClient};

/// A witness that takes longer is asked again later.
const PATIENCE: Duration = Duration::from_secs(10);
const CONNECT: Duration = Duration::from_secs(5);
/// Shorter than a witness waits for the next request of a connection: none is sent into one that is just being closed.
const IDLE: Duration = Duration::from_secs(5);
/// No answer of the protocol is longer.
const MOST: usize = 64 << 10;
/// How often a witness may name another size in a row: others may be asking it too.
const TRIES: u32 = 4;

/// What is asked with: the log's hashes, and a client.
#[derive(Clone)]
pub struct Asker {
    pub http: Client,
    pub log: Arc<dyn LogStore>,
    pub cache: Arc<TileCache>,
}

/// Why a witness has not cosigned.
#[derive(Debug)]
pub struct Failure {
    pub problem: Problem,
    pub why: String,
}

/// A good answer.
#[derive(Debug)]
pub struct Line {
    /// The cosignature.
    pub line: NoteSignature,
    /// When it was made, seconds.
    pub time: u64,
    /// The smaller size that it named first: it had forgotten what it signed, and was shown it.
    pub forgot: Option<u64>,
}

/// What this server knows of a witness: the size of the tree that it has cosigned last, and that checkpoint with its cosignature.
#[derive(Clone, Debug, Default)]
pub struct Known {
    pub size: u64,
    pub note: Option<String>,
}

/// What a witness answered.
enum Answer {
    Cosigned(Line),
    /// Ask again from this size.
    From(u64),
}

impl Asker {
    /// With a client of its own, which believes the authorities in `ca` besides those of this computer.
    pub fn new((log, cache): (Arc<dyn LogStore>, Arc<TileCache>), ca: &Path) -> Result<Self, NoClient> {
        let http = Client::builder().connect_timeout(CONNECT).timeout(PATIENCE).redirect(redirect::Policy::none());
        let http = http.pool_idle_timeout(IDLE).user_agent(concat!("daybook-ledger/", env!("CARGO_PKG_VERSION")));
        Ok(Self { http: trust::client(http, ca)?, log, cache })
    }

    /// Asks for the published checkpoint, going on from what is known of this witness.
    ///
    /// One that names a smaller size than it has cosigned has forgotten the rest: it was put back from a backup. It is first
    /// brought back to there, with its own cosignature to show for it, so that it can never be led elsewhere.
    pub async fn ask(&self, witness: &WitnessAt, target: &Arc<Published>, known: &Known) -> Result<Line, Failure> {
        let (size, mut old, mut forgot) = (target.block.size, known.size, None);
        for _ in 0..TRIES {
            if old > size {
                let why = format!("it has cosigned {old} entries, and the log has {size}");
                return Err(Failure { problem: Problem::Ahead, why });
            }
            match self.ask_once(witness, target, (old, &target.checkpoint)).await? {
                Answer::Cosigned(line) => return Ok(Line { forgot, ..line }),
                Answer::From(same) if same == old => {
                    let why = format!("it has cosigned another tree of {old} entries");
                    return Err(Failure { problem: Problem::Disputed, why });
                }
                Answer::From(latest) if latest < known.size => {
                    self.remind(witness, target, latest, known).await?;
                    (old, forgot) = (known.size, Some(latest));
                }
                Answer::From(latest) => old = latest,
            }
        }
        Err(garbled("it names another size every time"))
    }

    /// Shows a witness the checkpoint that it has cosigned and forgotten.
    async fn remind(
        &self,
        witness: &WitnessAt,
        target: &Arc<Published>,
        latest: u64,
        known: &Known,
    ) -> Result<(), Failure> {
        let forgotten = |why: &str| Failure {
            problem: Problem::Forgotten,
            why: format!("it names {latest} entries and has cosigned {}: {why}", known.size),
        };
        let note = known.note.as_deref().and_then(|note| SignedCheckpoint::parse(note).ok());
        let note = note.ok_or_else(|| forgotten("its cosignature is not at hand any more"))?;
        match self.ask_once(witness, target, (latest, &note)).await {
            Ok(Answer::Cosigned(_)) => Ok(()),
            Ok(Answer::From(other)) => Err(forgotten(&format!("then it names {other}"))),
            Err(Failure { problem: Problem::Disputed, why }) => Err(forgotten(&why)),
            Err(failure) => Err(failure),
        }
    }

    /// Asks for a checkpoint of this log, from `old` on.
    async fn ask_once(
        &self,
        witness: &WitnessAt,
        target: &Arc<Published>,
        (old, checkpoint): (u64, &SignedCheckpoint),
    ) -> Result<Answer, Failure> {
        let proof = self.prove(target.clone(), old, checkpoint.checkpoint().size).await?;
        let request = AddCheckpoint { old, proof, checkpoint: checkpoint.clone() };
        let url = witness.prefix.join("add-checkpoint").map_err(|why| garbled(&why.to_string()))?;
        let sent =
            self.http.post(url).header(header::CONTENT_TYPE, "text/plain; charset=utf-8").body(request.to_string());
        let response = sent.send().await.map_err(unreachable)?;
        let status = response.status();
        let is_size = response.headers().get(header::CONTENT_TYPE).is_some_and(|value| value == SIZE_TYPE);
        let body = read(response).await?;
        match status {
            StatusCode::OK => find(&witness.key, &body, &checkpoint.note().text).map(Answer::Cosigned),
            StatusCode::CONFLICT if is_size => {
                parse_size(&body).map(Answer::From).ok_or_else(|| garbled("a size that is none"))
            }
            // Before 2026 the protocol had this status for another root of the same size too.
            StatusCode::CONFLICT | StatusCode::UNPROCESSABLE_ENTITY => {
                let why = format!("this log does not continue the {old} entries it has cosigned: {}", body.trim());
                Err(Failure { problem: Problem::Disputed, why })
            }
            StatusCode::NOT_FOUND | StatusCode::FORBIDDEN => {
                Err(Failure { problem: Problem::NotWatched, why: format!("{status}: {}", body.trim()) })
            }
            _ if status.is_server_error() || status == StatusCode::TOO_MANY_REQUESTS => {
                Err(Failure { problem: Problem::Unreachable, why: status.to_string() })
            }
            _ => Err(garbled(&format!("{status}: {}", body.trim()))),
        }
    }

    /// That the first `new` entries of the published tree begin with the first `old`.
    async fn prove(&self, target: Arc<Published>, old: u64, new: u64) -> Result<Vec<Hash>, Failure> {
        if old == 0 || old == new {
            return Ok(Vec::new());
        }
        let (log, cache) = (self.log.clone(), self.cache.clone());
        let proven = tokio::task::spawn_blocking(move || {
            prove_consistency(old, new, &target.reader(&*log, &cache)).map_err(|why| why.to_string())
        });
        let failed = |why: String| Failure { problem: Problem::Unreachable, why };
        proven.await.map_err(|why| failed(why.to_string()))?.map_err(failed)
    }
}

/// The witness's own line among those it answered with; others are ignored.
fn find(key: &VerifierKey, body: &str, text: &str) -> Result<Line, Failure> {
    let lines = parse_cosignatures(body).map_err(|why| garbled(&why.to_string()))?;
    let line = lines.into_iter().find(|line| key.has_made(line)).ok_or_else(|| garbled("no cosignature of its key"))?;
    match key.verify_cosignature(text, &line) {
        Ok(time) if time > 0 => Ok(Line { line, time, forgot: None }),
        Ok(_) => Err(garbled("a cosignature without a time")),
        Err(why) => Err(garbled(&why.to_string())),
    }
}

async fn read(mut response: Response) -> Result<String, Failure> {
    let mut bytes = Vec::new();
    while let Some(chunk) = response.chunk().await.map_err(unreachable)? {
        if bytes.len() + chunk.len() > MOST {
            return Err(garbled("an answer too long"));
        }
        bytes.extend_from_slice(&chunk);
    }
    String::from_utf8(bytes).map_err(|_| garbled("an answer that is not text"))
}

fn unreachable(error: reqwest::Error) -> Failure {
    match trust::disbelief(&error) {
        Some(why) => Failure {
            problem: Problem::Untrusted,
            why: format!("its certificate is not believed ({why}); an authority of its own goes into witnesses.ca"),
        },
        None => Failure { problem: Problem::Unreachable, why: trust::whole_story(error) },
    }
}

fn garbled(why: &str) -> Failure {
    Failure { problem: Problem::Garbled, why: why.to_owned() }
}
