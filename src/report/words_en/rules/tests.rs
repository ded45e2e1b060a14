use super::*;
use crate::model::rules::{Adoption, Basis, Flag, Phrase, Source};
use crate::model::{Filling, QuorumSpec, Role, RoleGroup, RoleId, Unit, WhoSpec};

fn rule(amount: u32, unit: RuleUnit) -> TimeRule {
    TimeRule::plain("x", amount, unit)
}

fn with(amount: u32, unit: RuleUnit, kind: RuleKind, counting: Counting) -> TimeRule {
    TimeRule {
        kind,
        counting,
        ..rule(amount, unit)
    }
}

#[test]
fn each_kind_of_rule_reads_as_it_is_meant() {
    use Counting::{Exclusive, Inclusive};
    use RuleKind::{Before, Earliest, Latest, Target};
    use RuleUnit::{CalendarDays, Hours, Months, Terms, Weeks, WorkingDays};
    let cases = [
        (
            with(15, WorkingDays, Latest, Exclusive),
            "15 working days after",
            "within 15 working days of it",
        ),
        (
            with(1, Months, Latest, Exclusive),
            "1 month after",
            "within 1 month of it",
        ),
        (
            with(21, CalendarDays, Latest, Inclusive),
            "21 calendar days beginning with",
            "within 21 calendar days, it being the first",
        ),
        (
            with(0, WorkingDays, Latest, Exclusive),
            "0 working days after",
            "on the day of it",
        ),
        (
            with(1, Terms, Latest, Exclusive),
            "1 school term after",
            "in the school term after it",
        ),
        (
            with(6, Weeks, Earliest, Exclusive),
            "6 weeks after",
            "not before 6 weeks after it",
        ),
        (
            with(15, CalendarDays, Earliest, Inclusive),
            "15 calendar days beginning with",
            "not before 15 calendar days are over, it being the first",
        ),
        (
            with(4, Weeks, Target, Exclusive),
            "4 weeks after",
            "if possible within 4 weeks of it",
        ),
        (
            with(24, Hours, Before, Exclusive),
            "24 hours before",
            "at least 24 hours before it",
        ),
        (
            with(5, WorkingDays, Before, Inclusive),
            "5 working days ending with",
            "at least 5 working days ahead, it being the last",
        ),
    ];
    for (rule, short, long) in cases {
        assert_eq!(span(&rule), short);
        assert_eq!(limit(&rule, "it"), long);
    }
    let clear = TimeRule {
        clear_days: true,
        ..with(5, WorkingDays, Before, Exclusive)
    };
    assert_eq!(
        limit(&clear, "it"),
        "at least 5 clear working days before it"
    );
    let fixed = TimeRule {
        span: Span::Fixed { month: 2, day: 15 },
        ..rule(1, Weeks)
    };
    assert_eq!(
        limit(&fixed, "the transfer"),
        "by 15 February of the year of the transfer"
    );
    assert_eq!(short_amount(fixed.span), "15 Feb");
    assert_eq!(every(&rule(1, Months)), "every month");
    assert_eq!(every(&rule(12, Weeks)), "every 12 weeks");
}

#[test]
fn meetings_of_a_chain_are_named_by_their_number() {
    let of = |first, last| sequence(Sequence { first, last }, Step::Interval);
    assert_eq!(of(1, None), "each further meeting");
    assert_eq!(of(2, Some(2)), "the second meeting");
    assert_eq!(of(3, None), "the third meeting and later ones");
    assert_eq!(of(2, Some(4)), "the second to fourth meeting");
}

fn book() -> RuleBook {
    RuleBook {
        sources: vec![Source {
            id: "sussex".to_owned(),
            short: "Sussex".to_owned(),
            title: "Procedures".to_owned(),
            section: String::new(),
            seen: true,
        }],
        flags: vec![Flag {
            id: "under5".to_owned(),
            question: "is the child under five?".to_owned(),
            yes: Some("the child is under five".to_owned()),
            no: None,
        }],
        anchors: vec![Phrase {
            id: "placement".to_owned(),
            text: "the date of the placement".to_owned(),
        }],
        ..RuleBook::default()
    }
}

#[test]
fn conditions_say_what_yes_and_no_mean() {
    let when = |flag: &str, wanted| Condition {
        flag: flag.to_owned(),
        wanted,
    };
    let book = book();
    assert_eq!(conditions(&[], &book), "");
    assert_eq!(
        conditions(&[when("under5", true)], &book),
        "if the child is under five"
    );
    assert_eq!(
        conditions(&[when("under5", false), when("other", true)], &book),
        "if the answer to \"is the child under five?\" is no and other is yes"
    );
}

