import { expect } from 'chai'
import { callTopic, caseTopic, revisionsReading } from '../../src/calls/revisions.ts'
import { closeDatabase } from '../../src/db.ts'
import { migrated, onBothDatabases } from '../support/databases.ts'
import { wrongPlans } from '../support/plans.ts'

const ID = '019aa000-0000-7000-8000-000000000001'

onBothDatabases('what open pages stand at', (freshUrl) => {
  it('is read by indexes alone: it is asked every second, by all open pages', async () => {
    const db = await migrated(await freshUrl())
    const planned = [[callTopic(ID)], [caseTopic(ID)], [callTopic(ID), caseTopic(ID)]].flatMap(
      (topics) => {
        const reading = revisionsReading(topics)
        return reading ? [{ name: topics.join(' '), reading, sorts: true }] : []
      },
    )
    expect(planned).to.have.length(3)
    expect(await wrongPlans(db, planned)).to.deep.equal([])
    await closeDatabase(db)
  })
})
