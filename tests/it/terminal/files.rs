//! What the terminal keeps, and what it refuses before it trains.

use super::place::{Place, line_of, text};
use hourglass::export::kept::{self, About};
use serde_json::json;
use std::fs;
use std::path::Path;
use std::process::Command;

/// The sentence with which a run ends before it trains.
pub fn refusal(train: &mut Command) -> String {
    let output = train.output().unwrap();
    let errors = text(&output.stderr);
    assert_eq!(output.status.code(), Some(1), "{errors}");
    assert_eq!(text(&output.stdout), "");
    assert_eq!(errors.lines().count(), 1, "{errors}");
    errors
}

#[test]
fn what_cannot_be_written_is_said_before_training() {
    let place = Place::new("refused");
    let file = place.out("file");
    fs::write(&file, "older").unwrap();
    let (out, missing) = (place.out(""), place.out("missing"));
    let shown = |path: &Path| path.display().to_string();
    let mut cases = vec![
        (shown(&out), "it is a folder".to_owned()),
        (
            shown(&missing.join("run")),
            format!("there is no folder {}", missing.display()),
        ),
        (format!("{}/", shown(&missing)), "it is a folder".to_owned()),
        (
            shown(&file.join("run")),
            format!("{} is a file, no folder", file.display()),
        ),
        ("..".to_owned(), "it is a folder".to_owned()),
    ];
    if cfg!(target_os = "linux") {
        cases.push(("/proc/run".to_owned(), String::new()));
        cases.push(("/dev/null".to_owned(), "it is no ordinary file".to_owned()));
    }
    for (path, why) in cases {
        for argument in ["--save", "--encode", "--reconstruct", "--export-onnx"] {
            let said = refusal(place.train("1").args([argument, &path]));
            let start = format!("train: {path} cannot be written: {why}");
            assert!(said.starts_with(&start), "{said}{start}");
        }
    }
    let twice = ["--save", "--encode"].map(|argument| format!("{argument}={}", shown(&file)));
    let said = refusal(place.train("1").args(twice));
    assert!(said.contains("is to be two results at once"), "{said}");
    // Where a half of the model would go counts, too.
    let half = shown(&place.out("model.decoder.onnx"));
    let twice = [
        "--save",
        &half,
        "--export-onnx",
        &shown(&place.out("model.onnx")),
    ];
    let said = refusal(place.train("1").args(twice));
    assert!(
        said.contains(&format!("{half} is to be two results")),
        "{said}"
    );
    assert_eq!(place.results(), ["file"]);
    assert_eq!(fs::read(&file).unwrap(), b"older");
}

#[test]
fn a_file_that_is_kept_from_writing_is_respected() {
    let place = Place::new("kept");
    let file = place.out("run");
    fs::write(&file, "older").unwrap();
    let mut rights = fs::metadata(&file).unwrap().permissions();
    rights.set_readonly(true);
    fs::set_permissions(&file, rights).unwrap();
    // Nothing is kept from root.
    if fs::OpenOptions::new().append(true).open(&file).is_err() {
        let said = refusal(place.train("1").arg("--save").arg(&file));
        assert!(said.contains("no right to write it"), "{said}");
    }
    assert_eq!(fs::read(&file).unwrap(), b"older");
}

#[test]
fn the_check_leaves_what_is_there() {
    let place = Place::new("left");
    let file = place.out("run");
    fs::write(&file, "older").unwrap();
    let time = || fs::metadata(&file).unwrap().modified().unwrap();
    let before = time();
    refusal(
        place
            .train("1")
            .arg("--save")
            .arg(&file)
            .args(["--encode", ".."]),
    );
    assert_eq!(fs::read(&file).unwrap(), b"older");
    assert_eq!((time(), place.results()), (before, vec!["run".to_owned()]));
}

#[test]
fn saving_every_few_steps_asks_for_a_number_and_a_file() {
    let place = Place::new("every");
    let said = refusal(place.train("1").args(["--save-every", "5"]));
    assert!(said.contains("give --save FILE"), "{said}");
    for wrong in ["0", "-1", "often"] {
        let mut train = place.train("1");
        train.arg("--save").arg(place.out("run"));
        let said = refusal(train.args([format!("--save-every={wrong}")]));
        assert!(said.contains("a number of steps, 1 or more"), "{said}");
    }
}

#[test]
fn saving_on_the_way_changes_no_bit() {
    let place = Place::new("bits");
    let run = |name: &str, every: &[&str]| {
        let mut train = place.train("60");
        let path = place.out(name);
        let output = train.arg("--save").arg(&path).args(every).output().unwrap();
        let mut line = line_of(&output);
        assert_eq!(output.status.code(), Some(0));
        line["seconds"] = json!(null);
        line["imagesPerSecond"] = json!(null);
        (line, fs::read(path).unwrap())
    };
    let plain = run("plain", &[]);
    assert_eq!(plain.0["step"], 60);
    assert!(plain.0["loss"].is_f64() && plain.0.get("interrupted").is_none());
    for every in ["1", "8", "59"] {
        assert!(run("kept", &["--save-every", every]) == plain, "{every}");
    }
    assert_eq!(place.results(), ["kept", "plain"]);
}

