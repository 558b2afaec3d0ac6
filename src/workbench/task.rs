//! A task that is done in slices, so that its worker hears when it is cancelled.

use crate::found::Found;
use hourglass::error::{Error, Result};
use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_namespace = performance, js_name = now)]
    fn now() -> f64;
}

/// How far a task has come.
pub enum Progress {
    /// This share of it, in 0..1, is done.
    Share(f64),
    /// All of it.
    Done(Found),
}

/// What a task does.
pub trait Work {
    /// Goes on until `is_over` says so, or a part that cannot be divided is done.
    fn advance(&mut self, is_over: &dyn Fn() -> bool) -> Result<Progress>;

    /// What has been found since the last call, before all is done; each part of it is handed over once.
    fn news(&mut self) -> Option<Found> {
        None
    }
}

/// Work that is done in one go.
pub struct Once<F>(Option<F>);

impl<F: FnOnce() -> Result<Found> + 'static> Once<F> {
    /// The work as a task begins it.
    pub fn work(work: F) -> Box<dyn Work> {
        Box::new(Self(Some(work)))
    }
}

impl<F: FnOnce() -> Result<Found>> Work for Once<F> {
    fn advance(&mut self, _: &dyn Fn() -> bool) -> Result<Progress> {
        let work = self.0.take().ok_or_else(|| Error::NotReady {
            what: "This task is done".into(),
        })?;
        Ok(Progress::Done(work()?))
    }
}

/// A task of a lab.
#[wasm_bindgen]
pub struct Task {
    work: Box<dyn Work>,
    found: Option<Found>,
}

impl Task {
    /// A task that does this work.
    pub fn new(work: Box<dyn Work>) -> Self {
        Self { work, found: None }
    }
}

#[wasm_bindgen]
impl Task {
    /// Goes on for about `ms`; the share that is done, 1 for all.
    pub fn advance(&mut self, ms: f64) -> Result<f64> {
        let start = now();
        match self.work.advance(&|| now() - start >= ms)? {
            // A share of 1 would say that there is a result.
            Progress::Share(share) => Ok(share.clamp(0.0, 0.999)),
            Progress::Done(found) => {
                self.found = Some(found);
                Ok(1.0)
            }
        }
    }

    /// What has been found since the last call; undefined where there is nothing new.
    #[wasm_bindgen(js_name = takeNews)]
    pub fn take_news(&mut self) -> JsValue {
        let news = self.work.news();
        news.map_or(JsValue::UNDEFINED, Found::into_js)
    }

    /// What was found, which is handed over.
    #[wasm_bindgen(js_name = takeResult)]
    pub fn take_result(&mut self) -> Result<JsValue> {
        let found = self.found.take().ok_or_else(|| Error::NotReady {
            what: "This task has no result yet".into(),
        })?;
        Ok(found.into_js())
    }
}
