import { type Db, read } from '../db.ts'

type Row = Readonly<Record<string, unknown>>

/** Those who worked for a person, as signs: their names are data on them and not on the person. */
export class Staff {
  private readonly signs = new Map<string, string>()
  private readonly roles: ReadonlyMap<string, string>
  private constructor(roles: ReadonlyMap<string, string>) {
    this.roles = roles
  }

  static async read(db: Db): Promise<Staff> {
    const rows = await read<{ id: string; role: string }>(db, {
      sql: 'select id, role from operators',
      bindings: [],
    })
    return new Staff(new Map(rows.map(({ id, role }) => [id, role])))
  }

  /** The sign of one of them; null for the program. */
  sign(id: unknown): string | null {
    if (typeof id !== 'string') return null
    const known = this.signs.get(id)
    if (known !== undefined) return known
    const sign = `staff-${this.signs.size + 1} (${this.roles.get(id) ?? 'unknown'})`
    this.signs.set(id, sign)
    return sign
  }

  /** Columns that are named after the staff hold ids. */
  name(row: Row): Row {
    return Object.fromEntries(
      Object.entries(row).map(([name, value]) => [
        name,
        name.startsWith('staff') ? this.sign(value) : value,
      ]),
    )
  }
}
