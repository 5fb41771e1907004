import type { WriteStream } from 'node:tty'

export interface Progress {
  show(made: number, of: number, what: string): void
  end(): void
}

const WIDTH = 30
const EVERY_MS = 250

/** A bar that moves on a terminal; elsewhere a line with each twentieth part. */
export function createProgress(out: Pick<WriteStream, 'write' | 'isTTY'>): Progress {
  let began = 0
  let first = 0
  let shown = 0
  let told = -1
  let of = 0
  return {
    show(made, all, what) {
      const now = Date.now()
      if (all !== of) [began, first, told, of] = [now, made, -1, all]
      const isLast = made === all
      if (out.isTTY) {
        if (!isLast && now - shown < EVERY_MS) return
        shown = now
        out.write(`\r${line(made, all, what, made - first, now - began)}${isLast ? '\n' : ''}`)
        return
      }
      const part = Math.floor((made / all) * 20)
      if (part === told) return
      told = part
      out.write(`${line(made, all, what, made - first, now - began)}\n`)
    },
    end() {
      if (out.isTTY && shown > 0) out.write('\n')
    },
  }
}

function line(made: number, all: number, what: string, since: number, ms: number): string {
  const full = Math.round((made / all) * WIDTH)
  const bar = '#'.repeat(full) + '.'.repeat(WIDTH - full)
  const rate = ms === 0 ? 0 : (since / ms) * 1000
  const left = rate === 0 ? '' : `, ${Math.ceil((all - made) / rate)} s left`
  return `[${bar}] ${made} of ${all} ${what}, ${Math.round(rate)} a second${left}   `
}
