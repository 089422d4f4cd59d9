//! Guards: what the calls of one client know of each other.

mod budget;
