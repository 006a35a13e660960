// Mouse, pen, finger and keyboard.

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
