//! The order of things that are few enough to be compared through a pointer: one short sort for all of them, where the
//! standard library's would stand in the module once for each kind of thing, ten times as long.

/// The places `0..count` in order; places of which none `precedes` the other stay as they were.
pub fn order(count: usize, precedes: &dyn Fn(usize, usize) -> bool) -> Vec<usize> {
    let mut order: Vec<usize> = (0..count).collect();
    let mut merged = order.clone();
    let mut run = 1;
    while run < count {
        for from in (0..count).step_by(2 * run) {
            let middle = (from + run).min(count);
            let end = (middle + run).min(count);
            let (mut left, mut right) = (from, middle);
            for place in &mut merged[from..end] {
                let is_right = left == middle || right < end && precedes(order[right], order[left]);
                let next = if is_right { &mut right } else { &mut left };
                *place = order[*next];
                *next += 1;
            }
        }
        std::mem::swap(&mut order, &mut merged);
        run *= 2;
    }
    order
}

#[cfg(test)]
mod tests {
    use super::order;

    #[test]
    fn orders_as_the_standard_library_does() {
        for count in (0..40).chain([1000]) {
            let keys: Vec<usize> = (0..count).map(|n| n * n * 7 % 31).collect();
            let mut wanted: Vec<usize> = (0..count).collect();
            wanted.sort_by_key(|&place| keys[place]);
            assert_eq!(order(count, &|a, b| keys[a] < keys[b]), wanted);
        }
    }
}
