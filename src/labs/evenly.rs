//! A few of many.

/// Places of at most `most` of `count` things, `⌊i·count / taken⌋`: evenly spread, so that a set that is sorted by class
/// gives up as many of each.
pub fn evenly(count: usize, most: usize) -> Vec<usize> {
    let taken = count.min(most);
    (0..taken).map(|i| i * count / taken).collect()
}
