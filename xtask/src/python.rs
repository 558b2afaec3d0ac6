//! What Python makes of the engine's files: the tests in `tests/python`, where there is a Python with `PyTorch`.

use std::fs;
use std::path::{Path, PathBuf};

use crate::engines;
use crate::notebook;
use crate::shell::{Outcome, cargo, command, on_path, output, root, run, target_dir, tee_all};
use crate::stages::tally;
use crate::summary::Tally;

/// Debian's packages that the tests need; what else they need stands in [`REQUIREMENTS`].
const PACKAGES: [&str; 4] = [
    "python3-torch",
    "python3-venv",
    "python3-numpy",
    "python3-pil",
];

/// What pip installs, with exact versions.
const REQUIREMENTS: &str = "tests/python/requirements.txt";

/// Ends well in a Python that has all of [`PACKAGES`], without the seconds that it takes to import `PyTorch`.
const HAS_PACKAGES: &str = "import sys; from importlib.util import find_spec; \
     sys.exit(not all(map(find_spec, ['torch', 'numpy', 'PIL', 'venv', 'ensurepip'])))";

/// Runs the tests; on a machine that is not ours to install on, and without what they need, it says what is missing.
pub fn stage() -> Outcome<Tally> {
    let python = match ready() {
        Ok(python) => python,
        Err(why) if !engines::is_ours() => {
            let why = why.lines().next().unwrap_or_default();
            println!("The tests in Python are skipped: {why}");
            return Ok(Tally {
                skipped: 1,
                note: format!("skipped: {why}"),
                ..Tally::default()
            });
        }
        Err(why) => return Err(why),
    };
    notebook::write()?;
    let mut tests = command(python);
    tests
        .args(["-m", "unittest", "discover", "-s", "tests/python", "-v"])
        .env("HOURGLASS_TRAIN", train()?)
        .env("PYTHONDONTWRITEBYTECODE", "1");
    let (good, output) = tee_all(&mut tests)?;
    Ok(tally(good, Tally::of_unittest(&output)))
}

/// A Python with all that the tests need.
pub fn ready() -> Outcome<PathBuf> {
    environment(&system_python()?)
}

/// The Python that has `PyTorch`. Debian's own comes first, since its packages belong to no other.
fn system_python() -> Outcome<PathBuf> {
    let has_packages = |python: &PathBuf| {
        python.is_file() && output(command(python).args(["-c", HAS_PACKAGES])).is_ok()
    };
    let look = || {
        let debian = PathBuf::from("/usr/bin/python3");
        let places = [Some(debian), on_path(&["python3"])];
        places.into_iter().flatten().find(has_packages)
    };
    engines::find(look, &PACKAGES)
        .map_err(|why| format!("a Python with PyTorch, NumPy, Pillow and venv was {why}"))
}

/// A virtual environment on top of `python`, with what [`REQUIREMENTS`] lists; its Python. It is made anew only when that
/// list, or the Python below it, has changed.
fn environment(python: &Path) -> Outcome<PathBuf> {
    let folder = target_dir()?.join("python");
    let inside = folder.join("bin/python");
    let stamp = folder.join("made-of.txt");
    let wanted = fs::read_to_string(root().join(REQUIREMENTS))
        .map_err(|error| format!("{REQUIREMENTS}: {error}"))?;
    let version = output(command(python).arg("--version"))?;
    let _turn = engines::turn();
    let wanted = format!("{} {version}{wanted}", python.display());
    if fs::read_to_string(&stamp).is_ok_and(|made_of| made_of == wanted) {
        return Ok(inside);
    }
    println!("Installing {REQUIREMENTS} into {} …", folder.display());
    run(command(python)
        .args(["-m", "venv", "--clear", "--system-site-packages"])
        .arg(&folder))?;
    run(command(&inside)
        .args([
            "-m",
            "pip",
            "install",
            "--quiet",
            "--disable-pip-version-check",
        ])
        .args(["--requirement", REQUIREMENTS]))
    .map_err(|why| format!("what {REQUIREMENTS} lists could not be installed: {why}"))?;
    fs::write(&stamp, wanted).map_err(|error| format!("{}: {error}", stamp.display()))?;
    Ok(inside)
}

/// The terminal's program, built as the native tests build it.
fn train() -> Outcome<PathBuf> {
    run(cargo().args([
        "build",
        "--workspace",
        "--example",
        "train",
        "--example",
        "lab",
    ]))?;
    let name = format!("train{}", std::env::consts::EXE_SUFFIX);
    Ok(target_dir()?.join("debug/examples").join(name))
}
