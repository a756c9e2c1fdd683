import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Busboy, type BusboyInstance } from '@fastify/busboy';
import type { Context } from 'koa';
import type { Attachment, FormFiles, NotKept } from '../../models/event.js';
import type { Unread } from './body.js';

/** Keeps a file of a field while it comes in. Rejects with what its bytes reject with, and where it cannot be kept just now. */
export type Keep = (
  file: { field: string; name: string },
  bytes: AsyncIterable<Uint8Array>,
) => Promise<{ kind: 'kept'; attachment: Attachment } | { kind: 'not-kept'; why: NotKept }>;

export interface UploadLimits {
  /** All files of one sending together. */
  mostBytesTogether: number;
  /** So long nothing may come; then it has broken off. */
  idleMs: number;
}

/** Twenty are the most a field takes; some forms have two. */
const MOST_FILES = 50;
/** As long as the longest text a field takes, each character up to four bytes. */
const MOST_TEXT_BYTES = 160_000;
const MOST_TEXTS = 500;
const MOST_ALL_TEXTS = 1024 * 1024;
const MOST_HEADER_BYTES = 4096;
const MOST_NAME = 150;

interface Sent {
  parts: [string, string][];
  files: Omit<FormFiles, 'off'>;
}

/** What became of one file. */
type Outcome =
  | { brought: FormFiles['brought'][number] }
  | { unkept: FormFiles['unkept'][number] }
  /** It could not be kept just now, by no fault of the sender. */
  | { failure: unknown };

/** It is too much together: what is there of this file is of no use. */
class TooMuch extends Error {}

/**
 * Reads a form with files, each kept while it comes in. Pages send their texts first, so what breaks off among the files
 * has all that was typed, and says which file it was. What is too much is read to its end all the same, for a browser
 * shows no answer before it has sent everything. Rejects where a file could not be kept, by no fault of the sender.
 */
export async function multipart(ctx: Context, keep: Keep, limits: UploadLimits): Promise<Sent | Unread> {
  const parser = parserFor(ctx);
  if (!parser) return { kind: 'unreadable' };
  const texts = readTexts(parser);
  const files = readFiles(parser, keep, limits);
  const whole = await pipeline(inTime(ctx.req, limits.idleMs), parser).then(
    () => true,
    () => false,
  );
  const { brought, unkept, begun } = await files.ended(whole);
  if (texts.isTooLong()) return { kind: 'too-long' };
  if (texts.isCut() || (!whole && !begun)) return { kind: 'unreadable' };
  return { parts: texts.parts, files: { brought, unkept, unfinished: !whole } };
}

function parserFor({ req }: Context): BusboyInstance | undefined {
  try {
    return new Busboy({
      headers: { ...req.headers, 'content-type': req.headers['content-type'] ?? '' },
      isPartAFile: (_field, _type, name) => name !== undefined,
      limits: {
        fieldSize: MOST_TEXT_BYTES,
        fields: MOST_TEXTS,
        files: 2 * MOST_FILES,
        headerPairs: 20,
        headerSize: MOST_HEADER_BYTES,
      },
    });
  } catch {
    // No boundary is named.
    return undefined;
  }
}

function readTexts(parser: BusboyInstance) {
  const parts: [string, string][] = [];
  let bytes = 0;
  let cut = false;
  parser.on('field', (name, value, _nameCut, valueCut) => {
    bytes += Buffer.byteLength(value);
    cut ||= valueCut;
    if (bytes <= MOST_ALL_TEXTS) parts.push([name, value]);
  });
  parser.on('fieldsLimit', () => (cut = true));
  return { parts, isTooLong: () => bytes > MOST_ALL_TEXTS, isCut: () => cut };
}

function readFiles(parser: BusboyInstance, keep: Keep, { mostBytesTogether }: UploadLimits) {
  const open = new Map<Readable, Promise<Outcome>>();
  let [bytes, count, broken] = [0, 0, false];
  let last: Promise<unknown> = Promise.resolve();

  async function* bytesOf(file: Readable): AsyncGenerator<Uint8Array> {
    // A file that is left alone by whoever reads it is still to be read to its end.
    for await (const piece of file.iterator({ destroyOnReturn: false }) as AsyncIterable<Uint8Array>) {
      bytes += piece.length;
      if (bytes > mostBytesTogether) throw new TooMuch();
      yield piece;
    }
  }

  async function take(field: string, name: string, file: Readable, nth: number): Promise<Outcome> {
    const lost = (why: NotKept): Outcome => ({ unkept: { field, name, why } });
    try {
      if (broken && file.destroyed) return lost('broken-off');
      if (nth > MOST_FILES || bytes > mostBytesTogether) return lost('too-much');
      const taken = await keep({ field, name }, bytesOf(file));
      return taken.kind === 'kept' ? { brought: { field, ...taken.attachment } } : lost(taken.why);
    } catch (error) {
      if (error instanceof TooMuch) return lost('too-much');
      return broken ? lost('broken-off') : { failure: error };
    } finally {
      file.resume();
    }
  }

  parser.on('file', (field, file, name) => {
    // It is told by its bytes ending early as well; unheard, it would end the process.
    file.on('error', () => {});
    // A browser sends an empty field of files as a file without a name.
    if (!name) return void file.resume();
    count += 1;
    const nth = count;
    // One after the other, so that what is too much together is what came last.
    const outcome = last.then(() => take(field, nameOf(name), file, nth));
    open.set(file, outcome);
    last = outcome;
  });

  return {
    ended: async (whole: boolean) => {
      broken = !whole;
      if (broken) for (const file of open.keys()) if (!file.readableEnded) file.destroy(new Error('broken off'));
      const all = await Promise.all(open.values());
      for (const each of all) if ('failure' in each) throw each.failure;
      return {
        brought: all.flatMap((each) => ('brought' in each ? [each.brought] : [])),
        unkept: all.flatMap((each) => ('unkept' in each ? [each.unkept] : [])),
        begun: count > 0,
      };
    },
  };
}

/** Without what only a machine reads, and with its ending. */
const nameOf = (name: string): string =>
  Array.from(name.replace(/[\p{Cc}\p{Cf}]/gu, '').trim())
    .slice(-MOST_NAME)
    .join('');

/** The bytes of a request as they come; rejects where none come for too long. The request itself stays open, for an answer. */
async function* inTime(source: Readable, idleMs: number): AsyncGenerator<Uint8Array> {
  const pieces = source.iterator({ destroyOnReturn: false }) as AsyncIterator<Uint8Array>;
  for (;;) {
    const next = await within(pieces.next(), idleMs);
    if (next.done) return;
    yield next.value;
  }
}

async function within<T>(work: Promise<T>, ms: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error('idle')), ms);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
