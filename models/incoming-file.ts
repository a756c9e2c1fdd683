import { createHash } from 'node:crypto';
import type { Attachment } from './event.js';
import type { Unkept } from './fetch.js';
import type { FileKey, Files } from './file.js';
import { PICTURE_HEAD_BYTES, pictureType } from './picture.js';

/** What is taken of what people send, see config/limits/files.ts. */
export interface FileLimits {
  mostBytes: number;
  /** Endings of names, in small letters and without the point. */
  endings: ReadonlySet<string>;
}

/** A file as it comes in, by whatever way. */
export interface Incoming extends FileKey {
  /** What it is; where nobody says so, its bytes do. */
  kind?: Attachment['kind'];
  name: string;
  at: Date;
  /** 1, 2, 3 …: every try to keep this file has its own. */
  attempt: number;
}

export type Intake =
  /** `digest`: the SHA-256 of its bytes. */
  { kind: 'kept'; as: Attachment['kind']; digest: string } | { kind: 'not-kept'; why: Unfitting };

/** What can be wrong with the bytes themselves. */
type Unfitting = Extract<Unkept, 'too-large' | 'no-picture' | 'empty'>;

/** The bytes themselves are why a file is not kept. */
class Unfit extends Error {
  readonly why: Unfitting;
  constructor(why: Unfitting) {
    super(why);
    this.why = why;
  }
}

/** Whether a file may be called so. Pictures, sound and film of a chat have no name, and are what the platform says they are. */
export function isTaken(name: string | undefined, { endings }: Pick<FileLimits, 'endings'>): boolean {
  if (name === undefined) return true;
  return endings.has(/\.([^.]+)$/.exec(name.trim().toLowerCase())?.[1] ?? '');
}

/**
 * Keeps a file while it comes in, unless it is empty, larger than is kept, or said to be a picture and none. Rejects
 * with what its bytes reject with, and with what the database does; then nothing is kept.
 */
export async function takeIn(
  files: Files,
  { record, ref, kind, name, at, attempt }: Incoming,
  bytes: AsyncIterable<Uint8Array>,
  { mostBytes }: Pick<FileLimits, 'mostBytes'>,
): Promise<Intake> {
  const hash = createHash('sha256');
  const all = capped(bytes, mostBytes, hash);
  try {
    const { head, whole } = await beginning(all);
    if (head.length === 0) return { kind: 'not-kept', why: 'empty' };
    const picture = pictureType(head);
    if (kind === 'image' && !picture) return { kind: 'not-kept', why: 'no-picture' };
    const as = kind ?? (picture ? 'image' : 'file');
    await files.keep(name, { record, ref, kind: as, at, ...(picture && { picture }) }, whole, attempt);
    return { kind: 'kept', as, digest: hash.digest('base64url') };
  } catch (error) {
    if (error instanceof Unfit) return { kind: 'not-kept', why: error.why };
    throw error;
  } finally {
    await all.return(undefined);
  }
}

async function* capped(
  bytes: AsyncIterable<Uint8Array>,
  mostBytes: number,
  hash: { update(piece: Uint8Array): unknown },
): AsyncGenerator<Uint8Array> {
  let size = 0;
  for await (const piece of bytes) {
    size += piece.length;
    if (size > mostBytes) throw new Unfit('too-large');
    hash.update(piece);
    yield piece;
  }
}

/** Reads as much as tells what a file is; `whole` is all of it nevertheless. */
async function beginning(all: AsyncGenerator<Uint8Array>) {
  let head: Uint8Array = new Uint8Array();
  while (head.length < PICTURE_HEAD_BYTES) {
    const next = await all.next();
    if (next.done) break;
    head = Buffer.concat([head, next.value]);
  }
  const whole = async function* (): AsyncGenerator<Uint8Array> {
    yield head;
    yield* all;
  };
  return { head, whole: whole() };
}
