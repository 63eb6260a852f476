// getUser, updateUser, getUserIdentities, reauthenticate.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { mailTo } from './support/mail.mjs';
import { PASSWORD, address, client, elsewhere, impostor, ok, person } from './support/stack.mjs';

describe('a user', () => {
  test('is who the token says', async () => {
    const { auth, session, user } = await person('me');
    const mine = ok(await auth.getUser()).user;
    assert.equal(mine.id, user.id);
    assert.equal(mine.email, user.email);
    assert.equal(ok(await client().auth.getUser(session.access_token)).user.id, user.id);
  });

  test('is nobody without a token, or with one that is not ours', async () => {
    assert.equal((await client().auth.getUser()).error.name, 'AuthSessionMissingError');
    for (const jwt of ['nonsense', 'eyJhbGciOiJub25lIn0.eyJzdWIiOiJ4In0.']) {
      const { error } = await client().auth.getUser(jwt);
      assert.equal(error.status, 403);
      assert.equal(error.code, 'bad_jwt');
      assert.match(error.message, /^invalid JWT: unable to parse or verify signature/);
    }
  });

  test('changes metadata key by key; null takes a key away', async () => {
    const { auth } = await person('metadata', { data: { colour: 'red', size: 3 } });
    ok(await auth.updateUser({ data: { size: 4, shape: { round: true } } }));
    const { user } = ok(await auth.updateUser({ data: { colour: null } }));
    assert.equal('colour' in user.user_metadata, false);
    assert.equal(user.user_metadata.size, 4);
    assert.deepEqual(user.user_metadata.shape, { round: true });
    assert.deepEqual(ok(await auth.getUser()).user.user_metadata, user.user_metadata);
  });

  test('cannot give itself rights', async () => {
    const { auth } = await person('greedy');
    const { error } = await auth.updateUser({ app_metadata: { tenant_role: 'admin' } });
    assert.equal(error?.code, 'not_admin');
    assert.equal(error.status, 403);
  });

  test('changes its password, which ends its other sessions', async () => {
    const someone = await person('changing'), other = await elsewhere(someone);
    ok(await someone.auth.updateUser({ password: `${PASSWORD}-2` }));
    ok(await someone.auth.getUser());
    assert.equal((await other.auth.getUser()).error?.name, 'AuthSessionMissingError');
    assert.equal((await client().auth.signInWithPassword(someone)).error?.code, 'invalid_credentials');
    await elsewhere({ email: someone.email, password: `${PASSWORD}-2` });
  });

  test('keeps its password where the new one is the same or weak', async () => {
    const { auth } = await person('stubborn');
    const same = (await auth.updateUser({ password: PASSWORD })).error;
    assert.equal(same.code, 'same_password');
    assert.equal(same.status, 422);
    assert.equal(same.message, 'New password should be different from the old password.');
    const weak = (await auth.updateUser({ password: 'abc' })).error;
    assert.equal(weak.code, 'weak_password');
    assert.deepEqual(weak.reasons, ['length']);
    const empty = (await auth.updateUser({ password: '' })).error;
    assert.equal(empty?.code, 'weak_password');
    assert.equal(empty.status, 422);
  });

  test('changes its address', async () => {
    const someone = await person('moving'), email = address('moved');
    const { user } = ok(await someone.auth.updateUser({ email }));
    if (user.new_email) { // confirmed by both mails
      const [first, second] = [await mailTo(someone.email), await mailTo(email)];
      assert.equal(ok(await client().auth.verifyOtp({ token_hash: first.token, type: 'email_change' })).session, null);
      ok(await client().auth.verifyOtp({ token_hash: second.token, type: 'email_change' }));
    }
    assert.equal(ok(await someone.auth.getUser()).user.email, email);
    await elsewhere({ email, password: PASSWORD });
    assert.equal((await client().auth.signInWithPassword(someone)).error?.code, 'invalid_credentials');
  });

  test('cannot take the address of another, nor a phone', async () => {
    const someone = await person('envious'), other = await person('envied');
    const taken = (await someone.auth.updateUser({ email: other.email })).error;
    assert.equal(taken?.code, 'email_exists');
    assert.equal(taken.status, 422);
    const phone = (await someone.auth.updateUser({ phone: '+491701234567' })).error;
    assert.equal(phone?.code, 'phone_provider_disabled');
  });

  test('needs a session to change anything', async () => {
    assert.equal((await client().auth.updateUser({ data: {} })).error.name, 'AuthSessionMissingError');
    assert.equal((await client().auth.reauthenticate()).error.name, 'AuthSessionMissingError');
  });

  test('shows how it signs in', async () => {
    const { auth, id, email } = await person('identities');
    const { identities } = ok(await auth.getUserIdentities());
    assert.deepEqual(identities.map(({ provider, user_id, identity_data }) => [provider, user_id, identity_data.email]), [['email', id, email]]);
  });

  test('proves by mail that it is itself before it changes the password', async () => {
    const { auth, email } = await person('careful');
    ok(await auth.reauthenticate());
    const { code } = await mailTo(email);
    assert.match(code, /^\d{6,10}$/);
    ok(await auth.updateUser({ password: `${PASSWORD}-2`, nonce: code }));
    await elsewhere({ email, password: `${PASSWORD}-2` });
  });

  test('is no administrator', async () => {
    const { session, id } = await person('visitor');
    for (const answer of [await impostor(session.access_token).auth.admin.listUsers(), await impostor(session.access_token).auth.admin.getUserById(id)]) {
      assert.equal(answer.error?.code, 'not_admin');
      assert.equal(answer.error.status, 403);
      assert.equal(answer.error.message, 'User not allowed');
    }
  });
});
