// Fonts as the build imports them: the file's address, relative to the script.

declare module '*.ttf' {
  const address: string;
  export default address;
}
