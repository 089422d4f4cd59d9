//! rustc, called once for each case, on all processors.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use serde_json::Value;

use super::libraries::Libraries;

/// The compiler, with all that it has to know beside the case.
#[derive(Debug)]
pub(crate) struct Compiler {
    edition: &'static str,
    externs: Vec<(String, PathBuf)>,
    /// The folders of the libraries on which those of `externs` depend.
    searched: Vec<PathBuf>,
}

impl Compiler {
    /// Compiles cases as a program with our dependencies and all features that our tests have.
    pub(crate) fn with_features() -> Self {
        let libraries = Libraries::of_this_test();
        let facade = libraries.file("retry-client").to_owned();
        let mut externs = libraries.of("retry-client");
        let searched = vec![facade.parent().unwrap().to_owned()];
        externs.push(("retry_client".into(), facade));
        Self {
            edition: "2024",
            externs,
            searched,
        }
    }

    /// Compiles cases against a library without any feature, in the edition before ours.
    ///
    /// The library is compiled for this, against the dependencies that it has with features: it is
    /// our own features that the cases are about.
    pub(crate) fn without_features() -> Self {
        let libraries = Libraries::of_this_test();
        let built = Path::new(env!("CARGO_TARGET_TMPDIR")).join("featureless");
        let deps = libraries.file("retry-client").parent().unwrap().to_owned();
        let mut compiler = Self {
            edition: "2024",
            externs: libraries.of("retry-runtime"),
            searched: vec![deps, built.clone()],
        };
        for (name, root) in [
            ("retry_runtime", "retry-runtime/src/lib.rs"),
            ("retry_client", "src/lib.rs"),
        ] {
            let mut command = compiler.command(Path::new(root));
            command.args([
                "--crate-type=lib",
                "--crate-name",
                name,
                "--cap-lints=allow",
            ]);
            let output = command.arg("--out-dir").arg(&built).output().unwrap();
            let printed = String::from_utf8_lossy(&output.stderr);
            assert!(output.status.success(), "{printed}");
            let library = (name.into(), built.join(format!("lib{name}.rmeta")));
            compiler.externs = libraries.of("retry-client");
            compiler
                .externs
                .retain(|(known, _)| known != "retry_runtime");
            compiler.externs.push(library);
        }
        compiler.edition = "2021";
        compiler
    }

    /// The messages of the compiler about each of these programs, in their order.
    pub(crate) fn check_all(&self, cases: &[PathBuf]) -> Vec<Vec<String>> {
        let workers = thread::available_parallelism().map_or(1, usize::from);
        let next = AtomicUsize::new(0);
        let messages = Mutex::new(vec![Vec::new(); cases.len()]);
        thread::scope(|scope| {
            for _ in 0..workers {
                scope.spawn(|| {
                    loop {
                        let index = next.fetch_add(1, Ordering::Relaxed);
                        let Some(case) = cases.get(index) else { break };
                        let said = self.check(case);
                        messages.lock().unwrap()[index] = said;
                    }
                });
            }
        });
        messages.into_inner().unwrap()
    }

    /// The messages of the compiler about one program: none, if it compiles.
    fn check(&self, case: &Path) -> Vec<String> {
        self.check_as("bin", case)
    }

    /// The messages of the compiler about one library: none, if it compiles.
    pub(crate) fn check_library(&self, case: &Path) -> Vec<String> {
        self.check_as("lib", case)
    }

    fn check_as(&self, kind: &str, case: &Path) -> Vec<String> {
        let built = Path::new(env!("CARGO_TARGET_TMPDIR")).join("ui");
        let mut command = self.command(case);
        command.args([
            "--crate-type",
            kind,
            "--crate-name=case",
            "--allow=dead_code",
        ]);
        let output = command.arg("--out-dir").arg(built).output().unwrap();
        let messages = messages(&output);
        let is_rejected = !output.status.success();
        let printed = String::from_utf8_lossy(&output.stderr);
        assert_eq!(
            is_rejected,
            !messages.is_empty(),
            "{}\n{printed}",
            case.display()
        );
        messages
    }

    fn command(&self, root: &Path) -> Command {
        let here = Path::new(env!("CARGO_MANIFEST_DIR"));
        // The compiler beside cargo, as the one on the path may belong to another toolchain.
        let mut command = Command::new(Path::new(env!("CARGO")).with_file_name("rustc"));
        command
            .current_dir(here)
            .arg(root.strip_prefix(here).unwrap_or(root))
            .args(["--edition", self.edition, "--emit=metadata", "--verbose"])
            .args(["--error-format=json", "--diagnostic-width=140"]);
        for (name, library) in &self.externs {
            command
                .arg("--extern")
                .arg(format!("{name}={}", library.display()));
        }
        for folder in &self.searched {
            command
                .arg("-L")
                .arg(format!("dependency={}", folder.display()));
        }
        command
    }
}

/// The errors and warnings, as they are shown; not the summary after them.
fn messages(output: &Output) -> Vec<String> {
    let mut all = Vec::<String>::new();
    for line in output.stderr.split(|byte| *byte == b'\n') {
        let Ok(message) = serde_json::from_slice::<Value>(line) else {
            continue;
        };
        let is_summary = message["spans"].as_array().is_none_or(Vec::is_empty);
        if let Some(shown) = message["rendered"].as_str()
            && !is_summary
            // The compiler repeats an error that two expansions of one macro have.
            && !all.iter().any(|said| said == shown)
        {
            all.push(shown.to_owned());
        }
    }
    all
}
