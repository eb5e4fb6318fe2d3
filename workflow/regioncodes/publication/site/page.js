"use strict";
const store = JSON.parse(document.getElementById("page-data").textContent);
const root = document.documentElement;
const address = new URLSearchParams(location.search);
let language = store.languages.find(name => name === address.get("lang"))
  || store.languages.find(name => (navigator.language || "").startsWith(name)) || store.languages[0];
const word = key => store.texts[language][key] ?? key;
const label = (field, value) => store.labels[language][field]?.[value] ?? value;

// Frames arrive as columns; a column of texts holds its distinct values and places in them.
const cellOf = (column, row) => Array.isArray(column) ? column[row] : column.values[column.places[row]];
const lengthOf = frame => { const first = Object.values(frame)[0]; return (first.places ?? first).length; };
const record = (frame, row) => Object.fromEntries(Object.entries(frame).map(([name, column]) => [name, cellOf(column, row)]));
const records = frame => Array.from({length: lengthOf(frame)}, (_, row) => record(frame, row));
const groups = frame => records(frame).reduce((found, row) => found.set(row.position, [...(found.get(row.position) ?? []), row]), new Map());
const older = groups(store.older), parts = groups(store.parts);

const number = value => typeof value === "number"
  ? new Intl.NumberFormat(language, {maximumSignificantDigits: 7, useGrouping: "min2"}).format(value).replace("-", "−") : value ?? "";
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

// From a number to its cells.
const places = ["edition", "file", "sheet", "cell", "raw_text"];
function panelRows(position, edition, depth, role) {
  const row = record(store.panel, position);
  const name = `${role ? word(`site.role.${role}`) + ": " : ""}${label("indicator", row.indicator)}, ${label("region", row.region)} (${row.region})`;
  const marks = [row.status === "value" ? "" : row.status, row.flags, row.derivation && `= ${row.derivation}`].filter(Boolean).join("; ");
  const kind = [depth ? "deeper" : "", edition && row.edition === edition ? "used" : ""].join(" ").trim();
  const found = [{cells: [name, String(row.year), row.value, marks, ...places.map(place => row[place])], kind}];
  for (const old of older.get(position) ?? [])
    found.push({cells: [word("site.role.older"), String(row.year), old.value, "", ...places.map(place => old[place])],
      kind: `deeper ${old.edition === edition ? "used" : ""}`.trim()});
  for (const part of parts.get(position) ?? [])
    found.push(...(part.part === null
      ? [{cells: [`${word("site.role.missing")}: ${label("indicator", part.indicator)}, ${label("region", part.region)}`, String(row.year), "", "", "", "", "", "", ""], kind: "deeper"}]
      : panelRows(part.part, edition, depth + 1, part.role)));
  return found;
}
function cellsTable(positions, edition) {
  const headings = ["row", "year", "value", "marks", ...places].map(name => word(`site.column.${name}`));
  return table(word("site.chain.cells"), headings, positions.flatMap(position => panelRows(position, edition, 0, "")));
}
function openChain(content) {
  const dialog = document.getElementById("chain");
  document.getElementById("chain-content").replaceChildren(...content);
  dialog.showModal();
}
function chainOf(id) {
  const chain = store.chains[id];
  if (!chain) return;
  const content = chain.note ? [element("p", {}, word(`site.${chain.note}`))] : [];
  chain.steps.forEach((id, place) => {
    const step = store.steps[id];
    content.push(element("h3", {}, `${place + 1}. `, element("code", {}, step.file)),
      table(word("site.chain.rows"), step.columns, step.rows.map(cells => ({cells}))));
  });
  if (chain.cells) content.push(element("h3", {}, `${chain.steps.length + 1}. ${word("site.chain.panel")}`),
    cellsTable(store.cells[chain.cells], chain.edition));
  openChain(content);
}
const panelChain = position => openChain([element("h3", {}, word("site.chain.panel")), cellsTable([position], "")]);

