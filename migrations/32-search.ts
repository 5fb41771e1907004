import type { Knex } from 'knex'
import { createIndex, dropIndex, rebuildIndex } from '../src/search/rebuild.ts'

/** The index of search, filled with what there is. Reads what the tables held at this step and no later column. */
export async function up(db: Knex): Promise<void> {
  await createIndex(db)
  await rebuildIndex(db)
}
export const down = (db: Knex): Promise<void> => dropIndex(db)
