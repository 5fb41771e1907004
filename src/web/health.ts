import { Router } from 'express'
import type { CardSystem } from '../cards/card-system.ts'
import { type Db, isMigrated } from '../db.ts'

/** `/healthz`: the process is alive. `/readyz`: it can work; the card system's state is told but does not fail it. */
export function healthRoutes(
  db: Db,
  cardSystem: CardSystem,
  numbers: () => Promise<Readonly<Record<string, unknown>>>,
): Router {
  const router = Router()
  router.get('/healthz', (_req, res) => void res.json({ ok: true }))
  router.get('/readyz', async (_req, res) => {
    const migrated = await isMigrated(db).catch(() => false)
    const answers = await cardSystem.read('getOperation', { idempotencyKey: 'readyz' }).then(
      () => true,
      () => false,
    )
    const counted = migrated ? await numbers() : {}
    res
      .status(migrated ? 200 : 503)
      .json({ database: migrated, cardSystem: answers ? 'answers' : 'away', ...counted })
  })
  return router
}
