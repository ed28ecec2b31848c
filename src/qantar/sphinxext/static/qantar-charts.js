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
      script.onerror = () => reject(new Error("The chart library could not be loaded."));
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

  // A range shows its number only as text beside it; say it as the input's own value text, too.
  function nameControls(controls) {
    if (!controls) return;
    controls.setAttribute("role", "group");
    controls.setAttribute("aria-label", "Controls of the chart");
  }

  const watcher = new IntersectionObserver((entries) => {
    for (const entry of entries) {
      if (!entry.isIntersecting) continue;
      watcher.unobserve(entry.target);
      bringToLife(entry.target).catch((error) => console.warn(error.message));
    }
  }, { rootMargin: "300px" });

  document.querySelectorAll(".q-chart").forEach((figure) => watcher.observe(figure));
})();
