// `deepliif model …`: import, inspect, test, export and list models.

import { join } from 'node:path';
import { Option, type Command } from 'commander';
import { exportOnnx } from '../analysis/exportOnnx.js';
import { importModel } from '../analysis/importModel.js';
import { openAnalyser, openModelFolder } from '../analysis/openAnalyser.js';
import { isProvided } from '../providers/openProvided.js';
import { pluginModels } from '../analysis/pluginModels.js';
import { testModel } from '../analysis/testModel.js';
import type { BackendId, Precision } from '../backends/backend.js';
import { listModels } from '../checkpoints/listModels.js';
import { networkEntries } from '../checkpoints/manifest.js';
import type { ModelFolder } from '../checkpoints/modelFolder.js';
import { buildNetwork } from '../networks/build.js';
import { parameterCount } from '../networks/parameters.js';
import { packageRoot } from '../files/packageRoot.js';
import { DEMO_NOTE, PUBLISHED_MODEL } from '../protocol/demoModel.js';
import { EngineError } from '../protocol/errors.js';
import { backendOption } from './backendOption.js';
import { parseMpp } from './numbers.js';
import { EXIT_TEST_FAILED } from './exitCodes.js';
import { addPluginOption } from './pluginOption.js';
import { interruptible, openTerminal } from './terminal.js';

interface JsonFlag {
  readonly json?: true;
}

export function addModelCommand(program: Command): void {
  const model = program.command('model').summary('import, inspect, test, export and list models');
  addImport(model);
  addInfo(model);
  addTest(model);
  addExport(model);
  addList(model);
  const named = ['info', 'test', 'list'];
  for (const command of model.commands) if (named.includes(command.name())) addPluginOption(command);
}

function addImport(model: Command): void {
  model
    .command('import')
    .summary("import DeepLIIF's checkpoint as a model")
    .description(
      'Reads a folder of DeepLIIF (train_opt.txt with .pth or serialised .pt files; all releases, old and new ' +
        'network names), or a .zip of one, and writes a model folder: manifest.json and safetensors weights. Nothing ' +
        `in the checkpoint is executed. The authors publish theirs as ${PUBLISHED_MODEL.file}: ${PUBLISHED_MODEL.page}`,
    )
    .argument('<folder|zip>', 'checkpoint folder of DeepLIIF, a folder around it, or a .zip of either')
    .requiredOption('--out <dir>', 'model folder to write')
    .option('--epoch <epoch>', 'state of the training: latest, an epoch number, or iter_<n>', 'latest')
    .option('--title <text>', "title for people (default: the folder's name)")
    .option('--id <id>', 'lower-case letters, digits, dots and hyphens')
    .option(
      '--mpp <µm>',
      'micrometres per pixel of the images that it was trained on (default: 0.25, that is 40x, for DeepLIIF, ' +
        'DeepLIIFExt and DeepLIIFKD; else unknown)',
      parseMpp,
    )
    .addOption(new Option('--direction <d>', 'direction of a CycleGAN').choices(['AtoB', 'BtoA']))
    .option(
      '--test-image <file>',
      "add a test pair: this image and the model's output for it on this machine",
    )
    .addOption(backendOption())
    .option('--overwrite', 'replace an existing model folder')
    .option('--json', 'print one JSON document instead of text')
    .action(
      async (dir: string, flags: Parameters<typeof importModel>[2] & JsonFlag & { readonly out: string }) => {
        const terminal = openTerminal(flags.json === true);
        await interruptible(terminal, async (control) => {
          const manifest = await importModel(dir, flags.out, flags, control);
          if (flags.json) printJson({ folder: flags.out, manifest });
          else
            terminal.note(`${manifest.title}: ${networkEntries(manifest).length} networks\n  → ${flags.out}`);
        });
      },
    );
}

