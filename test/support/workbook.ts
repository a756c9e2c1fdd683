import yauzl from 'yauzl';

/** One part of a workbook as its text, e.g. `xl/worksheets/sheet1.xml`. */
export async function partOf(file: Buffer, name: string): Promise<string> {
  const zip = await yauzl.fromBufferPromise(file, { lazyEntries: true });
  for await (const entry of zip.eachEntry()) {
    if (entry.fileName !== name) continue;
    const chunks = await (await zip.openReadStreamPromise(entry)).toArray();
    return Buffer.concat(chunks).toString();
  }
  throw new Error(`no ${name}`);
}
