// The API against its own document, from outside: node check.mjs RELAIS DATABASE
//
// RELAIS serves a copy of DATABASE, the demonstration's. The document is checked against the OpenAPI 3.1 schema; then every
// operation is asked what its document says it takes, and a hundred ways that are wrong: the statuses must be documented
// and the bodies must match their schemas, with no member beside them. What is asked is made from the document alone, but
// for the names of things that exist, which come from the lists.
import assert from "node:assert/strict";
import { execFileSync, spawn } from "node:child_process";
import { copyFileSync, existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Validator } from "@seriousme/openapi-schema-validator";
import Ajv2020 from "ajv/dist/2020.js";
import addFormats from "ajv-formats";

const [relais, demo] = process.argv.slice(2);
const folder = mkdtempSync(join(tmpdir(), "relais-api-"));
const database = join(folder, "api.db");
for (const tail of ["", ".key", "-wal", "-shm"]) if (existsSync(demo + tail)) copyFileSync(demo + tail, database + tail);

const failures = new Set();
const fail = (text) => failures.add(text);
let asked = 0;
const answered = {};

function token(organisation, scopes) {
  const until = new Date(Date.now() + 9 * 86_400_000).toISOString().slice(0, 10);
  const args = ["--database", database, "token", "create", "--organisation", organisation, "--name", "check", "--until", until];
  return execFileSync(relais, args.concat(scopes.flatMap((scope) => ["--scope", scope])), { encoding: "utf8" }).trim().split("\n").pop();
}

async function start() {
  const server = spawn(relais, ["--database", database, "serve", "--port", "0"], { stdio: ["ignore", "pipe", "ignore"] });
  const origin = await new Promise((resolve, reject) => {
    server.stdout.on("data", (text) => {
      const found = /http:\/\/[\d.]+:\d+/.exec(String(text));
      if (found) resolve(found[0]);
    });
    server.once("exit", () => reject(new Error("relais serve ended before it said its address")));
  });
  return { server, origin };
}

/** What answers give and the document does not mention is a fault too. */
function strict(schema) {
  if (Array.isArray(schema)) return schema.map(strict);
  if (schema === null || typeof schema !== "object") return schema;
  const copy = Object.fromEntries(Object.entries(schema).map(([name, value]) => [name, strict(value)]));
  if (copy.type === "object" && copy.properties) copy.additionalProperties = false;
  return copy;
}

class Contract {
  constructor(document) {
    this.document = document;
    this.ajv = new Ajv2020({ strict: false, allErrors: true });
    addFormats(this.ajv);
    this.ajv.addSchema({ $id: "doc", components: { schemas: strict(document.components.schemas) } });
    this.compiled = new Map();
  }
  resolve(value) {
    if (!value?.$ref) return value;
    return value.$ref.slice(2).split("/").reduce((at, part) => at[part], this.document);
  }
  check(key, schema, body) {
    if (!this.compiled.has(key)) {
      const text = JSON.stringify(strict(schema)).replaceAll('"#/components', '"doc#/components');
      this.compiled.set(key, this.ajv.compile(JSON.parse(text)));
    }
    const validate = this.compiled.get(key);
    return validate(body) ? "" : this.ajv.errorsText(validate.errors);
  }
  operations() {
    return Object.entries(this.document.paths).flatMap(([pattern, methods]) =>
      Object.entries(methods).map(([method, operation]) => ({ ...operation, method: method.toUpperCase(), pattern })));
  }
}

let origin, contract, secret;
let keys = 0;

/** On a slow machine the server closes an idle connection just as it is used again: once more, on another. A server that
 * has ended does not answer the second time either. */
async function fetchAgain(address, options) {
  try {
    return await fetch(address, options);
  } catch {
    return fetch(address, options);
  }
}

