// SPDX-License-Identifier: AGPL-3.0-only
// What the matrix tries with each client and each server behind the gateway. A peer hides which library it is.
//
// A peer has: call(name, args, {onprogress, signal}), tools(), resources(), read(uri), watch(uri, listener) -> stop,
// prompt(name, args), complete(ref, argument), task(name, args), roots, and asked, the questions it was asked.
import { setTimeout as pause } from 'node:timers/promises';

const LIMIT = 20_000;

export const ANSWERS = {
  elicitation: ({ mode, requestedSchema }) =>
    mode === 'url'
      ? { action: 'accept' }
      : {
          action: 'accept',
          content: Object.fromEntries(
            Object.entries(requestedSchema.properties).map(([name, schema]) => [name, schema.default ?? `my ${name}`]),
          ),
        },
  sampling: () => ({
    role: 'assistant',
    model: 'matrix-model',
    stopReason: 'endTurn',
    content: { type: 'text', text: 'sampled words' },
  }),
  roots: () => ({ roots: [{ uri: 'file:///home/matrix', name: 'matrix' }] }),
};

export function equal(found, wanted) {
  const [left, right] = [JSON.stringify(found), JSON.stringify(wanted)];
  if (left !== right) throw new Error(`expected ${right}, found ${left}`);
}

const firstText = (result) => result.content?.[0]?.text ?? JSON.stringify(result);

async function until(condition, what) {
  const end = Date.now() + 8000;
  while (!(await condition())) {
    if (Date.now() > end) throw new Error(`not within 8 s: ${what}`);
    await pause(50);
  }
}

/** The behaviours by name; each gets the peer, `tool`, which makes a tool's name, and `uri`, which makes an address. */
export const BEHAVIOURS = {
  async call(peer, { tool }) {
    const listed = (await peer.tools()).find((candidate) => candidate.name === tool('rich_definition'));
    if (listed === undefined) throw new Error('tools/list does not have the tool');
    equal(listed.annotations?.readOnlyHint, true);
    equal(listed._meta?.['casys.example/tool'], { order: ['b', 'a'] });
    equal(listed.icons?.[0]?.src, 'https://example.com/tool.png');
    const result = await peer.call(tool('rich_definition'), { value: 21 });
    equal(result.structuredContent, { doubled: 42 });
    equal(result._meta?.['casys.example/answer'], { nested: { kept: 'yes' } });
    equal(result.content[0]._meta, { 'casys.example/part': [true, 1000] });
  },

  async progress(peer, { tool }) {
    const heard = [];
    const result = await peer.call(tool('count_steps'), { steps: 20, pause_ms: 5 }, {
      onprogress: ({ progress, message }) => heard.push([progress, message]),
    });
    equal(firstText(result), 'Counted to 20.');
    equal(heard, Array.from({ length: 20 }, (_, step) => [step + 1, `step ${step + 1}`]));
  },

  async cancel(peer, { tool, name }) {
    const label = `${name}-${process.pid}-${Date.now()}`;
    const controller = new AbortController();
    const call = peer.call(tool('wait_until_cancelled'), { label }, {
      onprogress: () => controller.abort(new Error('enough')),
      signal: controller.signal,
    });
    const ended = await call.then((result) => `result ${JSON.stringify(result)}`, () => 'cancelled');
    equal(ended, 'cancelled');
    await until(
      async () => JSON.parse(firstText(await peer.call(tool('cancelled_calls'), {}))).includes(label),
      'the server hears of the cancellation',
    );
  },

  async elicit(peer, { tool }) {
    const result = await peer.call(tool('test_elicitation'), { message: 'Who are you?' });
    equal(firstText(result),
      'User response: action=accept, content={"username":"my username","email":"my email"}');
    equal(peer.asked.at(-1).message, 'Who are you?');
    const choices = await peer.call(tool('test_elicitation_sep1034_defaults'), {});
    equal(firstText(choices), 'Elicitation completed: action=accept, content='
      + '{"name":"John Doe","age":30,"score":95.5,"status":"active","verified":true}');
    const visit = await peer.call(tool('test_elicitation_url'), { url: 'https://example.com/a?b=c' });
    equal(firstText(visit), 'Visit: action=accept');
    equal(peer.asked.at(-1).url, 'https://example.com/a?b=c');
  },

  async sample(peer, { tool }) {
    const result = await peer.call(tool('test_sampling'), { prompt: 'Say something' });
    equal(firstText(result), 'LLM response: sampled words');
    equal(peer.asked.at(-1).messages[0].content.text, 'Say something');
  },

  async roots(peer, { tool }) {
    equal(firstText(await peer.call(tool('list_client_roots'), {})), '["file:///home/matrix"]');
  },

  async update(peer, { tool, uri }) {
    const watched = uri('test://watched-resource');
    if (!(await peer.resources()).some((resource) => resource.uri === watched)) {
      throw new Error('resources/list does not have the resource');
    }
    const heard = [];
    const stop = await peer.watch(watched, (updated) => heard.push(updated));
    const said = firstText(await peer.call(tool('touch_resource'), {}));
    await until(() => heard.length > 0, 'notifications/resources/updated');
    equal(heard[0], watched);
    equal((await peer.read(watched)).contents[0].text, said);
    await stop();
  },

  async prompt(peer, { tool }) {
    const result = await peer.prompt(tool('test_prompt_with_arguments'), { arg1: 'one', arg2: 'two' });
    equal(result.messages[0].content.text, "Prompt with arguments: arg1='one', arg2='two'");
  },

  async completion(peer, { tool, uri }) {
    const prompt = { type: 'ref/prompt', name: tool('test_prompt_with_arguments') };
    equal((await peer.complete(prompt, { name: 'arg1', value: 'par' })).completion.values, ['paris', 'park', 'party']);
    const template = { type: 'ref/resource', uri: uri('test://template/{id}/data') };
    equal((await peer.complete(template, { name: 'id', value: '12' })).completion.values, ['123', '124']);
  },

  async task(peer, { tool }) {
    equal(firstText(await peer.task(tool('slow_compute'), { seconds: 0.3, label: 'matrix' })),
      'Computed matrix for 0.3 s.');
    equal(firstText(await peer.task(tool('confirm_delete'), { filename: 'x.txt' })), 'Deleted x.txt.');
  },
};

/**
 * Tries every behaviour with every server of the plan and prints what went wrong with each, or an empty text. The plan
 * has the `url` of an endpoint, or the `command`, `args` and `env` of a program that speaks over stdio.
 */
export async function main(connect) {
  const plan = JSON.parse(process.argv[2]);
  const peer = await connect(plan);
  const results = {};
  for (const { name, toolPrefix, uriPrefix } of plan.servers) {
    results[name] = {};
    const names = { name, tool: (tool) => toolPrefix + tool, uri: (uri) => uriPrefix + uri };
    for (const [behaviour, run] of Object.entries(BEHAVIOURS)) {
      const timer = new AbortController();
      const late = pause(LIMIT, undefined, { signal: timer.signal }).then(() => {
        throw new Error(`not done within ${LIMIT / 1000} s`);
      });
      results[name][behaviour] = await Promise.race([run(peer, names), late]).then(() => '', (error) => said(error));
      timer.abort();
      late.catch(() => {});
    }
  }
  process.stdout.write(`${JSON.stringify(results)}\n`);
  process.exit(0);
}

const said = (error) =>
  `${error?.code === undefined ? '' : `${error.code} `}${error?.message ?? error}`.replaceAll(/\s+/g, ' ').slice(0, 500);
