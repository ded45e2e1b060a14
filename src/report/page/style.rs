//! The look of pages: by day and by night, on a screen of any width, and on A4.

/// Colours carry nothing alone: what waits is hatched as well, what is late bears a mark.
pub(in crate::report) const STYLE: &str = "\
:root{color-scheme:light dark;--ink:#0b0c0c;--soft:#505a5f;--paper:#fff;--line:#b1b4b6;--pale:#f3f2f1;--link:#1d70b8;\
--sure:#1d70b8;--wait:#b55700;--none:#6f777b;--late:#a8071a;--s1:#e3eef8;--s2:#c3dbf0;--s3:#94bee3;--s4:#5c9bd1;--s5:#1d70b8;--onink:#fff}\
@media (prefers-color-scheme:dark){:root{--ink:#f0f2f3;--soft:#b6bec3;--paper:#14181b;--line:#4c555b;--pale:#20262a;--link:#86bdf0;\
--sure:#5fa3e0;--wait:#f0a04b;--none:#98a2a8;--late:#ff8a80;--s1:#1c2b3a;--s2:#213d57;--s3:#285379;--s4:#356fa3;--s5:#86bdf0;--onink:#0b0c0c}}\
*{box-sizing:border-box}\
body{font:1rem/1.5 Arial,Helvetica,sans-serif;color:var(--ink);background:var(--paper);max-width:68rem;margin:0 auto;padding:1rem}\
h1{font-size:1.75rem;line-height:1.2;margin:.5rem 0 1rem}h2{font-size:1.3rem;margin:2.2rem 0 .6rem;padding-top:.6rem;border-top:1px solid var(--line)}\
h3{font-size:1.05rem;margin:1.2rem 0 .4rem}p{max-width:44rem;margin:.4rem 0}a{color:var(--link)}\
.skip{position:absolute;left:-99rem}.skip:focus{position:static;display:inline-block;padding:.4rem .8rem;background:var(--ink);color:var(--paper)}\
:focus-visible{outline:3px solid #ffbf47;outline-offset:2px}\
.vh{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}\
nav ul{display:flex;flex-wrap:wrap;gap:.2rem 1.1rem;list-style:none;padding:0;margin:.5rem 0}\
.lead{font-size:1.15rem}\
.tiles{display:grid;grid-template-columns:repeat(auto-fit,minmax(9.5rem,1fr));gap:.6rem;margin:1rem 0}\
.tiles div{border:1px solid var(--line);border-left:.4rem solid var(--sure);padding:.5rem .7rem;background:var(--pale)}\
.tiles .w{border-left-color:var(--wait);border-left-style:dashed}.tiles .n{border-left-color:var(--late);border-left-style:double}\
.tiles dt{font-size:.85rem;color:var(--soft)}.tiles dd{margin:0;font-size:1.3rem;white-space:nowrap;font-weight:bold;font-variant-numeric:tabular-nums}\
.wide{overflow-x:auto;max-width:100%;position:relative}.month td{position:relative}\
table{border-collapse:collapse;margin:.6rem 0;font-variant-numeric:tabular-nums;font-size:.92rem}\
caption{text-align:left;font-weight:bold;padding:.3rem 0}\
th,td{text-align:left;vertical-align:top;padding:.3rem .6rem .3rem 0;border-bottom:1px solid var(--line)}\
thead th{border-bottom:2px solid var(--ink);vertical-align:bottom}.num{text-align:right}\
tr{break-inside:avoid}.nw{white-space:nowrap}.why th:first-child{width:28%}.why{width:100%}\
details{margin:.3rem 0;border-left:3px solid var(--line);padding-left:.7rem}\
summary{cursor:pointer;padding:.25rem 0}summary h3{display:inline;font-size:1rem}\
.months{display:grid;grid-template-columns:repeat(auto-fill,minmax(19.5rem,1fr));gap:.5rem 1.6rem}\
.month{width:100%;table-layout:fixed;font-size:.8rem}.month th,.month td{padding:.15rem .25rem;border:1px solid var(--line);text-align:center}\
.month td{height:3.1rem;line-height:1.15}.month b{display:block;font-size:1.05rem}.month .d{display:block;text-align:left;color:inherit;font-size:.72rem}\
.month .o{background:var(--pale);border-color:transparent}\
.s1{background:var(--s1)}.s2{background:var(--s2)}.s3{background:var(--s3)}.s4{background:var(--s4);color:#0b0c0c}.s5{background:var(--s5);color:var(--onink)}\
@media (prefers-color-scheme:dark){.s4{color:#fff}}\
.legend{display:flex;flex-wrap:wrap;gap:.3rem 1.2rem;list-style:none;padding:0;margin:.4rem 0;font-size:.88rem}\
.legend i{display:inline-block;width:1.5rem;height:.9rem;margin-right:.4rem;border:1px solid var(--soft);vertical-align:-.1rem}\
.legend svg{width:1.5rem;height:.9rem;margin-right:.4rem;vertical-align:-.1rem}\
svg{max-width:100%;height:auto}svg text{fill:var(--ink);font:10px Arial,Helvetica,sans-serif}\
svg .g{stroke:var(--line);stroke-width:.6}svg .q{fill:var(--sure)}svg .i{fill:url(#hatch);stroke:var(--wait);stroke-width:1.2}\
svg .l{fill:none;stroke:var(--late);stroke-width:2}svg .e{fill:none;stroke:var(--none);stroke-width:1;stroke-dasharray:2 2}\
svg .b{fill:var(--none)}svg .t{fill:var(--onink);font-size:8.5px}svg .u{font-size:8.5px;paint-order:stroke;stroke:var(--paper);stroke-width:3px}\
svg .m{fill:var(--soft)}svg .z{fill:var(--pale)}\
.bar{width:6rem;height:.8rem;vertical-align:middle}.chart{width:100%;max-width:46rem}.line{width:100%;min-width:34rem;max-width:60rem}\
footer{margin-top:2rem;border-top:1px solid var(--line);color:var(--soft);font-size:.85rem}\
code{overflow-wrap:anywhere}\
@page{size:A4;margin:14mm}\
@media print{:root{color-scheme:light;--ink:#000;--soft:#333;--paper:#fff;--line:#999;--pale:#f5f5f5;--link:#000;--sure:#1d70b8;--wait:#b55700;\
--none:#6f777b;--late:#a8071a;--s1:#e3eef8;--s2:#c3dbf0;--s3:#94bee3;--s4:#5c9bd1;--s5:#1d70b8;--onink:#fff}\
body{font-size:9.5pt;max-width:none;padding:0;print-color-adjust:exact;-webkit-print-color-adjust:exact}nav,.skip{display:none}h1{font-size:17pt}h2{font-size:13pt;break-after:avoid}\
.wide{overflow:visible}.months{grid-template-columns:repeat(2,1fr)}.month,section.keep,.line{break-inside:avoid}.line{min-width:0}\
details{border:0;padding:0}caption{break-after:avoid}}\
";

