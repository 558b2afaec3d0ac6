//! The threads themselves.

use std::array::from_fn;
use std::cell::{Cell, UnsafeCell};
use std::num::NonZeroUsize;
use std::ops::Range;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::ptr::{from_ref, null};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::thread::JoinHandle;

use super::Load;
use super::gate::Gate;

/// Most threads of a team. More would share pieces that are too small for them.
pub const MAX_THREADS: usize = 64;

/// Pieces for each thread: a thread that is held up leaves more of them to the others.
const PIECES: usize = 2;

/// Multiplications that pay for calling a team: about ten microseconds of one thread.
const WORTH_IT: usize = 200_000;

thread_local! {
    /// The team whose function runs on this thread; null without one, and within a piece.
    static PRESENT: Cell<*const Shared> = const { Cell::new(null()) };
    /// Working memory of the pieces that this thread takes.
    static SCRATCH: Cell<Vec<f32>> = const { Cell::new(Vec::new()) };
}

/// Threads that help the one that runs a function; see the [module](super).
#[derive(Debug)]
pub struct Team {
    shared: Arc<Shared>,
    helpers: Vec<JoinHandle<()>>,
}

/// A job: a function of the number of a piece.
#[derive(Clone, Copy)]
struct Job {
    piece: *const (dyn Fn(usize) + Sync),
    n_pieces: usize,
}

struct Shared {
    gate: Gate,
    n_threads: usize,
    /// The open job. It is written while the gate is closed and nobody is inside.
    job: UnsafeCell<Option<Job>>,
    /// The next piece that nobody has taken.
    next: AtomicUsize,
    has_panicked: AtomicBool,
}

// SAFETY: the job is written by the caller alone, while no helper is inside the gate, and read by helpers inside. What
// it points to may be shared between threads, and lives until the gate is closed again.
unsafe impl Sync for Shared {}
// SAFETY: as above; a pointer has no thread that it belongs to.
unsafe impl Send for Shared {}

impl std::fmt::Debug for Shared {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Shared")
            .field("n_threads", &self.n_threads)
            .finish_non_exhaustive()
    }
}

impl Team {
    /// A team of `n_threads` threads, the caller's own among them.
    ///
    /// # Errors
    /// If there are more than [`MAX_THREADS`], or the system has no more threads to give.
    pub fn new(n_threads: NonZeroUsize) -> std::io::Result<Self> {
        let n_threads = n_threads.get();
        if n_threads > MAX_THREADS {
            let message = format!("{n_threads} threads, wanted at most {MAX_THREADS}");
            return Err(std::io::Error::new(
                std::io::ErrorKind::InvalidInput,
                message,
            ));
        }
        let mut team = Self {
            shared: Arc::new(Shared {
                gate: Gate::default(),
                n_threads,
                job: UnsafeCell::new(None),
                next: AtomicUsize::new(0),
                has_panicked: AtomicBool::new(false),
            }),
            helpers: Vec::new(),
        };
        for _ in 1..n_threads {
            let shared = Arc::clone(&team.shared);
            let helper = std::thread::Builder::new().name("hourglass".into());
            team.helpers.push(helper.spawn(move || shared.help())?);
        }
        Ok(team)
    }

    /// Number of threads, the caller's own among them.
    pub fn n_threads(&self) -> usize {
        self.shared.n_threads
    }

    /// Runs `f` on this thread; the team helps with its loops. A team helps one function at a time, which is why it
    /// is borrowed mutably.
    pub fn run<R>(&mut self, f: impl FnOnce() -> R) -> R {
        let team: *const Shared = match self.n_threads() {
            1 => null(),
            _ => Arc::as_ptr(&self.shared),
        };
        let _before = Before(PRESENT.replace(team));
        f()
    }
}

impl Drop for Team {
    fn drop(&mut self) {
        self.shared.gate.end();
        for helper in self.helpers.drain(..) {
            // A helper catches what its pieces throw, so there is nothing to hear.
            let _ = helper.join();
        }
    }
}

/// Puts a thread's team back, also where a function panics.
struct Before(*const Shared);

impl Drop for Before {
    fn drop(&mut self) {
        PRESENT.set(self.0);
    }
}

impl Shared {
    /// What a helper does all its life.
    fn help(&self) {
        let mut last = 0;
        while let Some(job) = self.gate.enter(last) {
            last = job;
            // SAFETY: this helper is inside the gate: the job has been written, and stands until it leaves.
            if let Some(job) = unsafe { *self.job.get() } {
                self.take_pieces(job);
            }
            self.gate.leave();
        }
    }

