//! The project's own source files.

use std::fs;
use std::path::Path;

/// One file: its path from the project's top, with `/`, and its text.
pub struct Source {
    /// `src/nn/dense.rs`
    pub path: String,
    /// All of it.
    pub text: String,
}

impl Source {
    /// A file that exists only in a test.
    pub fn sample(path: &str, text: &str) -> Self {
        Self {
            path: path.to_owned(),
            text: text.to_owned(),
        }
    }

    /// The end of the file's name: `rs`.
    pub fn ending(&self) -> &str {
        self.path.rsplit_once('.').map_or("", |(_, ending)| ending)
    }

    /// Any Rust file.
    pub fn is_rust(&self) -> bool {
        self.ending() == "rs"
    }

    /// A Rust file of the engine itself.
    pub fn is_engine(&self) -> bool {
        self.is_rust() && self.path.starts_with("src/")
    }

    /// Any JavaScript file.
    pub fn is_script(&self) -> bool {
        matches!(self.ending(), "js" | "mjs")
    }

    /// A script of the page.
    pub fn is_page_script(&self) -> bool {
        self.ending() == "js" && self.path.starts_with("www/")
    }
}

/// Every file of ours that people write by hand.
pub fn sources() -> Vec<Source> {
    const FOLDERS: [&str; 8] = [
        "src", "www", "tests", "benches", "examples", "xtask", "bench", "fuzz",
    ];
    const FILES: [&str; 4] = [
        "index.html",
        "article.html",
        "eslint.config.js",
        "playwright.config.js",
    ];
    let top = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut found = Vec::new();
    for folder in FOLDERS {
        walk(top, &top.join(folder), &mut found);
    }
    for file in FILES {
        read(top, &top.join(file), &mut found);
    }
    found.sort_by(|a, b| a.path.cmp(&b.path));
    found
}

/// The text of one file of the project.
pub fn text_of(path: &str) -> String {
    let top = Path::new(env!("CARGO_MANIFEST_DIR"));
    fs::read_to_string(top.join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// Whether a file or folder of that path stands in the project, or is made in it.
pub fn exists(path: &str) -> bool {
    const MADE: [&str; 2] = ["www/pkg", "fuzz/artifacts"];
    MADE.iter().any(|made| path.starts_with(made))
        || Path::new(env!("CARGO_MANIFEST_DIR")).join(path).exists()
}

fn walk(top: &Path, folder: &Path, found: &mut Vec<Source>) {
    const NOT_OURS: [&str; 4] = ["node_modules", "pkg", "output", "target"];
    let Ok(entries) = fs::read_dir(folder) else {
        return;
    };
    for entry in entries.flatten() {
        let (path, name) = (entry.path(), entry.file_name());
        let ours =
            path.starts_with(top.join("src")) || !NOT_OURS.iter().any(|other| name == *other);
        if !path.is_dir() {
            read(top, &path, found);
        } else if ours {
            walk(top, &path, found);
        }
    }
}

fn read(top: &Path, path: &Path, found: &mut Vec<Source>) {
    const ENDINGS: [&str; 6] = ["rs", "js", "mjs", "css", "html", "py"];
    let ending = path
        .extension()
        .and_then(|ending| ending.to_str())
        .unwrap_or_default();
    if !ENDINGS.contains(&ending) {
        return;
    }
    let (Ok(text), Ok(short)) = (fs::read_to_string(path), path.strip_prefix(top)) else {
        return;
    };
    found.push(Source {
        path: short.to_string_lossy().replace('\\', "/"),
        text,
    });
}
