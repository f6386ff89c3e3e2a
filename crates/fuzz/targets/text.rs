//! Runs [`kamachat_fuzz::text`] under libFuzzer.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| kamachat_fuzz::text(data));
