// Where visits are, and what they break there.

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
  named((visit.noTeams || {})[place.team], facts.closed[0]);
  if (facts.away.includes(modeIn(n, place.round)) && (visit.atHome || []).includes(place.team)) {
    found.push(facts.closed[1]);
  }
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
