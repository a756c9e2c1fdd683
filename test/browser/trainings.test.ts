import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test } from '@jest/globals';
import jsQR from 'jsqr';
import type { Page } from 'playwright-core';
import type { Certificate } from '../../models/certificate.js';
import { faintTexts, LAPTOP, PHONE, sidewaysPx, testBrowser } from '../support/browser.js';
import { testCounty, wholeCatalogue } from '../support/county.js';
import { testDatabase } from '../support/database.js';
import { HOST, startTrainingPages, trainingWith } from '../support/held-training.js';
import { personId } from '../support/people.js';

const { connection } = testDatabase();
const county = testCounty(connection, undefined, undefined, wholeCatalogue(), 'https://jy.example');
const { models } = county;
const browser = testBrowser();
const running: Awaited<ReturnType<typeof startTrainingPages>>[] = [];
afterEach(async () => {
  for (const pages of running.splice(0)) await pages.stop();
});

const PROJECTOR = { width: 1280, height: 720 };
const ON_PHONE = { viewport: PHONE, hasTouch: true, isMobile: true };

async function host(options: Parameters<typeof browser.page>[1]): Promise<{ page: Page; url: string; no: number }> {
  county.at('2026-12-05T08:25:00+08:00');
  const { _id } = await trainingWith(county, ['S1-T1', 'S1-T2', 'S2-T1', 'S3-T1']);
  const pages = await startTrainingPages(county);
  running.push(pages);
  const token = await models.hostTokens.issue({ person: HOST, training: _id }, county.now());
  return { page: await browser.page(`${pages.url}/trainings/open/${token}`, options), url: pages.url, no: _id };
}

/** Where SCREENSHOTS names a folder, somebody wants to see. */
async function look(page: Page, name: string): Promise<void> {
  const folder = process.env['SCREENSHOTS'];
  if (!folder) return;
  mkdirSync(folder, { recursive: true });
  await page.screenshot({ path: join(folder, `training-${name}.png`), fullPage: true });
}

/** What a camera reads from a picture on the page. */
async function scanned(page: Page, selector: string): Promise<string | undefined> {
  const SIDE = 240;
  // One channel of it: what a page answers goes over slowly.
  const grey = await page.evaluate(
    ([at, side]) => {
      const picture = document.querySelector<HTMLImageElement>(at);
      const canvas = Object.assign(document.createElement('canvas'), { width: side, height: side });
      const context = canvas.getContext('2d');
      if (!picture || !context) return [];
      context.drawImage(picture, 0, 0, side, side);
      return [...context.getImageData(0, 0, side, side).data].filter((_, i) => i % 4 === 0);
    },
    [selector, SIDE] as const,
  );
  return jsQR(Uint8ClampedArray.from(grey.flatMap((each) => [each, each, each, 255])), SIDE, SIDE)?.data;
}

const rows = async (no: number) =>
  (await models.attendances.of(no)).map(({ person, in: came, out, excused }) => [
    person,
    Boolean(came),
    Boolean(out),
    Boolean(excused),
  ]);
const until = async (check: () => Promise<boolean>): Promise<void> => {
  while (!(await check())) await new Promise((resolve) => setTimeout(resolve, 50));
};

test('the roll is called on a phone, also while there is no network', async () => {
  const { page, no } = await host(ON_PHONE);
  await page.getByText('共4人：签到0，签退0').waitFor();
  expect(page.url()).toMatch(/\/trainings\/1$/);
  const person = (name: string) => page.getByRole('listitem').filter({ hasText: name });
  await person('李一').getByRole('button', { name: '签到' }).click();
  await page.getByText('共4人：签到1，签退0').waitFor();
  await until(async () => (await rows(no)).length === 1);
  await look(page, 'roll-call');
  expect([await sidewaysPx(page), await faintTexts(page)]).toEqual([0, []]);

  browser.expectProblem(/ERR_INTERNET_DISCONNECTED/);
  await page.context().setOffline(true);
  await person('周二').getByRole('button', { name: '请假' }).click();
  await page.getByText('没有网络，已记在本机1项，有网后自动送出').waitFor();
  await person('陈一').getByRole('button', { name: '签到' }).click();
  await person('陈一').getByRole('button', { name: '签到' }).click();
  await look(page, 'roll-call-away');
  await page.context().setOffline(false);
  await until(async () => (await rows(no)).length === 2);
  await until(async () => !(await page.getByText(/已记在本机|正在保存/).isVisible()));
  expect(await rows(no)).toEqual([
    ['S1-T1', true, false, false],
    ['S1-T2', false, false, true],
  ]);

  await page.getByPlaceholder('按姓名或学校找').fill('柳河');
  expect(await page.getByRole('listitem').count()).toBe(1);
  await page.getByPlaceholder('按姓名或学校找').fill('');
  await page.getByPlaceholder('加人：姓名或编号').fill('褚二');
  await page.getByRole('button', { name: '查找' }).click();
  await page.getByRole('button', { name: '褚二 · 柳河小学' }).click();
  await person('褚二').waitFor();
  await page.reload();
  await page.getByText('共5人：签到2，签退0，请假1').waitFor();
});

