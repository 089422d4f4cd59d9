//! A file of results per measurement, from which the report is made.

use std::fs;
use std::path::PathBuf;

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use crate::Failed;
use crate::environment::{Environment, root};

/// The content of a file.
#[derive(Debug, Deserialize, Serialize)]
pub struct Results<T> {
    pub environment: Environment,
    pub measured: T,
}

/// Writes `results/<name>.json`.
pub fn save<T: Serialize>(name: &str, measured: T) -> Result<(), Failed> {
    let environment = Environment::read()?;
    let results = Results {
        environment,
        measured,
    };
    let path = path(name);
    fs::create_dir_all(path.with_file_name(""))?;
    fs::write(path, serde_json::to_string_pretty(&results)? + "\n")?;
    Ok(())
}

/// Writes `results/<name>.json`, and keeps what stands there of others.
pub fn save_beside<T>(
    name: &str,
    mut measured: Vec<T>,
    same: fn(&T, &T) -> bool,
) -> Result<(), Failed>
where
    T: DeserializeOwned + Serialize,
{
    if let Ok(earlier) = load::<Vec<T>>(name) {
        let mut all = earlier.measured;
        for new in measured {
            match all.iter_mut().find(|old| same(old, &new)) {
                Some(old) => *old = new,
                None => all.push(new),
            }
        }
        measured = all;
    }
    save(name, measured)
}

/// Reads `results/<name>.json`.
pub fn load<T: DeserializeOwned>(name: &str) -> Result<Results<T>, Failed> {
    let path = path(name);
    let text = fs::read_to_string(&path).map_err(|error| format!("{}: {error}", path.display()))?;
    Ok(serde_json::from_str(&text)?)
}

fn path(name: &str) -> PathBuf {
    [root(), "results", &format!("{name}.json")]
        .iter()
        .collect()
}
