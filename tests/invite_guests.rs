//! Who is told who else is asked, who is told nothing at all, and the pack for whoever sends by hand.

mod invite_case;

use invite_case::*;
use quorate::input::embedded_rules;
use quorate::message::{Guests, Invitations, Notice, Purpose, invitations, must_hide_guests};
use quorate::model::*;
use std::collections::BTreeMap;

/// The invented conference under the rules of its type, with roles that have names.
fn typed(kind: &str) -> Workspace {
    let mut case = workspace();
    case.rules = embedded_rules().clone();
    case.meetings[0].types = vec![kind.to_owned()];
    let names = [
        ("chair", "Chair"),
        ("parent", "Parent"),
        ("gp", "General practitioner"),
        ("health", "Health visitor"),
        ("parent-2", "Parent"),
        ("school", "Head teacher"),
        ("police", "Police officer"),
        ("refuge", "Refuge worker"),
    ];
    let first = case.roles[0].clone();
    case.roles = names
        .iter()
        .map(|(id, name)| Role {
            id: (*id).to_owned(),
            name: (*name).to_owned(),
            filling: Filling::Pool,
            ..first.clone()
        })
        .collect();
    for (index, contact) in case.contacts.iter_mut().enumerate() {
        contact.roles = vec![RoleId(index as u32)];
    }
    for seat in &mut case.meetings[0].seats {
        seat.roles = seat.named.iter().map(|who| RoleId(who.0)).collect();
    }
    // Somebody else of an agency in which nobody is confidential; the office gets an address.
    case.contacts[OFFICE as usize].email = Some("office@school.example.org".to_owned());
    case
}

fn compose(case: &Workspace, guests: Guests) -> Invitations {
    let mut sending = sending();
    sending.guests = guests;
    invitations(case, &case.arrangements[0], case.meetings.first(), &sending)
}

/// The list in each message, by contact; nothing where there is none.
fn lists(invitations: &Invitations) -> BTreeMap<u32, Vec<String>> {
    let told = invitations.messages.iter().map(|message| {
        let text = String::from_utf8_lossy(&message.bytes).replace("\r\n ", "");
        let list = text.split("Also asked to come").nth(1).unwrap_or_default();
        let list = list.split("\\n\\n").next().unwrap_or_default();
        let lines = list.split("\\n- ").skip(1);
        let lines = lines.map(|line| line.replace("\\,", ",")).collect();
        (message.contact.0, lines)
    });
    told.collect()
}

#[test]
fn professionals_read_roles_and_agencies_and_the_family_nothing() {
    let case = typed("icpc");
    for guests in [Guests::ByType, Guests::Roles] {
        let told = lists(&compose(&case, guests));
        // Neither the parents nor the refuge are in it, nor who does not come.
        assert_eq!(
            told[&CHAIR],
            ["Head teacher, Surgery", "Police officer, Police"]
        );
        assert_eq!(told[&POLICE], ["Chair, Council", "Head teacher, Surgery"]);
        // Kept apart, there for a part, or not there at all.
        for nobody in [FATHER, MOTHER, REFUGE, GP, HEALTH_VISITOR] {
            assert_eq!(told[&nobody], [""; 0], "{nobody}");
        }
    }
    let told = lists(&compose(&case, Guests::Full));
    assert_eq!(
        told[&CHAIR],
        [
            "Police 'PPU'\\; unit, east, Police officer, Police",
            "St Mark's office, Head teacher, Surgery"
        ]
        .map(|line| line.replace("Police 'PPU'", "Police \"PPU\""))
    );
    assert_eq!(told[&MOTHER], [""; 0]);
    for (_, list) in lists(&compose(&case, Guests::Hidden)) {
        assert_eq!(list, [""; 0]);
    }
}

#[test]
fn the_family_reads_nothing_even_where_nobody_is_kept_apart() {
    let mut case = typed("icpc");
    case.meetings[0].apart.clear();
    for one in &mut case.arrangements[0].attending {
        one.present = vec![whole()];
    }
    for guests in [Guests::ByType, Guests::Roles, Guests::Full] {
        let told = lists(&compose(&case, guests));
        assert_eq!((&told[&FATHER], &told[&MOTHER]), (&vec![], &vec![]));
        // Confidential, and yet a professional.
        assert_eq!(told[&REFUGE].len(), 3);
        for list in told.values() {
            let all = list.join(" ");
            assert!(!all.contains("Parent") && !all.contains("Refuge") && !all.contains("Wren"));
        }
    }
}

