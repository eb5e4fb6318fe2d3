"use strict";
const study = {};
const store = JSON.parse(document.getElementById("page-data").textContent);
const root = document.documentElement, language = root.lang;
const address = new URLSearchParams(location.search);
const word = key => store.texts[key] ?? key;
const label = (field, value) => store.labels[field]?.[value] ?? value;

// Frames arrive as columns; a column of texts holds its distinct values, and places in them by row or in runs.
const spread = runs => runs.flatMap((place, at) => at % 2 ? [] : Array(runs[at + 1]).fill(place));
const rowPlaces = column => column.places ??= spread(column.runs);
const cellOf = (column, row) => Array.isArray(column) ? column[row] : column.values[rowPlaces(column)[row]];
const lengthOf = frame => { const first = Object.values(frame)[0]; return (Array.isArray(first) ? first : rowPlaces(first)).length; };
const record = (frame, row) => Object.fromEntries(Object.entries(frame).map(([name, column]) => [name, cellOf(column, row)]));
const records = frame => Array.from({length: lengthOf(frame)}, (_, row) => record(frame, row));
const groups = frame => records(frame).reduce((found, row) => found.set(row.position, [...(found.get(row.position) ?? []), row]), new Map());

// Data stand in scripts of their own: a page opened from a disk can load nothing else.
const loading = new Map();
function loaded(file) {
  if (!loading.has(file)) loading.set(file, new Promise((done, failed) => {
    const script = Object.assign(document.createElement("script"), {src: file, onload: done, onerror: () => failed(new Error(file))});
    document.head.append(script);
  }));
  return loading.get(file);
}
let panel, older, parts;
async function withPanel() {
  await loaded("panel.js");
  if (!panel) { panel = study.panel.rows; older = groups(study.panel.older); parts = groups(study.panel.parts); }
}

const number = value => typeof value === "number"
  ? new Intl.NumberFormat(language, {maximumSignificantDigits: 7, useGrouping: "min2"}).format(value).replace("-", "−") : value ?? "";
const asRead = text => /^-?\d+(\.\d+)?(e-?\d+)?$/.test(text) ? number(Number(text)) : text;
function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...children.map(child => child instanceof Node ? child : String(child ?? "")));
  return made;
}
function table(caption, headings, rows) {
  const body = rows.map(({cells, kind}) => element("tr", kind ? {class: kind} : {},
    ...cells.map((cell, place) => place ? element("td", typeof cell === "number" ? {class: "number"} : {}, cell instanceof Node ? cell : number(cell))
      : element("th", {scope: "row"}, cell instanceof Node ? cell : cell))));
  return element("div", {class: "scroll", tabindex: 0, role: "region", "aria-label": caption},
    element("table", {}, element("caption", {}, caption),
      element("thead", {}, element("tr", {}, ...headings.map(text => element("th", {scope: "col"}, text)))),
      element("tbody", {}, ...body)));
}

