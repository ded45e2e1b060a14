//! Asking several servers at once, and none of them with more than two questions at a time.

use std::collections::BTreeMap;
use std::sync::{Condvar, Mutex, PoisonError};

/// Questions under way at the same time.
const AT_ONCE: usize = 4;
/// Of these, to one host.
const PER_HOST: usize = 2;

struct Queue<'j, J> {
    waiting: Vec<(usize, &'j J)>,
    /// How many are under way, by host.
    busy: BTreeMap<String, usize>,
}

/// Does every job and answers in their order. `host` says which server a job is for.
pub fn in_parallel<J: Sync, T: Send>(
    jobs: &[J],
    host: impl Fn(&J) -> String + Sync,
    work: impl Fn(&J) -> T + Sync,
) -> Vec<T> {
    let queue = Mutex::new(Queue {
        // The last is taken first.
        waiting: jobs.iter().enumerate().rev().collect(),
        busy: BTreeMap::new(),
    });
    let freed = Condvar::new();
    let lock = || queue.lock().unwrap_or_else(PoisonError::into_inner);
    let worker = || {
        let mut done = Vec::new();
        let mut state = lock();
        loop {
            let idle = |(_, job): &(usize, &J)| {
                state.busy.get(&host(job)).copied().unwrap_or(0) < PER_HOST
            };
            let Some(at) = state.waiting.iter().rposition(idle) else {
                if state.waiting.is_empty() {
                    return done;
                }
                state = freed.wait(state).unwrap_or_else(PoisonError::into_inner);
                continue;
            };
            let (number, job) = state.waiting.remove(at);
            let name = host(job);
            *state.busy.entry(name.clone()).or_default() += 1;
            drop(state);
            done.push((number, work(job)));
            state = lock();
            if let Some(count) = state.busy.get_mut(&name) {
                *count -= 1;
            }
            freed.notify_all();
        }
    };
    let mut answers: Vec<(usize, T)> = std::thread::scope(|scope| {
        let workers: Vec<_> = (0..AT_ONCE.min(jobs.len()))
            .map(|_| scope.spawn(worker))
            .collect();
        let done = workers.into_iter().map(|worker| worker.join());
        done.flat_map(|done| done.unwrap_or_else(|panic| std::panic::resume_unwind(panic)))
            .collect()
    });
    answers.sort_by_key(|(number, _)| *number);
    answers.into_iter().map(|(_, answer)| answer).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Duration;

    #[test]
    fn answers_keep_their_order_and_no_host_is_asked_thrice_at_once() {
        let running = Mutex::new(BTreeMap::<String, usize>::new());
        let most = Mutex::new((0, 0));
        let jobs: Vec<usize> = (0..24).collect();
        // Three of four jobs are for one host.
        let host = |job: &usize| {
            if job.is_multiple_of(4) {
                format!("h{job}")
            } else {
                "one".to_owned()
            }
        };
        let answers = in_parallel(&jobs, host, |job| {
            let count = |by: isize| {
                let mut running = running.lock().expect("no panic");
                let entry = running.entry(host(job)).or_default();
                *entry = entry.checked_add_signed(by).expect("counted");
                let (own, all) = (*entry, running.values().sum::<usize>());
                let mut most = most.lock().expect("no panic");
                *most = (most.0.max(own), most.1.max(all));
            };
            count(1);
            std::thread::sleep(Duration::from_millis(3));
            count(-1);
            job * 10
        });
        assert_eq!(answers, jobs.iter().map(|job| job * 10).collect::<Vec<_>>());
        let most = most.into_inner().expect("no panic");
        assert!(
            most.0 <= PER_HOST && most.1 <= AT_ONCE && most.1 > 1,
            "{most:?}"
        );
        assert!(in_parallel(&[] as &[usize], host, |job| *job).is_empty());
    }
}
