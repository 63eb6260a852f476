// What clients see of the protocol beside their calls: keys, versions of errors, bodies, public documents.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { PASSWORD, SECRET, URL_, address, http } from './support/stack.mjs';

const NEW = { 'x-supabase-api-version': '2024-01-01' };

describe('the protocol', () => {
  test('has two shapes of errors, chosen by a header', async () => {
    const body = { email: address('nobody'), password: PASSWORD };
    const modern = await http('POST', '/auth/v1/token?grant_type=password', { body, headers: NEW });
    assert.deepEqual(modern.json, { code: 'invalid_credentials', message: 'Invalid login credentials' });
    assert.equal(modern.headers.get('x-supabase-api-version'), '2024-01-01');
    const old = await http('POST', '/auth/v1/token?grant_type=password', { body });
    assert.deepEqual(old.json, { code: 400, error_code: 'invalid_credentials', msg: 'Invalid login credentials' });
    assert.equal(old.headers.get('x-supabase-api-version'), null);
  });

  test('wants JSON, and not too much of it', async () => {
    const bad = await http('POST', '/auth/v1/signup', { body: '{"email":', headers: NEW });
    assert.equal(bad.status, 400);
    assert.equal(bad.json.code, 'bad_json');
    const large = await http('POST', '/auth/v1/signup', { body: { email: address('large'), password: PASSWORD, data: { x: 'x'.repeat(2 << 20) } }, headers: NEW });
    assert.equal(large.status, 413, large.text.slice(0, 200));
  });

  test('wants a key, except where browsers come with a link', async () => {
    assert.equal((await http('GET', '/auth/v1/settings', { key: '' })).status, 401);
    assert.equal((await http('GET', '/auth/v1/settings', { key: 'sb_publishable_nonsense' })).status, 401);
    assert.equal((await http('GET', '/auth/v1/.well-known/jwks.json', { key: '' })).status, 200);
    const configuration = await http('GET', '/auth/v1/.well-known/openid-configuration', { key: '' });
    assert.equal(configuration.status, 200);
    assert.equal(configuration.json.issuer, `${URL_}/auth/v1`);
    assert.equal(configuration.json.jwks_uri, `${URL_}/auth/v1/.well-known/jwks.json`);
  });

  test('keeps the secret key out of browsers', async () => {
    for (const headers of [{ origin: 'http://localhost:3000' }, { 'user-agent': 'Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0' }]) {
      assert.equal((await http('GET', '/auth/v1/admin/users', { key: SECRET, token: SECRET, headers })).status, 401);
    }
  });

  test('knows no grant that it does not know', async () => {
    const { status, json } = await http('POST', '/auth/v1/token?grant_type=nonsense', { body: {}, headers: NEW });
    assert.equal(status, 400);
    assert.equal(json.code, 'invalid_credentials');
    assert.equal(json.message, 'unsupported_grant_type');
  });

  test('says who it is', async () => {
    const { json } = await http('GET', '/auth/v1/health');
    assert.equal(json.name, 'GoTrue');
    assert(json.version && json.description);
  });

  test('lets a browser of the application read what it needs', async () => {
    const preflight = await fetch(`${URL_}/auth/v1/token?grant_type=password`, {
      method: 'OPTIONS',
      headers: { origin: 'http://localhost:3000', 'access-control-request-method': 'POST', 'access-control-request-headers': 'apikey,authorization,content-type,x-client-info,x-supabase-api-version' },
    });
    assert(preflight.ok, `${preflight.status}`);
    const allowed = preflight.headers.get('access-control-allow-headers').toLowerCase();
    for (const name of ['apikey', 'authorization', 'content-type', 'x-client-info', 'x-supabase-api-version']) assert(allowed.includes(name), name);
    const { headers } = await http('GET', '/auth/v1/settings', { headers: { origin: 'http://localhost:3000' } });
    assert.match(headers.get('access-control-expose-headers')?.toLowerCase() ?? '', /x-supabase-api-version/);
  });
});