/** Sends one request and holds the answer against the document. */
async function ask(operation, { path = operation.pattern, query = "", headers = {}, body, raw, bearer = secret, says = "" } = {}) {
  const sent = { ...headers };
  if (bearer && operation.security.length) sent.Authorization = `Bearer ${bearer}`;
  if (operation.method === "POST" && !("Idempotency-Key" in sent)) sent["Idempotency-Key"] = `k${++keys}`;
  if (sent["Idempotency-Key"] === null) delete sent["Idempotency-Key"];
  if ((body !== undefined || raw !== undefined) && !("Content-Type" in sent)) sent["Content-Type"] = "application/json";
  const answer = await fetchAgain(`${origin}${path}${query}`, { method: operation.method, headers: sent, body: raw ?? (body === undefined ? undefined : JSON.stringify(body)) });
  const text = await answer.text();
  asked += 1;
  answered[answer.status] = (answered[answer.status] ?? 0) + 1;
  const where = `${operation.method} ${operation.pattern} ${says}: ${answer.status}`;
  const documented = contract.resolve(operation.responses[answer.status]);
  if (!documented) {
    fail(`${where} is not documented: ${text.slice(0, 300)}`);
    return { answer, status: answer.status };
  }
  const [media, content] = Object.entries(documented.content)[0];
  const type = (answer.headers.get("content-type") ?? "").split(";")[0];
  if (type !== media) fail(`${where} has the type ${type}, documented is ${media}`);
  let json;
  try {
    json = JSON.parse(text);
  } catch {
    fail(`${where} is no JSON: ${text.slice(0, 200)}`);
    return { answer, status: answer.status };
  }
  const wrong = contract.check(`${operation.operationId} ${answer.status}`, content.schema, json);
  if (wrong) fail(`${where} does not match its schema: ${wrong}: ${text.slice(0, 400)}`);
  return { answer, status: answer.status, json };
}

/** The path with a part of each name; what exists when it is known. */
function pathWith(operation, values) {
  return operation.pattern.replace(/\{(\w+)\}/g, (_, name) => encodeURIComponent(values[name] ?? "1"));
}

function schemaOf(operation) {
  const schema = operation.requestBody?.content["application/json"].schema;
  return schema && contract.resolve(schema);
}

/** Every way to break one member of a body, and the lists' and objects' members below it. */
function* broken(schema, body, at = "") {
  const resolved = contract.resolve(schema);
  if (resolved.type === "object") {
    for (const name of resolved.required ?? []) {
      const { [name]: _, ...without } = body;
      yield [`without ${at}/${name}`, without];
    }
    yield [`with more at ${at}/`, { ...body, surprise: 1 }];
    for (const value of [null, 3, "text", []]) yield [`${JSON.stringify(value)} at ${at}/`, value];
    for (const [name, member] of Object.entries(resolved.properties))
      if (name in body) for (const [says, value] of broken(member, body[name], `${at}/${name}`)) yield [says, { ...body, [name]: value }];
    return;
  }
  if (resolved.type === "array" && Array.isArray(body)) {
    for (const value of ["text", 3, {}]) yield [`${JSON.stringify(value)} at ${at}`, value];
    if (resolved.minItems) yield [`empty ${at}`, []];
    yield [`too many at ${at}`, Array(1000).fill(body[0])];
    for (const [says, value] of broken(resolved.items, body[0], `${at}/0`)) yield [says, [value, ...body.slice(1)]];
    return;
  }
  const wrong = { string: [3, true, [], {}, "", " ", "\u0000", "x".repeat(5000), "'; DROP TABLE gifts_pledge; --", "\u202e"],
                  integer: ["3", 1.5, -1, 0, 1e30, true, []], boolean: ["true", 1] }[[resolved.type].flat()[0]] ?? [[], {}];
  for (const value of wrong) yield [`${JSON.stringify(value).slice(0, 30)} at ${at}`, value];
}

/** Bodies that must be refused: the document's own schema says no to them. */
async function tryBroken(operation, values) {
  const example = operation.requestBody?.content["application/json"].example;
  if (!example) return;
  const path = pathWith(operation, values);
  const headers = operation.method === "PUT" ? { "If-Match": "*" } : {};
  const schema = operation.requestBody.content["application/json"].schema;
  for (const [says, body] of broken(schema, example)) {
    const { status } = await ask(operation, { path, headers, body, says });
    const isWrong = contract.check(`${operation.operationId} takes`, schema, body) !== "";
    if (isWrong && status < 400) fail(`${operation.method} ${operation.pattern}: ${says} was taken (${status})`);
  }
  for (const raw of ["", "{", "[1,]", "nonsense", "{\"a\":1,\"a\":2}", "[".repeat(500), `"${"x".repeat(300_000)}"`]) {
    const { status } = await ask(operation, { path, headers, raw, says: `body ${raw.slice(0, 12)}` });
    if (status < 400) fail(`${operation.method} ${operation.pattern}: a body ${raw.slice(0, 12)} was taken`);
  }
  const { status } = await ask(operation, { path, headers: { ...headers, "Content-Type": "text/plain" }, body: example, says: "as text" });
  if (status !== 415) fail(`${operation.method} ${operation.pattern}: text/plain gave ${status}`);
}

