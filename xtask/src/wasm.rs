//! The engine as WebAssembly: modules by cargo, their JavaScript halves by bindgen.

use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Instant;

use crate::shell::{Outcome, cannot_start, cargo, command, output, root, run, target_dir};

/// The target of the engine in the browser.
pub const TARGET: &str = "wasm32-unknown-unknown";

/// The modules in `www/pkg`: a package, and the name of its files. The first is the engine that trains and draws;
/// the second takes in a visitor's own files, and is fetched when there are some.
pub const MODULES: [(&str, &str); 2] = [("hourglass", "hourglass"), ("hourglass-intake", "intake")];

/// Builds the modules and writes them into `www/pkg`.
pub fn build() -> Outcome {
    let started = Instant::now();
    install_target()?;
    println!("Building the engine (WebAssembly with SIMD); the first time takes a minute or two …");
    // Two profiles, two build folders, no shared lock: the glue writer builds beside the engine.
    let bindgen = start_bindgen_build()?;
    let built = MODULES.map(|(package, _)| build_module(package));
    let bindgen = finish_bindgen_build(bindgen)?;
    for (built, (_, name)) in built.into_iter().zip(MODULES) {
        write_glue(&bindgen, &built?, &root().join("www/pkg"), name)?;
    }
    println!(
        "The engine is in www/pkg ({:.1} s).",
        started.elapsed().as_secs_f32()
    );
    Ok(())
}

/// Compiles one module; its path.
///
/// Each has a build folder of its own: the second wants the library without its `page` feature, and in one folder
/// the two would overwrite each other's at every turn.
fn build_module(package: &str) -> Outcome<PathBuf> {
    let folder = target_dir()?.join("modules").join(package);
    run(cargo()
        .args(["build", "--profile", "web", "--lib", "--target", TARGET])
        .args(["--package", package, "--target-dir"])
        .arg(&folder))?;
    let file = format!("{}.wasm", package.replace('-', "_"));
    Ok(folder.join(TARGET).join("web").join(file))
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
