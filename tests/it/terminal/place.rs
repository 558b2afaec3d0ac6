//! The built programs, and a folder with a few images to run them in.

use serde_json::Value;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::sync::OnceLock;

/// More steps than any test waits for.
pub const ENDLESS: &str = "1000000000";

/// The program of that name. Cargo builds no examples for one test target, so they are built here; with all of the
/// workspace's features, so that the gate has them built already.
pub fn program(name: &str) -> PathBuf {
    static BUILT: OnceLock<Vec<PathBuf>> = OnceLock::new();
    let built = BUILT.get_or_init(|| {
        let cargo = Command::new(env!("CARGO"))
            .args(["build", "--workspace", "--message-format=json"])
            .args(["--example", "train", "--example", "lab"])
            .current_dir(env!("CARGO_MANIFEST_DIR"))
            .stderr(Stdio::inherit())
            .output()
            .expect("cargo runs");
        assert!(cargo.status.success(), "the examples do not build");
        let messages = text(&cargo.stdout);
        let messages = messages
            .lines()
            .map(|line| serde_json::from_str::<Value>(line).unwrap());
        messages
            .filter_map(|message| message["executable"].as_str().map(PathBuf::from))
            .collect()
    });
    let found = built
        .iter()
        .find(|path| path.file_stem().is_some_and(|stem| stem == name));
    found.expect("cargo says where it is").clone()
}

/// What a program wrote.
pub fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

/// The JSON line at the end of a run.
pub fn line_of(output: &Output) -> Value {
    let (out, errors) = (text(&output.stdout), text(&output.stderr));
    serde_json::from_str(&out).unwrap_or_else(|error| panic!("{error}: {out}\n{errors}"))
}

/// A folder of a test's own, gone when the test is over.
pub struct Place {
    folder: PathBuf,
}

impl Place {
    /// A folder with images to train on and to judge by.
    pub fn new(test: &str) -> Self {
        let name = format!("terminal-{test}-{}", std::process::id());
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
        fs::create_dir_all(folder.join("out")).unwrap();
        fs::write(folder.join("train.idx"), images(48)).unwrap();
        fs::write(folder.join("test.idx"), images(16)).unwrap();
        Self { folder }
    }

    /// A path for a result, in a folder that has nothing else.
    pub fn out(&self, name: &str) -> PathBuf {
        self.folder.join("out").join(name)
    }

    /// The names of all results.
    pub fn results(&self) -> Vec<String> {
        let entries = fs::read_dir(self.folder.join("out")).unwrap();
        let names = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap());
        let mut names: Vec<String> = names.collect();
        names.sort();
        names
    }

    /// `train` on the images, with a small model.
    pub fn train(&self, steps: &str) -> Command {
        let mut train = Command::new(program("train"));
        train.args(self.args(steps)).stdin(Stdio::null());
        train
    }

    /// The arguments of [`Place::train`].
    pub fn args(&self, steps: &str) -> Vec<String> {
        let path = |name: &str| self.folder.join(name).to_str().unwrap().to_owned();
        let words = ["--images", &path("train.idx"), "--steps", steps];
        let words = words.into_iter().map(str::to_owned);
        let judged = ["--test-images".to_owned(), path("test.idx")];
        let model = r#"{"architecture":{"kind":"dense","hidden":[12]},"batchSize":16}"#;
        let config = ["--config".to_owned(), model.to_owned()];
        words.chain(judged).chain(config).collect()
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.folder);
    }
}

/// An IDX file of gray 8 × 8 images, each of another slope.
fn images(count: u32) -> Vec<u8> {
    let dims = [count, 8, 8];
    let mut file = vec![0, 0, 8, 3];
    file.extend(dims.iter().flat_map(|dim| dim.to_be_bytes()));
    file.extend((0..count).flat_map(|i| (0..64).map(move |pixel| (pixel * (i + 1) % 251) as u8)));
    file
}
