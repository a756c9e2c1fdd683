import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { dutyBars } from '../../../jobs/pictures/duty-bars.js';
import { fontFiles } from '../../../jobs/pictures/font.js';
import { heatMap } from '../../../jobs/pictures/heat-map.js';
import { chineseFont, firstThatDraws, render } from '../../../jobs/pictures/render.js';
import { BLUES, fitting } from '../../../jobs/pictures/svg.js';
import { temporaryFolders } from '../../support/temporary-folder.js';

const temporaryFolder = temporaryFolders();

const wordsIn = (svg: string): string[] =>
  [...svg.matchAll(/<text[^>]*>([^<]*)<\/text>/g)].map(([, text = '']) => text);
const squaresIn = (svg: string) =>
  [...svg.matchAll(/<rect x="([\d.]+)" y="([\d.]+)" width="([\d.]+)" height="([\d.]+)" fill="(#\w+)"/g)].map(
    ([, x, y, width, height, fill]) => ({
      x: Number(x),
      y: Number(y),
      width: Number(width),
      height: Number(height),
      fill,
    }),
  );

describe('bars of duties', () => {
  test('in the order given, each as long as its share, with its numbers', () => {
    const svg = dutyBars('【第9周小结】松山小学', [
      { label: '教育周记（第9周）', done: 1, of: 4 },
      { label: '月报 <10月> & 其他', done: 0, of: 0 },
    ]);
    expect(wordsIn(svg)).toEqual([
      '【第9周小结】松山小学',
      '教育周记（第9周）',
      '已交1/4',
      '月报 &lt;10月&gt; &amp; 其他',
      '已交0/0',
    ]);
    expect(
      squaresIn(svg)
        .filter(({ fill }) => fill === BLUES[2])
        .map(({ width }) => width),
    ).toEqual([250, 0]);
  });
});

describe('a heat map', () => {
  const cell = (handedIn: number) => ({ owed: 10, handedIn });
  const svg = heatMap(
    '全县2026年秋季学期各周上交情况',
    ['1', '2', '3', '4', '5'],
    [
      { name: '松山小学', cluster: '城区片区', cells: [cell(0), cell(5), cell(8), cell(10), undefined] },
      {
        name: '青石中学',
        cluster: '北片区',
        cells: [cell(10), cell(10), cell(10), cell(10), { owed: 0, handedIn: 0 }],
      },
    ],
  );

  test('a row a school below its cluster, in the order given; more is darker and larger', () => {
    expect(wordsIn(svg).slice(-4)).toEqual(['城区片区', '松山小学', '北片区', '青石中学']);
    const rows = squaresIn(svg).filter(({ x, y }) => x > 330 && y > 200);
    expect(rows.map(({ fill }) => BLUES.indexOf(fill as never))).toEqual([0, 1, 2, 3, -1, 3, 3, 3, 3, -1]);
    const [none, half, most, all] = rows.map(({ width }) => width);
    expect([none, half, most, all]).toEqual([none, half, most, all].toSorted((a = 0, b = 0) => a - b));
    expect(new Set([none, half, most, all]).size).toBe(4);
  });

  test('nothing in it is red', () => {
    const colours = [...svg.matchAll(/#(\w\w)(\w\w)(\w\w)/g)].map(([, ...rgb]) =>
      rgb.map((part) => parseInt(part, 16)),
    );
    for (const [red = 0, , blue = 0] of colours) expect(red).toBeLessThanOrEqual(blue);
  });

  test('a county of 300 schools stays below the height Feishu takes', () => {
    const rows = Array.from({ length: 300 }, (_, i) => ({
      name: `学校${i}`,
      cluster: `片区${Math.floor(i / 30)}`,
      cells: [],
    }));
    expect(Number(/height="(\d+)"/.exec(heatMap('全县', [], rows))?.[1])).toBeLessThan(12_000);
  });
});

test('words that do not fit end in …; Latin takes less room', () => {
  expect(fitting('青山县东河镇石门乡九年一贯制学校', 280, 28)).toBe('青山县东河镇石门乡…');
  expect(fitting('abcdefghijklmno', 280, 28)).toBe('abcdefghijklmno');
});

describe('fonts', () => {
  test('what is likely to have Chinese is tried first; woff is not', () => {
    const folder = temporaryFolder();
    mkdirSync(join(folder, 'a'));
    for (const name of ['Alpha.ttf', 'NotoSansCJK-Regular.ttc', 'a/wqy-microhei.ttc', 'wqy.woff2']) {
      writeFileSync(join(folder, name), 'no font');
    }
    expect(fontFiles([folder, join(folder, 'nowhere')])).toEqual(
      ['a/wqy-microhei.ttc', 'NotoSansCJK-Regular.ttc', 'Alpha.ttf'].map((name) => join(folder, name)),
    );
  });

  test('a file that draws nothing is no font', async () => {
    const file = join(temporaryFolder(), 'wqy-microhei.ttc');
    writeFileSync(file, 'no font');
    expect(await firstThatDraws([file, `${file}-nowhere`])).toBeUndefined();
  });

  test('where there is one, a picture is a PNG; where there is none, there is no picture', async () => {
    const png = await render(dutyBars('【第9周小结】', [{ label: '教育周记', done: 1, of: 4 }]));
    expect(png === undefined).toBe((await chineseFont()) === undefined);
    if (!png) return;
    const head = Buffer.from(png);
    expect([head.toString('latin1', 1, 4), head.readUInt32BE(16)]).toEqual(['PNG', 1080]);
  });
});
