/** What stands in the pictures of digests, and in place of one that could not be sent. */

export const handedIn = (done: number, of: number): string => `已交${done}/${of}`;

/** The squares of a heat map, from the one for a week in which nothing was due. */
export const steps = ['没有要交的', '不到一半', '一半以上', '八成以上', '交齐'] as const;

export const heatTitle = (place: string, term: string): string => `${place}${term}各周上交情况`;
/** The number of a teaching week, above its column. */
export const weekMark = (number: number): string => String(number);

/** Where the picture itself cannot be sent. */
export const noPicture = '图没能发出去，数字都在刚才的小结里。';
export const fileName = (title: string): string => `${title.replace(/[【】\s/\\:*?"<>|]/gu, '')}.png`;
