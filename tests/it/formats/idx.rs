//! The file formats IDX and `.npy`.

use crate::packs::unpack;
use hourglass::data::ImageShape;
use hourglass::error::Error;
use hourglass::formats::{idx, npy};
use proptest::prelude::*;

/// An IDX file with this header and content.
fn idx_file(dims: &[u32], content: &[u8]) -> Vec<u8> {
    let mut file = vec![0, 0, 8, dims.len() as u8];
    file.extend(dims.iter().flat_map(|size| size.to_be_bytes()));
    file.extend_from_slice(content);
    file
}

#[test]
fn the_committed_digits_are_read() {
    let images = unpack("mnist-test-images.idx3-ubyte.gz");
    let labels = unpack("mnist-test-labels.idx1-ubyte.gz");
    let dataset = idx::dataset(&images, Some(&labels)).unwrap();
    assert_eq!(
        dataset.shape(),
        ImageShape {
            channels: 1,
            height: 28,
            width: 28
        }
    );
    assert_eq!((dataset.len(), dataset.is_complete()), (2000, true));
    // The first test digits of MNIST.
    assert_eq!(
        dataset.labels().unwrap()[..10],
        [7, 2, 1, 0, 4, 1, 4, 9, 5, 9]
    );
    assert_eq!(dataset.image(0)[7 * 28 + 6], 84);

    let labels = unpack("mnist-train-labels.idx1-ubyte.gz");
    let error = idx::dataset(&images, Some(&labels)).unwrap_err();
    let wanted = "The number of labels: got 10000, wanted 2000, one for each image";
    assert_eq!(error.to_string(), wanted);
}

#[test]
fn damaged_files_are_refused_in_words() {
    let why = |file: &[u8]| idx::parse_images(file).unwrap_err().to_string();
    let good = idx_file(&[2, 2, 3], &[5; 12]);
    assert_eq!(idx::parse_images(&good).unwrap().bytes, [5; 12]);
    let cases: [(&[u8], &str); 13] = [
        (b"", "it is empty"),
        (&[0, 0, 8], "it ends after 3 bytes, within the header"),
        (&good[..9], "it ends after 9 bytes, within the header"),
        (&[0x1f, 0x8b, 8, 0, 0], "it is still compressed with gzip"),
        (
            b"\x89PNG\r\n",
            "it starts with 89 50 4e 47, and IDX starts with 00 00 08",
        ),
        (
            &[0, 0, 0x0d, 3],
            "its values are of type 0d, and only bytes (08) are read",
        ),
        (&[0, 0, 8, 0], "it has 0 dimensions, and 1 to 4 can be"),
        (&[0, 0, 8, 255], "it has 255 dimensions, and 1 to 4 can be"),
        (
            &idx_file(&[2], &[1, 2]),
            "images have 3 (count, height, width) or 4",
        ),
        (&idx_file(&[0, 2, 3], &[]), "it holds 0 images"),
        (
            &idx_file(&[2, 0, 3], &[]),
            "The images' height: got 0, wanted 1 to 1024",
        ),
        (
            &good[..27],
            "cut short: its header promises 12 bytes of data, and 11 follow",
        ),
        (
            &idx_file(&[1, 2, 3], &[5; 12]),
            "too long: its header promises 6 bytes of data, and 12 follow",
        ),
    ];
    for (file, wanted) in cases {
        let got = why(file);
        assert!(
            got.starts_with("This is not a usable IDX images file: "),
            "{got}"
        );
        assert!(got.contains(wanted), "{got}, wanted {wanted}");
    }
    let labels = idx::parse_labels(&good).unwrap_err().to_string();
    assert!(
        labels.contains("it has 3 dimensions, and labels have 1"),
        "{labels}"
    );
}

