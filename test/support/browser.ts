import { afterAll, afterEach, beforeAll, expect } from '@jest/globals';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';

/** No GPU and no services of the browser maker: neither is there on a build machine. */
const ARGUMENTS = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

export const LAPTOP = { width: 1440, height: 900 };
export const PHONE = { width: 390, height: 844 };

/** One Chromium for a file; every page must end without an error or a refused resource, unless its test expects one. */
export function testBrowser() {
  let browser: Browser;
  const problems: string[] = [];
  const expected: RegExp[] = [];

  beforeAll(async () => {
    const executablePath = process.env['CHROMIUM'] ?? '/usr/bin/chromium';
    browser = await chromium.launch({ executablePath, args: ARGUMENTS });
  });

  afterEach(async () => {
    for (const context of browser.contexts()) await context.close();
    const unexpected = problems.splice(0).filter((problem) => !expected.some((known) => known.test(problem)));
    expected.length = 0;
    expect(unexpected).toEqual([]);
  });

  afterAll(() => browser.close());

  return {
    page: async (url: string, options: BrowserContextOptions = { viewport: LAPTOP }): Promise<Page> => {
      const context = await browser.newContext({ locale: 'zh-CN', ...options });
      // tsx wraps each function that has a name in this, also those that `evaluate` sends into the page.
      await context.addInitScript('globalThis.__name = (made) => made');
      const page = await context.newPage();
      page.on('pageerror', (error) => problems.push(error.message));
      page.on('console', (message) => {
        if (message.type() === 'error' || message.type() === 'warning') problems.push(message.text());
      });
      await page.goto(url);
      return page;
    },
    expectProblem: (known: RegExp): void => void expected.push(known),
  };
}

/** Where text has too little contrast with what is behind it (WCAG AA); in the words of the page. */
export const faintTexts = (page: Page): Promise<string[]> =>
  page.evaluate(() => {
    const canvas = new OffscreenCanvas(1, 1).getContext('2d', { willReadFrequently: true });
    /** Any CSS colours, painted over each other from the farthest. */
    const paint = (colours: string[]): number[] => {
      if (!canvas) return [];
      for (const colour of colours) {
        canvas.fillStyle = colour;
        canvas.fillRect(0, 0, 1, 1);
      }
      return [...canvas.getImageData(0, 0, 1, 1).data.slice(0, 3)];
    };
    const light = (rgb: number[]): number => {
      const [r = 0, g = 0, b = 0] = rgb.map((each) => {
        const part = each / 255;
        return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
      });
      return 0.2126 * r + 0.7152 * g + 0.0722 * b;
    };
    const behind = (element: Element): string[] => {
      const colours: string[] = [];
      for (let each: Element | null = element; each; each = each.parentElement) {
        colours.unshift(getComputedStyle(each).backgroundColor);
      }
      return ['white', ...colours];
    };
    const faint: string[] = [];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      const text = walker.currentNode.textContent?.trim();
      const element = walker.currentNode.parentElement;
      if (!text || !element?.checkVisibility({ visibilityProperty: true })) continue;
      if (element.closest(':disabled, noscript, .hidden')) continue;
      const { color, fontSize } = getComputedStyle(element);
      const ground = behind(element);
      const [a = 0, b = 0] = [light(paint([...ground, color])), light(paint(ground))].toSorted((x, y) => y - x);
      const ratio = (a + 0.05) / (b + 0.05);
      if (ratio < (Number.parseFloat(fontSize) >= 24 ? 3 : 4.5)) faint.push(`${text} ${ratio.toFixed(2)}`);
    }
    return faint;
  });

/** How far the page can be scrolled sideways, in pixels. */
export const sidewaysPx = (page: Page): Promise<number> =>
  page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
