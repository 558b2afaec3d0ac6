//! What each script of the page imports, and what follows from all imports together.

use std::collections::{BTreeMap, BTreeSet};

use super::script_scan::{Piece, pieces};
use super::tree::Source;

/// One import of a script that happens when the page runs; types in comments are none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Import {
    /// The imported file, from the project's top: `www/app/store.js`.
    pub path: String,
    /// Whether it is fetched when the importing line runs, not before the script starts.
    pub is_dynamic: bool,
}

/// The imports of a script, and the addresses of the engine's files that it names with `new URL`.
pub fn imports(source: &Source) -> Vec<Import> {
    let pieces = pieces(&source.text);
    let word = |at: usize, word: &str| pieces.get(at) == Some(&Piece::Word(word.to_owned()));
    let open = |at: usize| pieces.get(at) == Some(&Piece::Mark('('));
    let mut found = Vec::new();
    for (at, piece) in pieces.iter().enumerate() {
        let Piece::Text(text) = piece else { continue };
        let before = |back: usize| at.wrapping_sub(back);
        let is_static = word(before(1), "from") || word(before(1), "import");
        let is_dynamic = open(before(1)) && word(before(2), "import");
        let is_address =
            open(before(1)) && word(before(2), "URL") && text.split('/').any(|part| part == "pkg");
        if is_static || is_dynamic || is_address {
            found.push(Import {
                path: resolve(&source.path, text),
                is_dynamic: !is_static,
            });
        }
    }
    found
}

/// `import(…)` of something else than a text, which no rule can follow.
pub fn unknown_imports(source: &Source) -> Vec<String> {
    let pieces = pieces(&source.text);
    let unknown = pieces.windows(3).filter(|three| {
        three[0] == Piece::Word("import".to_owned())
            && three[1] == Piece::Mark('(')
            && !matches!(three[2], Piece::Text(_))
    });
    unknown
        .map(|three| format!("{}: imports {:?}, which is no text", source.path, three[2]))
        .collect()
}

/// The path that `target` means in the file `from`.
fn resolve(from: &str, target: &str) -> String {
    let mut parts: Vec<&str> = from.split('/').collect();
    parts.pop();
    for part in target.split('/') {
        match part {
            "." => {}
            ".." => {
                parts.pop();
            }
            part => parts.push(part),
        }
    }
    parts.join("/")
}

/// Each script with its imports.
pub struct Graph(BTreeMap<String, Vec<Import>>);

impl Graph {
    /// Of all scripts among `sources`.
    pub fn of(sources: &[Source]) -> Self {
        let scripts = sources.iter().filter(|source| source.is_page_script());
        Self(
            scripts
                .map(|source| (source.path.clone(), imports(source)))
                .collect(),
        )
    }

    /// Imports of files that do not exist.
    pub fn loose_ends(&self) -> Vec<String> {
        let every = self
            .0
            .iter()
            .flat_map(|(from, imports)| imports.iter().map(move |import| (from, &import.path)));
        every
            .filter(|(_, to)| !self.0.contains_key(*to) && !to.starts_with("www/pkg/"))
            .map(|(from, to)| format!("{from}: imports {to}, which does not exist"))
            .collect()
    }

    /// All scripts that are fetched before `entries` run, the entries themselves apart.
    pub fn needed_at_once(&self, entries: &[&str]) -> BTreeSet<String> {
        let mut needed = BTreeSet::new();
        let mut open: Vec<&str> = entries.to_vec();
        while let Some(path) = open.pop() {
            let imports = self.0.get(path).into_iter().flatten();
            for import in imports.filter(|import| !import.is_dynamic) {
                if !entries.contains(&import.path.as_str()) && needed.insert(import.path.clone()) {
                    open.push(&import.path);
                }
            }
        }
        needed
    }

    /// Every circle of imports, as its files in order; one for each import that closes a circle.
    pub fn circles(&self) -> Vec<String> {
        let mut search = Search {
            graph: self,
            way: Vec::new(),
            done: BTreeSet::new(),
            circles: Vec::new(),
        };
        for path in self.0.keys() {
            search.visit(path);
        }
        search.circles
    }
}

/// A walk along all imports, depth first.
struct Search<'a> {
    graph: &'a Graph,
    /// From where the walk began to where it is.
    way: Vec<&'a str>,
    done: BTreeSet<&'a str>,
    circles: Vec<String>,
}

impl<'a> Search<'a> {
    fn visit(&mut self, path: &'a str) {
        if let Some(start) = self.way.iter().position(|on_way| *on_way == path) {
            let circle = [&self.way[start..], &[path]].concat();
            self.circles.push(circle.join(" → "));
            return;
        }
        if self.done.contains(path) {
            return;
        }
        self.way.push(path);
        for import in self.graph.0.get(path).into_iter().flatten() {
            self.visit(&import.path);
        }
        self.way.pop();
        self.done.insert(path);
    }
}

