// Where the stack is, and clients of it as an application would make them.
import WebSocket from 'ws';
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { recorded } from './calls.mjs';
import { watched } from './wire.mjs';

/** `@supabase/supabase-js`, or another installed name of the same package. */
export const PACKAGE = process.env.SUPABASE_JS ?? '@supabase/supabase-js';
// As in a browser; versions before 2.50 look for it when they are loaded.
globalThis.WebSocket ??= WebSocket;
export const { createClient } = await import(PACKAGE);

const file = process.env.DESKWIRE_ENV;
const env = { ...(file && settingsIn(file)), ...process.env };

export const URL_ = required('DESKWIRE_URL');
export const PUBLISHABLE = required('DESKWIRE_PUBLISHABLE_KEY');
export const SECRET = required('DESKWIRE_SECRET_KEY');
export const MAIL_API = required('DESKWIRE_MAIL_API');
/** Where browsers come back to; nobody need listen there. */
export const SITE = env.DESKWIRE_SITE_URL ?? 'http://localhost:3000';

/** Tells this run's people from those of another on the same stack. */
export const RUN = randomUUID().slice(0, 8);
export const PASSWORD = `Correct-horse-${RUN}`;

function settingsIn(path) {
  const lines = readFileSync(path, 'utf8').split('\n').filter(line => /^\w+=/.test(line));
  return Object.fromEntries(lines.map(line => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]));
}

function required(name) {
  if (!env[name]) throw new Error(`${name} is not set: ./run [env file], or DESKWIRE_ENV=.deskwire/env node --test all.mjs`);
  return env[name];
}

/** Session storage that a test may look into, and share between clients as tabs of a browser do. */
export class Storage extends Map {
  getItem(key) { return this.get(key) ?? null; }
  setItem(key, value) { this.set(key, value); }
  removeItem(key) { this.delete(key); }
}

/** A client with its own session in memory; `auth` records which calls were made. */
export function client({ key = PUBLISHABLE, headers, ...auth } = {}) {
  const supabase = createClient(URL_, key, {
    auth: { autoRefreshToken: false, persistSession: true, storage: new Storage(), experimental: { passkey: true, recoveryCodes: true }, ...auth },
    global: { fetch: watched, ...(headers && { headers }) },
    realtime: { transport: WebSocket },
  });
  return { auth: recorded(supabase.auth, 'auth') };
}

/** A trusted backend. */
export const backend = () => client({ key: SECRET, persistSession: false, storage: undefined });

/** The admin API with somebody else's token, as an attacker would try it. */
export const impostor = jwt => client({ headers: { Authorization: `Bearer ${jwt}` } });

export const address = name => `${name}-${RUN}-${randomUUID().slice(0, 4)}@example.com`;

/** Somebody who has signed up and is signed in. */
export async function person(name, { password = PASSWORD, data, ...options } = {}) {
  const sb = client(options), email = address(name);
  const { user, session } = ok(await sb.auth.signUp({ email, password, options: { data } }));
  return { ...sb, email, password, user, session, id: user.id };
}

/** The same person on another device. */
export async function elsewhere({ email, password }, options) {
  const sb = client(options);
  const { session } = ok(await sb.auth.signInWithPassword({ email, password }));
  return { ...sb, session };
}

/** What a call answered, which must not be an error. */
export function ok({ data, error }) {
  if (error) throw new Error(`${error.name} ${error.status} ${error.code}: ${error.message}`, { cause: error });
  return data;
}

export const claims = jwt => JSON.parse(Buffer.from(jwt.split('.')[1], 'base64url'));

export async function accessToken(sb) {
  return ok(await sb.auth.getSession()).session.access_token;
}

/** Plain HTTP, for what no client of Supabase does. */
export async function http(method, path, { key = PUBLISHABLE, token, body, headers } = {}) {
  const response = await fetch(URL_ + path, {
    method, redirect: 'manual',
    headers: { apikey: key, ...(token && { authorization: `Bearer ${token}` }), ...(body !== undefined && { 'content-type': 'application/json' }), ...headers },
    ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  const text = await response.text();
  return { status: response.status, headers: response.headers, text, json: /json/.test(response.headers.get('content-type')) && text ? JSON.parse(text) : undefined };
}

/** A tenant of the person's own, which the next token carries. */
export async function found({ email, session }, suffix = 'desk') {
  const slug = `${email.split('@')[0]}-${suffix}`;
  const answer = await http('POST', '/api/v1/tenants', { token: session.access_token, body: { name: slug, slug } });
  if (answer.status !== 201) throw new Error(`${answer.status} ${answer.text}`);
  return answer.json.tenant;
}

export async function until(what, test, ms = 10_000) {
  for (const end = Date.now() + ms; ;) {
    const found = await test();
    if (found) return found;
    if (Date.now() > end) throw new Error(`not within ${ms} ms: ${what}`);
    await new Promise(resolve => setTimeout(resolve, 50));
  }
}
