//! Pictures of shares and counts: bars in tables, and small charts with a title and a description.

use super::words_en as words;
use crate::report::html::escaped;
use crate::report::page::table;
use crate::report::plan::figures::{AgencyShare, Figures, Pool, SPARE};
use crate::report::plan::{PlanReport, words_en as plan_words};
use std::fmt::Write as _;

/// The pattern of what waits; used by every picture of the page.
pub(super) const PATTERNS: &str = "<svg width=\"0\" height=\"0\" aria-hidden=\"true\" focusable=\"false\" style=\"position:absolute\"><defs>\
    <pattern id=\"hatch\" width=\"5\" height=\"5\" patternUnits=\"userSpaceOnUse\" patternTransform=\"rotate(45)\">\
    <rect width=\"5\" height=\"5\" style=\"fill:var(--paper)\"/><rect width=\"2\" height=\"5\" style=\"fill:var(--wait)\"/></pattern></defs></svg>\n";

/// What the bars mean.
pub(super) fn legend() -> String {
    let sample = |class: &str| {
        format!(
            "<svg viewBox=\"0 0 24 14\" aria-hidden=\"true\" focusable=\"false\"><rect class=\"{class}\" x=\"1\" y=\"1\" width=\"22\" height=\"12\"/></svg>"
        )
    };
    format!(
        "<ul class=\"legend\"><li>{}{}</li><li>{}{}</li><li>{}{}</li></ul>\n",
        sample("q"),
        words::KEY_SURE,
        sample("i"),
        words::KEY_WAITING,
        "<svg viewBox=\"0 0 24 14\" aria-hidden=\"true\" focusable=\"false\"><path class=\"l\" d=\"M1 12h22\"/></svg>",
        words::KEY_LATE,
    )
}

/// Coming, waiting, empty: the numbers stand beside it.
fn share_bar(share: &AgencyShare) -> String {
    let all = (share.coming + share.waiting + share.empty).max(1) as f64;
    let width = |part: usize| part as f64 * 98.0 / all;
    let mut out = String::from(
        "<svg class=\"bar\" viewBox=\"0 0 100 9\" preserveAspectRatio=\"none\" aria-hidden=\"true\" focusable=\"false\">",
    );
    let mut from = 1.0;
    let parts = [
        ("q", share.coming),
        ("i", share.waiting),
        ("e", share.empty),
    ];
    for (class, part) in parts.into_iter().filter(|(_, part)| *part > 0) {
        let width = width(part);
        let _ = write!(
            out,
            "<rect class=\"{class}\" x=\"{from:.1}\" y=\"1\" width=\"{width:.1}\" height=\"7\"/>"
        );
        from += width;
    }
    out.push_str("</svg>");
    out
}

/// A row an agency.
pub(super) fn agencies(report: &PlanReport, figures: &Figures) -> String {
    let mut out = format!(
        "<div class=\"wide\" tabindex=\"0\" role=\"group\" aria-label=\"{caption}\"><table><caption>{caption}</caption>\
         <colgroup><col></colgroup><colgroup span=\"4\"></colgroup><colgroup span=\"4\"></colgroup>\
         <thead><tr><th rowspan=\"2\" scope=\"col\">{}</th>",
        words::AGENCY,
        caption = words::AGENCIES_CAPTION,
    );
    for group in words::AGENCIES_GROUPS {
        let _ = write!(out, "<th colspan=\"4\" scope=\"colgroup\">{group}</th>");
    }
    out.push_str("</tr><tr>");
    for heading in words::AGENCIES_GROUPS
        .iter()
        .flat_map(|_| words::AGENCIES_HEAD)
    {
        let _ = write!(out, "<th scope=\"col\" class=\"num\">{heading}</th>");
    }
    out.push_str("</tr></thead><tbody>\n");
    for (agency, shares) in &figures.agencies {
        let name = agency.map(|id| report.workspace.agency(id).name.as_str());
        let _ = write!(
            out,
            "<tr><th scope=\"row\">{}</th>",
            escaped(name.unwrap_or(words::SEVERAL_AGENCIES))
        );
        for share in [&shares.required, &shares.wanted] {
            let places = share.coming + share.waiting + share.empty;
            if places == 0 {
                out.push_str("<td></td><td></td><td></td><td></td>");
                continue;
            }
            let _ = write!(
                out,
                "<td class=\"num\">{}</td><td class=\"num\">{}</td><td class=\"num\">{}</td><td class=\"num nw\">{} {}</td>",
                share.coming,
                share.waiting,
                share.empty,
                plan_words::percent(share.coming as i64, places as i64),
                share_bar(share)
            );
        }
        out.push_str("</tr>\n");
    }
    out.push_str("</tbody></table></div>\n");
    out
}