test('the screen can be read by a camera from the room, counts along, and turns to signing out', async () => {
  const { page, url, no } = await host({ viewport: PROJECTOR });
  await page.goto(`${url}/trainings/${no}/screen`);
  const digits = page.locator('.digits b');
  const { code } = await models.checkInCodes.shown({ training: no, session: 0, half: 'in' }, county.now());
  expect((await digits.textContent())?.replace(' ', '')).toBe(code);
  expect(await scanned(page, '.qr')).toBe(`https://jy.example/check-in/in/${code}`);
  await page.getByText('已签到 0 / 4').waitFor();
  await look(page, 'screen');
  const by = personId('S1-T1');
  const tick = { session: 0, person: by, tick: 'in', on: true, at: county.now(), how: 'code', by } as const;
  await models.attendances.tick(no, [tick]);
  await page.getByText('已签到 1 / 4').waitFor();
  await page.getByRole('button', { name: '签退' }).click();
  await page.getByText('已签退 0 / 4').waitFor();
  expect([await sidewaysPx(page), await faintTexts(page)]).toEqual([0, []]);
  county.at('2026-12-05T08:25:31+08:00');
  const next = await models.checkInCodes.shown({ training: no, session: 0, half: 'out' }, county.now());
  await page.getByText(`${next.code.slice(0, 3)} ${next.code.slice(3)}`).waitFor();
});

const VIEWS = [
  ['laptop', { viewport: LAPTOP }],
  ['phone', ON_PHONE],
] as const;

async function issued(): Promise<Certificate> {
  const [certificate] = await models.certificates.issue([
    {
      training: 1,
      person: personId('S1-T1'),
      name: '李一',
      school: 'S1' as never,
      schoolName: '松山县松山镇中心小学',
      programme: 'ict',
      title: '起始年级新课程标准与新教材教学方法培训',
      from: '2026-12-05' as never,
      to: '2026-12-06' as never,
      hours: 12.5,
      type: '集中培训',
      year: 2026,
      issuedOn: '2026-12-07' as never,
      issuer: '松山县教师进修学校',
      event: 'e',
    },
  ]);
  if (!certificate) throw new Error('nothing issued');
  return certificate;
}

/** Whether the foot of the paper stands on it. */
async function isWhole(page: Page): Promise<boolean> {
  const [paper, number] = await Promise.all(['.paper', '.paper .number'].map((at) => page.locator(at).boundingBox()));
  return paper && number ? number.y + number.height < paper.y + paper.height : false;
}

/** How many sheets it prints on. */
async function sheets(page: Page, name: string): Promise<number> {
  await page.emulateMedia({ media: 'print' });
  const folder = process.env['SCREENSHOTS'];
  const pdf = await page.pdf({ preferCSSPageSize: true, ...(folder && { path: join(folder, `${name}.pdf`) }) });
  return pdf.toString('latin1').match(/\/Type \/Page\b/g)?.length ?? 0;
}

test.each(VIEWS)('a certificate on a %s is read, verified and printed', async (name, options) => {
  const { url } = await host({ viewport: LAPTOP });
  const ref = await models.certificates.refOf(await issued());
  const page = await browser.page(`${url}/certificates/${ref}`, options);
  await page.getByText('证书编号：2026-0001-001').waitFor();
  expect(await scanned(page, '.paper img')).toBe(`https://jy.example/certificates/${ref}`);
  await look(page, `certificate-${name}`);
  expect([await sidewaysPx(page), await faintTexts(page)]).toEqual([0, []]);
  expect(await isWhole(page)).toBe(true);
  expect(await sheets(page, `certificate-${name}`)).toBe(1);
  expect(await page.getByText('核验通过').isVisible()).toBe(false);
});

test.each(VIEWS)(
  'a revoked one on a %s says so above and across it, also on its one sheet of paper',
  async (name, options) => {
    const { url } = await host({ viewport: LAPTOP });
    const certificate = await issued();
    const ref = await models.certificates.refOf(certificate);
    const revoked = { on: '2026-12-08' as never, by: HOST, reason: '学时登错', event: 'r' };
    await models.certificates.revoke(certificate._id, revoked);
    const { _id, ...what } = certificate;
    await models.certificates.reissue({ ...certificate, revoked }, { ...what, event: 'again' });
    const page = await browser.page(`${url}/certificates/${ref}`, options);
    const said = page.getByText('这张证书已作废（2026年12月8日），不再有效。已另发新证');
    await said.waitFor();
    await look(page, `certificate-revoked-${name}`);
    expect([await sidewaysPx(page), await faintTexts(page)]).toEqual([0, []]);
    expect(await isWhole(page)).toBe(true);
    expect(await sheets(page, `certificate-revoked-${name}`)).toBe(1);
    expect(await isWhole(page)).toBe(true);
    expect(await said.isVisible()).toBe(true);
  },
);

test('behind the QR code is what to send, to be copied with a tap', async () => {
  const { url } = await host({ viewport: LAPTOP });
  const page = await browser.page(`${url}/check-in/in/012345`, {
    ...ON_PHONE,
    permissions: ['clipboard-read', 'clipboard-write'],
  });
  await page.getByRole('button', { name: '复制' }).click();
  await page.getByText('已复制，请粘贴发给我').waitFor();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe('签到 012345');
  await look(page, 'code');
});
