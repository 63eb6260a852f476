// signInWithOAuth, signInWithIdToken, linkIdentity, unlinkIdentity against an OpenID provider that stands in for Google.
import assert from 'node:assert/strict';
import { createHash, randomUUID } from 'node:crypto';
import { after, before, describe, test } from 'node:test';
import { Browser } from './support/browser.mjs';
import { ISSUER, account, idToken, startProvider } from './support/provider.mjs';
import { RUN, SITE, URL_, address, backend, claims, client, ok, person } from './support/stack.mjs';

const subject = name => `${name}-${RUN}`;

/** Goes to the provider as `who`, and comes back. */
async function visit({ auth }, who, { link = false, options } = {}) {
  const credentials = { provider: 'google', options: { redirectTo: `${SITE}/back`, queryParams: { login_hint: who }, skipBrowserRedirect: true, ...options } };
  const { url, provider } = ok(link ? await auth.linkIdentity(credentials) : await auth.signInWithOAuth(credentials));
  assert.equal(provider, 'google');
  return new Browser().open(url);
}

const providers = user => user.identities.map(({ provider }) => provider).sort();

describe('an OpenID provider', { skip: !ISSUER && 'no DESKWIRE_OAUTH_GOOGLE_ISSUER' }, () => {
  let provider;
  before(async () => { provider = await startProvider(); });
  after(() => provider?.close());

  test('signs in somebody new: implicit flow', async () => {
    const email = address('oauth');
    const { url, fragment } = await visit(client(), account(subject('implicit'), { email, name: 'Olga' }), { options: { scopes: 'profile' } });
    assert.equal(url.pathname, '/back', url.href);
    assert(fragment.access_token, url.href);
    assert(fragment.provider_token);
    const { user } = ok(await client().auth.setSession(fragment));
    assert.equal(user.email, email);
    assert.deepEqual(user.app_metadata, { provider: 'google', providers: ['google'] });
    assert.equal(user.user_metadata.name, 'Olga');
    assert.equal(user.user_metadata.email_verified, true);
    assert.equal(user.identities[0].id, subject('implicit'));
    assert.equal(claims(fragment.access_token).amr[0].method, 'oauth');
  });

  test('signs in the same user the next time: PKCE flow', async () => {
    const who = account(subject('pkce'), { email: address('oauth-pkce') });
    const users = [];
    for (let round = 0; round < 2; round++) {
      const sb = client({ flowType: 'pkce' });
      const { url, query, fragment } = await visit(sb, who);
      assert(query.code, url.href);
      assert.equal(fragment.access_token, undefined);
      const { session, user } = ok(await sb.auth.exchangeCodeForSession(query.code));
      assert(session.provider_token);
      users.push(user.id);
    }
    assert.equal(users[0], users[1]);
  });

  test('signs in the person whose confirmed address it vouches for', async () => {
    const someone = await person('vouched');
    const { fragment } = await visit(client(), account(subject('vouched'), { email: someone.email }));
    const { user } = ok(await client().auth.setSession(fragment));
    assert.equal(user.id, someone.id);
    assert.deepEqual(providers(user), ['email', 'google']);
    assert.deepEqual([...user.app_metadata.providers].sort(), ['email', 'google']);
  });

  test('does not sign in anybody by an address that it did not check', async () => {
    const someone = await person('hijacked');
    const { fragment, query } = await visit(client(), account(subject('unverified'), { email: someone.email, verified: false }));
    assert.equal(fragment.access_token, undefined);
    assert.equal({ ...fragment, ...query }.error_code, 'provider_email_needs_verification');
    assert.deepEqual(providers(ok(await someone.auth.getUser()).user), ['email']);
  });

  test('takes an account from one who had signed up with an address that was not theirs', async () => {
    const email = address('prehijacked');
    ok(await backend().auth.admin.createUser({ email, password: 'password-of-the-attacker' }));
    const { fragment } = await visit(client(), account(subject('owner'), { email }));
    const { user } = ok(await client().auth.setSession(fragment));
    assert.deepEqual(providers(user), ['google']);
    assert.equal((await client().auth.signInWithPassword({ email, password: 'password-of-the-attacker' })).error?.code, 'invalid_credentials');
  });

  test('whose person says no leads back with an error', async () => {
    for (const flowType of ['implicit', 'pkce']) {
      const { url, fragment, query } = await visit(client({ flowType }), 'nobody-there');
      assert.equal(url.origin, new URL(SITE).origin);
      const said = flowType === 'pkce' ? query : fragment;
      assert.equal(said.error, 'access_denied', url.href);
      assert(said.error_description);
    }
  });

  test('leads nowhere but to the application', async () => {
    const { url } = await visit(client(), account(subject('phished'), { email: address('oauth-phished') }), { options: { redirectTo: 'https://evil.example/' } });
    assert.equal(url.origin, new URL(SITE).origin);
  });

  test('is not believed twice, nor without a beginning', async () => {
    for (const query of ['', '?code=x', `?code=x&state=${randomUUID()}`]) {
      const response = await fetch(`${URL_}/auth/v1/callback${query}`, { redirect: 'manual' });
      const said = response.headers.get('location') ?? await response.text();
      assert(response.status < 500);
      assert.match(said, /bad_oauth_(callback|state)/, said);
    }
  });

  test('gives mobile applications a token that signs in', async () => {
    const nonce = randomUUID(), email = address('id-token');
    const token = idToken(account(subject('mobile'), { email }), { nonce: createHash('sha256').update(nonce).digest('hex') });
    const { auth } = client();
    const { user } = ok(await auth.signInWithIdToken({ provider: 'google', token, nonce }));
    assert.equal(user.email, email);
    assert.deepEqual(providers(user), ['google']);
    assert.equal(ok(await auth.getUser()).user.id, user.id);
  });

  test('gives no token that another application could use', async () => {
    const who = account(subject('stolen'), { email: address('stolen') }), nonce = 'n';
    const cases = [
      [idToken(who, { aud: 'another-application' }), 'Unacceptable audience in id_token'], [idToken(who, { iss: 'https://evil.example' })], [idToken(who, { exp: 1 })],
      [idToken(who).slice(0, -8) + 'AAAAAAAA'], ['nonsense'],
    ];
    for (const [token, message = 'Bad ID token'] of cases) {
      const { data, error } = await client().auth.signInWithIdToken({ provider: 'google', token });
      assert.equal(data.session, null);
      assert.equal(error.status, 400, error.message);
      assert.equal(error.code, undefined); // an OAuth error has none
      assert.equal(error.message, message);
    }
    const { error } = await client().auth.signInWithIdToken({ provider: 'google', token: idToken(who, { nonce: 'another' }), nonce });
    assert.equal(error.status, 400);
    assert.equal(error.message, 'Nonces mismatch');
  });

  test('is linked by one who is signed in, and unlinked', async () => {
    const someone = await person('linking');
    const { url, fragment } = await visit(someone, account(subject('linked'), { email: address('other-address') }), { link: true });
    assert.equal(url.pathname, '/back', url.href);
    assert(!fragment.error, url.href);
    const { identities } = ok(await someone.auth.getUserIdentities());
    assert.deepEqual(identities.map(({ provider }) => provider).sort(), ['email', 'google']);
    const google = identities.find(({ provider }) => provider === 'google');
    assert.equal(google.id, subject('linked'));

    ok(await someone.auth.unlinkIdentity(google));
    const left = ok(await someone.auth.getUserIdentities()).identities;
    assert.deepEqual(left.map(({ provider }) => provider), ['email']);
    const last = (await someone.auth.unlinkIdentity(left[0])).error;
    assert.equal(last?.code, 'single_identity_not_deletable');
    assert.equal(last.status, 422);
    const gone = (await someone.auth.unlinkIdentity(google)).error;
    assert.equal(gone?.code, 'single_identity_not_deletable'); // asked before whether there is such an identity
    assert.equal(gone.status, 422);
  });

  test('is linked by a token', async () => {
    const someone = await person('linking-token');
    const token = idToken(account(subject('linked-token'), { email: address('token-address') }));
    const { user } = ok(await someone.auth.linkIdentity({ provider: 'google', token }));
    assert.equal(user.id, someone.id);
    assert.deepEqual(providers(ok(await someone.auth.getUser()).user), ['email', 'google']);
  });

  test('account belongs to one user', async () => {
    const who = account(subject('shared'), { email: address('shared') });
    ok(await client().auth.setSession((await visit(client(), who)).fragment));
    const someone = await person('sharing');
    const { url, fragment, query } = await visit(someone, who, { link: true });
    assert.equal({ ...fragment, ...query }.error_code, 'identity_already_exists', url.href);
    assert.equal((await someone.auth.linkIdentity({ provider: 'google', token: idToken(who) })).error?.code, 'identity_already_exists');
  });
});

describe('a provider that is not configured', () => {
  test('is refused where it is asked for', async () => {
    const { url } = ok(await client().auth.signInWithOAuth({ provider: 'github' }));
    const response = await fetch(url, { redirect: 'manual', headers: { 'x-supabase-api-version': '2024-01-01' } });
    assert.equal(response.status, 400);
    const { code, message } = await response.json();
    assert.equal(code, 'validation_failed');
    assert.equal(message, 'Unsupported provider: provider is not enabled');
  });

  test('is refused for a token and for linking', async () => {
    const token = (await client().auth.signInWithIdToken({ provider: 'apple', token: 'x.y.z' })).error;
    assert.equal(token.code, 'provider_disabled');
    assert.equal(token.status, 400);
    const someone = await person('unlinkable');
    const { error } = await someone.auth.linkIdentity({ provider: 'github', options: { skipBrowserRedirect: true } });
    assert.equal(error.status, 400);
    assert.equal(error.code, 'validation_failed');
    assert.equal(error.message, 'Unsupported provider: provider is not enabled');
  });
});
