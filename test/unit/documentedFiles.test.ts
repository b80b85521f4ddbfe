// docs/extension-api.md against the code: its examples are what the checks of declarations, manifests, catalogues and types
// accept, and every field and member is described.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import ts from 'typescript';
import { parseManifest } from '../../engine/checkpoints/manifest.js';
import { packageRoot } from '../../engine/files/packageRoot.js';
import { contributes, CONTRIBUTION_KINDS, CONTRIBUTIONS } from '../../engine/protocol/plugins.js';
import { schemaOf } from '../../engine/protocol/shape.js';
import { catalogue } from '../../extension/plugins/catalogue.js';
import { documentedBlocks, type CodeBlock } from '../documentedFiles.js';

const API = join(packageRoot(), 'extension/api/index.d.ts');

describe('docs/extension-api.md', () => {
  let document: string;
  let blocks: readonly CodeBlock[];
  before(async () => {
    document = await readFile(join(packageRoot(), 'docs/extension-api.md'), 'utf8');
    blocks = await documentedBlocks();
  });

  it('has JSON that its readers accept', () => {
    const seen = new Set<string>();
    for (const { language, text, line } of blocks) {
      if (language !== 'json') continue;
      const json = JSON.parse(text) as Readonly<Record<string, Readonly<Record<string, unknown>>>>;
      const where = `line ${line}`;
      if (json.contributes) {
        seen.add('declaration');
        contributes(json.contributes.deepliif, where);
      }
      if (json.extensions) {
        seen.add('catalogue');
        catalogue(json, where);
      }
      if (json.onnx) {
        const manifest = text.replace(/"sha256": "[^"]*"/, `"sha256": "${'0'.repeat(64)}"`);
        seen.add('manifest');
        parseManifest(Buffer.from(manifest), where);
      }
    }
    assert.deepEqual([...seen].sort(), ['catalogue', 'declaration', 'manifest']);
  });

  it('has JavaScript and TypeScript without syntax errors', () => {
    for (const { language, text, line } of blocks) {
      if (language !== 'js' && language !== 'ts') continue;
      const { diagnostics = [] } = ts.transpileModule(text, {
        fileName: `block.${language}`,
        reportDiagnostics: true,
        compilerOptions: { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.ESNext, allowJs: true },
      });
      assert.deepEqual(
        diagnostics.map(({ messageText }) => messageText),
        [],
        `line ${line}`,
      );
    }
  });

  it('calls the API as its types say', () => {
    const { text } = blocks.find((block) => block.text.includes("from './extension-api'"))!;
    const file = join(packageRoot(), 'test/unit/documented.ts');
    const source = text.replace('./extension-api', '../../extension/api/index');
    const options: ts.CompilerOptions = {
      ...{ strict: true, noEmit: true, skipLibCheck: true, types: ['node', 'vscode'] },
      ...{ target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.ESNext },
      moduleResolution: ts.ModuleResolutionKind.Bundler,
    };
    const host = ts.createCompilerHost(options);
    const read = host.getSourceFile.bind(host);
    host.getSourceFile = (name, ...rest) =>
      name === file ? ts.createSourceFile(name, source, ts.ScriptTarget.ES2022) : read(name, ...rest);
    const program = ts.createProgram([file], options, host);
    const found = ts.getPreEmitDiagnostics(program, program.getSourceFile(file));
    assert.deepEqual(
      found.map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n')),
      [],
    );
  });

  it('describes every field of a declaration', () => {
    for (const kind of CONTRIBUTION_KINDS) {
      const { properties } = schemaOf(CONTRIBUTIONS[kind]) as { readonly properties: object };
      for (const name of [kind, ...Object.keys(properties)])
        assert.ok(document.includes(`\`${name}\``), `${kind}: ${name} is not described`);
    }
  });

  it('describes every member of the API', async () => {
    const types = await readFile(API, 'utf8');
    const [, members = ''] = /export interface DeepLiifApi \{(.*?)\n\}/s.exec(types) ?? [];
    const names = [...members.matchAll(/^ {2}(?:readonly )?(\w+)[(:]/gm)].map(([, name]) => name!);
    assert.ok(names.length >= 13);
    for (const name of names) assert.ok(document.includes(`\`${name}`), `${name} is not described`);
  });
});
