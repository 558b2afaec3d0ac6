//! A warm training step allocates nothing, and what is allocated at most can be asked for.

use hourglass::data::{Dataset, ImageShape};
use hourglass::model::ModelConfig;
use hourglass::train::Trainer;
use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::Cell;

/// The system's allocator, counting the calls and the bytes of each thread.
struct Counting;

thread_local! {
    static CALLS: Cell<usize> = const { Cell::new(0) };
    static LIVE: Cell<i64> = const { Cell::new(0) };
    static PEAK: Cell<i64> = const { Cell::new(0) };
}

/// The most bytes that `f` has at once, beyond what there was before. It must run on this thread alone.
pub fn peak_of<T>(f: impl FnOnce() -> T) -> (T, u64) {
    let before = LIVE.get();
    PEAK.set(before);
    let result = f();
    (result, (PEAK.get() - before) as u64)
}

// SAFETY: every call goes to the system's allocator unchanged.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        CALLS.set(CALLS.get() + 1);
        LIVE.set(LIVE.get() + layout.size() as i64);
        PEAK.set(PEAK.get().max(LIVE.get()));
        // SAFETY: the caller's promise is passed on.
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        LIVE.set(LIVE.get() - layout.size() as i64);
        // SAFETY: the caller's promise is passed on.
        unsafe { System.dealloc(pointer, layout) }
    }
}

#[global_allocator]
static ALLOCATOR: Counting = Counting;

fn trainer(config: &str) -> Trainer {
    let config = ModelConfig::from_json(config).unwrap();
    let mut data = Dataset::new(ImageShape::new(1, 4, 4).unwrap(), 50).unwrap();
    let bytes: Vec<u8> = (0..50 * 16).map(|i| (i * 37 % 256) as u8).collect();
    data.append_interleaved(&bytes, None).unwrap();
    Trainer::new(&config, data, None).unwrap()
}

#[test]
fn a_warm_step_allocates_nothing() {
    let input = r#""input":{"height":4,"width":4},"batchSize":16,"architecture":{"hidden":[9,5]}"#;
    for rest in [
        r#""loss":"mse""#,
        r#""loss":"bce","optimizer":{"kind":"rmsprop"}"#,
        r#""activation":"gelu","codeSparsity":0.1,"weightDecay":0.01,"optimizer":{"kind":"momentum"}"#,
    ] {
        let mut trainer = trainer(&format!("{{{input},{rest}}}"));
        // One epoch of 4 steps is the warm-up: it has full batches and a short one.
        for _ in 0..4 {
            trainer.step().unwrap();
        }
        let before = CALLS.get();
        // Enough steps for several shuffles and several copies of the guard.
        for _ in 0..50 {
            trainer.step().unwrap();
        }
        assert_eq!(
            CALLS.get() - before,
            0,
            "allocations in 50 warm steps with {rest}"
        );
    }
}

#[test]
fn nor_does_one_of_any_kind() {
    let conv = r#""architecture":{"kind":"conv","channels":[3,9]}"#;
    let dense = r#""architecture":{"hidden":[9]}"#;
    let variational = r#""bottleneck":{"kind":"variational","latentDim":3,"klWarmupSteps":20}"#;
    let rates = r#""codeActivation":"sigmoid","sparsityTarget":0.1,"codeSparsity":0.1"#;
    for architecture in [conv, dense] {
        for code in [variational, rates] {
            for noise in ["none", "gaussian", "salt-and-pepper", "masking", "scribble"] {
                let config = format!(
                    r#"{{"input":{{"height":4,"width":4}},"batchSize":16,{architecture},{code},
                    "corruption":{{"kind":"{noise}","amount":0.3}}}}"#
                );
                let mut trainer = trainer(&config);
                for _ in 0..4 {
                    trainer.step().unwrap();
                }
                let before = CALLS.get();
                for _ in 0..40 {
                    trainer.step().unwrap();
                }
                assert_eq!(CALLS.get() - before, 0, "allocations with {config}");
            }
        }
    }
}

#[test]
fn the_counter_counts() {
    let before = CALLS.get();
    let vector: Vec<u8> = Vec::with_capacity(std::hint::black_box(10));
    assert_eq!(vector.capacity(), 10);
    assert!(CALLS.get() > before);
}
