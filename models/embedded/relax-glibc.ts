/**
 * Makes a library built for glibc 2.38 load on 2.36 and 2.37, by re-pointing its few newer imports at the older
 * symbols of the same C library that take the same arguments:
 *
 * - `__isoc23_strtol` and its kin → `strtol` …; they differ only in that C23 also reads a `0b` prefix;
 * - `fmod@GLIBC_2.38` → the base version; they differ only in errno.
 *
 * Two places of the file change: the name offset in `.dynsym`, nine bytes on, where the same string reads `strtol`,
 * and the row of the newer version in `.gnu.version_r`, which takes the name of the base version.
 */

/** Part of the cache key of relaxed copies: count it up whenever the edit changes. */
export const RELAX_REVISION = 1;

const C23_PREFIX = '__isoc23_';
const SAFE_TWINS = new Set(['strtol', 'strtoul', 'strtoll', 'strtoull', 'sscanf', 'fscanf']);
const BASE_VERSION: Partial<Record<NodeJS.Architecture, string>> = { x64: 'GLIBC_2.2.5', arm64: 'GLIBC_2.17' };
/** The newest 2.x this edit takes as given: Debian 12. */
const NEWEST_MINOR = 36;

const DT = { strtab: 5, symtab: 6, versym: 0x6ffffff0, verneed: 0x6ffffffe, verneednum: 0x6fffffff };
const PT = { load: 1, dynamic: 2 };
const SHT_DYNSYM = 11;
const SYMBOL_BYTES = 24;
/** The engine needs six; a damaged count would keep us reading for ever. */
const MAX_FILES = 1000;

interface Segment {
  type: number;
  offset: number;
  address: number;
  size: number;
}

/** One row of `.gnu.version_r`: version `name` of library `file`, at byte `at`. */
interface Need {
  at: number;
  index: number;
  file: string;
  name: string;
}

export interface Relaxed {
  data: Buffer;
  /** The imports that moved, for the log. */
  moved: string[];
}

/** Throws on anything it does not know: a new build of the engine is then a deliberate step, not a guess. */
export function relaxGlibc(input: Buffer, arch: NodeJS.Architecture = process.arch): Relaxed {
  const base = BASE_VERSION[arch];
  if (!base) throw new Error(`no base version of glibc is known for ${arch}`);

  const data = Buffer.from(input);
  const elf = readElf(data);
  const newer = elf.needs.filter(isTooNew);
  const moved = moveSymbols(data, elf, newer);
  for (const need of newer) renameNeed(data, need, elf.needs, base);
  return { data, moved };
}

function isTooNew({ name }: Need): boolean {
  const minor = /^GLIBC_2\.(\d+)$/.exec(name)?.[1];
  return minor !== undefined && Number(minor) > NEWEST_MINOR;
}

interface Elf {
  needs: Need[];
  symbols: number;
  symtab: number;
  versym: number;
  text(offset: number): string;
}

function readElf(data: Buffer): Elf {
  if (data.length < 64 || data.readUInt32BE(0) !== 0x7f454c46 || data[4] !== 2 || data[5] !== 1)
    throw new Error('not a 64-bit little-endian ELF file');

  const segments = readSegments(data);
  const tags = readDynamic(data, segments);
  const at = (tag: number): number => fileOffset(segments, required(tags.get(tag), `dynamic tag ${tag}`));
  const strtab = at(DT.strtab);
  const text = (offset: number): string => data.toString('latin1', strtab + offset, data.indexOf(0, strtab + offset));
  const needs = readNeeds(data, at(DT.verneed), required(tags.get(DT.verneednum), 'version needs'), text);
  return { needs, symbols: countSymbols(data), symtab: at(DT.symtab), versym: at(DT.versym), text };
}

function readSegments(data: Buffer): Segment[] {
  const start = word(data, 32);
  const size = data.readUInt16LE(54);
  return Array.from({ length: data.readUInt16LE(56) }, (_, i) => {
    const at = start + i * size;
    return {
      type: data.readUInt32LE(at),
      offset: word(data, at + 8),
      address: word(data, at + 16),
      size: word(data, at + 32),
    };
  });
}

function readDynamic(data: Buffer, segments: Segment[]): Map<number, number> {
  const dynamic = required(
    segments.find((segment) => segment.type === PT.dynamic),
    'dynamic segment',
  );
  const tags = new Map<number, number>();
  for (let at = dynamic.offset; at < dynamic.offset + dynamic.size && word(data, at) !== 0; at += 16)
    tags.set(word(data, at), word(data, at + 8));
  return tags;
}

function fileOffset(segments: Segment[], address: number): number {
  const segment = segments.find((s) => s.type === PT.load && address >= s.address && address < s.address + s.size);
  return address - required(segment, `segment of address ${address}`).address + (segment?.offset ?? 0);
}

function readNeeds(data: Buffer, start: number, files: number, text: (offset: number) => string): Need[] {
  if (files > MAX_FILES) throw new Error(`the file cannot need ${files} libraries`);
  const needs: Need[] = [];
  let file = start;
  for (let i = 0; i < files; i++) {
    const name = text(data.readUInt32LE(file + 4));
    let at = file + data.readUInt32LE(file + 8);
    for (let left = data.readUInt16LE(file + 2); left > 0; left--) {
      needs.push({ at, index: data.readUInt16LE(at + 6), file: name, name: text(data.readUInt32LE(at + 8)) });
      at += data.readUInt32LE(at + 12);
    }
    file += data.readUInt32LE(file + 12);
  }
  return needs;
}

function countSymbols(data: Buffer): number {
  const start = word(data, 40);
  for (let i = 0; i < data.readUInt16LE(60); i++) {
    const at = start + i * 64;
    if (data.readUInt32LE(at + 4) === SHT_DYNSYM) return word(data, at + 32) / SYMBOL_BYTES;
  }
  throw new Error('no .dynsym in the file');
}

function moveSymbols(data: Buffer, elf: Elf, newer: Need[]): string[] {
  const byIndex = new Map(newer.map((need) => [need.index, need]));
  const moved: string[] = [];
  for (let i = 1; i < elf.symbols; i++) {
    const need = byIndex.get(data.readUInt16LE(elf.versym + i * 2) & 0x7fff);
    if (!need) continue;
    const at = elf.symtab + i * SYMBOL_BYTES;
    const name = elf.text(data.readUInt32LE(at));
    if (hasOlderTwin(name, need)) data.writeUInt32LE(data.readUInt32LE(at) + C23_PREFIX.length, at);
    else if (name !== 'fmod' || need.file !== 'libm.so.6')
      throw new Error(`no older equivalent is known for ${name}@${need.name}`);
    moved.push(name);
  }
  return moved;
}

function hasOlderTwin(name: string, need: Need): boolean {
  return name.startsWith(C23_PREFIX) && SAFE_TWINS.has(name.slice(C23_PREFIX.length)) && need.file === 'libc.so.6';
}

/** Hash (first word) and name (third) of the base row take the place of the newer ones. */
function renameNeed(data: Buffer, need: Need, needs: Need[], base: string): void {
  const from = required(
    needs.find(({ file, name }) => file === need.file && name === base),
    `${base} of ${need.file}`,
  );
  data.writeUInt32LE(data.readUInt32LE(from.at), need.at);
  data.writeUInt32LE(data.readUInt32LE(from.at + 8), need.at + 8);
}

function word(data: Buffer, at: number): number {
  return Number(data.readBigUInt64LE(at));
}

function required<T>(value: T | undefined, what: string): T {
  if (value === undefined) throw new Error(`the file has no ${what}`);
  return value;
}
