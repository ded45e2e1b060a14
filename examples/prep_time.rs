use quorate::model::*;
use quorate::prepare::*;
use quorate::time::*;
fn rss() -> String {
    std::fs::read_to_string("/proc/self/status")
        .unwrap()
        .lines()
        .filter(|l| l.starts_with("VmHWM") || l.starts_with("VmRSS"))
        .collect::<Vec<_>>()
        .join(" ")
}
fn main() {
    let folder = std::env::args().nth(1).unwrap();
    let periods: u64 = std::env::args().nth(2).unwrap().parse().unwrap();
    let t = std::time::Instant::now();
    let files = quorate::edge::read_folder(std::path::Path::new(&folder)).unwrap();
    let (mut workspace, w) = quorate::input::read_workspace(&files, &Default::default())
        .map_err(|f| f.iter().take(5).map(|f| f.to_string()).collect::<Vec<_>>())
        .unwrap();
    println!("read {:?} {} {}", t.elapsed(), w.len(), rss());
    let now = Instant::parse_rfc3339("2026-10-30T12:00:00Z").unwrap();
    let t = std::time::Instant::now();
    let setting = BatchSetting::default();
    let wanted = wanted_batch(&workspace, &workspace.meetings, now, &setting).unwrap();
    println!(
        "wanted {:?} {} {} {:?}",
        t.elapsed(),
        wanted.contacts.len(),
        wanted.venues.len(),
        wanted.range
    );
    let mut book = FeedBook::new();
    let mut seed = 1u64;
    let mut next = || {
        seed = seed
            .wrapping_mul(6364136223846793005)
            .wrapping_add(1442695040888963407);
        seed >> 33
    };
    for (i, c) in workspace.contacts.iter_mut().enumerate() {
        if i % 3 == 0 {
            continue;
        }
        let id = format!("feeds/{i}.ics");
        c.feeds.push(FeedRef {
            id: id.clone(),
            known_until: None,
        });
        let days = (wanted.range.seconds() / 86400) as u64;
        let mut ps: Vec<BusyPeriod> = (0..periods)
            .map(|_| {
                let s = wanted
                    .range
                    .start()
                    .plus((next() % days * 86400 + 8 * 3600 + next() % 32 * 900) as i64);
                BusyPeriod {
                    interval: Interval::new(s, s.plus(3600)).unwrap(),
                    kind: BusyKind::Busy,
                    event: EventHash(next() as u128),
                    uid: EventHash(next() as u128),
                }
            })
            .collect();
        ps.sort_by_key(|p| p.interval.start());
        let reading = FeedReading {
            periods: ps,
            ..Default::default()
        };
        let status = FeedStatus::Read {
            known: Some(wanted.range),
            reading: Box::new(reading),
        };
        book.insert(
            id.clone(),
            ReadFeed {
                id,
                read_at: now,
                status,
                stale: None,
            },
        );
    }
    println!("feeds {}", rss());
    let t = std::time::Instant::now();
    let hash = |_: &str| EventHash(7);
    let made = prepare_batch(&workspace, &workspace.meetings, &book, &hash, now, &setting);
    println!(
        "prepare {:?} {} meetings {} refused {}",
        t.elapsed(),
        made.batch.meetings.len(),
        made.refused.len(),
        rss()
    );
    println!("{:?}", made.refused.first());
    println!(
        "members {} venues {}",
        made.batch
            .meetings
            .iter()
            .map(|m| m.problem.members.len())
            .sum::<usize>(),
        made.batch
            .meetings
            .iter()
            .map(|m| m.problem.venues.len())
            .sum::<usize>()
    );
}
