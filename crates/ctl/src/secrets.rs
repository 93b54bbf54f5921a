//! Passwords: from a prompt, or line by line from a file descriptor; never from the command line.

use std::{
    fs::File,
    io::{self, Read},
    sync::{Mutex, PoisonError},
};

use zeroize::Zeroizing;

use crate::exit::Failure;

/// Where passwords come from.
pub enum Secrets {
    /// Whoever sits at the terminal.
    Prompt,
    /// The lines of an open file descriptor, in the order in which they are asked for.
    Lines(Mutex<File>),
}

impl Secrets {
    /// From descriptor `fd`, else by asking.
    pub fn from(fd: Option<u32>) -> Result<Self, Failure> {
        let Some(fd) = fd else { return Ok(Self::Prompt) };
        let path = format!("/dev/fd/{fd}");
        File::open(&path)
            .map(|file| Self::Lines(Mutex::new(file)))
            .map_err(|_| Failure::Usage(format!("File descriptor {fd} is not open for reading.")))
    }

    /// The next password.
    pub fn ask(&self, what: &str) -> Result<Zeroizing<String>, Failure> {
        match self {
            Self::Prompt => prompt(what),
            Self::Lines(file) => next_line(&mut *file.lock().unwrap_or_else(PoisonError::into_inner)),
        }
    }

    /// A password that is being chosen: typed twice at a prompt.
    pub fn choose(&self, what: &str) -> Result<Zeroizing<String>, Failure> {
        let first = self.ask(what)?;
        if matches!(self, Self::Prompt) && *prompt(&format!("{what}, again"))? != *first {
            return Err(Failure::Usage("The two passwords differ.".to_owned()));
        }
        Ok(first)
    }
}

fn prompt(what: &str) -> Result<Zeroizing<String>, Failure> {
    rpassword::prompt_password(format!("{what}: ")).map(Zeroizing::new).map_err(|_| {
        Failure::Usage("There is no terminal to ask for the password; hand it over with --password-fd N.".to_owned())
    })
}

/// Byte by byte, so that nothing beyond the line is taken from a descriptor that others may read on.
fn next_line(file: &mut impl Read) -> Result<Zeroizing<String>, Failure> {
    let mut line = Zeroizing::new(Vec::with_capacity(256));
    let mut byte = [0];
    while line.len() < 4096 && file.read(&mut byte).map_err(unreadable)? == 1 && byte[0] != b'\n' {
        line.push(byte[0]);
    }
    if line.last() == Some(&b'\r') {
        line.pop();
    }
    if line.is_empty() {
        return Err(Failure::Usage("The file descriptor holds no (further) password; one a line.".to_owned()));
    }
    let text = std::str::from_utf8(&line).map_err(|_| Failure::Usage("The password is not UTF-8.".to_owned()))?;
    Ok(Zeroizing::new(text.to_owned()))
}

fn unreadable(error: io::Error) -> Failure {
    Failure::Machine("The password cannot be read", error)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn lines_are_taken_one_by_one() {
        let mut file: &[u8] = b"first one\r\nsecond";
        assert_eq!(*next_line(&mut file).unwrap(), "first one");
        assert_eq!(*next_line(&mut file).unwrap(), "second");
        assert!(next_line(&mut file).is_err());
    }
}
