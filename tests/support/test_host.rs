//! `daybook-test-host --home DIR [--listen ADDRESS] [--offer-server FILE]`: a desk whose screens open in a browser. For tests only.

use std::{path::PathBuf, sync::Arc};

use anyhow::{Context, bail};
use daybook_desk::{
    desk::{Desk, Options},
    host::{SystemHost, random},
};
use daybook_tests::{host::TestHost, programs};
use tokio::net::TcpListener;

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let arguments = Arguments::read(std::env::args().skip(1))?;
    let offered_server =
        arguments.offer.map(|file| anyhow::Ok(serde_json::from_slice(&std::fs::read(file)?)?)).transpose()?;
    let options = Options { offered_server, ..Options::default() };
    let desk = Desk::open_with(&arguments.home, Arc::new(SystemHost), options)?;
    let secret = u128::from_be_bytes(random(&SystemHost));
    let host = TestHost::new(desk, &programs::root(), format!("{secret:032x}"))?;
    let listener = TcpListener::bind(&arguments.listen).await.context(arguments.listen)?;
    println!("{}", host.entrance(listener.local_addr()?));
    Ok(host.serve(listener).await?)
}

struct Arguments {
    home: PathBuf,
    listen: String,
    offer: Option<PathBuf>,
}

impl Arguments {
    fn read(mut words: impl Iterator<Item = String>) -> anyhow::Result<Self> {
        let (mut home, mut listen, mut offer) = (None, "127.0.0.1:0".to_owned(), None);
        while let Some(word) = words.next() {
            let value = words.next().with_context(|| format!("{word} needs a value"))?;
            match word.as_str() {
                "--home" => home = Some(PathBuf::from(value)),
                "--listen" => listen = value,
                "--offer-server" => offer = Some(PathBuf::from(value)),
                _ => bail!("{word} is not an option"),
            }
        }
        Ok(Self { home: home.context("--home DIR is missing")?, listen, offer })
    }
}
