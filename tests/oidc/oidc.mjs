// Signing in by a provider of identities: node oidc.mjs RELAIS DATABASE
//
// A real provider, npm's oidc-provider, on this machine; then one that lies. RELAIS serves a copy of DATABASE, the
// demonstration's, in which a person has an account by password. People click as browsers do: redirects and cookies.
import assert from "node:assert/strict";
import { execFileSync, spawn } from "node:child_process";
import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as jose from "jose";
import { Provider } from "oidc-provider";

const [relais, database] = process.argv.slice(2);
const folder = mkdtempSync(join(tmpdir(), "relais-oidc-"));
const copy = join(folder, "oidc.db");
const PASSWORD = "la pluie du matin";
const EMAIL = "alice@exemple.org";
const CLIENT = "relais-test";
const SECRET = "un+secret/de:30%caracteres&plus=";

function person() {
  const listed = execFileSync(relais, ["--database", copy, "user", "list"], { encoding: "utf8" });
  const donor = listed.split("\n").find((line) => line.includes(" donor ")).trim().split(/\s+/);
  const options = ["--email", EMAIL, "--name", "Alice", "--organisation", donor.at(-1), "--role", "donor"];
  execFileSync(relais, ["--database", copy, "user", "create", ...options, "--password-fd", "0"], { input: `${PASSWORD}\n` });
}

async function serve(issuer) {
  const secret = join(folder, "secret");
  writeFileSync(secret, `${SECRET}\n`);
  const options = ["--oidc-issuer", issuer, "--oidc-client-id", CLIENT, "--oidc-client-secret-file", secret, "--oidc-name", "Essai"];
  const server = spawn(relais, ["--database", copy, "serve", "--port", "0", ...options], { stdio: ["ignore", "pipe", "ignore"] });
  const origin = await new Promise((resolve, reject) => {
    server.stdout.on("data", (text) => {
      const found = /http:\/\/[\d.]+:\d+/.exec(String(text));
      if (found) resolve(found[0]);
    });
    server.once("exit", () => reject(new Error("relais serve ended before it said its address")));
  });
  return { server, origin };
}

async function listen(handler) {
  const server = createServer((request, response) => handler(request, response));
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  return { server, url: `http://127.0.0.1:${server.address().port}` };
}

/** A browser of few words: cookies per host and port, forms, redirects. */
class Browser {
  jars = new Map();

  async ask(url, fields) {
    const { origin } = new URL(url);
    const jar = this.jars.get(origin) ?? new Map();
    this.jars.set(origin, jar);
    const headers = { Cookie: [...jar].map(([name, value]) => `${name}=${value}`).join("; ") };
    if (fields) headers.Origin = origin;
    const answer = await fetch(url, {
      method: fields ? "POST" : "GET", redirect: "manual", headers, body: fields && new URLSearchParams(fields),
    });
    for (const line of answer.headers.getSetCookie()) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(line);
      if (value) jar.set(name, value);
      else jar.delete(name);
    }
    const where = answer.headers.get("location");
    return { status: answer.status, url, where: where && new URL(where, url).href, text: await answer.text() };
  }

  /** Follows redirects until a page comes, or an address that starts with `stop`. */
  async go(url, { fields, stop } = {}) {
    let seen = await this.ask(url, fields);
    for (let hops = 0; seen.where && !(stop && seen.where.startsWith(stop)); ++hops) {
      assert.ok(hops < 15, "redirects without end");
      seen = await this.ask(seen.where);
    }
    return seen;
  }

  cookie(origin, name) {
    return this.jars.get(origin)?.get(name);
  }
}

/** Signs in at the provider's own pages, gives consent, and comes back to us. */
async function atProvider(browser, page, login) {
  let seen = page;
  for (let forms = 0; seen.text.includes('name="prompt"'); ++forms) {
    assert.ok(forms < 3, "the provider asks without end");
    const prompt = /name="prompt" value="(\w+)"/.exec(seen.text)[1];
    const action = /action="([^"]+)"/.exec(seen.text)[1];
    seen = await browser.go(new URL(action, seen.url).href, { fields: prompt === "login" ? { prompt, login, password: "x" } : { prompt } });
  }
  return seen;
}

const token = (text, name) => new RegExp(`name="${name}" value="([^"]+)"`).exec(text)[1];

