//! JavaScript source without its comments, as words, texts and marks.

/// A piece of a script.
#[derive(Debug, PartialEq, Eq)]
pub enum Piece {
    /// A name, a keyword or a number.
    Word(String),
    /// What stands between quotes; of a template, its source.
    Text(String),
    /// Any other sign.
    Mark(char),
}

/// All pieces of a script, in order.
pub fn pieces(text: &str) -> Vec<Piece> {
    let chars: Vec<char> = text.chars().collect();
    let mut pieces = Vec::new();
    let mut at = 0;
    while at < chars.len() {
        let rest = &chars[at..];
        let length = match rest {
            ['/', '/', ..] => line(rest),
            ['/', '*', ..] => block_comment(rest),
            ['/', ..] if may_start_pattern(pieces.last()) => pattern(rest),
            ['"' | '\'' | '`', ..] => {
                let length = quoted(rest);
                let end = length.saturating_sub(1).max(1);
                pieces.push(Piece::Text(rest[1..end].iter().collect()));
                length
            }
            [c, ..] if is_word(*c) => {
                let length = word(rest);
                pieces.push(Piece::Word(rest[..length].iter().collect()));
                length
            }
            [c, ..] => {
                if !c.is_whitespace() {
                    pieces.push(Piece::Mark(*c));
                }
                1
            }
            [] => break,
        };
        at += length;
    }
    pieces
}

/// Whether a `/` after this piece starts a regular expression; after a value, it divides.
fn may_start_pattern(before: Option<&Piece>) -> bool {
    match before {
        None => true,
        Some(Piece::Mark(mark)) => !matches!(mark, ')' | ']' | '}'),
        Some(Piece::Word(word)) => matches!(word.as_str(), "return" | "typeof" | "case" | "of"),
        Some(Piece::Text(_)) => false,
    }
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_' || c == '$'
}

fn word(rest: &[char]) -> usize {
    let end = rest.iter().position(|&c| !is_word(c));
    end.unwrap_or(rest.len())
}

fn line(rest: &[char]) -> usize {
    let end = rest.iter().position(|&c| c == '\n');
    end.unwrap_or(rest.len())
}

fn block_comment(rest: &[char]) -> usize {
    let end = rest[2..].windows(2).position(|pair| pair == ['*', '/']);
    end.map_or(rest.len(), |end| end + 4)
}

/// The length of a regular expression, in whose classes a `/` is a sign like any other.
fn pattern(rest: &[char]) -> usize {
    let (mut at, mut in_class) = (1, false);
    while at < rest.len() {
        match rest[at] {
            '\\' => at += 1,
            '[' => in_class = true,
            ']' => in_class = false,
            '/' if !in_class => return at + 1,
            _ => {}
        }
        at += 1;
    }
    rest.len()
}

/// The length of a string with its quotes. In a template, `${` opens code that may hold quotes of its own.
fn quoted(rest: &[char]) -> usize {
    let quote = rest[0];
    let mut at = 1;
    while at < rest.len() {
        match rest[at] {
            '\\' => at += 2,
            c if c == quote => return at + 1,
            '$' if quote == '`' && rest.get(at + 1) == Some(&'{') => {
                at += 2 + inner_code(&rest[at + 2..]);
            }
            _ => at += 1,
        }
    }
    rest.len()
}

/// The length of a template's code up to its closing brace, and with it.
fn inner_code(rest: &[char]) -> usize {
    let (mut at, mut depth) = (0, 1);
    while at < rest.len() {
        match rest[at] {
            '"' | '\'' | '`' => {
                at += quoted(&rest[at..]);
                continue;
            }
            '{' => depth += 1,
            '}' => depth -= 1,
            _ => {}
        }
        at += 1;
        if depth == 0 {
            return at;
        }
    }
    rest.len()
}

#[test]
fn comments_and_patterns_vanish_and_texts_stay() {
    let text = r#"a /* "b" */ "c // d" // e
        .f(/[/"]\//g, g / 2 / h) `i ${j("`", { k: `l` })} m` 'n\'o' return /p"/"#;
    let shown: Vec<String> = pieces(text)
        .into_iter()
        .map(|piece| match piece {
            Piece::Word(word) => word,
            Piece::Text(text) => format!("<{text}>"),
            Piece::Mark(mark) => mark.to_string(),
        })
        .collect();
    assert_eq!(
        shown.join(" "),
        r#"a <c // d> . f ( g , g / 2 / h ) <i ${j("`", { k: `l` })} m> <n\'o> return"#
    );
}
