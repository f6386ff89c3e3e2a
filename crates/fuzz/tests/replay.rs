//! Everything that a fuzzer found before, as an ordinary test.

use std::{fs, panic, path::PathBuf};

use kamachat_fuzz::TARGETS;

fn corpus() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("corpus")
}

#[test]
fn no_target_panics_at_what_is_kept() {
    let mut broken = Vec::new();
    for (name, target) in TARGETS {
        let mut files: Vec<PathBuf> =
            fs::read_dir(corpus().join(name)).unwrap().map(|entry| entry.unwrap().path()).collect();
        files.sort();
        assert!(!files.is_empty(), "{name} has no corpus");
        for file in files {
            let bytes = fs::read(&file).unwrap();
            if panic::catch_unwind(|| target(&bytes)).is_err() {
                broken.push(file);
            }
        }
    }
    assert!(broken.is_empty(), "{broken:?}");
}

#[test]
fn a_corpus_belongs_to_a_target() {
    let folders =
        fs::read_dir(corpus()).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let mut folders: Vec<String> = folders.collect();
    folders.sort();
    assert_eq!(folders, TARGETS.map(|(name, _)| name));
}