function addInfo(model: Command): void {
  model
    .command('info')
    .summary('show a model: kind, networks, tiles, source')
    .argument('<model>', 'model folder, or the name of a bundled model')
    .option('--json', 'print the manifest and the sizes as JSON')
    .action(async (name: string, { json }: JsonFlag) => {
      const folder = await openModelFolder(name);
      if (json)
        printJson({ folder: folder.dir, manifest: folder.manifest, parameters: parametersOf(folder) });
      else process.stdout.write(`${describe(folder)}\n`);
    });
}

function addTest(model: Command): void {
  model
    .command('test')
    .summary('test a model with its own test image')
    .argument('<model>', 'model folder, or the name of a bundled model')
    .addOption(backendOption())
    .addOption(new Option('--precision <p>').choices(['float32', 'int8']).default('float32'))
    .option('--json', 'print one JSON document instead of text')
    .action(
      (name: string, flags: JsonFlag & { readonly backend?: BackendId; readonly precision: Precision }) =>
        test(name, flags),
    );
}

async function test(
  name: string,
  flags: JsonFlag & { readonly backend?: BackendId; readonly precision: Precision },
): Promise<void> {
  const terminal = openTerminal(flags.json === true);
  await interruptible(terminal, async (control) => {
    const folder = await openModelFolder(name);
    const wanted = { scope: 'all', intermediateMaps: true } as const;
    const analyser = await openAnalyser(folder, wanted, flags, control);
    try {
      const comparisons = await testModel(folder, analyser.model, control);
      const pass = comparisons.every((comparison) => comparison.pass);
      if (!pass) process.exitCode = EXIT_TEST_FAILED;
      if (flags.json) {
        printJson({ model: folder.manifest.id, backend: analyser.backend.id, pass, comparisons });
        return;
      }
      terminal.note(`${folder.manifest.title} on ${analyser.backend.description}`);
      for (const { output, largestDifferenceLevels, equalShare, pass: passed } of comparisons)
        terminal.note(
          `  ${output.padEnd(14)} ${(100 * equalShare).toFixed(2).padStart(6)} % of pixels equal, ` +
            `largest difference ${largestDifferenceLevels} · ${passed ? 'passed' : 'FAILED'}`,
        );
    } finally {
      await analyser.dispose();
    }
  });
}

function addExport(model: Command): void {
  model
    .command('export')
    .summary('write the networks in a format that other programs run')
    .argument('<model>', 'model folder, or the name of a bundled model')
    .requiredOption('--out <dir>', 'folder for the files')
    .option('--onnx', 'one ONNX file per network: input (1, C, H, W) in [-1, 1], RGB')
    .addOption(
      new Option('--normalisation <whose>', "the tile's own statistics, or the trained running ones").choices(
        ['tile', 'running'],
      ),
    )
    .option('--json', 'print one JSON document instead of text')
    .action(
      async (
        name: string,
        flags: JsonFlag & {
          readonly out: string;
          readonly onnx?: true;
          readonly normalisation?: 'tile' | 'running';
        },
      ) => {
        if (!flags.onnx)
          throw new EngineError(
            'usage',
            'Name the format: --onnx. (The safetensors files of a model folder need no export: their names ' +
              "and shapes are PyTorch's, so `load_state_dict(safetensors.torch.load_file(path))` reads them.)",
          );
        const terminal = openTerminal(flags.json === true);
        await interruptible(terminal, async (control) => {
          const folder = await openModelFolder(name);
          if (isProvided(folder))
            throw new EngineError(
              'usage',
              folder.program
                ? `${folder.manifest.title} is a program of a plug-in: there are no networks to write.`
                : `${folder.manifest.title} is an ONNX file already: copy ${folder.manifest.onnx!.file} from ${folder.dir}.`,
            );
          const normalisation = flags.normalisation ?? folder.manifest.normalisation;
          const files = await exportOnnx(folder, flags.out, normalisation, control);
          if (flags.json) printJson({ model: folder.manifest.id, normalisation, files });
          else for (const { file, bytes } of files) terminal.note(`${file}  ${(bytes / 1e6).toFixed(1)} MB`);
        });
      },
    );
}

