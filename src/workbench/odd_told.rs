//! What is told of scores: how well they tell the groups apart, at every threshold, as bars, and the images to be shown.

use crate::bench::Images;
use crate::found::{Found, some};
use crate::odd_one_out::Groups;
use hourglass::error::Result;
use hourglass::labs::histogram::histogram;
use hourglass::labs::odd_one_out::{Score, scores, told_apart};
use hourglass::labs::roc::{Point, Separation, corners, curve, threshold_for};
use hourglass::model::Autoencoder;
use serde::Deserialize;
use serde_json::{Value, json};

/// Bars of the histogram.
const BINS: usize = 40;
/// Images of each kind whose pictures are wanted.
const SHOWN: usize = 8;
/// The first threshold calls at most this share of the normal images odd.
const FALSE_ALARMS: f64 = 0.05;

/// By what the model scores.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum By {
    /// What it was trained to lower: the reconstruction error, or the bound where its code is a distribution.
    #[default]
    Loss,
    /// How unlike the reconstruction is.
    Unlikeness,
}

/// How the model scores.
pub fn score_of(model: &Autoencoder, by: By) -> Score {
    match by {
        By::Unlikeness => Score::Dissimilarity,
        By::Loss if model.config().is_variational() => Score::NegativeElbo,
        By::Loss => Score::Error,
    }
}

fn name_of(score: Score) -> &'static str {
    match score {
        Score::Error => "error",
        Score::NegativeElbo => "elbo",
        Score::Dissimilarity => "unlikeness",
    }
}

/// What the scores of all held-out images say.
pub fn judged(
    images: &Images,
    groups: &Groups,
    (model, by): (&Autoencoder, By),
    all: &[f64],
) -> Result<Found> {
    let score = score_of(model, by);
    let of = |idxs: &[usize]| idxs.iter().map(|&idx| all[idx]).collect::<Vec<f64>>();
    let (normal, odd) = (of(&groups.normal), of(&groups.odd));
    let points = curve(&normal, &odd);
    let mut numbers = json!({
        "score": name_of(score),
        "scores": all,
        "normal": groups.normal,
        "curve": whole_curve(&points),
        "threshold": threshold_for(&points, FALSE_ALARMS),
        "histogram": bars(&normal, &odd),
        "isWhole": odd.is_empty(),
    });
    let by_score = |idxs: &[usize], is_highest: bool| {
        let mut idxs = idxs.to_vec();
        idxs.sort_by(|&a, &b| all[a].total_cmp(&all[b]));
        if is_highest {
            idxs.reverse();
        }
        idxs.truncate(SHOWN);
        idxs
    };
    let lists = if odd.is_empty() {
        let normal = &groups.normal;
        vec![by_score(normal, true), by_score(normal, false)]
    } else {
        numbers["separation"] = separation(&told_apart(&normal, &odd)?);
        numbers["roc"] = roc(&points);
        if score != Score::Error {
            numbers["byError"] = by_error(images, groups, model)?;
        }
        vec![
            by_score(&groups.odd, true),
            by_score(&groups.odd, false),
            by_score(&groups.normal, true),
        ]
    };
    let shown = some(&images.held_out(), &lists.concat());
    numbers["shown"] = json!(lists);
    let pictures = model.reconstruct(&shown.view())?;
    Ok(Found::of(numbers).pictures("pictures", &pictures.view(), images.shape))
}

/// How well the reconstruction error does where the score is another one.
fn by_error(images: &Images, groups: &Groups, model: &Autoencoder) -> Result<Value> {
    let by = |idxs: &[usize]| {
        let rows = some(&images.held_out(), idxs);
        scores(model, &rows.view(), Score::Error)
    };
    Ok(separation(&told_apart(
        &by(&groups.normal)?,
        &by(&groups.odd)?,
    )?))
}

/// An area under the curve with its interval.
pub fn separation(found: &Separation) -> Value {
    json!({ "auc": found.auc, "interval": found.interval })
}

/// The corners of a ROC curve, as false alarms and recall.
pub fn roc(points: &[Point]) -> Value {
    let places = corners(points);
    json!(
        places
            .iter()
            .map(|point| [point.false_alarms, point.recall])
            .collect::<Vec<_>>()
    )
}

/// All that is known at every threshold, the strictest first. The first one, above all scores, is null.
fn whole_curve(points: &[Point]) -> Value {
    let all = |what: fn(&Point) -> f64| points.iter().map(what).collect::<Vec<f64>>();
    json!({
        "thresholds": all(|point| point.threshold),
        "falseAlarms": all(|point| point.false_alarms),
        "below": all(|point| point.below),
        "recall": all(|point| point.recall),
        "precision": points.iter().map(|point| point.precision).collect::<Vec<_>>(),
    })
}

/// Bars as shares of their groups.
fn bars(normal: &[f64], odd: &[f64]) -> Value {
    histogram(normal, odd, BINS).map_or(Value::Null, |found| {
        let shares = |counts: &[usize], all: usize| {
            let share = |&count: &usize| count as f64 / all.max(1) as f64;
            counts.iter().map(share).collect::<Vec<f64>>()
        };
        json!({
            "from": found.from,
            "to": found.to,
            "normal": shares(&found.first, normal.len()),
            "odd": shares(&found.second, odd.len()),
        })
    })
}
