//! Documents are held to what they speak of.

use std::fs;
use std::path::{Path, PathBuf};

use retry_client::Settings;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn read(path: &str) -> String {
    fs::read_to_string(root().join(path)).unwrap()
}

/// The files of a folder, by their names.
fn files(folder: &str, extension: &str) -> Vec<String> {
    let entries = fs::read_dir(root().join(folder)).unwrap();
    let paths = entries.map(|entry| entry.unwrap().path());
    let wanted = |path: &PathBuf| path.extension().is_some_and(|found| found == extension);
    let mut names: Vec<String> = paths
        .filter(wanted)
        .map(|path| path.file_name().unwrap().to_string_lossy().into_owned())
        .collect();
    names.sort();
    names
}

/// A block of code: what stands behind its fence, and its lines.
struct Block {
    words: String,
    lines: Vec<String>,
}

fn blocks(text: &str) -> Vec<Block> {
    let mut blocks = Vec::new();
    let mut lines = text.lines();
    while let Some(line) = lines.next() {
        if let Some(words) = line.strip_prefix("```") {
            blocks.push(Block {
                words: words.to_owned(),
                lines: lines
                    .by_ref()
                    .take_while(|line| *line != "```")
                    .map(str::to_owned)
                    .collect(),
            });
        }
    }
    blocks
}

/// The files that a document links to beside itself.
fn links(text: &str) -> Vec<&str> {
    let targets = text.split("](").skip(1);
    let targets = targets.filter_map(|rest| rest.split(')').next());
    targets.filter(|target| !target.contains("://")).collect()
}

#[test]
fn every_example_is_listed_and_every_listed_example_exists() {
    let text = read("examples/README.md");
    let listed = links(&text);
    for name in files("examples", "rs") {
        assert!(
            listed.contains(&&*name),
            "{name} is not in examples/README.md"
        );
    }
    for name in listed {
        assert!(
            root().join("examples").join(name).exists(),
            "there is no {name}"
        );
    }
}

#[test]
fn every_example_says_how_to_run_it() {
    for name in files("examples", "rs") {
        let text = read(&format!("examples/{name}"));
        let header: Vec<&str> = text
            .lines()
            .take_while(|line| line.starts_with("//!"))
            .collect();
        let stem = name.trim_end_matches(".rs");
        let is_told = header
            .iter()
            .any(|line| line.starts_with("//! Run with `cargo ") && line.contains(stem));
        assert!(is_told, "{name}: {header:#?}");
    }
}

#[test]
fn every_link_of_the_documents_has_a_target() {
    for (folder, name) in [
        ("", "README.md"),
        ("", "CONTRIBUTING.md"),
        ("docs", "docs/mutants.md"),
        ("docs", "docs/scale.md"),
        ("examples", "examples/README.md"),
        ("retry-openapi", "retry-openapi/README.md"),
    ] {
        let text = read(name);
        let targets = links(&text);
        assert!(!targets.is_empty(), "{name} has no links");
        for target in targets {
            let path = root().join(folder).join(target);
            assert!(path.exists(), "{name} links to {target}");
        }
    }
}

#[test]
fn every_chapter_is_in_the_guide_and_in_its_table() {
    let guide = read("src/guide.rs");
    let chapters = files("docs/guide", "md");
    assert!(chapters.len() >= 13, "{chapters:?}");
    for name in chapters {
        let stem = name.trim_end_matches(".md");
        let included = format!("#[doc = include_str!(\"../docs/guide/{name}\")]\n");
        let is_there = guide.contains(&included) && guide.contains(&format!("pub mod {stem} {{}}"));
        assert!(is_there, "{name} is not included");
        assert!(
            guide.contains(&format!("//! | [`{stem}`] | ")),
            "{stem} is not in the table"
        );
    }
}

#[test]
fn snippets_that_the_readme_does_not_compile_are_compiled_in_the_guide() {
    let chapters = files("docs/guide", "md");
    let compiled: Vec<String> = chapters
        .iter()
        .flat_map(|name| blocks(&read(&format!("docs/guide/{name}"))))
        .filter(|block| block.words == "rust" || block.words == "rust,no_run")
        .flat_map(|block| block.lines)
        .collect();
    let readme = blocks(&read("README.md"));
    let ignored = readme.iter().filter(|block| block.words == "rust,ignore");
    let lines: Vec<&String> = ignored.flat_map(|block| &block.lines).collect();
    assert!(!lines.is_empty());
    for line in lines {
        assert!(compiled.contains(line), "no chapter has: {line}");
    }
}

#[test]
fn the_cookbook_has_eleven_recipes_under_thirty_lines() {
    let blocks = blocks(&read("docs/guide/cookbook.md"));
    assert_eq!(blocks.len(), 11);
    for block in blocks {
        assert!(["rust", "rust,no_run"].contains(&&*block.words));
        assert!(
            block.lines.len() < 30,
            "{} lines: {:#?}",
            block.lines.len(),
            block.lines
        );
    }
}

#[test]
fn the_chapter_on_settings_names_every_key() {
    let error = serde_json::from_str::<Settings>(r#"{"attemps": 3}"#).unwrap_err();
    let error = error.to_string();
    let keys = error.split('`').skip(3).step_by(2);
    let keys: Vec<&str> = keys.filter(|key| *key != "attemps").collect();
    assert!(keys.contains(&"max_body") && keys.len() >= 19, "{error}");
    let chapter = read("docs/guide/settings.md");
    for key in keys {
        assert!(chapter.contains(&format!("`{key}`")), "{key} is not named");
    }
}

#[test]
fn the_readme_counts_the_rules() {
    let table = read("tests/ui/README.md");
    let is_rule = |line: &&str| line.starts_with("| ") && line.as_bytes()[2].is_ascii_digit();
    let rules = table.lines().filter(is_rule).count();
    assert!(
        read("README.md").contains(&format!("{rules} rules")),
        "{rules} rules"
    );
}

#[test]
fn every_path_in_the_page_for_contributors_exists() {
    let text = read("CONTRIBUTING.md") + &read("RELEASING.md") + &read("docs/mutants.md");
    let folders = [
        "retry-macros/",
        "retry-runtime/",
        "tests/",
        "docs/",
        "src/",
        "examples/",
    ];
    // Capitals stand for a name to be chosen.
    let is_path = |word: &&str| {
        let has_folder = folders.iter().any(|folder| word.starts_with(folder));
        has_folder && !word.contains(' ') && !word.contains("NAME") && !word.contains("STAGE")
    };
    let paths: Vec<&str> = text.split('`').skip(1).step_by(2).filter(is_path).collect();
    assert!(paths.len() >= 20, "{paths:?}");
    for path in paths {
        assert!(root().join(path).exists(), "there is no {path}");
    }
}

#[test]
fn the_compiler_error_in_the_readme_is_what_the_compiler_prints() {
    let readme = read("README.md");
    let error = blocks(&readme)
        .into_iter()
        .find(|block| {
            block
                .lines
                .first()
                .is_some_and(|line| line.starts_with("error: "))
        })
        .expect("the README shows an error");
    let message = error
        .lines
        .iter()
        .take_while(|line| !line.starts_with(" -->"));
    let unwrapped = message
        .map(|line| line.trim())
        .collect::<Vec<_>>()
        .join(" ");
    let printed = read("tests/ui/safety/post_is_retried.stderr");
    assert_eq!(printed.lines().next(), Some(&*unwrapped));
}
