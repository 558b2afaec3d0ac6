//! The engine as WebAssembly: modules by cargo, their JavaScript halves by bindgen.

use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::{Mutex, PoisonError};

use crate::progress::Progress;
use crate::shell::{Outcome, cannot_start, cargo, command, output, root, run, target_dir};

/// The target of the engine in the browser.
pub const TARGET: &str = "wasm32-unknown-unknown";

/// A module in `www/pkg`.
struct Module {
    /// Its package.
    package: &'static str,
    /// The name of its files.
    name: &'static str,
    /// What it is for.
    about: &'static str,
    /// How long compiling it takes the first time, on two cores.
    takes: &'static str,
}

/// The engine itself, and what is fetched when a visitor brings files, uses a lab, shares a link, keeps something, or
/// looks at a step. The first brings most that all are built of.
const MODULES: [Module; 6] = [
    Module {
        package: "hourglass-page",
        name: "hourglass",
        about: "the module that trains and draws",
        takes: "a minute",
    },
    Module {
        package: "hourglass-intake",
        name: "intake",
        about: "the module that takes in a visitor's files",
        takes: "a quarter of a minute",
    },
    Module {
        package: "hourglass-workbench",
        name: "workbench",
        about: "the module that the labs work with",
        takes: "a quarter of a minute",
    },
    Module {
        package: "hourglass-qr",
        name: "qr",
        about: "the module that draws a link as a QR code",
        takes: "some seconds",
    },
    Module {
        package: "hourglass-keep",
        name: "keep",
        about: "the module that makes files to keep",
        takes: "a quarter of a minute",
    },
    Module {
        package: "hourglass-slow",
        name: "slow",
        about: "the module that makes a step in slow motion",
        takes: "a quarter of a minute",
    },
];

/// The names of the modules' files.
pub fn names() -> impl Iterator<Item = &'static str> {
    MODULES.iter().map(|module| module.name)
}

/// Whoever builds the engine: the gate begins with it in the background.
static BUILDING: Mutex<()> = Mutex::new(());

/// Builds the modules and writes them into `www/pkg`.
pub fn build() -> Outcome {
    let _turn = BUILDING.lock().unwrap_or_else(PoisonError::into_inner);
    install_target()?;
    let is_first = !modules_dir()?.exists();
    let progress = Progress::start(if is_first {
        "Building the engine (WebAssembly with SIMD). This first time takes a minute or two, later ones some seconds."
    } else {
        "Building the engine (WebAssembly with SIMD): what has changed."
    });
    let first = |takes: &str| {
        if is_first {
            format!(" (the first time about {takes})")
        } else {
            String::new()
        }
    };
    progress.say(&format!(
        "beside the rest: the program that writes their JavaScript{} …",
        first("a minute")
    ));
    // Two profiles, two build folders, no shared lock: it builds beside the engine.
    let bindgen = start_bindgen_build()?;
    let (page, others) = MODULES.split_at(1);
    let mut built = Ok(());
    for modules in [page, others] {
        for Module { about, takes, .. } in modules {
            progress.say(&format!("{about}{} …", first(takes)));
        }
        built = built.and(build_modules(modules));
    }
    progress.say("their JavaScript …");
    let bindgen = finish_bindgen_build(bindgen)?;
    built?;
    for module in &MODULES {
        write_glue(
            &bindgen,
            &path_of(module)?,
            &root().join("www/pkg"),
            module.name,
        )?;
    }
    progress.say("The engine is in www/pkg.");
    Ok(())
}

/// Where the modules are compiled, apart from everything native.
fn modules_dir() -> Outcome<PathBuf> {
    Ok(target_dir()?.join("modules"))
}

/// Compiles modules, by one command: linking, the longest part of it, uses one core for each.
///
/// All are built of the library, all but the first without its feature `page`: a command that built that one too would
/// give the library one set of features. In one folder they share all other packages.
fn build_modules(modules: &[Module]) -> Outcome {
    let packages = modules
        .iter()
        .flat_map(|module| ["--package", module.package]);
    run(cargo()
        .args(["build", "--profile", "web", "--target", TARGET])
        .args(packages)
        .arg("--target-dir")
        .arg(modules_dir()?))
}

