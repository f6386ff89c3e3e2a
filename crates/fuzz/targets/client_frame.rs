//! Runs [`kamachat_fuzz::client_frame`] under libFuzzer.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| kamachat_fuzz::client_frame(data));
