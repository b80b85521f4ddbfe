// Texts as outputs of notebooks may hold them (outputs.ts): names and sentences of other programs have any letters and any
// length, and an output with one that its reader refuses is not shown at all.

export const LONGEST_OUTPUT_SENTENCE = 400;
export const LONGEST_OUTPUT_NAME = 200;

/** Notice or message as an output may hold it: cut to its bound, without NUL. */
export function outputSentence(words: string): string {
  return words.replaceAll('\0', ' ').slice(0, LONGEST_OUTPUT_SENTENCE);
}

/** Name as an output may hold it: cut to its bound, without NUL; `other` in the place of an empty one. */
export function outputName(words: string, other: string): string {
  return words.replaceAll('\0', ' ').slice(0, LONGEST_OUTPUT_NAME) || other;
}

/** True for names that an output may hold as they are. Names that tell values apart are left out rather than cut. */
export function isOutputName(words: string): boolean {
  return words !== '' && outputName(words, '') === words;
}
