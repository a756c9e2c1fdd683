import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { extname } from 'node:path';
import type { Context } from 'koa';

interface Asset {
  body: Buffer;
  type: string;
  etag: string;
}

/** What the browser is given; a file of another kind in the folder is not served. */
const TYPES: Record<string, string> = {
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
};

export interface Assets {
  /** Undefined for a name that is not there. Only whole names are known: no path leads out of the folder. */
  get(name: string): Promise<Asset | undefined>;
}

/**
 * What browsers load: read once from `assets/` beside the built program, or, when the program runs from its
 * TypeScript source (development, tests), bundled once in memory.
 */
export function createAssets(): Assets {
  let loading: Promise<Map<string, Asset>> | undefined;
  const load = (): Promise<Map<string, Asset>> => {
    loading ??= (import.meta.url.endsWith('.ts') ? bundled() : built()).then(described);
    // A failed build is tried again by the next request.
    loading.catch(() => (loading = undefined));
    return loading;
  };
  return { get: async (name) => (await load()).get(name) };
}

async function built(): Promise<Map<string, Uint8Array>> {
  const folder = new URL('./assets/', import.meta.url);
  const names = await readdir(folder);
  const files = await Promise.all(names.map(async (name) => [name, await readFile(new URL(name, folder))] as const));
  return new Map(files);
}

async function bundled(): Promise<Map<string, Uint8Array>> {
  // Not a literal: the built program has no such file, and needs no bundler.
  const script = new URL('../scripts/build-web.mjs', import.meta.url).href;
  const { bundle }: { bundle: () => Promise<Map<string, Uint8Array>> } = await import(script);
  return bundle();
}

function described(files: Map<string, Uint8Array>): Map<string, Asset> {
  const assets = new Map<string, Asset>();
  for (const [name, contents] of files) {
    const type = TYPES[extname(name)];
    const body = Buffer.from(contents);
    const etag = `"${createHash('sha256').update(body).digest('base64url').slice(0, 27)}"`;
    if (type) assets.set(name, { body, type, etag });
  }
  return assets;
}

/** Answers with one of them; what is not there stays unanswered. */
export async function serveAsset(ctx: Context, assets: Assets, name: string): Promise<void> {
  const asset = await assets.get(name);
  if (!asset) return;
  ctx.set({ 'cache-control': 'no-cache', etag: asset.etag });
  ctx.type = asset.type;
  ctx.status = 200;
  if (ctx.fresh) ctx.status = 304;
  else ctx.body = asset.body;
}
