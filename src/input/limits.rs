//! `[[limit]]` of the settings: what the holders of a role take on at most.

use super::fault::{FaultKind, Sink};
use super::names::RoleNames;
use super::scalar::number;
use super::table::Row;
use crate::model::{RoleId, RoleLimit};
use std::collections::BTreeMap;

/// Most meetings that a limit may allow; more is none.
const MOST: u32 = 200;

/// The limits by role. A group of roles limits each of its members for itself.
pub(super) fn read(rows: &[Row], roles: &RoleNames, sink: &mut Sink) -> Vec<RoleLimit> {
    let mut limits: BTreeMap<RoleId, RoleLimit> = BTreeMap::new();
    for row in rows {
        row.warn_of_others(sink);
        let Some(text) = row.need("role", "cp-chair", sink) else {
            continue;
        };
        let spot = row.spot_of("role");
        let of_row = sink.take(spot, roles.roles(&text)).unwrap_or_default();
        let per_day = row.read("per_day", sink, number(1, MOST));
        let per_week = row.read("per_week", sink, number(1, MOST));
        if row.get("per_day").is_none() && row.get("per_week").is_none() {
            row.need("per_day", "2", sink);
        }
        for role in of_row {
            let limit = RoleLimit {
                role,
                per_day,
                per_week,
            };
            if limits.insert(role, limit).is_some() {
                let text = text.clone();
                sink.fault(spot, FaultKind::Twice { text });
            }
        }
    }
    limits.into_values().collect()
}