// From a number to its cell: one sentence, the sheet around it as it was read, and a reference to copy.
const letters = column => (column >= 26 ? letters(Math.floor(column / 26) - 1) : "") + String.fromCharCode(65 + column % 26);
const columnOf = cell => [...cell.replace(/\d/g, "")].reduce((sum, letter) => 26 * sum + letter.charCodeAt(0) - 64, 0) - 1;
const rowOf = cell => Number(cell.replace(/\D/g, ""));
const publication = row => label("publication", row.file);
function placeOf(row) {
  const sheet = row.sheet ? `, ${word("site.origin.sheet")} ${row.sheet.replace(/\.$/, "")}` : "";
  return `${publication(row)}${sheet}, ${word("site.origin.cell")} ${row.cell}`;
}
const sentenceOf = row => `${placeOf(row)}: ${asRead(row.raw_text)}`;
function fragment(row) {
  const rows = study.sheets[`${row.file}\n${row.sheet}`] ?? {}, own = rowOf(row.cell), column = columnOf(row.cell);
  const lines = Object.keys(rows).map(Number).filter(line => line < Math.min(7, own) || Math.abs(line - own) <= 1);
  const texts = new Map(lines.map(line => [line, rows[line]]));
  // On a telephone the column after the cell has no room.
  const columns = [...new Set([0, column - 1, column, ...(innerWidth < 480 ? [] : [column + 1])])].filter(place => place >= 0);
  const head = element("tr", {}, element("th", {scope: "col"}, ""), ...columns.map(place => element("th", {scope: "col", ...(place === column ? {class: "marked"} : {})}, letters(place))));
  const body = lines.map((line, place) => element("tr", place && line - lines[place - 1] > 1 ? {class: "after-gap"} : {}, element("th", {scope: "row"}, line),
    ...columns.map(column_ => element("td", line === own && column_ === column ? {class: "marked", "aria-current": "true"} : {}, asRead(texts.get(line)[column_] ?? "")))));
  return element("div", {class: "scroll sheet", tabindex: 0, role: "region", "aria-label": word("site.origin.fragment")},
    element("table", {}, element("caption", {}, word("site.origin.fragment")), element("thead", {}, head), element("tbody", {}, ...body)));
}
function reference(row) {
  const text = `${sentenceOf(row)} (${row.file})`;
  const field = element("input", {type: "text", readonly: "", value: text, "aria-label": word("site.origin.reference")});
  const button = element("button", {type: "button"}, word("site.origin.copy"));
  button.addEventListener("click", async () => {
    field.select();
    try { await navigator.clipboard.writeText(text); } catch { document.execCommand("copy"); }
    button.textContent = word("site.origin.copied");
  });
  return element("p", {class: "reference"}, element("label", {}, word("site.origin.reference"), " ", field), " ", button);
}
// The row of the edition whose figures are used; where it prints none, that of the newest.
function usedRow(position, edition) {
  const row = record(panel, position);
  const old = edition && row.edition !== edition && (older.get(position) ?? []).find(one => one.edition === edition);
  return old ? {...row, ...old} : row;
}
const hasCell = row => row.cell && row.raw_text !== "";
function origin(positions, edition) {
  if (positions.length !== 1) return [element("p", {class: "finding"}, `${word("site.origin.many")} ${positions.length}`)];
  const row = usedRow(positions[0], edition);
  if (hasCell(row)) return [element("p", {class: "finding"}, sentenceOf(row)), fragment(row), reference(row)];
  return [element("p", {class: "finding"}, `${word("site.origin.derived")} ${row.derivation || row.status}`)];
}

