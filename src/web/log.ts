import type { RequestHandler } from 'express'
import { type DestinationStream, type Logger, pino } from 'pino'
import { routeOf } from './errors.ts'

/** The program's log, one JSON line each; `to`: where it goes, standard output if nothing is said. */
export const createLog = (level: string, to?: DestinationStream): Logger =>
  pino({ level, serializers: { err: withoutValues } }, to ?? pino.destination(1))

/** A database's error may carry the row that failed, which is what a customer told: the log gets what happened, and where. */
function withoutValues(error: unknown) {
  if (!(error instanceof Error)) return { message: String(error) }
  const code = 'code' in error ? String(error.code) : undefined
  const message = unquoted(error, code)
  const stack = error.stack?.replaceAll(error.message, message)
  return { type: error.name, message, code, stack }
}

/** What PostgreSQL cannot take as data (class 22), and what is no JSON, it quotes. */
function unquoted({ name, message }: Error, code = ''): string {
  if (code.startsWith('22')) return message.replace(/(: |value )".*"/gs, '$1"…"')
  return name === 'SyntaxError' ? message.replace(/".*"/gs, '"…"') : message
}

/** From here on whoever waits has noticed. */
const SLOW_MS = 1_000

/**
 * A line for every request: what was asked for as the pattern of its route, never the address, for in that stands who was
 * searched for. Slow ones are told at `info`, the others at `debug`.
 */
export function logRequests(log: Logger): RequestHandler {
  return (req, res, next) => {
    const from = performance.now()
    res.once('close', () => {
      const ms = Math.round(performance.now() - from)
      const isStream = res.getHeader('content-type')?.toString().startsWith('text/event-stream')
      const line = { method: req.method, route: routeOf(req.route), status: res.statusCode, ms }
      if (ms >= SLOW_MS && !isStream) log.info(line, 'slow request')
      else log.debug(line, 'request')
    })
    next()
  }
}
