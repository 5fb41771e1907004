import { stopPostgres } from './postgres.ts'

export const mochaHooks = {
  async afterAll() {
    // In parallel this comes after every file; the server goes with its worker then.
    if (process.env.MOCHA_WORKER_ID === undefined) await stopPostgres()
  },
}
