//! What is fuzzed of the library, by what anybody can call.

pub mod inputs;
