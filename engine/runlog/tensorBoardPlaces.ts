// Where a reading of event files stands, and how a picture in one of them is named. Both come back from outside.

import { list, matching, refuse, stored, text, whole, type Shape } from '../protocol/shape.js';

/** TensorBoard takes every file for one whose name holds this. */
export function isEventFile(name: string): boolean {
  return name.includes('tfevents') && !name.startsWith('.');
}

/** A folder with more event files is read in part. */
export const MOST_EVENT_FILES = 1000;

/** How far a file has been read. */
export interface EventFilePlace {
  readonly name: string;
  /** Of the record to read next. */
  readonly offset: number;
  /** The file that it was, which another one in its place is not. */
  readonly inode: string;
  /** The last four bytes before `offset`, a checksum: they must still be there. */
  readonly witness: number;
  /** Its size when it was read last. */
  readonly size: number;
  /** Why nothing after `offset` was read; it is tried again when the file has changed. */
  readonly stopped?: string;
}

/** A name in a folder, and no way out of it. */
export const eventFileName: Shape<string> = (value, where) => {
  // eslint-disable-next-line no-control-regex -- control characters are what must not be in it
  const name = matching(/^[^/\\:\u0000-\u001f]{1,255}$/, 'the name of a file')(value, where);
  return isEventFile(name) ? name : refuse(where, 'the name of an event file', value);
};

const eventFilePlace: Shape<EventFilePlace> = stored(
  {
    name: eventFileName,
    offset: whole(0),
    inode: text({ most: 40 }),
    witness: whole(0, 2 ** 32 - 1),
    size: whole(0),
  },
  { stopped: text({ most: 1000 }) },
);

export const eventFilePlaces: Shape<readonly EventFilePlace[]> = list(eventFilePlace, MOST_EVENT_FILES);

/** A picture in an event file: the file, the offset of its record, its tag, and which of the pictures under the tag. */
export interface PicturePlace {
  readonly file: string;
  readonly offset: number;
  readonly tag: string;
  readonly index: number;
}

const MOST_PICTURES_OF_A_TAG = 1000;

export const picturePlace: Shape<PicturePlace> = stored({
  file: eventFileName,
  offset: whole(0),
  tag: text({ most: 500 }),
  index: whole(0, MOST_PICTURES_OF_A_TAG - 1),
});
