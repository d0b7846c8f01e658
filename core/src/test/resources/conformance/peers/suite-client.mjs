// SPDX-License-Identifier: AGPL-3.0-only
// The client of the suite's client scenarios. The suite gives the URL of its server as the last argument:
//
//   suite-client.mjs direct URL            speaks with it itself, which shows what a client alone achieves
//   suite-client.mjs HOME GATEWAY URL      makes it the only server of the gateway of that home, and speaks with that
import { createRequire } from 'node:module';
import { rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

const load = createRequire(path.join(process.env.CASYS_TEST_NPM, 'package.json'));
const modern = process.env.MCP_CONFORMANCE_PROTOCOL_VERSION === '2026-07-28';
const context = JSON.parse(process.env.MCP_CONFORMANCE_CONTEXT ?? '{}');
const accept = () => ({ action: 'accept', content: {} });

/** What each scenario wants a client to do. */
const SCENARIOS = {
  initialize: ({ tools }) => tools(),
  tools_call: async ({ tools, call }) => {
    await tools();
    await call('add_numbers', { a: 5, b: 3 });
  },
  'elicitation-sep1034-client-defaults': ({ call }) => call('test_client_elicitation_defaults', {}),
  'sse-retry': ({ call }) => call('test_reconnection', {}),
  'request-metadata': ({ tools }) => tools(),
  'sep-2322-client-request-state': async ({ call }) => {
    await call('test_mrtr_echo_state', {});
    await call('test_mrtr_no_state', {});
    await call('test_mrtr_unrelated', {});
    await call('test_mrtr_no_result_type', {});
  },
  'http-standard-headers': async ({ tools, call, client, uri, prefix }) => {
    await tools();
    await call('test_headers', {});
    await call('my-hyphenated-tool', {});
    await client.listResources();
    await client.readResource({ uri: uri('file:///path/to/file%20name.txt') });
    await client.readResource({ uri: uri('https://example.com/resource?id=123') });
    await client.listPrompts();
    await client.getPrompt({ name: `${prefix}test_prompt` });
  },
  'http-custom-headers': async ({ tools, call }) => {
    await tools();
    for (const { name, arguments: args } of context.toolCalls ?? []) await call(name, args);
  },
  'http-invalid-tool-headers': async ({ tools, call }) => {
    for (const { name } of await tools()) await call(name, { region: 'eu' });
  },
  'json-schema-ref-no-deref': ({ tools }) => tools(),
  'json-schema-2020-12-preservation': async ({ tools, call }) => {
    const focal = (await tools()).find(({ name }) => name === 'json_schema_2020_12_tool');
    await call('json_schema_echo', { schema: focal.inputSchema });
  },
};

async function connect(url) {
  const v1 = { capabilities: { elicitation: { form: { applyDefaults: true } } } };
  if (!modern) {
    const { Client } = load('@modelcontextprotocol/sdk/client/index.js');
    const { StreamableHTTPClientTransport } = load('@modelcontextprotocol/sdk/client/streamableHttp.js');
    const { ElicitRequestSchema } = load('@modelcontextprotocol/sdk/types.js');
    const client = new Client({ name: 'suite-client', version: '1.0.0' }, v1);
    client.setRequestHandler(ElicitRequestSchema, accept);
    await client.connect(new StreamableHTTPClientTransport(new URL(url)));
    return { client, call: (name, args) => client.callTool({ name, arguments: args }) };
  }
  const { Client, StreamableHTTPClientTransport } = load('@modelcontextprotocol/client');
  const client = new Client({ name: 'suite-client', version: '1.0.0' },
    { capabilities: { elicitation: { form: {} } }, versionNegotiation: { mode: { pin: '2026-07-28' } } });
  client.setRequestHandler('elicitation/create', accept);
  await client.connect(new StreamableHTTPClientTransport(new URL(url)));
  return { client, call: (name, args) => client.callTool({ name, arguments: args }) };
}

/** Makes the suite's server the only one of the gateway and waits until it is connected; returns its name. */
async function configure(home, gateway, url) {
  const name = `suite${new URL(url).port}`;
  const config = { mcpServers: { [name]: { type: 'http', url } }, casys: { expose: 'all' } };
  await writeFile(path.join(home, 'casys.json.next'), JSON.stringify(config));
  await rename(path.join(home, 'casys.json.next'), path.join(home, 'casys.json'));
  const end = Date.now() + 30_000;
  let state;
  while (Date.now() < end) {
    const { servers } = await (await fetch(new URL('/api/v1/status', gateway))).json();
    state = servers.find((server) => server.name === name);
    if (state?.state === 'ready') return name;
    await pause(100);
  }
  throw new Error(`the gateway does not reach the suite's server: ${JSON.stringify(state)}`);
}

async function main() {
  const scenario = SCENARIOS[process.env.MCP_CONFORMANCE_SCENARIO];
  const given = process.argv.slice(2);
  const direct = given[0] === 'direct';
  const name = direct ? '' : await configure(...given);
  const prefix = direct ? '' : `${name}__`;
  const { client, call } = await connect(direct ? given[1] : new URL('/mcp', given[1]));
  await scenario({
    client,
    prefix,
    uri: (uri) => (direct ? uri : `casys.${name}+${uri}`),
    // Some scenarios answer in ways that a client may refuse; they judge what they were asked, not what came of it.
    call: (tool, args) => call(prefix + tool, args).catch((error) => process.stderr.write(`${tool}: ${error.message}\n`)),
    tools: async () => (await client.listTools()).tools
      .filter((tool) => tool.name.startsWith(prefix))
      .map((tool) => ({ ...tool, name: tool.name.slice(prefix.length) })),
  });
  await client.close();
}

await main().then(() => process.exit(0), (error) => {
  process.stderr.write(`${error.stack}\n`);
  process.exit(1);
});
