//! Declarations in surroundings that generated code must not depend on. That they compile, under the
//! strictest lints, is most of the test.

mod fragments;
mod lints;
mod names;
mod prelude;
mod reexport;
mod shapes;
