//! Tables of text: columns as wide as their widest cell.

use std::fmt::Write as _;

/// To which side the cells of a column lean.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Lean {
    Left,
    Right,
}

/// Appends the rows, each behind `indent` blanks, with two blanks between columns. A row may have fewer cells than others. No line
/// ends in blanks.
pub(super) fn aligned(out: &mut String, indent: usize, leans: &[Lean], rows: &[Vec<String>]) {
    let width = |column: usize| {
        let cells = rows.iter().filter_map(|row| row.get(column));
        cells.map(|cell| cell.chars().count()).max().unwrap_or(0)
    };
    let widths: Vec<usize> = (0..leans.len()).map(width).collect();
    for row in rows {
        let mut line = " ".repeat(indent);
        for (column, cell) in row.iter().enumerate().take(leans.len()) {
            if column > 0 {
                line.push_str("  ");
            }
            let width = widths[column];
            let _ = match leans[column] {
                Lean::Left => write!(line, "{cell:<width$}"),
                Lean::Right => write!(line, "{cell:>width$}"),
            };
        }
        let _ = writeln!(out, "{}", line.trim_end());
    }
}
