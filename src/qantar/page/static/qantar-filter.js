// Filters a page's records by what they are and by words. The choice stands in the address; the list is whole without.
(() => {
  "use strict";
  const { qantar } = window;
  const { letters, make } = qantar;
  const box = document.querySelector(".q-filter");

  qantar.filter = qantar.records().then(({ facets, records }) => {
    const parts = Object.entries(records).map(([id, answers]) => [document.getElementById(id), answers])
      .filter(([part]) => part).map(([part, answers]) => ({ part, answers, text: letters(part.textContent) }));
    const groups = [...new Set(parts.flatMap(({ part }) => {
      const around = [];
      for (let one = part.parentElement.closest("section"); one.parentElement.closest("section"); one = one.parentElement.closest("section")) around.push(one);
      return around;
    }))];
    const folds = [...document.querySelectorAll("details.q-fold:has(section, p[id])")];

    const count = (number, value) => parts.filter(({ answers }) => answers[number].includes(value)).length;
    const choices = facets.map(({ name, title, words }, number) => make("label", {}, title, make("select", { name },
      make("option", { value: "", textContent: "all" }),
      ...words.map(([value, text]) => make("option", { value, textContent: `${text} (${count(number, value)})` })))));
    const said = make("output", {});
    said.setAttribute("aria-live", "polite");
    const form = make("form", {}, ...choices, make("label", {}, "Words", make("input", { type: "search", name: "words", autocomplete: "off" })),
      make("button", { type: "reset", textContent: "Show all" }), said);
    form.setAttribute("role", "search");
    form.setAttribute("aria-label", "Filter the records");
    const fields = [...form.querySelectorAll("select, input")];

    function apply() {
      const words = letters(form.elements.words.value).split(/\s+/).filter(Boolean);
      const wanted = choices.map((choice) => choice.lastElementChild.value);
      const shown = new Set(parts.filter(({ answers, text }) => wanted.every((value, number) => !value || answers[number].includes(value))
        && words.every((word) => text.includes(word))).map(({ part }) => part));
      for (const { part } of parts) part.hidden = !shown.has(part);
      for (const group of groups) {
        group.hidden = ![...shown].some((part) => group.contains(part));
        // Its entry in the page's contents goes with the group.
        const entry = document.querySelector(`.page-toc a[href="#${CSS.escape(group.id)}"]`);
        if (entry) entry.parentElement.hidden = group.hidden;
      }
      const isAsked = fields.some((one) => one.value);
      if (isAsked) for (const fold of folds) fold.open = true;
      said.textContent = shown.size ? `${shown.size} of ${parts.length} shown.`
        : "None shown: choose less, search for other words, or show all.";
      qantar.remember(Object.fromEntries(fields.map((one) => [one.name, one.value])));
    }

    const { target } = qantar;
    // A link to a record must reach it, whatever the filter says.
    function reveal() {
      if (!target()?.closest("[hidden]")) return;
      form.reset();
      apply();
      target().scrollIntoView();
    }

    const asked = qantar.state();
    const unknown = [];
    for (const one of fields) {
      const value = asked.get(one.name) ?? "";
      one.value = value;
      if (one.value !== value) { unknown.push(one.name); one.value = ""; }
    }
    if (unknown.length) qantar.say(`The address asks for a ${unknown.join(" and a ")} that this page does not have. All is shown.`);
    form.addEventListener("input", apply);
    form.addEventListener("submit", (event) => event.preventDefault());
    // The fields are reset only after this event.
    form.addEventListener("reset", () => setTimeout(apply));
    addEventListener("hashchange", reveal);
    box.append(form);
    box.open = true;
    apply();
    reveal();
  });
})();
