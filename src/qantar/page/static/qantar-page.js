// Waits for a reader's first use of a card or of the dial, and loads then what it takes. State lives in the address.
(() => {
  "use strict";
  const here = document.currentScript.src;
  const root = new URL("../", here);
  const version = new URL(here).search;
  const page = decodeURIComponent(location.pathname.slice(root.pathname.length)).replace(/(^|\/)$/, "$1index.html");
  const loading = new Map();
  let arrived;
  // A file of data is one call of one of these functions, which runs just before that script's load event.
  window.qantarRecords = window.qantarSpec = (data) => { arrived = data; };

  function load(name) {
    if (!loading.has(name)) loading.set(name, new Promise((resolve, reject) => {
      const isStyle = name.endsWith(".css");
      const file = make(isStyle ? "link" : "script", {
        onload: () => resolve(arrived),
        onerror: () => { loading.delete(name); reject(new Error(`${name} could not be loaded.`)); },
        [isStyle ? "href" : "src"]: new URL(name, root).href + version,
      });
      if (isStyle) file.rel = "stylesheet";
      document.head.append(file);
    }));
    return loading.get(name);
  }

  function make(name, properties = {}, ...inner) {
    const one = Object.assign(document.createElement(name), properties);
    one.append(...inner);
    return one;
  }

  // Letters without marks and case, so that "ozen" finds "Özen"; the Cyrillic "й" stays a letter of its own.
  const letters = (text) => text.normalize("NFD").replace(/(?!\u0306)\p{M}/gu, "").normalize("NFC").toLowerCase();

  // What a page says to its reader once: seen for a while, and read out.
  function say(text) {
    const note = document.querySelector(".q-say") ?? make("p", { className: "q-say" });
    note.setAttribute("role", "status");
    document.body.append(note);
    setTimeout(() => { note.textContent = text; }, 50);
    setTimeout(() => note.remove(), 8000);
  }

  const state = () => new URLSearchParams(location.search);
  function remember(changes) {
    const address = new URL(location.href);
    for (const [name, value] of Object.entries(changes)) {
      if (value) address.searchParams.set(name, value);
      else address.searchParams.delete(name);
    }
    history.replaceState(history.state, "", address);
  }

  const records = () => load(`_records/${page.replace(/\.html$/, ".js")}`);
  async function use(name) {
    await Promise.all([records(), load(`_static/qantar-${name}.js`), load("_static/qantar-records.css")]);
    return window.qantar[name];
  }
  window.qantar = { letters, load, make, records, remember, root: root.href, say, state, target, use };

  // A plain click on a word that leads to a record opens its card; any other goes where the link leads.
  const isPlain = (event) => !(event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey);
  addEventListener("click", (event) => {
    const link = event.target.closest?.('article a[id^="at-"]');
    if (link && isPlain(event)) {
      event.preventDefault();
      use("cards").then((cards) => cards.open(link)).catch(() => location.assign(link.href));
    }
    const dial = event.target.closest?.(".q-dial");
    if (dial) use("dial").then((one) => one.start()).then((one) => one.open(dial)).catch((error) => say(error.message));
  });
  for (const link of document.querySelectorAll('article a[id^="at-"]')) link.setAttribute("aria-haspopup", "dialog");
  if (state().has("day")) use("dial").then((one) => one.start()).catch((error) => say(error.message));

  const filter = document.querySelector(".q-filter");
  const filtered = () => use("filter").catch((error) => say(error.message));
  filter?.addEventListener("toggle", filtered, { once: true });
  if (filter && [...state().keys()].some((name) => name !== "day")) filtered();
  // For browsers that do not open a fold by themselves when an address leads into it.
  function target() {
    try {
      return document.getElementById(decodeURIComponent(location.hash.slice(1)));
    } catch {
      return null;  // an address that nobody could have made by a link of the book
    }
  }
  function unfold() {
    const fold = target()?.parentElement.closest("details:not([open])");
    if (!fold) return;
    fold.open = true;
    target().scrollIntoView();
  }
  addEventListener("hashchange", unfold);
  unfold();

  // Words of a search that led here: Sphinx's own scripts mark them, and nothing else needs them.
  if (localStorage.getItem("sphinx_highlight_terms")) {
    load("_static/doctools.js").then(() => load("_static/sphinx_highlight.js")).catch((error) => say(error.message));
  }

  // Back on a phone: sections that were never near have another height by now, so the place is kept by what stands
  // there and not by its distance from the top.
  const BLOCKS = "article :is(h1, h2, h3, p, li, tr, pre, figure)";
  addEventListener("pagehide", () => {
    const heights = [0.3, 0.5, 0.7, 0.2, 0.9].map((part) => part * innerHeight);
    const block = heights.map((y) => document.elementFromPoint(innerWidth / 2, y)?.closest(BLOCKS)).find(Boolean);
    if (!scrollY || !block) return;
    const place = [...document.querySelectorAll(BLOCKS)].indexOf(block);
    history.replaceState({ place, above: block.getBoundingClientRect().top }, "");
  });
  const kept = history.state;
  const [visit] = performance.getEntriesByType("navigation");
  const block = visit?.type === "back_forward" && document.querySelectorAll(BLOCKS)[kept?.place];
  if (block) {
    history.scrollRestoration = "manual";
    let end = performance.now() + 600;
    for (const name of ["wheel", "touchstart", "keydown"]) addEventListener(name, () => { end = 0; }, { once: true });
    const settle = () => {
      if (end) scrollBy({ top: block.getBoundingClientRect().top - kept.above, behavior: "instant" });
      if (performance.now() < end) requestAnimationFrame(settle);
      else history.scrollRestoration = "auto";
    };
    settle();
  }
})();