async function signInByPassword(browser, origin, next = "/account") {
  const fields = { email: EMAIL, password: PASSWORD, next };
  return browser.go(`${origin}/sign-in`, { fields });
}

async function link(browser, page, password) {
  const fields = { csrf: token(page.text, "csrf"), request: token(page.text, "request"), password };
  return browser.go(page.url, { fields });
}

async function realProvider() {
  let provider;
  const { server: http, url: issuer } = await listen((request, response) => provider.callback()(request, response));
  const { server, origin } = await serve(issuer);
  const keys = await Promise.all(["RS256", "ES256"].map(async (alg) => {
    const { privateKey } = await jose.generateKeyPair(alg, { extractable: true });
    return { ...(await jose.exportJWK(privateKey)), alg, use: "sig", kid: alg };
  }));
  const client = (alg) => ({
    client_id: CLIENT, client_secret: SECRET, redirect_uris: [`${origin}/sign-in/provider/return`],
    id_token_signed_response_alg: alg,
  });
  const make = (alg) => new Provider(issuer, { clients: [client(alg)], jwks: { keys }, cookies: { keys: ["k"] } });
  const back = `${origin}/sign-in/provider?next=%2Faccount`;
  try {
    provider = make("RS256");
    const alice = new Browser();
    assert.match((await alice.go(`${origin}/sign-in`)).text, /Entrer avec Essai/, "a button on the sign-in page");

    // An identity that nobody has: no account is made, none is opened.
    const unknown = await atProvider(alice, await alice.go(back), "alice");
    assert.ok(unknown.url.startsWith(`${origin}/sign-in?unlinked=1`), `${unknown.url} ${unknown.text}`);
    assert.equal(alice.cookie(origin, "relais"), undefined, "no session");

    // The password once, then the link is offered and asks for it again.
    const offered = await signInByPassword(alice, origin, "/account/identity");
    assert.match(offered.text, /Lier à mon compte/);
    assert.match((await link(alice, offered, "un autre mot de passe")).text, /password-error/, "a wrong password links nothing");
    assert.match((await link(alice, await alice.go(`${origin}/account/identity`), PASSWORD)).text, /lié depuis le/);

    // From now on the provider is enough, by either algorithm.
    for (const alg of ["RS256", "ES256"]) {
      provider = make(alg);
      const again = new Browser();
      const entered = await atProvider(again, await again.go(back), "alice");
      assert.equal(entered.url, `${origin}/account`, `by ${alg}`);
      assert.match(entered.text, /Alice/);
    }

    // Another person of the same provider is another person.
    const mallory = new Browser();
    const stranger = await atProvider(mallory, await mallory.go(back), "mallory");
    assert.ok(stranger.url.startsWith(`${origin}/sign-in?unlinked=1`), stranger.url);

    // Taken away, it opens nothing more.
    const page = await alice.go(`${origin}/account/identity`);
    const fields = { csrf: token(page.text, "csrf"), request: token(page.text, "request") };
    assert.match((await alice.go(`${origin}/account/identity/remove`, { fields })).text, /Me faire reconnaître/);
    const gone = new Browser();
    const refused = await atProvider(gone, await gone.go(back), "alice");
    assert.ok(refused.url.startsWith(`${origin}/sign-in?unlinked=1`), refused.url);
    console.log("a real provider: linked by password, entered by RS256 and ES256, taken away");
  } finally {
    server.kill();
    http.close();
  }
}

/** What a lying provider says, one lie a case; `good` is believed, so that each refusal is for its lie. */
async function lies(issuer, keys, strangers) {
  const now = Math.floor(Date.now() / 1000);
  const sign = (claims, { alg = "RS256", key = keys[alg], kid = alg } = {}) =>
    new jose.SignJWT(claims).setProtectedHeader({ alg, kid }).sign(key.privateKey);
  const claims = (nonce) => ({ iss: issuer, sub: "alice", aud: CLIENT, exp: now + 300, iat: now, nonce });
  const unsigned = (nonce) => `${jose.base64url.encode('{"alg":"none"}')}.${jose.base64url.encode(JSON.stringify(claims(nonce)))}.`;
  return {
    good: [(nonce) => sign(claims(nonce)), 303],
    "wrong nonce": [() => sign(claims("another")), 403],
    "wrong audience": [(nonce) => sign({ ...claims(nonce), aud: "somebody" }), 403],
    "wrong issuer": [(nonce) => sign({ ...claims(nonce), iss: "https://elsewhere.example" }), 403],
    expired: [(nonce) => sign({ ...claims(nonce), exp: now - 120, iat: now - 420 }), 403],
    "not yet": [(nonce) => sign({ ...claims(nonce), iat: now + 3600, exp: now + 7200 }), 403],
    "alg none": [unsigned, 403],
    "another's key": [(nonce) => sign(claims(nonce), { key: strangers }), 403],
    "a key of no name": [(nonce) => sign(claims(nonce), { key: strangers, kid: "new" }), 403],
    "no token": [() => undefined, 502],
    noise: [() => "x.y.z", 502],
    "too much": [() => "a".repeat(2_000_000), 503],
  };
}

