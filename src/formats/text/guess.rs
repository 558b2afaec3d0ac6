//! Which code page some names are written in: all of them looked at together.
//!
//! A code page in which they are no text is out. For each of the others what the bytes would be is counted: characters
//! that names are made of count for it, signs and drawn lines count against it.
//! - **Shift-JIS, GBK, Big5, EUC-KR**: the common half of each standard's ideographs, its syllables and kana count for
//!   it, the rare half and what lies outside count against it. In EUC-KR the hundred syllables that most of Korean is
//!   made of count more: all of its syllables are common ideographs in GBK.
//! - **Code page 866, Windows-1251**: Cyrillic letters count for it, the frequent ones more; a capital behind a small
//!   letter, a letter beside a Latin one, and a word of two letters count against it.
//! - **Code pages 437 and 850, Windows-1252 and 1250**: Latin letters with accents count for it where they stand beside
//!   a plain one, as they nearly always do.
//!
//! The highest count wins, and of equal ones the first in this order. Where none is above zero, nothing is known.

use super::dos;

/// What reads bytes by a table of the encoding standard (<https://encoding.spec.whatwg.org>): the encoding's label, and
/// the bytes. `None` for bytes that are no text in it, and for a label that is not known.
pub type Tables<'a> = &'a dyn Fn(&str, &[u8]) -> Option<String>;

/// So many bytes of names are looked at.
const LOOK: usize = 256 << 10;

/// A code page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Page {
    ShiftJis,
    Gbk,
    Big5,
    EucKr,
    Cp866,
    Windows1251,
    Cp437,
    Cp850,
    Windows1252,
    Windows1250,
}

use Page::{
    Big5, Cp437, Cp850, Cp866, EucKr, Gbk, ShiftJis, Windows1250, Windows1251, Windows1252,
};

const PAGES: [Page; 10] = [
    ShiftJis,
    Gbk,
    Big5,
    EucKr,
    Cp866,
    Windows1251,
    Cp437,
    Cp850,
    Windows1252,
    Windows1250,
];

impl Page {
    /// Bytes as text in this code page, if they are some.
    pub fn decode(self, bytes: &[u8], tables: Tables) -> Option<String> {
        let label = match self {
            Cp437 => return Some(dos::cp437(bytes)),
            Cp850 => return Some(dos::cp850(bytes)),
            ShiftJis => "shift_jis",
            Gbk => "gbk",
            Big5 => "big5",
            EucKr => "euc-kr",
            Cp866 => "ibm866",
            Windows1251 => "windows-1251",
            Windows1252 => "windows-1252",
            Windows1250 => "windows-1250",
        };
        tables(label, bytes)
    }

    /// How many bytes the character at the start of `bytes` has. The second one may be that of a `\`.
    pub fn width(self, bytes: &[u8]) -> usize {
        let has_two = match (self, bytes[0]) {
            (ShiftJis, first) => matches!(first, 0x81..=0x9f | 0xe0..=0xfc),
            (Gbk | Big5 | EucKr, first) => first > 0x80,
            _ => false,
        };
        if has_two { bytes.len().min(2) } else { 1 }
    }
}

/// The likeliest code page of lines of names in which all of them are text, and that text. `None` if none is likely.
pub fn page(names: &[u8], tables: Tables) -> Option<(Page, String)> {
    let (mut best, mut highest) = (None, 0);
    for page in PAGES {
        let Some(text) = page.decode(names, tables) else {
            continue;
        };
        let score = score(page, &names[..names.len().min(LOOK)], &text);
        if score > highest {
            (best, highest) = (Some((page, text)), score);
        }
    }
    best
}

fn score(page: Page, bytes: &[u8], text: &str) -> i32 {
    match page {
        ShiftJis | Gbk | Big5 => ideographs(page, bytes),
        EucKr => {
            let some = text.chars().take(LOOK);
            let frequent = some.filter(|&c| SYLLABLES.contains(c)).count();
            ideographs(page, bytes) + 3 * frequent as i32
        }
        Cp866 | Windows1251 => letters(text, cyrillic),
        Cp437 | Cp850 | Windows1250 => letters(text, latin),
        Windows1252 => letters(text, western),
    }
}

/// The syllables that most of Korean is made of.
const SYLLABLES: &str = "이다는의에을를고가하한지로은도기서사나라리어아자그대시인정있수게부전해스보여일제장소주구오상만들과원조성동세국방면미물경용트비신공년안생위무유계화내회마치연모우학관문강양개산선재식적간교새진람";

/// Counts characters of two bytes.
fn ideographs(page: Page, bytes: &[u8]) -> i32 {
    let (mut at, mut sum) = (0, 0);
    while let Some(rest @ [first, ..]) = bytes.get(at..) {
        let width = page.width(rest);
        if width == 2 {
            sum += ideograph(page, *first, rest[1]);
            // Beside a small Latin letter it may be one with an accent.
            let before = at.checked_sub(1).map(|before| bytes[before]);
            let beside = [before, rest.get(2).copied()];
            if beside.iter().flatten().any(u8::is_ascii_lowercase) {
                sum -= 2;
            }
        } else if !first.is_ascii() {
            sum -= 2;
        }
        at += width;
    }
    sum
}

