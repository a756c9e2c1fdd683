import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from '@jest/globals';
import type { Page } from 'playwright-core';
import { faintTexts, LAPTOP, PHONE, sidewaysPx, testBrowser } from '../support/browser.js';
import { testCounty } from '../support/county.js';
import { testDatabase } from '../support/database.js';
import { type FormHarness, startFormPages } from '../support/form-harness.js';
import { withLessons } from '../support/lessons.js';

const { connection } = testDatabase();
const county = testCounty(connection, undefined, undefined, withLessons());
const browser = testBrowser();
const running: FormHarness[] = [];
afterEach(async () => {
  for (const pages of running.splice(0)) await pages.stop();
});

async function open(options: Parameters<typeof browser.page>[1]): Promise<Page> {
  county.at('2026-10-28T10:00:00+08:00');
  const pages = await startFormPages(county);
  running.push(pages);
  return browser.page(pages.url + (await pages.link('S1-L', 'open-lesson', '2026-10')), options);
}

/** Where SCREENSHOTS names a folder, somebody wants to see. */
async function look(page: Page, name: string): Promise<void> {
  const folder = process.env['SCREENSHOTS'];
  if (!folder) return;
  mkdirSync(folder, { recursive: true });
  await page.screenshot({ path: join(folder, `${name}.png`), fullPage: true });
}

async function fillIn(page: Page): Promise<void> {
  await page.getByLabel('课题').fill('折纸与分数');
  await page.getByLabel('开始').fill('14:00');
  await page.getByLabel('结束').fill('15:30');
  await page.getByText('校级').click();
  await page.getByText('德育').click();
  await page.getByLabel('听课人').fill('李一、王五');
  await page.getByLabel('应到').fill('１２');
  await page.getByLabel('实到').fill('9人');
  await page.getByLabel('评议').fill('操作充分，建议多留时间给学生说。');
  await page.getByText('是，已做到').click();
}

const stored = () => connection.collection('submissions').findOne({ duty: 'open-lesson' });

describe.each([
  ['laptop', { viewport: LAPTOP }],
  ['phone', { viewport: PHONE, hasTouch: true, isMobile: true }],
  ['phone-dark', { viewport: PHONE, hasTouch: true, isMobile: true, colorScheme: 'dark' as const }],
  ['without-scripts', { viewport: { width: 320, height: 640 }, javaScriptEnabled: false }],
])('on a %s', (name, options) => {
  test('a form is filled in, mended and handed in', async () => {
    const page = await open(options);
    await look(page, `${name}-1-empty`);
    await fillIn(page);
    await page.getByRole('button', { name: '提交' }).click();
    await page.getByText('已记下11项，还差1项').waitFor();
    expect(await page.getByLabel('听课人').inputValue()).toBe('李一、王五');
    expect(await page.getByLabel('听课人').getAttribute('aria-invalid')).toBe('true');
    expect(await page.getByLabel('应到').inputValue()).toBe('12');
    await look(page, `${name}-2-mend`);
    // Measured by a script in the page.
    const measured = name === 'without-scripts' ? [0, []] : [await sidewaysPx(page), await faintTexts(page)];
    expect(measured).toEqual([0, []]);
    await page.getByRole('link', { name: '听课人' }).click();
    await page.getByLabel('听课人').fill('李一');
    await page.getByRole('button', { name: '再次提交' }).click();
    await page.getByText('已收到研讨课记录（10月），16字').waitFor();
    await look(page, `${name}-3-in`);
    expect(await stored()).toMatchObject({
      state: 'handed-in',
      values: { guests: ['S1-T1'], rate: 75, themes: ['德育'] },
    });
    await page.reload();
    expect(await page.locator('button').allTextContents()).toEqual(['保存附件']);
  });
});

/** Four pixels by four, as a phone's photo begins and ends. */
const PHOTO = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAQAAAAECAIAAAAmkwkpAAAAGklEQVR4nGOQyzvxrEIDQjLAWXJ5JxhwygAAUhIW0Qe0nyEAAAAASUVORK5CYII=',
  'base64',
);
const photo = (name: string) => ({ name, mimeType: 'image/png', buffer: PHOTO });
const pdf = (name: string, bytes: number) => ({ name, mimeType: 'application/pdf', buffer: Buffer.alloc(bytes, 37) });

