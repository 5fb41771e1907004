/** How many letters must change to make one word of the other. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index)
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i]
    for (let j = 1; j <= b.length; j += 1) {
      const swap = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1)
      next.push(Math.min(swap, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1))
    }
    row = next
  }
  return row[b.length] ?? 0
}

/** The known word that was most likely meant, if one is close. */
export function nearest(word: string, known: Iterable<string>): string | undefined {
  const allowed = word.length < 4 ? 1 : 2
  let best: { name: string; far: number } | undefined
  for (const name of known) {
    if (Math.abs(name.length - word.length) > allowed) continue
    const far = distance(word, name)
    if (far <= allowed && far < (best?.far ?? Number.POSITIVE_INFINITY)) best = { name, far }
  }
  return best?.name
}
