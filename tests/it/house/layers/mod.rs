//! The crates are built in layers: a file imports from its own folder and from what stands above it in
//! the list of its crate, and no two files import each other, not even by way of others.
//!
//! Circles are how a crate becomes one knot that can only be understood as a whole. rustc allows
//! them, so this test reads the sources.

mod graph;
mod source;
mod tokens;

use std::path::Path;

use graph::Graph;

/// The layers of a crate, the lowest first.
#[derive(Clone, Copy, Debug)]
struct Layers {
    /// The modules below the root of the crate, each of which may import those before it.
    order: &'static [&'static str],
    /// Those that may import everything, and that nothing else may import.
    doors: &'static [&'static str],
}

const RUNTIME: Layers = Layers {
    order: &[
        "random",
        "clock",
        "status_set",
        "bound_messages",
        "features",
        "endpoint",
        "error",
        "policy",
        "decide",
        "body",
        "request",
        "response",
        "decode",
        "formats",
        "sse",
        "transport",
        "credentials",
        "guards",
        "telemetry",
        "engine",
        "client",
        "oauth2",
        "testing",
    ],
    doors: &["", "__private"],
};

const MACROS: Layers = Layers {
    order: &[
        "diag",
        "suggest",
        "crate_path",
        "duration",
        "model",
        "syntax",
        "lower",
        "expand",
        "fallback",
    ],
    doors: &[""],
};

const OPENAPI: Layers = Layers {
    order: &[
        "stack",
        "error",
        "with",
        "document",
        "notes",
        "names",
        "text",
        "types",
        "schema",
        "operations",
        "examples",
        "module",
    ],
    doors: &["", "main", "command"],
};

#[test]
fn the_runtime_is_built_in_layers() {
    let violations = RUNTIME.violations(&sources("retry-runtime"));
    assert!(violations.is_empty(), "{}", violations.join("\n"));
}

#[test]
fn the_macros_are_built_in_layers() {
    let violations = MACROS.violations(&sources("retry-macros"));
    assert!(violations.is_empty(), "{}", violations.join("\n"));
}

#[test]
fn the_generator_is_built_in_layers() {
    let violations = OPENAPI.violations(&sources("retry-openapi"));
    assert!(violations.is_empty(), "{}", violations.join("\n"));
}

#[test]
fn no_file_of_the_generator_is_part_of_a_circle() {
    let circles = circles(&sources("retry-openapi"));
    assert!(circles.is_empty(), "{}", circles.join("\n"));
}

#[test]
fn no_file_of_the_runtime_is_part_of_a_circle() {
    let circles = circles(&sources("retry-runtime"));
    assert!(circles.is_empty(), "{}", circles.join("\n"));
}

#[test]
fn no_file_of_the_macros_is_part_of_a_circle() {
    let circles = circles(&sources("retry-macros"));
    assert!(circles.is_empty(), "{}", circles.join("\n"));
}

fn sources(package: &str) -> Graph {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let graph = Graph::of_folder(&root.join(package).join("src"));
    // Of an empty graph everything would hold.
    assert!(
        graph.modules().count() > 50,
        "the sources of {package} are not found"
    );
    graph
}

impl Layers {
    /// One line for each import against the order.
    fn violations(self, graph: &Graph) -> Vec<String> {
        let mut violations = Vec::new();
        for module in graph.modules() {
            let layer = module.first().map_or("", String::as_str);
            if self.doors.contains(&layer) {
                continue;
            }
            let Some(height) = self.height(layer) else {
                violations.push(format!("`{layer}` is in no layer: add it to the list"));
                continue;
            };
            for needed in graph.imports(module) {
                let below = needed.first().map_or("", String::as_str);
                if self.height(below).is_none_or(|below| below > height) {
                    violations.push(format!("{} imports {}", shown(module), shown(&needed)));
                }
            }
        }
        violations.dedup();
        violations
    }

    fn height(self, layer: &str) -> Option<usize> {
        self.order.iter().position(|known| *known == layer)
    }
}

