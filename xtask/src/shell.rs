//! Paths of the project, and other programs run from its top folder.

use std::env;
use std::ffi::OsStr;
use std::io::{self, BufRead, BufReader, PipeReader, PipeWriter};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// What a task ends with: a value, or a sentence for the person at the terminal.
pub type Outcome<T = ()> = Result<T, String>;

/// The project's top folder.
pub fn root() -> PathBuf {
    let xtask = Path::new(env!("CARGO_MANIFEST_DIR"));
    xtask.parent().unwrap_or(xtask).to_owned()
}

/// Cargo's target folder: this program lies in `TARGET/PROFILE/`.
pub fn target_dir() -> Outcome<PathBuf> {
    let program = env::current_exe().map_err(|error| format!("where is this program? {error}"))?;
    let folder = program.parent().and_then(Path::parent);
    Ok(folder
        .ok_or("this program lies in no target folder")?
        .to_owned())
}

/// `program`, to be run in the project's top folder.
pub fn command(program: impl AsRef<OsStr>) -> Command {
    let mut command = Command::new(program);
    command.current_dir(root());
    command
}

/// The cargo that runs this program, free of the flags that would hide `.cargo/config.toml`'s.
pub fn cargo() -> Command {
    let mut cargo = command(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    cargo
        .env_remove("RUSTFLAGS")
        .env_remove("CARGO_ENCODED_RUSTFLAGS");
    cargo
}

/// npm, by the name that it has on this system.
pub fn npm() -> Command {
    command(if cfg!(windows) { "npm.cmd" } else { "npm" })
}

/// Runs `command` to its end; an exit code other than 0 is an error.
pub fn run(command: &mut Command) -> Outcome {
    let status = command
        .status()
        .map_err(|error| cannot_start(command, &error))?;
    if status.success() {
        return Ok(());
    }
    Err(format!("{} ended with {status}", name(command)))
}

/// Runs `command` and returns what it printed on standard output.
pub fn output(command: &mut Command) -> Outcome<String> {
    let output = command
        .output()
        .map_err(|error| cannot_start(command, &error))?;
    if output.status.success() {
        return Ok(String::from_utf8_lossy(&output.stdout).into_owned());
    }
    let complaint = String::from_utf8_lossy(&output.stderr);
    Err(format!(
        "{} ended with {}\n{complaint}",
        name(command),
        output.status
    ))
}

/// The sentence for a program that could not be started.
pub fn cannot_start(command: &Command, error: &std::io::Error) -> String {
    format!("cannot start {}: {error}", name(command))
}

/// The name of the program, without its folder.
fn name(command: &Command) -> String {
    let program = Path::new(command.get_program());
    program
        .file_name()
        .unwrap_or(program.as_os_str())
        .to_string_lossy()
        .into_owned()
}

/// The first of `names` that is a file in a folder of `PATH`.
pub fn on_path(names: &[&str]) -> Option<PathBuf> {
    let folders: Vec<PathBuf> = env::split_paths(&env::var_os("PATH")?).collect();
    let places = names
        .iter()
        .flat_map(|name| folders.iter().map(move |folder| folder.join(name)));
    places.into_iter().find(|place| place.is_file())
}

/// Runs `command`, showing what it prints; whether it ended well, and its standard output.
pub fn tee(command: &mut Command) -> Outcome<(bool, String)> {
    let (reader, writer) = pipe(command)?;
    command.stdout(writer);
    show(command, reader)
}

/// [`tee`] for a program that says on standard error what is to be read: the two in one.
pub fn tee_all(command: &mut Command) -> Outcome<(bool, String)> {
    let (reader, writer) = pipe(command)?;
    let twin = writer
        .try_clone()
        .map_err(|error| cannot_start(command, &error))?;
    command.stdout(writer).stderr(twin);
    show(command, reader)
}

fn pipe(command: &Command) -> Outcome<(PipeReader, PipeWriter)> {
    io::pipe().map_err(|error| cannot_start(command, &error))
}

/// Runs `command`, showing what comes through its pipe; whether it ended well, and what came.
fn show(command: &mut Command, reader: PipeReader) -> Outcome<(bool, String)> {
    let mut child = command
        .spawn()
        .map_err(|error| cannot_start(command, &error))?;
    // The pipe ends when nobody is left to write: this program's end of it stands in the command.
    command.stdout(Stdio::null()).stderr(Stdio::null());
    let mut output = String::new();
    for line in BufReader::new(reader).split(b'\n') {
        let line = line.map_err(|error| format!("{} broke off: {error}", name(command)))?;
        let line = String::from_utf8_lossy(&line);
        println!("{line}");
        output.push_str(&line);
        output.push('\n');
    }
    let status = child
        .wait()
        .map_err(|error| format!("lost {}: {error}", name(command)))?;
    Ok((status.success(), output))
}
