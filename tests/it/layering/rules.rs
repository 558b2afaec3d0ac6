//! Rules about one file at a time.

use super::scan::{code, tokens};
use super::tree::Source;

/// The longest file that one still reads in one go.
const MAX_LINES: usize = 300;

/// Too long a file.
pub fn length(source: &Source) -> Vec<String> {
    let lines = source.text.lines().count();
    if lines <= MAX_LINES {
        return Vec::new();
    }
    vec![format!(
        "{}: {lines} lines, and {MAX_LINES} are the most",
        source.path
    )]
}

/// The widest line that stands beside another one on a screen.
const MAX_COLUMNS: usize = 120;

/// What may stand around a text or an address that is too long for such a line by itself.
const MAX_AROUND_A_TEXT: usize = 60;

/// Too wide a line, unless one text or one address makes it so.
pub fn width(source: &Source) -> Vec<String> {
    let lines = source.text.lines().enumerate();
    let wide = lines.filter(|(_, line)| {
        let columns = line.chars().count();
        columns > MAX_COLUMNS && columns - longest_text(line) > MAX_AROUND_A_TEXT
    });
    let finding = |(number, line): (usize, &str)| {
        let columns = line.chars().count();
        format!(
            "{}:{}: {columns} columns, and {MAX_COLUMNS} are the most",
            source.path,
            number + 1
        )
    };
    wide.map(finding).collect()
}

/// The columns of the longest text between quotes, or of an address in a comment.
fn longest_text(line: &str) -> usize {
    if line.trim_start().starts_with(['/', '*']) {
        let words = line.split_whitespace();
        let addresses = words.filter(|word| word.contains("://"));
        return addresses
            .map(|word| word.chars().count())
            .max()
            .unwrap_or(0);
    }
    let (mut longest, mut open) = (0, None);
    let mut chars = line.chars().enumerate();
    while let Some((at, c)) = chars.next() {
        match (c, open) {
            ('\\', _) => drop(chars.next()),
            ('"' | '\'' | '`', None) => open = Some((c, at)),
            (c, Some((quote, start))) if c == quote => {
                longest = longest.max(at + 1 - start);
                open = None;
            }
            _ => {}
        }
    }
    longest
}

/// A file that does not open by saying what it is.
pub fn opening(source: &Source) -> Vec<String> {
    let wanted: &[&str] = match source.ending() {
        "rs" => &["//! "],
        "js" | "mjs" => &["//! ", "// ", "/** ", "/**\n"],
        "css" => &["/* "],
        "py" => &["\"\"\"", "#"],
        _ => return Vec::new(),
    };
    if wanted.iter().any(|start| source.text.starts_with(start)) {
        return Vec::new();
    }
    vec![format!(
        "{}: does not open with {:?}",
        source.path, wanted[0]
    )]
}

/// The one test that counts allocations, which only an allocator of its own can.
const COUNTS_ALLOCATIONS: &str = "tests/it/allocations.rs";

/// `unsafe` outside the kernel.
pub fn unsafe_code(source: &Source) -> Vec<String> {
    let word = concat!("un", "safe");
    let found = tokens(&code(&source.text))
        .iter()
        .any(|token| token == word);
    let allowed = source.path.starts_with("src/kernel/") || source.path == COUNTS_ALLOCATIONS;
    if found && !allowed {
        return vec![format!("{}: {word} belongs in src/kernel", source.path)];
    }
    Vec::new()
}

/// Marks of unfinished work.
pub fn leftovers(source: &Source) -> Vec<String> {
    const MARKS: [&str; 5] = [
        concat!("TO", "DO"),
        concat!("FIX", "ME"),
        concat!("XX", "X"),
        concat!("unimple", "mented!"),
        concat!("to", "do!("),
    ];
    let lines = source.text.lines().enumerate();
    let marked = lines.filter(|(_, line)| MARKS.iter().any(|mark| line.contains(mark)));
    marked
        .map(|(number, line)| format!("{}:{}: {}", source.path, number + 1, line.trim()))
        .collect()
}

/// Inline scripts, handlers and styles, which the page's security policy forbids.
pub fn inline(source: &Source) -> Vec<String> {
    let mut found = Vec::new();
    for tag in source.text.split('<').skip(1) {
        let tag = tag.split('>').next().unwrap_or_default();
        let name = tag.split_whitespace().next().unwrap_or_default();
        let attributes = tag.split_whitespace().skip(1);
        let inline_script = name == "script" && !tag.contains("src=");
        let handler = attributes
            .clone()
            .any(|word| word.starts_with("on") && word.contains('='));
        let style = name == "style" || attributes.clone().any(|word| word.starts_with("style="));
        if inline_script || handler || style {
            found.push(format!("{}: inline script or style: <{tag}>", source.path));
        }
    }
    found
}

#[test]
fn each_rule_finds_its_fault() {
    let found = |rule: fn(&Source) -> Vec<String>, path, text: &str| {
        rule(&Source::sample(path, text)).len()
    };
    assert_eq!(found(length, "a.js", &"x\n".repeat(301)), 1);
    assert_eq!(found(length, "a.js", &"x\n".repeat(300)), 0);
    assert_eq!(found(width, "a.js", &"ä".repeat(120)), 0);
    assert_eq!(found(opening, "a.rs", "use std::fmt;"), 1);
    assert_eq!(found(opening, "a.rs", "//! What it is."), 0);
    assert_eq!(found(opening, "a.css", "body {}"), 1);
    assert_eq!(found(leftovers, "a.rs", concat!("// TO", "DO: later")), 1);
    assert_eq!(found(leftovers, "a.rs", concat!("    to", "do!()")), 1);
    assert_eq!(found(leftovers, "a.rs", "// done"), 0);
}

#[test]
fn a_wide_line_is_found_unless_a_text_makes_it_so() {
    let found = |line: &str| width(&Source::sample("a.js", &format!("\n{line}\n"))).len();
    let long = "x".repeat(118);
    assert_eq!(found(&format!("f({long}")), 0);
    assert_eq!(found(&format!("f({long})")), 1);
    assert_eq!(found(&format!("  say: \"it's {long}\\\" {long}\",")), 0);
    assert_eq!(
        found(&format!(
            "  f({}, `{long}`);",
            "y".repeat(MAX_AROUND_A_TEXT)
        )),
        1
    );
    assert_eq!(found(&format!("// It's {long}, isn't it?")), 1);
    assert_eq!(found(&format!(" * See https://{long}.")), 0);
}

#[test]
fn code_that_the_compiler_does_not_check_is_found() {
    let found = |path, text| unsafe_code(&Source::sample(path, text)).len();
    assert_eq!(
        found("src/nn/a.rs", concat!("fn f() { un", "safe { g() } }")),
        1
    );
    assert_eq!(
        found("src/kernel/a.rs", concat!("fn f() { un", "safe { g() } }")),
        0
    );
    assert_eq!(
        found(
            "src/nn/a.rs",
            concat!("// un", "safe\n#![deny(un", "safe_code)]")
        ),
        0
    );
}

#[test]
fn inline_code_is_found() {
    let found = |text| inline(&Source::sample("a.html", text)).len();
    assert_eq!(found("<script>alert(1)</script>"), 1);
    assert_eq!(found("<p style=\"color: red\">"), 1);
    assert_eq!(found("<button onclick=\"f()\">"), 1);
    assert_eq!(
        found(
            "<script type=\"module\" src=\"www/main.js\"></script><meta content=\"style-src 'self'\">"
        ),
        0
    );
}