#[test]
fn a_model_and_its_halves_are_three_files() {
    let place = Place::new("onnx");
    for (whole, halves) in [
        ("a.onnx", ["a.decoder.onnx", "a.encoder.onnx"]),
        ("b.c", ["b.c.decoder.onnx", "b.c.encoder.onnx"]),
    ] {
        let mut train = place.train("2");
        line_of(
            &train
                .arg("--export-onnx")
                .arg(place.out(whole))
                .output()
                .unwrap(),
        );
        let sizes =
            [whole, halves[0], halves[1]].map(|name| fs::read(place.out(name)).unwrap().len());
        // Both halves have weights, and the whole has theirs.
        assert!(
            sizes[1] > 4 * 12 * 64 && sizes[2] > 4 * 12 * 64,
            "{sizes:?}"
        );
        assert!(sizes[0] > sizes[1] + 4 * 12 * 64, "{sizes:?}");
    }
    let wanted = ["a.decoder.onnx", "a.encoder.onnx", "a.onnx"];
    let wanted = [
        &wanted[..],
        &["b.c", "b.c.decoder.onnx", "b.c.encoder.onnx"],
    ]
    .concat();
    assert_eq!(place.results(), wanted);
}

#[cfg(unix)]
#[test]
fn a_link_stays_one_and_rights_stay() {
    use std::os::unix::fs::{PermissionsExt, symlink};
    let place = Place::new("links");
    let (file, link) = (place.out("file"), place.out("link"));
    fs::write(&file, "older").unwrap();
    fs::set_permissions(&file, fs::Permissions::from_mode(0o640)).unwrap();
    symlink(&file, &link).unwrap();
    line_of(&place.train("1").arg("--save").arg(&link).output().unwrap());
    assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
    assert_ne!(fs::read(&file).unwrap(), b"older");
    let mode = fs::metadata(&file).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o640);
}

/// The shell lets no file grow past a few hundred bytes, which is what a full disk does.
#[cfg(unix)]
#[test]
fn the_older_file_survives_a_write_that_fails() {
    let place = Place::new("full");
    let file = place.out("run");
    fs::write(&file, "older").unwrap();
    let output = Command::new("sh")
        .args(["-c", r#"trap "" XFSZ; ulimit -f 1; exec "$0" "$@""#])
        .arg(super::place::program("train"))
        .args(place.args("10"))
        .arg("--save")
        .arg(&file)
        .args(["--save-every", "4"])
        .output()
        .unwrap();
    let errors = text(&output.stderr);
    assert_eq!(output.status.code(), Some(1), "{errors}");
    assert_eq!(line_of(&output)["step"], 10);
    let start = format!("train: {} was not written: ", file.display());
    let failures: Vec<&str> = errors
        .lines()
        .filter(|line| line.starts_with(&start))
        .collect();
    let [first, second, last] = failures[..] else {
        panic!("{errors}");
    };
    for failure in [first, second] {
        let end = "; the older file is as it was; training goes on";
        assert!(failure.ends_with(end), "{failure}");
    }
    assert!(last.ends_with("; the older file is as it was"), "{last}");
    assert_eq!(fs::read(&file).unwrap(), b"older");
    assert_eq!(place.results(), ["run"]);
}

#[test]
fn a_kept_run_is_loaded_as_its_model_is() {
    let place = Place::new("kept");
    let (run, kept, broken) = (
        place.out("run"),
        place.out("a.hourglass"),
        place.out("b.hourglass"),
    );
    let output = place.train("3").arg("--save").arg(&run).output().unwrap();
    assert_eq!(line_of(&output)["step"], 3);
    let about = json!({
        "hourglass": 1, "app": "1", "data": "digits", "address": "#", "step": 3, "training": false, "trainedMs": 1.0,
        "whole": true, "images": { "training": 4, "heldOut": 0, "classes": [] }, "marks": [], "earlier": [],
    });
    let about = About::parse(about.to_string().as_bytes()).unwrap();
    let file = kept::write(&about, &fs::read(&run).unwrap(), None, None).unwrap();
    fs::write(&kept, &file).unwrap();
    fs::write(&broken, &file[..file.len() - 9]).unwrap();
    let on = |from: &Path| line_of(&place.train("2").arg("--load").arg(from).output().unwrap());
    let (of_kept, of_run) = (on(&kept), on(&run));
    assert_eq!(of_kept["step"], 5);
    assert_eq!(of_kept["loss"], of_run["loss"]);
    let said = refusal(place.train("2").arg("--load").arg(&broken));
    assert!(said.contains("b.hourglass: "), "{said}");
}
