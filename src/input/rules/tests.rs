//! The embedded book, and files laid upon it.

use super::*;

#[test]
fn the_embedded_book_has_no_fault() {
    let book = embedded_rules();
    assert_eq!(book.types.len(), 47);
}
