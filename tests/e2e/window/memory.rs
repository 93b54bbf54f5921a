//! What a process still holds in its memory, as a core dump would show it.

use std::{
    fs::File,
    io::{BufRead, BufReader},
    os::unix::fs::FileExt,
};

use anyhow::{Context, Result};

const STEP: usize = 1 << 20;

/// Which of `words` the writable memory of a process holds, in UTF-8 or UTF-16.
pub fn words_in_process(process: u32, words: &[&str]) -> Result<Vec<String>> {
    let memory = File::open(format!("/proc/{process}/mem"))?;
    let maps = BufReader::new(File::open(format!("/proc/{process}/maps"))?);
    let mut found = Vec::new();
    for line in maps.lines() {
        if let Some((from, to)) = writable(&line?) {
            search(&memory, from, to, words, &mut found);
        }
    }
    found.sort();
    found.dedup();
    Ok(found)
}

/// Whether `content` holds `word`, in UTF-8 or UTF-16.
pub fn holds(content: &[u8], word: &str) -> bool {
    let wide: Vec<u8> = word.encode_utf16().flat_map(u16::to_le_bytes).collect();
    contains(content, word.as_bytes()) || contains(content, &wide)
}

fn contains(content: &[u8], word: &[u8]) -> bool {
    let Some(first) = word.first() else { return true };
    let mut rest = content;
    while let Some(at) = rest.iter().position(|byte| byte == first) {
        if rest[at..].starts_with(word) {
            return true;
        }
        rest = &rest[at + 1..];
    }
    false
}

/// The range of a line of `/proc/…/maps`, if it is writable memory.
fn writable(line: &str) -> Option<(u64, u64)> {
    let mut words = line.split_whitespace();
    let (from, to) = words.next()?.split_once('-')?;
    if !words.next()?.starts_with("rw") {
        return None;
    }
    Some((u64::from_str_radix(from, 16).ok()?, u64::from_str_radix(to, 16).ok()?))
}

/// Pages that the kernel does not hand out (devices, guards) end a range early.
fn search(memory: &File, from: u64, to: u64, words: &[&str], found: &mut Vec<String>) {
    let mut buffer = vec![0; STEP + 256];
    let mut at = from;
    while at < to {
        let length = usize::try_from(to - at).map_or(buffer.len(), |left| left.min(buffer.len()));
        let Ok(read) = memory.read_at(&mut buffer[..length], at).context("unreadable") else { return };
        if read == 0 {
            return;
        }
        found.extend(words.iter().filter(|word| holds(&buffer[..read], word)).map(|word| (*word).to_owned()));
        at += u64::try_from(read.min(STEP)).unwrap_or(to);
    }
}
