// Blocks that scroll can be reached by keyboard. When a page has loaded the theme asks every block of it whether it
// scrolls, and again after each change: the browser then lays out all that it had put off, and on a slow phone nothing
// answers for a quarter of a second. An observer of sizes is told when a block is laid out anyway.
"use strict";
(() => {
  const blocks = "pre, .cell_output > .output, .pst-scrollable-table-container";
  const scrolls = (one) => one.scrollWidth > one.clientWidth || one.scrollHeight > one.clientHeight;
  const observer = new ResizeObserver((sizes) => {
    // All questions before the first answer: an answer makes the browser look at the page again.
    const answers = sizes.map(({ target }) => [target, scrolls(target) ? 0 : -1]);
    for (const [one, index] of answers) one.tabIndex = index;
  });
  for (const one of document.querySelectorAll(blocks)) observer.observe(one);
  // The theme's question waits for this event; it is asked here already, so it does not come.
  addEventListener("load", (event) => event.stopImmediatePropagation());
})();
