//! The few arguments that the tasks take.

use std::str::FromStr;

use crate::shell::Outcome;

/// Words of the command line that no one has taken yet.
pub struct Args(Vec<String>);

impl Args {
    /// All of `words` are still to be taken.
    pub fn new(words: Vec<String>) -> Self {
        Self(words)
    }

    /// Takes the flag `name`; true if it was there.
    pub fn flag(&mut self, name: &str) -> bool {
        let found = self.0.iter().position(|word| word == name);
        found.map(|place| self.0.remove(place)).is_some()
    }

    /// Takes `name VALUE` or `name=VALUE`.
    pub fn value<T: FromStr>(&mut self, name: &str) -> Outcome<Option<T>> {
        let is_name = |word: &String| word == name || word.starts_with(&format!("{name}="));
        let Some(place) = self.0.iter().position(is_name) else {
            return Ok(None);
        };
        let word = self.0.remove(place);
        let value = if let Some((_, value)) = word.split_once('=') {
            value.to_owned()
        } else if place < self.0.len() {
            self.0.remove(place)
        } else {
            return Err(format!("{name} wants a value"));
        };
        match value.parse() {
            Ok(value) => Ok(Some(value)),
            Err(_) => Err(format!("{name}: {value:?} is not a usable value")),
        }
    }

    /// Whatever is left, to be handed on.
    pub fn rest(self) -> Vec<String> {
        self.0
    }

    /// Nothing may be left.
    pub fn finish(self) -> Outcome {
        match self.0.first() {
            None => Ok(()),
            Some(word) => Err(format!("nobody knows the argument {word:?}")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Args;

    fn args(line: &str) -> Args {
        Args::new(line.split_whitespace().map(str::to_owned).collect())
    }

    #[test]
    fn takes_flags_and_both_spellings_of_a_value() {
        let mut spaced = args("--open --port 81");
        assert!(spaced.flag("--open"));
        assert!(!spaced.flag("--open"));
        assert_eq!(spaced.value::<u16>("--port"), Ok(Some(81)));
        assert_eq!(spaced.finish(), Ok(()));
        assert_eq!(args("--port=82").value::<u16>("--port"), Ok(Some(82)));
        assert_eq!(args("").value::<u16>("--port"), Ok(None));
    }

    #[test]
    fn refuses_what_it_does_not_know() {
        assert!(args("--port eighty").value::<u16>("--port").is_err());
        assert!(args("--port").value::<u16>("--port").is_err());
        assert!(args("--prot 80").finish().is_err());
    }
}
