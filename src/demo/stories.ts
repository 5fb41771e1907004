import type { Operator } from '../operators/operator.ts'
import { hungUp, notVerified, otherMatter, whereIsTheCard } from './stories-short.ts'
import {
  lockReleased,
  stolenWallet,
  strangerAbroad,
  tooFast,
  wrongPassword,
} from './stories-trouble.ts'
import { createTable, type Table, type Tell } from './story-table.ts'
import type { Workshop } from './workshop.ts'

/** Each on a day of its own, at an hour of the office. */
const STORIES: readonly (readonly [number, (table: Table) => Promise<void>])[] = [
  // The post office does not keep a card for long.
  [16, whereIsTheCard],
  [9, hungUp],
  [11, notVerified],
  [10, wrongPassword],
  [13, lockReleased],
  [15, otherMatter],
  [12, tooFast],
  [14, stolenWallet],
  [11, strangerAbroad],
]

/** Plays the stories of the demo, one after the other, and tells of each moment that is worth a copy. */
export async function playStories(
  workshop: Workshop,
  operators: readonly [Operator, Operator],
  tell: Tell,
): Promise<void> {
  const table = createTable(workshop, operators, tell)
  for (const [hour, story] of STORIES) {
    await table.morning(hour)
    await story(table)
  }
}
