/**
 * The page's only style sheet. It stands in the page as it is: its digest is in the content security policy,
 * and it must hold neither `&` nor `<`, so that the page is well-formed XML as well.
 */
export const STYLE = `
:root { color-scheme: light; --ink: #1a1a1a; --soft: #575757; --line: #c9c9c9; --pass: #0b6b2e; --fail: #a4161a; --open: #8a5200; }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 76rem; padding: 1.25rem; color: var(--ink); background: #fff; font: 1rem/1.5 system-ui, "Segoe UI", Roboto, "Noto Sans", Arial, sans-serif; }
h1 { font-size: 1.6rem; margin: .5rem 0; overflow-wrap: anywhere; }
h2 { font-size: 1.2rem; margin: 2rem 0 .5rem; border-bottom: 2px solid var(--line); }
.attested { font-weight: 600; margin: 0 0 .5rem; }
.language { position: absolute; opacity: 0; }
.languages { display: flex; gap: .5rem; justify-content: flex-end; font-size: .9rem; }
.languages label { border: 1px solid var(--line); border-radius: .25rem; padding: .1rem .6rem; cursor: pointer; }
#show-vi:checked ~ .languages label[for="show-vi"],
#show-en:checked ~ .languages label[for="show-en"],
#show-both:checked ~ .languages label[for="show-both"] { background: var(--ink); color: #fff; }
.language:focus-visible ~ .languages { outline: 2px solid #0057b8; outline-offset: 3px; }
#show-vi:checked ~ main [lang="en"], #show-en:checked ~ main [lang="vi"] { display: none; }
#show-both:checked ~ main [lang="vi"] + [lang="en"]::before { content: " / "; }
#show-both:checked ~ main p > [lang="en"]:last-child, #show-both:checked ~ main li > [lang="en"] { display: block; color: var(--soft); }
#show-both:checked ~ main p > [lang="vi"] + [lang="en"]:last-child::before, #show-both:checked ~ main li > [lang="vi"] + [lang="en"]::before { content: none; }
.verdict { border: 2px solid; border-left-width: .6rem; padding: .6rem 1rem; margin: 1rem 0; }
.verdict p { margin: .25rem 0; }
.word { font-weight: 700; white-space: nowrap; }
.verdict .word { font-size: 1.3rem; margin: 0; border: 0; }
.pass { color: var(--pass); } .fail { color: var(--fail); } .inconclusive { color: var(--open); } .not-applicable { color: var(--soft); }
.verdict p, .verdict .cover { color: var(--ink); }
.plan { background: #fff3d6; border: 2px dashed var(--open); padding: .6rem 1rem; font-weight: 600; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; margin: .5rem 0 1rem; min-width: 40%; }
caption { text-align: left; color: var(--soft); padding: .25rem 0; }
th, td { border: 1px solid var(--line); padding: .25rem .5rem; text-align: left; vertical-align: top; overflow-wrap: break-word; }
thead th { background: #f1f1f1; }
td.n, th.n { text-align: right; font-variant-numeric: tabular-nums; overflow-wrap: normal; }
td.n { white-space: nowrap; }
td.text { min-width: 16rem; }
bdi { overflow-wrap: anywhere; }
#show-both:checked ~ main td .word { white-space: normal; }
td.wrap { white-space: normal; overflow-wrap: anywhere; min-width: 9rem; }
td.outcome { white-space: nowrap; }
th code { white-space: nowrap; }
tr.sum td, tr.sum th { font-weight: 700; border-top: 2px solid var(--ink); }
code, .digest { font-family: ui-monospace, Consolas, "Noto Sans Mono", monospace; font-size: .85em; overflow-wrap: anywhere; }
.wrong { color: var(--fail); font-weight: 700; }
.soft { color: var(--soft); }
summary { cursor: pointer; padding: .25rem 0; font-weight: 600; }
a { color: #0057b8; }
@media print {
  body { max-width: none; padding: 0; font-size: 9.5pt; }
  .languages { display: none; }
  details::details-content { content-visibility: visible; block-size: auto; display: block; }
  thead { display: table-header-group; }
  tr, .verdict { break-inside: avoid; }
  a { color: inherit; }
}
`;
