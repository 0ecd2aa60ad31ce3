// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace lathe::drift {

/// The report's style sheet: the window's colours and measures, light and dark by what the reader's system
/// prefers.
inline constexpr const char* reportStyle = R"css(
:root{color-scheme:light dark;--bg:#f4f6f9;--surface:#fff;--surface2:#f1f4f8;--border:#dfe4eb;--text:#17202c;--muted:#5d6b7c;--faint:#97a3b2;
--accent:#2563eb;--soft:#e1ebff;--ok:#12875d;--oksoft:#e0f2ea;--bad:#cc3a2b;--badsoft:#fbe6e3;--warn:#a96a00;--warnsoft:#f8eed9;--ref:#2563eb;--cur:#e07a1f}
@media (prefers-color-scheme:dark){:root{--bg:#0e1116;--surface:#151a21;--surface2:#1b212a;--border:#262e39;--text:#e7ebf0;--muted:#93a0b0;--faint:#5d6978;
--accent:#5b95ff;--soft:#1b2c4d;--ok:#3cbf8f;--oksoft:#12322a;--bad:#ef6a5b;--badsoft:#3c1f1e;--warn:#e3ad45;--warnsoft:#38301c;--ref:#5b95ff;--cur:#f59e5b}}
*{box-sizing:border-box}
body{margin:0;background:var(--bg);color:var(--text);font:14px/1.45 Inter,"Noto Sans","DejaVu Sans",system-ui,sans-serif;font-variant-numeric:tabular-nums}
main{max-width:1120px;margin:0 auto;padding:32px 24px 48px}
h1{font-size:22px;font-weight:600;margin:0 0 4px}h2{font-size:15px;font-weight:600;margin:32px 0 12px}h3{font-size:14px;font-weight:600;margin:0;overflow-wrap:anywhere}
.sub,.note{color:var(--muted)}.note{font-size:13px;margin:8px 0 0}.sub b{color:var(--text);font-weight:500;overflow-wrap:anywhere}
.card{background:var(--surface);border:1px solid var(--border);border-radius:10px;padding:16px}
.verdict{display:flex;gap:16px;align-items:flex-start;margin:24px 0 16px;padding:20px}
.verdict p{margin:4px 0 0;color:var(--muted)}.verdict strong{font-size:18px;font-weight:600}
.mark{flex:none;width:40px;height:40px;border-radius:10px}.bad .mark{background:var(--badsoft);color:var(--bad)}.ok .mark{background:var(--oksoft);color:var(--ok)}
.mark path,.mark circle{fill:none;stroke:currentColor;stroke-width:1.7;stroke-linecap:round;stroke-linejoin:round}
.tiles{display:grid;grid-template-columns:repeat(auto-fit,minmax(160px,1fr));gap:16px}
.tile>span{display:block;color:var(--muted);font-size:12px;font-weight:500}.tile strong{display:block;font-size:20px;line-height:28px;font-weight:600;margin:2px 0}.tile small{color:var(--muted);font-size:12px}
.track{height:4px;border-radius:2px;background:var(--border);margin-top:8px;position:relative;overflow:hidden}.track i{display:block;height:100%;border-radius:2px;background:var(--accent)}
.bad .track i{background:var(--bad)}
.scroll{overflow-x:auto;padding:4px 0}
table{border-collapse:collapse;width:100%}th{font-size:12px;font-weight:500;color:var(--muted);text-align:left;padding:8px 12px;border-bottom:1px solid var(--border);white-space:nowrap}
td{padding:0 12px;height:36px;white-space:nowrap}td:first-child{white-space:normal;overflow-wrap:anywhere;min-width:120px}.n{text-align:right}tbody tr:hover{background:var(--surface2)}
a{color:inherit;text-decoration:none}a:hover{color:var(--accent)}
.pill{display:inline-flex;align-items:center;gap:6px;line-height:18px;padding:1px 9px 1px 8px;border-radius:10px;font-size:12px;font-weight:500;white-space:nowrap}
.pill::before{content:"";width:6px;height:6px;border-radius:3px;background:currentColor}
.pill.bad{background:var(--badsoft);color:var(--bad)}.pill.ok{background:var(--oksoft);color:var(--ok)}.pill.none{background:var(--surface2);color:var(--muted)}
.tag{display:inline-block;font-size:11px;font-weight:500;color:var(--accent);background:var(--soft);border-radius:4px;padding:0 6px;margin-left:8px;vertical-align:1px}
.grid2{display:grid;grid-template-columns:repeat(auto-fill,minmax(min(460px,100%),1fr));gap:16px}
.head{display:flex;justify-content:space-between;gap:12px;align-items:flex-start}.how{color:var(--muted);font-size:12.5px;margin:2px 0 12px}
.chart{display:block;width:100%;height:auto}.grid{stroke:var(--border);stroke-width:1}.axis{fill:var(--muted);font-size:11px}
.ref-area{fill:var(--ref);fill-opacity:.18}.cur-area{fill:var(--cur);fill-opacity:.18}
.ref-line,.cur-line{fill:none;stroke-width:1.5;vector-effect:non-scaling-stroke;stroke-linejoin:round}.ref-line{stroke:var(--ref)}.cur-line{stroke:var(--cur)}
.spark{display:block;width:120px;height:24px}.spark path{stroke-width:1}
.categories{display:grid;grid-template-columns:minmax(60px,30%) 1fr auto;gap:8px 12px;align-items:center;font-size:12.5px}
.label{overflow:hidden;text-overflow:ellipsis;white-space:nowrap}.bars{display:grid;gap:2px}.bar{display:block;width:100%;height:6px;border-radius:3px;background:var(--surface2)}
.ref-bar{fill:var(--ref)}.cur-bar{fill:var(--cur)}.shares{display:grid;line-height:1.2;font-size:11px;text-align:right}.shares b{font-weight:400}.more{grid-column:1/-1;color:var(--muted)}
.ref{color:var(--ref)}.cur{color:var(--cur)}
.legend{display:flex;gap:16px;color:var(--muted);font-size:12.5px}.legend i{display:inline-block;width:8px;height:8px;border-radius:4px;margin-right:6px}.legend .r{background:var(--ref)}.legend .c{background:var(--cur)}
dl{display:grid;grid-template-columns:1fr auto auto;gap:2px 16px;margin:12px 0 0;font-size:12.5px}dt{color:var(--muted)}dd{margin:0;text-align:right}
.message{margin:12px 0 0;padding:8px 12px;border-radius:6px;background:var(--surface2);color:var(--muted);font-size:12.5px;overflow-wrap:anywhere}
.titles{display:flex;justify-content:space-between;align-items:baseline;gap:16px;flex-wrap:wrap}
footer{margin-top:32px;color:var(--faint);font-size:12px}
@media print{body{background:#fff}main{max-width:none;padding:0}.card{break-inside:avoid}}
)css";

} // namespace lathe::drift
