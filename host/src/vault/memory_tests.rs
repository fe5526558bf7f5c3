//! No key lies open in memory, neither while the vault is open nor after: another process opens and closes it, and this
//! one reads its memory.
#![cfg(target_os = "linux")]

use super::crash_tests::other_process;
use super::passphrase;
use super::sample::{Home, started};
use std::fs::File;
use std::io::{BufRead, BufReader, Read, Seek, SeekFrom};
use std::process::Stdio;

const SESSION: &str = "a session that is easily found";
/// More than any region of such a process that holds something, bytes.
const LARGEST: u64 = 128 << 20;

/// Where the memory of a process that may be written holds one of the texts.
fn places_of(process: u32, texts: &[Vec<u8>]) -> usize {
    let maps = std::fs::read_to_string(format!("/proc/{process}/maps")).unwrap();
    let mut memory = File::open(format!("/proc/{process}/mem")).unwrap();
    let regions =
        maps.lines().filter(|line| line.split_whitespace().nth(1).is_some_and(|rights| rights.starts_with("rw")));
    let mut found = 0;
    for region in regions {
        let (from, to) = region.split_whitespace().next().unwrap().split_once('-').unwrap();
        let address = |text: &str| u64::from_str_radix(text, 16).unwrap();
        let mut bytes = vec![0; usize::try_from((address(to) - address(from)).min(LARGEST)).unwrap()];
        memory.seek(SeekFrom::Start(address(from))).unwrap();
        // Pages that were never touched and those of devices cannot be read; what is before them was.
        let mut length = 0;
        while let Ok(read @ 1..) = memory.read(&mut bytes[length..]) {
            length += read;
        }
        let starts =
            texts.iter().map(|text| bytes[..length].windows(text.len()).filter(|window| window == text).count());
        found += starts.sum::<usize>();
    }
    found
}

/// Waits until the other process says that it has done its part.
fn told(lines: &mut impl Iterator<Item = std::io::Result<String>>) {
    assert!(lines.by_ref().any(|line| line.unwrap().starts_with("kept")), "it ended before");
}

#[test]
fn neither_key_nor_passphrase_is_in_memory_once_the_vault_was_opened_nor_when_it_is_closed() {
    let home = Home::new();
    home.open().append(&started("before", 1)).unwrap();
    let words = passphrase::read(&home.passphrase()).unwrap();
    let key = passphrase::load(&home.vault().join("vault.key.json")).unwrap().unwrap().unlock(&words).unwrap();
    let hex = key.to_hex();
    let secret =
        [key.bytes(), hex.as_bytes(), hex.to_uppercase().as_bytes(), words.reveal().as_bytes()].map(<[u8]>::to_vec);
    let mut child = other_process(&home, "open and close", SESSION).stdin(Stdio::piped()).spawn().unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    told(&mut lines);
    assert!(places_of(child.id(), &[SESSION.to_uppercase().into()]) > 0, "the search finds what is on the heap");
    // SQLCipher keeps its copy masked, and takes the mask off for the moments of its use.
    let while_open = places_of(child.id(), &secret);
    drop(child.stdin.take());
    told(&mut lines);
    let closed = places_of(child.id(), &secret);
    child.kill().unwrap();
    child.wait().unwrap();
    assert_eq!((while_open, closed), (0, 0));
}
