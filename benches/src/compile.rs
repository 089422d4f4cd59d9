//! The cost to the compiler of a client of many methods: declared, written by hand over reqwest,
//! and the trait alone.

use std::fmt::Write as _;

use serde::{Deserialize, Serialize};

use crate::Failed;
use crate::build::median;
use crate::cargo::Crate;
use crate::environment::root;
use crate::results;

/// The result file.
pub const NAME: &str = "compile";

/// One way of writing it.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct Measured {
    pub name: String,
    pub methods: usize,
    /// Seconds of processor time of `cargo check` after a change, the median of all rounds.
    pub check: f64,
    /// Milliseconds that all macros of the crate took, of the wall clock.
    pub expansion: f64,
}

/// Measures all three.
pub fn measure(methods: usize, rounds: usize) -> Result<(), Failed> {
    let sources = [
        ("declared", declared(methods)?),
        ("written by hand", by_hand(methods)?),
        ("the trait alone", alone(methods)?),
    ];
    println!(
        "{methods} methods {:>40} {:>14}",
        "check, s", "expansion, ms"
    );
    let measure = |(name, source): (&str, String)| {
        let (check, expansion) = rounds_of(name, &source, rounds)?;
        println!("{name:<40} {check:>11.2} {expansion:>14.0}");
        Ok::<_, Failed>(Measured {
            name: name.to_owned(),
            methods,
            check,
            expansion,
        })
    };
    let all = sources
        .into_iter()
        .map(measure)
        .collect::<Result<Vec<_>, _>>()?;
    results::save(NAME, all)
}

fn rounds_of(name: &str, source: &str, rounds: usize) -> Result<(f64, f64), Failed> {
    let dependencies = format!(
        "retry-client = {{ path = \"{}/..\", default-features = false }}\n\
         reqwest = {{ version = \"0.13\", default-features = false, features = [\"json\"] }}\n\
         serde = {{ version = \"1\", features = [\"derive\"] }}\n",
        root()
    );
    let head = "#![allow(unused_imports)]\n\
                pub use reqwest as _; pub use retry_client as _;\n\
                #[derive(serde::Deserialize)] pub struct Item { pub id: u64 }\n";
    let source = format!("{head}{source}");
    let made = Crate::new(&name.replace(' ', "-"), &dependencies, &source)?;
    made.cargo(&["check"])?;
    let (mut checks, mut expansions) = (Vec::new(), Vec::new());
    for round in 0..rounds {
        made.write(&format!("{source}// {round}\n"))?;
        checks.push(made.cargo(&["check"])?.processor);
    }
    for round in 0..rounds {
        made.write(&format!("{source}// once more {round}\n"))?;
        let passes = made.passes()?;
        let passes = passes
            .lines()
            .filter(|line| line.ends_with("macro_expand_crate"));
        let seconds = passes.filter_map(|line| {
            line.split_whitespace()
                .nth(1)?
                .trim_end_matches(';')
                .parse::<f64>()
                .ok()
        });
        expansions.push(1_000.0 * seconds.sum::<f64>());
    }
    Ok((median(checks), median(expansions)))
}

fn declared(methods: usize) -> Result<String, Failed> {
    let mut source = "#[retry_client::client(base_url = \"http://localhost\")]\n#[retry(attempts = 3)]\npub trait Api {\n".to_owned();
    for i in 0..methods {
        writeln!(
            source,
            "#[get(\"/m{i}/{{id}}\")] async fn m{i}(&self, id: u64, #[query] q: Option<&str>) -> retry_client::Result<Item>;"
        )?;
    }
    Ok(source + "}\n")
}

fn alone(methods: usize) -> Result<String, Failed> {
    let mut source = "#[allow(async_fn_in_trait)]\npub trait Api {\n".to_owned();
    for i in 0..methods {
        writeln!(
            source,
            "async fn m{i}(&self, id: u64, q: Option<&str>) -> retry_client::Result<Item>;"
        )?;
    }
    Ok(source + "}\n")
}

fn by_hand(methods: usize) -> Result<String, Failed> {
    let mut source =
        "pub struct Api { http: reqwest::Client, base: String }\nimpl Api {\n".to_owned();
    for i in 0..methods {
        writeln!(
            source,
            "pub async fn m{i}(&self, id: u64, q: Option<&str>) -> reqwest::Result<Item> {{
                let mut tried = 0;
                loop {{
                    tried += 1;
                    let mut url = reqwest::Url::parse(&format!(\"{{}}/m{i}/{{id}}\", self.base)).unwrap();
                    if let Some(q) = q {{ url.query_pairs_mut().append_pair(\"q\", q); }}
                    match self.http.get(url).send().await {{
                        Ok(answer) if tried < 3 && answer.status().is_server_error() => {{}}
                        Ok(answer) => return answer.error_for_status()?.json().await,
                        Err(error) if tried >= 3 => return Err(error),
                        Err(_) => {{}}
                    }}
                }}
            }}"
        )?;
    }
    Ok(source + "}\n")
}