#[test]
fn a_mark_stands_where_nothing_firm_does() {
    let day = |text: &str| text.parse::<NaiveDate>().expect("a date");
    let (book, today) = (book(), day("2026-11-23"));
    let grounds = |stated| Grounds {
        basis: Basis::Local,
        stated,
        source: "sussex".to_owned(),
        note: None,
        adopted: None,
    };
    let shown = |grounds: &Grounds| (mark(grounds, &book, today), rests_on(grounds, &book, today));
    assert_eq!(
        shown(&grounds(Confidence::Confirmed)),
        (None, "(Sussex)".to_owned())
    );
    let marked = |text: &str| (Some(text.to_owned()), text.to_owned());
    assert_eq!(
        shown(&grounds(Confidence::Local)),
        marked("[local: Sussex]")
    );
    assert_eq!(
        shown(&grounds(Confidence::Unconfirmed)),
        marked("[not confirmed]")
    );
    assert_eq!(
        shown(&grounds(Confidence::Conflict)),
        marked("[sources conflict]")
    );
    let mut adopted = grounds(Confidence::Local);
    adopted.adopted = Some(Adoption {
        by: "Director".to_owned(),
        date: day("2025-01-01"),
        document: "Standards, 4".to_owned(),
        review: Some(day("2026-11-23")),
    });
    assert_eq!(
        shown(&adopted),
        (None, "(adopted: Standards, 4)".to_owned())
    );
    assert_eq!(
        mark(&adopted, &book, day("2026-11-24")),
        Some("[local: Sussex; was adopted until Mon 23 November 2026]".to_owned())
    );
}

fn roles() -> (Vec<Role>, Vec<RoleGroup>) {
    let role = |name: &str| Role {
        id: name.to_lowercase().replace(' ', "-"),
        name: name.to_owned(),
        synonyms: Vec::new(),
        kind: "csc".to_owned(),
        group: "csc".to_owned(),
        deputies: Vec::new(),
        practitioner: true,
        filling: Filling::ByCase,
    };
    let group = |name: &str, members: &[u32]| RoleGroup {
        id: name.to_lowercase(),
        name: name.to_owned(),
        members: members.iter().map(|id| RoleId(*id)).collect(),
    };
    (
        vec![
            role("Social worker"),
            role("Manager"),
            role("GP"),
            role("Nurse"),
        ],
        vec![group("Worker", &[0, 1]), group("Health", &[2, 3])],
    )
}

#[test]
fn a_quorum_is_told_clause_by_clause() {
    let (roles, groups) = roles();
    let names = Names {
        roles: &roles,
        groups: &groups,
    };
    let people = |need, roles: &[u32]| QuorumSpec::Count {
        need,
        unit: Unit::People,
        who: WhoSpec {
            roles: roles.iter().map(|id| RoleId(*id)).collect(),
            ..WhoSpec::default()
        },
    };
    let groups_of = |need, except: &[&str], direct_contact| QuorumSpec::Count {
        need,
        unit: Unit::Groups,
        who: WhoSpec {
            except_kinds: except.iter().map(|kind| (*kind).to_owned()).collect(),
            direct_contact,
            ..WhoSpec::default()
        },
    };
    let told = |spec: QuorumSpec| quorum(&spec, names);
    assert_eq!(
        told(QuorumSpec::All(vec![
            people(1, &[0, 1]),
            people(1, &[2]),
            groups_of(2, &["csc", "family"], true)
        ])),
        [
            "worker",
            "GP",
            "people from at least 2 professional groups who know the child or family themselves, not counting children's social care \
             and the family",
        ]
    );
    assert_eq!(
        told(groups_of(1, &["csc"], false)),
        ["somebody who is not from children's social care"]
    );
    assert_eq!(
        told(people(3, &[])),
        ["at least 3 people in all, not counting the family and lay people"]
    );
    assert_eq!(
        told(people(2, &[1, 2, 3])),
        ["at least 2 people among: health or manager"]
    );
    let pair = QuorumSpec::All(vec![people(1, &[0]), people(1, &[2]), people(2, &[0, 2])]);
    assert_eq!(
        told(QuorumSpec::Any {
            need: 1,
            of: vec![people(1, &[3]), pair]
        }),
        ["either nurse; or social worker and GP, 2 different people"]
    );
}