const places = ["edition", "file", "sheet", "cell", "raw_text"];
function panelRows(position, edition, depth, role) {
  const row = record(panel, position);
  const name = `${role ? word(`site.role.${role}`) + ": " : ""}${label("indicator", row.indicator)}, ${label("region", row.region)}`;
  const marks = [row.status === "value" ? "" : word(`site.column.${row.status}`), row.flags, row.derivation && `= ${row.derivation}`].filter(Boolean).join("; ");
  const kind = [depth ? "deeper" : "", edition && row.edition === edition ? "used" : ""].join(" ").trim();
  const found = [{cells: [name, String(row.year), row.value, marks, ...placed(row)], kind}];
  for (const old of older.get(position) ?? [])
    found.push({cells: [word("site.role.older"), String(row.year), old.value, "", ...placed(old)],
      kind: `deeper ${old.edition === edition ? "used" : ""}`.trim()});
  for (const part of parts.get(position) ?? [])
    found.push(...(part.part === null
      ? [{cells: [`${word("site.role.missing")}: ${label("indicator", part.indicator)}, ${label("region", part.region)}`, String(row.year), "", "", "", "", "", "", ""], kind: "deeper"}]
      : panelRows(part.part, edition, depth + 1, part.role)));
  return found;
}
function placed(row) {
  if (!hasCell(row)) return places.map(place => row[place]);
  const button = element("button", {type: "button", class: "source"}, row.cell);
  button.addEventListener("click", () => {
    const shown = document.getElementById("shown-cell");
    shown.replaceChildren(element("p", {class: "finding"}, sentenceOf(row)), fragment(row), reference(row));
    shown.scrollIntoView({block: "nearest"});
  });
  return places.map(place => place === "cell" ? button : row[place]);
}
function cellsTable(positions, edition) {
  const headings = ["row", "year", "value", "marks", ...places].map(name => word(`site.column.${name}`));
  return table(word("site.chain.cells"), headings, positions.flatMap(position => panelRows(position, edition, 0, "")));
}
function folded(summary, ...content) { return element("details", {class: "folded"}, element("summary", {}, summary), ...content); }
function openChain(content) {
  const dialog = document.getElementById("chain");
  document.getElementById("chain-content").replaceChildren(...content);
  if (!dialog.open) dialog.showModal();
}
function cellsOf(positions, edition, steps) {
  return [...origin(positions, edition), element("div", {id: "shown-cell"}), ...steps,
    folded(word("site.chain.panel"), cellsTable(positions, edition))];
}
// Columns in words of the language; those of another language are left out.
function inWords(step) {
  const own = step.columns.map((name, place) => ({name, place})).filter(({name}) => !/_(en|ru)$/.test(name) || name.endsWith(`_${language}`));
  return [own.map(({name}) => store.texts[`site.column.${name}`] ?? name), step.rows.map(cells => ({cells: own.map(({place}) => cells[place])}))];
}
async function chainOf(id) {
  const chain = store.chains[id];
  if (!chain) return;
  const note = chain.note ? [element("p", {}, word(`site.${chain.note}`))] : [];
  const steps = chain.steps.map(id => {
    const step = store.steps[id];
    return [element("code", {}, step.file), table(word("site.chain.rows"), ...inWords(step))];
  });
  if (!chain.cells) return openChain([...note, ...steps.flat()]);
  await Promise.all([withPanel(), loaded("sheets.js")]);
  openChain([...note, ...cellsOf(store.cells[chain.cells], chain.edition, [folded(word("site.chain.steps"), ...steps.flat())])]);
}
async function panelChain(position) {
  await loaded("sheets.js");
  openChain(cellsOf([position], "", []));
}

