// SPDX-License-Identifier: Apache-2.0
// The filter. Everything is in the page without it; this only hides rows and the groups that have none left.
"use strict";
(() => {
  const filter = document.getElementById("filter");
  const words = document.getElementById("words");
  const shown = document.getElementById("shown");
  const rows = [];
  let total = 0;
  for (const group of document.querySelectorAll("[data-group]")) {
    const heading = group.querySelector("[data-heading]").textContent;
    const outer = group.closest("[data-outer]");
    for (const row of group.querySelectorAll("tr[data-verdict]")) {
      const counts = group.dataset.group === "control";  // each finding stands in both views
      if (counts) total += 1;
      rows.push({row, group, outer, counts, text: (heading + " " + row.textContent).toLowerCase()});
    }
  }
  const parts = document.querySelectorAll("[data-group], [data-outer]");
  const chosen = name => new Set(Array.from(filter.querySelectorAll(`input[name=${name}]:checked`), box => box.value));
  const apply = () => {
    const verdicts = chosen("verdict");
    const severities = chosen("severity");
    const wanted = words.value.toLowerCase().split(/\s+/).filter(word => word !== "");
    const kept = new Set();
    let count = 0;
    for (const each of rows) {
      const keep = verdicts.has(each.row.dataset.verdict) && severities.has(each.row.dataset.severity) &&
                   wanted.every(word => each.text.includes(word));
      each.row.hidden = !keep;
      if (!keep) continue;
      kept.add(each.group).add(each.outer);
      if (each.counts) count += 1;
    }
    for (const part of parts) part.hidden = !kept.has(part);
    shown.textContent = `${count} of ${total} shown`;
  };
  let waiting = 0;
  filter.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(apply, 80);
  });
  filter.hidden = false;
  apply();
})();
