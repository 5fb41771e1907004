import { encode } from 'uqr'

/** A QR code as one path of squares, drawn in a box of `size` units. */
export interface Qr {
  readonly size: number
  readonly path: string
}

/** Each run of dark modules of a row is one rectangle. */
export function qrOf(text: string): Qr {
  const { data, size } = encode(text, { ecc: 'M', border: 4 })
  const runs = data.flatMap((row, y) =>
    [
      ...row
        .map((dark) => (dark ? '1' : '0'))
        .join('')
        .matchAll(/1+/g),
    ].map(({ index, 0: run }) => `M${index} ${y}h${run.length}v1h-${run.length}z`),
  )
  return { size, path: runs.join('') }
}
