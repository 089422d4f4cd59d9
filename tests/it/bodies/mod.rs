//! Request bodies: replayed byte for byte, compressed, or read from files.

mod compressed;
mod empty_bodies;
mod files;
mod optional;
mod replayed;
mod uploads;