function addList(model: Command): void {
  model
    .command('list')
    .summary('list the bundled models, those of plug-ins, and those of a folder')
    .argument('[folder]', 'a folder of model folders')
    .option('--json', 'print one JSON document instead of text')
    .action(async (folder: string | undefined, { json }: JsonFlag) => {
      const folders = [join(packageRoot(), 'models'), ...(folder === undefined ? [] : [folder])];
      const found = [...(await Promise.all(folders.map(listModels))), await pluginModels()];
      for (const problem of found.flatMap(({ problems }) => problems))
        process.stderr.write(`deepliif: ${problem}\n`);
      const models = found.flatMap((list) => list.models);
      if (json)
        printJson({
          models: models.map(({ dir, manifest, plugin, program }) => ({
            folder: dir,
            manifest,
            ...(plugin ? { plugin } : {}),
            ...(program ? { program } : {}),
          })),
        });
      else
        for (const { dir, manifest, plugin } of models)
          process.stdout.write(
            `${manifest.id.padEnd(20)} ${manifest.title}${manifest.demo === true ? ` · ${DEMO_NOTE}` : ''}\n` +
              `${' '.repeat(21)}${plugin ? `plug-in ${plugin.title} ${plugin.version}, ` : ''}${dir}\n`,
          );
    });
}

function parametersOf({ manifest }: ModelFolder): number {
  return networkEntries(manifest).reduce(
    (sum, entry) => sum + parameterCount(buildNetwork(entry.architecture)),
    0,
  );
}

function computesOf({ manifest: { onnx }, program, plugin }: ModelFolder): string {
  const from = plugin ? ` of the plug-in ${plugin.title} ${plugin.version}` : '';
  if (program) return `the program ${[program.command, ...program.args].join(' ')}${from}`;
  const outputs = [onnx!.segmentation?.output, ...(onnx!.modalities ?? []).map(({ output }) => output)];
  return `the ONNX file ${onnx!.file}${from}: ${outputs.filter((name) => name !== undefined).join(', ')}`;
}

function describe(folder: ModelFolder): string {
  const { manifest, dir } = folder;
  const lines: readonly (readonly [string, string | undefined])[] = [
    ['model', `${manifest.id} · ${manifest.title}`],
    ['folder', dir],
    ['note', manifest.demo === true ? DEMO_NOTE : undefined],
    ['kind', manifest.kind],
    ['description', manifest.description],
    ['licence', manifest.licence],
    ['inputs', manifest.inputs.join(', ')],
    ['tile', `${manifest.tilePx} px${manifest.mpp ? ` at ${manifest.mpp} µm per pixel` : ''}`],
    ...(isProvided(folder)
      ? ([['computes', computesOf(folder)]] as const)
      : ([
          [
            'normalisation',
            manifest.normalisation === 'tile' ? "the tile's own statistics" : 'running statistics',
          ],
          ['parameters', parametersOf(folder).toLocaleString('en')],
        ] as const)),
    ['test pair', manifest.test ? 'yes' : 'none'],
    ['source', manifest.provenance?.source],
  ];
  const networks = [
    ...manifest.translations.map(({ modality, architecture }) => [modality, architecture.name, ''] as const),
    ...manifest.segmentations.map(
      ({ name, output, weight, architecture }) =>
        [`seg-${name}`, architecture.name, `${weight} of ${output}`] as const,
    ),
  ];
  return [
    ...lines.filter(([, value]) => value !== undefined).map(([key, value]) => `${key.padEnd(14)}${value}`),
    ...(networks.length > 0 ? ['networks'] : []),
    ...networks.map(
      ([name, architecture, note]) => `  ${name.padEnd(20)} ${architecture.padEnd(20)} ${note}`,
    ),
  ].join('\n');
}

function printJson(value: object): void {
  process.stdout.write(`${JSON.stringify({ schemaVersion: 1, ...value }, null, 1)}\n`);
}
