//! What a process still holds in its memory, as a core dump would show it.

use std::{
    fs::File,
    io::{BufRead, BufReader},
    os::unix::fs::FileExt,
};

use anyhow::{Context, Result};
use memchr::memmem;

const STEP: usize = 1 << 20;
/// So many bytes `pagemap` has for each page.
const ENTRY: usize = 8;

/// Which of `words` the writable memory of a process holds, in UTF-8 or UTF-16.
pub fn words_in_process(process: u32, words: &[&str]) -> Result<Vec<String>> {
    let memory = File::open(format!("/proc/{process}/mem"))?;
    let mut found = Vec::new();
    for (from, to) in written_ranges(process)? {
        search(&memory, from, to, words, &mut found);
    }
    found.sort();
    found.dedup();
    Ok(found)
}

/// The processes that a process started.
pub fn children(process: u32) -> Result<Vec<u32>> {
    let mut children = Vec::new();
    for thread in std::fs::read_dir(format!("/proc/{process}/task"))? {
        let listed = std::fs::read_to_string(thread?.path().join("children")).unwrap_or_default();
        children.extend(listed.split_whitespace().filter_map(|child| child.parse::<u32>().ok()));
    }
    Ok(children)
}

/// Processor time that a process has used, in ticks; none once it is gone.
pub fn time_used(process: u32) -> u64 {
    let stat = std::fs::read_to_string(format!("/proc/{process}/stat")).unwrap_or_default();
    // Behind the name, which is in brackets and may hold anything: state, then numbers; user and system time are the 12th and 13th.
    let numbers = stat.rsplit_once(')').map_or("", |(_, numbers)| numbers);
    numbers.split_whitespace().skip(11).take(2).filter_map(|ticks| ticks.parse::<u64>().ok()).sum()
}

/// Whether a process has a file of that name open.
pub fn has_open(process: u32, name: &str) -> Result<bool> {
    let files = std::fs::read_dir(format!("/proc/{process}/fd"))?;
    let mut targets = files.flatten().filter_map(|file| std::fs::read_link(file.path()).ok());
    Ok(targets.any(|target| target.file_name().is_some_and(|file| file == name)))
}

/// Whether `content` holds `word`, in UTF-8 or UTF-16.
pub fn holds(content: &[u8], word: &str) -> bool {
    let wide: Vec<u8> = word.encode_utf16().flat_map(u16::to_le_bytes).collect();
    memmem::find(content, word.as_bytes()).is_some() || memmem::find(content, &wide).is_some()
}

/// The writable pages that hold anything, in ranges: JavaScript engines reserve many gigabytes of which they touch a few pages.
fn written_ranges(process: u32) -> Result<Vec<(u64, u64)>> {
    let maps = BufReader::new(File::open(format!("/proc/{process}/smaps"))?);
    let pages = File::open(format!("/proc/{process}/pagemap"))?;
    let (mut ranges, mut range) = (Vec::new(), None);
    for line in maps.lines() {
        let line = line?;
        let mut words = line.split_whitespace();
        match (words.next(), words.next()) {
            (Some("Rss:"), Some(kib)) if kib != "0" => {
                if let Some((from, to)) = range.take() {
                    add_touched(&pages, from, to, &mut ranges);
                }
            }
            (Some(bounds), Some(rights)) if !bounds.ends_with(':') => range = writable(bounds, rights),
            _ => {}
        }
    }
    Ok(ranges)
}

/// What of a range is in memory or was moved out of it, as `pagemap` tells: eight bytes for a page, of which the two highest bits say so.
fn add_touched(pages: &File, from: u64, to: u64, ranges: &mut Vec<(u64, u64)>) {
    let page = rustix::param::page_size() as u64;
    let (mut entries, mut at) = ([0; ENTRY * 4096], from);
    while at < to {
        let left = usize::try_from((to - at) / page).unwrap_or(usize::MAX).saturating_mul(ENTRY).min(entries.len());
        let read = pages.read_at(&mut entries[..left], at / page * ENTRY as u64).unwrap_or_default();
        if read < ENTRY {
            // Not told: all of it is looked at.
            ranges.push((at, to));
            return;
        }
        for entry in entries[..read].chunks_exact(ENTRY) {
            if entry[ENTRY - 1] & 0xc0 != 0 {
                match ranges.last_mut() {
                    Some(last) if last.1 == at => last.1 += page,
                    _ => ranges.push((at, at + page)),
                }
            }
            at += page;
        }
    }
}

fn writable(bounds: &str, rights: &str) -> Option<(u64, u64)> {
    let (from, to) = bounds.split_once('-').filter(|_| rights.starts_with("rw"))?;
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
