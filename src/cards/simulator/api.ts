import express, { type Request, type Response, type Router } from 'express'
import { isChangeName, type OperationName } from '../card-system.ts'
import { inputs, webhookEndpoint } from '../schemas.ts'
import { setEndpoint } from './events/outgoing.ts'
import type { Sender } from './events/sender.ts'
import { faultList, listFaults, setFaults, takeFault } from './faults.ts'
import { answerOnce, lookUpOperation, type Running } from './idempotency.ts'
import { deliver, misbehave, send } from './misbehaviour.ts'
import { perform, type WorldOperation } from './operations/index.ts'
import { catchUp } from './progress.ts'
import { type Answer, Refused, refusalAnswer } from './refused.ts'
import type { World } from './world.ts'

const isOperation = (name: string): name is OperationName => Object.hasOwn(inputs, name)

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
  if (!isChangeName(name)) return performParsed(world, name, body)
  const key = request.get('idempotency-key')
  const wellFormed = inputs[name].safeParse(body)
  if (!key || key.length > 255 || !wellFormed.success) return refusalAnswer('invalid_request')
  const work = () => performParsed(world, name, body)
  return answerOnce(world, key, name, wellFormed.data, work)
}

async function handle(world: World, running: Running, request: Request, response: Response) {
  const name = String(request.params.operation)
  if (!isOperation(name)) return send(response, refusalAnswer('not_found'))
  const fault = takeFault(world.store, name)
  const arrived = { key: request.get('idempotency-key'), operation: name }
  if (isChangeName(name)) running.add(arrived)
  try {
    if (fault && (await misbehave(response, fault))) return
    // Work goes on when the client has left during a delay.
    if (fault?.kind === 'twice') answer(world, running, name, request)
    deliver(response, answer(world, running, name, request), fault?.kind)
  } finally {
    running.delete(arrived)
  }
}

/**
 * The contract of the card system: `POST /v1/{operation}` and where its events are sent; and `/faults`, to try what
 * happens when it fails.
 */
export function apiRouter(world: World, token: string | undefined, sender: Sender): Router {
  const running: Running = new Set()
  const router = express.Router()
  router.use(['/v1', '/webhook-endpoint'], (request, response, next) => {
    const allowed = token === undefined || request.get('authorization') === `Bearer ${token}`
    if (allowed) next()
    else send(response, refusalAnswer('forbidden'))
  })
  router.use(express.json({ limit: '100kb' }))
  router.post('/v1/:operation', (request, response) => handle(world, running, request, response))
  router.put('/webhook-endpoint', (request, response) => {
    const wanted = webhookEndpoint.safeParse(request.body)
    if (!wanted.success) return send(response, refusalAnswer('invalid_request'))
    setEndpoint(world.store, wanted.data)
    sender.wake()
    response.status(204).end()
  })
  router.get('/faults', (_request, response) => {
    response.json({ faults: listFaults(world.store) })
  })
  router.post('/faults', (request, response) => {
    const wanted = faultList.safeParse(request.body)
    if (!wanted.success) return send(response, refusalAnswer('invalid_request'))
    setFaults(world.store, wanted.data.faults)
    response.json({ faults: listFaults(world.store) })
  })
  return router
}
