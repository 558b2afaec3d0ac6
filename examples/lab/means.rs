//! The means of several runs.

use serde_json::{Map, Value, json};

/// The means of numbers, place by place; whatever is no number is the first one's.
pub fn of(values: &[Value]) -> Value {
    match &values[0] {
        Value::Object(first) => {
            let at = |key: &String| {
                values
                    .iter()
                    .map(|value| value[key].clone())
                    .collect::<Vec<_>>()
            };
            let entries = first.keys().map(|key| (key.clone(), of(&at(key))));
            Value::Object(entries.collect::<Map<_, _>>())
        }
        Value::Array(first) => {
            let at = |idx: usize| {
                values
                    .iter()
                    .map(|value| value[idx].clone())
                    .collect::<Vec<_>>()
            };
            (0..first.len()).map(|idx| of(&at(idx))).collect()
        }
        first => {
            let numbers: Option<Vec<f64>> = values.iter().map(Value::as_f64).collect();
            match numbers {
                Some(numbers) if numbers.len() > 1 => {
                    json!(numbers.iter().sum::<f64>() / numbers.len() as f64)
                }
                _ => first.clone(),
            }
        }
    }
}
