// The look of a report, on the screen and on paper.

export const REPORT_STYLE = `
:root { color-scheme: light; }
* { box-sizing: border-box; }
body { font: 15px/1.45 system-ui, sans-serif; color: #1c1c1c; background: #fff; margin: 0 auto; padding: 24px; max-width: 960px; }
h1 { font-size: 24px; margin: 0 0 4px; overflow-wrap: anywhere; }
h2 { font-size: 18px; margin: 28px 0 8px; border-bottom: 1px solid #bbb; padding-bottom: 3px; }
h3 { font-size: 15px; margin: 18px 0 6px; }
p { margin: 6px 0; }
.note { color: #555; font-size: 13px; }
.demo { border: 2px solid #b35900; border-radius: 6px; background: #fff3e0; padding: 10px 14px; margin: 0 0 16px; }
.scores { display: flex; flex-wrap: wrap; gap: 12px; margin: 10px 0; }
.scores div { border: 1px solid #bbb; border-radius: 6px; padding: 8px 14px; min-width: 120px; }
.scores b { display: block; font-size: 24px; line-height: 1.2; }
table { border-collapse: collapse; width: 100%; margin: 8px 0; }
th, td { text-align: left; vertical-align: top; padding: 4px 10px 4px 0; border-bottom: 1px solid #ddd; overflow-wrap: anywhere; }
th { font-weight: 600; }
tbody th { width: 210px; }
td.hash { font-family: ui-monospace, monospace; font-size: 12px; }
figure { margin: 0; break-inside: avoid; }
figcaption { font-size: 13px; color: #444; margin-top: 2px; }
img { display: block; width: 100%; height: auto; border: 1px solid #bbb; }
.main { display: grid; grid-template-columns: repeat(2, 1fr); gap: 14px; }
.small { display: grid; grid-template-columns: repeat(3, 1fr); gap: 12px; margin-top: 14px; }
.histograms { display: grid; grid-template-columns: repeat(2, 1fr); gap: 14px; }
svg { display: block; width: 100%; height: auto; }
svg text { font: 11px system-ui, sans-serif; fill: #444; }
.many :is(th, td):first-child { min-width: 110px; }
thead th { overflow-wrap: normal; }
.number { text-align: right; font-variant-numeric: tabular-nums; }
td.number { white-space: nowrap; }
.many { font-size: 12px; }
.many :is(th, td) { padding-right: 6px; }
.many tbody th { width: auto; }
.wide { overflow-x: auto; }
tr.group th { padding-top: 14px; border-bottom-color: #888; }
td.strip { width: 220px; padding-right: 0; }
.dots { margin: 0 3px; }
.dots circle { fill: #3b6fd1; fill-opacity: 0.6; }
.dots .mean { stroke: #1c1c1c; stroke-width: 2; }
.dots .interval { stroke: #1c1c1c; stroke-width: 1.5; }
.dots .axis { stroke: #ccc; }
.pictures { display: grid; grid-template-columns: repeat(3, 1fr); gap: 12px; margin: 4px 0 18px; }
.key { display: inline-block; width: 10px; height: 10px; margin-right: 4px; }
.negative { background: #3b6fd1; }
.positive { background: #c8352b; }
@media (max-width: 600px) { .main, .small, .histograms, .pictures { grid-template-columns: 1fr; } }
@media print {
  @page { margin: 15mm; }
  body { padding: 0; max-width: none; font-size: 10.5pt; }
  h2, h3 { break-after: avoid; }
  .scores, tr { break-inside: avoid; }
  * { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
}
`;
