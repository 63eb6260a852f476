// resetPasswordForEmail, signInWithOtp, verifyOtp, resend: what people do with codes and links from their mail.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { Browser } from './support/browser.mjs';
import { mailTo, unread } from './support/mail.mjs';
import { PASSWORD, SITE, URL_, address, backend, claims, client, elsewhere, http, ok, person } from './support/stack.mjs';

describe('a forgotten password', () => {
  test('is set anew with the code from the mail', async () => {
    const { email, id } = await person('forgetful');
    const { auth } = client(), seen = [];
    auth.onAuthStateChange(event => { seen.push(event); });
    assert.deepEqual(ok(await auth.resetPasswordForEmail(email)), {});
    const { code } = await mailTo(email);
    const { session } = ok(await auth.verifyOtp({ email, token: code, type: 'recovery' }));
    assert.equal(session.user.id, id);
    assert.equal(claims(session.access_token).amr[0].method, 'otp');
    assert(seen.includes('PASSWORD_RECOVERY'), seen.join());
    ok(await auth.updateUser({ password: `${PASSWORD}-new` }));
    await elsewhere({ email, password: `${PASSWORD}-new` });

    const { error } = await client().auth.verifyOtp({ email, token: code, type: 'recovery' });
    assert.equal(error.code, 'otp_expired');
    assert.equal(error.status, 403);
    assert.equal(error.message, 'Token has expired or is invalid');
  });

  test('is set anew by the link, which works once', async () => {
    const { email, id } = await person('clicking');
    ok(await client().auth.resetPasswordForEmail(email, { redirectTo: `${SITE}/set-password` }));
    const { link } = await mailTo(email);
    assert(link.startsWith(`${URL_}/`), link);
    const { url, fragment } = await new Browser().open(link);
    assert.equal(url.pathname, '/set-password');
    assert.equal(fragment.type, 'recovery');
    assert.equal(fragment.token_type, 'bearer');
    assert.equal(fragment.expires_in, '3600');
    assert(Number(fragment.expires_at) > Date.now() / 1000);
    assert.equal(ok(await client().auth.setSession(fragment)).user.id, id);

    const again = await new Browser().open(link);
    assert.equal(again.fragment.error, 'access_denied');
    assert.equal(again.fragment.error_code, 'otp_expired');
    assert.match(again.fragment.error_description, /Email link is invalid or has expired/);
  });

  test('is not spent by a scanner that looks at the link first', async () => {
    const { email, id } = await person('scanned');
    ok(await client().auth.resetPasswordForEmail(email));
    const { link } = await mailTo(email);
    for (const method of ['HEAD', 'GET']) await fetch(link, { method, redirect: 'manual', headers: { 'user-agent': 'Mozilla/5.0 (SafeLinks)' } });
    const { fragment } = await new Browser().open(link);
    assert.equal(ok(await client().auth.setSession(fragment)).user.id, id);
  });

  test('is set anew by the hash of the token, as a server-side application does', async () => {
    const { email, id } = await person('server-side');
    ok(await client().auth.resetPasswordForEmail(email));
    const { token } = await mailTo(email);
    const { auth } = client();
    assert.equal(ok(await auth.verifyOtp({ token_hash: token, type: 'recovery' })).user.id, id);
    const { error } = await auth.verifyOtp({ token_hash: token, type: 'recovery' });
    assert.equal(error.code, 'otp_expired');
    assert.equal(error.message, 'Email link is invalid or has expired');
  });

  test('of somebody unknown is answered the same, and no mail is sent', async () => {
    const unknown = address('nobody'), { email } = await person('somebody');
    assert.deepEqual(ok(await client().auth.resetPasswordForEmail(unknown)), {});
    assert.deepEqual(ok(await client().auth.resetPasswordForEmail(email)), {});
    await mailTo(email);
    assert.deepEqual(await unread(unknown), []);
  });

  test('leads nowhere but to the application', async () => {
    const { email } = await person('phished');
    ok(await client().auth.resetPasswordForEmail(email, { redirectTo: 'https://evil.example/steal' }));
    const { link } = await mailTo(email);
    const { url } = await new Browser().open(link);
    assert.equal(url.origin, new URL(SITE).origin);
    assert.equal(url.pathname, '/');
  });

  test('is mailed once a minute: the documented answer of a limit', async t => {
    const { email } = await person('impatient');
    ok(await client().auth.resetPasswordForEmail(email));
    const { data, error } = await client().auth.resetPasswordForEmail(email);
    if (!error) return t.skip('the stack was started without an interval between mails (DESKWIRE_MAIL_INTERVAL)');
    assert.equal(data, null);
    assert.equal(error.status, 429);
    assert.equal(error.code, 'over_email_send_rate_limit');
    assert.match(error.message, /^For security purposes, you can only request this after \d+ seconds?\.$/);
  });
});

