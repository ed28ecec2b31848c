// The search page finds records too: numbers in any writing, dates, people and places in three scripts.
(() => {
  "use strict";
  const { qantar } = window;
  const { letters, make } = qantar;
  const MOST = 20;
  const MONTHS = ["january", "february", "march", "april", "may", "june", "july", "august", "september", "october",
    "november", "december"];
  const month = `(${MONTHS.map((name) => `${name}|${name.slice(0, 3)}`).join("|")})`;
  const asked = qantar.state().get("q")?.trim();
  if (!asked) return;

  const two = (number) => String(number).padStart(2, "0");
  const dated = (year, number, day) => `${year ?? ""}-${two(number)}-${two(day)} `;
  const place = (name) => MONTHS.findIndex((one) => one.startsWith(name.slice(0, 3))) + 1;

  // Text in one form: "3,950" and "3 950" as 3950, dates as 2022-01-10.
  function simple(text) {
    return letters(text)
      .replace(/\b(\d{4})-(\d\d)-(\d\d)\b/g, (_, year, number, day) => dated(year, number, day))
      .replace(/\b(\d{1,2})\.(\d{1,2})\.(\d{4})\b/g, (_, day, number, year) => dated(year, number, day))
      .replace(new RegExp(`\\b(\\d{1,2}) ${month}\\b,?(?: (\\d{4})\\b)?`, "g"),
        (_, day, name, year) => dated(year, place(name), day))
      .replace(new RegExp(`\\b${month} (\\d{1,2})\\b(?!\\d|,\\d)(?:,? (\\d{4})\\b)?`, "g"),
        (_, name, day, year) => dated(year, place(name), day))
      .replace(/(\d)[, \u00a0\u2009\u202f'’](?=\d{3}(?!\d))/g, "$1");
  }
  const words = (text) => simple(text).match(/\d*-\d\d-\d\d|\d+(?:\.\d+)?|[\p{L}]+/gu) ?? [];

  // A number must be the whole number, a day without a year may be of any year, a word may be the beginning of one.
  function holds(known, word) {
    if (/^-/.test(word)) return known.some((one) => one.endsWith(word) && one.includes("-"));
    if (/^\d/.test(word)) return known.includes(word);
    return known.some((one) => one.startsWith(word));
  }

  function find(index) {
    const wanted = words(asked);
    if (!wanted.length) return [];
    const found = index.flatMap((entry) => {
      const near = words(`${entry.title} ${entry.said}`);
      if (wanted.every((word) => holds(near, word))) return [[0, entry]];
      const all = [...near, ...words(entry.words)];
      return wanted.every((word) => holds(all, word)) ? [[1, entry]] : [];
    });
    return found.sort(([one], [other]) => one - other).map(([, entry]) => entry);
  }

  function item(entry) {
    const line = make("li", {}, make("a", { href: entry.address, textContent: entry.title }),
      make("p", { className: "context", textContent: `${entry.kind}. ${entry.said}` }));
    if (!entry.uses.length) return line;
    const uses = entry.uses.flatMap(({ address, words: text }, number) =>
      [number ? "; " : "", make("a", { href: address, textContent: text })]);
    line.append(make("details", {}, make("summary", { textContent: `Used in the text: ${entry.uses.length}` }),
      make("p", {}, ...uses)));
    return line;
  }

  qantar.load("_static/qantar-records.css");
  qantar.records().then(({ index }) => {
    const found = find(index);
    if (!found.length) return;
    const rest = found.slice(MOST);
    const list = make("ul", { className: "search" }, ...found.slice(0, MOST).map(item));
    const box = make("section", { className: "q-found" },
      make("h2", { textContent: `Records: ${found.length}` }), list);
    if (rest.length) box.append(make("button", { type: "button", textContent: `Show ${rest.length} more`, onclick(event) {
      list.append(...rest.map(item));
      event.target.remove();
    } }));
    document.getElementById("search-results").before(box);
    qantar.dial?.keep(box.querySelectorAll("a"));
  }).catch((error) => qantar.say(error.message));
})();
