// SPDX-License-Identifier: AGPL-3.0-only
// The TypeScript SDK, version 2, kept to revision 2026-07-28.
import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as pause } from 'node:timers/promises';
import { ANSWERS, main } from './behaviours.mjs';

const load = createRequire(path.join(process.env.CASYS_TEST_NPM, 'package.json'));
const { Client, StreamableHTTPClientTransport } = load('@modelcontextprotocol/client');
const { StdioClientTransport } = load('@modelcontextprotocol/client/stdio');
const REVISION = '2026-07-28';
const META = 'io.modelcontextprotocol/';
const TASKS = `${META}tasks`;
let last = 0;

const CAPABILITIES = { elicitation: { form: {}, url: {} }, sampling: {}, roots: {} };

await main(async (plan) => {
  const client = new Client(
    { name: 'typescript-v2', version: '1.0.0' },
    { capabilities: CAPABILITIES, versionNegotiation: { mode: { pin: REVISION } } },
  );
  const asked = [];
  const answer = (method, reply) =>
    client.setRequestHandler(method, ({ params }) => {
      asked.push(params);
      return reply(params);
    });
  answer('elicitation/create', ANSWERS.elicitation);
  answer('sampling/createMessage', ANSWERS.sampling);
  answer('roots/list', ANSWERS.roots);
  const watched = new Map();
  client.setNotificationHandler('notifications/resources/updated', ({ params }) => watched.get(params.uri)?.(params.uri));
  await client.connect(
    plan.command === undefined
      ? new StreamableHTTPClientTransport(new URL(plan.url))
      : new StdioClientTransport({ command: plan.command, args: plan.args, env: plan.env }),
  );
  const say = plan.command === undefined ? overHttp(plan.url) : overPipes(plan);
  return {
    asked,
    tools: async () => (await client.listTools()).tools,
    resources: async () => (await client.listResources()).resources,
    read: (uri) => client.readResource({ uri }, { cacheMode: 'no-store' }),
    call: (name, args, options) => client.callTool({ name, arguments: args }, options),
    prompt: (name, args) => client.getPrompt({ name, arguments: args }),
    complete: (ref, argument) => client.complete({ ref, argument }),
    async watch(uri, listener) {
      watched.set(uri, listener);
      const subscription = await client.listen({ resourceSubscriptions: [uri] });
      return () => subscription.close();
    },
    task: (name, args) => task(say, name, args),
  };
});

/** The SDK does not speak the tasks extension, so this part of the matrix says the messages itself. */
async function task(say, name, args) {
  const created = await say('tools/call', { name, arguments: args }, name);
  if (created.resultType !== 'task') throw new Error(`no task was made: ${JSON.stringify(created)}`);
  const end = Date.now() + 15_000;
  while (Date.now() < end) {
    const now = await say('tasks/get', { taskId: created.taskId }, created.taskId);
    if (now.status === 'completed') return now.result;
    if (['failed', 'cancelled'].includes(now.status)) throw new Error(JSON.stringify(now));
    if (now.status === 'input_required') {
      const inputResponses = Object.fromEntries(
        Object.entries(now.inputRequests).map(([key, { params }]) => [key, ANSWERS.elicitation(params)]));
      await say('tasks/update', { taskId: created.taskId, inputResponses }, created.taskId);
    }
    await pause(now.pollIntervalMs ?? 100);
  }
  throw new Error('the task does not end');
}

function request(method, params) {
  return {
    jsonrpc: '2.0',
    id: `task-${++last}`,
    method,
    params: {
      ...params,
      _meta: {
        [`${META}protocolVersion`]: REVISION,
        [`${META}clientInfo`]: { name: 'typescript-v2', version: '1.0.0' },
        [`${META}clientCapabilities`]: { ...CAPABILITIES, extensions: { [TASKS]: {} } },
      },
    },
  };
}

function resultOf({ result, error }) {
  if (error !== undefined) throw Object.assign(new Error(error.message), { code: error.code });
  return result;
}

function overHttp(url) {
  return async (method, params, name) => {
    const response = await fetch(url, {
      method: 'POST',
      headers: {
        'Content-Type': 'application/json',
        Accept: 'application/json, text/event-stream',
        'MCP-Protocol-Version': REVISION,
        'Mcp-Method': method,
        'Mcp-Name': name,
      },
      body: JSON.stringify(request(method, params)),
    });
    const text = await response.text();
    const events = response.headers.get('content-type')?.includes('text/event-stream')
      ? text.split('\n').filter((line) => line.startsWith('data:')).map((line) => line.slice(5))
      : [text];
    return resultOf(JSON.parse(events.at(-1)));
  };
}

/** A process of its own, since the pipes of the SDK's belong to the SDK. */
function overPipes({ command, args, env }) {
  const waiting = new Map();
  let child;
  function start() {
    child = spawn(command, args, { env, stdio: ['pipe', 'pipe', 'ignore'] });
    createInterface({ input: child.stdout }).on('line', (line) => {
      const message = JSON.parse(line);
      if (message.method === undefined) waiting.get(message.id)?.(message);
    });
  }
  return async (method, params) => {
    if (child === undefined) start();
    const message = request(method, params);
    const answer = new Promise((resolve) => waiting.set(message.id, resolve));
    child.stdin.write(`${JSON.stringify(message)}\n`);
    return resultOf(await answer);
  };
}