/** What is the same for every operation that asks for a token, a key, a version. */
async function tryGate(operation, values, weak) {
  const path = pathWith(operation, values);
  const body = operation.requestBody?.content["application/json"].example;
  const expect = async (options, wanted) => {
    const { status, answer } = await ask(operation, { path, body, ...options });
    if (status !== wanted) fail(`${operation.method} ${operation.pattern} ${options.says}: ${status}, not ${wanted}`);
    if (wanted === 401 && !answer.headers.get("www-authenticate")) fail(`${operation.pattern}: 401 without WWW-Authenticate`);
  };
  if (operation.security.length) {
    await expect({ bearer: "", says: "without a token" }, 401);
    await expect({ bearer: `relais_${"0".repeat(64)}`, says: "with an unknown token" }, 401);
    if (operation["x-scope"] !== "read_impact") await expect({ bearer: weak, says: "without the scope" }, 403);
  }
  if (operation.method === "POST") {
    await expect({ headers: { "Idempotency-Key": null }, says: "without a key" }, 400);
    await expect({ headers: { "Idempotency-Key": "a b" }, says: "with a malformed key" }, 400);
  }
  if (operation.responses[428]) await expect({ says: "without If-Match" }, 428);
  if (operation.responses[412]) await expect({ headers: { "If-Match": '"stale"' }, says: "with a stale If-Match" }, 412);
}

async function tryQueries(operation, values) {
  const path = pathWith(operation, values);
  for (const parameter of (operation.parameters ?? []).map((one) => contract.resolve(one)).filter((one) => one.in === "query"))
    for (const value of ["", "1", "-1", "9".repeat(30), "nonsense", "é", "%00", "%ff", "x".repeat(3000), "' OR 1=1"])
      await ask(operation, { path, query: `?${parameter.name}=${value.includes("%") ? value : encodeURIComponent(value)}`, says: `${parameter.name}=${value.slice(0, 12)}` });
}

async function tryPaths(operation) {
  if (!operation.pattern.includes("{")) return;
  for (const value of ["1", "S-0001-X", "é", "x".repeat(500), "' OR 1=1", "%2e%2e"])
    await ask(operation, {
      path: operation.pattern.replace(/\{\w+\}/g, value.includes("%") ? value : encodeURIComponent(value)),
      headers: operation.method === "PUT" ? { "If-Match": "*" } : {},
      body: operation.requestBody?.content["application/json"].example, says: `at ${value.slice(0, 12)}`,
    });
}

/** Follows a list to its end; gives its items. */
async function followed(operation, name, values = {}) {
  const items = [];
  let path = pathWith(operation, values), query = "?limit=3";
  for (let page = 0; page < 5 && path; ++page) {
    const { json, answer } = await ask(operation, { path, query, says: "page" });
    items.push(...(json?.[name] ?? []));
    if (json?.next && answer.headers.get("link") !== `<${json.next}>; rel="next"`) fail(`${operation.pattern}: Link and next differ`);
    [path, query] = [json?.next, ""];
  }
  return items;
}

/** Sends what the document shows as an example, twice under one key: one act, one answer. */
async function tryExample(operation, values, body, wanted) {
  const path = pathWith(operation, values);
  const headers = { "Idempotency-Key": `example-${operation.operationId}` };
  const first = await ask(operation, { path, headers, body, says: "example" });
  if (first.status !== wanted) fail(`${operation.method} ${operation.pattern}: the example gave ${first.status}: ${JSON.stringify(first.json)}`);
  const again = await ask(operation, { path, headers, body, says: "example again" });
  if (JSON.stringify(again.json) !== JSON.stringify(first.json)) fail(`${operation.pattern}: a repeat was answered otherwise`);
  const other = await ask(operation, { path, headers, body: { ...(body ?? {}), more: 1 }, says: "another under the key" });
  if (other.status !== 422) fail(`${operation.pattern}: another request under the key gave ${other.status}`);
  return first.json;
}

