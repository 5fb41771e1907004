import { stopPostgres } from './postgres.ts'

export const mochaHooks = {
  async afterAll() {
    await stopPostgres()
  },
}
