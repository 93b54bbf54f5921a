//! `daybook-ledger verify`.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::Context;
use clap::Args;
use daybook_ledger::evidence::is_evidence;
use daybook_ledger::{Exhibits, Policy, VerifierKey};
use daybook_server::verify::{Verdict, read_pem, verify, verify_evidence};

use super::{DOES_NOT_HOLD, say};

#[derive(Args)]
pub struct Options {
    /// A proof (c2sp.org/tlog-proof@v1 text), or a piece of evidence (as `evidence export` writes it).
    file: PathBuf,
    /// The entry: the COSE bytes. Not needed where the proof brings it along, as a desk's exported proofs do.
    entry: Option<PathBuf>,
    /// The log's verifier key, from someone you trust: not from whoever gave you the proof.
    #[arg(long, value_name = "VKEY")]
    log_key: VerifierKey,
    /// The desk's public key, to verify the entry's own signature too.
    #[arg(long, value_name = "PEM")]
    desk_key: Option<PathBuf>,
    /// The verifier key of a witness you trust; as often as there are witnesses.
    #[arg(long = "witness", value_name = "VKEY")]
    witnesses: Vec<VerifierKey>,
    /// A file with a policy (c2sp.org/tlog-policy): its witnesses are known, and it must be met. For evidence:
    /// which of its witnesses have signed both histories, or went back.
    #[arg(long, value_name = "FILE")]
    policy: Option<PathBuf>,
    /// Print one JSON value: proven, not_proven, wrong.
    #[arg(long)]
    json: bool,
}

pub fn run(options: &Options) -> anyhow::Result<ExitCode> {
    let file = String::from_utf8_lossy(&read(&options.file)?).into_owned();
    let policy = options.policy.as_deref().map(read_policy).transpose()?;
    if is_evidence(&file) {
        return conclude(&verify_evidence(&file, &options.log_key, policy.as_ref()), options);
    }
    let entry = options.entry.as_deref().map(read).transpose()?;
    let desk_key = match &options.desk_key {
        Some(path) => Some(read_pem(&String::from_utf8_lossy(&read(path)?))?),
        None => None,
    };
    let verdict = verify(&Exhibits {
        proof: &file,
        entry: entry.as_deref(),
        log_key: Some(&options.log_key),
        desk_key: desk_key.as_deref(),
        witnesses: &options.witnesses,
        policy: policy.as_ref(),
    });
    conclude(&verdict, options)
}

fn conclude(verdict: &Verdict, options: &Options) -> anyhow::Result<ExitCode> {
    print(verdict, options)?;
    Ok(if verdict.is_good() { ExitCode::SUCCESS } else { ExitCode::from(DOES_NOT_HOLD) })
}

fn read_policy(path: &Path) -> anyhow::Result<Policy> {
    Policy::parse(&read(path)?).with_context(|| format!("{} is no policy", path.display()))
}

fn read(path: &Path) -> anyhow::Result<Vec<u8>> {
    std::fs::read(path).with_context(|| path.display().to_string())
}

fn print(verdict: &Verdict, options: &Options) -> anyhow::Result<()> {
    if options.json {
        return Ok(say(&serde_json::to_string(verdict)?)?);
    }
    for (heading, sentences) in
        [("Wrong:", &verdict.wrong), ("Proven:", &verdict.proven), ("Not proven by this:", &verdict.not_proven)]
    {
        if !sentences.is_empty() {
            say(&heading)?;
            sentences.iter().try_for_each(|sentence| say(&format_args!("  {sentence}")))?;
        }
    }
    Ok(())
}
