//! Tables as a coordinator's spreadsheet program saves them: byte order mark, commas, CRLF.

/// `rows`, the header first.
pub fn csv(rows: &[Vec<String>]) -> Vec<u8> {
    let mut out = String::from("\u{feff}");
    for row in rows {
        let cells: Vec<String> = row.iter().map(|cell| quoted(cell)).collect();
        out.push_str(&cells.join(","));
        out.push_str("\r\n");
    }
    out.into_bytes()
}

fn quoted(cell: &str) -> String {
    if cell.contains([',', '"', '\n', '\r']) {
        format!("\"{}\"", cell.replace('"', "\"\""))
    } else {
        cell.to_owned()
    }
}

/// A row of borrowed cells.
pub fn row(cells: &[&str]) -> Vec<String> {
    cells.iter().map(|cell| (*cell).to_owned()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_with_separators_are_quoted() {
        let table = csv(&[row(&["a", "b,c"]), row(&["say \"x\"", ""])]);
        assert_eq!(
            String::from_utf8(table).expect("text"),
            "\u{feff}a,\"b,c\"\r\n\"say \"\"x\"\"\",\r\n"
        );
    }
}
