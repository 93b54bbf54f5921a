//! Style sheets: PatternFly with the fonts and pictures it names, then our own in the order of their names.

use std::{fs, path::Path};

use anyhow::{Context, Result};

/// Copies all sheets into `out` and gives their names in the order they apply in.
pub fn copy(patternfly: &Path, own: &Path, out: &Path) -> Result<Vec<String>> {
    let mut sheets = vec![copy_patternfly(patternfly, "patternfly.min.css", out)?];
    sheets.push(copy_patternfly(patternfly, "patternfly-addons.css", out)?);
    let mut files: Vec<_> = match own.exists() {
        true => fs::read_dir(own)?.map(|entry| Ok(entry?.path())).collect::<Result<_>>()?,
        false => Vec::new(),
    };
    files.retain(|file| file.extension().is_some_and(|extension| extension == "css"));
    files.sort();
    for file in files {
        let name = file.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        sheets.push(crate::add(out, &name, "css", &fs::read(&file)?)?);
    }
    Ok(sheets)
}

fn copy_patternfly(folder: &Path, sheet: &str, out: &Path) -> Result<String> {
    let text = fs::read_to_string(folder.join(sheet)).with_context(|| sheet.to_owned())?;
    for path in named_files(&text) {
        let (from, to) = (folder.join(path), out.join(path));
        if from.is_file() && !to.exists() {
            fs::create_dir_all(to.parent().unwrap_or(out))?;
            fs::copy(from, to)?;
        }
    }
    let name = sheet.trim_end_matches(".css").trim_end_matches(".min");
    let text = text.replace("/*# sourceMappingURL=patternfly.min.css.map */", "");
    crate::add(out, name, "css", text.as_bytes())
}

/// The files of its own package that a sheet refers to, as `url(assets/…)`.
fn named_files(sheet: &str) -> impl Iterator<Item = &str> {
    sheet
        .split("url(")
        .skip(1)
        .filter_map(|rest| rest.split(')').next())
        .map(|path| path.trim_matches(['"', '\'', ' ']).trim_start_matches("./"))
        .filter(|path| path.starts_with("assets/") && !path.contains(".."))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_files_of_the_package_itself_are_named() {
        let sheet = "a{src:url(assets/a.woff2) format(x)} b{background:url(\"./assets/b.svg\")} c{d:url(data:x)} e{f:url(assets/../../g)}";
        assert_eq!(named_files(sheet).collect::<Vec<_>>(), ["assets/a.woff2", "assets/b.svg"]);
    }
}
