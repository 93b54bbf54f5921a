//! Where the ledger server is, as somebody typed it.

use std::net::IpAddr;

use reqwest::Url;
use thiserror::Error;

/// A server's address: `https`, or `http` where it was typed out or stays on this computer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ServerAddress(Url);

/// Why an address cannot be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum AddressError {
    /// It is not a URL with a host.
    #[error("this is not an address; it looks like https://ledger.example.org")]
    NotAnAddress,
    /// Neither `https` nor `http`.
    #[error("an address begins with https://")]
    Scheme,
}

impl ServerAddress {
    /// Reads what was typed. Without a scheme it is `https`, and `http` for this very computer.
    pub fn parse(typed: &str) -> Result<Self, AddressError> {
        let typed = typed.trim();
        let url = match typed.contains("://") {
            true => Url::parse(typed),
            false => Url::parse(&format!("https://{typed}")),
        };
        let mut url = url.map_err(|_| AddressError::NotAnAddress)?;
        if !typed.contains("://") && is_loopback(&url) {
            url.set_scheme("http").map_err(|()| AddressError::Scheme)?;
        }
        if !matches!(url.scheme(), "https" | "http") {
            return Err(AddressError::Scheme);
        }
        if url.host_str().is_none_or(str::is_empty) || !url.username().is_empty() || url.password().is_some() {
            return Err(AddressError::NotAnAddress);
        }
        url.set_query(None);
        url.set_fragment(None);
        if !url.path().ends_with('/') {
            let path = format!("{}/", url.path());
            url.set_path(&path);
        }
        Ok(Self(url))
    }

    /// The URL of `path` (without a leading slash) at this server.
    pub fn join(&self, path: &str) -> Result<Url, AddressError> {
        self.0.join(path).map_err(|_| AddressError::NotAnAddress)
    }

    /// Whether nobody on the way can read along.
    pub fn is_encrypted(&self) -> bool {
        self.0.scheme() == "https"
    }
}

impl std::fmt::Display for ServerAddress {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.0.as_str().trim_end_matches('/'))
    }
}

fn is_loopback(url: &Url) -> bool {
    let host = url.host_str().unwrap_or_default().trim_matches(['[', ']']);
    host == "localhost" || host.parse::<IpAddr>().is_ok_and(|ip| ip.is_loopback())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_without_a_scheme_is_encrypted_unless_it_stays_here() {
        for (typed, meant) in [
            ("ledger.example.org", "https://ledger.example.org"),
            ("127.0.0.1:8080", "http://127.0.0.1:8080"),
            ("localhost:8080", "http://localhost:8080"),
            ("[::1]:8080", "http://[::1]:8080"),
            (" https://ledger.example.org/log/ ", "https://ledger.example.org/log"),
            ("http://10.0.0.5:8080", "http://10.0.0.5:8080"),
        ] {
            assert_eq!(ServerAddress::parse(typed).unwrap().to_string(), meant, "{typed}");
        }
    }

    #[test]
    fn what_is_no_address_is_refused() {
        for typed in ["", "https://", "ftp://example.org", "file:///etc/passwd", "https://me:secret@example.org"] {
            assert!(ServerAddress::parse(typed).is_err(), "{typed}");
        }
    }

    #[test]
    fn paths_stay_below_the_address() {
        let address = ServerAddress::parse("https://example.org/log").unwrap();
        assert_eq!(address.join("tile/0/000").unwrap().as_str(), "https://example.org/log/tile/0/000");
    }
}
