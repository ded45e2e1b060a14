//! What a meeting costs at the levels as it stands, and whether its group may cost that.

use super::hunt::Hunt;
use super::leeway::Stand;

impl Hunt<'_> {
    /// What a stand costs at each allowance more than the least, with what it makes others cost who follow in a chain.
    pub fn more(&self, index: usize, stand: Stand) -> Vec<i64> {
        let costs = self.allowances().enumerate().map(|(number, allowance)| {
            self.cost(index, stand, allowance.level) - self.least[number][index]
        });
        costs.collect()
    }

    /// What a meeting costs at a level, lateness by a chain included where both its meetings have stands.
    pub fn cost(&self, index: usize, stand: Stand, level: usize) -> i64 {
        let meeting = &self.relaxation.meetings[index];
        let Some(start) = stand.start() else {
            return meeting.empty.0[level];
        };
        let mut cost = meeting.best.at(start, level);
        let could = meeting.best.at(start, self.quorate) == 0;
        let counts = level == self.quorate || level == self.confirmations;
        if counts && could && self.needs_anybody[index] && matches!(stand, Stand::Otherwise(_)) {
            cost += 1;
        }
        if level == self.in_time {
            let chains = self.chains_of[index].iter();
            for number in chains.filter(|chain| self.counts_late[**chain as usize]) {
                let chain = &self.relaxation.chains[*number as usize];
                let other = if chain.after == index {
                    chain.before
                } else {
                    chain.after
                };
                let Some(there) = self.stands[other].and_then(Stand::start) else {
                    continue;
                };
                let (before, after) = match chain.after == index {
                    true => (there, start),
                    false => (start, there),
                };
                let day = self.relaxation.meetings[chain.before].days[before];
                let later = &self.relaxation.meetings[chain.after];
                let last = chain.follow.get(&day).map(|(_, last, _)| *last);
                if last.is_some_and(|last| later.days[after] > last) {
                    cost += (1 - later.best.at(after, level)).max(0);
                }
            }
        }
        cost
    }

    /// Whether the levels allow a stand.
    pub fn is_affordable(&self, index: usize, stand: Stand) -> bool {
        let mut allowances = self.allowances().enumerate();
        allowances.all(|(number, allowance)| {
            let more = self.cost(index, stand, allowance.level) - self.least[number][index];
            more <= self.slack[number][allowance.group[index] as usize]
        })
    }
}
