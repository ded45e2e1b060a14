//! The posts of a mean authority: how many hold each, for whom they work, how full their diaries are.

use crate::synth::trade::{CHAIRING, HEALTH, POLICE, SCHOOL, SOCIAL_CARE, Trade};

/// Who employs the holders of a post.
pub(super) enum Home {
    /// These agencies in turn: id, kind.
    Of(&'static [(&'static str, &'static str)]),
    /// An agency of its own for each, of this kind: a school, a surgery.
    Own(&'static str),
}

/// What is known of the time of a holder.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Known {
    /// So many in a hundred publish a diary; the others are known by their hours alone.
    Feeds(u64),
    /// Of a school: a diary, offers after lessons, or nothing.
    School,
    /// Of a surgery: offers about midday.
    Midday,
    /// Whole days that are offered, for reviews that take a day.
    Days,
}

pub(super) struct Post {
    pub prefix: &'static str,
    pub roles: &'static str,
    pub home: Home,
    pub trade: &'static Trade,
    /// Share of working hours that the diary takes, in per cent.
    pub busy: i64,
    pub known: Known,
    /// `person`, `team` or `service`.
    pub kind: &'static str,
    /// How many there are in the week, the quarter and the year of a mean authority.
    pub count: [usize; 3],
}

const CSC: &[(&str, &str)] = &[
    ("csc-east", "csc"),
    ("csc-west", "csc"),
    ("csc-city", "csc"),
];
const REVIEWING: &[(&str, &str)] = &[("reviewing-unit", "quality-assurance")];
const EARLY_HELP: &[(&str, &str)] = &[("early-help", "csc")];
const COMMUNITY: &[(&str, &str)] = &[
    ("coast-0-19", "community-health"),
    ("fens-0-19", "community-health"),
    ("city-0-19", "community-health"),
];
const HOSPITAL: &[(&str, &str)] = &[("county-hospital", "acute-health")];
const WELLBEING: &[(&str, &str)] = &[("wellbeing-trust", "mental-health")];
const ICB: &[(&str, &str)] = &[("icb", "icb")];
const FORCE: &[(&str, &str)] = &[("police", "police")];
const PROBATION: &[(&str, &str)] = &[("probation", "probation")];
const ASC: &[(&str, &str)] = &[("asc-north", "asc"), ("asc-south", "asc")];
const SEND: &[(&str, &str)] = &[("send-service", "la-education")];
const VIRTUAL: &[(&str, &str)] = &[("virtual-school", "la-education")];
const VOLUNTARY: &[(&str, &str)] = &[
    ("lantern-project", "voluntary"),
    ("homestart", "voluntary"),
    ("bridge-trust", "voluntary"),
    ("young-carers", "voluntary"),
];
const FOSTERING: &[(&str, &str)] = &[("fostering-service", "provider")];
const STRATEGIC: &[(&str, &str)] = &[
    ("council", "quality-assurance"),
    ("icb", "icb"),
    ("police", "police"),
];
const LAY: &[(&str, &str)] = &[("volunteers", "lay")];
const INTERPRETERS: &[(&str, &str)] = &[("lingua-east", "lay")];

macro_rules! posts {
    ($($prefix:literal $roles:literal $home:expr, $trade:ident $busy:literal $known:expr, $kind:literal $count:expr;)*) => {
        &[$(Post {
            prefix: $prefix,
            roles: $roles,
            home: $home,
            trade: &$trade,
            busy: $busy,
            known: $known,
            kind: $kind,
            count: $count,
        }),*]
    };
}

use Home::{Of, Own};
use Known::{Days, Feeds, Midday, School};

pub(super) const POSTS: &[Post] = posts! {
    "sw" "social-worker" Of(CSC), SOCIAL_CARE 44 Feeds(95), "person" [140, 110, 200];
    "tm" "team-manager-csc" Of(CSC), SOCIAL_CARE 45 Feeds(100), "person" [24, 20, 30];
    "fs" "family-support-worker" Of(EARLY_HELP), SOCIAL_CARE 39 Feeds(80), "person" [14, 8, 20];
    "eh" "early-help-lead" Of(EARLY_HELP), SOCIAL_CARE 41 Feeds(80), "person" [14, 0, 20];
    "ch" "cp-chair; iro" Of(REVIEWING), CHAIRING 34 Feeds(100), "person" [12, 12, 12];
    "ad" "conference-administrator" Of(REVIEWING), CHAIRING 31 Feeds(100), "person" [8, 8, 8];
    "school" "dsl; designated-teacher; senco; headteacher" Own("school"), SCHOOL 45 School, "person" [110, 90, 160];
    "nursery" "nursery-manager" Own("early-years"), SCHOOL 39 School, "person" [12, 12, 15];
    "gp" "gp" Own("primary-care"), HEALTH 0 Midday, "team" [30, 30, 40];
    "hv" "health-visitor" Of(COMMUNITY), HEALTH 45 Feeds(80), "person" [22, 20, 45];
    "sn" "school-nurse" Of(COMMUNITY), HEALTH 44 Feeds(70), "person" [11, 9, 20];
    "mw" "midwife" Of(HOSPITAL), HEALTH 43 Feeds(50), "person" [5, 4, 6];
    "ln" "lac-nurse" Of(COMMUNITY), HEALTH 43 Feeds(100), "person" [4, 4, 4];
    "nn" "named-nurse" Of(COMMUNITY), HEALTH 39 Feeds(100), "person" [3, 3, 3];
    "pd" "paediatrician" Of(HOSPITAL), HEALTH 47 Feeds(60), "person" [4, 0, 5];
    "ca" "camhs" Of(WELLBEING), HEALTH 45 Feeds(70), "person" [6, 4, 8];
    "cp" "cpn" Of(WELLBEING), HEALTH 43 Feeds(70), "person" [7, 0, 8];
    "py" "psychiatrist" Of(WELLBEING), HEALTH 43 Feeds(60), "person" [4, 0, 5];
    "ce" "psychiatrist" Of(WELLBEING), HEALTH 0 Days, "person" [1, 0, 2];
    "th" "therapist" Of(COMMUNITY), HEALTH 43 Feeds(70), "person" [8, 0, 10];
    "dn" "district-nurse" Of(COMMUNITY), HEALTH 43 Feeds(50), "person" [6, 0, 6];
    "hc" "hospital-clinician" Of(HOSPITAL), HEALTH 39 Feeds(60), "person" [6, 0, 8];
    "cc" "chc-assessor" Of(ICB), HEALTH 39 Feeds(100), "person" [3, 0, 4];
    "ic" "icb-commissioner" Of(ICB), HEALTH 0 Days, "person" [2, 0, 2];
    "po" "police-child-protection" Of(FORCE), POLICE 48 Feeds(85), "person" [15, 12, 15];
    "pm" "police-decision-maker" Of(FORCE), POLICE 39 Feeds(70), "person" [3, 0, 3];
    "pa" "police-domestic-abuse" Of(FORCE), POLICE 43 Feeds(70), "person" [3, 0, 3];
    "pp" "police-prevent" Of(FORCE), POLICE 35 Feeds(100), "person" [1, 0, 1];
    "pr" "probation-officer" Of(PROBATION), SOCIAL_CARE 43 Feeds(65), "person" [10, 4, 16];
    "pb" "probation-manager" Of(PROBATION), SOCIAL_CARE 39 Feeds(100), "person" [3, 0, 4];
    "mc" "mappa-coordinator" Of(PROBATION), SOCIAL_CARE 31 Feeds(100), "person" [1, 0, 1];
    "yo" "yot-worker" Of(&[("youth-justice", "youth-justice")]), SOCIAL_CARE 39 Feeds(80), "person" [4, 0, 8];
    "ho" "housing-officer" Of(&[("housing", "housing")]), SOCIAL_CARE 39 Feeds(60), "person" [6, 3, 12];
    "id" "idva" Of(&[("haven-service", "domestic-abuse")]), SOCIAL_CARE 39 Feeds(75), "person" [4, 3, 4];
    "su" "substance-misuse-worker" Of(&[("recovery-service", "substance-misuse")]), SOCIAL_CARE 39 Feeds(60), "person" [4, 3, 8];
    "vo" "voluntary-worker" Of(VOLUNTARY), SOCIAL_CARE 31 Feeds(30), "person" [10, 4, 16];
    "as" "adult-social-worker" Of(ASC), SOCIAL_CARE 43 Feeds(90), "person" [40, 0, 60];
    "ta" "team-manager-asc" Of(ASC), SOCIAL_CARE 43 Feeds(100), "person" [8, 0, 10];
    "ot" "ot-adult" Of(ASC), SOCIAL_CARE 39 Feeds(80), "person" [4, 0, 5];
    "bi" "bia" Of(ASC), SOCIAL_CARE 39 Feeds(100), "person" [2, 0, 4];
    "pv" "care-provider-manager" Own("provider"), SOCIAL_CARE 31 Feeds(20), "person" [10, 0, 15];
    "se" "send-officer" Of(SEND), SOCIAL_CARE 42 Feeds(100), "person" [20, 0, 25];
    "ep" "educational-psychologist" Of(SEND), SOCIAL_CARE 44 Feeds(90), "person" [10, 0, 12];
    "vs" "virtual-school-head" Of(VIRTUAL), CHAIRING 35 Feeds(100), "person" [3, 2, 3];
    "pe" "personal-adviser" Of(EARLY_HELP), SOCIAL_CARE 39 Feeds(100), "person" [6, 0, 8];
    "fo" "supervising-social-worker" Of(FOSTERING), SOCIAL_CARE 41 Feeds(80), "person" [6, 8, 8];
    "pl" "prevent-lead" Of(&[("council", "quality-assurance")]), CHAIRING 31 Feeds(100), "person" [1, 0, 1];
    "sl" "strategic-lead" Of(STRATEGIC), CHAIRING 47 Feeds(100), "person" [3, 0, 3];
    "cm" "community-panel-member" Of(LAY), SOCIAL_CARE 0 Days, "person" [6, 0, 8];
    "ee" "expert-by-experience" Of(LAY), SOCIAL_CARE 0 Days, "person" [2, 0, 3];
    "in" "interpreter" Of(INTERPRETERS), SOCIAL_CARE 0 Midday, "service" [3, 2, 3];
};

/// One reviewing officer and those whom her children have about them.
pub(super) const ONE_CHAIR: &[(&str, usize)] = &[
    ("sw", 32),
    ("tm", 6),
    ("ch", 1),
    ("school", 34),
    ("ln", 2),
    ("fo", 5),
    ("vs", 1),
];

/// A reviewing team with those whom it meets.
pub(super) const ONE_TEAM: &[(&str, usize)] = &[
    ("sw", 7),
    ("tm", 2),
    ("ch", 3),
    ("ad", 1),
    ("school", 5),
    ("nursery", 1),
    ("gp", 2),
    ("hv", 2),
    ("sn", 2),
    ("ln", 1),
    ("po", 3),
    ("id", 1),
    ("su", 1),
    ("vo", 1),
    ("fo", 1),
];
