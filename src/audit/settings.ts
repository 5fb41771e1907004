import { hostname } from 'node:os'
import type { Config } from '../config.ts'
import { type AuditKeys, keyInFile } from './key.ts'
import type { AuditSettings } from './sealer.ts'

/** The keys that the settings name; where none is set, one is kept beside the database (never in production). */
export const auditKeys = (
  config: Pick<Config, 'auditKey' | 'auditKeyFile' | 'auditKeysBefore'>,
): AuditKeys => ({
  current: config.auditKey ?? keyInFile(config.auditKeyFile),
  previous: config.auditKeysBefore,
})

/** How this running program seals the audit log. */
export const auditSettings = (config: Config, say: (line: string) => void): AuditSettings => ({
  keys: auditKeys(config),
  instance: hostname(),
  anchors: {
    file: config.auditAnchors,
    everyMs: config.auditAnchorEveryMs,
    everyEntries: config.auditAnchorEveryEntries,
    say,
  },
})
