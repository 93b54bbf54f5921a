//! Takes the verify page in where it has been built.

use std::{env, fs, io, path::PathBuf};

fn main() -> io::Result<()> {
    // The folder is always there, so that nothing is built anew only because the page is not.
    println!("cargo:rerun-if-changed=../dist");
    let page = fs::read("../dist/verify.html").unwrap_or_else(|_| {
        println!("cargo:warning=built without the verify page: `cargo xtask ui` makes it");
        Vec::new()
    });
    let out = env::var_os("OUT_DIR").map(PathBuf::from).unwrap_or_default();
    fs::write(out.join("verify.html"), page)
}
