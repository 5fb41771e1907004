import type { Request, Response } from 'express'
import { recordEvent } from '../audit/events.ts'
import { nameSession } from '../audit/origin.ts'
import { type Account, stageAfter } from './accounts.ts'
import type { Entrance } from './entrance.ts'
import { SESSION_COOKIE, STAGE_PATHS, takeBackPath } from './guard.ts'
import { giveBack } from './kept-forms.ts'
import { browserOf, type Method, PENDING_MINUTES, SESSION_HOURS, type Stage } from './session.ts'
import { replaceSession } from './sessions.ts'
import { clearTries } from './signing-in.ts'

/** How somebody has come in, and how far. */
export interface Entering {
  readonly method: Method
  readonly coded: boolean
}

/**
 * Opens a new session in the place of the one that this browser had: a name that was known before opens nothing. Gives
 * what it is called.
 */
export async function renewSession(
  { db, cookies, wallClock }: Entrance,
  { req, res }: { readonly req: Request; readonly res: Response },
  operatorId: string,
  { stage, method }: { readonly stage: Stage; readonly method: Method },
): Promise<string> {
  const before = cookies.read(req, SESSION_COOKIE) ?? ''
  const browser = browserOf(req.get('user-agent') ?? '')
  const fresh = { operatorId, stage, method, address: req.ip ?? '', browser }
  const { token, id } = await db.transaction((trx) =>
    replaceSession(trx, { before, fresh }, wallClock.now()),
  )
  nameSession(token)
  const lasts = stage === 'done' ? SESSION_HOURS * 3600 : PENDING_MINUTES * 60
  cookies.write(res, SESSION_COOKIE, token, lasts)
  return id
}

/** Where what was typed on a locked screen is given back. */
export const KEPT_PATH = '/session/kept'

/** Lets somebody in, or as far as the next thing that is to be done first; gives where they go. */
export async function enter(
  entrance: Entrance,
  { req, res }: { readonly req: Request; readonly res: Response },
  account: Account,
  how: Entering,
): Promise<string> {
  const { db, clock, signIn, cookies } = entrance
  const { method, coded } = how
  const stage = stageAfter(account, how, signIn.secondFactorRoles)
  const session = await renewSession(entrance, { req, res }, account.id, { stage, method })
  if (stage !== 'done') return STAGE_PATHS[stage]
  await clearTries(entrance, db, account.login)
  const detail = { method, ...(coded ? { secondFactor: true } : {}) }
  await recordEvent(db, { name: 'signed_in', at: clock.now(), operatorId: account.id, detail })
  const back = takeBackPath(req, res, cookies)
  return (await giveBack(entrance, session)) ? KEPT_PATH : back
}
