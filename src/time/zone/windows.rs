//! Names that Windows, Exchange and Outlook give to time zones.
//!
//! Windows names are mapped by the CLDR table in `windows-timezones`. The display strings that Outlook shows, and writes as
//! TZID, are found by their list of places, which outlives the changes of the offset in front.

use windows_timezones::WindowsTimezone;

/// The IANA name for a Windows name or a display string; letters may be of either case.
pub(super) fn iana_name(name: &str) -> Option<&'static str> {
    if let Ok(zone) = name.parse::<WindowsTimezone>() {
        return Some(zone.tzdb_id());
    }
    let places = places_of(name);
    let row = match PLACES.binary_search_by_key(&places, |row| row.0.to_ascii_lowercase()) {
        Ok(found) => &PLACES[found],
        Err(_) => PLACES.iter().find(|row| row.1.eq_ignore_ascii_case(name))?,
    };
    let zone = row.1.parse::<WindowsTimezone>().ok()?;
    Some(zone.tzdb_id())
}

/// What follows `(UTC+01:00) ` and, in older spellings, `Greenwich Mean Time : `, in lower case; escapes of commas, which
/// a TZID must not have but often has, are taken away.
fn places_of(name: &str) -> String {
    let name = name.trim().trim_matches('"').replace('\\', "");
    let mut places = name.as_str();
    if places.starts_with('(') {
        places = places.split_once(") ").map_or(places, |found| found.1);
    }
    places = places.split_once(" : ").map_or(places, |found| found.1);
    places.trim().to_ascii_lowercase()
}

