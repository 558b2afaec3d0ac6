//! Counts of what passed and failed, read from the tools' own closing lines.

use std::time::Duration;

/// How many checks of a stage passed, failed and were left out.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Tally {
    /// Checks that held.
    pub passed: u32,
    /// Checks that did not.
    pub failed: u32,
    /// Checks that were not made.
    pub skipped: u32,
    /// What ran where, and why the rest did not: where that differs from machine to machine.
    pub note: String,
}

impl Tally {
    /// One check that held.
    pub const ONE: Self = Self {
        passed: 1,
        failed: 0,
        skipped: 0,
        note: String::new(),
    };

    /// Adds the counts of `other`, and its note.
    pub fn add(&mut self, other: &Self) {
        self.passed += other.passed;
        self.failed += other.failed;
        self.skipped += other.skipped;
        if !self.note.is_empty() && !other.note.is_empty() {
            self.note += "; ";
        }
        self.note += &other.note;
    }

    /// The line that everything ends with.
    pub fn line(&self) -> String {
        format!("{} passed, {} failed", self.passed, self.failed)
    }

    /// From lines like `test result: ok. 3 passed; 0 failed; 1 ignored; …` (cargo test).
    pub fn of_cargo(output: &str) -> Self {
        let lines = output
            .lines()
            .filter_map(|line| line.trim().strip_prefix("test result:"));
        lines
            .flat_map(|line| line.split(['.', ';']))
            .map(str::trim)
            .fold(Self::default(), Self::with)
    }

    /// From lines like `ℹ pass 3` (node's test runner).
    pub fn of_node(output: &str) -> Self {
        let marks = |c: char| c == 'ℹ' || c == '#' || c.is_whitespace();
        let lines = output.lines().filter(|line| line.starts_with(['ℹ', '#']));
        lines
            .map(|line| line.trim_matches(marks))
            .fold(Self::default(), |tally, line| match line.split_once(' ') {
                Some((word, count)) => tally.with(&format!("{count} {word}")),
                None => tally,
            })
    }

    /// From lines like `  3 passed (1.2m)` (Playwright).
    pub fn of_playwright(output: &str) -> Self {
        let lines = output.lines().map(str::trim);
        let counts = lines.map(|line| line.split(" (").next().unwrap_or(line));
        counts.fold(Self::default(), Self::with)
    }

    /// From the last lines of Python's unittest: `Ran 7 tests in 1.2s`, then `OK (skipped=1)` or
    /// `FAILED (failures=1, errors=2)`.
    pub fn of_unittest(output: &str) -> Self {
        let mut tally = Self::default();
        let mut ran = 0;
        for line in output.lines() {
            if let Some(rest) = line.strip_prefix("Ran ") {
                let count = rest.split(' ').next().and_then(|count| count.parse().ok());
                ran = count.unwrap_or(ran);
            }
            let counts = ["OK (", "FAILED ("].map(|start| line.strip_prefix(start));
            let counts = counts
                .into_iter()
                .flatten()
                .flat_map(|rest| rest.trim_end_matches(')').split(", "));
            for (name, count) in counts.filter_map(|count| count.split_once('=')) {
                let count = count.parse::<u32>().unwrap_or(0);
                match name {
                    "failures" | "errors" | "unexpected successes" => tally.failed += count,
                    "skipped" => tally.skipped += count,
                    _ => {}
                }
            }
        }
        // A class that cannot be set up is an error of tests that were not run.
        tally.passed = u32::saturating_sub(ran, tally.failed + tally.skipped);
        tally
    }

    /// Adds what `count` says (`3 passed`), if it is a count.
    fn with(mut self, count: &str) -> Self {
        if let Some((number, word)) = count.split_once(' ')
            && let Ok(number) = number.parse::<u32>()
        {
            match word {
                "passed" | "pass" => self.passed += number,
                "failed" | "fail" | "cancelled" | "flaky" | "interrupted" | "did not run" => {
                    self.failed += number;
                }
                "ignored" | "skipped" | "todo" => self.skipped += number,
                _ => {}
            }
        }
        self
    }
}

/// What became of one stage.
pub struct Report {
    /// The stage's name.
    pub name: &'static str,
    /// Its counts; a stage that broke off has at least one failure.
    pub tally: Tally,
    /// How long it took.
    pub time: Duration,
    /// Why it broke off.
    pub complaint: Option<String>,
}

