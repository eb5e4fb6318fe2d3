"use strict";
// The tile map of regions: regioncodesMap.mount(element, data, say, language, link).
// data: of region_map.map_data; say: text of a key; link: address of a passport by region and language.
const regioncodesMap = (() => {
  const quantities = ["code_id", "code_nid", "growth", "later_growth"];
  const channels = code => [1, 3, 5].map(place => parseInt(code.slice(place, place + 2), 16));

  function colourOf(value, end, colours) {
    const share = Math.min(Math.abs(value) / end, 1);
    const from = channels(colours.middle), to = channels(value > 0 ? colours.high : colours.low);
    const mixed = from.map((part, place) => Math.floor(part + share * (to[place] - part) + 0.5));
    return "#" + mixed.map(part => part.toString(16).padStart(2, "0")).join("");
  }
  function made(name, attributes = {}, ...children) {
    const element = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
    element.append(...children);
    return element;
  }

  function mount(element, data, say, language, link = (region, name) => `../passports/${region}.${name}.html`) {
    // A change of language keeps what was chosen.
    const chosen = element.chosen ??= {quantity: quantities[0], year: data.year, tile: data.tiles.findIndex(tile => tile.own)};
    chosen.tile = Math.max(chosen.tile, 0);
    const word = key => say(`site.map.${key}`);
    const digits = quantity => quantity.startsWith("code") ? 2 : 1;
    const number = (value, most, least = most) => new Intl.NumberFormat(language, {minimumFractionDigits: least, maximumFractionDigits: most})
      .format(value).replace("-", "−").replace(/^−(0(?:[.,]0+)?)$/, "$1");
    const withUnit = (text, quantity) => {
      const unit = word(`unit.${quantity}`);
      return text + (language === "ru" && unit.startsWith("%") ? "" : "\u00a0") + unit;
    };
    const named = quantity => quantity.startsWith("code") ? word(`quantity.${quantity}`) : `${data.target[language]} ${word(`quantity.${quantity}`)}`;
    const period = (quantity, year) => quantity === "later_growth" ? `${year + 1}–${year + data.later_years}` : String(year);

    // Region, period, value, band, and what may be said of it.
    function sentence(place) {
      const {quantity, year} = chosen, own = data.quantities[quantity], at = data.years.indexOf(year), tile = data.tiles[place];
      const head = `${tile.name[language]}, ${period(quantity, year)}: ${named(quantity)}`;
      const value = own.value?.[place][at], state = own.state[place][at], parts = [];
      if (value == null) parts.push(word("state.none"));
      else {
        parts.push(withUnit(number(value, digits(quantity)), quantity));
        if (own.lower?.[place][at] != null)
          parts.push(`${word("band")} [${number(own.lower[place][at], 2)}; ${number(own.upper[place][at], 2)}]`);
        if (state === "plain") parts.push(`${word("from_mean")} ${own.shown[place][at] > 0 ? "+" : ""}${number(own.shown[place][at], 1)}`);
        else parts.push(word(`state.${state}`));
      }
      return `${head} ${parts.join("; ")}.` + (tile.passport ? ` ${word("opens")}` : "");
    }

    const select = made("select", {}, ...quantities.map(name => made("option", {value: name}, named(name))));
    const slider = made("input", {type: "range", min: data.years[0], max: data.years.at(-1), step: 1});
    const shownYear = made("output");
    select.value = chosen.quantity;
    slider.value = chosen.year;
    const controls = made("div", {class: "map-controls"},
      made("label", {}, word("choose_quantity"), select), made("label", {}, word("choose_year"), slider, shownYear));

    const columns = Math.max(...data.tiles.map(tile => tile.column)), rows = Math.max(...data.tiles.map(tile => tile.row));
    const grid = made("div", {role: "grid", "aria-label": word("title"), "aria-rowcount": rows, "aria-colcount": columns, style: `grid-template-columns: repeat(${columns}, minmax(0, 1fr)); min-width: ${21 * columns}px`});
    const inFrame = new Set(data.tiles.filter(tile => tile.own).map(tile => `${tile.row} ${tile.column}`));
    const sides = {top: [-1, 0], right: [0, 1], bottom: [1, 0], left: [0, -1]};
    // A square; what takes the focus in it is the square itself, or the link to a passport.
    const cells = data.tiles.map(tile => {
      const place = {role: "gridcell", "aria-colindex": tile.column, style: `grid-area: ${tile.row} / ${tile.column}`}, letters = tile.letters[language];
      return made("div", place, tile.passport ? made("a", {href: link(tile.region, language)}, letters) : letters);
    });
    const targets = cells.map(cell => cell.firstElementChild ?? cell);
    targets.forEach((target, place) => { target.dataset.region = data.tiles[place].region; });
    for (const row of new Set(data.tiles.map(tile => tile.row)))
      grid.append(made("div", {role: "row", "aria-rowindex": row}, ...cells.filter((_, place) => data.tiles[place].row === row)));

    const said = made("p", {class: "map-said"});
    const scaleTitle = made("div", {class: "title"}), lowest = made("span"), highest = made("span");
    const {low, middle, high} = data.colours;
    const scale = made("div", {class: "map-scale"}, scaleTitle, lowest,
      made("div", {class: "bar", style: `background: linear-gradient(to right, ${low}, ${middle}, ${high})`}), highest);
    const pale = colourOf(0.25, 1, data.colours);
    const key = made("ul", {class: "map-key"}, ...[["uncertain", pale], ["told", pale], ["none", ""], ["framed", ""]].map(([name, colour]) =>
      made("li", {}, made("i", {class: name, "aria-hidden": "true", style: colour && `background-color: ${colour}`}),
        name === "framed" ? `${word("key.framed")} ${data.district[language]}` : word(`key.${name}`))));
    if (!inFrame.size) key.lastChild.remove();

    function choose(place, focus) {
      chosen.tile = place;
      targets.forEach((target, other) => { target.tabIndex = other === place ? 0 : -1; });
      said.textContent = sentence(place);
      if (focus) targets[place].focus();
    }
    function draw() {
      const {quantity, year} = chosen, own = data.quantities[quantity], at = data.years.indexOf(year);
      cells.forEach((cell, place) => {
        const value = own.shown?.[place][at], tile = data.tiles[place];
        const colour = value == null ? "" : colourOf(value, own.end, data.colours);
        const frame = tile.own ? Object.keys(sides).filter(side => !inFrame.has(`${tile.row + sides[side][0]} ${tile.column + sides[side][1]}`)) : [];
        cell.className = [value == null ? "none" : own.state[place][at], ...frame.map(side => `frame-${side}`)].join(" ");
        cell.style.backgroundColor = colour;
        cell.style.color = colour && data.colours.letters;
        targets[place].setAttribute("aria-label", sentence(place));
      });
      shownYear.textContent = period(quantity, year);
      slider.setAttribute("aria-valuetext", shownYear.textContent);
      scaleTitle.textContent = word(`scale.${quantity}`);
      lowest.textContent = `≤ ${number(-own.end, 2, 0)}`;
      highest.textContent = `≥ ${number(own.end, 2, 0)}`;
      said.textContent = sentence(chosen.tile);
    }
    // Left and right go on in reading order, so that every square is reached; up and down to the nearest one.
    function placeAfter(key) {
      const {row, column} = data.tiles[chosen.tile], last = data.tiles.length - 1;
      const inRow = data.tiles.map((tile, place) => [tile, place]).filter(([tile]) => tile.row === row).map(([, place]) => place);
      if (key === "ArrowRight") return Math.min(chosen.tile + 1, last);
      if (key === "ArrowLeft") return Math.max(chosen.tile - 1, 0);
      if (key === "Home") return inRow[0];
      if (key === "End") return inRow.at(-1);
      const next = key === "ArrowDown" ? row + 1 : key === "ArrowUp" ? row - 1 : null;
      const there = data.tiles.flatMap((tile, place) => tile.row === next ? [place] : []);
      return there.length ? there.reduce((best, place) =>
        Math.abs(data.tiles[place].column - column) < Math.abs(data.tiles[best].column - column) ? place : best) : null;
    }
    grid.addEventListener("keydown", event => {
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      const place = placeAfter(event.key);
      if (place === null) return;
      event.preventDefault();
      choose(place, true);
    });
    cells.forEach((cell, place) => {
      targets[place].addEventListener("focus", () => choose(place, false));
      cell.addEventListener("pointerenter", () => { said.textContent = sentence(place); });
      if (!data.tiles[place].passport) cell.addEventListener("click", () => choose(place, true));
    });
    grid.addEventListener("pointerleave", () => { said.textContent = sentence(chosen.tile); });
    select.addEventListener("change", () => { chosen.quantity = select.value; draw(); });
    slider.addEventListener("input", () => { chosen.year = Number(slider.value); draw(); });

    element.classList.add("region-map");
    element.replaceChildren(controls, made("div", {class: "map-scroll"}, grid), said, scale, key, made("p", {class: "note"}, word("how")));
    choose(chosen.tile, false);
    draw();
    element.dataset.drawn = language;
  }
  return {mount, colourOf};
})();
