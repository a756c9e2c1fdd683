import type { z } from 'zod';
import type { Attachment, Unreadable } from '../../models/event.js';
import type { Mentions } from './mentions.js';
import { FileContent, ImageContent, PostByLanguage, PostContent, type PostElement, TextContent } from './wire.js';

/** What a message says: words and what hangs on it; or why it says neither. */
export interface Said {
  text: string;
  attachments: Attachment[];
  unreadable?: Unreadable;
}

const NOTHING: Said = { text: '', attachments: [] };
/** As many attachments as an event may carry, and as long a handle and name. */
const MOST = { attachments: 50, ref: 500, name: 300 };

/** @param content the JSON text in the message; what cannot be read says nothing. */
export function readContent(type: string, content: string, mentions: Mentions): Said {
  const json = parseJson(content);
  if (type === 'text') return read(TextContent, json, ({ text }) => words(mentions.write(text)));
  if (type === 'post') return readPost(json, mentions);
  if (type === 'image') return read(ImageContent, json, ({ image_key }) => things([attach('image', image_key)]));
  if (type === 'file' || type === 'audio' || type === 'media') {
    const kind = type === 'media' ? 'video' : type;
    return read(FileContent, json, (file) => things([attach(kind, file.file_key, file.file_name)]));
  }
  return { ...NOTHING, unreadable: UNREADABLE.get(type) ?? 'other' };
}

/**
 * Of a merged forward the platform sends a placeholder, of a card what it likes, of a sticker a picture that cannot be
 * fetched.
 */
const UNREADABLE: ReadonlyMap<string, Unreadable> = new Map([
  ['sticker', 'sticker'],
  ['merge_forward', 'forward'],
  ['interactive', 'card'],
]);

function readPost(json: unknown, mentions: Mentions): Said {
  const plain = PostContent.safeParse(json);
  const post = plain.success ? plain.data : Object.values(PostByLanguage.safeParse(json).data ?? {})[0];
  if (!post) return NOTHING;
  const lines = post.content.map((line) => line.map((element) => textOf(element, mentions)).join(''));
  const text = [post.title ?? '', ...lines].join('\n');
  return { ...words(text), ...things(post.content.flat().map(attachmentOf)) };
}

function textOf(element: PostElement, mentions: Mentions): string {
  if (element.tag === 'at') return mentions.one(element.user_id ?? '', element.user_name ?? '');
  const { text, href } = element;
  // A link's address is part of what was said, unless it is all its words say.
  return element.tag === 'a' && href && href !== text ? `${text ?? ''}（${href}）` : (text ?? '');
}

function attachmentOf(element: PostElement): Attachment | undefined {
  if (element.tag === 'img') return attach('image', element.image_key ?? '');
  if (element.tag === 'media') return attach('video', element.file_key ?? '');
  return undefined;
}

function attach(kind: Attachment['kind'], ref: string, name?: string): Attachment | undefined {
  if (ref === '' || ref.length > MOST.ref) return undefined;
  return { kind, ref, ...(name !== undefined && { name: name.slice(0, MOST.name) }) };
}

const words = (text: string): Said => ({ text: text.trim(), attachments: [] });

const things = (found: (Attachment | undefined)[]): Pick<Said, 'attachments'> => ({
  attachments: found.filter((one) => one !== undefined).slice(0, MOST.attachments),
});

function read<T extends z.ZodType>(schema: T, json: unknown, said: (content: z.infer<T>) => Partial<Said>): Said {
  const content = schema.safeParse(json);
  return content.success ? { ...NOTHING, ...said(content.data) } : NOTHING;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