/// The table of all stages, their sum on the last line; and that sum.
pub fn summary(reports: &[Report]) -> (String, Tally) {
    let line = |report: &Report| {
        let Report {
            name,
            tally,
            time,
            complaint,
        } = report;
        let Tally {
            passed,
            failed,
            skipped,
            note,
        } = tally;
        let seconds = time.as_secs_f32();
        let why = complaint
            .as_deref()
            .and_then(|why| why.lines().next())
            .unwrap_or(note);
        format!("{name:<12} {passed:>6}  {failed:>6}  {skipped:>7}  {seconds:>7.1}  {why}")
            .trim_end()
            .to_owned()
            + "\n"
    };
    let lines: String = reports.iter().map(line).collect();
    let mut total = Tally::default();
    for report in reports {
        total.add(&report.tally);
    }
    let minutes = reports
        .iter()
        .map(|report| report.time)
        .sum::<Duration>()
        .as_secs_f32()
        / 60.0;
    let text = format!(
        "\nstage        passed  failed  skipped  seconds\n{lines}\
         {} skipped, {minutes:.1} minutes\n{}\n",
        total.skipped,
        total.line()
    );
    (text, total)
}

#[cfg(test)]
mod tests {
    use super::{Report, Tally, summary};
    use std::time::Duration;

    fn tally(passed: u32, failed: u32, skipped: u32) -> Tally {
        Tally {
            passed,
            failed,
            skipped,
            note: String::new(),
        }
    }

    #[test]
    fn reads_cargo() {
        let output = "running 3 tests\ntest a ... ok\n\ntest result: ok. 3 passed; 0 failed; 1 ignored; 0 measured; \
                      0 filtered out; finished in 0.00s\n\ntest result: FAILED. 1 passed; 2 failed; 0 ignored; 0 measured";
        assert_eq!(Tally::of_cargo(output), tally(4, 2, 1));
    }

    #[test]
    fn reads_node() {
        let output = "✔ a (1ms)\nℹ tests 6\nℹ suites 0\nℹ pass 4\nℹ fail 1\nℹ cancelled 1\nℹ skipped 0\nℹ todo 0\n";
        assert_eq!(Tally::of_node(output), tally(4, 2, 0));
        assert_eq!(Tally::of_node("# pass 2\n# fail 0\n"), tally(2, 0, 0));
    }

    #[test]
    fn reads_playwright() {
        let output = "  ✓  1 a.spec.js:3:1 › 12 passed (2s)\n\n  1 failed\n    [page] › b.spec.js\n  2 skipped\n  31 passed (1.2m)\n";
        assert_eq!(Tally::of_playwright(output), tally(31, 1, 2));
    }

    #[test]
    fn reads_unittest() {
        let good =
            "test_a (test_b.C.test_a) ... ok\n\n----\nRan 7 tests in 1.204s\n\nOK (skipped=2)\n";
        assert_eq!(Tally::of_unittest(good), tally(5, 0, 2));
        let bad = "Ran 9 tests in 0.1s\n\nFAILED (failures=1, errors=2, skipped=1, expected failures=1)\n";
        assert_eq!(Tally::of_unittest(bad), tally(5, 3, 1));
        assert_eq!(
            Tally::of_unittest("Ran 1 test in 0.1s\n\nOK\n"),
            tally(1, 0, 0)
        );
        assert_eq!(
            Tally::of_unittest("Ran 0 tests in 0.1s\n\nFAILED (errors=1)\n"),
            tally(0, 1, 0)
        );
    }

    #[test]
    fn the_last_line_is_the_sum() {
        let report = |name, tally| Report {
            name,
            tally,
            time: Duration::from_secs(3),
            complaint: None,
        };
        let (text, total) = summary(&[
            report("format", Tally::ONE),
            report("native", tally(4, 0, 1)),
        ]);
        assert_eq!(text.lines().last(), Some("5 passed, 0 failed"));
        assert_eq!(total, tally(5, 0, 1));
        let (text, total) = summary(&[report("native", tally(4, 2, 0))]);
        assert_eq!(text.lines().last(), Some("4 passed, 2 failed"));
        assert_eq!(total, tally(4, 2, 0));
        let skipped = Tally {
            note: "no nightly".to_owned(),
            ..tally(0, 0, 7)
        };
        let (text, _) = summary(&[report("fuzz", skipped)]);
        assert!(text.contains("no nightly"), "{text}");
    }
}
