//! Convolutions in both directions, their gradient, and the transposition of maps.

use hourglass::kernel::{ConvDown, ConvGradient, ConvShape, ConvUp, naive, transpose};
use proptest::prelude::*;

use super::{assert_same_bits, each_way, values};
#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

/// Everything about one shape against its twin, on every way, with maps of `images` images and chunks of `chunk`.
fn compare(shape: ConvShape, images: usize, chunk: usize) {
    each_way(|| compare_here(shape, images, chunk));
}

fn compare_here(shape: ConvShape, images: usize, chunk: usize) {
    let what = format!("{shape:?}, {images} images, chunk {chunk}");
    let (ins, outs) = (shape.in_features(), shape.out_features());
    let (inputs, outputs) = (shape.in_channels, shape.out_channels);
    let (large, small) = (values(images * ins, 1), values(images * outs, 2));
    let weight = values(shape.weights(), 3);
    let (low, high) = (values(outputs, 4), values(inputs, 5));
    let (no_low, no_high) = (vec![0.0; outputs], vec![0.0; inputs]);

    let mut down = ConvDown::new(shape);
    let mut scratch = vec![f32::NAN; down.scratch_len()];
    for (bias, given) in [(&no_low, None), (&low, Some(&low[..]))] {
        let (mut want, mut got) = (vec![0.0; small.len()], vec![f32::NAN; small.len()]);
        for (large, want) in large.chunks(ins).zip(want.chunks_mut(outs)) {
            naive::conv_down(&shape, &weight, bias, large, want);
        }
        down.pack(&weight, given);
        down.run(&large, &mut got, &mut scratch);
        assert_same_bits(&got, &want, &format!("down {what}"));
    }

    let mut up = ConvUp::new(shape);
    let mut scratch = vec![f32::NAN; up.scratch_len()];
    for (bias, given) in [(&no_high, None), (&high, Some(&high[..]))] {
        let (mut want, mut got) = (vec![0.0; large.len()], vec![f32::NAN; large.len()]);
        for (small, want) in small.chunks(outs).zip(want.chunks_mut(ins)) {
            naive::conv_up(&shape, &weight, bias, small, want);
        }
        up.pack(&weight, given);
        up.run(&small, &mut got, &mut scratch);
        assert_same_bits(&got, &want, &format!("up {what}"));
    }

    let mut gradient = ConvGradient::new(shape);
    let (mut want, mut got) = (vec![0.0; weight.len()], vec![f32::NAN; weight.len()]);
    naive::conv_weights(&shape, &large, &small, &mut want, chunk);
    // Two passes: the sums of the first one must not stay.
    for _ in 0..2 {
        gradient.clear();
        for (large, small) in large.chunks(chunk * ins).zip(small.chunks(chunk * outs)) {
            gradient.add(large, small);
        }
        gradient.write(&mut got);
        assert_same_bits(&got, &want, &format!("gradient {what}"));
    }
}

fn shape(
    [in_channels, out_channels]: [usize; 2],
    kernel: usize,
    stride: usize,
    [in_height, in_width]: [usize; 2],
) -> ConvShape {
    ConvShape {
        in_channels,
        out_channels,
        kernel,
        stride,
        in_height,
        in_width,
    }
}

#[test]
fn every_kernel_and_stride_equals_its_twin() {
    for kernel in 1..=7 {
        for stride in 1..=3 {
            for (i, size) in [[7, 7], [8, 11], [13, 9]].into_iter().enumerate() {
                compare(shape([1 + i, 3], kernel, stride, size), 3, 2);
                compare(shape([5, 1 + 3 * i], kernel, stride, size), 2, 32);
            }
        }
    }
}

#[test]
fn every_number_of_channels_equals_its_twin() {
    let counts = [1, 2, 3, 5, 8, 16, 33];
    for inputs in counts {
        for outputs in counts {
            compare(shape([inputs, outputs], 3, 2, [6, 5]), 3, 1);
        }
    }
}

#[test]
fn the_layers_of_the_default_convolutional_model_equal_their_twins() {
    compare(shape([1, 16], 3, 2, [28, 28]), 35, 32);
    compare(shape([16, 32], 3, 2, [14, 14]), 35, 32);
}

#[test]
fn the_smallest_maps_equal_their_twins() {
    for (kernel, size) in [
        (1, [1, 1]),
        (3, [1, 1]),
        (7, [1, 1]),
        (4, [2, 3]),
        (2, [2, 2]),
    ] {
        for stride in 1..=3 {
            compare(shape([2, 3], kernel, stride, size), 1, 32);
        }
    }
    compare(shape([1, 2], 3, 2, [4, 4]), 0, 32);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 100, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn convolutions_equal_their_twins(
        channels in [1_usize..20, 1_usize..20],
        kernel in 1_usize..=7,
        stride in 1_usize..=3,
        size in [6_usize..18, 6_usize..18],
        images in 1_usize..6,
        chunk in 1_usize..4,
    ) {
        prop_assume!(kernel != 7 || size[0] * size[1] < 150);
        compare(shape(channels, kernel, stride, size), images, chunk);
    }
}

#[test]
fn sizes_are_pytorchs() {
    // torch.nn.Conv2d(1, 1, kernel, stride, (kernel - 1) // 2) of this side, and the mirror's output_padding.
    for (side, kernel, stride, small, extra) in [
        (28, 3, 2, 14, 1),
        (14, 3, 2, 7, 1),
        (7, 3, 2, 4, 0),
        (32, 5, 3, 11, 1),
        (9, 4, 2, 4, 1),
        (9, 2, 3, 3, 1),
        (28, 7, 1, 28, 0),
        (5, 1, 3, 2, 1),
    ] {
        let shape = shape([1, 1], kernel, stride, [side, side]);
        assert_eq!(
            (shape.out_height(), shape.out_width()),
            (small, small),
            "{shape:?}"
        );
        assert_eq!(shape.output_padding(), [extra, extra], "{shape:?}");
    }
}

#[test]
#[should_panic(expected = "a kernel no larger than the padded map")]
fn a_kernel_larger_than_the_map_is_refused() {
    shape([1, 1], 6, 1, [1, 1]).out_height();
}

#[test]
#[should_panic(expected = "maps of ConvShape")]
fn a_wrong_length_is_refused() {
    let down = ConvDown::new(shape([1, 2], 3, 2, [4, 4]));
    down.run(&[0.0; 32], &mut [0.0; 8], &mut [0.0; 1000]);
}

#[test]
fn a_transpose_equals_its_twin() {
    for rows in [1, 2, 3, 4, 7, 8, 16, 33] {
        for columns in [0, 1, 3, 4, 5, 12, 49] {
            let x = values(rows * columns, 1);
            let mut got = vec![f32::NAN; x.len()];
            transpose(&x, &mut got, rows, columns);
            let want = naive::transposed(&x, rows, columns);
            assert_same_bits(&got, &want, &format!("{rows}×{columns}"));
        }
    }
}
