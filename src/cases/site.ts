import { domainToASCII, domainToUnicode } from 'node:url'

/** A label of a host, in any script; then what may be the last one of a host that is written in running text. */
const LABEL = '[\\p{L}\\p{N}](?:[\\p{L}\\p{N}-]{0,61}[\\p{L}\\p{N}])?'
const ENDING = '(?:xn--[a-z0-9-]{2,59}|[a-z]{2,24})(?![a-z0-9_@-])'
/** In an address any ending will do, where the address itself says that the host is over. */
const ADDRESS = `https?://(?:[^\\s/?#@]*@)?((?:${LABEL}\\.)+(?:${ENDING}|${LABEL}(?=\\.?(?:[/:?#\\s]|$))))`
const ALONE = `(?<![\\p{L}\\p{N}@._/-])((?:${LABEL}\\.)+${ENDING})(?![\\w.+-]*@)`
const WITHIN = `(?<![a-z0-9@._/-])((?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\\.)+${ENDING})(?![\\w.+-]*@)`
/** What follows a host in its address names none, nor does a mail address. */
const REST = '(?::\\d{1,5})?(?:[/?#][\\x21-\\x7e]*)?'
const SITE = new RegExp(
  `[\\w.+-]+@(?:${LABEL}\\.)+${LABEL}|(?:${ADDRESS}|${ALONE}|${WITHIN})${REST}`,
  'giu',
)
/** In Japanese words stand before a host without a space. */
const JOINED = /^[^.]*[\p{sc=Han}\p{sc=Hira}\p{sc=Kana}ー](?=[a-z0-9][a-z0-9-]*\.)/iu
/** A file's name looks like a host's. */
const FILE = /\.(?:html?|php|aspx?|jsp|cgi|js|css|pdf|txt|csv|docx?|xlsx?|jpe?g|png|gif|exe|apk)$/

/** The sites that a text names, as the network knows them: small letters, punycode, without `www.`. */
export const hostsIn = (text: string): string[] => [
  ...new Set(
    [...oneWriting(text).matchAll(SITE)]
      .map(
        ([, inAddress, alone, within]) => inAddress ?? alone?.replace(JOINED, '') ?? within ?? '',
      )
      .map((host) => domainToASCII(host.toLowerCase()).replace(/^www\./, ''))
      .filter((host) => host !== '' && !FILE.test(host)),
  ),
]

/** One width, and without the brackets that keep a dangerous address from being followed. */
const oneWriting = (text: string): string =>
  text
    .normalize('NFKC')
    .replace(/\p{Cf}/gu, '')
    .replace(/[[(]\.[\])]/g, '.')
    .replace(/\bhxxp(?=s?:)/gi, 'http')

/** As people write it; with what the network knows beside it where that differs, for letters may only look alike. */
export const shownHost = (host: string): string => {
  const written = domainToUnicode(host)
  return written === host ? host : `${written} (${host})`
}
