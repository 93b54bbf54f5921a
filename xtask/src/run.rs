//! `cargo xtask run`: a ledger server on this computer, and the application on it.

use std::{
    fs::{self, File},
    io::{BufRead, BufReader, Write},
    net::TcpListener,
    path::{Path, PathBuf},
    process::{Child, Command, ExitCode, Stdio},
};

use anyhow::{Context, Result, bail, ensure};
use serde_json::json;

use crate::{
    packages::{self, Purpose},
    shell::{cargo, command, output, run as run_command, which},
    steps::Steps,
    ui,
};

const ORIGIN: &str = "localhost/daybook";
const DEMO_USER: &str = "admin";
const DEMO_PASSWORD: &str = "three calm receptionists";

/// What was asked for.
pub struct Options {
    demo: Demo,
    home: PathBuf,
    build: Build,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Demo {
    No,
    Yes,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Build {
    Debug,
    Release,
}

impl Options {
    /// Reads what follows `run`.
    pub fn read(words: &[&str]) -> Result<Self> {
        let (mut demo, mut home, mut build) = (Demo::No, None, Build::Debug);
        let mut words = words.iter();
        while let Some(word) = words.next() {
            match *word {
                "--demo" => demo = Demo::Yes,
                "--release" => build = Build::Release,
                "--home" => home = Some(PathBuf::from(words.next().context("--home needs a folder")?)),
                other => bail!("cargo xtask run does not know {other}"),
            }
        }
        let usual = if demo == Demo::Yes { ".daybook/demo" } else { ".daybook/own" };
        Ok(Self { demo, home: home.unwrap_or_else(|| usual.into()), build })
    }
}

/// Sets up, builds, starts both, and stays until the window is closed.
pub fn run(options: Options) -> Result<ExitCode> {
    needs_display()?;
    let mut steps = Steps::default();
    steps.run("System packages", || packages::install(Purpose::Build))?;
    steps.run("Screens", || ui::build(options.screens()))?;
    steps.run("Programs", || options.compile())?;
    let folder = Folder::make(&options)?;
    let server = steps.run("Ledger server", || folder.start_server())?;
    if options.demo == Demo::Yes {
        steps.run("Demonstration hospital", || folder.fill(&server))?;
    }
    folder.write_offer(&server)?;
    welcome(&options, &server);
    let ended = command(folder.program("daybook"), ["--home"])
        .arg(folder.desk())
        .arg("--offer-server")
        .arg(folder.offer())
        .status();
    server.stop();
    Ok(if ended.context("the window could not be opened")?.success() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn needs_display() -> Result<()> {
    let has = |name| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    ensure!(
        has("DISPLAY") || has("WAYLAND_DISPLAY"),
        "There is no display to open a window on: neither DISPLAY nor WAYLAND_DISPLAY is set.\n\
         Start this in a desktop session, or on a display that nobody sees: xvfb-run cargo xtask run"
    );
    Ok(())
}

impl Options {
    fn screens(&self) -> ui::Kind {
        match self.build {
            Build::Debug => ui::Kind::Development,
            Build::Release => ui::Kind::Release,
        }
    }

    fn compile(&self) -> Result<()> {
        let mut build = cargo(["build", "--locked", "-p", "daybook", "-p", "daybook-server", "-p", "daybook-ctl"]);
        if self.build == Build::Release {
            build.arg("--release");
        }
        run_command(&mut build)
    }

    fn programs(&self) -> PathBuf {
        let target = std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| "target".into(), PathBuf::from);
        target.join(if self.build == Build::Release { "release" } else { "debug" })
    }
}

/// The folder that keeps this computer's server and desk.
struct Folder {
    home: PathBuf,
    programs: PathBuf,
}

/// The running ledger server.
struct Server {
    child: Child,
    url: String,
    log_key: String,
}

impl Folder {
    fn make(options: &Options) -> Result<Self> {
        let home = std::path::absolute(&options.home)?;
        fs::create_dir_all(&home).with_context(|| home.display().to_string())?;
        Ok(Self { home, programs: std::path::absolute(options.programs())? })
    }

    fn program(&self, name: &str) -> PathBuf {
        self.programs.join(name)
    }

    fn desk(&self) -> PathBuf {
        self.home.join("desk")
    }

    fn offer(&self) -> PathBuf {
        self.home.join("offer.json")
    }

    fn ledger(&self) -> Command {
        let mut ledger = Command::new(self.program("daybook-ledger"));
        ledger.arg("--home").arg(self.home.join("server"));
        ledger
    }

    /// Starts the server where it was before: the desk remembers its address.
    fn start_server(&self) -> Result<Server> {
        let log_key = once(&self.home.join("log-key"), || output(self.ledger().args(["init", "--origin", ORIGIN])))?;
        let address =
            once(&self.home.join("address"), || Ok(TcpListener::bind("127.0.0.1:0")?.local_addr()?.to_string()))?;
        let log = self.home.join("server.log");
        let mut child = ends_with_us(self.ledger().args(["serve", "--listen", &address]))
            .stdout(Stdio::piped())
            .stderr(File::options().create(true).append(true).open(&log)?)
            .spawn()?;
        let mut url = String::new();
        BufReader::new(child.stdout.take().context("the server says nothing")?).read_line(&mut url)?;
        ensure!(!url.trim().is_empty(), "The ledger server did not start at {address}. Why is in {}", log.display());
        Ok(Server { child, url: url.trim().to_owned(), log_key })
    }

    fn invite(&self) -> Result<String> {
        output(self.ledger().arg("invite"))
    }

    /// What the first run offers to connect to.
    fn write_offer(&self, server: &Server) -> Result<()> {
        let invite = match self.desk().join("slots").exists() {
            true => String::new(),
            false => self.invite()?,
        };
        let offer = json!({ "server": server.url, "log_key": server.log_key, "invite": invite });
        fs::write(self.offer(), format!("{offer:#}\n")).context("offer.json")
    }

    /// Founds a hospital and fills it, unless that was done before.
    fn fill(&self, server: &Server) -> Result<()> {
        once(&self.home.join("filled"), || {
            let invite = self.invite()?;
            let connect = ["--server", &server.url, "--log-key", &server.log_key, "--invite", &invite];
            let found = [
                "init",
                "--hospital",
                "King George Hospital",
                "--code",
                "KGH",
                "--admin",
                DEMO_USER,
                "--name",
                "Ada Silva",
            ];
            let recovery = self.ctl(found.iter().chain(&connect).copied())?;
            fs::write(self.home.join("recovery-key"), recovery)?;
            let data = Path::new("../shared/data");
            let from = if data.exists() { vec!["demo", "--data", "../shared/data"] } else { vec!["demo"] };
            println!("{}", self.ctl(from)?);
            println!("{}", self.ctl(["sync"])?);
            Ok("yes".into())
        })
        .map(|_| ())
    }

    fn ctl<'a>(&self, words: impl IntoIterator<Item = &'a str>) -> Result<String> {
        let mut ctl = Command::new(self.program("daybookctl"));
        ctl.arg("--home").arg(self.desk()).args(["--password-fd", "0"]).args(words);
        let mut child = ctl.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn()?;
        child.stdin.take().context("no pipe")?.write_all(format!("{DEMO_PASSWORD}\n").as_bytes())?;
        let done = child.wait_with_output()?;
        ensure!(done.status.success(), "daybookctl failed ({})", done.status);
        Ok(String::from_utf8(done.stdout)?.trim_end().to_owned())
    }
}

impl Server {
    /// Lets it finish what it has in hand.
    fn stop(mut self) {
        let asked = run_command(&mut command("kill", ["-TERM", &self.child.id().to_string()]));
        if asked.is_err() {
            let _ = self.child.kill();
        }
        let _ = self.child.wait();
    }
}

/// The kernel ends the child when xtask ends, however that comes about.
fn ends_with_us(program: &mut Command) -> Command {
    match which("setpriv") {
        Some(setpriv) => {
            let mut wrapped = command(setpriv, ["--pdeathsig", "TERM", "--"]);
            wrapped.arg(program.get_program()).args(program.get_args());
            wrapped
        }
        None => command(program.get_program(), program.get_args()),
    }
}

/// What a file says, or what `make` gives, which the file then says.
fn once(file: &Path, make: impl FnOnce() -> Result<String>) -> Result<String> {
    if let Ok(text) = fs::read_to_string(file) {
        return Ok(text.trim().to_owned());
    }
    let made = make()?;
    fs::write(file, format!("{made}\n")).with_context(|| file.display().to_string())?;
    Ok(made)
}

fn welcome(options: &Options, server: &Server) {
    println!(
        "\nLedger server  {}\nIts key        {}\nKept in        {}",
        server.url,
        server.log_key,
        options.home.display()
    );
    if options.demo == Demo::Yes {
        println!("\nLog in as      {DEMO_USER}\nPassword       {DEMO_PASSWORD}");
    }
    println!("\nThe window opens now. Close it, or press Ctrl+C here, to end both.");
}
