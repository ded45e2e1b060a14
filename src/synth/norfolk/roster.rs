//! The agencies and people of the six teams: all invented.

use crate::synth::Spelling;
use crate::synth::Spelling::{
    Apple, Blocks, FreeBusy, Google, Nextcloud, Outlook, OutlookAvailability, OutlookCustomZone,
    School,
};

/// Id (the folder's name), name, kind, domain of addresses.
pub(super) const AGENCIES: [(&str, &str, &str, &str); 15] = [
    (
        "bure-park",
        "Bure Park High School",
        "school",
        "burepark.example.org",
    ),
    (
        "county-inclusion",
        "County Inclusion Service",
        "la-education",
        "council.example.org",
    ),
    (
        "csc",
        "County Children's Services",
        "csc",
        "council.example.org",
    ),
    (
        "fens-wellbeing",
        "Fens Wellbeing Trust",
        "mental-health",
        "fenswellbeing.example.net",
    ),
    (
        "hawthorn",
        "Hawthorn Primary School",
        "school",
        "hawthorn.example.org",
    ),
    (
        "kingsbridge",
        "Kingsbridge Academy",
        "school",
        "kingsbridge.example.org",
    ),
    (
        "meadow-lane",
        "Meadow Lane Infant School",
        "school",
        "meadowlane.example.org",
    ),
    (
        "north-0-19",
        "North Coast 0-19 Service",
        "community-health",
        "health.example.net",
    ),
    ("police", "County Police", "police", "police.example.net"),
    (
        "south-0-19",
        "Southern 0-19 Service",
        "community-health",
        "health.example.net",
    ),
    (
        "st-edmunds",
        "St Edmund's Primary School",
        "school",
        "stedmunds.example.org",
    ),
    (
        "wensum-hospital",
        "Wensum Hospital",
        "acute-health",
        "wensum.example.net",
    ),
    (
        "west-0-19",
        "West Fens 0-19 Service",
        "community-health",
        "health.example.net",
    ),
    (
        "yare-valley",
        "Yare Valley High School",
        "school",
        "yarevalley.example.org",
    ),
    (
        "youth-justice",
        "County Youth Justice Service",
        "youth-justice",
        "council.example.org",
    ),
];

/// Of one team: reference of its meeting, then agency, role, name and spelling of everybody in it.
pub(super) type Team = (
    &'static str,
    &'static [(&'static str, &'static str, &'static str, Spelling)],
);

