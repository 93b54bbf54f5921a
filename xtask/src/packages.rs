//! System packages: finds out what is missing, installs it as root, asks otherwise.

use std::{
    io::{IsTerminal, Write},
    process::Stdio,
};

use anyhow::{Result, bail};

use crate::shell::{command, output, run, which};

/// What the packages are for.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// To build and run.
    Build,
    /// To test as well.
    Test,
}

const BUILD: &[&str] =
    &["build-essential", "pkg-config", "libssl-dev", "libwebkit2gtk-4.1-dev", "librsvg2-dev", "util-linux"];

const TEST: &[&str] = &["xvfb", "xauth", "xdotool", "webkit2gtk-driver", "strace"];

/// Installs what is missing for `purpose`.
pub fn install(purpose: Purpose) -> Result<()> {
    let mut wanted = BUILD.to_vec();
    if purpose == Purpose::Test {
        wanted.extend(TEST);
    }
    // Node from elsewhere than Debian is as good.
    wanted.extend(
        ["nodejs", "npm"]
            .into_iter()
            .filter(|package| which(if *package == "nodejs" { "node" } else { package }).is_none()),
    );
    require(&wanted)
}

/// Installs those of `packages` that are missing.
pub fn require(packages: &[&str]) -> Result<()> {
    if which("dpkg-query").is_none() {
        println!("This is no Debian or Ubuntu: please see to it that there is {}.", packages.join(" "));
        return Ok(());
    }
    let missing: Vec<&str> = packages.iter().copied().filter(|package| !is_installed(package)).collect();
    match missing.is_empty() {
        true => Ok(()),
        false => fetch(&missing),
    }
}

/// Whether a package is installed.
pub fn is_installed(package: &str) -> bool {
    let query = command("dpkg-query", ["-W", "-f=${db:Status-Status}", package]).stderr(Stdio::null()).output();
    query.is_ok_and(|answer| answer.stdout == b"installed")
}

fn fetch(missing: &[&str]) -> Result<()> {
    let install = format!("apt-get install -y --no-install-recommends {}", missing.join(" "));
    println!("Missing: {}", missing.join(" "));
    if output(&mut command("id", ["-u"]))? == "0" {
        return as_root(&[], &install);
    }
    println!("To install it:\n\n    sudo apt-get update && sudo {install}\n");
    match which("sudo").is_some() && agreed()? {
        true => as_root(&["sudo"], &install),
        false => bail!("Install these packages, then try again."),
    }
}

fn agreed() -> Result<bool> {
    if !std::io::stdin().is_terminal() {
        return Ok(false);
    }
    print!("Run this now? [Y/n] ");
    std::io::stdout().flush()?;
    let mut answer = String::new();
    std::io::stdin().read_line(&mut answer)?;
    Ok(matches!(answer.trim(), "" | "y" | "Y" | "yes"))
}

fn as_root(prefix: &[&str], install: &str) -> Result<()> {
    for line in ["apt-get update", install] {
        let words: Vec<&str> = prefix.iter().copied().chain(line.split(' ')).collect();
        run(command(words[0], &words[1..]).env("DEBIAN_FRONTEND", "noninteractive"))?;
    }
    Ok(())
}
