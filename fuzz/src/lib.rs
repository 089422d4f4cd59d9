//! The parts of the library that are fuzzed, by way of what anybody can call.

pub mod inputs;
