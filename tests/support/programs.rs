//! The built programs, run as a person or a service would run them.

use std::{
    ffi::OsStr,
    fs::File,
    io::{BufRead, BufReader, Read, Write},
    path::{Path, PathBuf},
    process::{Child, Command, ExitStatus, Stdio},
};

use anyhow::{Context, Result, ensure};
use rustix::process::{Pid, Signal, kill_process};
use serde_json::Value;

/// The repository's root.
pub fn root() -> PathBuf {
    let manifest = Path::new(env!("CARGO_MANIFEST_DIR"));
    manifest.parent().unwrap_or(manifest).to_owned()
}

/// Where pictures, logs and other things to look at are left: `artefacts/NAME`.
pub fn artefacts(name: &str) -> Result<PathBuf> {
    let folder = root().join("artefacts").join(name);
    std::fs::create_dir_all(&folder)?;
    Ok(folder)
}

/// A program that `cargo build` made; `cargo xtask test` builds them all.
pub fn program(name: &str) -> Result<PathBuf> {
    let folder = match std::env::var_os("DAYBOOK_PROGRAMS") {
        Some(folder) => PathBuf::from(folder),
        None => built()?,
    };
    let program = folder.join(name);
    ensure!(program.is_file(), "{} is not there: `cargo build --workspace --bins` makes it", program.display());
    Ok(program)
}

/// The folder two above this test: `target/debug/deps/test` lies in `target/debug`.
fn built() -> Result<PathBuf> {
    let test = std::env::current_exe()?;
    let folder = test.ancestors().nth(2).context("the test has no folder")?;
    Ok(folder.to_owned())
}

/// A running program that is ended, without warning, when dropped.
pub struct Running {
    child: Child,
}

impl Running {
    /// Starts a program.
    pub fn start(command: &mut Command) -> Result<Self> {
        let child = command.stdin(Stdio::null()).spawn().with_context(|| format!("{command:?}"))?;
        Ok(Self { child })
    }

    /// Its process id.
    pub fn id(&self) -> u32 {
        self.child.id()
    }

    /// The first line that it prints.
    pub fn first_line(&mut self) -> Result<String> {
        let output = self.child.stdout.take().context("its output is not piped")?;
        let mut line = String::new();
        BufReader::new(output).read_line(&mut line)?;
        ensure!(!line.trim().is_empty(), "it ended without a word");
        Ok(line.trim().to_owned())
    }

    /// `kill -9`: the power cut.
    pub fn cut(mut self) -> Result<()> {
        self.child.kill()?;
        self.child.wait()?;
        Ok(())
    }

    /// Asks it to end, and waits until it has.
    pub fn stop(mut self) -> Result<ExitStatus> {
        let pid = Pid::from_child(&self.child);
        kill_process(pid, Signal::TERM)?;
        Ok(self.child.wait()?)
    }

    /// Waits for its end.
    pub fn wait(mut self) -> Result<ExitStatus> {
        Ok(self.child.wait()?)
    }

