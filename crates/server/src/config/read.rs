//! Putting file, environment and flags together.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use toml::{Table, Value};

use super::{Config, ConfigError};

/// What every variable of the environment begins with.
pub const PREFIX: &str = "DAYBOOK_LEDGER_";
/// Name the file, and what `fsck` reads with; not settings themselves.
const NO_SETTINGS: [&str; 2] = ["DAYBOOK_LEDGER_CONFIG", "DAYBOOK_LEDGER_TOKEN"];

/// What the command line may say over everything else.
#[derive(Clone, Debug, Default)]
pub struct Flags {
    /// The log's folder.
    pub home: Option<PathBuf>,
    /// Where the log is served.
    pub listen: Option<SocketAddr>,
    /// Who is asked for cosignatures, if anybody is named.
    pub witnesses: Vec<String>,
}

/// The settings: those of the file, if one is named, over the usual ones; the environment's over them; the flags over all.
pub fn read(
    file: Option<&Path>,
    environment: impl IntoIterator<Item = (String, String)>,
    flags: &Flags,
) -> Result<Config, ConfigError> {
    let mut settings = match file {
        Some(path) => read_file(path)?,
        None => Table::new(),
    };
    let name = file.map_or_else(|| "the environment".to_owned(), |path| path.display().to_string());
    // Before the environment's, so that a mistake in the file is said to be in the file.
    parse(settings.clone(), &name)?;
    for (variable, value) in environment.into_iter().filter(|(name, _)| name.starts_with(PREFIX)) {
        if !NO_SETTINGS.contains(&variable.as_str()) {
            set(&mut settings, &variable, &value)?;
        }
    }
    let mut config = parse(settings, "the environment")?;
    if let Some(home) = &flags.home {
        config.home.clone_from(home);
    }
    config.listen = flags.listen.unwrap_or(config.listen);
    if !flags.witnesses.is_empty() {
        config.witnesses.ask.clone_from(&flags.witnesses);
    }
    config.check()?;
    Ok(config)
}

/// Every setting there is, as `section.name`, with its usual value.
pub fn keys() -> Vec<(String, Value)> {
    let usual = Table::try_from(Config::default()).unwrap_or_default();
    usual.into_iter().flat_map(|(name, value)| flat(name, value)).collect()
}

fn flat(name: String, value: Value) -> Vec<(String, Value)> {
    match value {
        Value::Table(inner) => inner.into_iter().map(|(key, value)| (format!("{name}.{key}"), value)).collect(),
        value => vec![(name, value)],
    }
}

fn read_file(path: &Path) -> Result<Table, ConfigError> {
    let name = path.display().to_string();
    let text = std::fs::read_to_string(path).map_err(|source| ConfigError::File { path: name.clone(), source })?;
    text.parse().map_err(|why: toml::de::Error| ConfigError::Malformed { path: name, why: why.to_string() })
}

fn parse(settings: Table, path: &str) -> Result<Config, ConfigError> {
    let parsed = settings.try_into();
    parsed.map_err(|why: toml::de::Error| ConfigError::Malformed { path: path.into(), why: why.message().into() })
}

/// `DAYBOOK_LEDGER_LIMITS_BODY_BYTES` sets `limits.body_bytes`.
fn set(settings: &mut Table, variable: &str, text: &str) -> Result<(), ConfigError> {
    let mut known = keys().into_iter();
    let (key, usual) = known
        .find(|(key, _)| variable == format!("{PREFIX}{}", key.replace('.', "_").to_uppercase()))
        .ok_or_else(|| ConfigError::UnknownVariable(variable.into()))?;
    let wrong = |why: &str| ConfigError::Variable { name: variable.into(), why: why.into() };
    let value = match usual {
        Value::Integer(_) => Value::Integer(text.trim().parse().map_err(|_| wrong("not a whole number"))?),
        Value::Boolean(_) => Value::Boolean(text.trim().parse().map_err(|_| wrong("neither true nor false"))?),
        Value::Array(_) => Value::Array(list(text)),
        _ => Value::String(text.into()),
    };
    match key.split_once('.') {
        None => drop(settings.insert(key, value)),
        Some((section, name)) => {
            let section = settings.entry(section).or_insert_with(|| Value::Table(Table::new()));
            let section = section.as_table_mut().ok_or_else(|| wrong("its section is not one"))?;
            section.insert(name.into(), value);
        }
    }
    Ok(())
}

