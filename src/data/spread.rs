//! How many of each class are taken where there is no room for all of them.

/// How many more of each class to take: `there` are taken already, `left` are left, and there is room for `most` more.
///
/// The classes are filled like vessels that stand beside each other: the one with the fewest first, until all have
/// equally many, so that small classes come whole. What cannot be divided goes to the classes that come first.
pub fn shares(there: &[usize], left: &[usize], most: usize) -> Vec<usize> {
    let classes = || there.iter().copied().zip(left.iter().copied());
    // What each class gives if it is filled up to a level.
    let given =
        |level: usize| classes().map(move |(there, left)| level.saturating_sub(there).min(left));
    let highest = classes().map(|(there, left)| there + left).max();
    let (mut low, mut high) = (0, highest.unwrap_or(0));
    while low < high {
        let level = high - (high - low) / 2;
        if given(level).sum::<usize>() <= most {
            low = level;
        } else {
            high = level - 1;
        }
    }
    let mut shares: Vec<usize> = given(low).collect();
    let mut rest = most - shares.iter().sum::<usize>();
    for (share, next) in shares.iter_mut().zip(given(low + 1)) {
        let more = (next - *share).min(rest);
        *share += more;
        rest -= more;
    }
    shares
}
