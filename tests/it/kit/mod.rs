//! The test kit, and transports other than the built-in one.

mod testing;
mod transports;
