/** Puts two texts together that were written from the same one; `views/assets/note.js` does the same on the open page. */

interface Change {
  readonly start: number
  readonly end: number
  readonly put: string
}

const isLow = (code: number) => code >= 0xdc00 && code <= 0xdfff

/** The one stretch of `base` in whose place `text` has something else. */
function changeOf(base: string, text: string): Change {
  const most = Math.min(base.length, text.length)
  let start = 0
  while (start < most && base[start] === text[start]) start += 1
  // Never between the two halves of one character, such as 𠮷.
  if (start > 0 && (isLow(base.charCodeAt(start)) || isLow(text.charCodeAt(start)))) start -= 1
  let same = 0
  while (same < most - start && base.at(-1 - same) === text.at(-1 - same)) same += 1
  if (same > 0 && isLow(base.charCodeAt(base.length - same))) same -= 1
  return { start, end: base.length - same, put: text.slice(start, text.length - same) }
}

/** What one of the two goes on with comes first when the other has begun a line of its own. */
function joined(theirs: string, mine: string): string {
  if (mine.startsWith(theirs)) return mine
  if (theirs.startsWith(mine)) return theirs
  if (theirs.startsWith('\n')) return mine + theirs
  return mine.startsWith('\n') ? theirs + mine : `${theirs}\n${mine}`
}

/** Both changes of a text in one: whatever either has written is there. */
export function mergeTexts(base: string, theirs: string, mine: string): string {
  if (theirs === base || theirs === mine) return mine
  if (mine === base) return theirs
  const [a, b] = [changeOf(base, theirs), changeOf(base, mine)]
  const isOnePlace = a.start === b.start && a.end === b.end
  const [first, second] =
    a.start < b.start || (a.start === b.start && a.end <= b.end) ? [a, b] : [b, a]
  if (first.end <= second.start && !isOnePlace)
    return [
      base.slice(0, first.start) + first.put,
      base.slice(first.end, second.start) + second.put,
      base.slice(second.end),
    ].join('')
  const [start, end] = [Math.min(a.start, b.start), Math.max(a.end, b.end)]
  const within = (each: Change) =>
    base.slice(start, each.start) + each.put + base.slice(each.end, end)
  return base.slice(0, start) + joined(within(a), within(b)) + base.slice(end)
}

/** Two texts of which nobody knows what they were written from: the lines that they begin and end with alike stand once. */
export function mergeUnknown(theirs: string, mine: string): string {
  const [a, b] = [theirs.split('\n'), mine.split('\n')]
  const most = Math.min(a.length, b.length)
  let start = 0
  while (start < most && a[start] === b[start]) start += 1
  let same = 0
  while (same < most - start && a.at(-1 - same) === b.at(-1 - same)) same += 1
  const [own, other] = [a.slice(start, a.length - same), b.slice(start, b.length - same)]
  const between =
    own.length === 0 || other.length === 0
      ? [...own, ...other]
      : [joined(own.join('\n'), other.join('\n'))]
  return [...a.slice(0, start), ...between, ...a.slice(a.length - same)].join('\n')
}
