import { expect } from 'chai'
import fc from 'fast-check'
import { STATUSES } from '../../src/cases/case-file.ts'
import { queryFrom, writeQuery } from '../../src/cases/case-query.ts'
import { TASK_KINDS } from '../../src/cases/task.ts'
import { priorityOf, QUEUES } from '../../src/cases/urgency.ts'

describe('how soon a case should be seen to', () => {
  const none = { commitments: [], tasks: [] }
  const of = (
    status: (typeof STATUSES)[number],
    reason = 'other',
    open = {},
    queue = 'front' as const,
  ) => priorityOf({ status, reason, queue }, { ...none, ...open })

  it('fraud, loss and failed stops first, then what went astray and complaints, then work, then waiting', () => {
    expect(of('escalated')).to.equal(1)
    expect(of('open', 'lost_stolen')).to.equal(1)
    expect(of('waiting_delivery', 'other', { tasks: ['stop_unmatched'] })).to.equal(1)
    expect(of('closed', 'other', { commitments: ['verify_stop'] })).to.equal(1)
    expect(of('resolved', 'other', { tasks: ['action_not_done'] })).to.equal(2)
    expect(priorityOf({ status: 'open', reason: 'other', queue: 'supervisor' }, none)).to.equal(2)
    expect(of('open')).to.equal(3)
    expect(of('waiting_network', 'other', { tasks: ['network_answered'] })).to.equal(3)
    expect(of('waiting_delivery', 'lost_stolen', { commitments: ['delivery'] })).to.equal(4)
    expect(of('resolved')).to.equal(5)
  })

  it('another thing to be seen to never makes a case less urgent', () => {
    const kinds = fc.array(fc.constantFrom(...TASK_KINDS), { maxLength: 3 })
    fc.assert(
      fc.property(
        fc.constantFrom(...STATUSES),
        fc.constantFrom('other', 'lost_stolen', 'delivery'),
        fc.constantFrom(...QUEUES),
        kinds,
        fc.constantFrom(...TASK_KINDS),
        (status, reason, queue, tasks, more) => {
          const caseFile = { status, reason, queue }
          const before = priorityOf(caseFile, { commitments: [], tasks })
          return priorityOf(caseFile, { commitments: [], tasks: [...tasks, more] }) <= before
        },
      ),
    )
  })

  it('a view kept of a status or an owner that nobody knows finds nothing, not everything', () => {
    for (const asked of [
      'status=nonsense',
      'owner=nonsense',
      'status=nonsense&owner=nonsense',
      'status=%20',
    ]) {
      const kept = writeQuery(queryFrom(`${asked}&sort=number`)).toString()
      expect(queryFrom(kept).isUnknown, kept).to.equal(true)
    }
    expect(queryFrom('status=&owner=').isUnknown).to.equal(false)
  })

  it('a list that is written down and read again asks the same, whatever was typed', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(
          'sort=number',
          'columns=due,tags',
          'closed=yes&sort=priority',
          'order=reversed',
        ),
        fc.array(
          fc.tuple(fc.constantFrom('status', 'tag', 'text', 'owner', 'due', 'from'), fc.string()),
        ),
        (query, more) => {
          const words = new URLSearchParams([...new URLSearchParams(query), ...more])
          const once = queryFrom(words.toString())
          expect(queryFrom(writeQuery(once).toString())).to.deep.equal(once)
        },
      ),
    )
  })
})
