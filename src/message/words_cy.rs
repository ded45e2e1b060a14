//! The Welsh of the messages to recipients, sentence by sentence as in `words_en`, which stands below it in every message.
//!
//! What comes from the tables and from the rules (roles, points of an agenda) is in the language in which it was written there, so the
//! lists stand once, in the other half.

use super::outbox::Off;
use super::places::Place;
use super::words_en::off::{Span, Taken};
use super::words_en::{Carrier, Facts, Paragraph, ReportDue};
use super::{Firmness, Purpose};
use crate::model::Every;
use crate::time::{Interval, Zone};
use chrono::{Datelike, NaiveDate, NaiveDateTime};

/// The fact under which the address stands that is to be followed.
pub(super) const JOIN: &str = "Ymuno ar-lein";

const DAYS: [&str; 7] = [
    "Dydd Llun",
    "Dydd Mawrth",
    "Dydd Mercher",
    "Dydd Iau",
    "Dydd Gwener",
    "Dydd Sadwrn",
    "Dydd Sul",
];

const MONTHS: [&str; 12] = [
    "Ionawr",
    "Chwefror",
    "Mawrth",
    "Ebrill",
    "Mai",
    "Mehefin",
    "Gorffennaf",
    "Awst",
    "Medi",
    "Hydref",
    "Tachwedd",
    "Rhagfyr",
];

/// What stands before the English subject.
pub(super) fn subject(firmness: Firmness) -> &'static str {
    match firmness {
        Firmness::Confirmed => "Cyfarfod",
        Firmness::Hold => "CADWCH YR AMSER",
    }
}

/// The same of the message that asks for a report.
pub(super) fn report_subject() -> &'static str {
    "Anfonwch adroddiad"
}

/// The same of a message that takes something back.
pub(super) fn off_subject(taken: &Taken) -> &'static str {
    match (taken.span, taken.off) {
        (Span::Report, _) => "Dim angen adroddiad",
        (_, Off::NotHeld) => "Canslwyd",
        (_, Off::NotNeeded) => "Dim eich angen mwyach",
        (_, Off::Released) => "Rhyddhawyd",
        (_, Off::Elsewhere) => "Tynnwyd yn ôl",
    }
}

fn text(text: &str) -> Paragraph {
    Paragraph::Text(text.to_owned())
}

/// The body of an invitation or copy.
pub(super) fn body(facts: &Facts) -> Vec<Paragraph> {
    let mut paragraphs = vec![text(opening(facts.purpose, facts.firmness))];
    if facts.stays {
        paragraphs.push(text(
            "Fe wnaethoch gynnig amser arall. Nid oedd modd ei dderbyn: mae'r cyfarfod yn aros ar yr amser isod.",
        ));
    }
    if facts.is_update {
        paragraphs.push(text(
            "Os cawsoch wahoddiad cynharach i'r cyfarfod hwn, mae'r un hwn yn ei ddisodli.",
        ));
    }
    let mut lines = vec![
        ("Pryd", times(facts.times, facts.zone)),
        (
            "Ble",
            where_(facts.places, facts.zone, facts.join.is_some()),
        ),
    ];
    if let Some((heading, said)) = &facts.repeats_in_welsh {
        lines.insert(1, (*heading, said.clone()));
    }
    if let Some(join) = facts.join {
        lines.push((JOIN, join.to_owned()));
    }
    lines.push(("Cyfeirnod", facts.reference.to_owned()));
    paragraphs.push(Paragraph::Facts(lines));
    if facts.purpose != Purpose::Invitation {
        paragraphs.push(questions(facts.organizer));
    } else {
        paragraphs.push(text("Dyma'r amser y mae eich angen chi."));
        if !facts.agenda.is_empty() || !facts.guests.is_empty() {
            paragraphs.push(text("Mae'r rhestrau isod."));
        }
        if let Some(due) = facts.report {
            paragraphs.push(Paragraph::Text(report_due(due, facts.carrier)));
        }
        paragraphs.push(Paragraph::Text(please_answer(facts)));
    }
    paragraphs.extend(last_words(facts).map(text));
    paragraphs
}