/// Comma-separated.
fn list(text: &str) -> Vec<Value> {
    text.split(',').map(str::trim).filter(|item| !item.is_empty()).map(|item| Value::String(item.into())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn env(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
        pairs.iter().map(|(name, value)| ((*name).into(), (*value).into())).collect()
    }

    fn file(text: &str) -> (tempfile::TempDir, PathBuf) {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("ledger.toml");
        std::fs::write(&path, text).unwrap();
        (dir, path)
    }

    fn read_with(text: &str, pairs: &[(&str, &str)], flags: &Flags) -> Result<Config, String> {
        let (_dir, path) = file(text);
        read(Some(&path), env(pairs), flags).map_err(|why| why.to_string())
    }

    #[test]
    fn flags_go_over_the_environment_and_that_over_the_file() {
        let text = "listen = \"127.0.0.1:1\"\nhome = \"/file\"\n[limits]\nconnections = 7\nheader_seconds = 8\n";
        let pairs = [
            ("DAYBOOK_LEDGER_LISTEN", "127.0.0.1:2"),
            ("DAYBOOK_LEDGER_HOME", "/env"),
            ("DAYBOOK_LEDGER_LIMITS_CONNECTIONS", "9"),
            ("DAYBOOK_LEDGER_ACCESS_PUBLIC_ENTRIES", "true"),
            ("DAYBOOK_LEDGER_ACCESS_TRUSTED_PROXIES", "127.0.0.1, ::1"),
            ("DAYBOOK_LEDGER_LOG_FORMAT", "text"),
            ("DAYBOOK_LEDGER_CONFIG", "ledger.toml"),
            ("PATH", "/usr/bin"),
        ];
        let flags = Flags { listen: Some("127.0.0.1:3".parse().unwrap()), ..Flags::default() };
        let config = read_with(text, &pairs, &flags).unwrap();
        assert_eq!(config.listen.port(), 3);
        assert_eq!(config.home, PathBuf::from("/env"));
        assert_eq!((config.limits.connections, config.limits.header_seconds), (9, 8));
        assert_eq!(config.limits.body_bytes, Config::default().limits.body_bytes);
        assert!(config.access.public_entries);
        assert_eq!(config.access.trusted_proxies.len(), 2);
        assert_eq!(config.log.format, super::super::LogFormat::Text);
    }

    #[test]
    fn without_anything_it_is_as_usual() {
        assert_eq!(read(None, env(&[]), &Flags::default()).unwrap(), Config::default());
    }

    #[test]
    fn every_setting_can_be_set_by_the_environment() {
        for (key, usual) in keys() {
            let name = format!("{PREFIX}{}", key.replace('.', "_").to_uppercase());
            let text = match usual {
                Value::String(text) => text,
                Value::Array(_) => String::new(),
                other => other.to_string(),
            };
            let config = read(None, env(&[(&name, &text)]), &Flags::default());
            assert_eq!(config.unwrap(), Config::default(), "{name}");
        }
    }

    #[test]
    fn what_is_no_setting_is_named() {
        let refused = |text: &str, pairs: &[(&str, &str)]| read_with(text, pairs, &Flags::default()).unwrap_err();
        assert!(refused("lissten = \"x\"", &[]).contains("lissten"));
        assert!(refused("[limits]\nconections = 1", &[]).contains("conections"));
        assert!(refused("[limits", &[]).contains("ledger.toml"));
        assert!(refused("listen = \"here\"", &[]).contains("ledger.toml"));
        assert!(refused("", &[("DAYBOOK_LEDGER_LISSTEN", "x")]).contains("DAYBOOK_LEDGER_LISSTEN"));
        assert!(refused("", &[("DAYBOOK_LEDGER_LIMITS_CONNECTIONS", "many")]).contains("whole number"));
        assert!(refused("", &[("DAYBOOK_LEDGER_ACCESS_PUBLIC_ENTRIES", "yes")]).contains("neither true nor false"));
        let absent = read(Some(Path::new("/nowhere/ledger.toml")), env(&[]), &Flags::default());
        assert!(absent.unwrap_err().to_string().contains("/nowhere/ledger.toml"));
    }
}
