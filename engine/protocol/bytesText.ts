// Sizes of memory and files in words, in decimal units as disks are sold and systems count.

/** "3.4 GB", "870 MB". */
export function bytesText(bytes: number): string {
  const gigabytes = bytes / 1e9;
  if (gigabytes >= 0.995) return `${gigabytes.toFixed(gigabytes < 10 ? 1 : 0)} GB`;
  return `${Math.max(10, Math.round(bytes / 1e7) * 10)} MB`;
}