fn opening(purpose: Purpose, firmness: Firmness) -> &'static str {
    match (purpose, firmness) {
        (Purpose::Invitation, Firmness::Confirmed) => {
            "Gofynnir i chi ddod i gyfarfod amlasiantaethol."
        }
        (Purpose::Invitation, Firmness::Hold) => {
            "Cadwch yr amser hwn yn rhydd ar gyfer cyfarfod amlasiantaethol. Nid yw wedi'i benderfynu eto: caiff ei gadarnhau \
             neu ei ryddhau."
        }
        (Purpose::Information | Purpose::Report, Firmness::Confirmed) => {
            "Er gwybodaeth: cynhelir cyfarfod amlasiantaethol. Ni ddisgwylir i chi ddod."
        }
        (Purpose::Information | Purpose::Report, Firmness::Hold) => {
            "Er gwybodaeth: mae cyfarfod amlasiantaethol wedi'i gynllunio, ond heb ei benderfynu eto. Ni ddisgwylir i chi ddod."
        }
    }
}

fn questions(organizer: &str) -> Paragraph {
    Paragraph::Text(format!("Cwestiynau: ysgrifennwch at {organizer}."))
}

fn please_answer(facts: &Facts) -> String {
    let organizer = facts.organizer;
    let how = match facts.carrier {
        Carrier::Message | Carrier::Joint => format!(
            "Atebwch drwy ddewis Derbyn, Petrus neu Gwrthod. Os na welwch fotymau o'r fath, ysgrifennwch at {organizer} gan roi'r \
             cyfeirnod."
        ),
        Carrier::Letter => format!(
            "Rhowch wybod a allwch ddod: dywedwch wrth y sawl a roddodd hwn i chi, neu ysgrifennwch at {organizer} gan roi'r \
             cyfeirnod."
        ),
    };
    let first = match (facts.carrier, facts.is_one_date) {
        (Carrier::Message, true) => " Atebwch y gwahoddiad i'r gyfres gyfan cyn yr un hwn.",
        _ => "",
    };
    format!("{how}{first} Os na allwch ddod, rhowch wybod cyn gynted â phosibl.")
}

fn last_words(facts: &Facts) -> Option<&'static str> {
    match (facts.carrier, facts.guests) {
        (Carrier::Message, []) => Some(
            "Nid yw'r neges hon yn dangos pwy arall a wahoddir. Peidiwch â'i hanfon ymlaen: ni ellir ateb gwahoddiad a anfonwyd \
             ymlaen.",
        ),
        (Carrier::Message | Carrier::Joint, _) => {
            Some("Peidiwch ag anfon hon ymlaen: ni ellir ateb gwahoddiad a anfonwyd ymlaen.")
        }
        (Carrier::Letter, _) => None,
    }
}

fn report_due(due: ReportDue, carrier: Carrier) -> String {
    let asked = match carrier {
        Carrier::Joint => "Os gofynnir i chi am adroddiad: ",
        Carrier::Message | Carrier::Letter => "",
    };
    let said = match due {
        ReportDue::By(day) => format!(
            "anfonwch eich adroddiad erbyn {}, drwy'r dull diogel y mae eich asiantaeth yn ei ddefnyddio.",
            date(day)
        ),
        ReportDue::Overdue => {
            "dylai eich adroddiad fod wedi cyrraedd eisoes; anfonwch ef ar unwaith, drwy'r dull diogel y mae eich asiantaeth yn ei \
             ddefnyddio."
                .to_owned()
        }
    };
    match asked {
        "" => said[..1].to_uppercase() + &said[1..],
        asked => format!("{asked}{said}"),
    }
}

