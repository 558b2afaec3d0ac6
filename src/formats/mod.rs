//! What a stranger's file is, and what it holds: pictures, archives, and tables of numbers.
//!
//! A file is known by its first bytes ([`kind`]); its name and what a server called it do not count.
//! Nothing is allocated on a header's word: every count and size is held against
//! [`limits`](crate::data::limits) first.

pub mod archive;
pub mod array;
mod bytes;
mod crc;
pub mod csv;
mod decimal;
mod foreign;
pub mod idx;
mod inflate;
mod kinds;
pub mod npy;
pub mod pictures;
pub mod table;
pub mod text;

pub use kinds::{FileKind, PictureKind, kind};
