// The list: search, filter, sort; and what a print needs.

const table = document.getElementById("visits");
const lines = [...table.tBodies[0].rows];
const heads = [...table.tHead.rows[0].cells];
const texts = lines.map((row) => // the facts too, but not their names
  [...[...row.cells].slice(0, -1), ...all("dd", row)].map((x) => x.textContent).join("\n").toLowerCase());
const value = (row, column) => row.cells[column].textContent;
const chosen = new Map();

function filter() {
  const wanted = document.getElementById("search").value.trim().toLowerCase().split(/\s+/);
  let count = 0;
  lines.forEach((row, i) => {
    const fits = wanted.every((word) => texts[i].includes(word)) &&
      [...chosen].every(([column, text]) => !text || value(row, column) === text);
    row.hidden = !fits;
    count += fits;
  });
  document.getElementById("count").textContent = say("shown", { shown: count, all: lines.length });
}

function offer(column) {
  const select = made("select", "", { ariaLabel: heads[column].textContent });
  select.append(made("option", `${heads[column].textContent}: ${words.all}`, { value: "" }));
  for (const text of new Set(lines.map((row) => value(row, column)))) {
    if (text) select.append(made("option", text, { value: text }));
  }
  select.onchange = () => { chosen.set(column, select.value); filter(); };
  return select;
}

function sort(column) {
  const up = heads[column].getAttribute("aria-sort") !== "ascending";
  const inWords = new Intl.Collator(document.documentElement.lang, { numeric: true }).compare;
  const order = (a, b) => (a && b && !isNaN(a) && !isNaN(b) ? a - b : inWords(a, b));
  const keyed = lines.map((row, i) => [value(row, column), i, row]);
  keyed.sort((a, b) => (up ? 1 : -1) * order(a[0], b[0]) || a[1] - b[1]);
  heads.forEach((head) => head.removeAttribute("aria-sort"));
  heads[column].setAttribute("aria-sort", up ? "ascending" : "descending");
  table.tBodies[0].append(...keyed.map(([, , row]) => row));
}

const filters = document.getElementById("filters");
const count = document.getElementById("count");
for (const column of [2, 3, 4, 6, 7, 8, 9]) filters.insertBefore(offer(column), count);
document.getElementById("search").oninput = filter;
heads.slice(0, -1).forEach((head, column) => {
  const button = made("button", head.textContent, { type: "button", onclick: () => sort(column) });
  head.replaceChildren(button);
});
filters.hidden = false;
filter();

let folded = [];
addEventListener("beforeprint", () => {
  folded = all("#rounds details:not([open])");
  folded.forEach((details) => { details.open = true; });
});
addEventListener("afterprint", () => folded.forEach((details) => { details.open = false; }));
