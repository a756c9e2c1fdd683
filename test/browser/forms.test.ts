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
    expect(await page.getByRole('button').count()).toBe(0);
  });
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
  await press('Space', 'Tab', 'Enter');
  await page.getByText(/已记下\d+项，还差/u).waitFor();
  expect(await page.getByLabel('县级').isChecked()).toBe(true);
  expect(await page.getByText('级别是县级、市级时填').count()).toBe(0);
});
