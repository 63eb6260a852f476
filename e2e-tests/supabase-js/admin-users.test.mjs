// auth.admin with the secret key: createUser, listUsers, getUserById, updateUserById, deleteUser.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { describe, test } from 'node:test';
import { PASSWORD, address, backend, claims, client, elsewhere, ok, person } from './support/stack.mjs';

const { admin } = backend().auth;

describe('an administrator', () => {
  test('creates users, who sign in', async () => {
    const email = address('Created');
    const { user } = ok(await admin.createUser({ email, password: PASSWORD, email_confirm: true, user_metadata: { name: 'Cleo' }, app_metadata: { plan: 'pro' } }));
    assert.equal(user.email, email.toLowerCase());
    assert(user.email_confirmed_at);
    assert.deepEqual(user.app_metadata, { provider: 'email', providers: ['email'], plan: 'pro' });
    assert.equal(user.user_metadata.name, 'Cleo');
    assert.equal(user.last_sign_in_at ?? null, null);
    const { session } = await elsewhere({ email, password: PASSWORD });
    assert.equal(session.user.id, user.id);
    assert.equal(claims(session.access_token).app_metadata.plan, 'pro');
  });

  test('chooses the id, or imports a hash, or leaves the password out', async () => {
    const id = randomUUID();
    assert.equal(ok(await admin.createUser({ id, email: address('chosen') })).user.id, id);
    const email = address('imported');
    // bcrypt of "imported-password"
    const password_hash = '$2b$10$uhj/7brJKiCsy0gi2pxD7uNACKA9EabsPHx592jMq6iUYwmNav8YC';
    ok(await admin.createUser({ email, password_hash, email_confirm: true }));
    for (let round = 0; round < 2; round++) await elsewhere({ email, password: 'imported-password' }); // hashed anew in between
    assert.deepEqual(ok(await admin.createUser({ email: address('exact'), user_metadata: { a: 1 } })).user.user_metadata, { a: 1 });
  });

  test('is told what is wrong', async () => {
    const { email, id } = await person('exists');
    for (const [attributes, status, code, message] of [
      [{ email, password: PASSWORD }, 422, 'email_exists', 'A user with this email address has already been registered'],
      [{ email: 'nobody' }, 400, 'validation_failed', 'Unable to validate email address: invalid format'],
      [{}, 400, 'validation_failed'],
      [{ email: address('both'), password: PASSWORD, password_hash: '$2b$10$x' }, 400, 'validation_failed'],
      [{ email: address('ban'), ban_duration: 'soon' }, 400, 'validation_failed'],
      [{ email: address('weak'), password: 'abc' }, 422, 'weak_password'],
    ]) {
      const { error } = await admin.createUser(attributes);
      assert.equal(error?.code, code, JSON.stringify(attributes));
      assert.equal(error.status, status);
      if (message) assert.equal(error.message, message);
    }
    for (const answer of [await admin.getUserById(randomUUID()), await admin.updateUserById(randomUUID(), { role: 'x' }), await admin.deleteUser(randomUUID())]) {
      assert.equal(answer.error?.code, 'user_not_found');
      assert.equal(answer.error.status, 404);
      assert.equal(answer.error.message, 'User not found');
    }
    await assert.rejects(admin.getUserById('nonsense'), /UUID/);
    assert.equal(ok(await admin.getUserById(id)).user.email, email);
  });

  test('lists users page by page', async () => {
    for (let i = 0; i < 3; i++) ok(await admin.createUser({ email: address(`listed-${i}`) }));
    const first = ok(await admin.listUsers({ page: 1, perPage: 2 }));
    assert.equal(first.users.length, 2);
    assert.equal(first.aud, 'authenticated');
    assert(first.total >= 3, `total ${first.total}`);
    assert.equal(first.nextPage, 2);
    assert(first.lastPage >= 1);
    const second = ok(await admin.listUsers({ page: 2, perPage: 2 }));
    assert.deepEqual(second.users.filter(user => first.users.some(({ id }) => id === user.id)), []);
    assert(ok(await admin.listUsers()).users.length >= 3);
    const beyond = ok(await admin.listUsers({ page: 100_000, perPage: 100 }));
    assert.deepEqual(beyond.users, []);
    assert(ok(await admin.listUsers({ perPage: 5000 })).users.length >= 3);
    assert.equal(beyond.nextPage, null);
  });

  test('changes everything of a user', async () => {
    const someone = await person('changed'), email = address('changed-to');
    const { user } = ok(await admin.updateUserById(someone.id, { email, email_confirm: true, user_metadata: { nick: 'Z' }, app_metadata: { plan: 'free' } }));
    assert.equal(user.email, email);
    assert.equal(user.user_metadata.nick, 'Z');
    assert.equal(user.app_metadata.plan, 'free');
    assert.equal(user.app_metadata.provider, 'email');
    assert.equal(claims(ok(await someone.auth.refreshSession()).session.access_token).app_metadata.plan, 'free');

    ok(await admin.updateUserById(someone.id, { password: `${PASSWORD}-admin` }));
    assert.equal((await someone.auth.getUser()).error?.name, 'AuthSessionMissingError', 'a new password ends all sessions');
    await elsewhere({ email, password: `${PASSWORD}-admin` });
    const taken = await person('changed-taken');
    assert.equal((await admin.updateUserById(someone.id, { email: taken.email })).error?.code, 'email_exists');
    assert.equal((await admin.updateUserById(someone.id, { password: 'abc' })).error?.code, 'weak_password');
  });

  test('bans a user, and lets them in again', async () => {
    const someone = await person('naughty');
    const { user } = ok(await admin.updateUserById(someone.id, { ban_duration: '1h30m' }));
    assert(Math.abs(new Date(user.banned_until) - Date.now() - 90 * 60_000) < 60_000, user.banned_until);
    assert.equal((await client().auth.signInWithPassword(someone)).error?.code, 'user_banned');
    const cut = (await someone.auth.getUser()).error;
    assert.equal(cut?.code, 'user_banned');
    assert.equal(cut.status, 403);
    const refused = (await client().auth.refreshSession(someone.session)).error;
    assert.equal(refused?.code, 'user_banned');
    assert.equal(refused.status, 400);
    assert.equal(refused.message, 'Invalid Refresh Token: User Banned');
    ok(await admin.updateUserById(someone.id, { ban_duration: 'none' }));
    assert.equal(ok(await client().auth.refreshSession(someone.session)).user.id, someone.id);
    await elsewhere(someone);
  });

  test('confirms an address', async () => {
    const email = address('confirmed');
    const { user } = ok(await admin.createUser({ email, password: PASSWORD }));
    assert.equal(user.email_confirmed_at ?? null, null);
    assert(ok(await admin.updateUserById(user.id, { email_confirm: true })).user.email_confirmed_at);
    await elsewhere({ email, password: PASSWORD });
  });

  test('deletes a user, and the address is free', async () => {
    const someone = await person('deleted');
    ok(await admin.deleteUser(someone.id));
    assert.equal((await admin.getUserById(someone.id)).error?.code, 'user_not_found');
    const { error } = await someone.auth.getUser();
    assert.equal(error?.code, 'user_not_found');
    assert.equal(error.status, 403);
    assert.equal((await client().auth.signInWithPassword(someone)).error?.code, 'invalid_credentials');
    ok(await client().auth.signUp({ email: someone.email, password: PASSWORD }));
  });

  test('deletes a user softly: the id stays, the person is gone', async () => {
    const someone = await person('softly');
    ok(await admin.deleteUser(someone.id, true));
    assert((await client().auth.signInWithPassword(someone)).error);
    assert((await someone.auth.getUser()).error);
    const { data } = await admin.getUserById(someone.id);
    if (data.user) {
      assert(data.user.deleted_at);
      assert.notEqual(data.user.email, someone.email);
    }
    ok(await client().auth.signUp({ email: someone.email, password: PASSWORD }));
  });

  test('needs the secret key', async () => {
    for (const answer of [
      await client().auth.admin.listUsers(), await client().auth.admin.createUser({ email: address('intruder'), email_confirm: true }),
      await client().auth.admin.deleteUser(randomUUID()), await client().auth.admin.generateLink({ type: 'magiclink', email: address('intruder') }),
    ]) {
      assert.equal(answer.error?.code, 'not_admin');
      assert.equal(answer.error.status, 403);
      assert.equal(answer.error.message, 'User not allowed');
    }
  });
});
