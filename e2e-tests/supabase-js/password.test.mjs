// signInWithPassword, and throwOnError.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { PASSWORD, address, backend, client, elsewhere, ok, person } from './support/stack.mjs';

describe('signing in with a password', () => {
  test('gives a session, whatever case the address is written in', async () => {
    const someone = await person('password');
    const { auth } = client();
    const { session, user } = ok(await auth.signInWithPassword({ email: someone.email.toUpperCase(), password: PASSWORD }));
    assert.equal(user.id, someone.id);
    assert.equal(session.user.id, someone.id);
    assert(new Date(user.last_sign_in_at) >= new Date(someone.user.last_sign_in_at));
    assert.equal(ok(await auth.getUser()).user.id, someone.id);
  });

  test('tells a wrong password and an unknown person the same', async () => {
    const { email } = await person('guessed');
    for (const guess of [{ email, password: 'wrong' }, { email: address('unknown'), password: PASSWORD }]) {
      const { data, error } = await client().auth.signInWithPassword(guess);
      assert.equal(data.session, null);
      assert.equal(error.name, 'AuthApiError');
      assert.equal(error.status, 400);
      assert.equal(error.code, 'invalid_credentials');
      assert.equal(error.message, 'Invalid login credentials');
    }
  });

  test('refuses one whose address is not confirmed, and one who is banned', async () => {
    const admin = backend().auth.admin;
    const unconfirmed = address('unconfirmed'), banned = address('banned');
    ok(await admin.createUser({ email: unconfirmed, password: PASSWORD }));
    ok(await admin.createUser({ email: banned, password: PASSWORD, email_confirm: true, ban_duration: '24h' }));
    for (const [email, code, message] of [[unconfirmed, 'email_not_confirmed', 'Email not confirmed'], [banned, 'user_banned']]) {
      const { error } = await client().auth.signInWithPassword({ email, password: PASSWORD });
      assert.equal(error?.code, code);
      assert.equal(error.status, 400);
      if (message) assert.equal(error.message, message);
    }
  });

  test('by phone is off', async () => {
    const { error } = await client().auth.signInWithPassword({ phone: '+491701234567', password: PASSWORD });
    assert.equal(error.code, 'phone_provider_disabled');
    assert.equal(error.status, 422);
  });

  test('without either is refused by the client', async () => {
    assert.equal((await client().auth.signInWithPassword({ password: PASSWORD })).error.name, 'AuthInvalidCredentialsError');
  });

  test('throws where the application asked for that', async () => {
    const { auth } = client({ throwOnError: true });
    assert.equal(auth.isThrowOnErrorEnabled(), true);
    assert(!client().auth.isThrowOnErrorEnabled());
    await assert.rejects(auth.signInWithPassword({ email: address('unknown'), password: PASSWORD }), { code: 'invalid_credentials' });
  });

  test('works on two devices at once', async () => {
    const someone = await person('devices');
    const other = await elsewhere(someone);
    assert.notEqual(other.session.access_token, someone.session.access_token);
    for (const { auth } of [someone, other]) assert.equal(ok(await auth.getUser()).user.id, someone.id);
  });
});
