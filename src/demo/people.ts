import { joinTeam } from '../cases/owners.ts'
import { alone, type Db } from '../db.ts'
import { hashing } from '../operators/hashing.ts'
import type { Role } from '../operators/operator.ts'
import { addOperator } from '../operators/operators.ts'
import { addTeam } from '../operators/teams.ts'

/** Known to everybody who reads the README: the demo alone has these. */
export const DEMO_PASSWORD = 'annai-demo-2026'

const TEAMS = { front: '第一窓口', fraud_desk: '不正対策' }

const PEOPLE: readonly {
  login: string
  name: string
  role: Role
  team?: keyof typeof TEAMS
}[] = [
  { login: 'tanaka', name: '田中 恵', role: 'operator', team: 'front' },
  { login: 'suzuki', name: '鈴木 一郎', role: 'operator', team: 'front' },
  { login: 'kimura', name: '木村 真由美', role: 'fraud_desk', team: 'fraud_desk' },
  { login: 'mori', name: '森 正樹', role: 'supervisor' },
  { login: 'hayashi', name: '林 由紀', role: 'script_author' },
  { login: 'nomura', name: '野村 彩', role: 'script_publisher' },
  { login: 'ueno', name: '上野 健', role: 'auditor' },
  { login: 'admin', name: '管理者', role: 'admin' },
]

/** The demo's operators, once. */
export const addDemoPeople = (db: Db, at: Date): Promise<void> =>
  alone(db, 'annai demo', async (trx) => {
    const rows: { id: string; login: string; team_id: string | null }[] = await trx(
      'operators',
    ).select('id', 'login', 'team_id')
    for (const { team, ...person } of PEOPLE) {
      const known = rows.find(({ login }) => login === person.login)
      const teamId = team ? await addTeam(trx, { name: TEAMS[team], queue: team }) : null
      if (!known) await addOperator(trx, { ...person, teamId, password: DEMO_PASSWORD }, at)
      else if (known.team_id === null && teamId !== null) await joinTeam(trx, known.id, teamId)
    }
  })

/** Whether anybody gets in by the password that everybody knows: the database has been a demo's. */
export async function hasDemoPassword(db: Db): Promise<boolean> {
  const logins = PEOPLE.map(({ login }) => login)
  const hashes: (string | null)[] = await db('operators')
    .whereIn('login', logins)
    .where({ disabled_at: null })
    .pluck('password_hash')
  for (const each of hashes) if (await hashing.verify(each, DEMO_PASSWORD)) return true
  return false
}