#[test]
fn agencies_that_tell_of_a_family_are_in_no_list() {
    let mut case = typed("icpc");
    for kind in ["domestic-abuse", "substance-misuse", "lay", "family"] {
        case.agencies[2].kind = kind.to_owned();
        let told = lists(&compose(&case, Guests::Full));
        assert_eq!(told[&CHAIR], ["St Mark's office, Head teacher, Surgery"]);
    }
}

#[test]
fn nobody_is_told_of_sensitive_or_unknown_types() {
    for kind in ["marac", "strategy-discussion", "channel-panel", "mappa-2"] {
        let case = typed(kind);
        assert!(must_hide_guests(&case, case.meetings.first()), "{kind}");
        for guests in [Guests::ByType, Guests::Roles, Guests::Full] {
            for (who, list) in lists(&compose(&case, guests)) {
                assert_eq!(list, [""; 0], "{kind}: {who}");
            }
        }
    }
    // A type that nobody knows allows nothing by itself; the sender may.
    let mut case = typed("icpc");
    case.meetings[0].types.clear();
    assert!(
        lists(&compose(&case, Guests::ByType))
            .values()
            .all(Vec::is_empty)
    );
    assert_eq!(lists(&compose(&case, Guests::Roles))[&CHAIR].len(), 2);
}

#[test]
fn no_family_is_invited_where_the_type_has_none() {
    let case = typed("strategy-discussion");
    let invitations = compose(&case, Guests::ByType);
    let family = [ContactId(FATHER), ContactId(MOTHER)];
    assert!(
        invitations
            .messages
            .iter()
            .all(|message| !family.contains(&message.contact))
    );
    assert!(
        invitations
            .notices
            .contains(&Notice::NoFamily(family.to_vec()))
    );
    let pack = String::from_utf8(invitations.pack.text).expect("UTF-8");
    assert!(!pack.contains("tom.bright") && !pack.contains("Kit Larch"));
    // And nobody is put together with anybody.
    assert!(
        !pack.contains(".org; ") && pack.contains("One invitation each, never two people in one")
    );
    assert!(
        invitations
            .merge
            .iter()
            .all(|row| !row[3].contains("Bright"))
    );
}

#[test]
fn seats_that_name_nobody() {
    // The copy for health and the report of the surgery, from pools of one, of none, and of two.
    let mut case = typed("icpc");
    for seat in [6, 7] {
        case.meetings[0].seats[seat].named.clear();
    }
    let found = compose(&case, Guests::ByType);
    let purposes: Vec<(u32, Purpose)> = found
        .messages
        .iter()
        .map(|message| (message.contact.0, message.purpose))
        .filter(|(_, purpose)| *purpose != Purpose::Invitation)
        .collect();
    assert_eq!(
        purposes,
        [
            (GP, Purpose::Report),
            (HEALTH_VISITOR, Purpose::Information)
        ]
    );

    let nobody = |seat: &str, purpose| Notice::NobodyNamed {
        seat: seat.to_owned(),
        purpose,
    };
    let open = [
        nobody("gp", Purpose::Report),
        nobody("health", Purpose::Information),
    ];
    let mut two = case.clone();
    two.contacts[OFFICE as usize].roles = vec![RoleId(GP), RoleId(HEALTH_VISITOR)];
    two.arrangements[0]
        .attending
        .retain(|one| one.contact != ContactId(OFFICE));
    let mut by_case = case.clone();
    for role in &mut by_case.roles {
        role.filling = Filling::ByCase;
    }
    let mut none = case.clone();
    for contact in &mut none.contacts {
        contact.roles = vec![RoleId(CHAIR)];
    }
    for mut left_open in [two, by_case, none] {
        let found = compose(&left_open, Guests::ByType);
        assert!(
            found
                .messages
                .iter()
                .all(|message| message.purpose == Purpose::Invitation)
        );
        for notice in &open {
            assert!(found.notices.contains(notice), "{:?}", found.notices);
        }
        // A seat that the case does not want is no question.
        for seat in [6, 7] {
            left_open.meetings[0].seats[seat].when = vec![Condition {
                flag: "under5".to_owned(),
                wanted: true,
            }];
        }
        left_open.meetings[0].flags = vec![FlagState {
            flag: "under5".to_owned(),
            set: false,
        }];
        let found = compose(&left_open, Guests::ByType);
        assert!(found.notices.iter().all(|notice| !open.contains(notice)));
    }
}

