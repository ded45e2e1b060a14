//! The form as the text of a mail. Lines are short enough to be quoted twice before they are wrapped.

use super::{Form, Poll, words_en};
use crate::report::wrap::wrapped;

/// Columns that survive being quoted in a mail of 76.
const WIDTH: usize = 72;

/// The whole form. `mark` are the lines for the program.
pub fn text(poll: &Poll, form: &Form, mark: &str) -> String {
    let mut out = String::new();
    let reference = &poll.prepared.problem.reference;
    line(
        &mut out,
        &format!("Subject: {}", words_en::subject(reference)),
    );
    line(&mut out, "");
    if let Some(name) = poll.shown_name(form) {
        fact(&mut out, words_en::FOR, &name);
    }
    fact(&mut out, words_en::REFERENCE, reference);
    if let Some(place) = form.common_place() {
        if let Some(minutes) = form.common_minutes() {
            fact(&mut out, words_en::LENGTH, &words_en::minutes(minutes));
        }
        fact(&mut out, words_en::HOW, words_en::mode(place));
        if let Some(place) = words_en::place(place) {
            fact(&mut out, words_en::WHERE, &place);
        }
    }
    line(&mut out, "");
    paragraph(&mut out, "", words_en::INTRODUCTION);
    paragraph(&mut out, "", &words_en::instruction(poll.reply_by));
    line(&mut out, "");
    line(&mut out, &words_en::zone(&form.zone));
    for one in &form.lines {
        line(&mut out, "");
        let time = words_en::time(one.ask.time, &form.zone);
        line(&mut out, &format!("{}. {time}", one.letter));
        if form.common_place().is_none()
            && let Some(place) = &one.place
        {
            let place = words_en::place(place).unwrap_or_else(|| words_en::mode(place).to_owned());
            paragraph(&mut out, "   ", &place);
        }
        line(
            &mut out,
            &format!(
                "   [ ] {}   [ ] {}   [ ] {}",
                words_en::YES,
                words_en::IF_NEED_BE,
                words_en::NO
            ),
        );
    }
    line(&mut out, "");
    let organizer = poll.workspace.defaults.organizer.as_deref();
    paragraph(&mut out, "", &words_en::otherwise(organizer));
    line(&mut out, "");
    paragraph(&mut out, "", words_en::LEAVE_ALONE);
    out.push_str(mark);
    out
}

fn line(out: &mut String, text: &str) {
    out.push_str(text);
    out.push('\n');
}

fn fact(out: &mut String, name: &str, value: &str) {
    paragraph(out, &format!("{name:<10} "), value);
}

/// `text` behind `head`, further lines under its beginning. Brackets would be taken for boxes.
fn paragraph(out: &mut String, head: &str, text: &str) {
    wrapped(out, head, head.chars().count(), WIDTH, text);
}
