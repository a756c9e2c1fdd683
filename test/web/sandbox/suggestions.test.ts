import { expect, test } from '@jest/globals';
import { loadCatalogue, packagedDir } from '../../../config/load.js';
import { suggestions } from '../../../web/sandbox/suggestions.js';

test('what one could say are the words of the catalogue: to be finished, or to be sent at once', () => {
  const said = suggestions(loadCatalogue(packagedDir('catalogue')).duties);
  expect(said).toContainEqual({ label: '周记 …', text: '周记 ', send: false });
  expect(said).toContainEqual({ label: '月报', text: '月报', send: true });
  expect(said.at(0)).toEqual({ label: '帮助', text: '帮助', send: true });
});