#[test]
fn the_whole_pack_of_a_meeting() {
    let case = workspace();
    let pack = compose(&case, Guests::ByType).pack;
    let expected = "\
To send this meeting from Outlook by hand: meeting ref CP-2041

This page is for you alone. It holds everybody's address; do not pass it on.

1. Open meeting.ics, or make a new meeting:

Subject:   Meeting ref CP-2041
Start:     Tuesday 8 December 2026, 10:00
End:       Tuesday 8 December 2026, 11:30
Time zone: UK time
Location:  Room 2, Civic Centre, 1 High Street

2. Copy the text between the lines into it. It names nobody.

------------------------------------------------------------------------
You are asked to come to a multi-agency meeting.

When: Tuesday 8 December 2026, 10:00 to 11:30 (UK time)
Where: Room 2, Civic Centre, 1 High Street
Reference: CP-2041

This is the time for which you are needed.

Please answer with Accept, Tentative or Decline. If you see no such buttons, write to sam.okafor@council.example.org and give the reference. If you cannot come, say so as early as you can.

Please do not forward this: a forwarded invitation cannot be answered.
------------------------------------------------------------------------

3. Add the people.

Professionals, there from beginning to end. Whoever gets one invitation with several addresses sees all of them; if that must not be, send the mails in the folder \"mail\" instead.

zoe.novak@council.example.org; ppu.inbox@police.example.org

  Zoë Novák  |  zoe.novak@council.example.org
  Police \"PPU\"; unit, east  |  ppu.inbox@police.example.org

One invitation each, never together with others (confidential, kept apart from somebody, or there for a part only). The mails in the folder \"mail\" have their own times.

  Wren Ashdown  |  w.ashdown@refuge.example.org  |  Tuesday 8 December 2026, 10:45 to 11:30 (UK time)

Family: one invitation each, apart from the professionals.

  Tom Bright  |  tom.bright@post.example.net  |  Tuesday 8 December 2026, 10:00 to 10:45 (UK time)
  Kit Larch  |  kit.larch@post.example.net  |  Tuesday 8 December 2026, 10:45 to 11:30 (UK time)

Not expected to come, told for information: one message each.

  Ines Marlow  |  i.marlow@health.example.org

Not expected to come, asked for a report: one message each.

  Dr Ada Quill  |  a.quill@surgery.example.org

No e-mail address, so a letter or a call. The files have the words to be told.

  St Mark's office  |  01632 960100  |  letter-06-office.txt
";
    let text = String::from_utf8(pack.text).expect("UTF-8");
    assert_eq!(text.replace("\r\n", "\n"), expected);
    let entry = String::from_utf8(pack.entry).expect("UTF-8");
    for never in [
        "METHOD",
        "ORGANIZER",
        "ATTENDEE",
        "Bright",
        "Larch",
        "Ashdown",
    ] {
        assert!(!entry.contains(never), "{never}");
    }
    // Answers and our own recognition of the meeting go by the one UID.
    assert!(entry.contains(&format!("UID:{UID}\r\n")));
}

#[test]
fn a_letter_says_whose_it_is_and_holds_nothing_of_others() {
    let invitations = compose(&workspace(), Guests::ByType);
    let letter = String::from_utf8(invitations.missing[0].letter.clone()).expect("UTF-8");
    assert_eq!(
        letter,
        "For St Mark's office\r\n\r\nMeeting ref CP-2041\r\n\r\nYou are asked to come to a multi-agency meeting.\r\n\r\n\
         When: Tuesday 8 December 2026, 10:00 to 11:30 (UK time)\r\nWhere: Room 2, Civic Centre, 1 High Street\r\n\
         Reference: CP-2041\r\n\r\nThis is the time for which you are needed.\r\n\r\nPlease say whether you can come: tell \
         whoever gave you this, or write to sam.okafor@council.example.org and give the reference. If you cannot come, say so \
         as early as you can.\r\n"
    );
}
