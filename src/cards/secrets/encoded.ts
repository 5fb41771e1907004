/** Escapes of pages, addresses and scripts, and tags: what a text holds that was copied out of another program. */
const ESCAPES =
  /&#x([0-9a-f]{1,6});?|&#([0-9]{1,7});?|((?:%[0-9a-f]{2})+)|\\u\{?([0-9a-f]{4,6})\}?|\\x([0-9a-f]{2})|\\[nrt]|&[a-z]{2,8};|<\/?[a-z][^<>]{0,200}>/gi
/** Escapes may be escaped themselves. */
const MOST_TIMES = 3

/** A text as the program shows it that it was copied from. */
export function decoded(text: string): string {
  let now = text
  for (let times = 0; times < MOST_TIMES && /[&%\\<]/.test(now); times += 1) {
    const before = now
    now = before.replace(ESCAPES, decodedOne)
    if (now === before) break
  }
  return now
}

function decodedOne(
  _all: string,
  hex?: string,
  decimal?: string,
  percents?: string,
  unicode?: string,
  byte?: string,
): string {
  if (percents !== undefined)
    return Buffer.from(percents.replaceAll('%', ''), 'hex').toString('utf8')
  const code = decimal === undefined ? Number.parseInt(hex ?? unicode ?? byte ?? '', 16) : +decimal
  return code <= 0x10ffff ? String.fromCodePoint(code) : ' '
}
