// Report of the public surface for other extensions, by API Extractor: every exported declaration without its comments. A
// change of the surface is a change of the report, which a reviewer sees.

import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Extractor, ExtractorConfig, ExtractorLogLevel } from '@microsoft/api-extractor';
import { packageRoot } from '../engine/files/packageRoot.js';

/** File of the types and their report; relative to the root of the repository. */
export const PUBLIC_TYPES = 'extension/api/index.d.ts';
export const REPORT_FILE = 'docs/extension-api.api.md';

const NAME = 'extension-api';

/** Text of the report. @throws Error if the types cannot be read */
export function apiReport(): string {
  const scratch = mkdtempSync(join(tmpdir(), 'deepliif-api-'));
  try {
    const root = packageRoot();
    const config = ExtractorConfig.prepare({
      configObject: {
        projectFolder: root,
        mainEntryPointFilePath: join(root, PUBLIC_TYPES),
        newlineKind: 'lf',
        compiler: {
          overrideTsconfig: {
            compilerOptions: {
              ...{ target: 'ES2023', lib: ['ES2023'], module: 'NodeNext', moduleResolution: 'NodeNext' },
              ...{ strict: true, skipLibCheck: true, types: ['vscode'] },
            },
            files: [join(root, PUBLIC_TYPES)],
          },
        },
        apiReport: {
          enabled: true,
          reportFileName: `${NAME}.api.md`,
          reportFolder: scratch,
          reportTempFolder: scratch,
        },
        docModel: { enabled: false },
        dtsRollup: { enabled: false },
        tsdocMetadata: { enabled: false },
        messages: {
          compilerMessageReporting: { default: { logLevel: ExtractorLogLevel.Error } },
          extractorMessageReporting: { default: { logLevel: ExtractorLogLevel.None } },
          tsdocMessageReporting: { default: { logLevel: ExtractorLogLevel.None } },
        },
      },
      configObjectFullPath: undefined,
      packageJsonFullPath: join(root, 'package.json'),
    });
    const errors: string[] = [];
    Extractor.invoke(config, {
      localBuild: true,
      messageCallback: (message) => {
        if (message.logLevel === ExtractorLogLevel.Error) errors.push(message.text);
        message.handled = true;
      },
    });
    if (errors.length > 0) throw new Error(errors.join('\n'));
    return readFileSync(join(scratch, `${NAME}.api.md`), 'utf8');
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}
