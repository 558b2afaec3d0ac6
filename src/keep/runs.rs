//! A run as one file, and back.

use hourglass::error::Result;
use hourglass::export::kept::{self, About, Kept, Model};
use hourglass::model::ModelConfig;
use hourglass::web::code_pages::decoded;
use wasm_bindgen::prelude::*;

/// The file of a run; `about` is what stood around it, as JSON without the program's version.
#[wasm_bindgen(js_name = packRun)]
pub fn pack_run(
    about: &str,
    model: &[u8],
    compared: Option<Vec<u8>>,
    images: Option<Vec<u8>>,
) -> Result<Vec<u8>> {
    let about = About {
        app: env!("CARGO_PKG_VERSION").into(),
        ..About::parse(about.as_bytes())?
    };
    kept::write(&about, model, compared.as_deref(), images.as_deref())
}

/// A kept run that was found sound.
#[wasm_bindgen]
pub struct KeptRun {
    kept: Kept,
}

#[wasm_bindgen]
impl KeptRun {
    /// Takes a file over. `present` is the configuration that a bare file without one is held against.
    #[wasm_bindgen(constructor)]
    pub fn new(file: Vec<u8>, present: &str) -> Result<KeptRun> {
        let present = ModelConfig::from_json(present)?;
        let kept = kept::read(file, &present, &decoded)?;
        Ok(Self { kept })
    }

    /// What stood around the run, as JSON; nothing for a bare file.
    pub fn about(&self) -> Result<Option<String>> {
        self.kept.about.as_ref().map(About::to_json).transpose()
    }

    /// Of the model, and of the one beside it where there is one: the configuration, whole and as short as it can be.
    pub fn configs(&self) -> Result<Vec<String>> {
        let both = [Some(&self.kept.model), self.kept.compared.as_ref()];
        let configs = both.into_iter().flatten().map(Model::configs);
        let configs = configs.collect::<Result<Vec<_>>>()?;
        Ok(configs.into_iter().flat_map(<[String; 2]>::from).collect())
    }

    /// The model's file: it is handed over, and a second call gives nothing.
    #[wasm_bindgen(js_name = takeModel)]
    pub fn take_model(&mut self) -> Vec<u8> {
        std::mem::take(&mut self.kept.model.file)
    }

    /// The other model's file, likewise.
    #[wasm_bindgen(js_name = takeCompared)]
    pub fn take_compared(&mut self) -> Option<Vec<u8>> {
        self.kept.compared.take().map(|model| model.file)
    }

    /// The visitor's own set, likewise.
    #[wasm_bindgen(js_name = takeImages)]
    pub fn take_images(&mut self) -> Option<Vec<u8>> {
        self.kept.images.take()
    }
}
