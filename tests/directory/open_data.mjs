// The open data of a served directory, read as the national map reads it. Usage: node open_data.mjs RELAIS DATABASE
//
// The lists of data/places and one file of the national schema are imported into a copy of DATABASE, then what the
// site serves is checked with the national map's own library and with the patterns of the schema.
import { spawn, spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, dirname } from "node:path";
import { fileURLToPath } from "node:url";
import { createRequire } from "node:module";

const { fromSchemaLieuxDeMediationNumerique } = createRequire(import.meta.url)("@gouvfr-anct/lieux-de-mediation-numerique");
const [relais, database] = process.argv.slice(2);
const here = dirname(fileURLToPath(import.meta.url));
const source = join(here, "../..");
const faults = [];
const expect = (holds, what) => holds || faults.push(what);

const folder = mkdtempSync(join(tmpdir(), "relais-open-data-"));
const copy = join(folder, "copy.db");
for (const suffix of ["", "-wal", "-shm", ".key"]) if (existsSync(database + suffix)) cpSync(database + suffix, copy + suffix);

function run(...words) {
  const ran = spawnSync(relais, ["--database", copy, ...words], { encoding: "utf8" });
  if (ran.status !== 0) throw new Error(`relais ${words.join(" ")}: ${ran.stdout}${ran.stderr}`);
}

/// RFC 4180, with commas.
function parseCsv(text) {
  const rows = [[""]];
  let quoted = false;
  for (let at = 0; at < text.length; ++at) {
    const row = rows.at(-1);
    const sign = text[at];
    if (quoted) {
      if (sign !== '"') row[row.length - 1] += sign;
      else if (text[at + 1] === '"') row[row.length - 1] += text[++at];
      else quoted = false;
    } else if (sign === '"') quoted = true;
    else if (sign === ",") row.push("");
    else if (sign === "\n") rows.push([""]);
    else row[row.length - 1] += sign;
  }
  rows.pop();
  return rows;
}

async function serve() {
  const server = spawn(relais, ["--database", copy, "serve", "--port", "0"], { stdio: ["ignore", "pipe", "inherit"] });
  const origin = await new Promise((resolve, reject) => {
    let said = "";
    server.stdout.on("data", (text) => {
      const found = /http:\/\/[^\s/]+/.exec((said += text));
      if (found) resolve(found[0]);
    });
    server.once("exit", () => reject(new Error("relais serve ended before it said its address")));
  });
  return { server, origin };
}

/// Every record by the patterns of the national schema, then by the library that the national map validates with.
function checkRecords(records, fields, what) {
  for (const record of records) {
    for (const field of fields) {
      const value = record[field.name];
      if (field.required) expect(value, `${what}: ${record.id} has no ${field.name}`);
      // One label is written in two ways by the schema and by the library; the library's is served.
      if (value && field.pattern && field.name !== "formations_labels" && field.name !== "telephone")
        expect(new RegExp(field.pattern, "u").test(value), `${what}: ${record.id} ${field.name} = ${value}`);
      if (value && field.maxLength) expect([...value].length <= field.maxLength, `${what}: ${record.id} ${field.name}`);
    }
    try {
      fromSchemaLieuxDeMediationNumerique([record]);
    } catch (error) {
      faults.push(`${what}: ${record.id} is refused by the national library: ${error.message}`);
    }
  }
}

function texts(record) {
  return Object.fromEntries(Object.entries(record).map(([name, value]) => [name, String(value)]));
}

