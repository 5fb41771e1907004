import type { Knex } from 'knex'

/**
 * Cases wait in queues, with or without an owner. What a list is sorted or narrowed by stands in the case itself, and
 * the indexes of lists of open cases hold no closed one: they stay small however many cases there have been.
 */

const LISTED = 'merged_into is null'
const OPEN = `status <> 'closed' and ${LISTED}`
/** What is due never comes last; written alike in the lists (src/cases/case-query.ts), or no index would serve them. */
const DUE = `coalesce(due_at, '9')`

/** Of open cases: what a list is narrowed by first, and how it is sorted. */
const OF_OPEN: Readonly<Record<string, string>> = {
  owner: `owner_id, (${DUE}), number`,
  team: `team_id, (${DUE}), number`,
  status: `status, (${DUE}), number`,
  queue: `queue, (${DUE}), number`,
  reason: `reason, (${DUE}), number`,
  cause: `cause, (${DUE}), number`,
  network: `card_network, (${DUE}), number`,
  label: `card_label, (${DUE}), number`,
  due: `(${DUE}), number`,
  promised: `commitment_due_at, number`,
  priority: `priority, (${DUE}), number`,
  updated: `updated_at, number`,
  opened: `opened_at, number`,
  number: `number`,
}
/** Of all cases, the closed ones with them. */
const OF_ALL: Readonly<Record<string, string>> = {
  owner: 'owner_id, updated_at, number',
  status: 'status, updated_at, number',
  reason: 'reason, updated_at, number',
  cause: 'cause, updated_at, number',
  network: 'card_network, updated_at, number',
  label: 'card_label, updated_at, number',
  updated: 'updated_at, number',
  opened: 'opened_at, number',
}
const INDEXES: readonly (readonly [string, string])[] = [
  ...Object.entries(OF_OPEN).map(
    ([name, columns]) => [`cases_open_${name}`, `(${columns}) where ${OPEN}`] as const,
  ),
  ...Object.entries(OF_ALL).map(
    ([name, columns]) => [`cases_all_${name}`, `(${columns}) where ${LISTED}`] as const,
  ),
  ['cases_waiting_due', `(owner_id, queue, (${DUE}), number) where owner_id is null and ${OPEN}`],
  [
    'cases_waiting_priority',
    `(owner_id, queue, priority, (${DUE}), number) where owner_id is null and ${OPEN}`,
  ],
]
const REPLACED = [['owner_id', 'status', 'updated_at'], ['status', 'updated_at'], ['updated_at']]
const OWNED = ['cases', 'commitments', 'tasks']

export async function up(db: Knex): Promise<void> {
  await addTeams(db)
  for (const table of OWNED)
    await db.raw(`alter table ${table} alter column owner_id drop not null`)
  await db.schema.alterTable('cases', (table) => {
    /** The team of the owner. */
    table.uuid('team_id')
    table.string('card_network', 12)
    table.string('queue', 20).notNullable().defaultTo('front')
    /** 1 comes first. */
    table.integer('priority').notNullable().defaultTo(3)
    /** The earliest due time of its open promises and tasks, and that of its promises alone; null when there is none. */
    table.string('due_at', 24)
    table.string('commitment_due_at', 24)
  })
  await db.schema.createTable('case_tags', (table) => {
    table.uuid('case_id').notNullable().references('cases.id').index()
    table.string('tag', 30).notNullable()
    table.string('added_at', 24).notNullable()
    table.uuid('added_by').notNullable().references('operators.id')
    table.primary(['tag', 'case_id'])
  })
  await fill(db)
  await db.schema.alterTable('cases', (table) => {
    for (const columns of REPLACED) table.dropIndex(columns)
  })
  for (const [name, what] of INDEXES) await db.raw(`create index ${name} on cases ${what}`)
}
export async function down(db: Knex): Promise<void> {
  for (const [name] of INDEXES) await db.raw(`drop index ${name}`)
  await db.schema.alterTable('cases', (table) => {
    for (const columns of REPLACED) table.index(columns)
  })
  await db.schema.dropTable('case_tags')
  for (const column of [
    'team_id',
    'card_network',
    'queue',
    'priority',
    'due_at',
    'commitment_due_at',
  ])
    await db.raw(`alter table cases drop column ${column}`)
  await db.raw('update cases set owner_id = opened_by where owner_id is null')
  await db.raw('update commitments set owner_id = made_by where owner_id is null')
  await db.raw(`update tasks set owner_id = (select owner_id from cases where cases.id = case_id)
                where owner_id is null`)
  for (const table of OWNED) await db.raw(`alter table ${table} alter column owner_id set not null`)
  await db.raw('alter table operators drop column team_id')
  await db.schema.dropTable('teams')
}

async function addTeams(db: Knex): Promise<void> {
  await db.schema.createTable('teams', (table) => {
    table.uuid('id').primary()
    table.string('name', 60).notNullable().unique()
    /** Which queue its people take the next case from. */
    table.string('queue', 20).notNullable()
  })
  await db.schema.alterTable('operators', (table) => {
    table.uuid('team_id')
  })
}

/** What the cases that are there already wait for. */
async function fill(db: Knex): Promise<void> {
  const promised = `select min(due_at) from commitments where case_id = cases.id and state = 'open'`
  const tasks = `select min(due_at) from tasks where case_id = cases.id and state = 'open'`
  await db.raw(
    `update cases set card_network = (select network from customer_cards
       where customer_cards.card_ref = cases.card_ref) where card_ref is not null`,
  )
  await db.raw(`update cases set queue = 'fraud_desk' where status = 'escalated'`)
  await db.raw(`update cases set commitment_due_at = (${promised}), due_at = (${tasks})`)
  await db.raw(
    `update cases set due_at = commitment_due_at where commitment_due_at is not null
       and (due_at is null or due_at > commitment_due_at)`,
  )
  await db.raw(
    `update cases set priority = case
       when status = 'escalated' or (status = 'open' and reason in ('lost_stolen', 'suspicious_use'))
         or ${isOpen('commitments', ['verify_stop', 'verify_manual_stop', 'fraud_desk'])}
         or ${isOpen('tasks', ['stop_differs', 'stop_unmatched'])} then 1
       when ${isOpen('tasks', ['action_unknown', 'action_not_done', 'shipment_returned'])} then 2
       when status in ('resolved', 'closed') and due_at is null then 5
       when status in ('waiting_network', 'waiting_delivery') and not ${isOpen('tasks')} then 4
       else 3 end`,
  )
}

const isOpen = (table: string, kinds: readonly string[] = []): string =>
  `exists (select 1 from ${table} where case_id = cases.id and state = 'open'
    ${kinds.length > 0 ? `and kind in (${kinds.map((kind) => `'${kind}'`).join(', ')})` : ''})`
