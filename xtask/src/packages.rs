//! npm's tools, as their lock files have them.

use std::fs;
use std::path::Path;
use std::process::Command;
use std::time::SystemTime;

use crate::engines;
use crate::shell::{Outcome, command, npm, output, root, run};

/// Installs the npm packages that `folder`'s lock file names, unless they are there.
pub fn install(folder: &Path) -> Outcome {
    require_node()?;
    let _turn = engines::turn();
    let changed = |name: &str| -> Option<SystemTime> {
        fs::metadata(folder.join(name)).ok()?.modified().ok()
    };
    // npm writes this list last, so it is there only after a complete install.
    let installed = changed("node_modules/.package-lock.json");
    if installed.is_some() && installed >= changed("package-lock.json") {
        println!("The npm packages of {} are there.", folder.display());
        return Ok(());
    }
    run(npm()
        .current_dir(folder)
        .args(["ci", "--ignore-scripts", "--no-audit", "--no-fund"]))
}

/// A tool from npm, installed here.
pub fn tool(name: &str) -> Outcome<Command> {
    let suffix = if cfg!(windows) { ".cmd" } else { "" };
    let program = root()
        .join("node_modules/.bin")
        .join(format!("{name}{suffix}"));
    if program.exists() {
        return Ok(command(program));
    }
    Err(format!("{name} is not installed: run `npm ci` first"))
}

/// Node must be there, and new enough for the tools.
fn require_node() -> Outcome {
    const WANTED: (u32, u32) = (20, 19);
    let (major, minor) = WANTED;
    let version = output(command("node").arg("--version"))
        .map_err(|error| format!("Node {major}.{minor} or newer is needed here: {error}"))?;
    let version = version.trim();
    if node_version(version) >= Some(WANTED) {
        return Ok(());
    }
    Err(format!(
        "Node {major}.{minor} or newer is needed here, and this is {version}"
    ))
}

/// `v20.20.2` → `(20, 20)`.
fn node_version(text: &str) -> Option<(u32, u32)> {
    let mut numbers = text.strip_prefix('v')?.split('.');
    Some((numbers.next()?.parse().ok()?, numbers.next()?.parse().ok()?))
}

#[cfg(test)]
mod tests {
    use super::node_version;

    #[test]
    fn node_versions_compare_as_numbers() {
        assert!(node_version("v20.9.0") < node_version("v20.19.0"));
        assert!(node_version("v22.0.0\n".trim()) > node_version("v20.19.0"));
        assert_eq!(node_version("nonsense"), None);
    }
}
