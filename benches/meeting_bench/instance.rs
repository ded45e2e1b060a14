//! An instance as read from its file (`meeting-bench/1`), with what every pair of meetings costs worked out beforehand.
//!
//! The weights of room conflicts, overtime, capacity and days are taken to be 1, as in all published instances: the search never
//! breaks these rules.

use serde_json::Value as Json;

pub struct Instance {
    pub name: String,
    pub grains: usize,
    /// Seats of each room.
    pub rooms: Vec<usize>,
    pub meetings: Vec<Meeting>,
    pub weights: Weights,
    /// Of each room what it costs that there are larger ones.
    pub room_cost: Vec<i32>,
    /// Row by row what each pair of meetings costs.
    pairs: Vec<Pair>,
    /// For each grain the first one of the next day.
    pub day_ends: Vec<usize>,
}

pub struct Meeting {
    pub duration: usize,
    pub required: Vec<usize>,
    pub preferred: Vec<usize>,
}

impl Meeting {
    pub fn heads(&self) -> usize {
        self.required.len() + self.preferred.len()
    }
}

/// What two meetings cost, weights included: for each grain that they share, and for changing rooms between them.
#[derive(Clone, Copy, Default)]
pub struct Pair {
    pub hard: i32,
    pub medium: i32,
    pub rooms: i32,
}

pub struct Weights {
    pub soon: i32,
    pub no_break: i32,
    pub overlap: i32,
}

impl Instance {
    pub fn parse(text: &str) -> Option<Instance> {
        let json: Json = serde_json::from_str(text).ok()?;
        let weight = |name: &str, default: i32| match json["weights"][name].as_i64() {
            Some(weight) => weight as i32,
            None => default,
        };
        let numbers = |json: &Json| -> Option<Vec<usize>> {
            json.as_array()?
                .iter()
                .map(|n| n.as_u64().map(|n| n as usize))
                .collect()
        };
        let days: Vec<u64> = json["grains"]
            .as_array()?
            .iter()
            .map(|g| g["day"].as_u64())
            .collect::<Option<_>>()?;
        let rooms: Vec<usize> = json["rooms"]
            .as_array()?
            .iter()
            .map(|r| r["capacity"].as_u64().map(|c| c as usize))
            .collect::<Option<_>>()?;
        let meetings: Vec<Meeting> = json["meetings"]
            .as_array()?
            .iter()
            .map(|m| {
                Some(Meeting {
                    duration: m["duration"].as_u64()? as usize,
                    required: numbers(&m["required"])?,
                    preferred: numbers(&m["preferred"])?,
                })
            })
            .collect::<Option<_>>()?;
        let people = json["person_count"].as_u64()? as usize;
        // Row by row: 2 = required, 1 = preferred.
        let wanted: Vec<Vec<u8>> = meetings
            .iter()
            .map(|m| {
                let mut row = vec![0; people];
                m.preferred.iter().for_each(|p| row[*p] = 1);
                m.required.iter().for_each(|p| row[*p] = 2);
                row
            })
            .collect();
        let required = weight("Required attendance conflict", 1);
        let mixed = weight("Required and preferred attendance conflict", 1);
        let preferred = weight("Preferred attendance conflict", 1);
        let stability = weight("Room stability", 1);
        let mut pairs = Vec::with_capacity(meetings.len() * meetings.len());
        for one in &wanted {
            for other in &wanted {
                let mut pair = Pair::default();
                for (a, b) in one.iter().zip(other) {
                    match a * b {
                        0 => continue,
                        1 => pair.medium += preferred,
                        2 => pair.medium += mixed,
                        _ => pair.hard += required,
                    }
                    pair.rooms += stability;
                }
                pairs.push(pair);
            }
        }
        let larger = weight("Assign larger rooms first", 1);
        let room_cost = rooms
            .iter()
            .map(|own| {
                let more: usize = rooms.iter().map(|other| other.saturating_sub(*own)).sum();
                larger * more as i32
            })
            .collect();
        let mut day_ends = vec![days.len(); days.len()];
        for t in (0..days.len().saturating_sub(1)).rev() {
            day_ends[t] = if days[t] == days[t + 1] {
                day_ends[t + 1]
            } else {
                t + 1
            };
        }
        Some(Instance {
            name: json["name"].as_str()?.to_owned(),
            grains: days.len(),
            rooms,
            meetings,
            weights: Weights {
                soon: weight("Do all meetings as soon as possible", 1),
                no_break: weight("One TimeGrain break between two consecutive meetings", 100),
                overlap: weight("Overlapping meetings", 10),
            },
            room_cost,
            pairs,
            day_ends,
        })
    }

    /// Row by row.
    pub fn pairs(&self) -> &[Pair] {
        &self.pairs
    }

    /// The meeting fits into the room, or no room is large enough for it and this one is as large as any.
    pub fn is_large_enough(&self, room: usize, meeting: usize) -> bool {
        let largest = self.rooms.iter().copied().max().unwrap_or(0);
        self.rooms[room] >= self.meetings[meeting].heads().min(largest)
    }

    /// The meeting with every other.
    pub fn row(&self, meeting: usize) -> &[Pair] {
        let n = self.meetings.len();
        &self.pairs[meeting * n..(meeting + 1) * n]
    }
}
