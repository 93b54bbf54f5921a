//! The real `daybook-ledger` as a process of its own, on a fresh log.

use std::{
    fs,
    io::{BufRead, BufReader},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
};

use anyhow::{Context, Result, ensure};
use daybook_desk::keys::wrap::SiteKey;
use daybook_ledger::{Id, VerifierKey, bundle};
use daybook_server::{
    home::Home,
    store::{BesideStore, StoredKey},
};
use reqwest::Client;
use serde::Deserialize;

use super::hospital::{ORIGIN, SITE, content_key, site_key};
use crate::machine;

/// A few desks here write what a thousand write elsewhere: the limits for each desk would be all that is measured.
const NO_LIMITS: [&str; 3] = [
    "DAYBOOK_LEDGER_LIMITS_ENTRIES_PER_SECOND",
    "DAYBOOK_LEDGER_LIMITS_REQUESTS_PER_SECOND",
    "DAYBOOK_LEDGER_LIMITS_SESSIONS_PER_SECOND",
];

/// A log in a folder of its own, below `target/bench/`.
pub struct Log {
    folder: PathBuf,
    /// Its verifier key.
    pub key: VerifierKey,
}

/// A running server.
pub struct Server {
    child: Child,
    /// Where it listens.
    pub url: String,
}

/// What a check of the log came to.
pub struct Checked {
    /// From its start to its end.
    pub seconds: f64,
    /// Of all cores together.
    pub cpu_seconds: f64,
    /// The most memory it had.
    pub most_kib: u64,
}

/// The server's answer to a bundle.
#[derive(Deserialize)]
pub struct Accepted {
    /// One for each entry.
    pub entries: Vec<AcceptedEntry>,
}

/// Where an entry lies, and the proof of it.
#[derive(Deserialize)]
pub struct AcceptedEntry {
    /// Its index.
    pub index: u64,
    /// `c2sp.org/tlog-proof@v1`.
    pub proof: String,
}

impl Log {
    /// A new, empty log.
    pub fn create(name: &str) -> Result<Self> {
        let folder = PathBuf::from("target/bench").join(name);
        if folder.exists() {
            fs::remove_dir_all(&folder)?;
        }
        let key = line_of(program()?.arg("--home").arg(&folder).args(["init", "--origin", ORIGIN]))?.parse();
        Ok(Self { folder, key: key.ok().context("the verifier key")? })
    }

    /// Serves it.
    pub fn serve(&self) -> Result<Server> {
        let mut child = program()?
            .arg("--home")
            .arg(&self.folder)
            .args(["serve", "--listen", "127.0.0.1:0"])
            .env("DAYBOOK_LEDGER_LOG_FILTER", "warn")
            .envs(NO_LIMITS.map(|limit| (limit, "0")))
            .stdout(Stdio::piped())
            .spawn()?;
        let mut url = String::new();
        BufReader::new(child.stdout.take().context("its output")?).read_line(&mut url)?;
        let server = Server { child, url: url.trim().to_owned() };
        ensure!(server.url.starts_with("http://"), "the server did not start");
        Ok(server)
    }

    /// An invitation for the hospital.
    pub fn invite(&self) -> Result<String> {
        line_of(program()?.arg("--home").arg(&self.folder).arg("invite"))
    }

    /// Puts the wrapped content keys of these patients into the key box.
    pub fn box_keys(&self, patients: &[Id]) -> Result<()> {
        let (store, site_key) = (Home::new(&self.folder).open_store()?, site_key());
        for part in patients.chunks(10_000) {
            let keys = part.iter().map(|patient| wrapped(&site_key, patient)).collect::<Result<Vec<_>>>()?;
            store.put_keys(&SITE, &keys)?;
        }
        Ok(())
    }

