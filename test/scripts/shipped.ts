import { existsSync } from 'node:fs'
import type { Script } from '../../src/scripts/script.ts'
import { filesOf, load, SHIPPED, SMALL } from './load.ts'

/** The shipped script; a small one stands in for it where it has not been written yet. */
export const ENTRY = existsSync(SHIPPED) ? SHIPPED : SMALL
export const shippedFiles = (): ReadonlyMap<string, string> => filesOf(ENTRY)
export const shipped = (): Script => load(ENTRY)
