import yauzl, { type Entry, type ZipFile } from 'yauzl';

/** Ten times what 50,000 people and 1,000 schools come to; beyond it is a mistake or a zip bomb. */
const MOST_BYTES = 50 * 1024 * 1024;
/** Sheets shrink to a tenth or a fiftieth; what shrinks more was made to. */
const MOST_RATIO = 200;
/** An xlsx of a handful of sheets has some twenty parts. */
const MOST_PARTS = 500;
/** One stray cell far out would make every row that wide, and every row above it exist. */
const MOST_COLUMNS = 256;
const MOST_ROWS = 100_000;

/** Why a file must not be read as a workbook; undefined when it may. Looks at every part, keeps none. */
export async function guardWorkbook(file: Buffer): Promise<string | undefined> {
  const zip = await open(file);
  if (!zip) return '这不是 .xlsx 工作簿（旧版 .xls、加了密码的文件也读不了），请用 Excel 或 WPS 另存为 .xlsx 再导入';
  try {
    return await refuse(zip, file.length);
  } catch {
    return '文件已损坏，请重新另存为 .xlsx 再导入';
  } finally {
    zip.close();
  }
}

async function open(file: Buffer): Promise<ZipFile | undefined> {
  try {
    return await yauzl.fromBufferPromise(file, { lazyEntries: true, validateEntrySizes: true });
  } catch {
    return undefined;
  }
}

async function refuse(zip: ZipFile, packed: number): Promise<string | undefined> {
  let unpacked = 0;
  let parts = 0;
  for await (const entry of zip.eachEntry()) {
    const local = await zip.readLocalFileHeaderPromise(entry, {});
    unpacked += Math.max(entry.uncompressedSize, local.uncompressedSize);
    parts += 1;
    if (unpacked > MOST_BYTES || unpacked > packed * MOST_RATIO || parts > MOST_PARTS) {
      return '文件解开后过大，请删去多余的工作表、图片和空白行列再导入';
    }
    const stray = await strayCell(zip, entry);
    if (stray) return `工作表里 ${stray} 处有多余的内容或格式，请删去数据区以外的行和列再导入`;
  }
  return undefined;
}

/** Unpacks a part for real, so that a size that was made up is found out, and looks for cells far outside a table. */
async function strayCell(zip: ZipFile, entry: Entry): Promise<string | undefined> {
  const isSheet = /^xl\/worksheets\/[^/]+\.xml$/u.test(entry.fileName);
  const stream = await zip.openReadStreamPromise(entry);
  let tail = '';
  for await (const chunk of stream.setEncoding('latin1')) {
    if (!isSheet) continue;
    const text = tail + String(chunk);
    for (const [, column = '', row = ''] of text.matchAll(/<(?:\w+:)?(?:c|row)\s[^>]*?\br=["']([A-Z]*)(\d+)["']/gu)) {
      if (columnNumber(column) > MOST_COLUMNS || Number(row) > MOST_ROWS) return `${column}${row}`;
    }
    tail = text.slice(text.lastIndexOf('<'));
  }
  return undefined;
}

const columnNumber = (letters: string): number =>
  Array.from(letters).reduce((sum, letter) => sum * 26 + (letter.codePointAt(0) ?? 0) - 64, 0);
