// The page of image styles in a browser, with the engine's own reading and layouts behind it, but no VS Code around. What the page
// asks for otherwise is only heard.

import { STYLE_GROUPS } from '../../out/engine/protocol/imageStyle.js';
import { imagesOfSets } from '../../out/engine/imageSets/setImages.js';
import { projectStyles } from '../../out/engine/imageSets/projectStyles.js';
import { readStyles } from '../../out/engine/imageSets/readStyles.js';
import { servePage } from './servePage.mjs';

/** Serves the page for folders of images (absolute paths). `heard`: the messages that the page sent up. */
export async function serveStyle(folders, look = {}, most = 200) {
  const version = 1;
  const styles = await readStyles(await imagesOfSets(folders, most), { thumbnails: true });
  const { images, features, failures, notes, values } = styles;
  const groups = features.map(({ group }) => group);
  const page = await servePage(
    { entries: { style: 'webview/style/main.ts' }, script: 'style', ...look },
    {
      mayRead: () => false,
      receive: async (message) => {
        if (message.type === 'ready') {
          const shown = images.map((image) => ({ ...image, thumbnail: undefined }));
          const read = { version, images: shown, features, failures, notes };
          page.post({ type: 'show', state: { trusted: true, folders, deep: false, read } });
          page.post({ type: 'thumbnails', version, from: 0, thumbnails: images.map((one) => one.thumbnail) });
        }
        if (message.type === 'project') {
          const use = message.use === 'all' ? STYLE_GROUPS : [message.use];
          const places = await projectStyles({ values, groups, use, method: message.method });
          page.post({ type: 'places', version, use: message.use, ...places });
        }
      },
    },
  );
  return { url: page.url, heard: page.heard, post: page.post, close: page.close };
}
