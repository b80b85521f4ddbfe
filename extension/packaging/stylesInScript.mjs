// Plugin of esbuild for scripts whose styles are in shadow roots: an imported style file becomes a call that hands its text,
// minified, to the module that makes the style sheet. Fonts stay files of their own.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { transform } from 'esbuild';

const ROOT = join(import.meta.dirname, '../..');

/** `receiver`: module with `addStyles(text)`, relative to the repository. */
export function stylesInScript(receiver) {
  return {
    name: 'styles in the script',
    setup(build) {
      build.onLoad({ filter: /\.css$/ }, async ({ path }) => {
        const { code } = await transform(await readFile(path, 'utf8'), { loader: 'css', minify: true });
        return {
          contents: `import { addStyles } from ${JSON.stringify(join(ROOT, receiver))};\naddStyles(${JSON.stringify(code)});`,
          loader: 'js',
          resolveDir: ROOT,
        };
      });
    },
  };
}
