import type { LostCardCall } from './lost-card-call.ts'
import type { CrashWorld, Effects } from './world.ts'

export type Fault = 'lost' | 'doubled' | 'wrongly told' | 'left unknown' | 'stranded'
export interface Violation {
  readonly fault: Fault
  readonly what: string
  readonly story: string
}
interface Action {
  readonly id: string
  readonly call_id: string
  readonly case_id: string
  readonly operation: string
  readonly target_ref: string
  readonly state: string
  readonly outcome: string | null
  readonly receipt: string | null
}

/** What the program says is held against what the card system has recorded, and against what was acknowledged. */
export async function checkWorld(world: CrashWorld, calls: readonly LostCardCall[]) {
  const actions: Action[] = await world
    .db('card_actions')
    .whereIn('operation', ['stopCard', 'requestReissue'])
    .orderBy('id')
  const storyOf = ({ call_id }: Pick<Action, 'call_id'>) =>
    calls.find((each) => each.id === call_id)?.story.join(' · ') ?? ''
  const violations: Violation[] = []
  const wrong = (fault: Fault, what: string, story: string) =>
    violations.push({ fault, what, story })
  const effects = world.effects()
  for (const [fault, what, action] of actions.flatMap((each) => judge(each, actions, effects)))
    wrong(fault, what, storyOf(action))
  for (const { key, operation } of effects.asked)
    if (!actions.some((each) => each.id === key))
      wrong('doubled', `${operation} under a key that nobody wrote down: ${key}`, '')
  for (const action of await forgotten(world, actions))
    wrong('lost', `${action.operation} ${action.target_ref}: nobody sees to it`, storyOf(action))
  for (const call of calls) {
    if (call.isStranded) wrong('stranded', call.id, call.story.join(' · '))
    for (const entry of await missing(world, call))
      wrong('lost', `${call.id}: ${entry}`, call.story.join(' · '))
  }
  for (const action of actions)
    for (const what of await toldWrongly(action, calls))
      wrong('wrongly told', what, storyOf(action))
  const notDone = actions.filter((each) => each.state === 'refused').length
  return { actions: actions.length, notDone, violations }
}

/** How often the card system has done what an action asks for, and under which reference. */
function doneIn(effects: Effects, { operation, target_ref }: Action): string[] {
  if (operation === 'requestReissue')
    return effects.reissues
      .filter((each) => each.stopRef === target_ref)
      .map((each) => each.reissueRef)
  return effects.stops
    .filter((each) => each.cardRef === target_ref || each.alsoStopped.includes(target_ref))
    .map((each) => each.stopRef)
}

type Judgement = readonly [Fault, string, Action]
function judge(action: Action, all: readonly Action[], effects: Effects): Judgement[] {
  const done = doneIn(effects, action)
  const what = `${action.operation} ${action.target_ref} ${action.state} ${action.receipt}: ${done}`
  if (done.length > 1) return [['doubled', what, action]]
  if (action.state === 'done')
    return done[0] === undefined || done[0] !== action.receipt
      ? [['wrongly told', what, action]]
      : []
  if (action.state !== 'refused') return [['left unknown', what, action]]
  const sameTarget = (each: Action) =>
    each.operation === action.operation && each.target_ref === action.target_ref
  const doneSince = all.some((each) => sameTarget(each) && each.state === 'done')
  return done.length > 0 && !doneSince ? [['wrongly told', what, action]] : []
}

/** Stops that were not done, by this action or another, and that neither the list of stops nor a task holds. */
async function forgotten({ db }: CrashWorld, actions: readonly Action[]): Promise<Action[]> {
  const onList = await db('manual_stops').pluck('card_ref')
  const withTask = await db('tasks').where({ state: 'open' }).pluck('subject_ref')
  const isDone = ({ target_ref }: Action) =>
    actions.some((each) => each.target_ref === target_ref && each.state === 'done')
  return actions.filter(
    (each) =>
      each.operation === 'stopCard' &&
      each.state === 'refused' &&
      !isDone(each) &&
      ![each.target_ref, each.id].some((ref) => [...onList, ...withTask].includes(ref)),
  )
}

/** Answers that got a 303 and are not in the log. */
async function missing({ db }: CrashWorld, call: LostCardCall): Promise<string[]> {
  const rows = await db('call_entries').where({ call_id: call.id }).orderBy('seq')
  const log = rows.map((row) => `${row.step} ${row.kind === 'confirmed' ? 'confirm' : row.outcome}`)
  return call.acknowledged.filter((entry) => {
    const at = log.findIndex((each) => each === entry || each.startsWith(`${entry}:`))
    if (at < 0) return true
    log.splice(at, 1)
    return false
  })
}

const UNKNOWN = '結果を確認中'

/** Whether the case page says what the record says. */
async function toldWrongly(action: Action, calls: readonly LostCardCall[]): Promise<string[]> {
  const screen = calls.find((each) => each.id === action.call_id)?.screen
  if (!screen) return []
  await screen.open(`/cases/${action.case_id}`)
  const told = screen.text('main')
  const isGuarded = screen.status !== 200 || screen.page !== 'case'
  if (isGuarded) return []
  const what = `${action.operation} of case ${action.case_id}`
  if (action.state === 'done' && !told.includes(action.receipt ?? '?')) return [`${what}: receipt`]
  return action.state !== 'unknown' && screen.text('table').includes(UNKNOWN)
    ? [`${what}: told as not known`]
    : []
}
