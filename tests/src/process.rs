//! What a running process costs: its memory and its time on the processor, as Linux counts them.

use crate::error::{Error, Result};
use rustix::process::Pid;
use std::path::PathBuf;
use std::time::{Duration, Instant};

/// The unit of the times in `stat`: Linux shows every program 100 ticks a second, whatever it counts in itself.
const TICKS_PER_SECOND: f64 = 100.0;

/// Resident memory of a process, bytes.
///
/// # Errors
/// [`Error::File`] when the process is gone.
pub fn resident_memory(process: Pid) -> Result<u64> {
    let status = read(process, "status")?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    let kib = line.and_then(|rest| rest.trim().trim_end_matches(" kB").parse::<u64>().ok());
    kib.map(|kib| kib * 1024)
        .ok_or_else(|| Error::Unexpected(format!("no memory of process {}", process.as_raw_nonzero())))
}

/// Time that a process, with all its threads, has spent on the processor so far: in the program and in the kernel
/// for it. Linux counts it in steps of 10 ms.
///
/// # Errors
/// [`Error::File`] when the process is gone.
pub fn processor_time(process: Pid) -> Result<Duration> {
    let stat = read(process, "stat")?;
    let ticks =
        ticks(&stat).ok_or_else(|| Error::Unexpected(format!("no times of process {}", process.as_raw_nonzero())))?;
    Ok(Duration::from_secs_f64(ticks as f64 / TICKS_PER_SECOND))
}

/// How much of one core each process uses during `window`, percent.
///
/// # Errors
/// [`Error::File`] when one of them is gone.
pub async fn percent_of_a_core(processes: &[Pid], window: Duration) -> Result<Vec<f64>> {
    let times = || processes.iter().map(|process| processor_time(*process)).collect::<Result<Vec<_>>>();
    let (begun, before) = (Instant::now(), times()?);
    tokio::time::sleep(window).await;
    let (elapsed, after) = (begun.elapsed(), times()?);
    let share = |(after, before): (Duration, Duration)| (after - before).as_secs_f64() * 100.0 / elapsed.as_secs_f64();
    Ok(after.into_iter().zip(before).map(share).collect())
}

/// All processes that a process has begun, and they in turn, which run a program of this name; itself included.
///
/// # Errors
/// [`Error::File`] when the system does not list its processes.
pub fn family(first: Pid, program: &str) -> Result<Vec<Pid>> {
    let folder = PathBuf::from("/proc");
    let entries = std::fs::read_dir(&folder).map_err(Error::file(&folder))?;
    let numbers = entries.flatten().filter_map(|entry| entry.file_name().to_str()?.parse().ok());
    // Whoever ended meanwhile belongs to nobody.
    let all: Vec<(Pid, Pid, String)> = numbers.filter_map(Pid::from_raw).filter_map(parent).collect();
    let mut family = vec![first];
    for at in 0.. {
        let Some(&of) = family.get(at) else { break };
        family.extend(all.iter().filter(|(_, parent, _)| *parent == of).map(|(process, ..)| *process));
    }
    family.retain(|process| all.iter().any(|(other, _, name)| other == process && name == program));
    Ok(family)
}

/// A process, who began it, and the name of its program.
fn parent(process: Pid) -> Option<(Pid, Pid, String)> {
    let stat = read(process, "stat").ok()?;
    let (before, after) = stat.rsplit_once(')')?;
    let (_, name) = before.split_once('(')?;
    let parent = after.split_whitespace().nth(1)?.parse().ok()?;
    Some((process, Pid::from_raw(parent)?, name.to_owned()))
}

/// `utime` and `stime` of proc(5): the 14th and 15th field. The second, the name, may hold spaces and brackets.
fn ticks(stat: &str) -> Option<u64> {
    let (_, after_name) = stat.rsplit_once(')')?;
    let mut fields = after_name.split_whitespace().skip(11);
    Some(fields.next()?.parse::<u64>().ok()? + fields.next()?.parse::<u64>().ok()?)
}

fn read(process: Pid, name: &str) -> Result<String> {
    let file = PathBuf::from(format!("/proc/{}/{name}", process.as_raw_nonzero()));
    std::fs::read_to_string(&file).map_err(Error::file(&file))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_found_behind_the_strangest_name() {
        let stat = "7 (a) b) (c) S 1 7 7 0 -1 4194560 4118 0 3 0 120 34 5 6 20 0 9 0 77 1 2";
        assert_eq!(ticks(stat), Some(154));
        assert_eq!(ticks("7 (cut"), None);
    }

    #[test]
    fn the_family_of_a_process_has_its_children_and_no_other_program() {
        let this = rustix::process::getpid();
        let (_, _, name) = parent(this).unwrap();
        let child = crate::child::Kept::start(std::process::Command::new("sleep").arg("60")).unwrap();
        assert_eq!(family(this, &name).unwrap(), [this]);
        assert_eq!(family(this, "sleep").unwrap().len(), 1);
        drop(child);
        assert_eq!(family(this, "sleep").unwrap(), []);
    }

    #[test]
    fn a_process_that_works_has_memory_and_spends_time() {
        let this = rustix::process::getpid();
        let before = processor_time(this).unwrap();
        while processor_time(this).unwrap() == before {
            std::hint::black_box((0..100_000_u64).sum::<u64>());
        }
        assert!(resident_memory(this).unwrap() > 100_000);
    }
}
