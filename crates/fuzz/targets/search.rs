//! Runs [`kamachat_fuzz::search`] under libFuzzer.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| kamachat_fuzz::search(data));
