// What the page knows, and small words used by every part.

const facts = JSON.parse(document.getElementById("facts").textContent);
const { visits, rounds, teams, rules, words } = facts;
for (const visit of visits) { // what many have alike stands once
  for (const key of ["others", "atHome", "noRounds", "noTeams"]) {
    if (key in visit) visit[key] = facts.shared[visit[key]];
  }
}
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
