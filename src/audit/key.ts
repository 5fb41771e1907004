import { createHash, randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'

/** What the audit log is sealed with; its id says which one it was, and nothing about it. */
export interface AuditKey {
  readonly id: string
  readonly secret: Buffer
}

/** The key that seals now, and those before it, the newest first: what they sealed is still verified. */
export interface AuditKeys {
  readonly current: AuditKey
  readonly previous: readonly AuditKey[]
}

const BYTES = 32

/** Reads a key of 32 bytes or more, in hex or Base64; null when it is none. */
export function readAuditKey(text: string): AuditKey | null {
  const secret = bytesIn(text.trim())
  if (secret === null || secret.length < BYTES) return null
  const id = createHash('sha256').update('annai audit key').update(secret).digest('hex').slice(0, 8)
  return { id, secret }
}

function bytesIn(text: string): Buffer | null {
  if (/^([0-9a-f]{2})+$/i.test(text)) return Buffer.from(text, 'hex')
  return /^[A-Za-z0-9+/_-]+={0,2}$/.test(text) ? Buffer.from(text, 'base64') : null
}

/** The key in a file that only its owner may read; made when there is none yet. For the demo alone. */
export function keyInFile(file: string): AuditKey {
  if (!existsSync(file)) {
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 })
    // Two that start at once agree on the file of the one that was first.
    try {
      writeFileSync(file, `${randomBytes(BYTES).toString('hex')}\n`, { mode: 0o600, flag: 'wx' })
    } catch (error) {
      if (!existsSync(file)) throw error
    }
  }
  const key = readAuditKey(readFileSync(file, 'utf8'))
  if (key === null) throw new Error(`${file} holds no key of ${BYTES} bytes`)
  return key
}
