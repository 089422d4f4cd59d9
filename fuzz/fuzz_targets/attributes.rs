#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| retry_macros_fuzzed::fuzzing::attributes(data));
