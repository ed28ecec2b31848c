// Filters a page's records by tag and by words. A record is the section around a `.q-tag`; its tag is the class
// `q-tag-NAME`, NAME being the value of a checkbox. Without this script the form stays hidden and the list whole.
(() => {
  "use strict";
  const form = document.querySelector("form.q-filter");
  if (!form) return;
  const boxes = [...form.querySelectorAll('input[type="checkbox"]')];
  const search = form.querySelector('input[type="search"]');
  const count = form.querySelector("output");
  const records = [...document.querySelectorAll(".q-tag")].map((tag) => {
    const section = tag.closest("section");
    return { section, tags: [...tag.classList], text: simple(section.textContent) };
  });
  const groups = new Set(records.map(({ section }) => section.parentElement.closest("section section")));
  groups.delete(null);

  // Letters without marks and case, so that "ozen" finds "Özen".
  function simple(text) {
    return text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
  }

  function apply() {
    const chosen = boxes.filter((box) => box.checked).map((box) => `q-tag-${box.value}`);
    const words = simple(search.value).split(/\s+/).filter(Boolean);
    let shown = 0;
    for (const { section, tags, text } of records) {
      section.hidden = !(tags.some((tag) => chosen.includes(tag)) && words.every((word) => text.includes(word)));
      shown += !section.hidden;
    }
    for (const group of groups) showGroup(group, records.some(({ section }) => group.contains(section) && !section.hidden));
    say(shown);
  }

  // The day's entry in the page's contents goes with the day.
  function showGroup(group, visible) {
    group.hidden = !visible;
    const entry = document.querySelector(`.page-toc a[href="#${CSS.escape(group.id)}"]`);
    if (entry) entry.parentElement.hidden = !visible;
  }

  function say(shown) {
    const text = shown
      ? `${shown} of ${records.length} shown.`
      : "None shown: choose more lanes, search for other words, or show all.";
    if (count.textContent !== text) count.textContent = text;
  }

  // A link to a record must reach it, whatever the filter says.
  function reveal() {
    const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (!target?.closest("section[hidden]")) return;
    form.reset();
    apply();
    target.scrollIntoView();
  }

  form.addEventListener("input", apply);
  form.addEventListener("submit", (event) => event.preventDefault());
  // The fields are reset only after this event.
  form.addEventListener("reset", () => setTimeout(apply));
  window.addEventListener("hashchange", reveal);
  form.hidden = false;
  apply();
})();