/// Working days to spare, as a chart; the table by type stands below it.
pub(super) fn timeliness(figures: &Figures) -> String {
    let mut groups: Vec<(String, usize)> = vec![(words::LATE_GROUP.to_owned(), figures.late)];
    for (index, least) in SPARE.iter().enumerate() {
        let last = SPARE.get(index + 1).map(|next| next - 1);
        groups.push((words::spare_group(*least, last), figures.spare[index]));
    }
    groups.push((words::NO_LIMIT_GROUP.to_owned(), figures.no_limit));
    let most = groups
        .iter()
        .map(|(_, count)| *count)
        .max()
        .unwrap_or(0)
        .max(1);
    const WIDTH: f64 = 560.0;
    const HEIGHT: f64 = 150.0;
    let step = WIDTH / groups.len() as f64;
    let told: Vec<String> = groups
        .iter()
        .map(|(name, count)| format!("{name}: {count}"))
        .collect();
    let mut out = format!(
        "<svg class=\"chart\" viewBox=\"0 0 {WIDTH} {}\" role=\"img\"><title>{}</title><desc>{}</desc>",
        HEIGHT + 34.0,
        words::TIMELINESS_TITLE,
        escaped(&told.join("; "))
    );
    for (index, (name, count)) in groups.iter().enumerate() {
        let height = HEIGHT * 0.86 * *count as f64 / most as f64;
        let x = step * index as f64 + 6.0;
        let width = step - 12.0;
        let middle = x + width / 2.0;
        let class = if index == 0 { "i" } else { "q" };
        let _ = write!(
            out,
            "<rect class=\"{class}\" x=\"{x:.1}\" y=\"{:.1}\" width=\"{width:.1}\" height=\"{height:.1}\"/>\
             <text x=\"{middle:.1}\" y=\"{:.1}\" text-anchor=\"middle\">{count}</text>\
             <text x=\"{middle:.1}\" y=\"{:.1}\" text-anchor=\"middle\">{}</text>",
            HEIGHT - height,
            HEIGHT - height - 4.0,
            HEIGHT + 14.0,
            escaped(name)
        );
    }
    let _ = writeln!(
        out,
        "<path class=\"g\" d=\"M0 {HEIGHT}H{WIDTH}\"/><text class=\"m\" x=\"{:.1}\" y=\"{:.1}\" text-anchor=\"middle\">{}</text></svg>",
        WIDTH / 2.0,
        HEIGHT + 29.0,
        words::TIMELINESS_AXIS
    );
    out
}

/// How the types of meetings fare.
pub(super) fn types(figures: &Figures) -> String {
    let mut out = table(words::TYPES_CAPTION, &words::TYPES_HEAD, 1);
    for (name, row) in &figures.types {
        let spare = match row.spare {
            (_, 0) => String::new(),
            (days, meetings) => format!("{:.1}", days as f64 / meetings as f64),
        };
        let _ = writeln!(
            out,
            "<tr><th scope=\"row\">{}</th><td class=\"num\">{}</td><td class=\"num\">{}</td><td class=\"num\">{}</td>\
             <td class=\"num\">{}</td><td class=\"num\">{spare}</td></tr>",
            escaped(name),
            row.meetings,
            row.placed,
            row.in_time,
            row.quorate
        );
    }
    out.push_str("</tbody></table></div>\n");
    out
}

/// People of a chart; the table names everybody.
const MOST_BARS: usize = 40;

/// Load of a pool: a bar a person, those before the plan lighter than those by it.
pub(super) fn pool(report: &PlanReport, pool: &Pool, open: bool) -> String {
    let name = report.seat_name(&pool.seat);
    let sums: Vec<usize> = pool
        .people
        .iter()
        .map(|(_, had, here)| *had as usize + here)
        .collect();
    let most = sums.iter().copied().max().unwrap_or(0).max(1);
    let open = if open { " open" } else { "" };
    let mut out = format!(
        "<details{open}><summary><h3>{}</h3> {}</summary>\n",
        escaped(&name),
        words::pool_summary(pool.people.len(), sums.last().copied().unwrap_or(0), most)
    );
    const WIDTH: f64 = 620.0;
    const LABEL: f64 = 150.0;
    const ROW: f64 = 15.0;
    let shown = pool.people.len().min(MOST_BARS);
    let scale = (WIDTH - LABEL - 40.0) / most as f64;
    let _ = write!(
        out,
        "<svg class=\"chart\" viewBox=\"0 0 {WIDTH} {:.0}\" role=\"img\"><title>{}</title><desc>{}</desc>",
        ROW * shown as f64 + 4.0,
        escaped(&words::pool_title(&name)),
        words::POOL_DESCRIPTION
    );
    for (index, (contact, had, here)) in pool.people.iter().take(MOST_BARS).enumerate() {
        let y = ROW * index as f64 + 2.0;
        let before = f64::from(*had) * scale;
        let planned = *here as f64 * scale;
        let person: String = report.public_name(*contact).chars().take(26).collect();
        let _ = write!(
            out,
            "<text x=\"0\" y=\"{:.1}\">{}</text><rect class=\"b\" x=\"{LABEL}\" y=\"{:.1}\" width=\"{before:.1}\" height=\"10\"/>\
             <rect class=\"q\" x=\"{:.1}\" y=\"{:.1}\" width=\"{planned:.1}\" height=\"10\"/><text x=\"{:.1}\" y=\"{:.1}\">{}</text>",
            y + 9.0,
            escaped(&person),
            y + 0.5,
            LABEL + before,
            y + 0.5,
            LABEL + before + planned + 4.0,
            y + 9.0,
            *had as usize + here
        );
    }
    out.push_str("</svg>\n");
    out.push_str(&table(&words::pool_title(&name), &words::POOL_HEAD, 1));
    for (contact, had, here) in &pool.people {
        let _ = writeln!(
            out,
            "<tr><th scope=\"row\">{}</th><td class=\"num\">{had}</td><td class=\"num\">{here}</td><td class=\"num\">{}</td></tr>",
            escaped(report.public_name(*contact)),
            *had as usize + here
        );
    }
    out.push_str("</tbody></table></div>\n</details>\n");
    out
}