#[cfg(test)]
mod tests {
    use super::STYLE;
    use std::collections::BTreeMap;

    /// The colours of a theme: of the day, with what the night or the paper has otherwise.
    fn theme(from: &str) -> BTreeMap<String, [f64; 3]> {
        let mut colours = BTreeMap::new();
        let blocks = [STYLE.split("@media").next(), STYLE.split(from).nth(1)];
        for block in blocks.into_iter().flatten() {
            let block = block.split('}').next().expect("a block");
            for (name, value) in block.split(';').filter_map(|one| one.rsplit_once(':')) {
                let Some(hex) = value.strip_prefix('#') else {
                    continue;
                };
                let step = hex.len() / 3;
                let channel = |index: usize| {
                    let digits = &hex[index * step..(index + 1) * step];
                    let value = u8::from_str_radix(digits, 16).expect("a colour");
                    f64::from(if step == 1 { value * 17 } else { value }) / 255.0
                };
                let name = name.rsplit("--").next().expect("a name");
                colours.insert(name.to_owned(), [channel(0), channel(1), channel(2)]);
            }
        }
        colours
    }

    /// WCAG 2.2, relative luminance and contrast ratio.
    fn contrast(a: [f64; 3], b: [f64; 3]) -> f64 {
        let linear = |c: f64| match c <= 0.04045 {
            true => c / 12.92,
            false => ((c + 0.055) / 1.055).powf(2.4),
        };
        let light =
            |c: [f64; 3]| 0.2126 * linear(c[0]) + 0.7152 * linear(c[1]) + 0.0722 * linear(c[2]);
        let (a, b) = (light(a), light(b));
        (a.max(b) + 0.05) / (a.min(b) + 0.05)
    }

    #[test]
    fn words_and_shapes_stand_out_by_day_by_night_and_on_paper() {
        let black = [11.0 / 255.0, 12.0 / 255.0, 12.0 / 255.0];
        for (from, on_fourth) in [
            ("no such block", black),
            ("(prefers-color-scheme:dark)", [1.0; 3]),
            ("@media print", black),
        ] {
            let colours = theme(from);
            let of = |name: &str| colours[name];
            for (words, ground) in [
                ("ink", "paper"),
                ("ink", "pale"),
                ("soft", "paper"),
                ("soft", "pale"),
                ("link", "paper"),
                ("ink", "s1"),
                ("ink", "s2"),
                ("ink", "s3"),
                ("onink", "s5"),
                ("onink", "sure"),
            ] {
                let ratio = contrast(of(words), of(ground));
                assert!(ratio >= 4.5, "{from}: {words} on {ground}: {ratio:.2}");
            }
            let ratio = contrast(on_fourth, of("s4"));
            assert!(ratio >= 4.5, "{from}: s4: {ratio:.2}");
            for shape in ["sure", "wait", "late", "none"] {
                let ratio = contrast(of(shape), of("paper"));
                assert!(ratio >= 3.0, "{from}: {shape}: {ratio:.2}");
            }
        }
    }
}
