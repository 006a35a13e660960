// Putting a visit somewhere else, and telling what came of it.

const grid = document.getElementById("grid");
const slot = (place, root = grid) => root.querySelector(`[data-slot="${place.round}|${place.team}"]`);
const placeOf = (element) => {
  const [round, team] = element.dataset.slot.split("|").map(Number);
  return { round, team };
};
const card = (n) => grid.querySelector(`[data-visit="${n}"]`);
const tell = (text) => { document.getElementById("said").textContent = text; };
const isMoved = (n) => visits[n].round !== start[n].round || visits[n].team !== start[n].team;

function move(n, place) {
  const target = slot(place);
  if (!target) return false;
  visits[n].round = place.round;
  visits[n].team = place.team;
  target.append(card(n));
  for (const element of all(`[data-visit="${n}"]`)) element.classList.toggle("moved", isMoved(n));
  layOut(n, place);
  refresh();
  return true;
}

/** Puts the visit's bar where it is now: its share of the round, as an estimate. */
function layOut(n, place) {
  const bar = document.querySelector(`svg [data-visit="${n}"]`);
  if (!bar) return;
  if (!bar.home) bar.home = bar.parentNode;
  const rect = bar.querySelector("rect");
  const text = bar.querySelector("svg");
  if (!rect.home) {
    rect.home = ["x", "y", "width"].map((name) => rect.getAttribute(name));
    text.home = ["x", "y", "width"].map((name) => text.getAttribute(name));
  }
  const put = (element, values) =>
    ["x", "y", "width"].forEach((name, i) => element.setAttribute(name, values[i]));
  if (!isMoved(n)) {
    bar.home.append(bar);
    put(rect, rect.home);
    put(text, text.home);
    return;
  }
  const lane = all(`rect[data-slot="${place.round}|${place.team}"]`)[0];
  if (!lane) return;
  const [x, y, width, height] = ["x", "y", "width", "height"].map((a) => Number(lane.getAttribute(a)));
  const most = facts.sums[0].most[`${place.round}|${place.team}`] || facts.unit;
  const wide = Math.max(Math.min(width, (width * loadIn(n, place.round)) / most), 8);
  const values = [x + width - wide, y + height - Number(rect.getAttribute("height")) - 3, wide];
  lane.parentNode.append(bar);
  put(rect, values);
  put(text, values);
}

function refresh() {
  for (const cell of all("td[data-slot]", grid)) {
    const place = placeOf(cell);
    const label = cell.querySelector("small");
    if (!label) continue;
    const mine = visits.flatMap((v, n) => (v.round === place.round && v.team === place.team ? [n] : []));
    const load = mine.reduce((sum, n) => sum + loadIn(n, place.round), 0);
    const most = facts.sums[0].most[`${place.round}|${place.team}`];
    label.textContent = `${shown(load)}/${shown(most)}`;
    label.classList.toggle("over", load > most);
  }
  visits.forEach((visit, n) => card(n)?.classList.toggle("wrong", ownBreaches(n, visit).length > 0));
  report();
}

function report() {
  const box = document.getElementById("moved");
  const moved = visits.flatMap((_, n) => (isMoved(n) ? [n] : []));
  box.replaceChildren();
  box.hidden = moved.length === 0;
  if (!moved.length) return;
  const save = made("button", words.save, { type: "button", onclick: download });
  const undoAll = made("button", words.undoAll, { type: "button" });
  undoAll.onclick = () => moved.forEach((n) => move(n, start[n]));
  box.append(made("strong", say("moved", { count: moved.length })), " ", save, undoAll);
  const list = document.createElement("ul");
  for (const n of moved) {
    const from = placeName(start[n]);
    const line = made("li", say("move", { visit: visits[n].name, from, to: placeName(visits[n]) }) + " ");
    const mode = modeIn(n, visits[n].round);
    if (mode !== visits[n].mode) line.append(say("newMode", { mode: facts.modes[mode] }), " ");
    const undo = made("button", words.undo, { type: "button" });
    undo.onclick = () => move(n, start[n]);
    line.append(undo);
    list.append(line);
  }
  const wrong = [...breaches(now())].filter(([key]) => !accepted.has(key)).map(([, said]) => said);
  const heading = wrong.length ? say("broken", { count: wrong.length }) : words.fine;
  const broken = document.createElement("ul");
  broken.id = "broken";
  wrong.forEach((said) => broken.append(made("li", said)));
  box.append(list, made("strong", heading, { className: wrong.length ? "over" : "" }), broken);
  box.append(made("p", words.only, { className: "note" }), made("pre", pins(), { id: "pins" }));
}

/** The moved visits as rules of the problem file; JSON texts are YAML texts. */
function pins() {
  const lines = visits.flatMap((visit, n) => {
    if (!isMoved(n)) return [];
    const parts = [["target", visit.id], ["round", rounds[visit.round].id]];
    if (visit.team >= 0) parts.push(["team", teams[visit.team].id]);
    const said = parts.map(([key, value]) => `${key}: ${JSON.stringify(value)}`).join(", ");
    return [`  - {rule: pinned, purpose: ${visit.purpose}, ${said}}`];
  });
  return [words.head, "rules:", ...lines, ""].join("\n");
}

function download() {
  const link = made("a", "", { download: "pins.yaml" });
  link.href = URL.createObjectURL(new Blob([pins()], { type: "text/yaml" }));
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
}
