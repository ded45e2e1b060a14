//! Whether an answer in XML is cheap to take apart, seen in one pass before it is.
//!
//! Readers of XML compare the attributes of an element each with each, and the name spaces in scope at every element that declares
//! one; so half a megabyte can cost hours, and no time limit of the network stops that. Real answers of calendar servers nest
//! nine deep and declare a handful of names.

/// Attributes, declarations of name spaces among them, of an element and all that it stands in.
const MOST_ATTRIBUTES: usize = 64;
/// Elements that stand in one another.
const DEEPEST: usize = 64;

/// Whether `text` stays within the bounds. What is no XML may be either; that is for its reader to say.
pub(super) fn is_cheap(text: &str) -> bool {
    let mut rest = text;
    // Of each open element, how many attributes it has.
    let mut open: Vec<usize> = Vec::new();
    let mut in_scope = 0;
    while let Some(at) = rest.find('<') {
        rest = &rest[at..];
        let closing = if rest.starts_with("<!--") {
            Some("-->")
        } else if rest.starts_with("<![CDATA[") {
            Some("]]>")
        } else if rest.starts_with("<?") {
            Some("?>")
        } else {
            None
        };
        if let Some(closing) = closing {
            let Some(end) = rest.find(closing) else {
                return true;
            };
            rest = &rest[end + closing.len()..];
            continue;
        }
        let tag = Tag::of(rest);
        rest = &rest[tag.length..];
        if tag.is_end {
            in_scope -= open.pop().unwrap_or(0);
            continue;
        }
        if in_scope + tag.attributes > MOST_ATTRIBUTES || open.len() >= DEEPEST {
            return false;
        }
        if !tag.is_empty {
            open.push(tag.attributes);
            in_scope += tag.attributes;
        }
    }
    true
}

/// What stands between `<` and `>`.
struct Tag {
    length: usize,
    attributes: usize,
    is_end: bool,
    is_empty: bool,
}

impl Tag {
    /// The tag at the beginning of a text; one that does not end reaches to the end of the text.
    fn of(text: &str) -> Tag {
        let bytes = text.as_bytes();
        let (mut attributes, mut quote, mut last) = (0, None, b' ');
        let mut length = bytes.len();
        for (at, byte) in bytes.iter().copied().enumerate().skip(1) {
            match (quote, byte) {
                (None, b'>') => {
                    length = at + 1;
                    break;
                }
                (None, b'"' | b'\'') => quote = Some(byte),
                (None, b'=') => attributes += 1,
                (Some(open), _) if open == byte => quote = None,
                _ => {}
            }
            last = byte;
        }
        Tag {
            length,
            attributes,
            is_end: text.starts_with("</"),
            is_empty: last == b'/',
        }
    }
}

#[cfg(test)]
mod tests {
    use super::is_cheap;

    #[test]
    fn ordinary_answers_are_cheap_and_bombs_are_not() {
        let response = "<r><h>/a</h><d><![CDATA[<a><a><a>]]></d><!-- <a> --></r>".repeat(10_000);
        let tag = "<?xml version=\"1.0\"?><m xmlns=\"DAV:\" xmlns:c='a>b'>";
        assert!(is_cheap(&format!("{tag}{response}</m>")));
        assert!(is_cheap(&format!(
            "{tag}{}</m>",
            "<a b=\"\"/>".repeat(9_999)
        )));
        for text in ["", "<", "<a", "<!--", "</a></a>", "a=\"<\"", "<a b='<>"] {
            assert!(is_cheap(text), "{text}");
        }
        let many: String = (0..65).map(|n| format!(" a{n}='='")).collect();
        assert!(!is_cheap(&format!("<m{many}/>")));
        assert!(!is_cheap(&"<a>".repeat(65)));
        let spaces: String = (0..33).map(|n| format!("<a xmlns:b{n}='' c=''>")).collect();
        assert!(!is_cheap(&spaces));
    }
}
