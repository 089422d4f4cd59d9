//! Runs a process under valgrind's callgrind and reads what it counted.

use std::collections::BTreeMap;
use std::fs;
use std::process::{Command, Stdio};

use crate::Failed;
use crate::origin;

/// The calls of the C library that take memory.
const HEAP: &[&str] = &[
    "malloc",
    "calloc",
    "realloc",
    "posix_memalign",
    "aligned_alloc",
];

/// The caches that are simulated: eight ways each, lines of 64 bytes.
const CACHES: [&str; 4] = [
    "--cache-sim=yes",
    "--I1=32768,8,64",
    "--D1=32768,8,64",
    "--LL=524288,8,64",
];

/// The counts of what a process executed. They may be the difference of two processes.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Profile {
    /// All instructions of user space.
    pub instructions: u64,
    /// Calls that take memory from the heap.
    pub heap_calls: u64,
    /// Reads and writes of data that a first cache of 32 KiB, as most processors have, does not hold.
    pub misses: u64,
    /// Instructions that a first cache of 32 KiB does not hold.
    pub instruction_misses: u64,
    /// Instructions by function, what it calls left out.
    pub functions: BTreeMap<String, u64>,
    /// Instructions of copying and comparing memory, by who asked for it.
    pub copies: BTreeMap<String, u64>,
}

impl Profile {
    /// The counts of this process beyond those of the other.
    #[must_use]
    pub fn beyond(&self, less: &Self) -> Self {
        Self {
            instructions: self.instructions.saturating_sub(less.instructions),
            heap_calls: self.heap_calls.saturating_sub(less.heap_calls),
            misses: self.misses.saturating_sub(less.misses),
            instruction_misses: self
                .instruction_misses
                .saturating_sub(less.instruction_misses),
            functions: beyond(&self.functions, &less.functions),
            copies: beyond(&self.copies, &less.copies),
        }
    }

    /// Instructions by the crate whose function it is.
    #[must_use]
    pub fn crates(&self) -> BTreeMap<String, u64> {
        let mut crates = BTreeMap::new();
        for (name, count) in &self.functions {
            *crates.entry(origin::of(name)).or_default() += count;
        }
        crates
    }
}

fn beyond(more: &BTreeMap<String, u64>, less: &BTreeMap<String, u64>) -> BTreeMap<String, u64> {
    let beyond = more.iter().map(|(name, count)| {
        let base = less.get(name).unwrap_or(&0);
        (name.clone(), count.saturating_sub(*base))
    });
    beyond.collect()
}

/// Runs this program with other arguments, and counts.
pub fn profile(arguments: &[&str]) -> Result<Profile, Failed> {
    let out = std::env::temp_dir().join(format!("callgrind.{}.out", std::process::id()));
    let status = Command::new("valgrind")
        .args(["--tool=callgrind", "--demangle=no", "--quiet"])
        .args(CACHES)
        .arg(format!("--callgrind-out-file={}", out.display()))
        .arg(std::env::current_exe()?)
        .args(arguments)
        .stdout(Stdio::null())
        .status()
        .map_err(|error| format!("valgrind cannot be run: {error}"))?;
    let text = fs::read_to_string(&out);
    let _ = fs::remove_file(&out);
    if !status.success() {
        return Err(format!("`bench {}` failed under valgrind", arguments.join(" ")).into());
    }
    read(&text?)
}

/// Reads callgrind's format: `fn=` begins a function, `calls=` announces the cost of a callee.
fn read(text: &str) -> Result<Profile, Failed> {
    let mut profile = Profile::default();
    let mut names = BTreeMap::new();
    let mut events = Events::default();
    let (mut current, mut callee) = (String::new(), String::new());
    let mut lines = text.lines();
    while let Some(line) = lines.next() {
        if let Some(names) = line.strip_prefix("events: ") {
            events = Events::named(names);
        } else if let Some(name) = line.strip_prefix("fn=") {
            current = resolve(name, &mut names);
        } else if let Some(name) = line.strip_prefix("cfn=") {
            callee = resolve(name, &mut names);
        } else if let Some(counts) = line.strip_prefix("calls=") {
            let cost = events.cost(lines.next().unwrap_or_default())?.instructions;
            if origin::of(&callee) == "memory" {
                let edge = format!("{callee} < {current}");
                *profile.copies.entry(edge).or_default() += cost;
            }
            if HEAP.contains(&callee.as_str()) {
                let count = counts.split(' ').next().unwrap_or_default();
                profile.heap_calls += count.parse::<u64>()?;
            }
        } else if line.starts_with(|first: char| first.is_ascii_digit() || "+-*".contains(first)) {
            let cost = events.cost(line)?;
            profile.instructions += cost.instructions;
            profile.misses += cost.misses;
            profile.instruction_misses += cost.instruction_misses;
            *profile.functions.entry(current.clone()).or_default() += cost.instructions;
        }
    }
    Ok(profile)
}

/// The columns of a line of costs, behind the place in the source.
#[derive(Default)]
struct Events(Vec<String>);

/// The counts in such a line.
#[derive(Default)]
struct LineCost {
    instructions: u64,
    misses: u64,
    instruction_misses: u64,
}

impl Events {
    fn named(names: &str) -> Self {
        Self(names.split(' ').map(str::to_owned).collect())
    }

    /// Zeros at the end of a line are left out.
    fn cost(&self, line: &str) -> Result<LineCost, Failed> {
        let mut cost = LineCost::default();
        for (event, count) in self.0.iter().zip(line.split(' ').skip(1)) {
            let count = count.parse::<u64>()?;
            match event.as_str() {
                "Ir" => cost.instructions += count,
                "I1mr" => cost.instruction_misses += count,
                "D1mr" | "D1mw" => cost.misses += count,
                _ => {}
            }
        }
        Ok(cost)
    }
}

/// `(12) name` gives a number to a name, `(12)` stands for it.
fn resolve(text: &str, names: &mut BTreeMap<String, String>) -> String {
    let (number, name) = text.split_once(' ').unwrap_or((text, ""));
    if name.is_empty() {
        return names
            .get(number)
            .cloned()
            .unwrap_or_else(|| text.to_owned());
    }
    // What is called within itself has a number after its name.
    let (name, _) = name.split_once('\'').unwrap_or((name, ""));
    let name = format!("{:#}", rustc_demangle::demangle(name));
    names.insert(number.to_owned(), name.clone());
    name
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "\
version: 1
events: Ir Dr I1mr D1mr D1mw
summary: 125 9 6 3 4

ob=(1) /a
fl=(1) main.rs
fn=(1) _ZN7benches4main17h0123456789abcdefE
1 20 5 2 1
cfn=(2) malloc
calls=3 0
+1 90 4 4 2 4
fi=(2) other.rs
4 5

fn=(2)
0 90 3 4 2 4
* 10 1
totals: 125
";

    #[test]
    fn costs_of_callees_are_not_counted_twice() {
        let profile = read(TEXT).unwrap();
        let totals = (profile.instructions, profile.heap_calls, profile.misses);
        assert_eq!(totals, (125, 3, 7));
        assert_eq!(profile.instruction_misses, 6);
        assert_eq!(profile.functions["benches::main"], 25);
        assert_eq!(profile.functions["malloc"], 100);
    }

    #[test]
    fn a_difference_is_taken_function_by_function() {
        let profile = read(TEXT).unwrap();
        let nothing = profile.beyond(&profile);
        assert_eq!((nothing.instructions, nothing.heap_calls), (0, 0));
        assert!(nothing.functions.values().all(|count| *count == 0));
    }
}
