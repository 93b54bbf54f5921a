//! Builds the screens and the verify page: wasm by cargo, style sheets by npm, put together by xtask-bundle into ui/dist and verify-page/dist.

use std::{
    fs,
    hash::{DefaultHasher, Hash, Hasher},
    path::{Path, PathBuf},
};

use anyhow::{Context, Result};

use crate::{
    shell::{cargo, command, run},
    wasm::{self, Toolchain},
};

/// Where npm unpacks: never the repository's root.
const NPM: &str = "target/npm";
const DIST: &str = "ui/dist";
/// Taken into the programs that hand it out, by verify-page/html.
const VERIFY_PAGE: &str = "verify-page/dist/verify.html";
/// Says from what ui/dist was made.
const STAMP: &str = "target/ui-dist.stamp";

/// What the screens are built for.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Quick to build.
    Development,
    /// Small and fast, by wasm-opt.
    Release,
}

impl Kind {
    fn profile(self) -> &'static str {
        match self {
            Self::Development => "wasm-dev",
            Self::Release => "wasm-release",
        }
    }
}

/// Builds the screens into ui/dist, as far as something changed.
pub fn build(kind: Kind) -> Result<()> {
    let toolchain = Toolchain::find_or_install()?;
    fetch_style_sheets()?;
    run(&mut toolchain.build(kind.profile()))?;
    let stamp = stamp(kind)?;
    if Path::new(DIST).join("index.html").exists()
        && Path::new(VERIFY_PAGE).exists()
        && fs::read_to_string(STAMP).is_ok_and(|old| old == stamp)
    {
        return Ok(());
    }
    run(&mut bundle(kind))?;
    run(&mut verify_page(kind))?;
    fs::write(STAMP, stamp).context(STAMP)
}

/// Fetches style sheets, fonts and the optimiser, as package-lock.json names them.
pub fn fetch_style_sheets() -> Result<()> {
    let unpacked = Path::new(NPM).join("package-lock.json");
    let lock = fs::read("package-lock.json").context("package-lock.json")?;
    if fs::read(&unpacked).is_ok_and(|old| old == lock) && Path::new(NPM).join("node_modules/binaryen").exists() {
        return Ok(());
    }
    fs::create_dir_all(NPM)?;
    fs::copy("package.json", Path::new(NPM).join("package.json"))?;
    fs::copy("package-lock.json", &unpacked)?;
    let quiet =
        ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error", "--omit-lockfile-registry-resolved"];
    run(command("npm", quiet).current_dir(NPM)).inspect_err(|_| {
        // Half an unpacking must not pass for a whole one next time.
        let _ = fs::remove_file(&unpacked);
    })
}

fn bundle(kind: Kind) -> std::process::Command {
    let modules = Path::new(NPM).join("node_modules");
    let mut bundle = bundler();
    bundle.arg("--wasm").arg(wasm::screens(kind.profile()));
    bundle.arg("--patternfly").arg(modules.join("@patternfly/patternfly"));
    bundle.arg("--styles").arg("assets/styles").arg("--icon").arg("assets/icons/daybook.svg").arg("--out").arg(DIST);
    if kind == Kind::Release {
        bundle.arg("--wasm-opt").arg(modules.join(".bin/wasm-opt"));
    }
    bundle
}

/// One file that anybody can keep.
fn verify_page(kind: Kind) -> std::process::Command {
    let mut bundle = bundler();
    bundle.args(["verify-page", "--page", "verify-page/page", "--out", VERIFY_PAGE]);
    bundle.arg("--wasm").arg(wasm::verify_page(kind.profile()));
    if kind == Kind::Release {
        bundle.arg("--wasm-opt").arg(Path::new(NPM).join("node_modules/.bin/wasm-opt"));
    }
    bundle
}

fn bundler() -> std::process::Command {
    cargo(["run", "--quiet", "--locked", "--package", "xtask-bundle", "--"])
}

/// Changes when anything changes that ui/dist is made from.
fn stamp(kind: Kind) -> Result<String> {
    let mut hasher = DefaultHasher::new();
    kind.profile().hash(&mut hasher);
    let profile = kind.profile();
    let mut inputs = vec![wasm::screens(profile), wasm::verify_page(profile)];
    inputs.extend(["package-lock.json".into(), "assets/icons/daybook.svg".into()]);
    for folder in ["xtask/bundle/src", "assets/styles", "verify-page/page"] {
        inputs.extend(files_in(Path::new(folder))?);
    }
    for input in inputs {
        input.hash(&mut hasher);
        fs::read(&input).with_context(|| input.display().to_string())?.hash(&mut hasher);
    }
    Ok(format!("{:016x}\n", hasher.finish()))
}

fn files_in(folder: &Path) -> Result<Vec<PathBuf>> {
    if !folder.exists() {
        return Ok(Vec::new());
    }
    let mut files: Vec<PathBuf> = fs::read_dir(folder)?.map(|entry| Ok(entry?.path())).collect::<Result<_>>()?;
    files.retain(|path| path.is_file());
    files.sort();
    Ok(files)
}
