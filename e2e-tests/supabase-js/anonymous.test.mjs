// signInAnonymously, and how somebody becomes somebody.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { mailTo } from './support/mail.mjs';
import { PASSWORD, address, claims, client, elsewhere, ok } from './support/stack.mjs';

describe('signing in anonymously', () => {
  test('gives a session of a user without name or address', async () => {
    const { auth } = client();
    const { session, user } = ok(await auth.signInAnonymously({ options: { data: { basket: 3 } } }));
    assert.equal(user.is_anonymous, true);
    assert.equal(user.email, '');
    assert.deepEqual(user.identities ?? [], []);
    assert.equal(user.user_metadata.basket, 3);
    const said = claims(session.access_token);
    assert.equal(said.is_anonymous, true);
    assert.equal(said.amr[0].method, 'anonymous');
    assert.equal(said.role, 'authenticated');
    assert.equal(ok(await auth.refreshSession()).user.id, user.id);
  });

  test('is no ground for a password or a second factor', async () => {
    const { auth } = client();
    ok(await auth.signInAnonymously());
    const password = (await auth.updateUser({ password: PASSWORD })).error;
    assert.equal(password?.code, 'validation_failed');
    assert.equal(password.status, 422);
    const factor = (await auth.mfa.enroll({ factorType: 'totp' })).error;
    assert.equal(factor?.code, 'no_authorization');
  });

  test('becomes a person with an address and a password, the same user', async () => {
    const { auth } = client(), email = address('was-nobody');
    const { user } = ok(await auth.signInAnonymously());
    const changed = ok(await auth.updateUser({ email })).user;
    if (changed.new_email) ok(await auth.verifyOtp({ email, token: (await mailTo(email)).code, type: 'email_change' }));
    const token = ok(await auth.refreshSession()).session.access_token;
    assert.equal(claims(token).is_anonymous, false);
    ok(await auth.updateUser({ password: PASSWORD }));
    const { session } = await elsewhere({ email, password: PASSWORD });
    assert.equal(session.user.id, user.id);
    assert.equal(session.user.is_anonymous, false);
    assert.deepEqual(session.user.identities.map(({ provider }) => provider), ['email']);
  });
});
