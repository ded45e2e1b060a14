//! The score of a solution, worked out pair by pair as the problem states it and from nothing else: it holds the board to account.

use super::instance::Instance;

/// Hard, medium, soft: penalties, positive here and printed negative as the scorer prints them.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Default)]
pub struct Score(pub [i64; 3]);

impl std::ops::Sub for Score {
    type Output = Score;

    fn sub(self, other: Score) -> Score {
        Score(std::array::from_fn(|i| self.0[i] - other.0[i]))
    }
}

impl std::ops::Add for Score {
    type Output = Score;

    fn add(self, other: Score) -> Score {
        Score(std::array::from_fn(|i| self.0[i] + other.0[i]))
    }
}

impl std::fmt::Display for Score {
    fn fmt(&self, f: &mut std::fmt::Formatter) -> std::fmt::Result {
        let [hard, medium, soft] = self.0.map(|points| -points);
        write!(f, "{hard}/{medium}/{soft}")
    }
}

/// Of a start and a room for each meeting.
pub fn score(instance: &Instance, places: &[(u32, u32)]) -> Score {
    let weights = &instance.weights;
    let [mut hard, mut medium, mut soft] = [0_i64; 3];
    for (meeting, (start, room)) in instance.meetings.iter().zip(places) {
        let (start, room) = (*start as usize, *room as usize);
        let last = start + meeting.duration - 1;
        if last >= instance.grains {
            hard += last as i64;
        } else if instance.day_ends[start] <= last {
            hard += 1;
        }
        hard += meeting.heads().saturating_sub(instance.rooms[room]) as i64;
        soft += i64::from(weights.soon) * last as i64 + i64::from(instance.room_cost[room]);
    }
    for (one, (start, room)) in places.iter().enumerate() {
        let end = start + instance.meetings[one].duration as u32;
        for (other, (begin, elsewhere)) in places.iter().enumerate() {
            if one == other {
                continue;
            }
            let pair = &instance.row(one)[other];
            let until = begin + instance.meetings[other].duration as u32;
            let shared = i64::from(end.min(until)) - i64::from(*start.max(begin));
            if one < other && shared > 0 {
                hard += shared * (i64::from(pair.hard) + i64::from(room == elsewhere));
                medium += shared * i64::from(pair.medium);
                soft += shared * i64::from(weights.overlap);
            }
            soft += i64::from(weights.no_break) * i64::from(end == *begin);
            if start < begin && room != elsewhere && *begin <= end + 2 {
                soft += i64::from(pair.rooms);
            }
        }
    }
    Score([hard, medium, soft])
}
