// README of the package. VS Code shows it on the extension's page, where pictures need an https address: vsce makes one of
// each relative path if package.json names a repository. Without one the page would show broken pictures, so they are
// left out with their captions; the first steps show pictures then.

/** A paragraph that is a picture, and a caption in italics behind it. */
const PICTURE = /^ *!\[[^\]]*\]\([^)]*\)\n+(\*[^*\n][^*]*\*\n+)?/gm;

/** `hasAddress`: true if package.json names a repository. */
export function packagedReadme(text, hasAddress) {
  return hasAddress ? text : text.replace(PICTURE, '');
}
