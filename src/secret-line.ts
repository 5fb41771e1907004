import { createInterface } from 'node:readline'
import { Writable } from 'node:stream'

/** Asks for one line; on a terminal what is typed is not shown. Ctrl-C and an ended input give an empty one. */
export function readSecretLine(question: string): Promise<string> {
  const { stdin, stderr } = process
  const silent = new Writable({ write: (_chunk, _encoding, done) => done() })
  const lines = createInterface({ input: stdin, output: silent, terminal: stdin.isTTY })
  if (stdin.isTTY) stderr.write(question)
  return new Promise((resolve) => {
    lines.once('line', (line) => {
      resolve(line)
      lines.close()
    })
    lines.once('close', () => {
      if (stdin.isTTY) stderr.write('\n')
      resolve('')
    })
  })
}
