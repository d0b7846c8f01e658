// SPDX-License-Identifier: AGPL-3.0-only
// Connects with the official TypeScript SDK, sends the requests of the plan one after another and prints the results.
const { createRequire } = require('node:module');
const path = require('node:path');
const load = createRequire(path.join(process.env.CASYS_TEST_NPM, 'package.json'));
const { Client } = load('@modelcontextprotocol/sdk/client/index.js');
const { StreamableHTTPClientTransport } = load('@modelcontextprotocol/sdk/client/streamableHttp.js');
const { StdioClientTransport } = load('@modelcontextprotocol/sdk/client/stdio.js');
const { ResultSchema } = load('@modelcontextprotocol/sdk/types.js');

async function main() {
  const plan = JSON.parse(process.argv[2]);
  const transport = plan.url
    ? new StreamableHTTPClientTransport(new URL(plan.url))
    : new StdioClientTransport({ command: plan.command, args: plan.args, env: { ...process.env, ...plan.env } });
  const client = new Client({ name: 'typescript-peer', version: '1.0.0' }, { capabilities: {} });
  await client.connect(transport);
  const results = [];
  for (const request of plan.requests) {
    try {
      results.push({ result: await client.request(request, ResultSchema, { timeout: 60000 }) });
    } catch (error) {
      results.push({ error: { code: error.code, message: error.message } });
    }
  }
  await client.close();
  process.stdout.write(JSON.stringify({ server: client.getServerVersion(), results }) + '\n');
}

main().catch((error) => {
  process.stderr.write(String(error && error.stack) + '\n');
  process.exit(1);
});