    /// Takes pieces until none is left.
    fn take_pieces(&self, job: Job) {
        // SAFETY: `call` waits for all who are inside the gate before the function goes.
        let piece = unsafe { &*job.piece };
        loop {
            let number = self.next.fetch_add(1, Ordering::Relaxed);
            if number >= job.n_pieces {
                return;
            }
            if catch_unwind(AssertUnwindSafe(|| piece(number))).is_err() {
                self.has_panicked.store(true, Ordering::SeqCst);
            }
        }
    }

    /// Has the team call `piece` with every number below `n_pieces`.
    fn call(&self, n_pieces: usize, piece: &(dyn Fn(usize) + Sync)) {
        // SAFETY: only the lifetime is taken away. Helpers use the function inside the gate alone, which is closed and
        // empty before this function returns; nothing in between can panic, since pieces are caught.
        let piece = unsafe {
            std::mem::transmute::<&(dyn Fn(usize) + Sync), &'static (dyn Fn(usize) + Sync)>(piece)
        };
        let job = Job {
            piece: from_ref(piece),
            n_pieces,
        };
        // SAFETY: the gate is closed and nobody is inside, so nobody reads.
        unsafe { *self.job.get() = Some(job) };
        self.next.store(0, Ordering::Relaxed);
        self.gate.open();
        self.take_pieces(job);
        self.gate.close();
        if self.has_panicked.swap(false, Ordering::SeqCst) {
            resume_unwind(Box::new("a piece of a loop panicked"));
        }
    }
}

/// The start of a slice that pieces share; each takes a part of its own.
#[derive(Clone, Copy)]
struct Start(*mut f32);

// SAFETY: pieces make slices of disjoint parts only, as `split` cuts them.
unsafe impl Sync for Start {}

/// Runs `f(items, parts, scratch)` for pieces of `items` items. `outs` are slices with `each` numbers for an item;
/// a piece gets its own part of each, and working memory as long as `scratch`, which may hold anything. All pieces but
/// the last have a multiple of the load's `unit` items. One piece has all items where there is no team, or where the
/// load does not pay for calling it.
///
/// # Panics
/// If a slice has another length than it should, or if `f` panics.
#[inline(always)]
pub(crate) fn split<const N: usize>(
    items: usize,
    load: impl FnOnce() -> Load,
    outs: [&mut [f32]; N],
    each: [usize; N],
    scratch: &mut [f32],
    f: impl Fn(Range<usize>, [&mut [f32]; N], &mut [f32]) + Sync,
) {
    let team = PRESENT.get();
    if !team.is_null() {
        let Load { unit, work } = load();
        if work >= WORTH_IT && items > unit {
            // SAFETY: `Team::run` sets the pointer while it borrows the team, and takes it away before it returns.
            let team = unsafe { &*team };
            return split_between(team, (items, unit), (outs, each), scratch.len(), &f);
        }
    }
    f(0..items, outs, scratch);
}

/// How many threads would work on a loop that is called here.
pub(crate) fn n_threads() -> usize {
    let team = PRESENT.get();
    // SAFETY: as in `split`.
    unsafe { team.as_ref() }.map_or(1, |team| team.n_threads)
}

/// [`split`] for more than one piece.
fn split_between<const N: usize>(
    team: &Shared,
    (items, unit): (usize, usize),
    (outs, each): ([&mut [f32]; N], [usize; N]),
    scratch_len: usize,
    f: &(impl Fn(Range<usize>, [&mut [f32]; N], &mut [f32]) + Sync),
) {
    for (out, each) in outs.iter().zip(each) {
        assert_eq!(out.len(), items * each, "split: length of a slice");
    }
    let starts = outs.map(|out| Start(out.as_mut_ptr()));
    let units = items.div_ceil(unit);
    let n_pieces = units.min(PIECES * team.n_threads);
    // Piece i has the units from i·units / n_pieces on.
    let begin = |piece: usize| items.min(piece * units / n_pieces * unit);
    let piece = move |number: usize| {
        let items = begin(number)..begin(number + 1);
        let parts = from_fn(|i| {
            let (Start(start), each) = (starts[i], each[i]);
            // SAFETY: the items are among all, and each slice has `each` numbers for every item. Pieces have numbers
            // of their own, so no two parts overlap, and the slices stay borrowed until `call` returns.
            unsafe {
                std::slice::from_raw_parts_mut(start.add(items.start * each), items.len() * each)
            }
        });
        let mut scratch = SCRATCH.take();
        if scratch.len() < scratch_len {
            scratch.resize(scratch_len, 0.0);
        }
        f(items, parts, &mut scratch[..scratch_len]);
        SCRATCH.set(scratch);
    };
    // Loops within a piece are not divided again.
    let _before = Before(PRESENT.replace(null()));
    team.call(n_pieces, &piece);
}
