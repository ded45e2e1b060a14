//! What people answered to invitations counts in every search, beside what they were asked.

use crate::edge::book::{Access, Book, BookError};
use crate::model::Workspace;
use crate::reply::{as_answers, standing};
use std::path::Path;

/// Adds the answers of the folder's book to those of its tables; where there is no book, none.
///
/// # Errors
/// When there is one that cannot be read: an answer that is not seen could send people to a meeting that nobody comes to.
pub(super) fn add_answers(folder: &Path, workspace: &mut Workspace) -> Result<(), BookError> {
    let Some(book) = Book::open(&Book::path(folder, None), Access::Read)? else {
        return Ok(());
    };
    let heard = book.heard()?;
    if heard.is_empty() {
        return Ok(());
    }
    let standings = standing(&book.told()?, &heard);
    let answers = as_answers(workspace, &workspace.arrangements, &standings);
    workspace.answers.extend(answers);
    Ok(())
}
