//! Matrix products and column sums.

use hourglass::kernel::{Packed, column_sums, gemm, gemm_at, gemm_at_add, gemm_bias, naive};
use proptest::prelude::*;

use super::{assert_same_bits, each_way, values};
#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

/// Ones, primes, zeros, and the sizes of tiles and panels (4, 8, 32 columns) with their neighbors.
const SHAPES: [(usize, usize, usize); 22] = [
    (1, 1, 1),
    (1, 1, 7),
    (1, 13, 1),
    (7, 1, 1),
    (0, 3, 5),
    (3, 0, 5),
    (3, 5, 0),
    (0, 0, 0),
    (4, 4, 8),
    (5, 3, 9),
    (3, 8, 7),
    (2, 17, 31),
    (6, 2, 33),
    (13, 29, 37),
    (31, 37, 41),
    (8, 5, 64),
    (4, 784, 2),
    (9, 100, 65),
    (2, 300, 11),
    (32, 32, 32),
    // Worth several threads.
    (67, 130, 61),
    (131, 300, 17),
];

/// All products of one shape, on every way; `dirty` has been used for something else before.
fn compare(shape: (usize, usize, usize), chunk: usize, dirty: &mut Packed) {
    each_way(|| compare_here(shape, chunk, dirty));
}

fn compare_here((m, k, n): (usize, usize, usize), chunk: usize, dirty: &mut Packed) {
    let shape = format!("{m}×{k}×{n}, chunk {chunk}");
    let (a, b, bias) = (values(m * k, 1), values(k * n, 2), values(n, 3));
    let (a_t, b_t) = (naive::transposed(&a, m, k), naive::transposed(&b, k, n));
    let (mut want, mut got) = (vec![0.0; m * n], vec![f32::NAN; m * n]);

    naive::gemm(&a, &b, &mut want, (m, k, n));
    dirty.pack(&b, k, n);
    assert_eq!((dirty.k(), dirty.n()), (k, n));
    gemm(&a, dirty, &mut got, m);
    assert_same_bits(&got, &want, &format!("gemm {shape}"));
    got.fill(f32::NAN);
    dirty.pack_transposed(&b_t, k, n);
    gemm(&a, dirty, &mut got, m);
    assert_same_bits(
        &got,
        &want,
        &format!("gemm, packed from the transpose, {shape}"),
    );

    for row in want.chunks_exact_mut(n.max(1)) {
        row.iter_mut().zip(&bias).for_each(|(y, b)| *y += b);
    }
    gemm_bias(&a, dirty, &bias, &mut got, m);
    assert_same_bits(&got, &want, &format!("gemm_bias {shape}"));

    naive::gemm_at(&a_t, &b, &mut want, (m, k, n), chunk);
    got.fill(f32::NAN);
    gemm_at(&a_t, dirty, &mut got, m, chunk);
    assert_same_bits(&got, &want, &format!("gemm_at {shape}"));

    let (mut want, mut got) = (vec![0.0; n], vec![f32::NAN; n]);
    naive::column_sums(&b, k, &mut want, chunk);
    column_sums(&b, k, &mut got, chunk);
    assert_same_bits(&got, &want, &format!("column_sums {shape}"));
}

#[test]
fn products_equal_their_twins_on_odd_shapes() {
    let mut packed = Packed::new();
    for shape in SHAPES {
        for chunk in [1, 3, 32, 257, 1000] {
            compare(shape, chunk, &mut packed);
        }
    }
}