    /// Whether it has ended.
    pub fn has_ended(&mut self) -> Result<bool> {
        Ok(self.child.try_wait()?.is_some())
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        // Already gone is as good.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// A ledger server's folder, and what desks must know of it.
pub struct Ledger {
    home: PathBuf,
    listen: String,
    /// Its verifier key.
    pub log_key: String,
}

impl Ledger {
    /// A new log in `home`.
    pub fn init(home: &Path) -> Result<Self> {
        let mut ledger = Self { home: home.to_owned(), listen: free_address()?, log_key: String::new() };
        ledger.log_key = printed(ledger.command()?.args(["init", "--origin", "daybook.test/log"]))?;
        Ok(ledger)
    }

    /// Its address: the same at every start.
    pub fn url(&self) -> String {
        format!("http://{}", self.listen)
    }

    /// Serves, and answers once it listens.
    pub fn serve(&self) -> Result<Running> {
        let log = File::options().create(true).append(true).open(self.home.with_extension("log"))?;
        let mut serve = self.command()?;
        serve.args(["serve", "--listen", &self.listen]).stdout(Stdio::piped()).stderr(log);
        let mut running = Running::start(&mut serve)?;
        let url = running.first_line()?;
        ensure!(url == self.url(), "it listens at {url}");
        Ok(running)
    }

    /// Copies its files, while it does not serve.
    pub fn keep(&self, to: &Path) -> Result<()> {
        copy_files(&self.home, to)
    }

    /// Puts a copy in their place, as an operator might who has lost the rest, or wants to lose it.
    pub fn put_back(&self, from: &Path) -> Result<()> {
        std::fs::remove_dir_all(&self.home)?;
        copy_files(from, &self.home)
    }

    /// A one-time invitation for a new hospital.
    pub fn invite(&self) -> Result<String> {
        printed(self.command()?.arg("invite"))
    }

    /// A token that reads the entries, as an auditor is given one.
    pub fn read_token(&self) -> Result<String> {
        printed(self.command()?.args(["token", "new", "--name", "the auditor"]))
    }

    /// `daybook-ledger --home …`.
    pub fn command(&self) -> Result<Command> {
        let mut command = Command::new(program("daybook-ledger")?);
        command.arg("--home").arg(&self.home);
        Ok(command)
    }
}

fn free_address() -> Result<String> {
    Ok(std::net::TcpListener::bind("127.0.0.1:0")?.local_addr()?.to_string())
}

/// A desk's folder, worked on from the terminal.
pub struct Terminal {
    home: PathBuf,
    password: String,
}

impl Terminal {
    /// A desk in `home`, whose only login has `password`.
    pub fn new(home: &Path, password: &str) -> Self {
        Self { home: home.to_owned(), password: password.to_owned() }
    }

    /// `daybookctl --home … WORDS`, told the password; gives what it printed.
    pub fn run(&self, words: &[&str]) -> Result<String> {
        let mut child = self.start(words)?;
        let mut output = String::new();
        child.child.stdout.take().context("its output is not piped")?.read_to_string(&mut output)?;
        let status = child.wait()?;
        ensure!(status.success(), "daybookctl {} failed ({status})", words.join(" "));
        Ok(output.trim_end().to_owned())
    }

    /// The same with `--json`, read.
    pub fn json(&self, words: &[&str]) -> Result<Value> {
        let printed = self.run(&[&["--json"], words].concat())?;
        serde_json::from_str(&printed).with_context(|| format!("daybookctl {} printed no JSON", words.join(" ")))
    }

    /// The same, left running.
    pub fn start(&self, words: &[&str]) -> Result<Running> {
        let mut command = Command::new(program("daybookctl")?);
        command.arg("--home").arg(&self.home).args(["--password-fd", "0"]).args(words);
        let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn()?;
        // A program that ends before it reads is told apart by its exit code.
        let _ = child.stdin.take().context("no pipe")?.write_all(format!("{}\n", self.password).as_bytes());
        Ok(Running { child })
    }
}

fn copy_files(from: &Path, to: &Path) -> Result<()> {
    std::fs::create_dir_all(to)?;
    for file in std::fs::read_dir(from)? {
        let file = file?;
        std::fs::copy(file.path(), to.join(file.file_name()))?;
    }
    Ok(())
}

/// What a program printed, if it succeeded.
pub fn printed(command: &mut Command) -> Result<String> {
    let done = command.stderr(Stdio::inherit()).output().with_context(|| format!("{command:?}"))?;
    ensure!(done.status.success(), "{command:?} failed ({})", done.status);
    Ok(String::from_utf8(done.stdout)?.trim_end().to_owned())
}

/// Whether a program is installed.
pub fn is_installed(name: &str) -> bool {
    let path = std::env::var_os("PATH").unwrap_or_default();
    std::env::split_paths(&path).any(|folder| folder.join(OsStr::new(name)).is_file())
}
