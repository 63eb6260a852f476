// What every answer of /auth/v1 must be like, whichever test asked for it. The client hides most of this from its caller.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const VERSION = '2024-01-01';

/** Documented, but not in the client's own list. */
const MORE_CODES = ['current_password_required', 'current_password_invalid', 'feature_disabled', 'passkey_disabled', 'web3_provider_disabled'];
const CODES = new Set([...knownToTheClient(), ...MORE_CODES]);

export const faults = [];
/** `POST /token` → how often it was asked. */
export const requests = new Map();

/** `fetch`, which notes what is wrong with the answers. */
export async function watched(input, init) {
  const response = await fetch(input, init);
  const url = new URL(typeof input === 'string' ? input : input.url);
  const request = `${init?.method ?? 'GET'} ${url.pathname}${url.search}`;
  const endpoint = `${init?.method ?? 'GET'} ${url.pathname.replace(/[0-9a-f-]{36}/g, '{id}')}`;
  requests.set(endpoint, (requests.get(endpoint) ?? 0) + 1);
  const body = await response.clone().text();
  for (const fault of inspect(response, body)) faults.push(`${request} → ${response.status}: ${fault}; ${body.slice(0, 200)}`);
  return response;
}

function* inspect(response, text) {
  const { status, headers } = response;
  if (status >= 500) yield 'an error of the server, which the client would retry';
  if (!headers.get('ratelimit-policy') || !headers.get('ratelimit')) yield 'no RateLimit headers';
  if (status === 204) {
    if (text) yield 'a body where there is none';
    return;
  }
  if (!/^application\/json\b/.test(headers.get('content-type') ?? '')) yield `content type ${headers.get('content-type')}`;
  if (status < 400) return;
  const body = parsed(text);
  if (typeof body?.error === 'string') {
    if (status !== 400 || typeof body.error_description !== 'string') yield 'not the shape of an OAuth error';
    return;
  }
  if (headers.get('x-supabase-api-version') !== VERSION) yield `X-Supabase-Api-Version is ${headers.get('x-supabase-api-version')}`;
  if (!CODES.has(body?.code)) yield `no documented code: ${body?.code}`;
  if (typeof body?.message !== 'string' || !body.message) yield 'no message';
  if (body?.code !== 'weak_password' && headers.get('x-sb-error-code') !== body?.code) yield `x-sb-error-code is ${headers.get('x-sb-error-code')}`;
  if (status === 429 && !/^\d+$/.test(headers.get('retry-after') ?? '')) yield 'no Retry-After';
}

function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function knownToTheClient() {
  const fromHere = createRequire(import.meta.url);
  const main = createRequire(fromHere.resolve('supabase-js-newest')).resolve('@supabase/auth-js');
  const declared = readFileSync(main.replace(/index\.js$/, 'lib/error-codes.d.ts'), 'utf8');
  return [...declared.matchAll(/'([a-z0-9_]+)'/g)].map(match => match[1]);
}