#[test]
fn a_gradient_longer_than_a_strip_equals_its_twin() {
    // gemm_at gathers at most 256 rows at a time, in whole chunks.
    let mut packed = Packed::new();
    for (k, chunk) in [
        (256, 32),
        (257, 32),
        (600, 32),
        (600, 100),
        (600, 255),
        (600, 256),
        (600, 257),
        (513, 600),
    ] {
        compare((5, k, 10), chunk, &mut packed);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn products_equal_their_twins(m in 0_usize..20, k in 0_usize..70, n in 0_usize..70, chunk in 1_usize..40) {
        compare((m, k, n), chunk, &mut Packed::new());
    }
}

#[test]
fn the_shards_of_a_batch_make_the_gradient_of_the_whole() {
    let (m, k, n, chunk) = (6, 80, 40, 32);
    let (a, b) = (values(k * m, 4), spotted(k, n, 5));
    let (mut whole, mut packed) = (vec![0.0; m * n], Packed::new());
    packed.pack(&b, k, n);
    gemm_at(&a, &packed, &mut whole, m, chunk);

    let mut total = vec![0.0; m * n];
    for (a, b) in a.chunks(chunk * m).zip(b.chunks(chunk * n)) {
        let mut shard = vec![0.0; m * n];
        packed.pack(b, b.len() / n, n);
        gemm_at(a, &packed, &mut shard, m, chunk);
        total.iter_mut().zip(&shard).for_each(|(t, s)| *t += s);
    }
    assert_same_bits(&total, &whole, "ordered sum of the shards");

    // A part of the rows after the other, added where the sum stands.
    each_way(|| {
        for rows in [chunk, 2 * chunk] {
            let mut total = vec![f32::NAN; m * n];
            for (i, (a, b)) in a.chunks(rows * m).zip(b.chunks(rows * n)).enumerate() {
                let mut packed = Packed::new();
                packed.pack_sparse(b, b.len() / n, n);
                let add = if i == 0 { gemm_at } else { gemm_at_add };
                add(a, &packed, &mut total, m, chunk);
            }
            assert_same_bits(&total, &whole, &format!("{rows} rows at a time"));
        }
    });
}

#[test]
#[should_panic(expected = "left side of a product 2×3×4")]
fn a_wrong_length_is_refused() {
    let mut packed = Packed::new();
    packed.pack(&[0.0; 12], 3, 4);
    gemm(&[0.0; 5], &packed, &mut [0.0; 8], 2);
}

/// Numbers with zeros as pictures of digits have them: in runs, whole columns, and single ones.
fn spotted(rows: usize, columns: usize, seed: u64) -> Vec<f32> {
    let mut x = values(rows * columns, seed);
    for (place, x) in x.iter_mut().enumerate() {
        let (row, column) = (place / columns, place % columns);
        if column % 16 < 9 || (row + column) % 5 == 0 {
            *x = 0.0;
        }
    }
    x
}

#[test]
fn products_with_many_zeros_equal_their_twins() {
    each_way(products_with_many_zeros);
}

fn products_with_many_zeros() {
    // Some numbers of rows fill whole groups, some do not; some chunks divide the rows, some do not.
    for (m, k, n) in [
        (32, 48, 40),
        (37, 50, 64),
        (128, 784, 33),
        (5, 300, 32),
        (4, 16, 96),
    ] {
        let (a, b, bias) = (spotted(m, k, 1), values(k * n, 2), values(n, 3));
        let (mut want, mut got) = (vec![0.0; m * n], vec![f32::NAN; m * n]);
        let mut packed = Packed::new();
        packed.pack(&b, k, n);
        naive::gemm(&a, &b, &mut want, (m, k, n));
        for row in want.chunks_exact_mut(n) {
            row.iter_mut().zip(&bias).for_each(|(y, b)| *y += b);
        }
        gemm_bias(&a, &packed, &bias, &mut got, m);
        assert_same_bits(&got, &want, &format!("forward {m}×{k}×{n}"));

        // The gradient of the same layer: (n×m)·(m×k), with the zeros on the right.
        let d = values(m * n, 4);
        let (mut want, mut got) = (vec![0.0; n * k], vec![f32::NAN; n * k]);
        for chunk in [1, 7, 32, 1000] {
            naive::gemm_at(&d, &a, &mut want, (n, m, k), chunk);
            packed.pack_sparse(&a, m, k);
            gemm_at(&d, &packed, &mut got, n, chunk);
            assert_same_bits(&got, &want, &format!("gradient {n}×{m}×{k}, chunk {chunk}"));
        }
        // The list of zeros belongs to one packing only.
        packed.pack(&d, m, n);
        let (mut want, mut got) = (vec![0.0; k * n], vec![f32::NAN; k * n]);
        naive::gemm_at(&a, &d, &mut want, (k, m, n), 32);
        gemm_at(&a, &packed, &mut got, k, 32);
        assert_same_bits(&got, &want, "packed again");
    }
}
