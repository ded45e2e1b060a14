//! Prices for the time of people and venues.
//!
//! With a price for each resource and grain every meeting takes what is cheapest for it: its value at the level plus what the time of
//! the people and the venue costs that it takes. The sum of that, less what all the time on offer is worth, is never above the
//! best plan's value, whatever the prices are: where nothing is taken twice the plan pays at most what is on offer. Prices rise where
//! more is asked for than there is, and fall where less is ([`grid`] keeps them), so the bound gets better; the best is kept. What a
//! limit of load allows in a day or a week is on offer as time is. So is being as bad as the plan in question at an open level above,
//! once for all ([`Market::improve`]). What each level counts, and what is known before there are prices, is in [`market`]; what a
//! meeting pays at each start in [`shopper`], and what all then ask for in [`ask`]. All in whole numbers: prices are counted in a fraction of the level's unit, and the last
//! division rounds up, since values are whole.

mod ask;
mod grid;
mod market;
mod shopper;

use super::super::relaxation::Relaxation;
use super::left::Left;
use crate::model::PlanValue;
use grid::Grid;
use market::Market;

/// Demand that is made of one meeting, in parts.
const WHOLE: i32 = 1 << 10;

/// The best bound that so many steps find, or those until `stop` is true.
pub(super) fn bound(
    relaxation: &Relaxation,
    left: &Left,
    level: usize,
    plan: &PlanValue,
    steps: u32,
    threads: usize,
    stop: &dyn Fn() -> bool,
) -> i64 {
    let target = plan.0[level];
    let mut market = Market::new(relaxation, left, level, plan);
    let mut grid = Grid::new(relaxation, market.dearest);
    market.look_around(&grid, threads);
    for step in 0..WARM {
        grid.note(&market.ask(&grid, step, threads).demand);
    }
    let mut best = i64::MIN;
    let mut last = i64::MIN;
    // The step in 1,024ths of the way that would close the gap if the plan were the best; shorter each time the bound falls.
    let mut stride = 256_i64;
    for step in 0..=steps {
        let asked = market.ask(&grid, step + WARM, threads);
        let value = asked.value - grid.on_offer() - market.allowed();
        if value > best {
            best = value;
            grid.accept();
            market.accept();
        }
        if value <= last {
            stride = (stride * 3 / 4).max(8);
        }
        last = value;
        if market.whole(best) >= target || step == steps || stop() {
            break;
        }
        let gap = (target * market.scale - best).max(market.scale);
        let far = value < best - gap;
        if far {
            // So far off the way back would take longer than a new one.
            grid.go_back();
            market.go_back();
            last = best;
        }
        grid.note(&asked.demand);
        let missing = (target * market.scale - last).max(market.scale);
        let block = BLOCKS[step as usize * BLOCKS.len() / steps as usize];
        grid.improve(missing, stride, block);
        let turn = step % OPEN_EVERY == OPEN_EVERY - 1;
        if !left.open.is_empty() && (far || turn) {
            if turn {
                market.improve(&asked.counts, missing, stride);
            }
            // What those pay who pay nobody has changed with it.
            market.look_around(&grid, threads);
        }
    }
    market.whole(best)
}

/// Steps between two changes of what open levels above cost.
const OPEN_EVERY: u32 = 4;

/// Steps before there are prices: what is asked for then is known better.
const WARM: u32 = 4;

/// Grains in a row that have one price, in equal shares of the steps: first about a week of a working year, in the end each its own.
/// Where somebody is short of time altogether, single grains would take turns in being too dear.
const BLOCKS: [usize; 5] = [256, 64, 16, 4, 1];

/// The bound that these prices give, one call a grain of every resource, in 64ths of the dearest.
#[cfg(test)]
pub(super) fn at_prices(
    relaxation: &Relaxation,
    left: &Left,
    level: usize,
    price: impl FnMut() -> i64,
) -> i64 {
    let mut market = Market::new(relaxation, left, level, &PlanValue::default());
    let mut grid = Grid::new(relaxation, market.dearest);
    market.look_around(&grid, 1);
    grid.set_prices(price);
    let asked = market.ask(&grid, 0, 1);
    market.whole(asked.value - grid.on_offer())
}