pub(super) const TEAMS: [Team; 6] = [
    (
        "CP-2051",
        &[
            ("csc", "social-worker", "Alison Brightwell", Outlook),
            ("csc", "team-manager-csc", "Graham Tuttle", Outlook),
            ("csc", "family-support-worker", "Precious Ncube", Outlook),
            ("north-0-19", "health-visitor", "Helen Catchpole", FreeBusy),
            (
                "north-0-19",
                "school-nurse",
                "Bronagh Quinn",
                OutlookAvailability,
            ),
            ("north-0-19", "named-nurse", "Winsome Clarke", Blocks),
            (
                "fens-wellbeing",
                "camhs",
                "Tomasz Zielak",
                OutlookAvailability,
            ),
            ("hawthorn", "dsl", "Judith Larter", School),
            ("hawthorn", "senco", "Farrah Siddique", School),
            (
                "police",
                "police-child-protection",
                "Neil Gotobed",
                OutlookAvailability,
            ),
        ],
    ),
    (
        "CP-2052",
        &[
            ("csc", "social-worker", "Daniel Oyelaran", Outlook),
            ("csc", "team-manager-csc", "Moira Kett", Outlook),
            ("csc", "family-support-worker", "Leanne Bunn", Outlook),
            ("south-0-19", "health-visitor", "Rosalind Thaxter", FreeBusy),
            (
                "south-0-19",
                "school-nurse",
                "Ikram Yusuf",
                OutlookAvailability,
            ),
            (
                "south-0-19",
                "named-nurse",
                "Patricia Woolnough",
                OutlookAvailability,
            ),
            (
                "fens-wellbeing",
                "camhs",
                "Carys Pritchard",
                OutlookAvailability,
            ),
            ("yare-valley", "dsl", "Stephen Mallows", School),
            ("yare-valley", "senco", "Anneka Vries", School),
            (
                "police",
                "police-child-protection",
                "Shazia Malik",
                OutlookAvailability,
            ),
        ],
    ),
    (
        "CP-2053",
        &[
            ("csc", "social-worker", "Katherine Hubbard", Outlook),
            ("csc", "team-manager-csc", "Olu Adebayo", OutlookCustomZone),
            ("csc", "family-support-worker", "Sharon Pegg", Outlook),
            (
                "west-0-19",
                "health-visitor",
                "Eilidh Farrow",
                OutlookAvailability,
            ),
            (
                "west-0-19",
                "school-nurse",
                "Maureen Sadd",
                OutlookAvailability,
            ),
            (
                "west-0-19",
                "named-nurse",
                "Gloria Mutasa",
                OutlookAvailability,
            ),
            ("fens-wellbeing", "camhs", "Petros Ioannou", Blocks),
            ("st-edmunds", "headteacher", "Ffion Beales", School),
            ("st-edmunds", "pastoral-lead", "Dean Rix", School),
            (
                "police",
                "police-child-protection",
                "Craig Howlett",
                Outlook,
            ),
        ],
    ),
    (
        "CP-2054",
        &[
            ("csc", "social-worker", "Nadia Rahmani", Outlook),
            ("csc", "team-manager-csc", "Peter Cubitt", Outlook),
            (
                "north-0-19",
                "health-visitor",
                "Jocelyn Amis",
                OutlookAvailability,
            ),
            (
                "north-0-19",
                "school-nurse",
                "Theresa Dack",
                OutlookAvailability,
            ),
            (
                "wensum-hospital",
                "paediatrician",
                "Anil Deshpande",
                OutlookAvailability,
            ),
            (
                "county-inclusion",
                "educational-psychologist",
                "Lorna Spink",
                Nextcloud,
            ),
            ("bure-park", "dsl", "Callum Youngs", School),
            ("bure-park", "senco", "Beatriz Moura", School),
            (
                "police",
                "police-child-protection",
                "Fiona Starling",
                OutlookAvailability,
            ),
        ],
    ),
    (
        "CP-2055",
        &[
            ("csc", "social-worker", "Zoë Lambert", Apple),
            ("csc", "team-manager-csc", "Kwame Boateng", Google),
            (
                "south-0-19",
                "health-visitor",
                "Sinead Mortlock",
                OutlookAvailability,
            ),
            (
                "south-0-19",
                "school-nurse",
                "Yvonne Ollett",
                OutlookAvailability,
            ),
            (
                "wensum-hospital",
                "midwife",
                "Abigail Nudd",
                OutlookAvailability,
            ),
            (
                "county-inclusion",
                "education-welfare-officer",
                "Ravi Chandran",
                Nextcloud,
            ),
            ("meadow-lane", "headteacher", "Gillian Duffield", School),
            ("meadow-lane", "class-teacher", "Owen Secker", School),
            (
                "police",
                "police-child-protection",
                "Martin Eke",
                OutlookAvailability,
            ),
        ],
    ),
    (
        "CP-2056",
        &[
            ("csc", "social-worker", "Imogen Sayer", Outlook),
            ("csc", "team-manager-csc", "Vikram Nair", Outlook),
            (
                "west-0-19",
                "health-visitor",
                "Delroy Francis",
                OutlookAvailability,
            ),
            (
                "west-0-19",
                "school-nurse",
                "Hannah Rudd",
                OutlookAvailability,
            ),
            (
                "fens-wellbeing",
                "camhs",
                "Marguerite Lowe",
                OutlookAvailability,
            ),
            ("youth-justice", "yot-worker", "Jerome Pask", Nextcloud),
            ("kingsbridge", "dsl", "Samantha Frost", School),
            ("kingsbridge", "pastoral-lead", "Aled Bowen", School),
            (
                "police",
                "police-neighbourhood",
                "Lucy Thirtle",
                OutlookAvailability,
            ),
        ],
    ),
];
