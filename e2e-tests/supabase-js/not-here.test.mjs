// What a client of Supabase finds where this deployment has nothing: an error that says so.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import WebSocket from 'ws';
import { PACKAGE, PUBLISHABLE, URL_, http } from './support/stack.mjs';

const { createClient } = await import(PACKAGE);
const supabase = createClient(URL_, PUBLISHABLE, { realtime: { transport: WebSocket } });

describe('what is not here', () => {
  test('a table and a function have code and message', async () => {
    const table = await supabase.from('todos').select('*');
    assert.equal(table.error?.code, 'PGRST205');
    assert.match(table.error.message, /Could not find the table 'public.todos'/);
    const called = await supabase.rpc('close_all');
    assert.equal(called.error?.code, 'PGRST202');
    assert.match(called.error.message, /Could not find the function/);
  });

  test('a bucket has a message and a status', async () => {
    const { error } = await supabase.storage.from('avatars').list();
    assert.match(error?.message, /no storage API/);
    assert.equal(error.statusCode, '404');
  });

  test('a function of the edge hands on code and message', async () => {
    const { error } = await supabase.functions.invoke('hello');
    assert.equal(error?.name, 'FunctionsHttpError');
    assert.deepEqual(Object.keys(await error.context.json()), ['code', 'message']);
  });

  test('an address that cannot be read is a sentence', async () => {
    for (const path of ['/api/v1/tickets?q=%zz', '/api/v1/tickets?q=M%FCller', '/api/v1/tickets/%C3', '/health?x=%FF']) {
      const answer = await http('GET', path);
      assert.equal(answer.status, 400, path);
      assert.match(answer.json.detail, /percent|UTF-8|hexadecimal/, path);
    }
    assert.equal((await http('GET', '/auth/v1/user?x=%FF', { headers: { 'x-supabase-api-version': '2024-01-01' } })).json.code, 'validation_failed');
  });
});