// Charts: one specification for each language, the same data for all.
const data = {};
for (const name of ["codes", "points", "curve"]) data[name] = records(store.data[name]);
const dataOf = {codes: "codes", education: "points", curve: "curve", series: "series"};
const positionsBy = new Map();
records({region: store.panel.region, indicator: store.panel.indicator}).forEach(({region, indicator}, position) => {
  const key = `${indicator} ${region}`;
  positionsBy.set(key, [...(positionsBy.get(key) ?? []), position]);
});
const chosen = {indicator: store.panel.indicator.values.includes("grp_per_capita") ? "grp_per_capita" : store.panel.indicator.values[0], region: store.district};
function seriesData() {
  return (positionsBy.get(`${chosen.indicator} ${chosen.region}`) ?? []).flatMap(position => {
    const row = record(store.panel, position);
    return [{...row, position}, ...(older.get(position) ?? []).map(old => ({...old, year: row.year, status: word("site.role.older"), flags: "", derivation: "", position}))];
  }).filter(row => row.value !== null);
}
function named(rows) {
  return rows.map(row => ({...row, ...Object.fromEntries(Object.keys(store.labels[language])
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
function draw(holder) {
  const name = holder.dataset.chart, canvas = holder.querySelector(".canvas");
  const rows = named(name === "series" ? seriesData() : data[dataOf[name]]);
  // Axis titles and the names of regions stand beside the drawing.
  const beside = name === "codes" ? 215 : 80;
  const spec = fitted(structuredClone(store.charts[language][name]), Math.max(180, Math.min(canvas.clientWidth, 940) - beside));
  spec.datasets = {[dataOf[name]]: rows};
  const options = {mode: "vega-lite", renderer: "svg", config: look(), formatLocale: formats[language], tooltip: {theme: isDark() ? "dark" : "light"},
    actions: {export: {svg: true, png: true}, source: false, compiled: false, editor: false}, i18n: {SVG_ACTION: word("site.save_svg"), PNG_ACTION: word("site.save_png"), CLICK_TO_VIEW_ACTIONS: word("site.save")}};
  vegaEmbed(canvas, spec, options).then(({view}) => {
    holder.dataset.drawn = language;
    view.addEventListener("click", (event, item) => {
      if (item?.datum?.chain) chainOf(item.datum.chain);
      else if (item?.datum?.position !== undefined) panelChain(item.datum.position);
    });
  }).catch(error => { canvas.textContent = `${word("site.chart_failed")} ${error.message}`; holder.dataset.failed = "yes"; });
  const details = holder.querySelector("details.data");
  if (details.open) fillTable(holder);
}
function fillTable(holder) {
  const name = holder.dataset.chart, rows = named(name === "series" ? seriesData() : data[dataOf[name]]);
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
const holders = [...document.querySelectorAll(".chart")];

// Language, theme, search.
function fillSelects() {
  const fill = (id, values, field) => {
    const select = document.getElementById(id);
    select.replaceChildren(...values.map(value => element("option", {value}, label(field, value) + (field === "indicator" ? ` (${label("unit", value)})` : ""))));
    select.value = chosen[id];
  };
  fill("indicator", store.panel.indicator.values, "indicator");
  fill("region", store.panel.region.values, "region_full");
}
function speak(name) {
  language = name;
  root.lang = name;
  document.title = word("site.title");
  document.querySelectorAll("[data-label]").forEach(one => one.setAttribute("aria-label", word(one.dataset.label)));
  document.querySelectorAll("[data-language]").forEach(one => one.setAttribute("aria-pressed", one.dataset.language === name));
  fillSelects();
  redraw();
}
// One chart after another, so that the page answers in between.
function redraw() { holders.forEach(holder => setTimeout(() => draw(holder))); }
function show(indicator, region) {
  Object.assign(chosen, {indicator: indicator ?? chosen.indicator, region: region ?? chosen.region});
  fillSelects();
  const holder = document.querySelector('[data-chart="series"]');
  draw(holder);
  return holder;
}
function search() {
  const wanted = document.getElementById("search").value.trim().toLowerCase();
  const list = document.getElementById("found");
  const hits = [];
  const matches = text => text.toLowerCase().includes(wanted);
  const everywhere = (field, value) => store.languages.map(name => store.labels[name][field][value]).join(" ") + ` ${value}`;
  if (wanted.length > 1) {
    for (const value of store.panel.region.values) if (matches(everywhere("region_full", value))) hits.push([label("region_full", value), () => show(null, value)]);
    for (const value of store.panel.indicator.values) if (matches(everywhere("indicator", value))) hits.push([label("indicator", value), () => show(value, null)]);
    for (const article of document.querySelectorAll("article.exhibit")) {
      const heading = article.querySelector("h3").innerText;
      const said = [...article.querySelectorAll("figcaption, caption")].filter(one => one.checkVisibility()).map(one => one.innerText).join(" ");
      if (matches(`${heading} ${article.textContent}`)) hits.push([`${heading}. ${said.slice(0, 90)}…`, () => article]);
    }
    if (!hits.length) hits.push([word("site.search.nothing"), null]);
  }
  list.replaceChildren(...hits.slice(0, 30).map(([text, go]) => {
    const button = element("button", {type: "button"}, text);
    button.addEventListener("click", () => { list.replaceChildren(); go?.().scrollIntoView(); });
    return element("li", {}, button);
  }));
}
document.addEventListener("click", event => {
  const button = event.target.closest("[data-chain]");
  if (button) chainOf(button.dataset.chain);
  const tongue = event.target.closest("[data-language]");
  if (tongue) speak(tongue.dataset.language);
  if (event.target.id === "chain") event.target.close();
});
document.getElementById("theme").addEventListener("click", () => { root.dataset.theme = isDark() ? "light" : "dark"; redraw(); });
document.getElementById("search").addEventListener("input", search);
document.addEventListener("keydown", event => { if (event.key === "Escape") document.getElementById("found").replaceChildren(); });
for (const id of ["indicator", "region"]) document.getElementById(id).addEventListener("change", event => show(...(id === "indicator" ? [event.target.value, null] : [null, event.target.value])));
holders.forEach(holder => holder.querySelector("details.data").addEventListener("toggle", event => { if (event.target.open) fillTable(holder); }));
let wide = innerWidth;
addEventListener("resize", () => { if (innerWidth !== wide) { wide = innerWidth; redraw(); } });
if (["light", "dark"].includes(address.get("theme"))) root.dataset.theme = address.get("theme");
speak(language);
if (address.get("source")) chainOf(address.get("source"));
