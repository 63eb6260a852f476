// signOut in its three scopes, and admin.signOut.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { backend, client, elsewhere, http, ok, person, until } from './support/stack.mjs';

const signedIn = async ({ auth }) => !(await auth.getUser()).error;

async function threeDevices(name) {
  const first = await person(name);
  return [first, await elsewhere(first), await elsewhere(first)];
}

describe('signing out', () => {
  for (const [scope, left] of [['local', [false, true, true]], ['others', [true, false, false]], ['global', [false, false, false]]]) {
    test(`${scope}: who is left`, async () => {
      const devices = await threeDevices(`out-${scope}`), tokens = devices.map(({ session }) => session);
      assert.equal((await devices[0].auth.signOut({ scope })).error, null);
      assert.deepEqual([await signedIn(devices[0]), await signedIn(devices[1]), await signedIn(devices[2])], left);
      for (const [index, { access_token, refresh_token }] of tokens.entries()) {
        if (left[index]) continue;
        assert.equal((await client().auth.getUser(access_token)).error?.name, 'AuthSessionMissingError');
        const { error } = await client().auth.refreshSession({ refresh_token });
        assert.equal(error?.code, 'refresh_token_not_found');
        assert.equal(error.status, 400);
      }
    });
  }

  test('is everywhere by default, and again is no error', async () => {
    const [first, second] = await threeDevices('out');
    assert.equal((await first.auth.signOut()).error, null);
    assert.equal(await signedIn(second), false);
    assert.equal((await second.auth.signOut()).error, null);
    assert.equal((await client().auth.signOut()).error, null);
  });

  test('reaches the other services within five seconds', async () => {
    const someone = await person('out-api'), token = someone.session.access_token;
    const status = async () => (await http('GET', '/api/v1/tenants', { token })).status;
    assert.equal(await status(), 200);
    assert.equal((await someone.auth.signOut()).error, null);
    await until('the token is refused', async () => await status() === 401, 5000);
  });

  test('has no other scopes', async () => {
    const { session } = await person('out-scope');
    const { status, json } = await http('POST', '/auth/v1/logout?scope=nonsense', { token: session.access_token, headers: { 'x-supabase-api-version': '2024-01-01' } });
    assert.equal(status, 400);
    assert.equal(json.code, 'validation_failed');
    assert.match(json.message, /^Unsupported logout scope/);
  });

  test('is done for somebody by a backend that has the token', async () => {
    const [first, second] = await threeDevices('out-admin'), admin = backend().auth.admin;
    assert.equal((await admin.signOut(second.session.access_token, 'others')).error, null);
    assert.deepEqual([await signedIn(first), await signedIn(second)], [false, true]);
    assert.equal((await admin.signOut(second.session.access_token)).error, null);
    assert.equal(await signedIn(second), false);
    const { error } = await admin.signOut('nonsense');
    assert.equal(error?.code, 'bad_jwt');
    assert.equal(error.status, 403);
  });
});