#[test]
fn a_header_that_lies_is_not_believed() {
    let huge: [&[u32]; 4] = [
        &[u32::MAX, 28, 28],
        &[u32::MAX; 3],
        &[u32::MAX; 4],
        &[100_000, 1024, 1024, 4],
    ];
    for dims in huge {
        let error = idx::parse_images(&idx_file(dims, &[])).unwrap_err();
        assert!(
            matches!(error, Error::TooLarge { .. } | Error::Format { .. }),
            "{error}"
        );
    }
    let error = idx::parse_labels(&idx_file(&[u32::MAX], &[])).unwrap_err();
    assert_eq!(
        error.to_string(),
        "The file of IDX labels is too large: 4294967295 images; the limit is 10000000 images"
    );
}

proptest! {
    #[test]
    fn arbitrary_bytes_never_panic(bytes: Vec<u8>) {
        let _ = idx::dataset(&bytes, Some(&bytes));
        let _ = idx::parse_labels(&bytes);
    }

    #[test]
    fn arbitrary_headers_never_panic(
        kind in prop_oneof![9 => Just(8u8), 1 => any::<u8>()],
        dims in prop::collection::vec(prop_oneof![0u32..6, any::<u32>()], 0..6),
        content in prop::collection::vec(any::<u8>(), 0..200),
    ) {
        let mut file = idx_file(&dims, &content);
        file[2] = kind;
        if let Ok(images) = idx::parse_images(&file) {
            prop_assert_eq!(images.bytes.len(), images.count * images.shape.features());
        }
        let _ = idx::parse_labels(&file);
    }

    #[test]
    fn images_come_back_as_they_were_written(
        count in 1usize..5, height in 1usize..7, width in 1usize..7, channels in 1usize..=4, fill: u8,
    ) {
        let content: Vec<u8> = (0..count * height * width * channels)
            .map(|i| (i as u8).wrapping_mul(31).wrapping_add(fill))
            .collect();
        let labels: Vec<u8> = (0..count as u8).collect();
        let dims = [count, height, width, channels].map(|size| size as u32);
        let file = idx_file(&dims, &content);
        let label_file = idx_file(&dims[..1], &labels);
        let dataset = idx::dataset(&file, Some(&label_file)).unwrap();
        prop_assert_eq!(dataset.shape(), ImageShape { channels, height, width });
        prop_assert_eq!(dataset.labels(), Some(&labels[..]));
        for (image_idx, image) in content.chunks(height * width * channels).enumerate() {
            let held = dataset.image(image_idx);
            for (at, &byte) in image.iter().enumerate() {
                let (pixel, channel) = (at / channels, at % channels);
                prop_assert_eq!(held[channel * height * width + pixel], byte);
            }
        }
        let error = idx::dataset(&file, Some(&idx_file(&[count as u32 + 1], &[&labels[..], &[0]].concat())));
        let is_shape_error = matches!(error, Err(Error::Shape { .. }));
        prop_assert!(is_shape_error);
        prop_assert!(idx::parse_images(&file[..file.len() - 1]).is_err());
    }

    #[test]
    fn an_npy_file_says_what_it_holds(rows in 0usize..40, columns in 0usize..40) {
        let values: Vec<f32> = (0..rows * columns).map(|i| i as f32 - 0.5).collect();
        let file = npy::to_bytes(&values, rows, columns).unwrap();
        prop_assert_eq!(&file[..8], b"\x93NUMPY\x01\x00");
        let header_end = 10 + u16::from_le_bytes([file[8], file[9]]) as usize;
        prop_assert_eq!(header_end % 64, 0);
        let header = std::str::from_utf8(&file[10..header_end]).unwrap();
        let wanted = format!("{{'descr': '<f4', 'fortran_order': False, 'shape': ({rows}, {columns}), }}");
        prop_assert_eq!(header.trim_end_matches(' ').trim_end_matches('\n').trim_end(), wanted);
        prop_assert!(header.ends_with('\n'));
        let (content, rest) = file[header_end..].as_chunks::<4>();
        prop_assert!(rest.is_empty());
        prop_assert!(content.iter().map(|&bytes| f32::from_le_bytes(bytes)).eq(values.iter().copied()));
        prop_assert!(npy::to_bytes(&values, rows, columns + 1).is_err() || rows == 0);
    }
}
