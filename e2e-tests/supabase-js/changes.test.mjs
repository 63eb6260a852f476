// postgres_changes: which bindings hold, and what is said of those that cannot.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import WebSocket from 'ws';
import { PACKAGE, PUBLISHABLE, URL_, found, http, ok, person, until } from './support/stack.mjs';

const { createClient } = await import(PACKAGE);

async function desk(name) {
  const somebody = await person(name);
  const tenant = await found(somebody);
  const { session } = ok(await somebody.auth.refreshSession());
  return { tenant, token: session.access_token };
}

/** A channel with these bindings; what its subscription said, and what each binding heard. */
async function following(token, bindings) {
  const supabase = createClient(URL_, PUBLISHABLE, { realtime: { transport: WebSocket } });
  await supabase.realtime.setAuth(token);
  const said = [], heard = bindings.map(() => []);
  const channel = supabase.channel('changes');
  bindings.forEach((binding, i) => channel.on('postgres_changes', { event: '*', schema: 'public', ...binding }, change => heard[i].push(change.new)));
  channel.subscribe((status, error) => said.push({ status, message: error?.message }));
  await until('an answer', () => said.length);
  return { said, heard, channels: () => supabase.getChannels().length, end: () => supabase.removeAllChannels() };
}

describe('postgres_changes', () => {
  test('reads quoted values, compares by type and shows the columns selected', async () => {
    const { tenant, token } = await desk('changes');
    const subject = 'Hello, "world" (again)';
    const { said, heard, end } = await following(token, [
      { table: 'tickets', filter: 'subject=eq."Hello, \\"world\\" (again)"' },
      { table: 'tickets', filter: `tenant_id=eq.${tenant.id.toUpperCase()},created_at=gt.2020-01-01` },
      { table: 'tickets', filter: 'subject=in.("x,y","Hello, \\"world\\" (again)")', select: ['id', 'subject'] },
    ]);
    assert.equal(said[0].status, 'SUBSCRIBED');
    for (const each of ['Hello', subject]) assert.equal((await http('POST', '/api/v1/tickets', { token, body: { subject: each } })).status, 201);
    await until('both tickets', () => heard[1].length === 2 && heard[2].length === 1);
    assert.deepEqual(heard[0].map(row => row.subject), [subject]);
    assert.deepEqual(Object.keys(heard[2][0]).sort(), ['id', 'subject']);
    assert(Object.keys(heard[0][0]).length > 10);
    await end();
  });

  test('refuses what can never match, once and with its reason', async () => {
    const { token } = await desk('never');
    for (const [binding, reason] of [
      [{ table: 'todos' }, /there is no table todos/],
      [{ schema: 'private', table: 'tickets' }, /there is no schema private/],
      [{ table: 'tickets', filter: 'colour=eq.red' }, /table tickets has no column colour/],
      [{ table: 'tickets', filter: 'id=eq.7' }, /'7' is not a UUID/],
      [{ table: 'tickets', filter: 'number=above.7' }, /unknown operator: above/],
      [{ table: 'tickets', select: ['id', 'colour'] }, /table tickets has no column colour/],
    ]) {
      const { said, channels } = await following(token, [binding]);
      await until('the end', () => said.length === 2);
      assert.deepEqual(said.map(each => each.status), ['CHANNEL_ERROR', 'CLOSED']);
      assert.match(said[0].message, /UnableToSubscribeToPostgres: /);
      assert.match(said[0].message, reason);
      assert.equal(channels(), 0);
    }
  });
});
