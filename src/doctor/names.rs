//! When two names may mean one person: keys that are equal where names differ by case, spacing, punctuation, accents or the order of
//! their words only.

/// The key of an id: letters and figures only.
pub(super) fn id_key(text: &str) -> String {
    plain(text)
        .chars()
        .filter(|c| c.is_alphanumeric())
        .collect()
}

/// The key of a name: its words in alphabetical order, so that "Okafor, Denise" is "Denise Okafor".
pub(super) fn name_key(text: &str) -> String {
    let plain = plain(text);
    let mut words: Vec<String> = plain
        .split(|c: char| c.is_whitespace() || c == ',' || c == ';')
        .map(|word| word.chars().filter(|c| c.is_alphanumeric()).collect())
        .filter(|word: &String| !word.is_empty())
        .collect();
    words.sort_unstable();
    words.concat()
}

/// In lower case and without accents, for the letters of Europe's Latin alphabets.
fn plain(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars().flat_map(char::to_lowercase) {
        let letters = match c {
            'à'..='å' | 'ā' | 'ă' | 'ą' | 'ǎ' => "a",
            'æ' => "ae",
            'ç' | 'ć' | 'ĉ' | 'ċ' | 'č' => "c",
            'ď' | 'đ' | 'ð' => "d",
            'è'..='ë' | 'ē' | 'ĕ' | 'ė' | 'ę' | 'ě' | 'ẽ' => "e",
            'ĝ' | 'ğ' | 'ġ' | 'ģ' => "g",
            'ĥ' | 'ħ' => "h",
            'ì'..='ï' | 'ĩ' | 'ī' | 'ĭ' | 'į' | 'ı' => "i",
            'ĵ' => "j",
            'ķ' => "k",
            'ĺ' | 'ļ' | 'ľ' | 'ŀ' | 'ł' => "l",
            'ñ' | 'ń' | 'ņ' | 'ň' => "n",
            'ò'..='ö' | 'ø' | 'ō' | 'ŏ' | 'ő' => "o",
            'œ' => "oe",
            'ŕ' | 'ŗ' | 'ř' => "r",
            'ś' | 'ŝ' | 'ş' | 'š' | 'ș' => "s",
            'ß' => "ss",
            'ţ' | 'ť' | 'ŧ' | 'ț' => "t",
            'þ' => "th",
            'ù'..='ü' | 'ũ' | 'ū' | 'ŭ' | 'ů' | 'ű' | 'ų' => "u",
            'ŵ' | 'ẁ' | 'ẃ' | 'ẅ' => "w",
            'ý' | 'ÿ' | 'ŷ' | 'ỳ' => "y",
            'ź' | 'ż' | 'ž' => "z",
            // Accents that stand behind their letters.
            '\u{300}'..='\u{36F}' => "",
            other => {
                out.push(other);
                continue;
            }
        };
        out.push_str(letters);
    }
    out
}
