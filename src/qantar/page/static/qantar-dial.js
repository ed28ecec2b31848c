// The day dial: the book as it could be known on a day. What was said later is veiled, and one gesture shows it.
// The day stands in the address, and links of the book carry it on. Charts may follow the event "qantar:day".
(() => {
  "use strict";
  const { qantar } = window;
  const { make } = qantar;
  const NOW = "Now";
  let day = "";
  let data;
  let dial;

  const label = (date) => new Date(`${date}T00:00Z`)
    .toLocaleDateString("en-GB", { day: "numeric", month: "long", year: "numeric", timeZone: "UTC" });
  const isLater = (since) => Boolean(day && since > day);

  // Veils

  // What a part says stands in a wrapping of its own, so that it can be hidden from eyes and screen readers alike.
  function wrap(part) {
    if (part.querySelector(":scope > .q-word")) return;
    const isRecord = part.localName === "section";
    const title = isRecord && part.querySelector("h3");
    const text = title && title.firstChild;
    // The heading of a claim ends with its verdict.
    if (text && /^C\d\d: /.test(text.data ?? "")) {
      text.splitText(5);
      title.insertBefore(make("span", { className: "q-word" }), title.childNodes[1]).append(title.childNodes[2]);
    }
    if (!isRecord) part.append(make("span", { className: "q-word" }, ...part.childNodes));
    if (part.localName === "a") part.append(make("span", { className: "q-hidden q-unsaid", textContent: "not yet said" }));
    else {
      const look = make("button", { type: "button", className: "q-look", onclick: () => show(part) });
      if (title) title.after(look);
      else part.append(look);
    }
  }

  function veil(part, since) {
    const later = isLater(since);
    part.classList.toggle("q-later", later);
    part.classList.remove("q-seen");
    const look = part.querySelector(":scope > .q-look");
    if (look && later) look.textContent = `Not yet said on ${label(day)}. Look`;
    return later;
  }

  function show(part) {
    part.classList.add("q-seen");
  }

  // On a card, which a reader has opened to look.
  function mark(card) {
    const said = card.querySelector("[data-since]");
    if (!said || !isLater(said.dataset.since)) return;
    said.before(make("p", { className: "q-card-later",
      textContent: `Not yet said on ${label(day)}. It could be known from ${label(said.dataset.since)}.` }));
  }

  // Links of the book carry the day on.
  function keep(links) {
    for (const link of links) {
      if (!link.href.startsWith(qantar.root) || !link.pathname.endsWith(".html")) continue;
      if (link.getAttribute("href").startsWith("#")) continue;
      const search = new URLSearchParams(link.search);
      if (day) search.set("day", day);
      else search.delete("day");
      link.search = search;
    }
  }

  // The day

  function set(next) {
    day = next;
    qantar.remember({ day });
    apply();
  }

  function apply() {
    const parts = Object.entries(data.from).map(([id, since]) => [document.getElementById(id), since]);
    if (day) for (const [part] of parts) wrap(part);
    const later = parts.filter(([part, since]) => veil(part, since)).length;
    keep(document.links);
    for (const form of document.querySelectorAll("form.bd-search")) {
      form.elements.day?.remove();
      if (day) form.append(make("input", { type: "hidden", name: "day", value: day }));
    }
    document.documentElement.toggleAttribute("data-day", Boolean(day));
    for (const one of document.querySelectorAll(".q-dial-day")) one.textContent = day ? label(day) : NOW;
    tell(later, parts.length);
    if (dial) choose();
    document.dispatchEvent(new CustomEvent("qantar:day", { detail: { day: day || null } }));
  }

  function tell(later, all) {
    const note = document.querySelector(".q-day") ?? make("div", { className: "q-day" },
      make("p", { role: "status" }), make("button", { type: "button", textContent: "Back to now", onclick: () => set("") }));
    if (!note.isConnected) document.querySelector("article h1")?.after(note);
    note.hidden = !day;
    const said = all ? `${later} of ${all} dated statements on this page were not yet made.` : "This page names no dates.";
    note.querySelector("p").textContent = day ? `You read this book as of ${label(day)}. ${said}` : "";
  }

  // The control: a month of days, the later days on which the record changed, and now

  function build() {
    const month = Object.keys(data.days).slice(0, 31);
    const later = Object.keys(data.days).slice(31);
    const most = Math.max(...month.map((date) => data.days[date]));
    const days = month.map((date) => {
      const words = `${label(date)}, ${data.days[date]} new records`;
      const one = make("label", { title: words }, radio(date, words), String(Number(date.slice(-2))));
      one.style.setProperty("--q-new", data.days[date] / most);
      return one;
    });
    const years = Map.groupBy ? Map.groupBy(later, (date) => date.slice(0, 4)) : new Map([["Later", later]]);
    const select = make("select", { onchange: () => select.value && set(select.value) },
      make("option", { value: "", textContent: "Choose a day" }),
      ...[...years].map(([year, dates]) => make("optgroup", { label: year },
        ...dates.map((date) => make("option", { value: date, textContent: label(date) })))));
    dial = make("div", { className: "q-days", popover: "auto" },
      make("h2", { id: "q-days-title", textContent: "The book as it could be known on" }),
      make("fieldset", {}, make("legend", { textContent: "January 2022" }),
        make("div", { className: "q-month" }, ...["Mo", "Tu", "We", "Th", "Fr", "Sa", "Su"].map(weekday), ...days)),
      make("label", {}, "A later day on which the record changed ", select),
      make("label", { className: "q-now" }, radio("", "Now"), "Now: all that the book knows"),
      make("p", { textContent: "The darker the line under a day, the more was new on it." }));
    dial.setAttribute("role", "dialog");
    dial.setAttribute("aria-labelledby", "q-days-title");
    dial.addEventListener("keydown", (event) => { if (event.key === "Escape") dial.hidePopover(); });
    document.body.append(dial);
    choose();
  }

  function radio(value, words) {
    const one = make("input", { type: "radio", name: "q-day", value, onchange: () => set(value) });
    one.setAttribute("aria-label", words);
    return one;
  }

  function weekday(name) {
    const one = make("span", { textContent: name });
    one.setAttribute("aria-hidden", "true");
    return one;
  }

  function choose() {
    const chosen = dial.querySelector(`input[value="${day}"]`);
    for (const one of dial.querySelectorAll("input")) one.checked = one === chosen;
    dial.querySelector("select").value = chosen ? "" : day;
  }

  function open(button) {
    if (!dial) build();
    dial.onbeforetoggle = (event) => button.setAttribute("aria-expanded", String(event.newState === "open"));
    dial.ontoggle = (event) => { if (event.newState === "closed") button.focus(); };
    dial.showPopover();
    (dial.querySelector("input:checked") ?? dial.querySelector("select")).focus();
  }

  qantar.dial = { keep, mark, open, show, start };
  async function start() {
    data ??= await qantar.records();
    const asked = qantar.state().get("day");
    if (asked !== null && !(asked in data.days)) {
      qantar.remember({ day: "" });
      qantar.say("The address names a day that the dial does not have. You see all that the book knows now.");
    } else if ((asked ?? "") !== day) {
      day = asked ?? "";
      apply();
    }
    return qantar.dial;
  }
})();
