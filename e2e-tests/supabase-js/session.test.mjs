// getSession, setSession, refreshSession, initialize, automatic refreshing, onAuthStateChange, dispose.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { Storage, accessToken, claims, client, elsewhere, found, ok, person, until } from './support/stack.mjs';

/** The events that a client tells of, in order. */
function events(auth) {
  const seen = [];
  const { data } = auth.onAuthStateChange((event, session) => { seen.push({ event, user: session?.user?.id ?? null }); });
  return Object.assign(seen, { names: () => seen.map(({ event }) => event), end: () => data.subscription.unsubscribe() });
}

/** An access token that says it has ended; only the client reads it. */
const ended = jwt => [jwt.split('.')[0], Buffer.from(JSON.stringify({ ...claims(jwt), exp: 1 })).toString('base64url'), 'c2lnbmF0dXJl'].join('.');

describe('a session', () => {
  test('is refreshed: new tokens, same session', async () => {
    const { auth, session } = await person('refresh');
    const refreshed = ok(await auth.refreshSession()).session;
    assert.notEqual(refreshed.refresh_token, session.refresh_token);
    assert.equal(refreshed.user.id, session.user.id);
    assert.equal(claims(refreshed.access_token).session_id, claims(session.access_token).session_id);
    assert.equal(claims(refreshed.access_token).amr[0].method, 'password');
    assert.equal(ok(await auth.getSession()).session.access_token, refreshed.access_token);
  });

  test('survives many devices that refresh the same token at once', async () => {
    const { session } = await person('race');
    const answers = await Promise.all(Array.from({ length: 10 }, () => client().auth.refreshSession({ refresh_token: session.refresh_token })));
    const refused = answers.filter(({ error }) => error).map(({ error }) => `${error.status} ${error.code}`);
    assert.deepEqual([...new Set(refused)].filter(answer => answer !== '409 conflict'), []);
    assert(refused.length < answers.length);
    const last = answers.find(({ error }) => !error).data.session;
    ok(await client().auth.refreshSession({ refresh_token: last.refresh_token }));
  });

  test('goes on in a second tab that still has an older token', async () => {
    const { session } = await person('tabs');
    const first = session.refresh_token, tab = client().auth;
    const second = ok(await tab.refreshSession({ refresh_token: first })).session.refresh_token;
    const third = ok(await tab.refreshSession({ refresh_token: second })).session.refresh_token;
    const other = ok(await client().auth.refreshSession({ refresh_token: first })).session;
    assert.equal(other.refresh_token, third);
    ok(await tab.refreshSession({ refresh_token: third }));
  });

  test('is not refreshed by a token that nobody was given', async () => {
    const { auth } = client();
    const { error } = await auth.refreshSession({ refresh_token: 'abcdefghijkl' });
    assert.equal(error.status, 400);
    assert(['refresh_token_not_found', 'validation_failed'].includes(error.code), error.code);
    assert.equal((await client().auth.refreshSession()).error.name, 'AuthSessionMissingError');
  });

  test('moves to another client by its tokens', async () => {
    const { session, id } = await person('moved');
    const { auth } = client(), seen = events(auth);
    const moved = ok(await auth.setSession(session));
    assert.equal(moved.user.id, id);
    assert.equal(ok(await auth.getUser()).user.id, id);
    assert(seen.names().includes('SIGNED_IN'), seen.names().join());
  });

  test('whose token has ended is refreshed on the way', async () => {
    const { session, id } = await person('ended');
    const { auth } = client();
    const moved = ok(await auth.setSession({ access_token: ended(session.access_token), refresh_token: session.refresh_token }));
    assert.equal(moved.user.id, id);
    assert(claims(moved.session.access_token).exp > Date.now() / 1000);
  });

  test('of a forged token is refused', async () => {
    const { session } = await person('forged');
    const [header, payload] = session.access_token.split('.');
    const { error } = await client().auth.setSession({ access_token: `${header}.${payload}.${Buffer.alloc(64).toString('base64url')}`, refresh_token: session.refresh_token });
    assert.equal(error.code, 'bad_jwt');
    assert.equal(error.status, 403);
  });

  test('is found again by a client that starts on the same storage', async () => {
    const storage = new Storage();
    const { id } = await person('kept', { storage });
    const { auth } = client({ storage }), seen = events(auth);
    assert.deepEqual(await auth.initialize(), { error: null });
    assert.equal(ok(await auth.getSession()).session.user.id, id);
    await until('the first event', () => seen.names().includes('INITIAL_SESSION'));
    assert.equal(seen.find(({ event }) => event === 'INITIAL_SESSION').user, id);
  });

  test('is refreshed by itself when its token is about to end', async () => {
    const storage = new Storage();
    const { auth, session } = await person('automatic', { storage });
    const seen = events(auth);
    for (const [key, value] of storage) {
      if (value.includes('"refresh_token"')) storage.set(key, JSON.stringify({ ...JSON.parse(value), expires_at: Math.floor(Date.now() / 1000) + 60 }));
    }
    await auth.startAutoRefresh();
    await until('TOKEN_REFRESHED', () => seen.names().includes('TOKEN_REFRESHED'));
    await auth.stopAutoRefresh();
    assert.notEqual(await accessToken({ auth }), session.access_token);
  });

  test('tells what happens to it, until it is unsubscribed or disposed of', async () => {
    const someone = await person('events');
    const { auth } = client(), seen = events(auth);
    await until('INITIAL_SESSION', () => seen.length === 1);
    assert.deepEqual(seen[0], { event: 'INITIAL_SESSION', user: null });
    ok(await auth.signInWithPassword(someone));
    ok(await auth.refreshSession());
    ok(await auth.updateUser({ data: { seen: true } }));
    ok(await auth.signOut({ scope: 'local' }));
    assert.deepEqual(seen.names(), ['INITIAL_SESSION', 'SIGNED_IN', 'TOKEN_REFRESHED', 'USER_UPDATED', 'SIGNED_OUT']);
    assert.deepEqual(seen.slice(1, 4).map(({ user }) => user), [someone.id, someone.id, someone.id]);

    seen.end();
    const later = events(auth);
    await until('INITIAL_SESSION', () => later.length === 1);
    await auth.dispose();
    ok(await auth.signInWithPassword(someone));
    assert.equal(seen.length, 5);
    assert.equal(later.length, 1);
  });

  test('carries the tenant that its person founded, from the next refresh on', async () => {
    const someone = await person('founder');
    const made = await found(someone);
    const token = ok(await someone.auth.refreshSession()).session.access_token;
    assert.equal(claims(token).tenant_id, made.id);
    assert.equal(claims(token).tenant_role, 'admin');
    assert(claims(token).permissions.includes('tickets.read'));
    const other = await elsewhere(someone);
    assert.equal(claims(other.session.access_token).tenant_id, made.id);
  });

  test('is of the tenant that the application names at sign-in', async () => {
    const someone = await person('two-tenants'), first = await found(someone), second = await found(someone, 'second');
    for (const tenant of [first, second, first]) {
      const { session } = await elsewhere(someone, { headers: { 'X-Tenant': tenant.slug } });
      assert.equal(claims(session.access_token).tenant_id, tenant.id);
    }
    const stranger = await person('stranger');
    const { session } = await elsewhere(stranger, { headers: { 'X-Tenant': first.slug } });
    assert.equal(claims(session.access_token).tenant_id ?? null, null);
  });
});