/// How a meeting is repeated.
pub(super) fn repeated(
    every: Every,
    held: &[NaiveDateTime],
    elsewhere: &[NaiveDateTime],
) -> (&'static str, String) {
    let rhythm = match every {
        Every::Weeks(1) => "bob wythnos".to_owned(),
        Every::Weeks(weeks) => format!("bob {weeks} wythnos"),
        Every::Months(1) => "bob mis".to_owned(),
        Every::Months(months) => format!("bob {months} mis"),
    };
    let days = |times: &[NaiveDateTime]| -> String {
        let days = times.iter().map(|time| date(time.date()));
        days.collect::<Vec<_>>().join("; ")
    };
    let mut said = format!("{rhythm}: {}", days(held));
    if !elsewhere.is_empty() {
        said.push_str(&format!(
            ". Ar amser neu mewn lle arall, mewn neges ar wahân: {}",
            days(elsewhere)
        ));
    }
    ("Eto", said)
}

/// What one meeting of a series takes the place of.
pub(super) fn instead(of: NaiveDateTime) -> (&'static str, String) {
    let said = format!(
        "cyfarfod y gyfres ar {} am {}",
        date(of.date()),
        of.format("%H:%M")
    );
    ("Yn lle", said)
}

/// The text that asks for a report.
pub(super) fn report_request(
    reference: &str,
    meeting: Interval,
    zone: &Zone,
    firmness: Firmness,
    organizer: &str,
) -> Vec<Paragraph> {
    let day = date(zone.local(meeting.start()).date());
    let sentence = match firmness {
        Firmness::Confirmed => format!("Cynhelir cyfarfod amlasiantaethol ar {day}."),
        Firmness::Hold => format!(
            "Mae cyfarfod amlasiantaethol wedi'i gynllunio ar gyfer {day}. Nid yw wedi'i benderfynu eto."
        ),
    };
    vec![
        Paragraph::Text(format!("{sentence} Ni ddisgwylir i chi ddod.")),
        text(
            "Anfonwch eich adroddiad ysgrifenedig fel ei fod yn cyrraedd cyn y diwrnod hwnnw, drwy'r dull diogel y mae eich asiantaeth \
             yn ei ddefnyddio, gan roi'r cyfeirnod.",
        ),
        Paragraph::Facts(vec![
            ("Cyfeirnod", reference.to_owned()),
            ("Anfonwch ef at", organizer.to_owned()),
        ]),
        text("Os na allwch ei anfon mewn pryd, rhowch wybod cyn gynted â phosibl."),
    ]
}

/// The text that takes something back.
pub(super) fn off(taken: &Taken) -> Vec<Paragraph> {
    let reference = ("Cyfeirnod", taken.reference.to_owned());
    if taken.span == Span::Report {
        return vec![
            text(
                "Gofynnwyd i chi am adroddiad ar gyfer cyfarfod amlasiantaethol. Nid oes ei angen mwyach. Os ydych wedi'i anfon, nid oes \
                 angen i chi wneud dim.",
            ),
            Paragraph::Facts(vec![reference]),
            questions(taken.organizer),
        ];
    }
    let mut lines = Vec::new();
    if !taken.times.is_empty() {
        let when = match taken.span {
            Span::Series => format!("pob dyddiad o {}", times(taken.times, taken.zone)),
            _ => times(taken.times, taken.zone),
        };
        lines.push(("Pryd", when));
    }
    if let Span::Date(of) = taken.span {
        let said = format!(
            "ar {} am {}; mae ei dyddiadau eraill yn aros fel y maent",
            date(of.date()),
            of.format("%H:%M")
        );
        lines.push(("O'r gyfres", said));
    }
    lines.push(reference);
    vec![
        text(sentence(taken.span, taken.off)),
        Paragraph::Facts(lines),
        text("Nid oes dim i'w ateb. Os yw yn eich dyddiadur o hyd, tynnwch ef allan."),
        questions(taken.organizer),
    ]
}

