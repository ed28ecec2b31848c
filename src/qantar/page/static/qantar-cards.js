// The card of a record, beside the word that leads to it. Its HTML was made from a template when the book was built.
(() => {
  "use strict";
  const { qantar } = window;
  const wide = matchMedia("(min-width: 700px)");
  const card = document.createElement("div");
  card.className = "q-card";
  card.popover = "auto";
  card.setAttribute("role", "dialog");
  document.body.append(card);
  let word;

  async function open(link, name = nameOf(link)) {
    const { cards } = await qantar.records();
    if (!cards[name]) throw new Error(`There is no card for ${name}.`);
    if (!card.contains(link)) word = link;
    card.innerHTML = cards[name];
    qantar.dial?.show(word);
    qantar.dial?.mark(card);
    qantar.dial?.keep(card.querySelectorAll("a"));
    const title = card.querySelector("h2");
    title.id = "q-card-title";
    card.setAttribute("aria-labelledby", title.id);
    card.scrollTop = 0;
    if (!card.matches(":popover-open")) card.showPopover();
    place();
    title.focus({ preventScroll: true });
  }

  function nameOf(link) {
    const [, ledger, id] = link.href.match(/(\w+)\.html(?:\?[^#]*)?#(.+)$/) ?? [];
    return `${ledger}#${decodeURIComponent(id)}`;
  }

  // Under the word, or above it where there is more room; on a phone the style sheet lays it at the foot.
  function place() {
    card.style.cssText = "";
    if (!wide.matches) return;
    const box = [...word.getClientRects()].at(-1);
    const below = innerHeight - box.bottom;
    const isBelow = below > card.offsetHeight + 16 || below > box.top;
    card.style.maxHeight = `${Math.max(isBelow ? below : box.top, 160) - 24}px`;
    const left = Math.min(box.left, document.documentElement.clientWidth - card.offsetWidth - 12);
    card.style.left = `${Math.max(left, 12) + scrollX}px`;
    card.style.top = `${(isBelow ? box.bottom + 8 : box.top - card.offsetHeight - 8) + scrollY}px`;
  }

  card.addEventListener("click", (event) => {
    const link = event.target.closest("a");
    if (event.target.closest(".q-card-close")) card.hidePopover();
    if (link?.dataset.card && !(event.ctrlKey || event.metaKey || event.shiftKey || event.altKey)) {
      event.preventDefault();
      open(link, link.dataset.card);
    } else if (link?.hash.startsWith("#at-") && link.pathname === location.pathname) card.hidePopover();
  });
  // By hand: Sphinx's script that marks the words of a search keeps the key from the browser.
  card.addEventListener("keydown", (event) => { if (event.key === "Escape") card.hidePopover(); });
  // Focus goes back to the word, however the card was closed.
  card.addEventListener("toggle", (event) => { if (event.newState === "closed") word?.focus({ preventScroll: true }); });
  addEventListener("resize", () => { if (card.matches(":popover-open")) place(); });

  qantar.cards = { open };
})();
