/** The known name at most two edits away from one that is not known, the nearest first. */
export function nearestName(name: string, known: readonly string[]): string | undefined {
  return known
    .map((each) => ({ each, edits: edits(name.toLowerCase(), each.toLowerCase()) }))
    .filter(({ each, edits }) => edits <= 2 && edits < each.length)
    .toSorted((a, b) => a.edits - b.edits)[0]?.each;
}

/** Letters to insert, delete or replace (Levenshtein). */
function edits(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (const [i, letter] of Array.from(a).entries()) {
    const next = [i + 1];
    for (const [j, other] of Array.from(b).entries()) {
      const [above = 0, diagonal = 0, left = 0] = [row[j + 1], row[j], next[j]];
      next.push(Math.min(above + 1, left + 1, diagonal + (letter === other ? 0 : 1)));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
