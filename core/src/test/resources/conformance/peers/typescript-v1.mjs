// SPDX-License-Identifier: AGPL-3.0-only
// The TypeScript SDK, version 1: a client of 2025-11-25.
import { createRequire } from 'node:module';
import path from 'node:path';
import { ANSWERS, main } from './behaviours.mjs';

const load = createRequire(path.join(process.env.CASYS_TEST_NPM, 'package.json'));
const { Client } = load('@modelcontextprotocol/sdk/client/index.js');
const { StdioClientTransport } = load('@modelcontextprotocol/sdk/client/stdio.js');
const { StreamableHTTPClientTransport } = load('@modelcontextprotocol/sdk/client/streamableHttp.js');
const types = load('@modelcontextprotocol/sdk/types.js');

await main(async (plan) => {
  const client = new Client(
    { name: 'typescript-v1', version: '1.0.0' },
    { capabilities: { elicitation: { form: {}, url: {} }, sampling: {}, roots: { listChanged: true } } },
  );
  const asked = [];
  const answer = (schema, reply) =>
    client.setRequestHandler(schema, ({ params }) => {
      asked.push(params);
      return reply(params);
    });
  answer(types.ElicitRequestSchema, ANSWERS.elicitation);
  answer(types.CreateMessageRequestSchema, ANSWERS.sampling);
  answer(types.ListRootsRequestSchema, ANSWERS.roots);
  const watched = new Map();
  client.setNotificationHandler(types.ResourceUpdatedNotificationSchema, ({ params }) => watched.get(params.uri)?.(params.uri));
  await client.connect(
    plan.command === undefined
      ? new StreamableHTTPClientTransport(new URL(plan.url))
      : new StdioClientTransport({ command: plan.command, args: plan.args, env: plan.env }),
  );
  return {
    asked,
    tools: async () => (await client.listTools()).tools,
    resources: async () => (await client.listResources()).resources,
    read: (uri) => client.readResource({ uri }),
    call: (name, args, options) => client.callTool({ name, arguments: args }, undefined, options),
    prompt: (name, args) => client.getPrompt({ name, arguments: args }),
    complete: (ref, argument) => client.complete({ ref, argument }),
    async watch(uri, listener) {
      watched.set(uri, listener);
      await client.subscribeResource({ uri });
      return () => client.unsubscribeResource({ uri });
    },
    async task(name, args) {
      const stream = client.experimental.tasks.callToolStream(
        { name, arguments: args }, types.CallToolResultSchema, { task: { ttl: 60_000 } });
      let created = false;
      for await (const message of stream) {
        if (message.type === 'taskCreated') created = true;
        if (message.type === 'error') throw message.error;
        if (message.type === 'result' && created) return message.result;
      }
      throw new Error('no task was made');
    },
  };
});