describe.each([
  ['phone', { viewport: PHONE, hasTouch: true, isMobile: true }],
  ['phone-dark', { viewport: PHONE, hasTouch: true, isMobile: true, colorScheme: 'dark' as const }],
])('files on a %s', (name, options) => {
  test('are seen when they are chosen, and can be taken off; what does not arrive leaves all as it was', async () => {
    const page = await open(options);
    await fillIn(page);
    await page.getByLabel('听课人').fill('王五');
    await page.getByLabel('照片').setInputFiles([photo('课堂.png'), photo('板书.png')]);
    await page.getByLabel('教案').setInputFiles(pdf('很长很长的名字第三单元折纸与分数教学设计修订二稿.pdf', 300_000));
    await page.getByLabel('教案').setInputFiles(pdf('初案.pdf', 2000));
    await page.getByText('板书.png').scrollIntoViewIfNeeded();
    expect(
      await page.locator('.file img').evaluateAll((all) => all.map((each) => (each as HTMLImageElement).naturalWidth)),
    ).toEqual([4, 4]);
    expect(await page.locator('.file .name').allTextContents()).toEqual([
      expect.stringMatching(/^很长很长的名字.*\.pdf293 KB$/),
      '初案.pdf2 KB',
      '课堂.png1 KB',
      '板书.png1 KB',
    ]);
    await look(page, `${name}-4-chosen`);
    expect([await sidewaysPx(page), await faintTexts(page)]).toEqual([0, []]);
    await page.getByRole('button', { name: '拿掉：板书.png' }).click();

    browser.expectProblem(/ERR_INTERNET_DISCONNECTED/);
    await page.context().setOffline(true);
    await page.getByRole('button', { name: '提交' }).click();
    await page.getByText('没有传完。填好的和选好的都还在，请再点一次提交。').waitFor();
    await look(page, `${name}-5-lost`);
    expect(await page.getByLabel('课题').inputValue()).toBe('折纸与分数');
    await page.context().setOffline(false);
    await page.getByRole('button', { name: '提交' }).click();
    await page.getByText('已记下13项，还差1项').waitFor();
    await page.getByLabel('拿掉：初案.pdf').check();
    await look(page, `${name}-6-held`);
    expect([await sidewaysPx(page), await faintTexts(page)]).toEqual([0, []]);
    await page.getByLabel('听课人').fill('李一');
    await page.getByLabel('照片').setInputFiles(photo('讨论.png'));
    await page.getByRole('button', { name: '再次提交' }).click();
    await page.getByText('已收到研讨课记录（10月），16字、1张图、1个文件').waitFor();
    await look(page, `${name}-7-in`);
    // The same picture sent again is the same attachment, as it was called last.
    await page.getByLabel('拿掉：讨论.png').check();
    await page.getByLabel('教案').setInputFiles(pdf('附表.pdf', 5000));
    await page.getByRole('button', { name: '保存附件' }).click();
    await page.getByText('已收到研讨课记录（10月），16字、2个文件').waitFor();
    await look(page, `${name}-8-changed`);
  });
});

test('how far files have come is shown while they are sent', async () => {
  const page = await open({ viewport: PHONE, hasTouch: true, isMobile: true });
  await fillIn(page);
  await page.getByLabel('教案').setInputFiles(pdf('课件.pdf', 3_000_000));
  const session = await page.context().newCDPSession(page);
  const slow = { offline: false, latency: 20, downloadThroughput: -1, uploadThroughput: 1_500_000 };
  await session.send('Network.emulateNetworkConditions', slow);
  await page.getByRole('button', { name: '提交' }).click();
  await page.getByText(/^正在上传 [1-9]\d?%$/u).waitFor();
  expect(await page.getByRole('button', { name: '提交' }).isDisabled()).toBe(true);
  await look(page, 'phone-8-sending');
  await page.getByText('已记下12项，还差1项').waitFor();
});

test('files are sent without scripts as well, and what is not kept is said', async () => {
  const page = await open({ viewport: { width: 320, height: 640 }, javaScriptEnabled: false });
  await fillIn(page);
  await page.getByLabel('听课人').fill('李一');
  await page.getByLabel('照片').setInputFiles([photo('课堂.png')]);
  await page.getByLabel('教案').setInputFiles([{ ...pdf('课件.exe', 10) }]);
  await page.getByRole('button', { name: '提交' }).click();
  await page.getByText('「课件.exe」这种文件收不了').waitFor();
  await look(page, 'without-scripts-4-files');
  await page.getByRole('button', { name: '再次提交' }).click();
  await page.getByText('已收到研讨课记录（10月），16字、1张图').waitFor();
  expect(await stored()).toMatchObject({ state: 'handed-in', values: { photos: [expect.any(String)] } });
});

test('the keyboard alone will do', async () => {
  const page = await open({ viewport: LAPTOP });
  const press = async (...keys: string[]): Promise<void> => {
    for (const key of keys) await page.keyboard.press(key);
  };
  await press('Tab');
  await page.keyboard.type('折纸');
  expect(await page.getByLabel('课题').inputValue()).toBe('折纸');
  await page.getByLabel('结束').focus();
  await press('Tab', 'Tab', 'Tab', 'Tab');
  await page.getByLabel('校级').focus();
  await press('ArrowRight');
  expect(await page.getByLabel('县级').isChecked()).toBe(true);
  await page.getByLabel('是，已做到').focus();
  // Past the two fields of files.
  await press('Space', 'Tab', 'Tab', 'Tab', 'Enter');
  await page.getByText(/已记下\d+项，还差/u).waitFor();
  expect(await page.getByLabel('县级').isChecked()).toBe(true);
  expect(await page.getByText('级别是县级、市级时填').count()).toBe(0);
});