/// Where a module lies once it is compiled.
fn path_of(module: &Module) -> Outcome<PathBuf> {
    let file = format!("{}.wasm", module.package.replace('-', "_"));
    Ok(modules_dir()?.join(TARGET).join("web").join(file))
}

/// Adds rustc's WebAssembly target unless it is there.
pub fn install_target() -> Outcome {
    let rustc = std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
    let folder = output(command(rustc).args(["--print", "target-libdir", "--target", TARGET]))?;
    if Path::new(folder.trim()).is_dir() {
        return Ok(());
    }
    println!("Adding rustc's target {TARGET} …");
    run(command("rustup").args(["target", "add", TARGET])).map_err(|error| {
        format!("rustc has no target {TARGET}, and rustup could not add it: {error}")
    })
}

/// Builds the Rust tests for the browser into `folder`; the paths of their JavaScript halves.
pub fn test_modules(folder: &Path) -> Outcome<Vec<PathBuf>> {
    install_target()?;
    let bindgen = finish_bindgen_build(start_bindgen_build()?)?;
    let messages = output(
        cargo()
            .args([
                "test", "--no-run", "--lib", "--test", "wasm", "--target", TARGET,
            ])
            .arg("--message-format=json-render-diagnostics")
            .stderr(Stdio::inherit()),
    )?;
    let mut modules = Vec::new();
    for wasm in executables(&messages) {
        let stem = wasm.file_stem().unwrap_or_default().to_string_lossy();
        // Cargo ends the name in a hash of the build.
        let name = stem.rsplit_once('-').map_or(&*stem, |(name, _)| name);
        write_glue(&bindgen, &wasm, folder, name)?;
        modules.push(folder.join(format!("{name}.js")));
    }
    Ok(modules)
}

/// The test programs that cargo's messages name, one JSON object a line.
fn executables(messages: &str) -> Vec<PathBuf> {
    let artifacts = messages
        .lines()
        .filter(|line| line.contains("\"kind\":[\"test\"]"));
    let paths =
        artifacts.filter_map(|line| line.split_once("\"executable\":\"")?.1.split('"').next());
    paths
        .map(|path| PathBuf::from(path.replace("\\\\", "\\")))
        .collect()
}

/// Runs `bindgen` on one module.
fn write_glue(bindgen: &Path, wasm: &Path, folder: &Path, name: &str) -> Outcome {
    run(Command::new(bindgen).arg(wasm).arg(folder).arg(name))
}

fn start_bindgen_build() -> Outcome<Child> {
    let mut build = cargo();
    build
        .args([
            "build",
            "--quiet",
            "--profile",
            "xtask",
            "--package",
            "xtask",
        ])
        .args(["--features", "bindgen", "--bin", "bindgen"])
        .stdin(Stdio::null());
    build.spawn().map_err(|error| cannot_start(&build, &error))
}

fn finish_bindgen_build(mut build: Child) -> Outcome<PathBuf> {
    let status = build
        .wait()
        .map_err(|error| format!("lost sight of cargo: {error}"))?;
    if !status.success() {
        return Err("the program bindgen could not be built".to_owned());
    }
    let name = format!("bindgen{}", std::env::consts::EXE_SUFFIX);
    Ok(target_dir()?.join("xtask").join(name))
}

#[cfg(test)]
mod tests {
    use super::executables;
    use std::path::PathBuf;

    #[test]
    fn finds_what_cargo_built() {
        let messages = [
            r#"{"reason":"compiler-artifact","target":{"kind":["lib"]},"executable":null}"#,
            r#"{"reason":"compiler-artifact","target":{"kind":["cdylib"]},"executable":"/target/lib.wasm"}"#,
            r#"{"reason":"compiler-artifact","target":{"kind":["test"]},"executable":"/target/t-1f.wasm"}"#,
            r#"{"reason":"build-finished","success":true}"#,
        ];
        assert_eq!(
            executables(&messages.join("\n")),
            [PathBuf::from("/target/t-1f.wasm")]
        );
    }
}
