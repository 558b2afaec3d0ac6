//! What the programs say: help, version, progress.

use super::duration::duration;
use super::place::{ENDLESS, Place, line_of, program, text};
use hourglass::model::presets;
use std::io::{BufRead, BufReader};
use std::process::{Command, Stdio};

const COMMON: [&str; 12] = [
    "--images FILE",
    "--labels FILE",
    "--test-images FILE",
    "--test-labels FILE",
    "--preset NAME",
    "--config FILE|JSON",
    "--steps N",
    "--epochs N",
    "--load FILE",
    "--threads N",
    "--help",
    "--version",
];

fn said(name: &str, word: &str) -> String {
    let output = Command::new(program(name)).arg(word).output().unwrap();
    assert_eq!(output.status.code(), Some(0), "{name} {word}");
    assert_eq!(text(&output.stderr), "", "{name} {word}");
    text(&output.stdout)
}

#[test]
fn help_has_each_argument_in_a_line() {
    let train = [
        "--save FILE",
        "--save-every N",
        "--encode FILE",
        "--reconstruct FILE",
        "--export-onnx FILE",
        "--export-pytorch FOLDER",
    ];
    let lab = [
        "--lab NAME",
        "--seed N",
        "--seeds N",
        "--bits B",
        "--noise KIND",
        "--amount A",
        "--normal CLASS[,CLASS...]|each",
        "--score NAME",
        "--samples N",
        "--labels-per-class N|all",
        "--head-steps N",
    ];
    for (name, own) in [("train", &train[..]), ("lab", &lab[..])] {
        let help = said(name, "--help");
        assert_eq!(said(name, "-h"), help);
        let starts: Vec<&str> = help
            .lines()
            .filter_map(|line| line.strip_prefix("  ")?.split("  ").next())
            .collect();
        assert_eq!(starts, [&COMMON[..], own].concat());
        assert!(help.lines().all(|line| line.len() <= 120), "{help}");
        for preset in presets::NAMES {
            assert!(help.contains(preset), "{preset}");
        }
    }
}

#[test]
fn a_number_of_threads_that_cannot_be_is_refused() {
    let place = Place::new("threads");
    for number in ["0", "-1", "10000", "abc", "65", "1.5", ""] {
        let mut train = place.train("1");
        let output = train.args(["--threads", number]).output().unwrap();
        assert_eq!(output.status.code(), Some(1), "{number}");
        let said = format!("train: --threads N: got {number}, wanted a number from 1 to 64\n");
        assert_eq!(text(&output.stderr), said);
        assert_eq!(text(&output.stdout), "");
    }
}

#[test]
fn threads_and_instructions_change_no_number() {
    let place = Place::new("same-numbers");
    let run = |threads: &str, is_portable: bool| {
        let mut train = place.train("20");
        train.args(["--threads", threads]);
        if is_portable {
            train.env("HOURGLASS_PORTABLE", "1");
        }
        let line = line_of(&train.output().unwrap());
        ["loss", "heldOutLoss", "heldOutMse"].map(|key| line[key].as_f64().unwrap().to_bits())
    };
    let want = run("1", false);
    for (threads, is_portable) in [("2", false), ("5", false), ("1", true), ("2", true)] {
        assert_eq!(run(threads, is_portable), want, "{threads} threads");
    }
}

#[test]
fn version_is_a_name_and_a_number() {
    for name in ["train", "lab"] {
        let version = format!("{name} (hourglass) {}\n", env!("CARGO_PKG_VERSION"));
        assert_eq!(said(name, "--version"), version);
        assert_eq!(said(name, "-V"), version);
    }
}

#[test]
fn progress_says_how_long_it_will_take() {
    let place = Place::new("progress");
    let mut train = place.train(ENDLESS);
    let mut child = train
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut line = String::new();
    let mut errors = BufReader::new(child.stderr.take().unwrap());
    errors.read_line(&mut line).unwrap();
    child.kill().unwrap();
    child.wait().unwrap();
    let parts: Vec<&str> = line.trim_end().split(", ").collect();
    assert_eq!(parts.len(), 5, "{line}");
    assert!(parts[0].starts_with("step ") && parts[0].ends_with(&format!(" of {ENDLESS}")));
    assert!(parts[1].starts_with("loss 0."), "{line}");
    assert!(parts[2].starts_with("held-out 0."), "{line}");
    assert!(parts[3].ends_with(" images/s"), "{line}");
    assert!(parts[4].ends_with(" left"), "{line}");
}

#[test]
fn durations_have_two_units() {
    for (seconds, words) in [
        (0.2, "1 s"),
        (59.0, "59 s"),
        (59.5, "1 min 0 s"),
        (130.0, "2 min 10 s"),
        (3600.0, "1 h 0 min"),
        (11_400.0, "3 h 10 min"),
        (86_399.0, "23 h 59 min"),
        (180_000.0, "2 d 2 h"),
    ] {
        assert_eq!(duration(seconds), words);
    }
}
