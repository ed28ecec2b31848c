// Brings a page's figures to life: each drawing becomes a live chart when it comes near the viewport.
// Vega and the specifications are files of this book, loaded by script tags (fetch does not work from a folder).
(() => {
  "use strict";
  const here = document.currentScript.src;
  let library;
  let arrived;
  // A specification's file is one call of this function, which runs just before that script's load event.
  window.qantarSpec = (spec) => { arrived = spec; };

  function load(address, take) {
    return new Promise((resolve, reject) => {
      const script = document.createElement("script");
      script.src = address;
      script.onload = () => resolve(take());
      script.onerror = () => reject(new Error(`${address.split("/").pop()} could not be loaded.`));
      document.head.append(script);
    });
  }

  async function bringToLife(figure) {
    library ??= load(new URL("qantar-vega.js", here).href, () => window.qantarVega);
    const [spec, vega] = await Promise.all([load(figure.dataset.spec, () => arrived), library]);
    const stage = document.createElement("div");
    const controls = figure.querySelector(".q-controls");
    const drawing = figure.querySelector(".q-drawing");
    controls?.replaceChildren();
    controls?.classList.remove("q-waiting");
    const view = new vega.View(vega.parse(spec), {
      renderer: "svg", container: stage, bind: controls, tooltip: showTip, logLevel: vega.Warn,
    });
    await view.runAsync();
    // One picture with one description: its parts would be read out as hundreds of nameless shapes.
    stage.querySelector("svg").setAttribute("aria-hidden", "true");
    drawing.replaceChildren(stage);
    nameControls(controls);
    figure.qantarView = view;
    figure.dataset.live = "true";
  }

  // What a mark stands for, beside the pointer. The same words stand in the figure's table.
  let tip;
  function showTip(handler, event, item, value) {
    tip?.remove();
    if (value === null || value === undefined || value === "") return;
    tip = document.createElement("table");
    tip.className = "q-tip";
    tip.setAttribute("aria-hidden", "true");
    for (const [key, text] of Object.entries(typeof value === "object" ? value : { "": value })) {
      const row = tip.insertRow();
      row.insertCell().textContent = key;
      row.insertCell().textContent = text;
    }
    document.body.append(tip);
    const left = Math.min(event.clientX + 12, document.documentElement.clientWidth - tip.offsetWidth - 8);
    const below = event.clientY + 14;
    const top = below + tip.offsetHeight > window.innerHeight ? event.clientY - tip.offsetHeight - 10 : below;
    tip.style.left = `${Math.max(left, 8)}px`;
    tip.style.top = `${Math.max(top, 8)}px`;
  }

  // Vega names an input by all the text around it, its number included. Say name, number and unit each in its place:
  // the label of a range ends with its unit ("Average threshold, %").
  function nameControls(controls) {
    if (!controls) return;
    const caption = controls.closest("figure")?.querySelector(".caption-text")?.textContent ?? "the chart";
    controls.setAttribute("role", "group");
    controls.setAttribute("aria-label", `Controls of ${caption}`);
    for (const input of controls.querySelectorAll("input, select")) {
      const label = input.closest(".vega-bind").querySelector(".vega-bind-name");
      const parts = input.type === "range" && label.textContent.match(/^(.+), ([^,]+)$/);
      if (parts) showUnit(input, parts[2]);
      if (parts) label.textContent = parts[1];
      input.setAttribute("aria-label", label.textContent);
    }
  }

  function showUnit(input, unit) {
    const shown = document.createElement("span");
    shown.className = "q-unit";
    shown.textContent = unit;
    input.parentElement.append(shown);
    const say = () => input.setAttribute("aria-valuetext", `${input.value} ${unit}`);
    input.addEventListener("input", say);
    say();
  }

  function stayStill(figure, error) {
    console.warn(`The chart ${figure.dataset.figure} stays a still picture: ${error.message}`);
    const note = document.createElement("p");
    note.className = "q-note";
    note.setAttribute("role", "status");
    note.textContent = "This chart stays a still picture, because its library could not be loaded. "
      + "The figure’s data are in the table below it.";
    figure.append(note);
  }

  const watcher = new IntersectionObserver((entries) => {
    for (const entry of entries) {
      if (!entry.isIntersecting) continue;
      watcher.unobserve(entry.target);
      bringToLife(entry.target).catch((error) => stayStill(entry.target, error));
    }
  }, { rootMargin: "300px" });

  document.querySelectorAll(".q-chart").forEach((figure) => watcher.observe(figure));
})();
