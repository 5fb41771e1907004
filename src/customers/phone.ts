import { plainDigits } from './width.ts'

const MOBILE_OR_IP = /^0(?:50|60|70|80|90)\d{8}$/
const FIXED = /^0(?!0|50|60|70|80|90)\d{9}$/

/** The digits of a Japanese telephone number in any way of writing (also +81), or null when it is none. */
export function phoneDigits(text: string): string | null {
  const bare = plainDigits(text).replace(/[-\s().・]/g, '')
  const digits = bare.replace(/^(?:\+|00)810?/, '0')
  return MOBILE_OR_IP.test(digits) || FIXED.test(digits) ? digits : null
}

/** Area codes of three digits: with the digits that may follow where a longer code shares the beginning. */
const THREE =
  /^0(?:11|15[458]?|177|188|196|2[23]|236|24[59]|252|262|27[23]|286|29[28]|4[2-8]|492|52|534|542|55[29]|58[23]|59[23]|7[2589]|734|76[24]|775|792|8[23]|849|86[2]|878|88[68]|899|9[23]|958|963|975|98[89]|992)/
const FIVE =
  /^0(?:1267|137[247]|139[27]|145[67]|1466|1547|1558|1564|158[67]|163[245]|1648|165[4-68]|5769|5979|7468|838[78]|8396|8477|851[24]|9496|9802|991[23]|9969|499[2468])/

function areaCodeLength(digits: string): number {
  if (/^0[36]/.test(digits)) return 2
  if (FIVE.test(digits)) return 5
  return THREE.test(digits) ? 3 : 4
}

/** A telephone number as it is written: 090-0000-0101, 03-0000-0103; what is none is given back as it came. */
export function formatPhone(number: string): string {
  const digits = phoneDigits(number)
  if (digits === null) return number
  if (/^0800/.test(digits)) return split(digits, 4, 3)
  if (/^0(?:120|570|990|180)/.test(digits)) return split(digits, 4, 3)
  if (digits.length === 11) return split(digits, 3, 4)
  const area = areaCodeLength(digits)
  return split(digits, area, 6 - area)
}

const split = (digits: string, first: number, second: number) =>
  [digits.slice(0, first), digits.slice(first, first + second), digits.slice(first + second)].join(
    '-',
  )

/** The last 4 digits, all that may be read out of a registered number. */
export const phoneLast4 = (number: string): string => number.slice(-4)
