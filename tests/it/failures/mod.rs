//! Failures: everything that can go wrong, and what an error says about it.

mod built;
mod chaos;
mod connections;
mod dropped;
mod error_bodies;
mod errors;
mod faults;
mod panics;
mod redirects;
