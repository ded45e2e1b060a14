//! What the page of `find` adds to the look of pages: cards, and stretches of a day that differ by pattern as well as by colour.

pub(super) const STYLE: &str = "\
:root{--free:#dcefdc;--busy:#6b757b;--dot:#0b5a2a;--half:#9c5700;--edge:#6f777b}\
@media (prefers-color-scheme:dark){:root{--free:#234a30;--busy:#8d979d;--dot:#8fd3a5;--half:#f0a04b;--edge:#8d979d}}\
.cards{list-style:none;padding:0;margin:.6rem 0;display:grid;gap:1rem;grid-template-columns:repeat(auto-fit,minmax(min(100%,24rem),1fr));align-items:start}\
.card{border:1px solid var(--line);border-left:.4rem solid var(--sure);padding:.2rem .9rem .7rem;background:var(--pale)}\
.card.w{border-left-color:var(--wait);border-left-style:dashed}.card.n{border-left-color:var(--late);border-left-style:double}\
.card h3{font-size:1.15rem;margin:.5rem 0 .1rem}.card h4{font-size:.92rem;margin:.7rem 0 .1rem}.card ul{margin:.1rem 0;padding-left:1.1rem;font-size:.92rem}\
th code{font-weight:normal}.state{font-weight:bold}.calls{list-style:none;padding:0}.calls>li{break-inside:avoid}.calls h3{margin-bottom:.1rem}.calls ul{margin:.1rem 0;padding-left:1.1rem}.calls a{white-space:nowrap}\
.month .go{display:flex;flex-wrap:wrap;justify-content:center;gap:.15rem}\
.month .go a{min-width:1.5rem;min-height:1.5rem;line-height:1.4rem;background:var(--paper);color:var(--ink);border:2px solid var(--ink);font-weight:bold;text-decoration:none}\
.months{grid-template-columns:repeat(auto-fill,minmax(min(100%,28rem),1fr))}.month td{height:4.6rem;vertical-align:top}\
.day{width:100%;min-width:46rem;table-layout:fixed;font-size:.85rem}.day th,.day td{padding:.2rem .6rem .2rem 0}.day .grp{padding-top:.7rem;color:var(--soft)}\
.day th[scope=row]{font-weight:normal;overflow-wrap:break-word}.day thead th:first-child{width:14rem}.day small{color:var(--soft);font-size:.78rem;display:block}\
.day .at{width:7.2rem;white-space:nowrap}.day .tl{padding-right:0}.hours{display:flex}.hours span{flex:1;font-weight:normal;text-align:left}\
.line{display:flex;position:relative;height:1.5rem}.line>span{overflow:hidden;min-width:0;white-space:nowrap;text-align:center;line-height:1.4rem;font-size:.72rem}\
.pf,.pe,.pt,.pu,.pn{border:1px solid var(--edge)}.pf{background:var(--free)}.pn{background:var(--busy)}\
.pu{background:repeating-linear-gradient(135deg,var(--paper) 0 4px,var(--busy) 4px 5.5px)}\
.pe{background:radial-gradient(circle at 2.5px 2.5px,var(--dot) 1.2px,transparent 1.5px) 0 0/5px 5px,var(--paper)}\
.pt{background:linear-gradient(var(--free) 55%,var(--half) 55%)}\
.wd{background:var(--paper);color:var(--ink);padding:0 .25rem}\
.line>.mk{position:absolute;top:-.15rem;bottom:-.15rem;border:solid var(--ink);border-width:0 2.5px}\
.legend .mk{border:solid var(--ink);border-width:0 2.5px}\
@media (max-width:30rem){.month{font-size:.68rem}.month td,.month th{padding:.1rem 0}}\
@media print{:root{--free:#e4f2e4;--busy:#6b757b;--dot:#0b5a2a;--half:#9c5700;--edge:#6f777b}\
html{font-size:11px}.cards{grid-template-columns:1fr 1fr}.card{break-inside:avoid;background:none}.calls>li,.day tr{break-inside:avoid}\
.day{min-width:0}.day th,.day td{padding-top:.1rem;padding-bottom:.1rem}.month td{height:4rem}}\
";
