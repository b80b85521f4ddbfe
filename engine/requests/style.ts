// Answers style/read and style/project: features of images, and their layout in a plane.

import { MOST_STYLED_IMAGES } from '../protocol/imageStyle.js';
import type {
  ImageStyles,
  StylePlaces,
  StyleProjectParams,
  StyleReadParams,
} from '../protocol/imageStyle.js';
import type { Control } from '../protocol/progress.js';

export async function styleRead({ folders, model }: StyleReadParams, control: Control): Promise<ImageStyles> {
  const { imagesOfSets } = await import('../imageSets/setImages.js');
  const { readStyles } = await import('../imageSets/readStyles.js');
  const found = await imagesOfSets(folders, MOST_STYLED_IMAGES, control);
  return readStyles(found, { model, thumbnails: true }, control);
}

export async function styleProject(params: StyleProjectParams, control: Control): Promise<StylePlaces> {
  const { projectStyles } = await import('../imageSets/projectStyles.js');
  return projectStyles(params, control);
}
