import { setTimeout as sleep } from 'node:timers/promises'
import express, { type Request, type Response, type Router } from 'express'
import { CHANGES, type OperationName } from '../card-system.ts'
import { webhookEndpoint as endpoint, inputs } from '../schemas.ts'
import { type Fault, faultList, listFaults, setFaults, takeFault } from './faults.ts'
import { answerOnce, lookUpOperation } from './idempotency.ts'
import { perform, type WorldOperation } from './operations/index.ts'
import { setEndpoint, tellOf } from './outgoing.ts'
import { catchUp } from './progress.ts'
import { type Answer, Refused, refusalAnswer } from './refused.ts'
import type { World } from './world.ts'

const isOperation = (name: string): name is OperationName => Object.hasOwn(inputs, name)
const isChange = (name: string): boolean => CHANGES.some((change) => change === name)

/** What a request is answered with. */
interface Serving {
  readonly world: World
  readonly running: Running
  /** Events may have come to be sent. */
  readonly wake: () => void
}

/** Changes that have arrived and are not finished, by key. */
type Running = Map<string, string>

function attempt(work: () => unknown): Answer {
  try {
    return { status: 200, body: work() }
  } catch (error) {
    if (error instanceof Refused) return refusalAnswer(error.code, error.existing)
    throw error
  }
}

function performParsed<N extends WorldOperation>(world: World, name: N, body: unknown): Answer {
  const input = inputs[name].safeParse(body)
  if (!input.success) return refusalAnswer('invalid_request')
  // `inputs` is proved to be in step with the port's types; TypeScript does not see it through the generic name.
  const wellFormed = input.data as Parameters<typeof perform<N>>[2]
  return attempt(() => perform(world, name, wellFormed))
}

function answer(world: World, running: Running, name: OperationName, request: Request): Answer {
  const { body } = request
  if (name === 'getOperation') {
    const asked = inputs.getOperation.safeParse(body)
    if (!asked.success) return refusalAnswer('invalid_request')
    return { status: 200, body: lookUpOperation(world.store, running, asked.data.idempotencyKey) }
  }
  catchUp(world)
  if (!isChange(name)) return performParsed(world, name, body)
  const key = request.get('idempotency-key')
  const wellFormed = inputs[name].safeParse(body)
  if (!key || key.length > 255 || !wellFormed.success) return refusalAnswer('invalid_request')
  const work = () => {
    const done = performParsed(world, name, body)
    tellOf(world.store, 'operation.completed', { idempotencyKey: key }, world.now())
    return done
  }
  return answerOnce(world.store, key, name, wellFormed.data, work)
}

function send(response: Response, { status, body }: Answer, fault: Fault | undefined): void {
  if (fault?.kind === 'lost') response.destroy()
  else if (fault?.kind === 'wrong_schema') response.status(200).json({ unexpected: [7] })
  else if (fault?.kind === 'malformed') response.status(200).type('json').send('{"half":')
  else response.status(status).json(body)
}

/** What goes wrong before any work is done; true when the request has found its end by it. */
async function misbehave(response: Response, fault: Fault | undefined): Promise<boolean> {
  if (!fault) return false
  if (fault.delayMs > 0) await sleep(fault.delayMs, undefined, { ref: false })
  if (fault.kind === 'hang') return true
  if (fault.kind === 'reset') response.destroy()
  else if (fault.kind === 'error_400') send(response, refusalAnswer('invalid_request'), undefined)
  else if (fault.kind === 'error_500') response.status(500).json({ oops: true })
  else if (fault.kind === 'error_503') sayBusy(response)
  else return false
  return true
}

function sayBusy(response: Response): void {
  response.setHeader('retry-after', '1')
  send(response, refusalAnswer('unavailable'), undefined)
}

async function handle({ world, running, wake }: Serving, request: Request, response: Response) {
  const name = String(request.params.operation)
  if (!isOperation(name)) return send(response, refusalAnswer('not_found'), undefined)
  const fault = takeFault(world.store, name)
  if (fault) response.setHeader('x-simulated-fault', fault.kind)
  const key = isChange(name) ? request.get('idempotency-key') : undefined
  if (key) running.set(key, name)
  const ended = await misbehave(response, fault)
  // Work goes on when the client has left during a delay, so its key is running until the work is done.
  const result = ended ? undefined : answer(world, running, name, request)
  if (result && fault?.kind === 'twice') answer(world, running, name, request)
  wake()
  if (fault?.kind === 'hang') response.once('close', () => running.delete(key ?? ''))
  else running.delete(key ?? '')
  if (result) send(response, result, fault)
}

/** The contract of the card system: `POST /v1/{operation}`, and `/faults` to try what happens when it fails. */
export function apiRouter(world: World, token: string | undefined, wake: () => void): Router {
  const running: Running = new Map()
  const router = express.Router()
  router.use(['/v1', '/webhook-endpoint'], (request, response, next) => {
    const allowed = token === undefined || request.get('authorization') === `Bearer ${token}`
    if (allowed) next()
    else send(response, refusalAnswer('forbidden'), undefined)
  })
  router.use(express.json({ limit: '100kb' }))
  router.post('/v1/:operation', (request, response) =>
    handle({ world, running, wake }, request, response),
  )
  router.put('/webhook-endpoint', (request, response) => {
    const wanted = endpoint.safeParse(request.body)
    if (!wanted.success) return send(response, refusalAnswer('invalid_request'), undefined)
    setEndpoint(world.store, wanted.data)
    response.status(204).end()
  })
  router.get('/faults', (_request, response) => {
    response.json({ faults: listFaults(world.store) })
  })
  router.post('/faults', (request, response) => {
    const wanted = faultList.safeParse(request.body)
    if (!wanted.success) return send(response, refusalAnswer('invalid_request'), undefined)
    setFaults(world.store, wanted.data.faults)
    response.json({ faults: listFaults(world.store) })
  })
  return router
}
