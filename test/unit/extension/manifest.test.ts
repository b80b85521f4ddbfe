// Promises of package.json to VS Code, which the extension keeps.

import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { OUTPUT_MIMES } from '../../../engine/protocol/outputs.js';
import { packageRoot } from '../../../engine/files/packageRoot.js';
import {
  COMMANDS,
  COMMANDS_FOR_LOOKING,
  CONTEXTS,
  EDITORS,
  EXTENSION_ID,
  ITEMS,
  PANELS,
  RENDERER,
  SECTION,
  SETTINGS,
  VIEWS,
} from '../../../extension/workbench/ids.js';
import { manifestTexts, readManifest } from './readManifest.js';

interface Manifest {
  readonly name: string;
  readonly publisher: string;
  readonly l10n: string;
  readonly activationEvents?: readonly string[];
  readonly capabilities: {
    readonly untrustedWorkspaces: {
      readonly supported: unknown;
      readonly restrictedConfigurations: readonly string[];
    };
  };
  readonly contributes: {
    readonly notebookRenderer: readonly {
      readonly id: string;
      readonly mimeTypes: readonly string[];
      readonly requiresMessaging: string;
    }[];
    readonly commands: readonly {
      readonly command: string;
      readonly category?: string;
      readonly enablement?: string;
    }[];
    readonly keybindings?: readonly { readonly command: string; readonly when?: string }[];
    readonly views: Readonly<Record<string, readonly { readonly id: string; readonly icon: string }[]>>;
    readonly viewsContainers: Readonly<
      Record<string, readonly { readonly id: string; readonly icon: string }[]>
    >;
    readonly viewsWelcome: readonly { readonly view: string; readonly contents: string }[];
    readonly walkthroughs: readonly {
      readonly id: string;
      readonly steps: readonly {
        readonly id: string;
        readonly description: string;
        readonly media: { readonly image?: string; readonly markdown?: string; readonly altText?: string };
        readonly completionEvents: readonly string[];
      }[];
    }[];
    readonly menus: Readonly<Record<string, readonly { readonly command: string; readonly when?: string }[]>>;
    readonly customEditors: readonly { readonly viewType: string }[];
    readonly configuration: readonly { readonly properties: Readonly<Record<string, unknown>> }[];
  };
}

