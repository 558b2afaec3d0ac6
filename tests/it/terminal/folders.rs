//! Folders that the terminal makes.

use super::files::refusal;
use super::place::{Place, line_of, text};
use hourglass::export::{pytorch, weights};
use std::fs;

#[test]
fn a_model_becomes_a_folder_of_sources_or_nothing() {
    let place = Place::new("folder");
    let (run, folder) = (place.out("run"), place.out("exported"));
    let export = || {
        let mut train = place.train("2");
        train.arg("--export-pytorch").arg(&folder);
        train
    };
    // An empty folder is as good as none.
    fs::create_dir(&folder).unwrap();
    let output = export().arg("--save").arg(&run).output().unwrap();
    assert!(output.status.success(), "{}", text(&output.stderr));
    assert_eq!(line_of(&output)["step"], 2);
    assert_eq!(place.results(), ["exported", "run"]);
    let saved = fs::read(&run).unwrap();
    assert!(weights::saved_config(&saved).unwrap().is_some());
    for (name, bytes) in pytorch::files(&saved).unwrap() {
        assert_eq!(fs::read(folder.join(name)).unwrap(), bytes, "{name}");
    }

    // What stands there may have been trained further: it is not written over.
    let weights = folder.join("model.safetensors");
    fs::write(&weights, "trained further").unwrap();
    let said = refusal(&mut export());
    assert!(said.contains("it is a folder with files in it"), "{said}");
    assert_eq!(fs::read(&weights).unwrap(), b"trained further");

    for (path, why) in [
        (run.clone(), "it is a file, no folder"),
        (run.join("below"), ""),
        (
            place.out("nowhere").join("below"),
            "there is no folder to make it in",
        ),
        ("..".into(), "with files in it"),
    ] {
        let said = refusal(place.train("2").arg("--export-pytorch").arg(&path));
        let path = path.display().to_string();
        assert!(said.contains(&path) && said.contains(why), "{said}");
    }
    assert_eq!(place.results(), ["exported", "run"]);
}