/// Every structure of the places, each with a service; the words are those of the published enumerations.
async function checkInclusion(get, records) {
  const { structure, service, enums } = JSON.parse(readFileSync(join(here, "data_inclusion.json"), "utf8"));
  const structures = await (await get("/directory/open-data/structures.json")).json();
  const services = await (await get("/directory/open-data/services.json")).json();
  const known = new Set(structures.map(({ id }) => id));
  expect(structures.length >= records.length && known.size === structures.length, "data.inclusion lacks structures");
  expect(services.length === structures.length && services.every((one) => known.has(one.structure_id)), "a service stands alone");
  const words = { type: "types-de-services", thematiques: "thematiques", frais: "frais", modes_accueil: "modes-accueil",
                  mobilisable_par: "personnes-mobilisatrices", modes_mobilisation: "modes-mobilisation" };
  for (const [all, shape] of [[structures, structure], [services, service]])
    for (const one of all) {
      for (const name of shape.required) expect(one[name], `data.inclusion: ${one.id} has no ${name}`);
      for (const [name, value] of Object.entries(one)) {
        expect(shape.properties.includes(name), `data.inclusion knows no ${name}`);
        for (const word of words[name] ? [value].flat() : []) expect(enums[words[name]].includes(word), `data.inclusion: ${name} = ${word}`);
      }
    }
}

async function check(origin) {
  const fields = JSON.parse(readFileSync(join(here, "national_schema.json"), "utf8")).fields;
  const get = (path, headers = {}) => fetch(origin + path, { headers });
  const answer = await get("/directory/open-data/places.csv");
  expect(answer.status === 200, `CSV answers ${answer.status}`);
  expect(
    /filename="\d{4}-\d\d-\d\d_[\w-]+_lieux-de-mediation-numerique_france\.csv"/.test(answer.headers.get("content-disposition")),
    `CSV is named ${answer.headers.get("content-disposition")}`,
  );
  const [headings, ...rows] = parseCsv(await answer.text());
  expect(JSON.stringify(headings) === JSON.stringify(fields.map((field) => field.name)), "CSV has other columns");
  const records = rows.map((row) => Object.fromEntries(row.map((value, at) => [headings[at], value]).filter(([, v]) => v)));
  checkRecords(records, fields, "CSV");
  expect(new Set(records.map((record) => record.id)).size === records.length, "an identifier comes twice");
  expect(records.length >= 130, `only ${records.length} places`);

  const list = await (await get("/directory/open-data/places.json")).json();
  expect(JSON.stringify(list.map(texts)) === JSON.stringify(records), "JSON holds other places than the CSV");
  const map = await (await get("/directory/open-data/places.geojson")).json();
  expect(map.type === "FeatureCollection" && map.features.length === records.length, "GeoJSON holds other places");
  map.features.forEach(({ geometry, properties }, at) => {
    const [longitude, latitude] = geometry?.coordinates ?? [];
    expect(texts({ longitude })["longitude"] === String(records[at].longitude), `GeoJSON ${properties.id} is elsewhere`);
    expect(latitude === undefined || (latitude > -64 && latitude < 52), `GeoJSON ${properties.id} is turned round`);
  });

  await checkInclusion(get, records);

  const one = await (await get("/directory/open-data/places.csv?departement=13")).text();
  expect(parseCsv(one).length - 1 === records.filter((record) => /^13/.test(record.code_insee)).length, "13 holds others");
  expect((await get("/directory/open-data/places.csv?departement=XX")).status === 404, "an unknown département is served");
  const again = await get("/directory/open-data/places.csv", { "If-None-Match": answer.headers.get("etag"), "Accept-Encoding": "gzip" });
  expect(again.status === 304, `an unchanged file is sent again: ${again.status}`);
  return records.length;
}

let served;
try {
  for (const list of ["etapes-numerique", "aix-en-provence"])
    run("import", "places", join(source, `data/places/${list}.csv`), "--mapping", join(source, `data/mappings/${list}.toml`), "--accredited", "--list", `test-${list}`);
  run("import", "places", join(here, "national.csv"), "--accredited", "--list", "test-national");
  served = await serve();
  const count = await check(served.origin);
  console.log(`${count} places, ${faults.length} faults`);
} finally {
  served?.server.kill();
  rmSync(folder, { recursive: true, force: true });
}
for (const fault of faults.slice(0, 30)) console.log(fault);
process.exit(faults.length > 0 ? 1 : 0);
