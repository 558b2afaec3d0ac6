//! A small web server for this machine alone: `index.html`, `article.html` and `www/**`, read-only.

use std::net::{Ipv4Addr, TcpListener};
use std::path::PathBuf;

use crate::shell::{Outcome, command, root, run};
use crate::{http, wasm};

/// The port that is tried first, and how many after it.
const FIRST_PORT: u16 = 8080;
const TRIES: u16 = 100;

/// What is served, and where.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Options {
    /// The port that is tried first.
    pub port: Option<u16>,
    /// Shows the page in the person's browser.
    pub open: bool,
    /// Takes the engine as it is.
    pub no_build: bool,
    /// Another folder than the project's, served as it is.
    pub root: Option<PathBuf>,
}

/// Builds the page and serves it; never returns unless it fails.
pub fn task(options: Options) -> Outcome {
    if options.root.is_none() && !options.no_build {
        wasm::build()?;
    }
    let folder = root().join(options.root.unwrap_or_default());
    let folder = folder
        .canonicalize()
        .map_err(|error| format!("{}: {error}", folder.display()))?;
    let listener = listen(options.port.unwrap_or(FIRST_PORT))?;
    let address = listener.local_addr().map_err(|error| error.to_string())?;
    println!("\nHourglass is at http://{address}/ (Ctrl+C ends it)\n");
    if options.open
        && let Err(error) = open_browser(&format!("http://{address}/"))
    {
        eprintln!("No browser could be opened: {error}");
    }
    http::answer_all(&listener, &folder);
    Ok(())
}

/// Listens on `port` of this machine, or on the next free one.
fn listen(port: u16) -> Outcome<TcpListener> {
    let last = port.saturating_add(TRIES);
    let mut ports = port..=last;
    ports
        .find_map(|port| TcpListener::bind((Ipv4Addr::LOCALHOST, port)).ok())
        .ok_or_else(|| format!("every port from {port} to {last} is taken; try --port N"))
}

/// Shows `address` in the person's browser.
fn open_browser(address: &str) -> Outcome {
    match std::env::consts::OS {
        "macos" => run(command("open").arg(address)),
        "windows" => run(command("cmd").args(["/C", "start", "", address])),
        _ => run(command("xdg-open").arg(address)),
    }
}

#[cfg(test)]
mod tests {
    use super::listen;

    #[test]
    fn a_taken_port_is_passed_over() {
        let first = listen(0).expect("some port");
        let taken = first.local_addr().expect("an address").port();
        if taken < u16::MAX {
            let second = listen(taken)
                .expect("a port after it")
                .local_addr()
                .expect("an address")
                .port();
            assert!(second > taken);
        }
    }
}
