// Catalogues of plug-ins in QuPath's shape: a list of extensions, each with releases and the versions that they fit. Checked
// at the door, since a catalogue comes from anywhere.

import {
  list,
  matching,
  oneOf,
  either,
  stored,
  text,
  truth,
  type Shaped,
} from '../../engine/protocol/shape.js';

const MOST_EXTENSIONS = 2000;
const MOST_RELEASES = 500;
const MOST_URLS = 50;

const word = text({ least: 1, most: 200 });
const sentence = text({ most: 4000 });
const url = matching(/^https:\/\/[^\s]{1,2000}$/, 'an https address');
const version = matching(
  /^v?\d{1,6}\.\d{1,6}\.\d{1,6}(-[0-9A-Za-z.-]{1,40})?$/,
  'a version such as "v1.0.0"',
);
const urls = either(oneOf(null), list(url, MOST_URLS));
const noVersion = either(oneOf(null), version);

const release = stored(
  {
    name: version,
    main_url: url,
    version_range: stored(
      { min: version },
      { max: noVersion, excludes: either(oneOf(null), list(version, 100)) },
    ),
  },
  { required_dependency_urls: urls, optional_dependency_urls: urls, javadoc_urls: urls },
);

const extension = stored(
  { name: word, description: sentence, author: word, homepage: url, releases: list(release, MOST_RELEASES) },
  { starred: truth },
);

/** @throws ShapeError that names the field */
export const catalogue = stored({
  name: word,
  description: sentence,
  extensions: list(extension, MOST_EXTENSIONS),
});

export type Catalogue = Shaped<typeof catalogue>;
export type CatalogueExtension = Catalogue['extensions'][number];
export type CatalogueRelease = CatalogueExtension['releases'][number];
