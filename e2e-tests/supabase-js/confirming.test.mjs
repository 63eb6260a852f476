// What differs where addresses are confirmed by mail: sign-ups without a session, double confirmation, no enumeration.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { Browser } from './support/browser.mjs';
import { mailTo, unread } from './support/mail.mjs';
import { PASSWORD, SITE, address, backend, claims, client, elsewhere, ok } from './support/stack.mjs';
import { faults } from './support/wire.mjs';

/** Somebody who has signed up and not yet opened the mail. */
async function newcomer(name, { data, ...options } = {}) {
  const sb = client(options), email = address(name);
  const { user, session } = ok(await sb.auth.signUp({ email, password: PASSWORD, options: { data, emailRedirectTo: `${SITE}/welcome` } }));
  assert.equal(session, null);
  return { ...sb, email, password: PASSWORD, user, id: user.id };
}

/** Somebody whose address is confirmed, signed in. */
async function confirmed(name) {
  const someone = await newcomer(name);
  const { session } = ok(await someone.auth.verifyOtp({ email: someone.email, token: (await mailTo(someone.email)).code, type: 'signup' }));
  return { ...someone, session };
}

describe('a sign-up that waits for its confirmation', () => {
  test('gives a user and no session; the password opens nothing yet', async () => {
    const { email, user } = await newcomer('waiting', { data: { name: 'Anna' } });
    assert.match(user.confirmation_sent_at ?? '', /^\d{4}-\d\d-\d\dT/);
    assert.equal(user.email_confirmed_at, undefined);
    assert.equal(user.identities.length, 1);
    assert.equal(user.user_metadata.name, 'Anna');
    const { error } = await client().auth.signInWithPassword({ email, password: PASSWORD });
    assert.deepEqual([error?.status, error?.code, error?.message], [400, 'email_not_confirmed', 'Email not confirmed']);
  });

  test('is confirmed by the code, once', async () => {
    const someone = await newcomer('by-code'), { code } = await mailTo(someone.email);
    const { session, user } = ok(await someone.auth.verifyOtp({ email: someone.email, token: code, type: 'signup' }));
    assert.equal(user.id, someone.id);
    assert(user.email_confirmed_at);
    assert.equal(claims(session.access_token).sub, someone.id);
    await elsewhere(someone);
    const { error } = await client().auth.verifyOtp({ email: someone.email, token: code, type: 'signup' });
    assert.deepEqual([error?.status, error?.code], [403, 'otp_expired']);
  });

  test('is confirmed by the link', async () => {
    const someone = await newcomer('by-link'), { link } = await mailTo(someone.email);
    const { url, fragment } = await new Browser().open(link);
    assert.equal(url.pathname, '/welcome');
    assert.equal(fragment.type, 'signup');
    assert.equal(ok(await client().auth.setSession(fragment)).user.id, someone.id);
  });

  test('is confirmed by the link of the PKCE flow', async () => {
    const someone = await newcomer('by-pkce', { flowType: 'pkce' }), { link } = await mailTo(someone.email);
    const { query, fragment } = await new Browser().open(link);
    assert.equal(fragment.access_token, undefined);
    assert.equal(ok(await someone.auth.exchangeCodeForSession(query.code)).user.id, someone.id);
  });

  test('is confirmed by the newest code where the mail was sent again', async () => {
    const someone = await newcomer('again'), first = await mailTo(someone.email);
    ok(await someone.auth.resend({ email: someone.email, type: 'signup' }));
    const second = await mailTo(someone.email);
    const { error } = await client().auth.verifyOtp({ email: someone.email, token: first.code, type: 'signup' });
    assert.equal(error?.code, 'otp_expired');
    ok(await someone.auth.verifyOtp({ email: someone.email, token: second.code, type: 'signup' }));
  });

  test('does not tell whether the address is taken', async () => {
    const { email, id } = await confirmed('taken');
    const fresh = await newcomer('free');
    const { user, session } = ok(await client().auth.signUp({ email, password: `${PASSWORD}-other` }));
    assert.equal(session, null);
    assert.notEqual(user.id, id);
    assert.deepEqual(Object.keys(user).sort(), Object.keys(fresh.user).sort());
    assert.deepEqual(user.identities, []);
    assert.deepEqual(await unread(email), []);
    await elsewhere({ email, password: PASSWORD });
  });

  test('of an invited address shows nothing of what the administrator wrote', async () => {
    const email = address('invited');
    ok(await backend().auth.admin.inviteUserByEmail(email, { data: { salary: 100_000 } }));
    const { user } = ok(await client().auth.signUp({ email, password: PASSWORD }));
    assert.deepEqual([user.user_metadata, user.identities], [{}, []]);
  });
});

describe('somebody new without a password', () => {
  test('is signed up by the code', async () => {
    const { auth } = client(), email = address('codes');
    ok(await auth.signInWithOtp({ email, options: { data: { name: 'Ben' } } }));
    const { user } = ok(await auth.verifyOtp({ email, token: (await mailTo(email)).code, type: 'email' }));
    assert.equal(user.email, email);
    assert.equal(user.user_metadata.name, 'Ben');
  });
});

describe('a new address', () => {
  test('counts once both mails are answered', async () => {
    const someone = await confirmed('moving'), email = address('moved');
    const { user } = ok(await someone.auth.updateUser({ email }));
    assert.equal(user.email, someone.email);
    assert.equal(user.new_email, email);
    const [former, next] = [await mailTo(someone.email), await mailTo(email)];
    assert.equal(ok(await client().auth.verifyOtp({ token_hash: former.token, type: 'email_change' })).session, null);
    assert.equal(ok(await someone.auth.getUser()).user.email, someone.email);
    ok(await client().auth.verifyOtp({ token_hash: next.token, type: 'email_change' }));
    assert.equal(ok(await someone.auth.getUser()).user.email, email);
    await elsewhere({ email, password: PASSWORD });
  });

  test('has its mails sent again', async () => {
    const someone = await confirmed('patient'), email = address('patience');
    ok(await someone.auth.updateUser({ email }));
    await mailTo(someone.email);
    await mailTo(email);
    ok(await someone.auth.resend({ email: someone.email, type: 'email_change' }));
    const [former, next] = [await mailTo(someone.email), await mailTo(email)];
    ok(await client().auth.verifyOtp({ token_hash: next.token, type: 'email_change' }));
    ok(await client().auth.verifyOtp({ token_hash: former.token, type: 'email_change' }));
    assert.equal(ok(await someone.auth.getUser()).user.email, email);
  });

  test('makes a person of somebody anonymous once it is confirmed', async () => {
    const { auth } = client(), email = address('was-nobody');
    const { user } = ok(await auth.signInAnonymously());
    const changed = ok(await auth.updateUser({ email })).user;
    assert.deepEqual([changed.new_email, changed.is_anonymous], [email, true]);
    ok(await auth.verifyOtp({ email, token: (await mailTo(email)).code, type: 'email_change' }));
    ok(await auth.updateUser({ password: PASSWORD }));
    const { session } = await elsewhere({ email, password: PASSWORD });
    assert.deepEqual([session.user.id, session.user.is_anonymous], [user.id, false]);
  });
});

test('every answer had the documented shape', () => {
  assert.deepEqual(faults, []);
});
