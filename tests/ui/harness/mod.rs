//! Compiles the cases without cargo, and compares the messages with the expected ones.
//!
//! trybuild runs `cargo check` in a directory of its own, which builds every dependency once more before
//! the first case: minutes of work that nothing else can use. The libraries that the tests are
//! linked with exist whenever a test runs, and rustc compiles a case against them in a tenth of a
//! second. The messages are normalized as trybuild normalizes them, and `trybuild_prints_the_same`
//! holds the two together.

pub(crate) mod compiler;
mod libraries;
pub(crate) mod normalize;

use std::env;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use compiler::Compiler;

/// Compiles every case and panics with all that is printed otherwise than the `.stderr` files say.
///
/// `TRYBUILD=overwrite` writes these files anew, as it does with trybuild.
pub(crate) fn compare(
    compiler: &Compiler,
    cases: &[PathBuf],
    words: impl Fn(&Path, &[String]) -> String + Sync,
) {
    assert!(!cases.is_empty(), "there are no cases to compile");
    let mut wrong = String::new();
    for (case, messages) in cases.iter().zip(compiler.check_all(cases)) {
        let printed = words(case, &messages);
        if printed.is_empty() {
            let _ = writeln!(wrong, "{} compiles", case.display());
        } else if !is_expected(case, &printed) {
            let _ = writeln!(wrong, "{}\n{printed}", case.display());
        }
    }
    assert!(wrong.is_empty(), "unexpected messages:\n{wrong}");
}

/// Compares with the `.stderr` file beside a case, or writes it anew when trybuild would.
fn is_expected(case: &Path, printed: &str) -> bool {
    let expected = case.with_extension("stderr");
    if env::var_os("TRYBUILD").is_some_and(|mode| mode == "overwrite") {
        fs::write(&expected, printed).unwrap();
    }
    fs::read_to_string(&expected).is_ok_and(|expected| expected == printed)
}