/// One line for each circle.
fn circles(graph: &Graph) -> Vec<String> {
    let circles = graph.circles().into_iter();
    let line = |circle: Vec<Vec<String>>| {
        let modules: Vec<String> = circle.iter().map(|module| shown(module)).collect();
        format!("{} -> {}", modules.join(" -> "), modules[0])
    };
    circles.map(line).collect()
}

fn shown(module: &[String]) -> String {
    match module {
        [] => "the root".into(),
        module => module.join("::"),
    }
}

/// The finder itself, on sources made up for it.
mod made_up {
    use super::graph::Graph;
    use super::{Layers, circles};

    const LAYERS: Layers = Layers {
        order: &["low", "middle", "high"],
        doors: &["", "door"],
    };

    /// A crate of these modules, each with its text.
    fn graph(files: &[(&str, &str)]) -> Graph {
        Graph::of(|module| {
            let module = module.join("::");
            let found = files.iter().find(|(name, _)| *name == module);
            found.map(|(_, text)| (*text).to_owned())
        })
    }

    fn violations(files: &[(&str, &str)]) -> Vec<String> {
        LAYERS.violations(&graph(files))
    }

    #[test]
    fn an_import_of_a_lower_layer_and_within_a_folder_is_allowed() {
        let files = [
            (
                "",
                "mod low; mod middle; pub use high::f; mod high; mod door;",
            ),
            ("low", "mod part; pub struct Low;"),
            ("low::part", "use super::Low;"),
            ("middle", "use crate::low::Low;"),
            (
                "high",
                "fn f() { crate::middle::g(); crate::low::part::h() }",
            ),
            ("door", "pub use crate::high::f;"),
        ];
        assert_eq!(violations(&files), [""; 0]);
        assert_eq!(circles(&graph(&files)), [""; 0]);
    }

    #[test]
    fn an_import_of_a_higher_layer_is_found_however_it_is_written() {
        for text in [
            "use crate::high::X;",
            "use super::high::X;",
            "use crate::{high::{self, X}};",
            "fn f() -> crate::high::X {}",
            // By way of a re-export of the root.
            "use crate::X;",
        ] {
            let files = [
                ("", "mod low; mod high; pub use crate::high::X;"),
                ("low", text),
                ("high", ""),
            ];
            assert_eq!(violations(&files), ["low imports high"], "{text}");
        }
    }

    #[test]
    fn an_import_of_a_door_and_a_module_outside_of_the_list_are_found() {
        let files = [
            ("", "mod low; mod door; mod other; pub fn helper() {}"),
            ("low", "use crate::door::X; use crate::helper;"),
            ("door", ""),
            ("other", ""),
        ];
        assert_eq!(
            violations(&files),
            [
                "low imports the root",
                "low imports door",
                "`other` is in no layer: add it to the list",
            ]
        );
    }

    #[test]
    fn a_circle_is_found_once_across_layers_and_within_a_folder() {
        let across = [
            ("", "mod low; mod middle; mod high;"),
            ("low", "use crate::high::High;"),
            ("middle", "use crate::low::Low;"),
            ("high", "use crate::middle::Middle;"),
        ];
        assert_eq!(circles(&graph(&across)), ["high -> middle -> low -> high"]);
        let within = [
            ("", "mod low;"),
            ("low", "mod a; mod b; pub use a::A; pub use b::B;"),
            ("low::a", "use super::B; pub struct A;"),
            ("low::b", "use super::A; pub struct B;"),
        ];
        assert_eq!(circles(&graph(&within)), ["low::a -> low::b -> low::a"]);
    }

    #[test]
    fn what_only_tests_import_makes_no_circle() {
        let files = [
            ("", "mod low; mod high;"),
            (
                "low",
                "#[cfg(test)] mod tests; #[cfg(test)] mod more { use crate::high::X; }",
            ),
            ("high", "use crate::low::X;"),
        ];
        assert_eq!(circles(&graph(&files)), [""; 0]);
    }
}
