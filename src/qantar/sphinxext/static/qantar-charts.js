// Brings a page's figures to life: each drawing becomes a live chart when it comes near the viewport.
// The Vega libraries are a file of this book, loaded once, by a script tag (fetch does not work from a folder).
(() => {
  "use strict";
  const here = document.currentScript.src;
  let library;

  function loadLibrary() {
    library ??= new Promise((resolve, reject) => {
      const script = document.createElement("script");
      script.src = new URL("qantar-vega.js", here).href;
      script.onload = () => resolve(window.qantarVegaEmbed);
      script.onerror = () => reject(new Error("qantar-vega.js could not be loaded."));
      document.head.append(script);
    });
    return library;
  }

  async function bringToLife(figure) {
    const spec = JSON.parse(figure.querySelector(".q-spec").textContent);
    const embed = await loadLibrary();
    const stage = document.createElement("div");
    const controls = figure.querySelector(".q-controls");
    const options = { actions: false, renderer: "svg", tooltip: { theme: "custom" } };
    if (controls) options.bind = controls;
    const result = await embed(stage, spec, options);
    const drawing = figure.querySelector(".q-drawing");
    // One picture with one description: its parts would be read out as hundreds of nameless shapes.
    stage.querySelector("svg").setAttribute("aria-hidden", "true");
    drawing.replaceChildren(stage);
    nameControls(controls);
    figure.qantarView = result.view;
    figure.dataset.live = "true";
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