async function lyingProvider() {
  const keys = { RS256: await jose.generateKeyPair("RS256") };
  const strangers = await jose.generateKeyPair("RS256");
  const jwk = { ...(await jose.exportJWK(keys.RS256.publicKey)), alg: "RS256", use: "sig", kid: "RS256" };
  let issuer;
  let answer = () => "";
  let asked = {};
  let form = {};
  const json = (response, body, status = 200) => {
    response.writeHead(status, { "Content-Type": "application/json" });
    response.end(JSON.stringify(body));
  };
  const { server: http, url } = await listen(async (request, response) => {
    const { pathname } = new URL(request.url, issuer);
    if (pathname === "/.well-known/openid-configuration")
      return json(response, {
        issuer, authorization_endpoint: `${issuer}/auth`, token_endpoint: `${issuer}/token`, jwks_uri: `${issuer}/jwks`,
      });
    if (pathname === "/jwks") return json(response, { keys: [jwk] });
    if (pathname !== "/token") return json(response, {}, 404);
    let body = "";
    for await (const piece of request) body += piece;
    form = { ...Object.fromEntries(new URLSearchParams(body)), authorization: request.headers.authorization };
    return json(response, { access_token: "x", token_type: "Bearer", id_token: await answer(asked.nonce) });
  });
  issuer = url;
  const { server, origin } = await serve(issuer);
  const start = async (browser) => {
    const sent = await browser.ask(`${origin}/sign-in/provider`);
    asked = Object.fromEntries(new URL(sent.where).searchParams);
    return `${origin}/sign-in/provider/return?code=c&state=${asked.state}`;
  };
  try {
    for (const [name, [lie, status]] of Object.entries(await lies(issuer, keys, strangers))) {
      answer = lie;
      const browser = new Browser();
      const seen = await browser.ask(await start(browser));
      assert.equal(seen.status, status, `${name}: ${seen.status} ${seen.text.slice(0, 2000)}`);
      assert.equal(browser.cookie(origin, "relais"), undefined, name);
    }
    answer = (await lies(issuer, keys, strangers)).good[0];

    // What we ask and send: PKCE, a state, a nonce, the secret in the header alone.
    const browser = new Browser();
    const back = await start(browser);
    assert.equal(asked.scope, "openid");
    assert.equal(asked.code_challenge_method, "S256");
    await browser.ask(back);
    const hash = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(form.code_verifier));
    assert.equal(jose.base64url.encode(new Uint8Array(hash)), asked.code_challenge);
    assert.ok(form.authorization.startsWith("Basic ") && !form.client_secret);

    // The same answer a second time, another state, another browser, another issuer, no provider's word at all.
    assert.equal((await browser.ask(back)).status, 403, "a flow serves once");
    const other = new Browser();
    const theirs = await start(other);
    assert.equal((await new Browser().ask(theirs)).status, 403, "in another browser");
    assert.equal((await other.ask(theirs.replace(/state=./, "state=_"))).status, 403, "another state");
    assert.equal((await other.ask(`${await start(other)}&iss=https%3A%2F%2Felsewhere.example`)).status, 403, "another issuer");
    assert.equal((await other.ask(`${await start(other)}&error=access_denied`)).status, 403, "refused there");
    console.log("a lying provider: believed in nothing");
  } finally {
    server.kill();
    http.closeAllConnections();
    http.close();
  }
}

try {
  copyFileSync(database, copy);
  copyFileSync(`${database}.key`, `${copy}.key`);
  person();
  await realProvider();
  await lyingProvider();
} finally {
  rmSync(folder, { recursive: true });
}
