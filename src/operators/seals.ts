import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from 'node:crypto'

/** What only holders of SESSION_SECRET can make and read. */
export interface Seals {
  /** Encrypts a text; it opens only for the same purpose. */
  seal(text: string, purpose: string): string
  /** Null when it was not sealed here, for this purpose, as it is. */
  open(sealed: string, purpose: string): string | null
  /** A keyed hash: the same for the same text, and of no use to whoever reads the database. */
  mark(kind: string, text: string): string
  /** The same, and what it was with the secrets of before: what is looked for may be as old. */
  marks(kind: string, text: string): readonly string[]
}

const NONCE = 12
const TAG = 16

/** Derives a key for each use from the one secret; what was sealed with those of before opens as well. */
export function createSeals(secret: string, before: readonly string[] = []): Seals {
  const fresh = keysOf(secret)
  const all = [fresh, ...before.map(keysOf)]
  const mark = ({ marking }: Keys, kind: string, text: string) =>
    createHmac('sha256', marking).update(`${kind}\n${text}`).digest('hex')
  return {
    seal(text, purpose) {
      const nonce = randomBytes(NONCE)
      const cipher = createCipheriv('aes-256-gcm', fresh.sealing, nonce).setAAD(
        Buffer.from(purpose),
      )
      const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()])
      return Buffer.concat([nonce, cipher.getAuthTag(), body]).toString('base64url')
    },
    open(sealed, purpose) {
      const bytes = Buffer.from(sealed, 'base64url')
      if (bytes.length < NONCE + TAG) return null
      for (const { sealing } of all) {
        const opened = openWith(sealing, bytes, purpose)
        if (opened !== null) return opened
      }
      return null
    },
    mark: (kind, text) => mark(fresh, kind, text),
    marks: (kind, text) => all.map((keys) => mark(keys, kind, text)),
  }
}

interface Keys {
  readonly sealing: Buffer
  readonly marking: Buffer
}
function keysOf(secret: string): Keys {
  const keyFor = (use: string) => Buffer.from(hkdfSync('sha256', secret, 'annai', use, 32))
  return { sealing: keyFor('seal'), marking: keyFor('mark') }
}

function openWith(key: Buffer, bytes: Buffer, purpose: string): string | null {
  try {
    const cipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, NONCE))
      .setAAD(Buffer.from(purpose))
      .setAuthTag(bytes.subarray(NONCE, NONCE + TAG))
    const body = bytes.subarray(NONCE + TAG)
    return Buffer.concat([cipher.update(body), cipher.final()]).toString('utf8')
  } catch {
    return null
  }
}