fn ideograph(page: Page, first: u8, second: u8) -> i32 {
    match (page, first, second) {
        // Hiragana.
        (ShiftJis, 0x82, 0x9f..=0xf1) => 4,
        // Katakana, and the common ideographs.
        (ShiftJis, 0x83, 0x40..=0x96)
        | (ShiftJis, 0x88, 0x9f..)
        | (ShiftJis, 0x89..=0x97, _)
        | (ShiftJis, 0x98, ..=0x72)
        | (Gbk, 0xb0..=0xd7, 0xa1..)
        | (Big5, 0xa4..=0xc5, _)
        | (Big5, 0xc6, ..=0x7e) => 3,
        // Marks, wide letters and digits.
        (ShiftJis, 0x81 | 0x82, _) | (Gbk | EucKr, 0xa1 | 0xa3, 0xa1..) | (Big5, 0xa1, _) => 1,
        (EucKr, 0xb0..=0xc8, 0xa1..) => 2,
        (Gbk, 0xd8..=0xf7, 0xa1..) | (Big5, 0xc9..=0xf9, _) => -1,
        _ => -3,
    }
}

/// What a character that is not ASCII counts.
struct Letter {
    /// Not for one that is no letter.
    is_capital: Option<bool>,
    /// What it counts beside no letter of the other kind.
    alone: i32,
    /// What it counts beside a plain Latin letter.
    beside_latin: i32,
}

const SIGN: Letter = Letter {
    is_capital: None,
    alone: -3,
    beside_latin: -3,
};

/// Counts characters of one byte.
fn letters(text: &str, letter: fn(char) -> Letter) -> i32 {
    let is_small =
        |c: char| c.is_ascii_lowercase() || !c.is_ascii() && letter(c).is_capital == Some(false);
    // How many letters that are not ASCII have come one after the other.
    let (mut sum, mut before, mut run) = (0, '\n', 0);
    let mut rest = text.chars().take(LOOK).peekable();
    while let Some(character) = rest.next() {
        let after = rest.peek().copied().unwrap_or('\n');
        let Letter {
            is_capital,
            alone,
            beside_latin,
        } = letter(character);
        if !character.is_ascii() {
            let is_beside = before.is_ascii_alphabetic() || after.is_ascii_alphabetic();
            sum += if is_beside { beside_latin } else { alone };
        }
        let is_capital = is_capital == Some(true) || character.is_ascii_uppercase();
        if is_capital && is_small(before) && !(before.is_ascii() && character.is_ascii()) {
            sum -= 3;
        }
        let is_letter = !character.is_ascii() && letter(character).is_capital.is_some();
        // Two letters are rather an ideograph than a word.
        if !is_letter && run == 2 {
            sum -= 2;
        }
        run = if is_letter { run + 1 } else { 0 };
        before = character;
    }
    sum
}

fn cyrillic(character: char) -> Letter {
    let (is_capital, alone) =
        match character {
            'о' | 'е' | 'а' | 'и' | 'н' | 'т' | 'с' | 'р' | 'в' | 'л' | 'к' | 'м' | 'д' | 'п'
            | 'у' => (false, 2),
            'О' | 'Е' | 'А' | 'И' | 'Н' | 'Т' | 'С' | 'Р' | 'В' | 'Л' | 'К' | 'М' | 'Д' | 'П'
            | 'У' => (true, 2),
            'а'..='я' | 'ё' | 'і' | 'ї' | 'є' | 'ґ' => (false, 1),
            'А'..='Я' | 'Ё' | 'І' | 'Ї' | 'Є' | 'Ґ' => (true, 0),
            '№' => return Letter { alone: 0, ..SIGN },
            _ => return SIGN,
        };
    Letter {
        is_capital: Some(is_capital),
        alone,
        beside_latin: -3,
    }
}

fn latin(character: char) -> Letter {
    let number = character as u32;
    let is_capital = match character {
        '×' | '÷' => return SIGN,
        'À'..='Þ' | 'Ÿ' | 'Ź' | 'Ż' | 'Ž' => true,
        'ß'..='ÿ' | 'ź' | 'ż' | 'ž' => false,
        // Capital and small letters in turn, capitals first at even numbers or at odd ones.
        'Ā'..='ķ' | 'Ŋ'..='ŷ' => number.is_multiple_of(2),
        'Ĺ'..='ň' => !number.is_multiple_of(2),
        // What is typed between words.
        '’' | '–' | '‘' | '“' | '”' => {
            return Letter {
                alone: 0,
                beside_latin: 0,
                ..SIGN
            };
        }
        _ => return SIGN,
    };
    Letter {
        is_capital: Some(is_capital),
        alone: -1,
        beside_latin: 2,
    }
}

/// Windows-1252 has four letters for names of Central Europe, whose own code page has them too.
fn western(character: char) -> Letter {
    let letter = latin(character);
    match character {
        'Š' | 'š' | 'Ž' | 'ž' => Letter {
            alone: -2,
            beside_latin: 1,
            ..letter
        },
        _ => letter,
    }
}
