// auth.admin.inviteUserByEmail and generateLink.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { Browser } from './support/browser.mjs';
import { mailTo, unread } from './support/mail.mjs';
import { PASSWORD, SITE, URL_, address, backend, client, elsewhere, ok, person } from './support/stack.mjs';

const { admin } = backend().auth;

describe('an invitation', () => {
  test('reaches a new user, who enters by its link', async () => {
    const email = address('invited');
    const { user } = ok(await admin.inviteUserByEmail(email, { data: { name: 'Ivo' }, redirectTo: `${SITE}/welcome` }));
    assert.equal(user.email, email);
    assert(user.invited_at);
    assert.equal(user.user_metadata.name, 'Ivo');
    const { url, fragment } = await new Browser().open((await mailTo(email)).link);
    assert.equal(url.pathname, '/welcome');
    assert.equal(fragment.type, 'invite');
    const { auth } = client();
    assert.equal(ok(await auth.setSession(fragment)).user.id, user.id);
    ok(await auth.updateUser({ password: PASSWORD }));
    await elsewhere({ email, password: PASSWORD });
  });

  test('is accepted by its hash', async () => {
    const email = address('invited-hash');
    const { user } = ok(await admin.inviteUserByEmail(email));
    const accepted = ok(await client().auth.verifyOtp({ token_hash: (await mailTo(email)).token, type: 'invite' }));
    assert.equal(accepted.user.id, user.id);
    assert(accepted.user.email_confirmed_at);
  });

  test('is not for one who is here', async () => {
    const { email } = await person('here');
    const { error } = await admin.inviteUserByEmail(email);
    assert.equal(error?.code, 'email_exists');
    assert.equal(error.status, 422);
  });
});

describe('a generated link', () => {
  test('of every type has the documented properties, and sends no mail', async () => {
    const { email } = await person('linked');
    for (const params of [
      { type: 'signup', email: address('link-signup'), password: PASSWORD, options: { data: { a: 1 }, redirectTo: `${SITE}/in` } },
      { type: 'invite', email: address('link-invite'), options: { redirectTo: `${SITE}/in` } },
      { type: 'magiclink', email, options: { redirectTo: `${SITE}/in` } },
      { type: 'recovery', email, options: { redirectTo: `${SITE}/in` } },
    ]) {
      const { properties, user } = ok(await admin.generateLink(params));
      assert.equal(properties.verification_type, params.type);
      assert.equal(properties.redirect_to, `${SITE}/in`);
      assert.match(properties.email_otp, /^\d{6,10}$/);
      assert.match(properties.hashed_token, /^[0-9a-f]{56}$/);
      const link = new URL(properties.action_link);
      assert.equal(link.origin + link.pathname, `${URL_}/auth/v1/verify`);
      assert.equal(link.searchParams.get('token'), properties.hashed_token);
      assert.equal(link.searchParams.get('type'), params.type);
      assert.equal(user.email, params.email);
      assert.deepEqual(await unread(params.email), []);

      const { url, fragment } = await new Browser().open(properties.action_link);
      assert.equal(url.pathname, '/in', url.href);
      assert.equal(ok(await client().auth.setSession(fragment)).user.id, user.id);
    }
  });

  test('is as good as its code and its hash', async () => {
    const { email, id } = await person('link-code');
    const first = ok(await admin.generateLink({ type: 'magiclink', email })).properties;
    assert.equal(ok(await client().auth.verifyOtp({ email, token: first.email_otp, type: 'magiclink' })).user.id, id);
    const second = ok(await admin.generateLink({ type: 'recovery', email })).properties;
    assert.equal(ok(await client().auth.verifyOtp({ token_hash: second.hashed_token, type: 'recovery' })).user.id, id);
    assert.equal((await client().auth.verifyOtp({ token_hash: second.hashed_token, type: 'recovery' })).error?.code, 'otp_expired');
  });

  test('to another address is confirmed at both', async () => {
    const someone = await person('link-change'), email = address('link-changed');
    const current = ok(await admin.generateLink({ type: 'email_change_current', email: someone.email, newEmail: email })).properties;
    const next = ok(await admin.generateLink({ type: 'email_change_new', email: someone.email, newEmail: email })).properties;
    const first = ok(await client().auth.verifyOtp({ token_hash: current.hashed_token, type: 'email_change' }));
    assert.equal(first.session, null);
    assert.equal(ok(await someone.auth.getUser()).user.email, someone.email);
    const { user } = ok(await client().auth.verifyOtp({ token_hash: next.hashed_token, type: 'email_change' }));
    assert.equal(user.email, email);
    assert.equal(user.id, someone.id);
  });

  test('for somebody unknown signs up or is refused', async () => {
    const email = address('link-unknown');
    const { properties } = ok(await admin.generateLink({ type: 'magiclink', email }));
    assert.match(properties.verification_type, /^(signup|magiclink)$/);
    ok(await client().auth.verifyOtp({ token_hash: properties.hashed_token, type: properties.verification_type }));
    const { error } = await admin.generateLink({ type: 'recovery', email: address('unknown') });
    assert.equal(error?.code, 'user_not_found');
    assert.equal(error.status, 404);
    const here = await person('link-here');
    assert.equal((await admin.generateLink({ type: 'signup', email: here.email, password: PASSWORD })).error?.code, 'email_exists');
    assert.equal((await admin.generateLink({ type: 'nonsense', email })).error?.code, 'validation_failed');
  });
});