// Charts: drawn when they come near the screen.
const data = {};
for (const name of Object.keys(store.data)) data[name] = records(store.data[name]);
const dataOf = {codes: "codes", education: "points", curve: "curve", series: "series"};
const chosen = {indicator: address.get("indicator") ?? "grp_per_capita", region: address.get("region") ?? store.district};
function seriesData() {
  return Array.from({length: lengthOf(panel)}, (_, position) => position)
    .filter(position => cellOf(panel.indicator, position) === chosen.indicator && cellOf(panel.region, position) === chosen.region)
    .flatMap(position => {
      const row = record(panel, position);
      return [{...row, position}, ...(older.get(position) ?? []).map(old => ({...old, year: row.year, status: word("site.role.older"), flags: "", derivation: "", position}))];
    }).filter(row => row.value !== null);
}
function named(rows) {
  return rows.map(row => ({...row, ...Object.fromEntries(Object.keys(store.labels)
    .filter(field => field in row).map(field => [`${field}_name`, label(field, row[field])]))}));
}
const isDark = () => root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
function look() {
  const ink = isDark() ? "#e8e8e6" : "#1a1a1a", line = isDark() ? "#4a4d52" : "#d9d9d9";
  const axis = {labelColor: ink, titleColor: ink, gridColor: line, domainColor: line, tickColor: line, labelFontSize: 12, titleFontSize: 12, titleFontWeight: "normal"};
  return {background: "transparent", font: "DejaVu Sans, Segoe UI, Arial, sans-serif", axis, legend: {labelColor: ink, titleColor: ink, labelFontSize: 12},
    header: {labelColor: ink}, text: {color: ink}, view: {stroke: null}};
}
const formats = {en: {decimal: ".", thousands: ",", grouping: [3], currency: ["", ""], minus: "−"}, ru: {decimal: ",", thousands: "\u00a0", grouping: [3], currency: ["", ""], minus: "−"}};
function fitted(spec, width) {
  if ("width" in spec) spec.width = width;
  if (spec.columns) { spec.columns = width < 560 ? 1 : 2; spec.spec.width = width < 560 ? width - 40 : width / 2 - 40; }
  (spec.vconcat ?? []).forEach(part => fitted(part, width));
  return spec;
}
const rowsOf = name => named(name === "series" ? seriesData() : data[dataOf[name]]);
async function draw(holder) {
  const name = holder.dataset.chart, canvas = holder.querySelector(".canvas");
  if (name === "series") { await withPanel(); fillSelects(); }
  // Axis titles and the names of regions stand beside the drawing.
  const beside = name === "codes" ? 215 : 80;
  const spec = fitted(structuredClone(store.charts[name]), Math.max(180, Math.min(canvas.clientWidth, 940) - beside));
  spec.datasets = {[dataOf[name]]: rowsOf(name)};
  const options = {mode: "vega-lite", renderer: "svg", config: look(), formatLocale: formats[language], tooltip: {theme: isDark() ? "dark" : "light"},
    actions: {export: {svg: true, png: true}, source: false, compiled: false, editor: false}, i18n: {SVG_ACTION: word("site.save_svg"), PNG_ACTION: word("site.save_png"), CLICK_TO_VIEW_ACTIONS: word("site.save")}};
  try {
    const {view} = await vegaEmbed(canvas, spec, options);
    holder.dataset.drawn = language;
    // The table below a chart holds its numbers for readers who cannot see it.
    canvas.querySelector("svg.marks").setAttribute("aria-hidden", "true");
    canvas.querySelector("summary")?.setAttribute("aria-label", word("site.save"));
    view.addEventListener("click", (event, item) => {
      if (item?.datum?.chain) chainOf(item.datum.chain);
      else if (item?.datum?.position !== undefined) panelChain(item.datum.position);
    });
  } catch (error) { canvas.textContent = `${word("site.chart_failed")} ${error.message}`; holder.dataset.failed = "yes"; }
  if (holder.querySelector("details.data").open) fillTable(holder);
}
function fillTable(holder) {
  const name = holder.dataset.chart, rows = rowsOf(name);
  const shown = Object.keys(rows[0] ?? {}).filter(field => !field.endsWith("_name") && field !== "position" && field !== "chain");
  const made = table(word(`site.chart.${name}.title`), shown.map(field => word(`site.column.${field}`)), rows.map(row => ({cells: shown.map(field => {
    const text = row[`${field}_name`] ?? row[field];
    if (field !== "value" || !("chain" in row || "position" in row)) return field === "year" ? String(text) : text;
    const button = element("button", {type: "button", class: "source"}, number(text));
    button.addEventListener("click", () => row.chain ? chainOf(row.chain) : panelChain(row.position));
    return button;
  })})));
  holder.querySelector("details.data .scroll").replaceWith(Object.assign(made, {className: "scroll long"}));
}
function fillSelects() {
  const fill = (id, values, field) => {
    const select = document.getElementById(id);
    if (!values.includes(chosen[id])) chosen[id] = values[0];
    if (select.options.length) return void (select.value = chosen[id]);
    select.replaceChildren(...values.map(value => element("option", {value}, label(field, value) + (field === "indicator" ? ` (${label("unit", value)})` : ""))));
    select.value = chosen[id];
  };
  fill("indicator", panel.indicator.values, "indicator");
  fill("region", panel.region.values, "region_full");
}
const holders = [...document.querySelectorAll(".chart[data-chart]")];
const near = new IntersectionObserver(entries => entries.filter(entry => entry.isIntersecting).forEach(entry => { near.unobserve(entry.target); draw(entry.target); }), {rootMargin: "400px"});
function redraw() { holders.filter(holder => holder.dataset.drawn || holder.dataset.failed).forEach(holder => draw(holder)); }

// Tools, each a script of its own.
const scripts = {map: regioncodesMap, trial: regioncodesTrial};
for (const [name, own] of Object.entries(store.tools)) scripts[name].mount(document.querySelector(`#tool-${name} .held`), own, word, language);

