// Opening hours as we understand them against the reference evaluator of OpenStreetMap's community, on random weeks,
// holidays included. Usage: node opening_reference.mjs STATES_PROGRAM [QUESTIONS]
import { spawnSync } from "node:child_process";
import opening_hours from "opening_hours";

const [program, questions = "4000"] = process.argv.slice(2);
const DAY_MS = 86_400_000;
const DAYS = ["Mo", "Tu", "We", "Th", "Fr", "Sa", "Su"];
const PLACES = [
  ["64", "Nouvelle-Aquitaine"],
  ["67", "Bas-Rhin"],
  ["972", "Martinique"],
  ["974", "La Réunion"],
  ["987", "Polynésie française"],
];

let seed = 20200326;
function below(limit) {
  seed = (Math.imul(seed, 1103515245) + 12345) >>> 0;
  return Math.floor((seed / 2 ** 32) * limit);
}

const clock = (minute) => `${String(Math.floor(minute / 60)).padStart(2, "0")}:${String(minute % 60).padStart(2, "0")}`;

function times() {
  const edges = new Set();
  const spans = 1 + below(2);
  while (edges.size < 2 * spans) edges.add(below(97) * 15);
  const sorted = [...edges].sort((a, b) => a - b);
  return Array.from({ length: spans }, (_, at) => `${clock(sorted[2 * at])}-${clock(sorted[2 * at + 1])}`).join(",");
}

function days() {
  const first = below(7), last = below(7);
  const named = first === last ? DAYS[first] : `${DAYS[first]}-${DAYS[last]}`;
  return below(3) === 0 ? `${named},${DAYS[below(7)]}` : named;
}

function hours() {
  if (below(40) === 0) return "24/7";
  const rules = Array.from({ length: 1 + below(3) }, () => `${days()} ${below(6) === 0 ? "off" : times()}`);
  if (below(2) === 0) rules.push(`PH ${below(2) === 0 ? "off" : times()}`);
  return rules.join("; ");
}

function reference(text, region, day, minute) {
  const when = new Date(day * DAY_MS + minute * 60_000);
  const oh = new opening_hours(text, { address: { country_code: "fr", country: "France", state: region } });
  const change = oh.getNextChange(when, new Date((day + 8) * DAY_MS)); // a week that never changes has no end otherwise
  const state = oh.getState(when) ? "open" : "closed";
  if (!change) return `${state} -`;
  const at = change.getTime();
  const changeDay = Math.floor(at / DAY_MS);
  if (changeDay > day + 7) return `${state} -`;
  return `${state} ${changeDay} ${Math.floor((at - changeDay * DAY_MS) / 60_000)}`;
}

if (process.env.TZ !== "UTC") throw new Error("run with TZ=UTC: days are counted on one clock");
const asked = Array.from({ length: Number(questions) }, () => {
  const [departement, region] = PLACES[below(PLACES.length)];
  const spring = 18262 + below(3 * 366); // 2020 to 2022
  return { text: hours(), departement, region, day: spring, minute: below(1440) };
});
const input = asked.map((one) => [one.text, one.departement, one.day, one.minute].join("\t")).join("\n") + "\n";
const ran = spawnSync(program, { input, encoding: "utf8", maxBuffer: 1 << 26 });
if (ran.status !== 0) throw new Error(`${program} failed: ${ran.stderr}`);
const answers = ran.stdout.trimEnd().split("\n");
let differences = 0;
asked.forEach((one, at) => {
  const expected = reference(one.text, one.region, one.day, one.minute);
  if (answers[at] === expected) return;
  differences += 1;
  if (differences <= 10)
    console.log(`« ${one.text} » in ${one.departement} on day ${one.day} at ${clock(one.minute)}: ours ${answers[at]}, reference ${expected}`);
});
const open = answers.filter((answer) => answer.startsWith("open")).length;
console.log(`${asked.length} questions, ${open} open, ${differences} differences`);
if (differences > 0 || open < asked.length / 10) process.exit(1);
