//! The verify page: script, style sheet and wasm in one HTML file that allows itself nothing from anywhere.

use std::{fs, path::Path};

use anyhow::{Context, Result, ensure};
use base64::{Engine, prelude::BASE64_STANDARD};
use sha2::{Digest, Sha256};
use wasm_bindgen_cli_support::Bindgen;

use crate::{find, optimise, start_empty, whole};

/// How it is called.
pub const USAGE: &str = "xtask-bundle verify-page --wasm FILE --page DIR --out FILE [--wasm-opt PROGRAM]";

/// Makes the page from its wasm and the folder of its parts.
pub fn make(words: &[String]) -> Result<()> {
    let need = |name: &str| find(words, name).with_context(|| format!("{name} is missing: {USAGE}"));
    let (wasm, page, out) = (need("--wasm")?, need("--page")?, need("--out")?);
    let work = out.with_extension("new");
    start_empty(&work)?;
    // An imported module cannot be loaded from file://, so the glue is a plain script.
    Bindgen::new().input_path(&wasm).no_modules(true)?.typescript(false).out_name("verify").generate(&work)?;
    let wasm = work.join("verify_bg.wasm");
    if let Some(optimiser) = find(words, "--wasm-opt") {
        optimise(&optimiser, &wasm)?;
    }
    let read = |path: &Path| fs::read_to_string(path).with_context(|| path.display().to_string());
    let glue = read(&work.join("verify.js"))?;
    whole(&glue)?;
    let script = format!("{glue}\n{}", read(&page.join("page.js"))?);
    let html = assemble(
        &read(&page.join("page.html"))?,
        &read(&page.join("page.css"))?,
        &script,
        &BASE64_STANDARD.encode(fs::read(&wasm)?),
    )?;
    fs::remove_dir_all(&work)?;
    if let Some(folder) = out.parent() {
        fs::create_dir_all(folder)?;
    }
    // Programs take the page in: they are not to be built anew for the same one.
    if fs::read(&out).is_ok_and(|old| old == html.as_bytes()) {
        return Ok(());
    }
    fs::write(&out, &html).with_context(|| out.display().to_string())?;
    println!("{}: {} KiB", out.display(), html.len() / 1024);
    Ok(())
}

fn assemble(page: &str, style: &str, script: &str, wasm: &str) -> Result<String> {
    ensure!(!script.contains("</script") && !script.contains("<!--"), "the script would end its own element");
    let policy = format!(
        "default-src 'none'; script-src '{}' 'wasm-unsafe-eval'; style-src '{}'; base-uri 'none'; form-action 'none'",
        hash(script),
        hash(style)
    );
    // The largest last: a placeholder in what has been put in already would be filled too.
    let html = page.replace("{{policy}}", &policy).replace("{{style}}", style);
    let (before, after) = html.split_once("{{script}}").context("the page has no place for its script")?;
    let (start, end) = before.split_once("{{wasm}}").context("the page has no place for its wasm")?;
    Ok([start, wasm, end, script, after].concat())
}

/// As a content security policy names it.
fn hash(content: &str) -> String {
    format!("sha256-{}", BASE64_STANDARD.encode(Sha256::digest(content)))
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: &str =
        "<meta content=\"{{policy}}\"><style>{{style}}</style><p>{{wasm}}</p><script>{{script}}</script>";

    #[test]
    fn everything_is_in_the_page_and_nothing_else_is_allowed() {
        let html = assemble(PAGE, "a{}", "run('{{wasm}}')", "AGFzbQ==").unwrap();
        assert!(html.contains("<style>a{}</style><p>AGFzbQ==</p><script>run('{{wasm}}')</script>"), "{html}");
        assert!(html.contains("default-src 'none'") && !html.contains("http"), "{html}");
        assert!(html.contains(&hash("a{}")) && html.contains(&hash("run('{{wasm}}')")));
    }

    #[test]
    fn a_script_that_would_end_itself_is_refused() {
        assert!(assemble(PAGE, "", "'</script>'", "").is_err());
    }
}
