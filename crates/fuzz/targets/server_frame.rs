//! Runs [`kamachat_fuzz::server_frame`] under libFuzzer.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| kamachat_fuzz::server_frame(data));
