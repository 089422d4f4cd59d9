//! Small crates made on the spot, and what cargo takes to build them.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use tokio::time::Instant;

use crate::Failed;
use crate::environment::root;

/// A crate in a directory of its own, which goes with this value.
pub struct Crate {
    home: PathBuf,
}

/// The time that a process and its children took, in seconds.
#[derive(Clone, Copy, Debug)]
pub struct Took {
    pub processor: f64,
    pub wall: f64,
}

impl Crate {
    /// A library with these dependencies, as lines of a manifest, and this source. Versions are
    /// those that the benches are locked to.
    pub fn new(name: &str, dependencies: &str, source: &str) -> Result<Self, Failed> {
        let home = std::env::temp_dir().join(format!("benches-{}-{name}", std::process::id()));
        let manifest = format!(
            "[package]\nname = \"{name}\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n\
             [dependencies]\n{dependencies}\n[workspace]\n"
        );
        fs::create_dir_all(home.join("src"))?;
        fs::write(home.join("Cargo.toml"), manifest)?;
        fs::copy(
            Path::new(root()).join("Cargo.lock"),
            home.join("Cargo.lock"),
        )?;
        let made = Self { home };
        made.write(source)?;
        Ok(made)
    }

    /// Replaces the source.
    pub fn write(&self, source: &str) -> Result<(), Failed> {
        Ok(fs::write(self.home.join("src/lib.rs"), source)?)
    }

    /// Runs cargo and returns the time that it took.
    pub fn cargo(&self, arguments: &[&str]) -> Result<Took, Failed> {
        let (begun, before) = (Instant::now(), of_children()?);
        let status = self.command(arguments).stdout(Stdio::null()).status()?;
        if !status.success() {
            return Err(format!(
                "`cargo {}` failed in {}",
                arguments.join(" "),
                self.home.display()
            )
            .into());
        }
        Ok(Took {
            processor: of_children()? - before,
            wall: begun.elapsed().as_secs_f64(),
        })
    }

    /// Runs cargo and returns what it printed.
    pub fn output(&self, arguments: &[&str]) -> Result<String, Failed> {
        let output = self.command(arguments).output()?;
        Ok(String::from_utf8(output.stdout)? + &String::from_utf8(output.stderr)?)
    }

    /// The time that each pass of the compiler takes, as it prints it where that is unlocked.
    pub fn passes(&self) -> Result<String, Failed> {
        let arguments = [
            "rustc",
            "--profile",
            "check",
            "--lib",
            "--",
            "-Ztime-passes",
        ];
        let output = self
            .command(&arguments)
            .env("RUSTC_BOOTSTRAP", "1")
            .output()?;
        Ok(String::from_utf8(output.stderr)? + &String::from_utf8(output.stdout)?)
    }

    /// Forgets everything that was built.
    pub fn clean(&self) -> Result<(), Failed> {
        match fs::remove_dir_all(self.home.join("target")) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(error.into()),
            _ => Ok(()),
        }
    }

    /// Settings of whoever started this are left out.
    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new("cargo");
        for (name, _) in std::env::vars().filter(|(name, _)| name.starts_with("CARGO_PROFILE")) {
            command.env_remove(name);
        }
        command
            .env_remove("RUSTFLAGS")
            .env("CARGO_TARGET_DIR", self.home.join("target"));
        command
            .arg(arguments[0])
            .arg("--quiet")
            .args(&arguments[1..])
            .current_dir(&self.home);
        command
    }
}

impl Drop for Crate {
    fn drop(&mut self) {
        // What stays behind is in the directory for temporary files.
        let _ = fs::remove_dir_all(&self.home);
    }
}

/// Seconds of processor time of all processes that were waited for: `cutime` and `cstime` of proc(5).
fn of_children() -> Result<f64, Failed> {
    const TICKS_PER_SECOND: f64 = 100.0;
    let text = fs::read_to_string("/proc/self/stat")?;
    let (_, fields) = text
        .rsplit_once(") ")
        .ok_or("no fields in /proc/self/stat")?;
    let fields = fields.split(' ').skip(13).take(2).map(str::parse::<f64>);
    Ok(fields.sum::<Result<f64, _>>()? / TICKS_PER_SECOND)
}
