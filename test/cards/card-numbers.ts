import fc from 'fast-check'

/** Card numbers made up on the spot, so that none is ever written down: prefix and length of each network, Luhn digit last. */
const NETWORKS: readonly (readonly [prefix: string, length: number])[] = [
  ['4', 16],
  ['4', 13],
  ['4', 19],
  ['51', 16],
  ['55', 16],
  ['2221', 16],
  ['2720', 16],
  ['34', 15],
  ['37', 15],
  ['3528', 16],
  ['3589', 16],
  ['300', 14],
  ['36', 14],
  ['38', 14],
  ['6011', 16],
  ['62', 16],
]

export function withLuhnDigit(digits: string): string {
  const sum = [...digits].reverse().reduce((total, digit, at) => {
    const weighed = at % 2 === 0 ? Number(digit) * 2 : Number(digit)
    return total + (weighed > 9 ? weighed - 9 : weighed)
  }, 0)
  return digits + ((10 - (sum % 10)) % 10)
}

export const cardNumber = fc
  .tuple(fc.constantFrom(...NETWORKS), fc.array(fc.nat(9), { minLength: 18, maxLength: 18 }))
  .map(([[prefix, length], rest]) => withLuhnDigit((prefix + rest.join('')).slice(0, length - 1)))
