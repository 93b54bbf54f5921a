//! The compiler for the UI: the one that is there, the one rustup adds, or Debian's own.

use std::{
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Context, Result, bail};

use crate::{
    packages,
    shell::{cargo, command, forget_our_own_build, output, succeeds, which},
};

const TARGET: &str = "wasm32-unknown-unknown";
const DEBIAN_CARGO: &str = "/usr/bin/cargo";
const DEBIAN_RUSTC: &str = "/usr/bin/rustc";
const DEBIAN_LINKER: &str = "wasm-ld-19";
const DEBIAN_PACKAGES: &[&str] = &["rustc-web", "cargo-web", "rust-web-src", "rust-web-llvm", "lld-19"];

/// Apart from the host's folder: the two compilers would undo each other's work.
pub const TARGET_DIR: &str = "target-wasm";

/// Which compiler builds the UI.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Toolchain {
    /// The one that builds everything else, with the wasm target installed.
    Rustup,
    /// Debian's, which builds the standard library from its source.
    Debian,
}

impl Toolchain {
    /// The first that works, installing one if need be.
    pub fn find_or_install() -> Result<Self> {
        if has_target()? {
            return Ok(Self::Rustup);
        }
        if has_debian() {
            return Ok(Self::Debian);
        }
        println!("Adding the target {TARGET}");
        if which("rustup").is_some() && succeeds(&mut command("rustup", ["target", "add", TARGET])) && has_target()? {
            return Ok(Self::Rustup);
        }
        println!("rustup could not add it: taking Debian's compiler");
        install_debian()?;
        Ok(Self::Debian)
    }

    /// The cargo call that builds the screens and the verify page with `profile`.
    pub fn build(self, profile: &str) -> Command {
        let options = [
            "--locked",
            "--target",
            TARGET,
            "--profile",
            profile,
            "--package",
            "daybook-ui",
            "--package",
            "daybook-verify-page",
            "--target-dir",
            TARGET_DIR,
        ];
        match self {
            Self::Rustup => cargo(["build"].iter().chain(&options)),
            Self::Debian => {
                let mut cargo = command(DEBIAN_CARGO, ["build", "-Zbuild-std=std,panic_abort"].iter().chain(&options));
                forget_our_own_build(&mut cargo);
                cargo
                    .env("RUSTC_BOOTSTRAP", "1")
                    .env("RUSTC", DEBIAN_RUSTC)
                    .env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER", DEBIAN_LINKER)
                    .env_remove("RUSTUP_TOOLCHAIN")
                    .env_remove("CARGO");
                cargo
            }
        }
    }
}

/// What [`Toolchain::build`] makes of the screens.
pub fn screens(profile: &str) -> PathBuf {
    Path::new(TARGET_DIR).join(TARGET).join(profile).join("daybook-ui.wasm")
}

/// What [`Toolchain::build`] makes of the verify page.
pub fn verify_page(profile: &str) -> PathBuf {
    Path::new(TARGET_DIR).join(TARGET).join(profile).join("daybook_verify_page.wasm")
}

fn has_target() -> Result<bool> {
    let sysroot = output(&mut command("rustc", ["--print", "sysroot"]))?;
    Ok(Path::new(&sysroot).join("lib/rustlib").join(TARGET).join("lib").is_dir())
}

fn has_debian() -> bool {
    Path::new(DEBIAN_CARGO).exists() && which(DEBIAN_LINKER).is_some() && packages::is_installed("rust-web-src")
}

fn install_debian() -> Result<()> {
    let impossible = || {
        format!(
            "There is no compiler for the UI: `rustup target add {TARGET}` failed, and this is no Debian with rustc-web."
        )
    };
    if which("apt-get").is_none() {
        bail!(impossible());
    }
    packages::require(DEBIAN_PACKAGES).with_context(impossible)
}
