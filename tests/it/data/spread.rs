//! Where there is no room for all, each class gives its share.

use hourglass::data::spread::shares;
use proptest::prelude::*;

#[test]
fn small_classes_come_whole_and_large_ones_equally() {
    assert_eq!(shares(&[0; 3], &[100, 2200, 3000], 2000), [100, 950, 950]);
    assert_eq!(shares(&[0; 3], &[10, 10, 10], 11), [4, 4, 3]);
    assert_eq!(shares(&[0; 2], &[7, 3], 100), [7, 3]);
    assert_eq!(shares(&[0; 2], &[7, 3], 0), [0, 0]);
    assert_eq!(shares(&[], &[], 5), [0; 0]);
    // What is taken already counts: the class that has fewer comes first.
    assert_eq!(shares(&[5, 0, 2], &[9, 3, 9], 6), [0, 3, 3]);
    assert_eq!(shares(&[5, 0, 2], &[9, 3, 9], 8), [1, 3, 4]);
}

proptest! {
    #[test]
    fn all_room_is_used_and_no_class_has_more_than_another_that_still_has_some(
        classes in prop::collection::vec((0_usize..50, 0_usize..50), 0..20),
        most in 0_usize..600,
    ) {
        let (there, left): (Vec<_>, Vec<_>) = classes.into_iter().unzip();
        let shares = shares(&there, &left, most);
        prop_assert_eq!(shares.iter().sum::<usize>(), most.min(left.iter().sum()));
        for (one, &share) in shares.iter().enumerate() {
            prop_assert!(share <= left[one]);
            // A class that was added to stands at most one above each that has some left.
            for other in 0..left.len() {
                if share > 0 && shares[other] < left[other] {
                    prop_assert!(there[one] + share <= there[other] + shares[other] + 1);
                }
            }
        }
    }
}
