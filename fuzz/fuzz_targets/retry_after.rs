#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| retry_client_fuzz::inputs::retry_after(data));
