import type { Request, Response } from 'express'
import { recordEvent } from '../audit/events.ts'
import { nameSession } from '../audit/origin.ts'
import { type Account, stageAfter } from './accounts.ts'
import type { Entrance } from './entrance.ts'
import { SESSION_COOKIE, STAGE_PATHS, takeBackPath } from './guard.ts'
import { browserOf, type Method, PENDING_MINUTES, SESSION_HOURS, type Stage } from './session.ts'
import { closeSession, openSession } from './sessions.ts'
import { clearTries } from './signing-in.ts'

/** How somebody has come in, and how far. */
export interface Entering {
  readonly method: Method
  readonly coded: boolean
}

/** Opens a new session in the place of the one that this browser had: a name that was known before opens nothing. */
export async function renewSession(
  { db, cookies, wallClock }: Entrance,
  { req, res }: { readonly req: Request; readonly res: Response },
  operatorId: string,
  { stage, method }: { readonly stage: Stage; readonly method: Method },
): Promise<void> {
  await closeSession(db, cookies.read(req, SESSION_COOKIE) ?? '')
  const browser = browserOf(req.get('user-agent') ?? '')
  const session = { operatorId, stage, method, address: req.ip ?? '', browser }
  const token = await openSession(db, session, wallClock.now())
  nameSession(token)
  const lasts = stage === 'done' ? SESSION_HOURS * 3600 : PENDING_MINUTES * 60
  cookies.write(res, SESSION_COOKIE, token, lasts)
}

/** Lets somebody in, or leads to what is still to be done first; gives where they go. */
export async function enter(
  entrance: Entrance,
  { req, res }: { readonly req: Request; readonly res: Response },
  account: Account,
  how: Entering,
  leads = true,
): Promise<string> {
  const { db, clock, signIn, cookies } = entrance
  const stage = stageAfter(account, how, signIn.secondFactorRoles)
  await renewSession(entrance, { req, res }, account.id, { stage, method: how.method })
  const to = stage === 'done' ? takeBackPath(req, res, cookies) : STAGE_PATHS[stage]
  if (stage === 'done') {
    await clearTries(entrance, db, account.login)
    const detail = { method: how.method, ...(how.coded ? { secondFactor: true } : {}) }
    await recordEvent(db, { name: 'signed_in', at: clock.now(), operatorId: account.id, detail })
  }
  if (leads) res.redirect(303, to)
  return to
}