/// What `index.html` preloads in vain, and what it forgets: all that `entries` need at once.
pub fn preloads(html: &str, graph: &Graph, entries: &[&str]) -> Vec<String> {
    let links = html
        .split('<')
        .filter(|tag| tag.contains("rel=\"modulepreload\""));
    let listed: Vec<&str> = links
        .filter_map(|tag| tag.split("href=\"").nth(1)?.split('"').next())
        .collect();
    let needed = graph.needed_at_once(entries);
    let missing = needed
        .iter()
        .filter(|path| !listed.contains(&path.as_str()))
        .map(|path| format!("index.html: no modulepreload of {path}"));
    let needless = listed
        .iter()
        .enumerate()
        .filter(|(at, path)| !needed.contains(**path) || listed[..*at].contains(path))
        .map(|(_, path)| format!("index.html: needless modulepreload of {path}"));
    missing.chain(needless).collect()
}

#[cfg(test)]
fn sample(files: &[(&str, &str)]) -> Graph {
    let sources: Vec<Source> = files
        .iter()
        .map(|(path, text)| Source::sample(path, text))
        .collect();
    Graph::of(&sources)
}

#[test]
fn imports_are_found_in_every_spelling() {
    let text = r#"
        import { a,
          b } from "../lib/c.js";
        import './d.js';
        export { e } from "./e/f.js";
        /** @typedef {import("./types.js").T} T */
        // import { g } from "./g.js";
        const h = await import(
          "../h.js");
        const i = new URL("../pkg/i.wasm", import.meta.url), j = new URL("../style/own.css", import.meta.url);
        const from = ["from"];"#;
    let found = imports(&Source::sample("www/app/a.js", text));
    let shown: Vec<(&str, bool)> = found
        .iter()
        .map(|import| (import.path.as_str(), import.is_dynamic))
        .collect();
    assert_eq!(
        shown,
        [
            ("www/lib/c.js", false),
            ("www/app/d.js", false),
            ("www/app/e/f.js", false),
            ("www/h.js", true),
            ("www/pkg/i.wasm", true),
        ]
    );
}

#[test]
fn an_import_of_no_text_is_found() {
    let found = |text| unknown_imports(&Source::sample("www/a.js", text)).len();
    assert_eq!(found("await import(address);"), 1);
    assert_eq!(found("await import(\"./a.js\"); // import(b)"), 0);
}

#[test]
fn a_loose_end_is_found() {
    let graph = sample(&[(
        "www/a.js",
        "import \"./b.js\";\nawait import(\"./pkg/c.js\");",
    )]);
    assert_eq!(
        graph.loose_ends(),
        ["www/a.js: imports www/b.js, which does not exist"]
    );
}

#[test]
fn a_circle_is_found_and_a_diamond_is_none() {
    let diamond = [
        ("www/a.js", "import \"./b.js\";\nimport \"./c.js\";"),
        ("www/b.js", "import \"./d.js\";"),
        ("www/c.js", "import \"./d.js\";"),
        ("www/d.js", ""),
    ];
    assert_eq!(sample(&diamond).circles(), Vec::<String>::new());
    let mut circle = diamond;
    circle[3].1 = "await import(\"./b.js\");";
    assert_eq!(
        sample(&circle).circles(),
        ["www/b.js → www/d.js → www/b.js"]
    );
    let itself = sample(&[("www/a.js", "import \"./a.js\";")]);
    assert_eq!(itself.circles(), ["www/a.js → www/a.js"]);
}

#[test]
fn a_forgotten_and_a_needless_preload_are_found() {
    let graph = sample(&[
        ("www/main.js", "import \"./a.js\";\nimport \"./early.js\";"),
        ("www/early.js", "import \"./b.js\";"),
        ("www/a.js", "import \"./c.js\";\nimport(\"./late.js\");"),
        ("www/b.js", ""),
        ("www/c.js", ""),
        ("www/late.js", ""),
    ]);
    let found = |paths: &[&str]| {
        let link = |path: &&str| {
            format!("<link rel=\"modulepreload\" fetchpriority=\"low\" href=\"www/{path}.js\">\n")
        };
        let html: String = paths.iter().map(link).collect();
        preloads(&html, &graph, &["www/main.js", "www/early.js"])
    };
    assert_eq!(found(&["a", "b", "c"]), Vec::<String>::new());
    assert_eq!(
        found(&["a", "b"]),
        ["index.html: no modulepreload of www/c.js"]
    );
    assert_eq!(
        found(&["a", "b", "c", "late", "a"]),
        [
            "index.html: needless modulepreload of www/late.js",
            "index.html: needless modulepreload of www/a.js"
        ]
    );
}