describe('signing in by mail', () => {
  test('makes a user of somebody new', async () => {
    const { auth } = client(), email = address('newcomer');
    assert.deepEqual(ok(await auth.signInWithOtp({ email, options: { data: { name: 'New' } } })), { user: null, session: null });
    const { code } = await mailTo(email);
    const { session, user } = ok(await auth.verifyOtp({ email, token: code, type: 'email' }));
    assert.equal(user.email, email);
    assert.equal(user.user_metadata.name, 'New');
    assert(user.email_confirmed_at);
    assert.equal(ok(await auth.getUser()).user.id, session.user.id);
  });

  test('makes a user of somebody new by a code of the type magiclink, too', async () => {
    const { auth } = client(), email = address('newcomer-magic');
    ok(await auth.signInWithOtp({ email }));
    assert.equal(ok(await auth.verifyOtp({ email, token: (await mailTo(email)).code, type: 'magiclink' })).user.email, email);
  });

  test('does not where the application forbids it', async () => {
    const { error } = await client().auth.signInWithOtp({ email: address('stranger'), options: { shouldCreateUser: false } });
    assert.equal(error.code, 'otp_disabled');
    assert.equal(error.status, 422);
    assert.equal(error.message, 'Signups not allowed for otp');
  });

  test('signs in whom it knows, by code', async () => {
    const { email, id } = await person('by-code');
    const { auth } = client();
    ok(await auth.signInWithOtp({ email, options: { shouldCreateUser: false } }));
    const { code } = await mailTo(email);
    const { user, session } = ok(await auth.verifyOtp({ email, token: code, type: 'email' }));
    assert.equal(user.id, id);
    assert.match(claims(session.access_token).amr[0].method, /^(otp|magiclink)$/);
  });

  test('signs in whom it knows, by link', async () => {
    const { email, id } = await person('by-link');
    ok(await client().auth.signInWithOtp({ email, options: { emailRedirectTo: `${SITE}/welcome` } }));
    const { url, fragment } = await new Browser().open((await mailTo(email)).link);
    assert.equal(url.pathname, '/welcome');
    assert.equal(fragment.type, 'magiclink');
    assert.equal(ok(await client().auth.setSession(fragment)).user.id, id);
  });

  test('refuses a wrong code, and one of somebody else', async () => {
    const someone = await person('guessing'), other = await person('other');
    ok(await client().auth.signInWithOtp({ email: someone.email }));
    const { code } = await mailTo(someone.email);
    const wrong = String((Number(code) + 1) % 10 ** code.length).padStart(code.length, '0');
    for (const [email, token] of [[someone.email, wrong], [other.email, code], [address('unknown'), code]]) {
      const { error } = await client().auth.verifyOtp({ email, token, type: 'email' });
      assert.equal(error?.code, 'otp_expired');
      assert.equal(error.status, 403);
    }
    ok(await client().auth.verifyOtp({ email: someone.email, token: code, type: 'email' }));
  });

  test('wants exactly one of code and hash, and a type that exists', async () => {
    const { auth } = client(), email = address('mixed');
    for (const params of [{ email, token: '123456' }, { email, type: 'email' }, { email, token: '123456', token_hash: 'x', type: 'email' }, { email, token: '123456', type: 'nonsense' }]) {
      const { error } = await auth.verifyOtp(params);
      assert.equal(error?.code, 'validation_failed', JSON.stringify(params));
      assert.equal(error.status, 400);
    }
  });

  test('by phone is off', async () => {
    const { auth } = client(), phone = '+491701234567';
    assert.equal((await auth.signInWithOtp({ phone })).error?.code, 'phone_provider_disabled');
    assert.equal((await auth.resend({ phone, type: 'sms' })).error?.code, 'phone_provider_disabled');
    assert.match((await auth.verifyOtp({ phone, token: '123456', type: 'sms' })).error?.code, /^(phone_provider_disabled|otp_expired)$/);
    assert.equal((await auth.signInWithOtp({})).error.name, 'AuthInvalidCredentialsError');
  });
});

describe('a mail that did not arrive', () => {
  test('of a sign-up is sent again, and confirms the address', async () => {
    const email = address('late');
    ok(await backend().auth.admin.createUser({ email, password: PASSWORD }));
    const { auth } = client();
    ok(await auth.resend({ email, type: 'signup', options: { emailRedirectTo: `${SITE}/confirmed` } }));
    const { code, link } = await mailTo(email);
    assert(link.includes('signup') || link.includes('email'), link);
    const { user } = ok(await auth.verifyOtp({ email, token: code, type: 'signup' }));
    assert(user.email_confirmed_at);
    await elsewhere({ email, password: PASSWORD });
  });

  test('is answered the same for somebody unknown', async () => {
    for (const type of ['signup', 'email_change']) ok(await client().auth.resend({ email: address('unknown'), type }));
    assert.equal((await client().auth.resend({ type: 'signup' })).error.name, 'AuthInvalidCredentialsError');
    const { error } = await client().auth.resend({ email: address('unknown'), type: 'nonsense' });
    assert.equal(error?.code, 'validation_failed');
  });
});

describe('a link without its application', () => {
  test('says so in the address, not with an error page', async () => {
    const answer = await http('GET', `/auth/v1/verify?token=${'0'.repeat(56)}&type=recovery&redirect_to=${encodeURIComponent(SITE)}`, { key: '' });
    assert.equal(answer.status, 303, answer.text);
    const { origin, hash } = new URL(answer.headers.get('location'));
    assert.equal(origin, new URL(SITE).origin);
    const said = Object.fromEntries(new URLSearchParams(hash.slice(1)));
    assert.deepEqual([said.error, said.error_code, said.error_description], ['access_denied', 'otp_expired', 'Email link is invalid or has expired']);
  });
});
