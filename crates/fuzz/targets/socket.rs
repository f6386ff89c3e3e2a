//! Runs [`kamachat_fuzz::socket`] under libFuzzer.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| kamachat_fuzz::socket(data));
