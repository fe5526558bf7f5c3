//! How far one row of letters or words is from another.

/// How many must be changed, added or left out to make one of the other: their edit distance.
pub fn edits<T: PartialEq>(from: &[T], to: &[T]) -> usize {
    let mut row: Vec<usize> = (0..=to.len()).collect();
    for (above, one) in from.iter().enumerate() {
        let mut diagonal = std::mem::replace(&mut row[0], above + 1);
        for (at, other) in to.iter().enumerate() {
            let best = (diagonal + usize::from(one != other)).min(row[at] + 1).min(row[at + 1] + 1);
            diagonal = std::mem::replace(&mut row[at + 1], best);
        }
    }
    row[to.len()]
}
