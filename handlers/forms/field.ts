/** Full-width and half-width alike; used for labels, numbers and choices, never for what people write as text. */
export const halfWidth = (text: string): string => text.normalize('NFKC').trim();

/** The same without any white space: how labels, options and marks are compared. */
export const bare = (text: string): string => text.normalize('NFKC').replace(/\s/g, '').toLowerCase();

/** How many characters somebody wrote: what a reader would count, white space left out. */
export const countCharacters = (text: string): number => Array.from(text.replace(/\s/g, '')).length;