describe('the extension', () => {
  const manifest = readManifest<Manifest>();
  const { commands, menus } = manifest.contributes;
  const settings = manifest.contributes.configuration.flatMap(({ properties }) => Object.keys(properties));
  const known = commands.map(({ command }) => command);
  const sorted = (names: Iterable<string>) => [...names].sort();
  const text = JSON.stringify(manifest);

  it('has exactly the parts that the code names', () => {
    const { views, customEditors } = manifest.contributes;
    assert.equal(`${manifest.publisher}.${manifest.name}`, EXTENSION_ID);
    assert.deepEqual(sorted(known), sorted(Object.values(COMMANDS)));
    assert.deepEqual(
      sorted(
        Object.values(views)
          .flat()
          .map(({ id }) => id),
      ),
      sorted(Object.values(VIEWS)),
    );
    assert.deepEqual(
      customEditors.map(({ viewType }) => viewType),
      Object.values(EDITORS),
    );
    assert.deepEqual(sorted(settings), sorted(Object.values(SETTINGS).map((name) => `${SECTION}.${name}`)));
  });

  it('names no part that the code does not know', () => {
    const names = [COMMANDS, VIEWS, PANELS, EDITORS, CONTEXTS].flatMap((one) => Object.values(one));
    const all = new Set<string>([...names, ...settings, EXTENSION_ID, RENDERER, 'deepliif.firstSteps']);
    for (const [name] of text.matchAll(/(?<![/\w.])deepliif\.[A-Za-z][\w.]*/g))
      assert.ok(all.has(name) || all.has(name.replace(/\.focus$/, '')), name);
  });

  it('has menus for rows that there are', () => {
    const items = Object.values(ITEMS);
    const clauses = [...text.matchAll(/viewItem (?:==|!=) ([\w-]+)/g)].map(
      ([, item]) => new RegExp(`^${item}$`),
    );
    const patterns = [...text.matchAll(/viewItem =~ \/(.+?)\//g)].map(([, pattern]) => new RegExp(pattern!));
    for (const one of [...clauses, ...patterns])
      assert.ok(
        items.some((item) => one.test(item)),
        String(one),
      );
  });

  it('says everything in texts that can be translated', () => {
    const texts = manifestTexts();
    const plain = JSON.stringify(readManifest({}));
    const keys = [...plain.matchAll(/"%([\w.-]+)%"/g)].map(([, key]) => key!);
    assert.deepEqual(sorted(new Set(keys)), sorted(Object.keys(texts)));
    const said =
      /"(title|description|markdownDescription|name|contextualTitle|contents|displayName|altText|patternErrorMessage)":"([^%"][^"]*)"/g;
    const untranslated = [...plain.matchAll(said)].map(([, , text]) => text!);
    assert.deepEqual(sorted(new Set(untranslated)), ['DeepLIIF', 'deepliif']);
    assert.equal(manifest.l10n, './l10n');
    const packaged = readFileSync(`${packageRoot()}/.vscodeignore`, 'utf8').split('\n');
    for (const file of ['!package.nls.json', '!l10n/**']) assert.ok(packaged.includes(file), file);
  });

  it('is loaded when it is used, or to restore its panels, not when VS Code starts', () =>
    assert.deepEqual(manifest.activationEvents, [
      ...Object.values(PANELS).map((viewType) => `onWebviewPanel:${viewType}`),
      'onLanguage:jsonc', // the lenses above a *.deepliif-train.json need it
      'onNotebook:jupyter-notebook', // its kernel is offered
      `onRenderer:${RENDERER}`, // it answers outputs of notebooks
    ]));

  it('renders every kind of output, with messages where the host offers them', () => {
    const [renderer] = manifest.contributes.notebookRenderer;
    assert.equal(renderer!.id, RENDERER);
    assert.deepEqual(renderer!.mimeTypes, Object.values(OUTPUT_MIMES));
    assert.equal(renderer!.requiresMessaging, 'optional');
  });

  it('offers nothing but looking in a workspace that is not trusted', () => {
    assert.equal(manifest.capabilities.untrustedWorkspaces.supported, 'limited');
    for (const { command, enablement } of commands)
      assert.equal(enablement, COMMANDS_FOR_LOOKING.has(command) ? undefined : 'isWorkspaceTrusted', command);
  });

  it('takes no paths from a workspace that is not trusted', () => {
    const restricted = manifest.capabilities.untrustedWorkspaces.restrictedConfigurations;
    assert.deepEqual(restricted, [
      'deepliif.model',
      'deepliif.modelFolders',
      'deepliif.resultsFolder',
      'deepliif.runs.folders',
    ]);
    for (const setting of restricted) assert.ok(settings.includes(setting), setting);
  });

  it('has its commands under one name in the palette, and no others in its menus and keys', () => {
    for (const { command, category } of commands) assert.equal(category, 'DeepLIIF', command);
    const used = [...Object.values(menus).flat(), ...(manifest.contributes.keybindings ?? [])];
    for (const { command } of used) assert.ok(known.includes(command), command);
  });

  it('offers commands that need a run or a result in the palette only if there is one for them', () => {
    const needs: Readonly<Record<string, string>> = {
      [COMMANDS.resumeTraining]: CONTEXTS.hasEndedRuns,
      [COMMANDS.continueTraining]: CONTEXTS.hasPausedRuns,
      [COMMANDS.pauseTraining]: CONTEXTS.hasRunningRuns,
      [COMMANDS.stopTraining]: CONTEXTS.hasLiveRuns,
      [COMMANDS.compareConfigurations]: CONTEXTS.hasSeveralRuns,
      [COMMANDS.openDashboard]: CONTEXTS.hasRuns,
      [COMMANDS.exportResult]: CONTEXTS.hasResults,
    };
    for (const [id, key] of Object.entries(needs)) {
      const { when = '' } = menus.commandPalette!.find(({ command }) => command === id) ?? {};
      assert.ok(when.split(' || ').includes(key), `${id}: ${when}`);
      assert.match(when, /^!deepliif\.\w+Listed \|\| /); // everything is offered until the folders have been read
    }
  });

  it('has pictures and texts where it says so, and every picture is put in words', () => {
    const { views, viewsContainers, walkthroughs } = manifest.contributes;
    const icons = [...Object.values(viewsContainers).flat(), ...Object.values(views).flat()];
    const media = walkthroughs.flatMap(({ steps }) => steps.map((step) => step.media));
    for (const path of [...icons.map(({ icon }) => icon), ...media.map((one) => one.image ?? one.markdown!)])
      assert.ok(existsSync(`${packageRoot()}/${path}`), path);
    for (const { image, altText } of media) if (image) assert.ok(altText!.length > 20, image);
  });

  it('has first steps whose buttons and ends are things that exist', () => {
    const viewIds = Object.values(manifest.contributes.views)
      .flat()
      .map(({ id }) => id);
    const exists = (id: string) => known.includes(id) || viewIds.some((view) => id === `${view}.focus`);
    const steps = manifest.contributes.walkthroughs.flatMap((walkthrough) => walkthrough.steps);
    for (const { description, completionEvents } of steps) {
      for (const command of commandsIn(description)) assert.ok(exists(command), command);
      for (const event of completionEvents) {
        const [kind, id] = event.split(':');
        const there = { onCommand: known, onView: viewIds, onContext: Object.values(CONTEXTS) }[kind!] ?? [];
        assert.ok((there as readonly string[]).includes(id!), event);
      }
    }
  });

  it('says in empty views what can be done, by commands that exist', () => {
    for (const { contents } of manifest.contributes.viewsWelcome)
      for (const command of commandsIn(contents))
        if (command.startsWith('deepliif.')) assert.ok(known.includes(command), command);
  });

  it('opens walkthroughs that it has', () => {
    const ids = manifest.contributes.walkthroughs.map(({ id }) => `deepliif.deepliif#${id}`);
    const text = JSON.stringify(manifest.contributes.viewsWelcome);
    const opened = [...text.matchAll(/openWalkthrough\?([^)]+)\)/g)];
    assert.ok(opened.length > 0);
    for (const [, query] of opened) assert.ok(ids.includes(JSON.parse(decodeURIComponent(query!)) as string));
  });
});

/** Commands of links such as `[Run Demo](command:deepliif.runDemo)`. */
function commandsIn(text: string): readonly string[] {
  return [...text.matchAll(/\(command:([\w.]+)/g)].map(([, command]) => command!);
}
