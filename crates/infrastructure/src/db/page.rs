//! Many rows in few statements, and few different statements: databases keep a prepared statement by its
//! text, and the text grows with the number of rows.

/// Most rows that one statement writes or names. Times the widest row it stays below SQLite's 32,766 and
/// the others' 65,535 variables; 256 alternatives also are a quarter of the depth that SQLite allows.
const LARGEST: usize = 256;

/// Cuts into pieces whose lengths are powers of two, so that there are ten texts of a statement at most.
pub(crate) fn pieces<T>(rows: &[T]) -> impl Iterator<Item = &[T]> {
    let mut rest = rows;
    std::iter::from_fn(move || {
        let length = match rest.len() {
            0 => return None,
            n => LARGEST.min(1 << n.ilog2()),
        };
        let (piece, others) = rest.split_at(length);
        rest = others;
        Some(piece)
    })
}

/// Cuts into pieces that are filled up to a power of two with `filler`, which must match nothing or nothing
/// more.
pub(crate) fn filled<T: Clone>(rows: &[T], filler: &T) -> impl Iterator<Item = Vec<T>> {
    rows.chunks(LARGEST).map(move |piece| {
        let mut piece = piece.to_vec();
        piece.resize(piece.len().next_power_of_two(), filler.clone());
        piece
    })
}

/// Like [`filled`], repeating the first row: for lists of ids.
pub(crate) fn repeated<T: Clone>(rows: &[T]) -> impl Iterator<Item = Vec<T>> {
    rows.chunks(LARGEST).map(|piece| {
        let mut piece = piece.to_vec();
        if let Some(first) = piece.first().cloned() {
            piece.resize(piece.len().next_power_of_two(), first);
        }
        piece
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pieces_cover_all_rows_in_order_and_have_few_lengths() {
        for n in [0, 1, 2, 3, 137, 255, 256, 511, 512, 1500] {
            let rows: Vec<usize> = (0..n).collect();
            let parts: Vec<&[usize]> = pieces(&rows).collect();
            assert_eq!(parts.concat(), rows);
            assert!(parts.iter().all(|p| p.len().is_power_of_two() && p.len() <= LARGEST), "{n}");
        }
    }

    #[test]
    fn filling_up_adds_only_the_filler() {
        let rows: Vec<usize> = (1..=700).collect();
        let parts: Vec<Vec<usize>> = filled(&rows, &0).collect();
        assert_eq!(parts.iter().map(Vec::len).collect::<Vec<_>>(), [256, 256, 256]);
        assert_eq!(parts.concat().into_iter().filter(|n| *n != 0).collect::<Vec<_>>(), rows);
        let parts: Vec<Vec<usize>> = repeated(&rows[..3]).collect();
        assert_eq!(parts, [vec![1, 2, 3, 1]]);
    }
}