fn sentence(span: Span, off: Off) -> &'static str {
    match (off, span) {
        (Off::NotHeld, Span::Series) => "Ni chynhelir y gyfres hon o gyfarfodydd amlasiantaethol.",
        (Off::NotHeld, Span::Date(_)) => {
            "Ni chynhelir y cyfarfod amlasiantaethol hwn o gyfres ar y dyddiad hwn."
        }
        (Off::NotHeld, _) => "Ni chynhelir y cyfarfod amlasiantaethol hwn.",
        (Off::NotNeeded, Span::Series) => {
            "Nid oes eich angen mwyach yn y gyfres hon o gyfarfodydd amlasiantaethol."
        }
        (Off::NotNeeded, Span::Date(_)) => {
            "Nid oes eich angen ar y dyddiad hwn o gyfres o gyfarfodydd amlasiantaethol."
        }
        (Off::NotNeeded, _) => "Nid oes eich angen mwyach yn y cyfarfod amlasiantaethol hwn.",
        (Off::Released, _) => {
            "Gofynnwyd i chi gadw'r amser hwn yn rhydd ar gyfer cyfarfod amlasiantaethol. Nid oes angen i chi ei gadw'n rhydd mwyach."
        }
        (Off::Elsewhere, _) => {
            "Tynnir y cofnod hwn yn ôl: dywedir wrthych mewn ffordd arall yr hyn sydd i'w ddweud am y cyfarfod amlasiantaethol hwn."
        }
    }
}

/// `Dydd Mawrth 8 Rhagfyr 2026`.
fn date(day: NaiveDate) -> String {
    let name = DAYS[day.weekday().num_days_from_monday() as usize];
    let month = MONTHS[day.month0() as usize];
    format!("{name} {} {month} {}", day.day(), day.year())
}

/// `Dydd Mawrth 8 Rhagfyr 2026, 10:00 i 10:45; 11:15 i 11:30 (amser y DU)`.
fn times(times: &[Interval], zone: &Zone) -> String {
    let mut texts: Vec<String> = Vec::new();
    let mut last = None;
    for time in times {
        let (start, end) = (zone.local(time.start()), zone.local(time.end()));
        let mut said = format!("{} i {}", start.format("%H:%M"), end.format("%H:%M"));
        if end.date() != start.date() {
            said.push_str(&format!(" ar {}", date(end.date())));
        }
        if last != Some(start.date()) {
            said = format!("{}, {said}", date(start.date()));
            last = Some(start.date());
        }
        texts.push(said);
    }
    let zone = match zone.name() {
        "Europe/London" | "GB" => "amser y DU".to_owned(),
        "UTC" => "UTC".to_owned(),
        name => format!("amser {name}"),
    };
    format!("{} ({zone})", texts.join("; "))
}

fn where_(places: &[(Interval, Place)], zone: &Zone, has_link: bool) -> String {
    let place = |place: &Place| match place {
        Place::At {
            name,
            address: Some(address),
        } => format!("{name}, {address}"),
        Place::At {
            name,
            address: None,
        } => name.clone(),
        Place::Remote if has_link => "ar-lein".to_owned(),
        Place::Remote => "dros y ffôn neu ar-lein; bydd y trefnydd yn dweud wrthych sut".to_owned(),
        Place::ToldSeparately => "bydd y trefnydd yn dweud wrthych ble".to_owned(),
    };
    match places {
        [(_, only)] => place(only),
        several => several
            .iter()
            .map(|(time, at)| {
                let (start, end) = (zone.local(time.start()), zone.local(time.end()));
                let clock = format!("{} i {}", start.format("%H:%M"), end.format("%H:%M"));
                format!("{clock}: {}", place(at))
            })
            .collect::<Vec<_>>()
            .join("; "),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_and_months_have_their_names() {
        let day = |text: &str| date(text.parse().expect("a date"));
        assert_eq!(day("2026-12-08"), "Dydd Mawrth 8 Rhagfyr 2026");
        assert_eq!(day("2027-02-28"), "Dydd Sul 28 Chwefror 2027");
        assert_eq!(day("2027-08-02"), "Dydd Llun 2 Awst 2027");
    }
}
