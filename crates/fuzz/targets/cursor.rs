//! Runs [`kamachat_fuzz::cursor`] under libFuzzer.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| kamachat_fuzz::cursor(data));
