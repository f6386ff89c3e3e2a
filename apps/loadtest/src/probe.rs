//! How long the disk takes to keep a promise: every durable figure follows it, so it is always printed beside.

use std::{
    fs::OpenOptions,
    io::{self, Write},
    path::Path,
    time::Instant,
};

use crate::stats::{Latencies, Summary};

/// Appends of 4 KiB, each with `fdatasync`.
const APPENDS: usize = 200;

/// Measures in `folder`; the file is removed again.
pub fn fsync(folder: &Path) -> io::Result<Summary> {
    let path = folder.join("fsync-probe");
    let mut file = OpenOptions::new().create(true).append(true).open(&path)?;
    let block = [0x5a; 4096];
    let mut times = Latencies::default();
    for _ in 0..APPENDS {
        let begin = Instant::now();
        file.write_all(&block)?;
        file.sync_data()?;
        times.add(begin.elapsed());
    }
    std::fs::remove_file(&path)?;
    Ok(times.summary())
}
