/** Where a text is best cut, from the best to the last resort: between paragraphs, lines, sentences, clauses. */
const CUTS = [/\n\n/gu, /\n/gu, /[。！？!?；;]/gu, /[，,、 ]/gu];

/** A text as messages of at most so many characters, cut at the ends of lines and sentences. */
export function partsOf(text: string, most: number): string[] {
  const parts: string[] = [];
  let rest = Array.from(text.trim());
  while (rest.length > most) {
    const at = cutIn(rest.slice(0, most));
    parts.push(rest.slice(0, at).join('').trim());
    rest = Array.from(rest.slice(at).join('').trim());
  }
  return [...parts, rest.join('')].filter(Boolean);
}

/** How many characters the next part takes. One that would be less than a third of it is no good place. */
function cutIn(head: string[]): number {
  const text = head.join('');
  for (const cut of CUTS) {
    const last = [...text.matchAll(cut)].at(-1);
    const at = last ? Array.from(text.slice(0, last.index + last[0].length)).length : 0;
    if (at > head.length / 3) return at;
  }
  return head.length;
}