    /// `daybook-ledger fsck` of a log of this size.
    pub fn fsck(&self, size: u64) -> Result<Checked> {
        let begun = std::time::Instant::now();
        let mut child = program()?
            .arg("--home")
            .arg(&self.folder)
            .args(["fsck", "--json"])
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()?;
        let (mut report, mut most_kib, mut cpu_seconds) = (String::new(), 0, 0.0);
        let output = child.stdout.take().context("its output")?;
        let reader = std::thread::spawn(move || std::io::read_to_string(output));
        while child.try_wait()?.is_none() {
            most_kib = machine::memory_kib(child.id(), "VmHWM").unwrap_or(most_kib).max(most_kib);
            cpu_seconds = machine::cpu_seconds(child.id()).unwrap_or(cpu_seconds).max(cpu_seconds);
            std::thread::sleep(std::time::Duration::from_millis(50));
        }
        report.push_str(&reader.join().ok().context("its report")??);
        let seconds = begun.elapsed().as_secs_f64();
        let told: serde_json::Value = serde_json::from_str(&report).context(report.clone())?;
        let (checked, findings) = (told["checked"].as_u64(), told["findings"].as_array().map(Vec::len));
        ensure!(checked == Some(size) && findings == Some(0), "fsck: {report}");
        Ok(Checked { seconds, cpu_seconds, most_kib })
    }

    /// Bytes of everything in its folder.
    pub fn bytes(&self) -> Result<u64> {
        bytes_in(&self.folder)
    }
}

impl Server {
    /// Its memory now and at most, in KiB.
    pub fn memory_kib(&self) -> Result<(u64, u64)> {
        Ok((machine::memory_kib(self.child.id(), "VmRSS")?, machine::memory_kib(self.child.id(), "VmHWM")?))
    }

    /// Its process.
    pub fn pid(&self) -> u32 {
        self.child.id()
    }

    /// Stops it in order.
    pub fn stop(mut self) -> Result<()> {
        Command::new("kill").arg(self.child.id().to_string()).status()?;
        ensure!(self.child.wait()?.success(), "the server did not stop well");
        Ok(())
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // A run that failed must not leave its server behind; after `stop` both do nothing.
        self.child.kill().ok();
        self.child.wait().ok();
    }
}

/// Submits one bundle; the server must take all of it.
pub async fn submit(http: &Client, url: &str, entries: &[Vec<u8>], invite: Option<&str>) -> Result<Accepted> {
    let mut request = http.post(format!("{url}/v1/entries")).body(bundle::encode(entries)?);
    if let Some(invite) = invite {
        request = request.header("Daybook-Invite", invite);
    }
    let response = request.send().await?;
    let (status, body) = (response.status(), response.bytes().await?);
    ensure!(status.is_success(), "{status}: {}", String::from_utf8_lossy(&body));
    let accepted: Accepted = serde_json::from_slice(&body)?;
    ensure!(
        accepted.entries.len() == entries.len(),
        "{} answers for {} entries",
        accepted.entries.len(),
        entries.len()
    );
    Ok(accepted)
}

fn wrapped(site_key: &SiteKey, patient: &Id) -> Result<StoredKey> {
    let (key_id, key) = content_key(patient);
    let wrapped = site_key.wrap(&key_id, &key, &daybook_desk::host::SystemHost)?;
    Ok(StoredKey { key_id, epoch: site_key.epoch(), wrapped })
}

/// The program beside this one: xtask builds both.
fn program() -> Result<Command> {
    let path = std::env::current_exe()?.with_file_name("daybook-ledger");
    ensure!(path.exists(), "{} is not built: use `cargo xtask bench`", path.display());
    Ok(Command::new(path))
}

fn line_of(command: &mut Command) -> Result<String> {
    let output = command.output()?;
    ensure!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    Ok(String::from_utf8(output.stdout)?.trim().to_owned())
}

fn bytes_in(folder: &Path) -> Result<u64> {
    let mut bytes = 0;
    for file in fs::read_dir(folder)? {
        bytes += file?.metadata()?.len();
    }
    Ok(bytes)
}
