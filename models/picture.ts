/** Pictures browsers show and cannot run, by the bytes they begin with. SVG is not among them: it can hold scripts. */
const BEGINNINGS: readonly { type: string; bytes: string; at?: number }[] = [
  { type: 'image/jpeg', bytes: 'ffd8ff' },
  { type: 'image/png', bytes: '89504e470d0a1a0a' },
  { type: 'image/gif', bytes: '47494638' },
  { type: 'image/webp', bytes: '57454250', at: 8 },
  { type: 'image/bmp', bytes: '424d' },
];

/** So many bytes tell. */
export const PICTURE_HEAD_BYTES = 12;

/** Which picture these bytes begin; undefined for anything else, whatever it is called. */
export function pictureType(head: Uint8Array): string | undefined {
  const hex = Buffer.from(head).toString('hex');
  return BEGINNINGS.find(({ bytes, at = 0 }) => hex.startsWith(bytes, at * 2))?.type;
}