/// Places of a display string and the Windows name, sorted by the places in lower case.
const PLACES: &[(&str, &str)] = &[
    ("Abu Dhabi, Muscat", "Arabian Standard Time"),
    ("Adelaide", "Cen. Australia Standard Time"),
    ("Alaska", "Alaskan Standard Time"),
    ("Aleutian Islands", "Aleutian Standard Time"),
    ("Amman", "Jordan Standard Time"),
    (
        "Amsterdam, Berlin, Bern, Rome, Stockholm, Vienna",
        "W. Europe Standard Time",
    ),
    ("Anadyr, Petropavlovsk-Kamchatsky", "Russia Time Zone 11"),
    ("Araguaina", "Tocantins Standard Time"),
    ("Arizona", "US Mountain Standard Time"),
    ("Ashgabat, Tashkent", "West Asia Standard Time"),
    ("Astana", "Central Asia Standard Time"),
    ("Astrakhan, Ulyanovsk", "Astrakhan Standard Time"),
    ("Asuncion", "Paraguay Standard Time"),
    ("Athens, Beirut, Istanbul, Minsk", "GTB Standard Time"),
    ("Athens, Bucharest", "GTB Standard Time"),
    ("Athens, Istanbul, Minsk", "GTB Standard Time"),
    ("Atlantic Time (Canada)", "Atlantic Standard Time"),
    ("Auckland, Wellington", "New Zealand Standard Time"),
    ("Azores", "Azores Standard Time"),
    ("Baghdad", "Arabic Standard Time"),
    ("Baja California", "Pacific Standard Time (Mexico)"),
    ("Baku", "Azerbaijan Standard Time"),
    ("Bangkok, Hanoi, Jakarta", "SE Asia Standard Time"),
    ("Barnaul, Gorno-Altaysk", "Altai Standard Time"),
    (
        "Beijing, Chongqing, Hong Kong, Urumqi",
        "China Standard Time",
    ),
    ("Beirut", "Middle East Standard Time"),
    (
        "Belgrade, Bratislava, Budapest, Ljubljana, Prague",
        "Central Europe Standard Time",
    ),
    (
        "Bogota, Lima, Quito, Rio Branco",
        "SA Pacific Standard Time",
    ),
    ("Bombay, Calcutta, Madras, New Delhi", "India Standard Time"),
    ("Bougainville Island", "Bougainville Standard Time"),
    ("Brasilia", "E. South America Standard Time"),
    ("Brisbane", "E. Australia Standard Time"),
    (
        "Brussels, Copenhagen, Madrid, Paris",
        "Romance Standard Time",
    ),
    ("Bucharest", "GTB Standard Time"),
    ("Cabo Verde Is.", "Cape Verde Standard Time"),
    ("Cairo", "Egypt Standard Time"),
    ("Canberra, Melbourne, Sydney", "AUS Eastern Standard Time"),
    ("Cape Verde Is.", "Cape Verde Standard Time"),
    ("Caracas", "Venezuela Standard Time"),
    ("Casablanca", "Morocco Standard Time"),
    ("Casablanca, Monrovia, Reykjavik", "Greenwich Standard Time"),
    ("Cayenne, Fortaleza", "SA Eastern Standard Time"),
    ("Central America", "Central America Standard Time"),
    ("Central Time (US & Canada)", "Central Standard Time"),
    ("Central Time (US and Canada)", "Central Standard Time"),
    ("Chatham Islands", "Chatham Islands Standard Time"),
    ("Chennai, Kolkata, Mumbai, New Delhi", "India Standard Time"),
    ("Chetumal", "Eastern Standard Time (Mexico)"),
    (
        "Chihuahua, La Paz, Mazatlan",
        "Mountain Standard Time (Mexico)",
    ),
    ("Chisinau", "E. Europe Standard Time"),
    ("Chita", "Transbaikal Standard Time"),
    ("Chokurdakh", "Russia Time Zone 10"),
    ("City of Buenos Aires", "Argentina Standard Time"),
    ("Coordinated Universal Time", "UTC"),
    ("Coordinated Universal Time+12", "UTC+12"),
    ("Coordinated Universal Time+13", "UTC+13"),
    ("Coordinated Universal Time-02", "UTC-02"),
    ("Coordinated Universal Time-08", "UTC-08"),
    ("Coordinated Universal Time-09", "UTC-09"),
    ("Coordinated Universal Time-11", "UTC-11"),
    ("Cuiaba", "Central Brazilian Standard Time"),
    ("Damascus", "Syria Standard Time"),
    ("Darwin", "AUS Central Standard Time"),
    ("Dhaka", "Bangladesh Standard Time"),
    ("Dublin, Edinburgh, Lisbon, London", "GMT Standard Time"),
    ("Dublin, Edinburgh, London", "GMT Standard Time"),
    ("Easter Island", "Easter Island Standard Time"),
    ("Eastern Time (US & Canada)", "Eastern Standard Time"),
    ("Eastern Time (US and Canada)", "Eastern Standard Time"),
    ("Ekaterinburg", "Ekaterinburg Standard Time"),
    ("Eucla", "Aus Central W. Standard Time"),
    ("Fiji", "Fiji Standard Time"),
    ("Gaza, Hebron", "West Bank Standard Time"),
    (
        "Georgetown, La Paz, Manaus, San Juan",
        "SA Western Standard Time",
    ),
    ("Greenland", "Greenland Standard Time"),
    (
        "Guadalajara, Mexico City, Monterrey",
        "Central Standard Time (Mexico)",
    ),
    ("Guam, Port Moresby", "West Pacific Standard Time"),
    ("Haiti", "Haiti Standard Time"),
    ("Harare, Pretoria", "South Africa Standard Time"),
    ("Havana", "Cuba Standard Time"),
    ("Hawaii", "Hawaiian Standard Time"),
    (
        "Helsinki, Kiev, Riga, Sofia, Tallinn, Vilnius",
        "FLE Standard Time",
    ),
    (
        "Helsinki, Kyiv, Riga, Sofia, Tallinn, Vilnius",
        "FLE Standard Time",
    ),
    ("Hobart", "Tasmania Standard Time"),
    ("Hovd", "W. Mongolia Standard Time"),
    ("Indiana (East)", "US Eastern Standard Time"),
    ("International Date Line West", "Dateline Standard Time"),
    ("Irkutsk", "North Asia East Standard Time"),
    ("Islamabad, Karachi", "Pakistan Standard Time"),
    ("Islamabad, Karachi, Tashkent", "West Asia Standard Time"),
    ("Istanbul", "Turkey Standard Time"),
    ("Izhevsk, Samara", "Russia Time Zone 3"),
    ("Jerusalem", "Israel Standard Time"),
    ("Juba", "South Sudan Standard Time"),
    ("Kabul", "Afghanistan Standard Time"),
    ("Kaliningrad", "Kaliningrad Standard Time"),
    ("Kathmandu", "Nepal Standard Time"),
    ("Khartoum", "Sudan Standard Time"),
    ("Kiritimati Island", "Line Islands Standard Time"),
    ("Krasnoyarsk", "North Asia Standard Time"),
    ("Kuala Lumpur, Singapore", "Singapore Standard Time"),
    ("Kuwait, Riyadh", "Arab Standard Time"),
    (
        "Kyiv, Helsinki, Riga, Sofia, Tallinn, Vilnius",
        "FLE Standard Time",
    ),
    ("Lord Howe Island", "Lord Howe Standard Time"),
    ("Magadan", "Magadan Standard Time"),
    ("Marquesas Islands", "Marquesas Standard Time"),
    ("Minsk", "Belarus Standard Time"),
    ("Monrovia, Reykjavik", "Greenwich Standard Time"),
    ("Montevideo", "Montevideo Standard Time"),
    ("Moscow, St. Petersburg", "Russian Standard Time"),
    ("Moscow, St. Petersburg, Volgograd", "Russian Standard Time"),
    ("Mountain Time (US & Canada)", "Mountain Standard Time"),
    ("Mountain Time (US and Canada)", "Mountain Standard Time"),
    ("Nairobi", "E. Africa Standard Time"),
    ("Nairobi, East Africa", "E. Africa Standard Time"),
    ("Newfoundland", "Newfoundland Standard Time"),
    ("Norfolk Island", "Norfolk Standard Time"),
    ("Novosibirsk", "N. Central Asia Standard Time"),
    ("Nuku'alofa", "Tonga Standard Time"),
    ("Omsk", "Omsk Standard Time"),
    ("Osaka, Sapporo, Tokyo", "Tokyo Standard Time"),
    ("Pacific Time (US & Canada)", "Pacific Standard Time"),
    ("Pacific Time (US and Canada)", "Pacific Standard Time"),
    ("Paris, Madrid", "Romance Standard Time"),
    ("Perth", "W. Australia Standard Time"),
    ("Port Louis", "Mauritius Standard Time"),
    ("Prague, Central Europe", "Central Europe Standard Time"),
    ("Punta Arenas", "Magallanes Standard Time"),
    ("Pyongyang", "North Korea Standard Time"),
    ("Qyzylorda", "Qyzylorda Standard Time"),
    ("Saint Pierre and Miquelon", "Saint Pierre Standard Time"),
    ("Sakhalin", "Sakhalin Standard Time"),
    ("Salvador", "Bahia Standard Time"),
    ("Samoa", "Samoa Standard Time"),
    ("Santiago", "Pacific SA Standard Time"),
    ("Sao Tome", "Sao Tome Standard Time"),
    (
        "Sarajevo, Skopje, Warsaw, Zagreb",
        "Central European Standard Time",
    ),
    ("Saratov", "Saratov Standard Time"),
    ("Saskatchewan", "Canada Central Standard Time"),
    ("Seoul", "Korea Standard Time"),
    (
        "Solomon Is., New Caledonia",
        "Central Pacific Standard Time",
    ),
    ("Sri Jayawardenepura", "Sri Lanka Standard Time"),
    ("Taipei", "Taipei Standard Time"),
    ("Tbilisi", "Georgian Standard Time"),
    ("Tehran", "Iran Standard Time"),
    ("Tomsk", "Tomsk Standard Time"),
    ("Tripoli", "Libya Standard Time"),
    ("Turks and Caicos", "Turks And Caicos Standard Time"),
    ("Ulaanbaatar", "Ulaanbaatar Standard Time"),
    ("Vladivostok", "Vladivostok Standard Time"),
    ("Volgograd", "Volgograd Standard Time"),
    ("West Central Africa", "W. Central Africa Standard Time"),
    ("Windhoek", "Namibia Standard Time"),
    ("Yakutsk", "Yakutsk Standard Time"),
    ("Yangon (Rangoon)", "Myanmar Standard Time"),
    ("Yerevan", "Caucasus Standard Time"),
    ("Yukon", "Yukon Standard Time"),
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::time::Zone;

    #[test]
    fn every_row_is_sorted_and_names_a_zone() {
        assert!(PLACES.is_sorted_by_key(|row| row.0.to_ascii_lowercase()));
        for (places, name) in PLACES {
            let zone: WindowsTimezone = name.parse().expect("a Windows name");
            assert!(Zone::named(zone.tzdb_id()).is_some(), "{places}");
        }
    }
}
