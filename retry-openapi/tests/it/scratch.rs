//! A crate of generated modules, built by cargo without the network.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use syn::{File, Item, UseTree};

/// Dependencies that generated types need.
pub(crate) const SERDE: &str =
    "serde = { version = \"1\", features = [\"derive\"] }\nserde_json = \"1\"\n";

/// A package below the target directory.
#[derive(Debug)]
pub(crate) struct Scratch {
    folder: PathBuf,
}

impl Scratch {
    /// An empty package with these lines under `[dependencies]`.
    pub(crate) fn new(name: &str, dependencies: &str) -> Self {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
        let _ = fs::remove_dir_all(folder.join("src"));
        fs::create_dir_all(folder.join("src")).expect("a folder");
        let manifest = format!(
            "[package]\nname = \"{name}\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[workspace]\n\n[dependencies]\n{dependencies}\n\
             [profile.dev]\ndebug = 0\ndebug-assertions = false\nincremental = false\n"
        );
        fs::write(folder.join("Cargo.toml"), manifest).expect("a manifest");
        // The versions that are built anyway.
        let lock = Path::new(env!("CARGO_MANIFEST_DIR")).join("../Cargo.lock");
        fs::copy(lock, folder.join("Cargo.lock")).expect("a lock file");
        Self { folder }
    }

    pub(crate) fn write(&self, file: &str, text: &str) {
        fs::write(self.folder.join("src").join(file), text).expect("a file");
    }

    /// Runs cargo in it. Gives everything that it said, and whether it succeeded.
    pub(crate) fn cargo(&self, arguments: &[&str]) -> (String, bool) {
        let target = Path::new(env!("CARGO_TARGET_TMPDIR")).join("..");
        let output = Command::new(env!("CARGO"))
            .args(&arguments[..1])
            .arg("--offline")
            .args(&arguments[1..])
            .current_dir(&self.folder)
            .env("CARGO_TARGET_DIR", target)
            .output()
            .expect("cargo runs");
        let said =
            [output.stdout, output.stderr].map(|said| String::from_utf8_lossy(&said).into_owned());
        (said.join("\n"), output.status.success())
    }
}

/// The module without its traits, which need all of `retry-client`.
pub(crate) fn types_only(source: &str) -> String {
    let mut file: File = syn::parse_str(source).expect("the module is Rust");
    file.items.retain(|item| match item {
        Item::Trait(_) => false,
        Item::Use(import) => {
            !matches!(&import.tree, UseTree::Path(path) if path.ident == "retry_client")
        }
        _ => true,
    });
    let mut text = "#![allow(dead_code, unused_imports)]\n".to_owned();
    text.push_str(&prettyplease::unparse(&file));
    text
}
