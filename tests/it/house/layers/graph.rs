//! Which file needs which, and the circles among them.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::fs;

use super::source::{Path, Source};

/// The number of re-exports that one name may come through.
const FAR: usize = 32;

/// The files of a crate that are compiled without its tests, by their modules.
#[derive(Debug)]
pub(super) struct Graph(BTreeMap<Path, Source>);

impl Graph {
    /// Reads the files below a folder, from its `lib.rs` on.
    pub(super) fn of_folder(folder: &std::path::Path) -> Self {
        Self::of(|module| {
            let place = module
                .iter()
                .fold(folder.to_owned(), |place, name| place.join(name));
            let files = [
                folder.join("lib.rs"),
                place.with_extension("rs"),
                place.join("mod.rs"),
            ];
            let possible = if module.is_empty() {
                &files[..1]
            } else {
                &files[1..]
            };
            possible
                .iter()
                .find_map(|file| fs::read_to_string(file).ok())
        })
    }

    /// Reads the modules that can be reached from the root.
    pub(super) fn of(text: impl Fn(&[String]) -> Option<String>) -> Self {
        let mut sources = BTreeMap::new();
        let mut left = vec![Path::new()];
        while let Some(module) = left.pop() {
            let text = text(&module).unwrap_or_else(|| panic!("no file for {module:?}"));
            let source = Source::read(&text, &module);
            let children = source.children.iter();
            left.extend(children.map(|child| [&module[..], std::slice::from_ref(child)].concat()));
            sources.insert(module, source);
        }
        Self(sources)
    }

    pub(super) fn modules(&self) -> impl Iterator<Item = &Path> {
        self.0.keys()
    }

    /// The other files that a file needs by paths through `crate` or `super`.
    ///
    /// A path to a child is not one of these: a folder's own file is the door to the folder.
    pub(super) fn imports(&self, module: &Path) -> BTreeSet<Path> {
        let imports = self.0[module].imports.iter();
        let mut needed: BTreeSet<Path> = imports.map(|path| self.file(path, FAR)).collect();
        needed.remove(module);
        needed
    }

    /// The file in which the thing stands that a path leads to, behind all re-exports.
    fn file(&self, path: &[String], far: usize) -> Path {
        let mut module = Path::new();
        for (index, name) in path.iter().enumerate() {
            let source = &self.0[&module];
            if source.children.contains(name) {
                module.push(name.clone());
                continue;
            }
            let brought = source.names.get(name).filter(|_| far > 0);
            return match brought {
                Some(origin) if origin != path => {
                    let rest = &path[index + 1..];
                    self.file(&[&origin[..], rest].concat(), far - 1)
                }
                _ => module,
            };
        }
        module
    }

    /// Each circle once: the shortest way from a file back to itself.
    pub(super) fn circles(&self) -> Vec<Vec<Path>> {
        let needed: BTreeMap<&Path, BTreeSet<Path>> = self
            .modules()
            .map(|module| (module, self.imports(module)))
            .collect();
        let mut seen = BTreeSet::new();
        let circles = self.modules().filter_map(|module| circle(module, &needed));
        circles
            .filter(|circle| seen.insert(circle.iter().cloned().collect::<BTreeSet<Path>>()))
            .collect()
    }
}

fn circle(start: &Path, needed: &BTreeMap<&Path, BTreeSet<Path>>) -> Option<Vec<Path>> {
    let mut ways = VecDeque::from([vec![start.clone()]]);
    let mut reached = BTreeSet::new();
    while let Some(way) = ways.pop_front() {
        for next in way.last().into_iter().flat_map(|last| &needed[last]) {
            if next == start {
                return Some(way);
            }
            if reached.insert(next) {
                ways.push_back([&way[..], std::slice::from_ref(next)].concat());
            }
        }
    }
    None
}
