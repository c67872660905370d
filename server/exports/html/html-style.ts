/** Self-contained: system fonts, no address outside the file. Colours are those of the printed page. */
export const htmlStyle = `
:root { color-scheme: light; --ink: #1b2225; --muted: #535d60; --accent: #0d5c66; --soft: #eef5f4; --line: #d8d5cc; }
* { box-sizing: border-box; }
body { margin: 0; color: var(--ink); background: #fff; font: 1.0625rem/1.6 "Noto Serif", Georgia, "Times New Roman", serif; }
header, nav, main, footer { max-width: 44rem; margin: 0 auto; padding: 0 1.25rem; }
h1, h2, h3, h4, h5, th, nav, .facts, .partners, .callout-label, dt, figcaption, summary, .banner, .eyebrow, footer
  { font-family: "Noto Sans", system-ui, "Segoe UI", sans-serif; }
h1, h2, h3, h4, h5 { line-height: 1.25; color: var(--accent); text-wrap: balance; break-after: avoid; }
h1 { font-size: 2.4rem; margin: 0.4em 0 0.2em; } h2 { font-size: 1.6rem; margin: 2em 0 0.5em; }
h3 { font-size: 1.25rem; margin: 1.6em 0 0.4em; } h4, h5 { font-size: 1.05rem; margin: 1.4em 0 0.3em; }
header { padding-top: 4rem; padding-bottom: 2rem; border-bottom: 4px solid var(--accent); }
.eyebrow { color: var(--muted); margin: 0; } .subtitle { font-size: 1.25rem; margin: 0 0 1rem; color: var(--muted); }
.banner { background: #fcefd4; color: #5c3800; padding: 0.6rem 1rem; border-left: 4px solid #b87a10; font-weight: 600; }
.facts, .record { display: grid; grid-template-columns: minmax(8rem, 12rem) 1fr; gap: 0.3rem 1rem; margin: 1rem 0; }
.facts dt, .record dt { color: var(--muted); grid-column: 1; } .facts dd, .record dd { margin: 0; grid-column: 2; }
.partners h2 { font-size: 1rem; margin: 1rem 0 0.2rem; } .partners ul { margin: 0; padding-left: 1.2rem; }
nav ol { list-style: none; padding: 0; } nav .l2 { padding-left: 1.2rem; } nav .l3 { padding-left: 2.4rem; }
a { color: var(--accent); } nav a { text-decoration: none; } nav a:hover, nav a:focus { text-decoration: underline; }
ul.tasks { list-style: none; padding-left: 0.2rem; } ul.tasks li { position: relative; padding-left: 1.7rem; }
ul.tasks .box { position: absolute; left: 0; } li > p { margin: 0.2em 0; }
.said { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
blockquote { margin: 1.2em 0; padding-left: 1.2rem; border-left: 3px solid var(--accent); color: var(--muted); }
.callout { margin: 1.4em 0; padding: 0.8rem 1.2rem; background: var(--soft); border-left: 4px solid var(--accent); }
.callout-warning { background: #fcefd4; border-color: #b87a10; } .callout-label { margin: 0; font-weight: 700; }
pre { background: #f4f3ef; padding: 1rem; overflow-x: auto; font-size: 0.9rem; white-space: pre-wrap; } code { font-size: 0.92em; }
.table { overflow-x: auto; margin: 1.4em 0; } table { border-collapse: collapse; width: 100%; font-size: 0.95rem; }
th, td { border: 1px solid var(--line); padding: 0.45rem 0.65rem; text-align: left; vertical-align: top; }
thead th { background: var(--soft); color: var(--accent); } th p, td p { margin: 0.15em 0; }
figure { margin: 1.6em 0; } img { max-width: 100%; height: auto; } figcaption { color: var(--muted); font-size: 0.92rem; }
.missing { border: 1px dashed var(--line); padding: 1rem; color: var(--muted); }
.parallel { display: grid; grid-template-columns: 1fr 1fr; gap: 0 2rem; } .wide { max-width: 72rem; }
sub, sup { line-height: 0; } mark { background: #fdf0b8; } hr { border: 0; border-top: 1px solid var(--line); margin: 2em 0; }
.notes { margin-top: 3rem; border-top: 1px solid var(--line); font-size: 0.92rem; } footer { padding-bottom: 4rem; color: var(--muted); }
@media (max-width: 40rem) { .parallel, .facts, .record { grid-template-columns: 1fr; } .facts dd, .record dd { grid-column: 1; } }
@media print {
  @page { size: A4; margin: 22mm 20mm; } body { font-size: 10.5pt; } header, nav, main, footer { max-width: none; padding-inline: 0; }
  nav { break-after: page; } thead { display: table-header-group; } tr, figure, .callout { break-inside: avoid; }
  p { orphans: 3; widows: 3; } main a[href^="http"]::after { content: " (" attr(href) ")"; font-size: 0.85em; overflow-wrap: anywhere; }
}
`.trim();
