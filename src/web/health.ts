import type { CardSystem } from '../cards/card-system.ts'
import { type Db, isMigrated } from '../db.ts'
import { type GuardedRouter, guardedRouter } from '../operators/guarded-router.ts'

/** `/healthz`: the process is alive. `/readyz`: it can work; the card system's state is told but does not fail it. */
export function healthRoutes(
  db: Db,
  cardSystem: CardSystem,
  numbers: () => Promise<Readonly<Record<string, unknown>>>,
): GuardedRouter {
  const router = guardedRouter()
  router.get('/healthz', 'open', (_req, res) => void res.json({ ok: true }))
  router.get('/readyz', 'open', async (_req, res) => {
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
