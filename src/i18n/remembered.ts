const MOST_REMEMBERED = 5000

/** The same instants are written again and again while a call goes on, and `Intl` is slow. */
export function remembered(write: (iso: string) => string): (iso: string) => string {
  const known = new Map<string, string>()
  return (iso) => {
    const before = known.get(iso)
    if (before !== undefined) return before
    if (known.size >= MOST_REMEMBERED) known.clear()
    const written = write(iso)
    known.set(iso, written)
    return written
  }
}
