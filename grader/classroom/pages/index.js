// The class list: filtered as you type, sorted by any column. Without a script it is a plain table.
(() => {
  const body = document.querySelector(".students tbody");
  const tools = document.getElementById("tools");
  if (!body || !tools) return;
  const collator = new Intl.Collator(document.documentElement.lang, { numeric: true });
  const rows = [...body.rows].map((row, at) => ({
    row, at,
    name: row.cells[0].textContent.trim(),
    points: parseFloat(row.cells[1].textContent),
    standing: row.cells[2].textContent.trim(),
    mistake: row.dataset.mistake || "",
    text: row.textContent.toLowerCase(),
  }));
  const asked = tools.querySelector("input");
  const told = tools.querySelector("output");
  const tests = {
    "<": (a, b) => a < b, "<=": (a, b) => a <= b, ">": (a, b) => a > b,
    ">=": (a, b) => a >= b, "=": (a, b) => a === b,
  };

  // "< 50" is about points, anything else about what stands in the row.
  function fits(words) {
    const points = /^([<>]=?|=)\s*(\d+(?:[.,]\d+)?)$/.exec(words);
    if (!points) return (each) => each.text.includes(words);
    const number = parseFloat(points[2].replace(",", "."));
    return (each) => tests[points[1]](each.points, number);
  }

  function filter() {
    const words = asked.value.trim().toLowerCase();
    const shown = fits(words);
    let count = 0;
    for (const each of rows) {
      each.row.hidden = Boolean(words) && !shown(each);
      count += !each.row.hidden;
    }
    told.textContent = words ? `${count} of ${rows.length}` : "";
  }

  function before(one, other, key) {
    if (key !== "points") return collator.compare(one[key], other[key]);
    if (isNaN(one.points) || isNaN(other.points)) return isNaN(one.points) - isNaN(other.points);
    return one.points - other.points;
  }

  function empty(each, key) {
    return key === "points" ? isNaN(each.points) : !each[key];
  }

  function sort(button) {
    const head = button.closest("th");
    const down = head.getAttribute("aria-sort") === "ascending";
    for (const other of head.parentElement.cells) other.removeAttribute("aria-sort");
    head.setAttribute("aria-sort", down ? "descending" : "ascending");
    const key = button.dataset.key;
    const sorted = [...rows].sort((one, other) =>
      empty(one, key) - empty(other, key) ||
      (down ? -1 : 1) * before(one, other, key) || one.at - other.at);
    body.append(...sorted.map((each) => each.row));
  }

  for (const button of document.querySelectorAll(".students thead button")) {
    button.disabled = false;
    button.addEventListener("click", () => sort(button));
  }
  asked.addEventListener("input", filter);
  tools.hidden = false;
  filter();
})();
