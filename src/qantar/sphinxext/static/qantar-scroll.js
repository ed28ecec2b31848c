// Blocks that scroll can be reached by keyboard: see page/theme.py.
"use strict";
(() => {
  const blocks = document.querySelectorAll("pre, .cell_output > .output, .pst-scrollable-table-container");
  const scrolls = (one) => one.scrollWidth > one.clientWidth || one.scrollHeight > one.clientHeight;
  const observer = new IntersectionObserver((seen) => {
    const near = seen.filter(({ isIntersecting }) => isIntersecting).map(({ target }) => target);
    // All questions before the first answer: an answer makes the browser look at the page again.
    const answers = near.map(scrolls);
    near.forEach((one, place) => { one.tabIndex = answers[place] ? 0 : -1; });
  }, { rootMargin: "500px" });
  const ask = () => {
    observer.disconnect();
    for (const one of blocks) observer.observe(one);
  };
  ask();
  addEventListener("resize", ask);
  addEventListener("load", (event) => event.stopImmediatePropagation());
})();
