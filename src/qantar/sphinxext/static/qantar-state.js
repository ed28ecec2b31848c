// The state of a page's charts in its address: #cascade?mean=35&cut=3. What stands for several charts names them:
// #cascade?mean=35&timeline.lane=Elite. Read and written here only; nothing is stored elsewhere, nothing is sent.
window.qantarState = (() => {
  "use strict";
  const held = new Map();

  // What the address asks of each chart, as lists of [key, value]; an anchor without "?" asks nothing.
  function read() {
    const [place, query] = location.hash.slice(1).split(/\?(.*)/s);
    const asked = new Map();
    if (query === undefined) return asked;
    asked.set(place, []);
    for (const [name, value] of new URLSearchParams(query)) {
      const [, owner, key] = name.match(/^(?:([\w-]+)\.)?(.*)$/s);
      if (!asked.has(owner ?? place)) asked.set(owner ?? place, []);
      asked.get(owner ?? place).push([key, value]);
    }
    return asked;
  }

  function query(place) {
    const words = new URLSearchParams();
    const owners = [...held].sort(([one], [other]) => (other === place) - (one === place));
    for (const [owner, pairs] of owners) {
      for (const [key, value] of pairs) words.append(owner === place ? key : `${owner}.${key}`, value);
    }
    return words.toString();
  }

  // Keeps the pairs of a chart that differ from its opening state; none for the opening state itself.
  function write(place, pairs) {
    held.delete(place);
    if (pairs.length) held.set(place, pairs);
    const words = query(place);
    const hash = words || location.hash.includes("?") ? `#${place}${words && `?${words}`}` : location.hash;
    history.replaceState(history.state, "", location.pathname + location.search + hash);
  }

  // The address of this page with the state of one chart only.
  function link(place) {
    const words = new URLSearchParams(held.get(place) ?? []).toString();
    return `${location.href.split("#")[0]}#${place}${words && `?${words}`}`;
  }

  return { read, write, link };
})();
