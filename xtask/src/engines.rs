//! The browsers that the gate drives: found on this machine, or installed where it is a Debian and we are root.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

use crate::shell::{Outcome, command, on_path, output, run};

/// Letters of a known width, which small machines lack.
const FONTS: &str = "fonts-dejavu-core";

/// One installation at a time: `ahead.rs` begins some of them early.
static TURN: Mutex<()> = Mutex::new(());

/// Chromium's names on the path.
const CHROMIUM: [&str; 4] = [
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
];

/// A Chromium: the one that the variable CHROMIUM names, one on the path, or Debian's.
pub fn chromium() -> Outcome<PathBuf> {
    named_or("CHROMIUM", || {
        find(|| on_path(&CHROMIUM), &["chromium", FONTS])
    })
}

/// The Chromium that tests drive. Chromium without its windows does the same with a quarter less of the processor, so
/// it is taken where it is there or can be installed, and any other where not.
pub fn test_chromium() -> Outcome<PathBuf> {
    const SHELL: &str = "chromium-headless-shell";
    named_or("CHROMIUM", || {
        find(|| on_path(&[SHELL]), &[SHELL, FONTS]).or_else(|_| chromium())
    })
}

/// A Firefox: the one that the variable FIREFOX names, one on the path, or Debian's.
pub fn firefox() -> Outcome<PathBuf> {
    named_or("FIREFOX", || {
        find(|| on_path(&["firefox-esr", "firefox"]), &["firefox-esr"])
    })
}

/// Safari's engine on Linux, and what it takes to drive it where there is no screen.
pub struct WebKit {
    /// `WebKitWebDriver`
    pub driver: PathBuf,
    /// `MiniBrowser`
    pub browser: PathBuf,
    /// `xvfb-run`
    pub screen: PathBuf,
}

/// The programs of `WebKit` on this machine, or Debian's.
pub fn webkit() -> Outcome<WebKit> {
    let all = || {
        Some(WebKit {
            driver: on_path(&["WebKitWebDriver"])?,
            browser: mini_browser()?,
            screen: on_path(&["xvfb-run"])?,
        })
    };
    find(all, &["webkit2gtk-driver", "xvfb"])
}

/// `MiniBrowser` lies beside the engine's library, which each system has in a folder of its own.
fn mini_browser() -> Option<PathBuf> {
    let libraries = Path::new("/usr/lib");
    let by_machine = fs::read_dir(libraries).into_iter().flatten().flatten();
    let folders = [libraries.to_owned(), PathBuf::from("/usr/libexec")]
        .into_iter()
        .chain(by_machine.map(|entry| entry.path()));
    let places = folders.flat_map(|folder| {
        ["webkit2gtk-4.1", "webkit2gtk-4.0", "webkitgtk-6.0"]
            .map(|version| folder.join(version).join("MiniBrowser"))
    });
    places.into_iter().find(|place| place.is_file())
}

/// The program that a variable names, which must then be there, or what `otherwise` finds.
fn named_or(variable: &str, otherwise: impl Fn() -> Outcome<PathBuf>) -> Outcome<PathBuf> {
    let Some(path) = env::var_os(variable).map(PathBuf::from) else {
        return otherwise();
    };
    if path.is_file() {
        return Ok(path);
    }
    Err(format!(
        "{variable} names {}, and there is no such file",
        path.display()
    ))
}

/// What `look` finds, now or once Debian's `packages` are installed.
pub fn find<T>(look: impl Fn() -> Option<T>, packages: &[&str]) -> Outcome<T> {
    // A program may be there before what it needs has come.
    let _turn = turn();
    if let Some(found) = look() {
        return Ok(found);
    }
    let wanted = packages.join(" ");
    if !is_ours() {
        return Err(format!(
            "not found on the path (Debian: apt-get install {wanted})"
        ));
    }
    println!("Installing {wanted} …");
    run(command("apt-get").arg("update"))?;
    run(command("apt-get")
        .args(["install", "--yes", "--no-install-recommends"])
        .args(packages)
        .env("DEBIAN_FRONTEND", "noninteractive"))?;
    look().ok_or_else(|| format!("{wanted} was installed and brought no such program"))
}

/// Waits for the installation under way.
pub fn turn() -> MutexGuard<'static, ()> {
    TURN.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Whether packages may be installed without asking anyone: Debian's tool is there, and we are root.
pub fn is_ours() -> bool {
    let is_root = output(command("id").arg("-u")).is_ok_and(|id| id.trim() == "0");
    is_root && on_path(&["apt-get"]).is_some()
}

#[cfg(test)]
mod tests {
    use super::named_or;
    use crate::shell::root;

    #[test]
    fn a_variable_must_name_a_file() {
        let never = || Err("it was looked for".to_owned());
        // Cargo sets this one for every test: the path of a file that is there, or of a folder.
        assert_eq!(
            named_or("CARGO_MANIFEST_PATH", never),
            Ok(root().join("xtask/Cargo.toml"))
        );
        let folder = named_or("CARGO_MANIFEST_DIR", never);
        assert!(folder.is_err_and(|why| why.contains("CARGO_MANIFEST_DIR names")));
        let none = named_or("A_VARIABLE_THAT_NOBODY_SETS", never);
        assert_eq!(none, never());
    }
}
