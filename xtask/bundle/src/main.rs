//! Turns the UI's wasm and its style sheets into a folder of static files with hashed names.

mod styles;
mod verify_page;

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Context, Result, bail};
use sha2::{Digest, Sha256};
use wasm_bindgen_cli_support::Bindgen;

const USAGE: &str = "xtask-bundle --wasm FILE --patternfly DIR --styles DIR --icon FILE --out DIR [--wasm-opt PROGRAM]";
const PAGE: &str = include_str!("index.html");

fn main() -> Result<()> {
    let words: Vec<String> = std::env::args().skip(1).collect();
    match words.first().map(String::as_str) {
        Some("verify-page") => verify_page::make(&words[1..]),
        _ => screens(&Options::read(&words)?),
    }
}

fn screens(options: &Options) -> Result<()> {
    let work = options.out.with_extension("new");
    start_empty(&work)?;
    let script = bind(options, &work)?;
    let sheets = styles::copy(&options.patternfly, &options.styles, &work)?;
    let icon = add(&work, "daybook", "svg", &fs::read(&options.icon)?)?;
    fs::write(work.join("index.html"), page(&script, &sheets, &icon))?;
    replace(&work, &options.out)?;
    report(&options.out)
}

struct Options {
    wasm: PathBuf,
    patternfly: PathBuf,
    styles: PathBuf,
    icon: PathBuf,
    out: PathBuf,
    wasm_opt: Option<PathBuf>,
}

impl Options {
    fn read(words: &[String]) -> Result<Self> {
        let need = |name: &str| find(words, name).with_context(|| format!("{name} is missing: {USAGE}"));
        Ok(Self {
            wasm: need("--wasm")?,
            patternfly: need("--patternfly")?,
            styles: need("--styles")?,
            icon: need("--icon")?,
            out: need("--out")?,
            wasm_opt: find(words, "--wasm-opt"),
        })
    }
}

/// The value of an option.
fn find(words: &[String], name: &str) -> Option<PathBuf> {
    words.chunks_exact(2).find(|pair| pair[0] == name).map(|pair| PathBuf::from(&pair[1]))
}

/// The linker leaves what it does not find to be imported from "env", where nothing is: such a page would stay empty.
fn whole(script: &str) -> Result<()> {
    match script.contains("\"env\"") {
        true => {
            bail!("functions are missing in the wasm; a build of it was broken off: remove target-wasm and build anew")
        }
        false => Ok(()),
    }
}

/// Makes the wasm loadable and gives the name of the script that starts it.
fn bind(options: &Options, out: &Path) -> Result<String> {
    let raw = out.join("raw");
    Bindgen::new().input_path(&options.wasm).web(true)?.typescript(false).out_name("daybook").generate(&raw)?;
    let wasm = raw.join("daybook_bg.wasm");
    if let Some(optimiser) = &options.wasm_opt {
        optimise(optimiser, &wasm)?;
    }
    let wasm = add(out, "daybook", "wasm", &fs::read(wasm)?)?;
    let script = fs::read_to_string(raw.join("daybook.js"))?;
    whole(&script)?;
    let glue = add(out, "daybook", "js", script.as_bytes())?;
    if raw.join("snippets").exists() {
        fs::rename(raw.join("snippets"), out.join("snippets"))?;
    }
    fs::remove_dir_all(raw)?;
    let start = format!("import start from \"./{glue}\";\nawait start({{ module_or_path: \"./{wasm}\" }});\n");
    add(out, "start", "js", start.as_bytes())
}

fn optimise(optimiser: &Path, wasm: &Path) -> Result<()> {
    let status = Command::new(optimiser).args(["-Oz", "--all-features"]).arg(wasm).arg("-o").arg(wasm).status()?;
    match status.success() {
        true => Ok(()),
        false => bail!("{} failed ({status})", optimiser.display()),
    }
}

fn page(script: &str, sheets: &[String], icon: &str) -> String {
    let links: Vec<String> =
        sheets.iter().map(|sheet| format!("<link rel=\"stylesheet\" href=\"/{sheet}\">")).collect();
    PAGE.replace("{{icon}}", icon).replace("{{styles}}", &links.join("\n    ")).replace("{{script}}", script)
}

/// Writes a file under a name that changes with its content, and gives that name.
fn add(folder: &Path, name: &str, extension: &str, content: &[u8]) -> Result<String> {
    let hash = hex::encode(&Sha256::digest(content)[..8]);
    let name = format!("{name}-{hash}.{extension}");
    fs::write(folder.join(&name), content).with_context(|| name.clone())?;
    Ok(name)
}

fn start_empty(folder: &Path) -> Result<()> {
    if folder.exists() {
        fs::remove_dir_all(folder)?;
    }
    fs::create_dir_all(folder).with_context(|| folder.display().to_string())
}

fn replace(new: &Path, old: &Path) -> Result<()> {
    if old.exists() {
        fs::remove_dir_all(old)?;
    }
    fs::rename(new, old).with_context(|| old.display().to_string())
}

fn report(out: &Path) -> Result<()> {
    for entry in fs::read_dir(out)? {
        let entry = entry?;
        if entry.path().extension().is_some_and(|extension| extension == "wasm") {
            println!("{}: {} KiB", entry.path().display(), entry.metadata()?.len() / 1024);
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_that_lacks_functions_is_not_made() {
        assert!(whole("import * as import1 from \"env\"").is_err());
        assert!(whole("const environment = 1;").is_ok());
    }
}
