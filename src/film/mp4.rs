//! A film as an MP4: the chunks that a browser's encoder gives, and the boxes around them.

use std::num::NonZeroU32;

use shiguredo_mp4::boxes::{
    Avc1Box, AvccBox, SampleEntry, VisualSampleEntryFields, Vp09Box, VpccBox,
};
use shiguredo_mp4::mux::{
    Mp4FileMuxer, Mp4FileMuxerOptions, Sample, estimate_maximum_moov_box_size,
};
use shiguredo_mp4::{Decode, TrackKind, Uint};

use super::{MOST_BYTES, too_large};
use crate::error::{Error, Result};

/// Colors as a browser's encoder takes them from a canvas: BT.709.
const BT_709: u8 = 1;

/// One encoded picture.
#[derive(Debug, Clone, Copy)]
pub struct Chunk<'a> {
    /// As the encoder gave it.
    pub bytes: &'a [u8],
    /// Whether it can be decoded without those before.
    pub is_key: bool,
    /// When it is shown, in pictures from the beginning.
    pub at: u32,
    /// For how long, in pictures.
    pub lasts: u32,
}

/// An MP4 on its way; its pictures come one after the other, in the order in which they are decoded.
pub struct Mp4Writer {
    muxer: Mp4FileMuxer,
    bytes: Vec<u8>,
    entry: SampleEntry,
    /// Pictures a second.
    rate: NonZeroU32,
    /// When the next one is decoded.
    next: u32,
}

impl Mp4Writer {
    /// An empty film of `most` pictures at most, `rate` of them a second. `codec` is the encoder's, as browsers name it
    /// (`avc1.640028`, `vp09.00.31.08`), and `description` what it says of itself.
    ///
    /// # Errors
    /// A codec that is neither H.264 nor VP9, or a description that is none.
    pub fn new(
        (width, height): (u16, u16),
        codec: &str,
        description: &[u8],
        rate: u32,
        most: usize,
    ) -> Result<Self> {
        let visual = VisualSampleEntryFields {
            data_reference_index: VisualSampleEntryFields::DEFAULT_DATA_REFERENCE_INDEX,
            width,
            height,
            horizresolution: VisualSampleEntryFields::DEFAULT_HORIZRESOLUTION,
            vertresolution: VisualSampleEntryFields::DEFAULT_VERTRESOLUTION,
            frame_count: VisualSampleEntryFields::DEFAULT_FRAME_COUNT,
            compressorname: VisualSampleEntryFields::NULL_COMPRESSORNAME,
            depth: VisualSampleEntryFields::DEFAULT_DEPTH,
        };
        let entry = match codec.split('.').collect::<Vec<_>>()[..] {
            ["avc1", ..] => SampleEntry::Avc1(Avc1Box {
                visual,
                avcc_box: avcc(description)?,
                unknown_boxes: Vec::new(),
            }),
            ["vp09", profile, level, depth, ..] => SampleEntry::Vp09(Vp09Box {
                visual,
                vpcc_box: vpcc([profile, level, depth])
                    .ok_or_else(|| in_words(&format!("{codec:?} is no VP9")))?,
                unknown_boxes: Vec::new(),
            }),
            _ => return Err(in_words(&format!("it holds no {codec:?}"))),
        };
        let options = Mp4FileMuxerOptions {
            reserved_moov_box_size: estimate_maximum_moov_box_size(&[most]),
            ..Mp4FileMuxerOptions::default()
        };
        let muxer = Mp4FileMuxer::with_options(options).map_err(|why| in_words(&why))?;
        Ok(Self {
            bytes: muxer.initial_boxes_bytes().to_vec(),
            muxer,
            entry,
            rate: NonZeroU32::new(rate).ok_or_else(|| in_words(&"no pictures a second"))?,
            next: 0,
        })
    }

    /// Appends a picture.
    ///
    /// # Errors
    /// A film that has grown too large.
    pub fn add(&mut self, chunk: Chunk) -> Result<()> {
        let length = self.bytes.len() + chunk.bytes.len();
        if length > MOST_BYTES {
            return Err(too_large(length));
        }
        let ahead = i64::from(chunk.at) - i64::from(self.next);
        let sample = Sample {
            track_kind: TrackKind::Video,
            sample_entry: (self.next == 0).then(|| self.entry.clone()),
            keyframe: chunk.is_key,
            timescale: self.rate,
            duration: chunk.lasts,
            composition_time_offset: (ahead != 0).then_some(ahead),
            data_offset: self.bytes.len() as u64,
            data_size: chunk.bytes.len(),
        };
        self.muxer
            .append_sample(&sample)
            .map_err(|why| in_words(&why))?;
        self.bytes.extend_from_slice(chunk.bytes);
        self.next += chunk.lasts;
        Ok(())
    }

    /// The file.
    ///
    /// # Errors
    /// A film without a picture.
    pub fn finish(mut self) -> Result<Vec<u8>> {
        if self.next == 0 {
            return Err(in_words(&"it has no picture"));
        }
        let boxes = self.muxer.finalize().map_err(|why| in_words(&why))?;
        for (offset, part) in boxes.offset_and_bytes_pairs() {
            let end = offset as usize + part.len();
            if self.bytes.len() < end {
                self.bytes.resize(end, 0);
            }
            self.bytes[offset as usize..end].copy_from_slice(part);
        }
        Ok(self.bytes)
    }
}

fn in_words(why: &impl ToString) -> Error {
    Error::Format {
        what: "MP4".to_owned(),
        why: why.to_string(),
    }
}

/// H.264's parameters: the content of a box that gets its head back.
fn avcc(description: &[u8]) -> Result<AvccBox> {
    let size = u32::try_from(description.len() + 8).map_err(|why| in_words(&why))?;
    let whole = [&size.to_be_bytes()[..], b"avcC", description].concat();
    let (avcc, _) = AvccBox::decode(&whole).map_err(|why| in_words(&why))?;
    Ok(avcc)
}

/// VP9's parameters, of the parts of its name.
fn vpcc(parts: [&str; 3]) -> Option<VpccBox> {
    let [profile, level, depth] = parts.map(|part| part.parse::<u8>().ok());
    Some(VpccBox {
        profile: profile?,
        level: level?,
        bit_depth: Uint::new(depth?),
        // 4:2:0, as players expect it.
        chroma_subsampling: Uint::new(1),
        video_full_range_flag: Uint::new(0),
        colour_primaries: BT_709,
        transfer_characteristics: BT_709,
        matrix_coefficients: BT_709,
        codec_initialization_data: Vec::new(),
    })
}
