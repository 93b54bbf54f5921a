//! `daybook-ledger serve`.

use std::process::ExitCode;
use std::sync::Arc;

use daybook_server::clock::SystemClock;
use daybook_server::config::{Config, Log, LogFormat};
use daybook_server::home::Home;
use daybook_server::serve::tls::Tls;
use daybook_server::serve::{Running, Sockets, listen};
use tokio::signal::unix::{SignalKind, signal};
use tracing_subscriber::EnvFilter;

use super::say;

pub fn run(home: &Home, config: Config) -> anyhow::Result<ExitCode> {
    start_logging(&config.log)?;
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    runtime.block_on(async {
        let tls = config.tls.paths()?.map(|(cert, key)| Tls::open(cert, key)).transpose()?.map(Arc::new);
        let log = listen(config.listen).await?;
        let metrics = match config.metrics.address()? {
            Some(address) => Some(listen(address).await?),
            None => None,
        };
        let (address, scheme) = (log.local_addr()?, if tls.is_some() { "https" } else { "http" });
        let running = Running::open_configured(home, Arc::new(SystemClock), config, |log| log)?;
        reload_on_hangup(tls.clone())?;
        say(&format_args!("{scheme}://{address}"))?;
        running.serve_on(Sockets { log, tls, metrics }, told_to_stop()?).await?;
        Ok(ExitCode::SUCCESS)
    })
}

pub fn told_to_stop() -> std::io::Result<impl Future<Output = ()>> {
    let (mut interrupt, mut terminate) = (signal(SignalKind::interrupt())?, signal(SignalKind::terminate())?);
    Ok(async move {
        tokio::select! {
            _ = interrupt.recv() => {}
            _ = terminate.recv() => {}
        }
    })
}

pub fn reload_on_hangup(tls: Option<Arc<Tls>>) -> std::io::Result<()> {
    let mut hangup = signal(SignalKind::hangup())?;
    tokio::spawn(async move {
        while hangup.recv().await.is_some() {
            match tls.as_ref().map(|tls| tls.reload()) {
                None => tracing::info!("told to read the certificate again; there is none"),
                Some(Ok(())) => tracing::info!("the certificate was read again"),
                Some(Err(error)) => tracing::error!(%error, "the certificate was not read again; the old one stays"),
            }
        }
    });
    Ok(())
}

pub fn start_logging(log: &Log) -> anyhow::Result<()> {
    let filter = EnvFilter::try_new(&log.filter)?;
    let lines = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr);
    match log.format {
        LogFormat::Json => lines.json().init(),
        LogFormat::Text => lines.with_ansi(false).init(),
    }
    Ok(())
}
