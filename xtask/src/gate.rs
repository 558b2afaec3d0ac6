//! The gate: every stage runs, every stage is reported, and one failure fails the whole.

use std::num::NonZeroU32;
use std::process::ExitCode;
use std::time::Instant;

use crate::ahead;
use crate::busy::Busy;
use crate::shell::Outcome;
use crate::stages;
use crate::summary::{Report, Tally, summary};
use crate::{fuzz, npm, python};

/// A stage's name and its work.
type Stage = (&'static str, fn() -> Outcome<Tally>);

/// What must hold before a change lands, quick stages first.
const STAGES: &[Stage] = &[
    ("format", stages::format),
    ("clippy", stages::clippy),
    ("clippy-wasm", stages::clippy_wasm),
    ("native", stages::native),
    ("python", python::stage),
    ("docs", stages::docs),
    ("engine", stages::engine),
    ("packages", stages::packages),
    ("types", stages::types),
    ("eslint", stages::eslint),
    ("node", stages::node),
    ("dist", stages::dist),
    ("npm", npm::stage),
    ("wasm", stages::wasm),
    ("browser", stages::browser),
    ("browsers", stages::browsers),
    ("fuzz", fuzz::stage),
];

/// Which stages run, and how.
#[derive(Debug, PartialEq, Eq)]
pub struct Options {
    /// Names of stages with commas between them; without it, all.
    pub only: Option<String>,
    /// How many times they run, unless one fails.
    pub repeat: NonZeroU32,
    /// Keeps one core busy meanwhile.
    pub busy: bool,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            only: None,
            repeat: NonZeroU32::MIN,
            busy: false,
        }
    }
}

/// Runs the gate; ends with a table and the line `N passed, N failed`.
pub fn task(options: &Options) -> Outcome<ExitCode> {
    let wanted = choose(options.only.as_deref())?;
    let busy = options.busy.then(Busy::start).transpose()?;
    if options.only.is_none() {
        ahead::begin();
    }
    let run = || wanted.iter().copied().map(report).collect::<Vec<_>>();
    let good = match options.repeat.get() {
        1 => {
            let (text, tally) = summary(&run());
            print!("{text}");
            tally.failed == 0
        }
        times => repeat(times, run),
    };
    drop(busy);
    Ok(if good {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

/// Runs everything `times` times, or until something fails; whether nothing did. The last line is the sum of all runs.
fn repeat(times: u32, run: impl Fn() -> Vec<Report>) -> bool {
    let mut total = Tally::default();
    let mut green = 0;
    while green < times && total.failed == 0 {
        println!("\n━━ run {} of {times} ━━", green + 1);
        let (text, tally) = summary(&run());
        print!("{text}");
        green += u32::from(tally.failed == 0);
        total.add(&tally);
    }
    println!("\n{green} of {times} runs were green.\n{}", total.line());
    total.failed == 0
}

/// The names of all stages.
pub fn names() -> Vec<&'static str> {
    STAGES.iter().map(|stage| stage.0).collect()
}

/// The stages named in `only`, or all of them.
fn choose(only: Option<&str>) -> Outcome<Vec<Stage>> {
    let Some(only) = only else {
        return Ok(STAGES.to_vec());
    };
    let find = |name: &str| STAGES.iter().find(|stage| stage.0 == name).copied();
    let names = names().join(", ");
    only.split(',')
        .map(|name| {
            find(name).ok_or_else(|| format!("there is no stage {name:?}; there are {names}"))
        })
        .collect()
}

/// Runs one stage; a stage that breaks off or checks nothing counts as failed.
fn report((name, work): Stage) -> Report {
    println!("\n── {name} ──");
    let started = Instant::now();
    let (mut tally, mut complaint) = match work() {
        Ok(tally) => (tally, None),
        Err(why) => (Tally::default(), Some(why)),
    };
    if complaint.is_none() && tally.passed + tally.failed + tally.skipped == 0 {
        complaint = Some("nothing was checked".to_owned());
    }
    if let Some(why) = &complaint {
        eprintln!("{name}: {why}");
        tally.failed = tally.failed.max(1);
    }
    Report {
        name,
        tally,
        time: started.elapsed(),
        complaint,
    }
}

#[cfg(test)]
mod tests {
    use super::{Stage, choose, repeat, report};
    use crate::summary::Tally;
    use std::cell::Cell;

    #[test]
    fn a_broken_or_empty_stage_fails() {
        let broken: Stage = ("broken", || Err("it broke".to_owned()));
        let empty: Stage = ("empty", || Ok(Tally::default()));
        let good: Stage = ("good", || Ok(Tally::ONE));
        assert_eq!(report(broken).tally.failed, 1);
        assert_eq!(report(empty).tally.failed, 1);
        assert_eq!(report(good).tally.failed, 0);
    }

    #[test]
    fn stages_are_chosen_by_name() {
        let names = |only| choose(only).map(|stages| stages.len());
        assert_eq!(names(Some("types,eslint")), Ok(2));
        assert!(names(Some("tpyes")).is_err());
        assert!(names(None).is_ok_and(|count| count > 10));
    }

    #[test]
    fn a_repeated_gate_ends_with_its_first_failure() {
        let runs = Cell::new(0);
        let run = |failing: u32| {
            runs.set(runs.get() + 1);
            let good: Stage = ("good", || Ok(Tally::ONE));
            let bad: Stage = ("bad", || Err("it broke".to_owned()));
            vec![report(if runs.get() == failing { bad } else { good })]
        };
        assert!(!repeat(5, || run(3)));
        assert_eq!(runs.replace(0), 3);
        assert!(repeat(5, || run(6)));
        assert_eq!(runs.get(), 5);
    }
}
