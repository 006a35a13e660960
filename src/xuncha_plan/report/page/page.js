"use strict";
(() => {
  const facts = JSON.parse(document.getElementById("facts").textContent);
  const { visits, rounds, teams, rules, words } = facts;
  const start = visits.map((visit) => ({ round: visit.round, team: visit.team }));
  const say = (key, blanks = {}) =>
    words[key].replace(/\{(\w+)\}/g, (whole, name) => (name in blanks ? blanks[name] : whole));
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  const made = (tag, text, attributes = {}) => {
    const element = document.createElement(tag);
    element.textContent = text;
    Object.assign(element, attributes);
    return element;
  };
  document.documentElement.classList.add("scripted");

  // ---- Where visits are, and what they would break -------------------------------------------

  const teamName = (team) => (team < 0 ? words.superior : teams[team].name);
  const placeName = (place) => rounds[place.round].name + words.comma + teamName(place.team);
  const other = (n, round) => (visits[n].others || {})[round];
  const modeIn = (n, round) => (other(n, round) || [visits[n].mode])[0];
  const loadIn = (n, round) => (other(n, round) || [0, visits[n].load])[1];
  const shown = (amount) => String(Math.round((amount / facts.unit) * 10000) / 10000);
  const softly = (isSoft) => (isSoft ? words.soft : "");

  const isPresent = (place) => place.team < 0 || `${place.round}|${place.team}` in facts.sums[0].most;

  /** What a visit breaks by itself in a place, as sentences. */
  function ownBreaches(n, place) {
    const visit = visits[n];
    if ((place.team < 0) !== (start[n].team < 0)) return [facts.closed[0]];
    const found = [];
    if (!isPresent(place)) {
      found.push(say("absent", { team: teamName(place.team), round: rounds[place.round].name }));
    }
    const named = (numbers, builtIn) => {
      for (const number of numbers || []) {
        const said = number === 0 ? builtIn : rules[number][0] + softly(rules[number][1]);
        if (!found.includes(said)) found.push(said);
      }
    };
    named((visit.noRounds || {})[place.round], facts.closed[0]);
    named((visit.noTeams || {})[place.team], facts.closed[1]);
    return found;
  }

  const keyOf = (sum, place) =>
    sum.per
      .map((part) => ({ round: place.round, year: rounds[place.round].year, team: place.team })[part])
      .join("|");
  const groupName = (sum, place) =>
    sum.per
      .map((part) =>
        part === "team" ? teamName(place.team) : part === "round" ? rounds[place.round].name
          : String(rounds[place.round].year))
      .join(words.comma);

  function isCounted(sum, n, place) {
    return (!sum.rounds || sum.rounds.includes(place.round)) &&
      (!sum.teams || sum.teams.includes(place.team)) &&
      (!sum.modes || sum.modes.includes(modeIn(n, place.round))) &&
      (!sum.per.includes("team") || place.team >= 0);
  }

  /** The groups of a sum that are over their bound, with what they come to. */
  function overfull(sum, places) {
    const groups = new Map();
    sum.visits.forEach((n, i) => {
      const place = places[n];
      if (!isCounted(sum, n, place)) return;
      const key = keyOf(sum, place);
      const group = groups.get(key) || { value: 0, place, visits: [] };
      group.value += sum.weights ? sum.weights[i] : loadIn(n, place.round);
      group.visits.push(n);
      groups.set(key, group);
    });
    const found = [];
    for (const [key, group] of groups) {
      const most = typeof sum.most === "number" ? sum.most : sum.most[key];
      if (most !== undefined && group.value > most) found.push({ key, most, ...group });
    }
    return found;
  }

  /** Everything that is broken when visits are in these places: `key` tells breaches apart. */
  function breaches(places) {
    const found = new Map();
    visits.forEach((visit, n) => {
      for (const rule of ownBreaches(n, places[n])) {
        found.set(`own ${n} ${rule}`, say("breaks", { visit: visit.name, rule }));
      }
    });
    facts.sums.forEach((sum, i) => {
      for (const group of overfull(sum, places)) {
        const blanks = { name: sum.name + softly(sum.soft), group: groupName(sum, group.place),
          value: shown(group.value), most: shown(group.most) };
        found.set(`sum ${i} ${group.key}`, say("overfull", blanks));
      }
    });
    facts.bundles.forEach((bundle, i) => {
      const mine = bundle.visits.map((n) => places[n]);
      const indices = mine.map((place) => place.round);
      const apart = Math.max(...indices) - Math.min(...indices) > bundle.within;
      const split = bundle.oneTeam && new Set(mine.map((place) => place.team)).size > 1;
      if (mine.length && (apart || split)) {
        const names = bundle.visits.map((n) => visits[n].name).join(words.and);
        found.set(`bundle ${i}`, say("apart", { name: bundle.name + softly(bundle.soft), visits: names }));
      }
    });
    return found;
  }

  const now = () => visits.map((visit) => ({ round: visit.round, team: visit.team }));
  const accepted = new Set(breaches(start).keys()); // what the plan breaks as it came

  /** What would be newly broken if a visit were put somewhere. */
  function verdict(n, place) {
    const before = new Set(breaches(now()).keys());
    const places = now();
    places[n] = place;
    return [...breaches(places)].filter(([key]) => !before.has(key)).map(([, said]) => said);
  }

  // ---- Moving ---------------------------------------------------------------------------------

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

  // ---- Pointer and keyboard -------------------------------------------------------------------

  let held = null; // {n, ghost, over, x, y, isLifted} while a visit is dragged

  const clear = () => all(".fits, .breaks").forEach((x) => x.classList.remove("fits", "breaks"));

  function aim(n, element) {
    clear();
    if (!element) return;
    const place = placeOf(element);
    const wrong = verdict(n, place);
    element.classList.add(wrong.length ? "breaks" : "fits");
    if (held) {
      held.ghost.replaceChildren(visits[n].name, ...wrong.map((said) => made("div", said, { className: "over" })));
    }
    const verdict_ = wrong.length ? wrong.join(words.then) : words.fine;
    tell(say("aimed", { place: placeName(place), verdict: verdict_ }));
  }

  document.addEventListener("pointerdown", (event) => {
    const element = event.target.closest("[data-visit]");
    if (!element || event.button !== 0) return;
    held = { n: Number(element.dataset.visit), x: event.clientX, y: event.clientY, over: null };
  });
  document.addEventListener("pointermove", (event) => {
    if (!held) return;
    if (!held.ghost) {
      if (Math.hypot(event.clientX - held.x, event.clientY - held.y) < 5) return;
      held.ghost = made("div", visits[held.n].name, { className: `item dragged m-${visits[held.n].mode}` });
      document.body.append(held.ghost);
      getSelection().removeAllRanges();
    }
    event.preventDefault();
    held.ghost.style.left = `${event.clientX + 8}px`;
    held.ghost.style.top = `${event.clientY + 8}px`;
    const over = document.elementsFromPoint(event.clientX, event.clientY)
      .find((x) => x.dataset && x.dataset.slot) || null;
    if (over !== held.over) {
      held.over = over;
      aim(held.n, over);
    }
  });
  const drop = (event) => {
    if (!held) return;
    const { n, ghost, over } = held;
    held = null;
    clear();
    if (!ghost) return;
    ghost.remove();
    if (event.type === "pointerup" && over) {
      const place = placeOf(over);
      if (move(n, place)) {
        tell(say("dropped", { visit: visits[n].name, place: placeName(place) }));
      }
    }
    const swallow = (click) => {
      if (!click.isTrusted) return;
      click.preventDefault();
      click.stopPropagation();
    };
    addEventListener("click", swallow, { capture: true }); // what follows a drag is no click
    setTimeout(() => removeEventListener("click", swallow, { capture: true }), 0);
  };
  document.addEventListener("pointerup", drop);
  document.addEventListener("pointercancel", drop);
  document.addEventListener("dragstart", (event) => {
    if (event.target.closest && event.target.closest("[data-visit]")) event.preventDefault();
  });

  const cells = () => all("td[data-slot]", grid);
  function neighbour(cell, key) {
    const here = placeOf(cell);
    const [across, step] = { ArrowLeft: [true, -1], ArrowRight: [true, 1], ArrowUp: [false, -1],
      ArrowDown: [false, 1] }[key];
    const row = cell.parentNode;
    const at = [...row.cells].indexOf(cell);
    if (across) {
      for (let i = at + step; i >= 0 && i < row.cells.length; i += step) {
        if (row.cells[i].dataset.slot) return row.cells[i];
      }
      return cell;
    }
    const rows = [...row.parentNode.rows];
    for (let i = rows.indexOf(row) + step; i >= 0 && i < rows.length; i += step) {
      if (rows[i].cells[at].dataset.slot) return rows[i].cells[at];
    }
    return slot(here) || cell;
  }

  let lifted = null; // {n, cell} while the keyboard carries a visit
  function settle() {
    if (!lifted) return;
    card(lifted.n).classList.remove("lifted");
    lifted = null;
    clear();
  }
  for (const element of all(".item", grid)) {
    element.tabIndex = 0;
    element.setAttribute("role", "button");
  }
  grid.addEventListener("keydown", (event) => {
    const element = event.target.closest(".item");
    if (!element) return;
    const n = Number(element.dataset.visit);
    if (event.key === "Enter" || event.key === " ") {
      event.preventDefault();
      if (!lifted) {
        lifted = { n, cell: element.closest("td") };
        element.classList.add("lifted");
        tell(say("lifted", { visit: visits[n].name }));
        return;
      }
      const place = placeOf(lifted.cell);
      settle();
      move(n, place);
      card(n).focus();
      tell(say("dropped", { visit: visits[n].name, place: placeName(place) }));
    } else if (event.key === "Escape" && lifted) {
      settle();
      tell("");
    } else if (event.key.startsWith("Arrow") && lifted) {
      event.preventDefault();
      lifted.cell = neighbour(lifted.cell, event.key);
      aim(n, lifted.cell);
      lifted.cell.scrollIntoView({ block: "nearest", inline: "nearest" });
    }
  });
  grid.addEventListener("focusout", (event) => {
    if (lifted && event.relatedTarget && !grid.contains(event.relatedTarget)) settle();
  });

  // ---- The list: search, filter, sort ---------------------------------------------------------

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
})();
