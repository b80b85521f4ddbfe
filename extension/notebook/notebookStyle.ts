// The look of an exported notebook: light or dark as the reader's system, and black on white on paper.

const DARK = `
  --text: #e6e6e6; --soft: #a8a8a8; --back: #1b1c1f; --code: #26282c; --line: #45484e; --error: #ff8f85; --link: #7cb7ff;`;

export const NOTEBOOK_STYLE = `
:root {
  color-scheme: light dark;
  --text: #1c1c1c; --soft: #5a5a5a; --back: #ffffff; --code: #f4f5f7; --line: #c9ccd1; --error: #b3261e; --link: #0b57b8;
}
@media screen and (prefers-color-scheme: dark) { :root {${DARK}
} }
* { box-sizing: border-box; }
body { font: 15px/1.5 system-ui, sans-serif; color: var(--text); background: var(--back); margin: 0; padding: 24px; }
main { max-width: 980px; margin: 0 auto; }
a { color: var(--link); }
h1 { font-size: 26px; } h2 { font-size: 20px; } h3 { font-size: 16px; }
h1, h2, h3, p, li { overflow-wrap: anywhere; }
section { margin: 0 0 18px; }
.cell { display: grid; grid-template-columns: 48px minmax(0, 1fr); }
.order { color: var(--soft); font: 12px/2.6 ui-monospace, monospace; }
pre { margin: 0 0 8px; white-space: pre-wrap; overflow-wrap: anywhere; font: 13px/1.45 ui-monospace, monospace; }
pre.code, .markdown pre { background: var(--code); border: 1px solid var(--line); border-radius: 4px; padding: 8px 10px; }
pre.error, pre.stderr { color: var(--error); }
code { font-family: ui-monospace, monospace; }
.output { margin: 0 0 10px; overflow-x: auto; }
img { display: block; max-width: 100%; height: auto; background: #fff; }
table { border-collapse: collapse; margin: 8px 0; }
caption { text-align: left; color: var(--soft); padding: 4px 0; overflow-wrap: anywhere; }
th, td { text-align: left; padding: 4px 12px 4px 0; border-bottom: 1px solid var(--line); overflow-wrap: anywhere; }
.note { color: var(--soft); font-size: 13px; margin: 4px 0; }
.demo { border: 2px solid #b35900; border-radius: 6px; padding: 6px 10px; }
blockquote { margin: 0; padding-left: 12px; border-left: 3px solid var(--line); color: var(--soft); }
@media (max-width: 600px) { body { padding: 12px; } .cell { display: block; } }
@media print {
  @page { margin: 15mm; }
  body { padding: 0; font-size: 10.5pt; }
  main { max-width: none; }
  h1, h2, h3 { break-after: avoid; }
  img, table, .order { break-inside: avoid; }
  a { color: inherit; }
  * { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
}
`;
