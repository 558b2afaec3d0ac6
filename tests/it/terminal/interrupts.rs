//! Runs that end early: asked to, and killed.

use super::place::{ENDLESS, Place, line_of};
use hourglass::export::weights;
use safetensors::SafeTensors;
use serde_json::Value;
use std::fs;
use std::io::Read;
use std::os::unix::process::ExitStatusExt;
use std::path::Path;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::thread::yield_now;

/// A run without an end of its own: it is not to outlive a test that fails.
struct Endless(Child);

impl Endless {
    /// How it ended, and what it had printed.
    fn end(&mut self) -> (ExitStatus, String) {
        let mut out = String::new();
        let pipe = self.0.stdout.as_mut().unwrap();
        pipe.read_to_string(&mut out).unwrap();
        (self.0.wait().unwrap(), out)
    }
}

impl Drop for Endless {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// Starts a run that keeps each step in `path`.
fn start(place: &Place, path: &Path) -> Endless {
    let mut train = place.train(ENDLESS);
    train.arg("--save").arg(path).args(["--save-every", "1"]);
    train.stdout(Stdio::piped()).stderr(Stdio::null());
    Endless(train.spawn().unwrap())
}

/// Waits until `path` is another file than `before`, which is whole whenever it is looked at.
fn next_file(child: &mut Endless, path: &Path, before: &[u8]) -> Vec<u8> {
    loop {
        match fs::read(path) {
            Ok(file) if file != before => {
                assert!(weights::saved_config(&file).unwrap().is_some());
                return file;
            }
            _ => yield_now(),
        }
        assert!(child.0.try_wait().unwrap().is_none(), "the run ended");
    }
}

fn send(signals: &[&str], child: &Endless) {
    let kills: Vec<String> = signals
        .iter()
        .map(|signal| format!("kill -s {signal} {}", child.0.id()))
        .collect();
    let sh = Command::new("sh")
        .args(["-c", &kills.join(" && ")])
        .status();
    assert!(sh.unwrap().success());
}

fn assert_same_weights(one: &[u8], other: &[u8]) {
    let [one, other] = [one, other].map(|file| SafeTensors::deserialize(file).unwrap());
    assert!(!one.is_empty());
    assert_eq!(one.len(), other.len());
    for (name, tensor) in one.tensors() {
        let same = other.tensor(&name).unwrap();
        assert!(tensor.data() == same.data(), "{name}");
    }
}

fn ends_by(signal: &str, code: i32) {
    let place = Place::new(signal);
    let (stopped, whole) = (place.out("stopped"), place.out("whole"));
    let mut child = start(&place, &stopped);
    next_file(&mut child, &stopped, b"");
    send(&[signal], &child);
    let (status, out) = child.end();
    assert_eq!(status.code(), Some(code));
    let line: Value = serde_json::from_str(&out).unwrap();
    assert_eq!(line["interrupted"], true);
    assert!(line["heldOutLoss"].is_f64(), "{line}");
    let step = line["step"].as_u64().unwrap();

    let run = |train: &mut Command, path: &Path| {
        let output = train.arg("--save").arg(path).output().unwrap();
        assert_eq!(output.status.code(), Some(0));
        line_of(&output)
    };
    let went_on = run(place.train("7").arg("--load").arg(&stopped), &stopped);
    let at_once = run(&mut place.train(&(step + 7).to_string()), &whole);
    for key in ["step", "loss", "reconstructionLoss", "heldOutLoss"] {
        assert!(!at_once[key].is_null(), "{key}");
        assert_eq!(went_on[key], at_once[key], "{key} after {step} steps");
    }
    assert_same_weights(&fs::read(stopped).unwrap(), &fs::read(whole).unwrap());
    assert_eq!(place.results(), ["stopped", "whole"]);
}

#[test]
fn a_run_that_was_interrupted_goes_on_to_the_same_bits() {
    ends_by("INT", 130);
}

#[test]
fn a_run_that_was_terminated_goes_on_to_the_same_bits() {
    ends_by("TERM", 143);
}

#[test]
fn a_second_signal_ends_a_run_at_once() {
    let place = Place::new("second");
    let path = place.out("run");
    let mut child = start(&place, &path);
    next_file(&mut child, &path, b"");
    // Held still, the run finds both when it goes on, and has no time to end in between.
    send(&["STOP", "INT", "TERM", "CONT"], &child);
    let (status, out) = child.end();
    assert_eq!(status.code(), None);
    let (int, term) = (2, 15);
    assert!([int, term].map(Some).contains(&status.signal()));
    assert_eq!(out, "");
    let left = fs::read(&path).unwrap();
    assert!(weights::saved_config(&left).unwrap().is_some());
}

#[test]
fn a_run_that_was_killed_leaves_a_whole_file() {
    let place = Place::new("killed");
    let path = place.out("run");
    let mut before = Vec::new();
    for _ in 0..8 {
        let mut child = start(&place, &path);
        for _ in 0..5 {
            before = next_file(&mut child, &path, &before);
        }
        // A kill that cannot be caught, and the wait for its end.
        drop(child);
        let left = fs::read(&path).unwrap();
        let config = weights::saved_config(&left).unwrap().unwrap();
        weights::read(&left, &config).unwrap();
        before = left;
    }
}
