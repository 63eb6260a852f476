// The keys from before sb_publishable_… and sb_secret_…, as most frontends and servers have them.
import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { describe, test } from 'node:test';
import WebSocket from 'ws';
import { PACKAGE, PASSWORD, URL_, address, client, http, ok, until } from './support/stack.mjs';

const { createClient } = await import(PACKAGE);
const secret = process.env.DESKWIRE_JWT_SECRET;

const encoded = object => Buffer.from(JSON.stringify(object)).toString('base64url');

function key(role, claims = {}, by = secret) {
  const now = Math.floor(Date.now() / 1000);
  const text = `${encoded({ alg: 'HS256', typ: 'JWT' })}.${encoded({ iss: 'supabase-demo', role, iat: now, exp: now + 315_360_000, ...claims })}`;
  return `${text}.${createHmac('sha256', by).update(text).digest('base64url')}`;
}

describe('legacy keys', { skip: !secret && 'the stack was started without DESKWIRE_JWT_SECRET' }, () => {
  test('anon signs people in', async () => {
    const { auth } = client({ key: key('anon') }), email = address('legacy');
    const { user } = ok(await auth.signUp({ email, password: PASSWORD }));
    assert.equal(ok(await auth.getUser()).user.id, user.id);
    assert.equal((await client({ key: key('anon') }).auth.getUser()).error?.name, 'AuthSessionMissingError');
  });

  test('anon opens the socket', async () => {
    const { realtime } = createClient(URL_, key('anon'), { realtime: { transport: WebSocket } });
    realtime.connect();
    await until('a socket with an anon key', () => realtime.isConnected());
    await realtime.disconnect();
  });

  test('service_role is the secret key', async () => {
    const { auth } = client({ key: key('service_role') }), email = address('made');
    const { user } = ok(await auth.admin.createUser({ email, password: PASSWORD, email_confirm: true }));
    assert.equal(ok(await auth.admin.getUserById(user.id)).user.email, email);
    const withoutPurpose = await http('GET', '/api/v1/tickets', { key: key('service_role') });
    assert.equal(withoutPurpose.status, 403, withoutPurpose.text);
    assert.match(withoutPurpose.json.type, /purpose-required$/);
  });

  test('service_role is refused from a browser and in an address', async () => {
    const browser = { 'user-agent': 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/130.0 Safari/537.36' };
    for (const [path, options] of [
      ['/auth/v1/admin/users', { key: key('service_role'), headers: browser }],
      ['/api/v1/tickets', { key: key('anon'), token: key('service_role'), headers: browser }],
    ]) assert.equal((await http('GET', path, options)).status, 401, path);
    assert.equal((await fetch(`${URL_}/auth/v1/admin/users?apikey=${key('service_role')}`)).status, 401);
  });

  test('what has ended or was signed by somebody else is none', async () => {
    for (const none of [key('anon', { exp: 1 }), key('service_role', { exp: 1 }), key('anon', {}, 'x'.repeat(32)), key('supabase_admin'), key(undefined)]) {
      assert.equal((await http('GET', '/auth/v1/settings', { key: none })).status, 401);
      assert.equal((await http('GET', '/api/v1/tickets', { key: none, token: none })).status, 401);
    }
  });
});
