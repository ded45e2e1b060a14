//! Makes a failing feed small: drops one thing after another for as long as it still fails.

use super::feed::{Class, Event, Feed, Length, Rule};

/// A feed that still fails and of which nothing more can be dropped.
pub fn shrunk(feed: &Feed, fails: &dyn Fn(&Feed) -> bool) -> Feed {
    let mut smallest = feed.clone();
    while let Some(smaller) = smaller(&smallest).into_iter().find(|feed| fails(feed)) {
        smallest = smaller;
    }
    smallest
}

/// Every list that lacks one item of this one.
fn without_one<T: Clone>(list: &[T]) -> impl Iterator<Item = Vec<T>> + '_ {
    (0..list.len()).map(|out| {
        let mut rest = list.to_vec();
        rest.remove(out);
        rest
    })
}

/// Feeds with one thing less.
fn smaller(feed: &Feed) -> Vec<Feed> {
    let mut found = Vec::new();
    for events in without_one(&feed.events) {
        found.push(Feed {
            events,
            ..feed.clone()
        });
    }
    for freebusy in without_one(&feed.freebusy) {
        found.push(Feed {
            freebusy,
            ..feed.clone()
        });
    }
    for availabilities in without_one(&feed.availabilities) {
        found.push(Feed {
            availabilities,
            ..feed.clone()
        });
    }
    for (place, hours) in feed.availabilities.iter().enumerate() {
        for parts in without_one(&hours.parts) {
            let mut feed = feed.clone();
            feed.availabilities[place].parts = parts;
            found.push(feed);
        }
        for (at, part) in hours.parts.iter().enumerate() {
            for part in smaller_events(part) {
                let mut feed = feed.clone();
                feed.availabilities[place].parts[at] = part;
                found.push(feed);
            }
        }
    }
    for (place, event) in feed.events.iter().enumerate() {
        for event in smaller_events(event) {
            let mut feed = feed.clone();
            feed.events[place] = event;
            found.push(feed);
        }
    }
    let (from, to) = feed.window;
    let half = (to - from) / 2;
    let windows = [(from, to - half), (from + half, to)];
    if half > 0 {
        found.extend(windows.map(|window| Feed {
            window,
            ..feed.clone()
        }));
    }
    if feed.names_zone {
        found.push(Feed {
            names_zone: false,
            ..feed.clone()
        });
    }
    found
}

fn smaller_events(event: &Event) -> Vec<Event> {
    let mut found = Vec::new();
    let mut with = |change: &dyn Fn(&mut Event)| {
        let mut smaller = event.clone();
        change(&mut smaller);
        if smaller != *event {
            found.push(smaller);
        }
    };
    for rules in without_one(&event.rules) {
        with(&|event| event.rules = rules.clone());
    }
    for rules in without_one(&event.exclusion_rules) {
        with(&|event| event.exclusion_rules = rules.clone());
    }
    for extra in without_one(&event.extra) {
        with(&|event| event.extra = extra.clone());
    }
    for excluded in without_one(&event.excluded) {
        with(&|event| event.excluded = excluded.clone());
    }
    for (place, rule) in event.rules.iter().enumerate() {
        for smaller in smaller_rules(rule) {
            with(&|event| event.rules[place] = smaller.clone());
        }
    }
    for (place, rule) in event.exclusion_rules.iter().enumerate() {
        for smaller in smaller_rules(rule) {
            with(&|event| event.exclusion_rules[place] = smaller.clone());
        }
    }
    with(&|event| event.and_future = false);
    with(&|event| event.sequence = 0);
    with(&|event| event.class = Class::Busy);
    if let Length::Duration(length) = event.length {
        for (days, seconds) in [(0, length.seconds), (length.days, 0), (0, 1)] {
            let length = super::feed::Duration { days, seconds };
            if days + seconds > 0 && !(event.start.is_date() && seconds > 0) {
                with(&|event| event.length = Length::Duration(length));
            }
        }
    }
    found
}

fn smaller_rules(rule: &Rule) -> Vec<Rule> {
    let mut found = Vec::new();
    let mut with = |change: &dyn Fn(&mut Rule)| {
        let mut smaller = rule.clone();
        change(&mut smaller);
        if smaller != *rule {
            found.push(smaller);
        }
    };
    with(&|rule| rule.interval = None);
    with(&|rule| rule.count = None);
    with(&|rule| rule.until = None);
    with(&|rule| rule.week_start = None);
    with(&|rule| rule.weekdays.clear());
    for weekdays in without_one(&rule.weekdays) {
        with(&|rule| rule.weekdays = weekdays.clone());
    }
    for (place, (_, list)) in rule.clone().lists().into_iter().enumerate() {
        with(&|rule| rule.lists()[place].1.clear());
        for rest in without_one(list) {
            with(&|rule| *rule.lists()[place].1 = rest.clone());
        }
    }
    with(&|rule| rule.interval = rule.interval.map(|n| n - 1).filter(|n| *n > 1));
    with(&|rule| rule.count = rule.count.map(|n| (n - 1).max(1)));
    found
}
