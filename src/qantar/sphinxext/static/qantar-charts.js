// Brings a page's figures to life when they are touched, pointed at or focused, and where a phone needs another drawing.
// Vega and the specifications are files of this book, loaded by script tags (fetch does not work from a folder).
(() => {
  "use strict";
  const state = window.qantarState;
  const { load, make, root, say: announce } = window.qantar;
  const phone = matchMedia("(max-width: 640px)");

  // One start at a time: another one, for the other width, begins when this one has ended.
  function bringToLife(chart) {
    const size = phone.matches ? "-narrow" : "";
    if (chart.dataset.size === size) return chart.qantarReady;
    chart.dataset.size = size;
    chart.qantarReady = (chart.qantarReady ?? Promise.resolve()).then(() => start(chart, size));
    return chart.qantarReady.catch((error) => stayStill(chart, error));
  }

  async function start(chart, size) {
    const address = new URL(`${chart.dataset.spec}${size}.js`, location).href;
    const [spec] = await Promise.all([load(address), load("_static/qantar-vega.js")]);
    const vega = window.qantarVega;
    const stage = make("div");
    const view = new vega.View(vega.parse(spec), { renderer: "svg", container: stage, tooltip: showTip, logLevel: vega.Warn });
    for (const [key, value] of values(chart)) view.signal(key, value);
    await view.runAsync();
    if (size) await fit(view, stage, chart);
    // One picture with one description: its parts would be read out as hundreds of nameless shapes.
    stage.querySelector("svg").setAttribute("aria-hidden", "true");
    chart.querySelector(".q-drawing").replaceChildren(stage);
    view.addEventListener("click", (event, item) => item?.tooltip && pin(event, item));
    chart.qantarView?.finalize();
    chart.qantarView = view;
    chart.dataset.live = "true";
    await follow(chart);
  }

  // Words beside a mark may need more room than was left for them: the plot gives way.
  async function fit(view, stage, chart) {
    const room = Math.min(336, chart.clientWidth || 336);
    const width = Number(stage.querySelector("svg").getAttribute("width"));
    if (width > room && view.width() > width - room + 100) await view.width(view.width() - (width - room)).runAsync();
  }

  const form = (chart) => chart.querySelector(".q-controls");
  const inputs = (chart) => [...(form(chart)?.elements ?? [])].filter((one) => one.name);
  const valueOf = (input) => {
    if (input.type === "checkbox") return input.checked ? "yes" : "no";
    return input.type === "range" ? Number(input.value) : typed(input);
  };
  // The values of a choice are texts in a page; the chart may have them as numbers.
  const typed = (select) => (select.dataset.numbers === undefined ? select.value : Number(select.value));
  const opening = (input) => {
    if (input.type === "checkbox") return "no";
    return input.type === "range" ? input.defaultValue : [...input.options].find((one) => one.defaultSelected).value;
  };
  const values = (chart) => inputs(chart).map((input) => [input.name, valueOf(input)]);
  const changed = (chart) => inputs(chart).filter((input) => String(valueOf(input)) !== opening(input));

  // What is set, in words: after each change, for the ear and for paper.
  function inWords(input) {
    const label = input.getAttribute("aria-label");
    if (input.type === "checkbox") return label;
    if (input.type === "range") return `${label}: ${input.value}${input.dataset.unit ? ` ${input.dataset.unit}` : ""}`;
    return `${label}: ${input.selectedOptions[0].text}`;
  }

  function say(chart) {
    for (const input of inputs(chart).filter((one) => one.type === "range")) {
      input.nextElementSibling.textContent = input.value;
      if (input.dataset.unit) input.setAttribute("aria-valuetext", `${input.value} ${input.dataset.unit}`);
    }
    const now = changed(chart).map(inWords).join("; ");
    chart.querySelector(".q-said").textContent = now && `Set by you: ${now}. The table below holds the numbers of these settings.`;
  }

  async function react(chart) {
    state.write(chart.dataset.figure, changed(chart).map((input) => [input.name, String(valueOf(input))]));
    say(chart);
    await bringToLife(chart);
    const view = chart.qantarView;
    if (!view) return;
    for (const [key, value] of values(chart)) view.signal(key, value);
    await view.runAsync();
    await follow(chart);
  }

  // Description and table say what the drawing shows.
  async function follow(chart) {
    const figure = chart.closest("figure");
    const fields = chart.dataset.fields?.split(" ");
    if (!fields) return;
    const words = chart.querySelector(".q-said").textContent;
    const description = figure.querySelector(".q-description");
    description.dataset.opening ??= description.textContent;
    description.textContent = words ? `${words} At the opening settings: ${description.dataset.opening}` : description.dataset.opening;
    const finding = figure.querySelector(".caption-text").textContent;
    chart.querySelector(".q-drawing").setAttribute("aria-label", `${finding}. ${description.textContent}`);
    const body = figure.querySelector(".q-data tbody");
    body.qantarOpening ??= [...body.rows];
    if (!words) return body.replaceChildren(...body.qantarOpening);
    const rows = rowsOf(chart.qantarView, fields);
    const heads = [...figure.querySelectorAll(".q-data th")].map((one) => one.className);
    body.replaceChildren(...rows.map((row) => line(row, fields, heads)));
  }

  function rowsOf(view, fields) {
    const names = Object.keys(view.getState({ data: () => true, signals: () => false }).data);
    const whole = (row) => row && fields.every((field) => field in row && !Array.isArray(row[field]));
    return names.map((name) => view.data(name)).find((rows) => rows.length && rows.every(whole)) ?? [];
  }

  function line(row, fields, heads) {
    const tr = make("tr");
    fields.forEach((field, place) => {
      const cell = tr.insertCell();
      cell.className = heads[place];
      const value = row[field];
      cell.textContent = typeof value === "number" ? String(Number(value.toPrecision(6))) : value;
    });
    return tr;
  }

  // Sets what the address asks for, if every part of it is a setting of this chart; says whether it was.
  function accept(chart, pairs) {
    const known = new Map(inputs(chart).map((input) => [input.name, input]));
    const right = pairs.length === new Set(pairs.map(([key]) => key)).size
      && pairs.every(([key, value]) => known.has(key) && allows(known.get(key), value));
    if (right) for (const [key, value] of pairs) set(known.get(key), value);
    return right;
  }

  function allows(input, value) {
    if (input.type === "checkbox") return value === "yes" || value === "no";
    if (input.type !== "range") return [...input.options].some((one) => one.value === value);
    const steps = (Number(value) - Number(input.min)) / Number(input.step);
    return /^-?\d{1,6}(\.\d{1,6})?$/.test(value) && Number(value) >= Number(input.min)
      && Number(value) <= Number(input.max) && Math.abs(steps - Math.round(steps)) < 1e-9;
  }

  function set(input, value) {
    if (input.type === "checkbox") input.checked = value === "yes";
    else input.value = value;
  }

  const charts = [...document.querySelectorAll(".q-chart")];

  function restore() {
    const asked = state.read();
    let isWhole = true;
    for (const chart of charts.filter(form)) {
      const pairs = asked.get(chart.dataset.figure);
      for (const input of inputs(chart)) set(input, opening(input));
      const right = !pairs || accept(chart, pairs);
      isWhole &&= right;
      if (pairs || chart.dataset.live) react(chart);
    }
    const [place] = asked.keys();
    if (place === undefined) return;
    const known = charts.some((chart) => chart.dataset.figure === place && form(chart));
    isWhole &&= known && [...asked.keys()].every((name) => charts.some((chart) => chart.dataset.figure === name));
    if (!isWhole) announce("The address asks for settings that no chart here has. The charts open as usual.");
    const reached = performance.getEntriesByType("navigation")[0]?.type ?? "navigate";
    if (known && reached === "navigate") charts.find((one) => one.dataset.figure === place).closest("figure").scrollIntoView();
  }

  // What a mark stands for, beside the pointer, the finger or the mark that is reached by keys. The same words stand in
  // the figure's table.
  let tip;
  function showTip(handler, event, item, value) {
    // A tap ends with the pointer leaving: what was tapped stays until the next tap.
    if (tip?.isConnected && tip.classList.contains("q-pinned") && handler) return;
    tip?.remove();
    if (value === null || value === undefined || value === "") return;
    tip = make("table", { className: "q-tip" });
    tip.setAttribute("aria-hidden", "true");
    for (const [key, text] of Object.entries(typeof value === "object" ? value : { "": value })) {
      const row = tip.insertRow();
      row.insertCell().textContent = key;
      row.insertCell().textContent = text;
    }
    document.body.append(tip);
    const touch = event.changedTouches?.[0] ?? event;
    const left = Math.min(touch.clientX + 12, document.documentElement.clientWidth - tip.offsetWidth - 8);
    const below = touch.clientY + 14;
    const top = below + tip.offsetHeight > window.innerHeight ? touch.clientY - tip.offsetHeight - 10 : below;
    tip.style.left = `${Math.max(left, 8)}px`;
    tip.style.top = `${Math.max(top, 8)}px`;
  }

  // A tap keeps the words, with the way to the record of what the mark stands for, where it has one.
  function pin(event, item) {
    showTip(null, event, item, item.tooltip);
    tip?.classList.add("q-pinned");
    const record = recordOf(item.datum);
    if (!tip || !record) return;
    const link = make("a", { href: record, textContent: "Open the record" });
    tip.removeAttribute("aria-hidden");
    const cell = tip.insertRow().insertCell();
    cell.colSpan = 2;
    cell.append(link);
  }

  function recordOf(datum) {
    const [page, id] = datum?.event_id ? ["timeline", datum.event_id] : ["claims", String(datum?.claim ?? "").toLowerCase()];
    if (!/^[tc]\d{2,4}$/.test(id)) return null;
    return new URL(`book/reference/${page}.html#${id}`, root).href;
  }

  // By arrow keys from mark to mark: each is pointed at in turn, and what stands beside it is said as well.
  function step(chart, event) {
    const ahead = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    const marks = [...chart.querySelectorAll(".q-drawing .role-mark > :not(g)")];
    if (event.key === "Escape") tip?.remove();
    if (event.key === "Enter") at(chart, marks, "click");
    if (!ahead || !marks.length) return;
    event.preventDefault();
    for (let tried = 0; tried < marks.length; tried += 1) {
      chart.qantarAt = ((chart.qantarAt ?? (ahead > 0 ? -1 : 0)) + ahead + marks.length) % marks.length;
      tip?.remove();
      tip = undefined;
      at(chart, marks, "pointermove");
      if (tip) break;
    }
    spoken.textContent = tip ? [...tip.rows].map((row) => [...row.cells].map((one) => one.textContent).join(" ")).join(", ") : "";
  }

  function at(chart, marks, kind) {
    const box = marks[chart.qantarAt ?? 0]?.getBoundingClientRect();
    const [clientX, clientY] = box ? [box.left + box.width / 2, box.top + box.height / 2] : [0, 0];
    const Event = kind === "click" ? MouseEvent : PointerEvent;
    marks[chart.qantarAt ?? 0]?.dispatchEvent(new Event(kind, { bubbles: true, clientX, clientY }));
  }

  const spoken = make("p", { className: "q-hidden" });
  spoken.setAttribute("role", "status");

  function stayStill(chart, error) {
    delete chart.dataset.size;
    if (chart.querySelector(":scope > .q-note")) return;
    console.warn(`The chart ${chart.dataset.figure} stays a still picture: ${error.message}`);
    const note = make("p", { className: "q-note" });
    note.setAttribute("role", "status");
    note.textContent = "This chart stays a still picture, because its library could not be loaded. "
      + "The figure’s data are in the table below it.";
    chart.append(note);
  }

  async function copy(button, text) {
    const said = button.textContent;
    try {
      await navigator.clipboard.writeText(text);
      button.textContent = "Copied";
    } catch {
      // Without a clipboard, as from a folder in some browsers: the address of the page is the link.
      button.textContent = "The link is in the address line";
    }
    setTimeout(() => { button.textContent = said; }, 2500);
  }

  // The drawing as it stands, in the light colours, with its words around it, as a picture of points.
  async function asPoints(chart) {
    await bringToLife(chart);
    const figure = chart.closest("figure");
    const [drawn, around] = [await chart.qantarView.toSVG(), []];
    const text = (selector) => figure.querySelector(selector)?.textContent.trim() ?? "";
    const [, width, height] = drawn.match(/width="([\d.]+)" height="([\d.]+)"/).map(Number);
    const lines = (words, letters) => words.match(new RegExp(`.{1,${letters}}(?:\\s|$)`, "g")) ?? [];
    const escaped = (words) => words.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);
    let y = 10;
    const put = (words, size, weight) => {
      for (const one of lines(words, Math.floor(width / (0.52 * size)))) {
        y += 1.35 * size;
        around.push(`<text x="16" y="${y}" font-size="${size}" font-weight="${weight}">${escaped(one)}</text>`);
      }
    };
    put(text(".caption-text"), 15, 600);
    put(text(".q-shown"), 12.5, 400);
    put(text(".q-said").split(". ")[0], 12.5, 400);
    around.push(drawn.replace("<svg ", `<svg x="16" y="${y + 10}" `));
    y += height + 18;
    const sources = [...figure.querySelectorAll(".q-sources li")].map((one) => one.textContent.split(",")[0]);
    put(`Source: ${[...new Set(sources)].join("; ")}. ${figure.querySelector(".q-cite").dataset.licence}.`, 11, 400);
    return inLight(`<svg xmlns="http://www.w3.org/2000/svg" width="${width + 32}" height="${y + 16}" `
      + `font-family="Arial, sans-serif" fill="var(--q-ink)"><rect width="100%" height="100%" fill="var(--q-paper)"/>`
      + `${around.join("")}</svg>`);
  }

  // The light colours, whatever the page wears now: those of paper. Nothing is painted in between.
  function inLight(svg) {
    const page = document.documentElement;
    const worn = page.dataset.theme;
    page.dataset.theme = "light";
    const style = getComputedStyle(page);
    const done = svg.replace(/var\((--q-\w+)\)/g, (name, token) => style.getPropertyValue(token).trim());
    if (worn === undefined) delete page.dataset.theme;
    else page.dataset.theme = worn;
    return done;
  }

  async function savePoints(chart) {
    const picture = new Image();
    picture.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(await asPoints(chart))}`;
    await picture.decode();
    const canvas = document.createElement("canvas");
    [canvas.width, canvas.height] = [2 * picture.width, 2 * picture.height];
    canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
    make("a", { download: `qantar-${chart.dataset.figure}.png`, href: canvas.toDataURL("image/png") }).click();
  }

  function addButtons(chart) {
    const figure = chart.closest("figure");
    const button = (words, act) =>
      make("button", { type: "button", textContent: words, onclick: (event) => act(event.currentTarget) });
    figure.querySelector(".q-download p").append(" ", button("Picture (PNG)", () => savePoints(chart)));
    figure.querySelector(".q-cite p").append(" ", button("Copy", (one) => copy(one, state.link(chart.dataset.figure))));
  }

  const watcher = new IntersectionObserver((entries) => {
    for (const entry of entries.filter((one) => one.isIntersecting)) {
      watcher.unobserve(entry.target);
      bringToLife(entry.target);
    }
  }, { rootMargin: "600px" });

  // A phone has a still drawing of its own only where the page says so.
  function watch() {
    for (const chart of charts) {
      if (phone.matches && !("narrow" in chart.dataset)) watcher.observe(chart);
      else watcher.unobserve(chart);
      if (chart.dataset.live) bringToLife(chart);
    }
  }

  for (const chart of charts) {
    for (const touch of ["pointerenter", "pointerdown", "focusin"]) chart.addEventListener(touch, () => bringToLife(chart));
    chart.querySelector(".q-drawing").addEventListener("keydown", (event) => step(chart, event));
    addButtons(chart);
    if (!form(chart)) continue;
    form(chart).addEventListener("input", () => react(chart));
    // The fields are reset only after this event.
    form(chart).addEventListener("reset", () => setTimeout(() => react(chart)));
    form(chart).addEventListener("submit", (event) => event.preventDefault());
    form(chart).querySelector("[data-copy]").addEventListener("click", (event) => copy(event.target, state.link(chart.dataset.figure)));
  }
  document.querySelector("article, main")?.append(spoken);
  document.addEventListener("pointerdown", (event) => tip && !tip.contains(event.target) && tip.remove());
  phone.addEventListener("change", watch);
  addEventListener("hashchange", restore);
  restore();
  watch();
})();