async function run() {
  const document = await (await fetch(`${origin}/api/v1/openapi.json?lang=en`)).json();
  const valid = await new Validator().validate(document);
  if (!valid.valid) fail(`the document is no OpenAPI 3.1: ${JSON.stringify(valid.errors).slice(0, 1000)}`);
  contract = new Contract(document);
  const operations = contract.operations();
  const by = Object.fromEntries(operations.map((operation) => [operation.operationId, operation]));
  const scopes = [...new Set(operations.map((operation) => operation["x-scope"]).filter(Boolean))];
  secret = token("association", scopes);
  const weak = token("association", ["read_impact"]);

  const values = { departement: "64", code: "64" };
  values.reference = (await (await fetch(`${origin}/api/v1/allocations`)).json()).allocations[0]?.reference;
  const line = (await (await fetch(`${origin}/api/v1/allocations/${values.reference}/lines`)).json()).lines[0];
  values.structure = line.structure;
  values.other = values.reference;
  const shipments = await followed(by.list_shipments, "shipments");
  assert.ok(shipments.length > 3, "the demonstration has shipments");
  const gifts = await followed(by.list_gifts, "gifts");
  assert.ok(gifts.length > 0, "the demonstration has gifts");
  const of = (operation) => operation.pattern.includes("/shipments/") ? { ...values, reference: shipments[0].reference }
    : operation.pattern.includes("/gifts/") ? { ...values, code: gifts[0].code } : values;

  for (const operation of operations) {
    if (operation.method === "GET") await ask(operation, { path: pathWith(operation, of(operation)), says: "as documented" });
    await tryGate(operation, of(operation), weak);
    await tryQueries(operation, of(operation));
    await tryPaths(operation);
    await tryBroken(operation, of(operation));
  }

  // The way of a gift, by the document's own examples; what exists in the demonstration takes the place of a name.
  const example = (operation) => structuredClone(operation.requestBody.content["application/json"].example);
  const pledge = example(by.pledge_gift);
  pledge.donor = gifts[0].donor;
  const gift = await tryExample(by.pledge_gift, {}, pledge, 201);
  const code = { code: gift.code };
  const read = await ask(by.get_gift, { path: pathWith(by.get_gift, code), says: "the new gift" });
  const version = { "If-Match": read.answer.headers.get("etag") };
  const changed = await ask(by.change_gift, { path: pathWith(by.change_gift, code), headers: version, body: example(by.change_gift), says: "example" });
  if (changed.status !== 200) fail(`change_gift: the example gave ${changed.status}: ${JSON.stringify(changed.json)}`);
  const late = await ask(by.change_gift, { path: pathWith(by.change_gift, code), headers: version, body: { lines: pledge.lines }, says: "late" });
  if (late.status !== 412) fail(`change_gift: a stale version gave ${late.status}`);
  const count = example(by.receive_gift);
  count.depot = shipments[0].depot;
  const receipt = await tryExample(by.receive_gift, code, count, 201);
  await tryExample(by.cancel_receipt, { ...code, receipt: receipt.id }, undefined, 200);
  await tryExample(by.close_gift, code, undefined, 200);
  const prepared = (await ask(by.list_shipments, { query: "?state=prepared&limit=1", says: "prepared" })).json?.shipments[0];
  if (prepared) await tryExample(by.dispatch_shipment, { reference: prepared.reference }, undefined, 200);
  const leaving = (await ask(by.list_shipments, { query: "?state=dispatched&limit=1", says: "dispatched" })).json?.shipments[0];
  if (leaving) {
    const whole = await ask(by.get_shipment, { path: pathWith(by.get_shipment, leaving), says: "leaving" });
    await tryExample(by.receive_shipment, leaving, { discrepancies: [{ kind: whole.json.lines[0].kind, missing: 1 }] }, 200);
    const shelf = await ask(by.get_shelf, { path: pathWith(by.get_shelf, { structure: leaving.structure }), says: "its shelf" });
    const product = shelf.json.products[0];
    if (product) await tryExample(by.record_hand_over, {}, { ...example(by.record_hand_over), structure: leaving.structure, product: product.product, people: 1 }, 201);
    await followed(by.list_hand_overs, "hand_overs");
  }
  return operations.length;
}

const { server, origin: served } = await start();
origin = served;
let operations = 0;
try {
  operations = await run();
} catch (error) {
  fail(`${error.stack} ${error.cause?.stack ?? ""}`);
} finally {
  server.kill("SIGTERM");
  rmSync(folder, { recursive: true, force: true });
}
for (const failure of [...failures].slice(0, 60)) console.log(failure);
console.log(`${operations} operations, ${asked} requests, by status ${JSON.stringify(answered)}, ${failures.size} faults`);
process.exit(failures.size > 0 || asked < 300 ? 1 : 0);