// Search: every word that is typed begins like a word of what is found, but for an ending of three or four letters.
const plain = text => text.toLowerCase().replaceAll("ё", "е");
const wordsOf = text => plain(text).match(/[\p{L}\p{N}]+/gu) ?? [];
function alike(typed, found) {
  if (found.startsWith(typed)) return true;
  const shortest = Math.min(typed.length, found.length);
  let same = 0;
  while (same < shortest && typed[same] === found[same]) same++;
  const ending = Math.min(4, same - 1);
  return same >= 4 && typed.length - same <= ending && found.length - same <= ending;
}
function found(typed, index) {
  const wanted = wordsOf(typed);
  if (!wanted.length || typed.trim().length < 2) return [];
  const scored = index.map(([title, more, target]) => {
    const [inTitle, inMore] = [title, more].map(text => { const own = wordsOf(text); return wanted.filter(one => own.some(other => alike(one, other))); });
    return {title, more, target, hits: new Set([...inTitle, ...inMore]).size, score: inTitle.length};
  });
  return scored.filter(one => one.hits === wanted.length).sort((one, other) => other.score - one.score).slice(0, 30);
}
async function search() {
  const typed = document.getElementById("search").value;
  await loaded(store.search);
  const hits = found(typed, study.search);
  const items = hits.map(({title, more, target}) => element("li", {}, element("a", {href: target}, title), more ? ` ${more}` : ""));
  const nothing = typed.trim().length > 1 && !hits.length ? [element("li", {}, word("site.search.nothing"))] : [];
  document.getElementById("found").replaceChildren(...items, ...nothing);
}

// Claims by verdict.
function filter(button) {
  button.setAttribute("aria-pressed", button.getAttribute("aria-pressed") !== "true");
  const holder = button.closest(".filtered");
  const shown = new Set([...holder.querySelectorAll('[data-filter][aria-pressed="true"]')].map(one => one.dataset.filter));
  holder.querySelectorAll("tr[data-kind]").forEach(row => { row.hidden = !shown.has(row.dataset.kind); });
}

// What an address names is shown: a folded table opens, a claim that is filtered away comes back.
function land() {
  const target = location.hash.length > 1 && document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (!target) return;
  for (let one = target; one; one = one.parentElement) if (one.tagName === "DETAILS") one.open = true;
  target.querySelectorAll(":scope > details.folded").forEach(one => { one.open = true; });
  target.hidden = false;
  target.scrollIntoView();
}
function keep(name, value) { try { localStorage.setItem(name, value); } catch { /* a browser may forbid it */ } }
function kept(name) { try { return localStorage.getItem(name); } catch { return null; } }

document.addEventListener("click", event => {
  const button = event.target.closest("[data-chain]");
  if (button) chainOf(button.dataset.chain);
  const chosenFilter = event.target.closest("[data-filter]");
  if (chosenFilter) filter(chosenFilter);
  // The other language opens at the same place.
  const other = event.target.closest("a.language");
  if (other) other.hash = location.hash;
  if (event.target.id === "chain") event.target.close();
});
document.getElementById("theme").addEventListener("click", () => { root.dataset.theme = isDark() ? "light" : "dark"; keep("theme", root.dataset.theme); redraw(); });
document.getElementById("search").addEventListener("input", search);
document.addEventListener("keydown", event => { if (event.key === "Escape") document.getElementById("found").replaceChildren(); });
for (const id of ["indicator", "region"]) document.getElementById(id)?.addEventListener("change", event => { chosen[id] = event.target.value; draw(document.getElementById("chart-series")); });
holders.forEach(holder => { near.observe(holder); holder.querySelector("details.data").addEventListener("toggle", event => { if (event.target.open) fillTable(holder); }); });
let wide = innerWidth;
addEventListener("resize", () => { if (innerWidth !== wide) { wide = innerWidth; redraw(); } });
addEventListener("hashchange", land);
const theme = address.get("theme") ?? kept("theme");
if (["light", "dark"].includes(theme)) root.dataset.theme = theme;
// Charts are drawn anew: where the page stood before says nothing of where its places are now.
if (location.hash) history.scrollRestoration = "manual";
land();
if (address.get("source")) chainOf(address.get("source"));
