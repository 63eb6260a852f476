// getClaims: the published keys verify a token without asking the server about it.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { requests } from './support/wire.mjs';
import { claims, client, http, ok, person } from './support/stack.mjs';

describe('the claims of a token', () => {
  test('are verified with the published keys, not by asking', async () => {
    const { auth, session, id } = await person('claims');
    const asked = requests.get('GET /auth/v1/user') ?? 0;
    const { claims: mine, header } = ok(await auth.getClaims());
    assert.equal(mine.sub, id);
    assert.equal(header.alg, 'ES256');
    assert(header.kid);
    assert.equal(ok(await client().auth.getClaims(session.access_token)).claims.session_id, mine.session_id);
    assert.equal(requests.get('GET /auth/v1/user') ?? 0, asked);
  });

  test('are verified with keys that the application already has', async () => {
    const { session, id } = await person('own-keys');
    const jwks = (await http('GET', '/auth/v1/.well-known/jwks.json', { key: '' })).json;
    assert.equal(ok(await client().auth.getClaims(session.access_token, { jwks })).claims.sub, id);
  });

  test('are not believed of a token that was changed', async () => {
    const { session } = await person('changed');
    const [header, , signature] = session.access_token.split('.');
    const payload = Buffer.from(JSON.stringify({ ...claims(session.access_token), role: 'service_role' })).toString('base64url');
    const { error } = await client().auth.getClaims(`${header}.${payload}.${signature}`);
    assert.equal(error.name, 'AuthInvalidJwtError');
  });

  test('of one who is not signed in are none', async () => {
    assert.deepEqual(await client().auth.getClaims(), { data: null, error: null });
  });

  test('are verified by public keys only', async () => {
    const { headers, json, status } = await http('GET', '/auth/v1/.well-known/jwks.json', { key: '' });
    assert.equal(status, 200);
    assert.match(headers.get('cache-control'), /max-age=\d+/);
    assert(json.keys.length > 0);
    for (const key of json.keys) {
      assert(key.kid && key.kty && key.alg);
      assert.equal(key.d, undefined);
      assert.notEqual(key.kty, 'oct');
    }
  });
});
