//! What a measurement was made on: processor, memory, kernel, disk. Figures mean nothing without it.

use std::{
    fs::{self, File},
    io::Write,
    time::Instant,
};

use anyhow::{Context, Result};

use crate::report::{figure, percentile};

const FLUSHES: usize = 200;

/// A few lines about this machine, as Markdown.
pub fn facts() -> Result<String> {
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let cpuinfo = fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let model = after(&cpuinfo, "model name").unwrap_or("unknown processor");
    let meminfo = fs::read_to_string("/proc/meminfo").unwrap_or_default();
    let memory_kib: f64 =
        after(&meminfo, "MemTotal").and_then(|text| text.split(' ').next()?.parse().ok()).unwrap_or(0.0);
    let kernel = fs::read_to_string("/proc/sys/kernel/osrelease").unwrap_or_default();
    let load = fs::read_to_string("/proc/loadavg").unwrap_or_default();
    let load = load.split(' ').take(3).collect::<Vec<_>>().join(" ");
    let (median, worst) = flush_ms()?;
    Ok(format!(
        "Machine: {cores} cores of {model}, {} GiB of memory, Linux {}; load before the run {load}.\n\
         Disk: writing 4 KiB and waiting for it takes {} ms in the middle, {} ms at the 99th percentile.",
        figure(memory_kib / 1_048_576.0),
        kernel.trim(),
        figure(median),
        figure(worst),
    ))
}

/// How long a small durable write takes, in milliseconds: median and 99th percentile.
fn flush_ms() -> Result<(f64, f64)> {
    fs::create_dir_all("target/bench")?;
    let mut file = File::create("target/bench/flush").context("target/bench")?;
    let mut times = Vec::with_capacity(FLUSHES);
    for _ in 0..FLUSHES {
        let begun = Instant::now();
        file.write_all(&[0x5A; 4096])?;
        file.sync_data()?;
        times.push(begun.elapsed().as_secs_f64() * 1_000.0);
    }
    fs::remove_file("target/bench/flush")?;
    times.sort_by(f64::total_cmp);
    Ok((percentile(&times, 0.5), percentile(&times, 0.99)))
}

/// A field of this process's, or another's, `/proc/<pid>/status`, in KiB: `VmRSS`, `VmHWM`.
pub fn memory_kib(pid: u32, field: &str) -> Result<u64> {
    let status = fs::read_to_string(format!("/proc/{pid}/status"))?;
    after(&status, field).and_then(|text| text.split(' ').next()?.parse().ok()).context("/proc/<pid>/status")
}

/// Database pages that SQLite keeps in this process, decrypted, in KiB.
#[allow(unsafe_code, reason = "SQLite counts them, and nothing safe asks it")]
pub fn page_cache_kib() -> u64 {
    let (mut now, mut most) = (0_i64, 0_i64);
    let counted = rusqlite::ffi::SQLITE_STATUS_PAGECACHE_OVERFLOW;
    // SAFETY: both places live as long as the call, which only writes a number to each.
    unsafe { rusqlite::ffi::sqlite3_status64(counted, &mut now, &mut most, 0) };
    now.unsigned_abs() / 1_024
}

/// Processor seconds a process has used.
pub fn cpu_seconds(pid: u32) -> Result<f64> {
    let stat = fs::read_to_string(format!("/proc/{pid}/stat"))?;
    let after = stat.rsplit(')').next().context("stat")?;
    let ticks = |at: usize| after.split_whitespace().nth(at).and_then(|text| text.parse::<f64>().ok());
    let (user, system) = ticks(11).zip(ticks(12)).context("stat")?;
    // USER_HZ is 100 on every Linux that counts.
    Ok((user + system) / 100.0)
}

fn after<'a>(text: &'a str, name: &str) -> Option<&'a str> {
    let line = text.lines().find(|line| line.starts_with(name))?;
    line.split_once(':').map(|(_, value)| value.trim())
}
