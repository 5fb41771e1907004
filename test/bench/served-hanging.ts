import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { verifiedCall } from '../journeys/ways.ts'
import { startAnnai } from '../support/annai.ts'
import { CALLERS, type PhoneCall } from '../support/phone-call.ts'

/** The product in a process of its own, with a case and calls under way; steered over a port of its own. */
export interface ServedInTrouble {
  readonly url: string
  readonly stageUrl: string
  readonly controlUrl: string
  readonly cookie: string
  readonly callId: string
  readonly caseId: string
}

const annai = await startAnnai()
const kimura = await annai.signIn('kimura')
const call = await verifiedCall(kimura, CALLERS.nakamura)
await call.follow('tr_card picked:0005', 'er_code er323', 'er_detail noted')
await call.follow('ck_attempts auth_failed', 'pw_history other_card_only')
const { id: caseId } = await annai.db('cases').first('id')
// Whoever looks at pages is in no call of their own that is not verified.
const tanaka = await annai.signIn('mori')

let asked: PhoneCall | null = null
const suzuki = await annai.signIn('suzuki')
const deeds: Readonly<Record<string, () => Promise<unknown>>> = {
  '/verified': async () => {
    asked = await verifiedCall(suzuki, CALLERS.namesake)
    await asked.follow('tr_card picked:4242', 'er_code er323')
  },
  '/form': async () => {
    if (!asked) throw new Error('no call')
    const button = { name: 'outcome', value: 'noted' }
    const body = Object.fromEntries(suzuki.filled('form#answers', {}, button))
    return { path: `/calls/${asked.id}/answers`, body, cookie: suzuki.cookie }
  },
  '/rounds': () => annai.rounds(),
}
const control = createServer((request, response) => {
  const deed = deeds[request.url ?? '']
  void Promise.resolve(deed?.())
    .then((result) => response.end(JSON.stringify(result ?? {})))
    .catch((error: unknown) => response.writeHead(500).end(String(error)))
}).listen(0, '127.0.0.1', () => {
  const { port } = control.address() as AddressInfo // it listens on a port
  const served: ServedInTrouble = {
    url: annai.url,
    stageUrl: annai.stageUrl,
    controlUrl: `http://127.0.0.1:${port}`,
    cookie: tanaka.cookie,
    callId: call.id,
    caseId,
  }
  process.send?.(served)
})
process.once('disconnect', () => void annai.close().finally(() => process.exit(0)))
