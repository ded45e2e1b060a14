use super::*;

fn picture(days: Vec<Day>, marks: Vec<Mark>) -> Picture {
    Picture {
        reference: "M-1".to_owned(),
        as_of: NaiveDate::default().and_time(chrono::NaiveTime::MIN),
        days,
        hours: (9, 17),
        grain: 15,
        groups: Vec::new(),
        marks,
        limit: NaiveDate::from_ymd_opt(2026, 12, 2),
        left_out: 0,
    }
}

fn day(date: (i32, u32, u32), starts: &[(u32, u32)]) -> Day {
    let (year, month, day) = date;
    let chance = |(minute, confirmations): &(u32, u32)| DayChance {
        minute: *minute,
        late: false,
        confirmations: *confirmations,
    };
    Day {
        date: NaiveDate::from_ymd_opt(year, month, day).expect("a date"),
        chances: starts.iter().map(chance).collect(),
    }
}

fn mark() -> Mark {
    Mark {
        number: 1,
        day: 0,
        from: 600,
        to: 660,
        state: State::Quorate,
        confirmations: 0,
        late: false,
    }
}

#[test]
fn colour_only_comes_on_top_of_signs() {
    let picture = picture(
        vec![
            day((2026, 12, 1), &[(540, 0), (555, 1), (600, 0), (630, 2)]),
            day((2026, 12, 2), &[(540, 3), (720, 9)]),
        ],
        vec![mark()],
    );
    let of = |colour| heat(&picture, HeatLook { width: 80, colour });
    let (plain, coloured) = (of(Colour::Without), of(Colour::With));
    assert!(plain.contains("Tue  1 Dec  █▓··1·▒···"), "{plain}");
    assert!(plain.contains("Wed  2 Dec  ░···········░···"), "{plain}");
    assert!(!plain.contains('\u{1b}') && coloured.contains("\u{1b}[32m█\u{1b}[0m"));
    let mut stripped = String::new();
    for (index, piece) in coloured.split('\u{1b}').enumerate() {
        let text = if index == 0 {
            piece
        } else {
            piece.split_once('m').expect("a code").1
        };
        stripped.push_str(text);
    }
    assert_eq!(stripped, plain);
}

#[test]
fn the_best_start_of_a_wide_cell_counts_and_empty_days_are_told_together() {
    let empty = |day: u32| self::day((2026, 11, day), &[]);
    let picture = picture(
        vec![
            empty(23),
            empty(24),
            empty(25),
            empty(26),
            day((2026, 12, 1), &[(540, 2), (555, 1), (570, 4)]),
        ],
        Vec::new(),
    );
    let look = HeatLook {
        width: 28,
        colour: Colour::Without,
    };
    let map = heat(&picture, look);
    assert!(map.contains("Mon 23 Nov to Thu 26 Nov: none\n"), "{map}");
    assert!(map.contains("Tue  1 Dec  ▓░··"), "{map}");
    assert!(map.contains("            9 10"), "{map}");
}

#[test]
fn weekends_are_shown_where_something_may_be_held() {
    let days = vec![
        day((2026, 12, 4), &[]),
        day((2026, 12, 5), &[(600, 0)]),
        day((2026, 12, 6), &[]),
        day((2026, 12, 7), &[]),
    ];
    assert_eq!(picture(days, Vec::new()).weeks(), [vec![0, 1], vec![3]]);
}
