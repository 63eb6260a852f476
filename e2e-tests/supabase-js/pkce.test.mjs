// The PKCE flow: exchangeCodeForSession with the verifier in the application's own storage.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { Browser } from './support/browser.mjs';
import { mailTo } from './support/mail.mjs';
import { PASSWORD, SITE, Storage, address, client, elsewhere, ok, person } from './support/stack.mjs';

const pkce = options => client({ flowType: 'pkce', ...options });

/** Asks for a link by mail, opens it, and gives the code that it comes back with. */
async function codeByMail(ask, email) {
  ok(await ask());
  const { link } = await mailTo(email);
  const { url, query, fragment } = await new Browser().open(link);
  assert.equal(fragment.access_token, undefined, 'tokens in the address of a PKCE flow');
  assert(query.code, url.href);
  return query.code;
}

describe('the PKCE flow', () => {
  test('recovers a password', async () => {
    const { email, id } = await person('pkce-recovery'), storage = new Storage(), { auth } = pkce({ storage }), seen = [];
    auth.onAuthStateChange(event => { seen.push(event); });
    const code = await codeByMail(() => auth.resetPasswordForEmail(email, { redirectTo: `${SITE}/set` }), email);
    assert([...storage.keys()].some(key => key.includes('code-verifier')), [...storage.keys()].join());
    const { session, redirectType } = ok(await auth.exchangeCodeForSession(code));
    assert.equal(session.user.id, id);
    assert.equal(redirectType, 'recovery');
    assert(seen.includes('PASSWORD_RECOVERY'), seen.join());
    assert(![...storage.keys()].some(key => /auth-token-code-verifier$/.test(key)), [...storage.keys()].join());
    ok(await auth.updateUser({ password: `${PASSWORD}-pkce` }));
    await elsewhere({ email, password: `${PASSWORD}-pkce` });
  });

  test('signs in by magic link, somebody known and somebody new', async () => {
    const { email, id } = await person('pkce-known');
    const known = pkce();
    assert.equal(ok(await known.auth.exchangeCodeForSession(await codeByMail(() => known.auth.signInWithOtp({ email }), email))).user.id, id);
    const fresh = pkce(), address_ = address('pkce-new');
    assert.equal(ok(await fresh.auth.exchangeCodeForSession(await codeByMail(() => fresh.auth.signInWithOtp({ email: address_ }), address_))).user.email, address_);
  });

  test('signs up at once where addresses are not confirmed', async () => {
    const { user } = ok(await pkce().auth.signUp({ email: address('pkce-signup'), password: PASSWORD }));
    assert(user.id);
  });

  test('takes a code once', async () => {
    const { email } = await person('pkce-twice'), storage = new Storage(), { auth } = pkce({ storage });
    const code = await codeByMail(() => auth.signInWithOtp({ email }), email);
    const verifiers = [...storage].filter(([key]) => key.includes('code-verifier'));
    ok(await auth.exchangeCodeForSession(code));
    verifiers.forEach(([key, value]) => storage.set(key, value));
    const { error } = await auth.exchangeCodeForSession(code);
    assert.equal(error?.code, 'flow_state_not_found');
    assert.equal(error.status, 404);
  });

  test('takes no code from one who does not know the verifier', async () => {
    const victim = await person('pkce-victim'), { auth } = pkce(), thief = pkce();
    const code = await codeByMail(() => auth.signInWithOtp({ email: victim.email }), victim.email);
    ok(await thief.auth.resetPasswordForEmail(address('nobody'))); // which stores a verifier of the thief's own
    const { error } = await thief.auth.exchangeCodeForSession(code);
    assert.equal(error?.code, 'bad_code_verifier');
    assert.equal(error.status, 400);
    const { error: missing } = await pkce().auth.exchangeCodeForSession(code);
    assert.equal(missing.name, 'AuthPKCECodeVerifierMissingError');
  });

  test('knows no code that it did not give', async () => {
    const { auth } = pkce();
    ok(await auth.resetPasswordForEmail(address('nobody')));
    const { error } = await auth.exchangeCodeForSession('34e770dd-9ff9-416c-87fa-43b31d7ef225');
    assert.equal(error?.code, 'flow_state_not_found');
    assert.equal(error.status, 404);
  });
});
