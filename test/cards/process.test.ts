import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import path from 'node:path'
import { expect } from 'chai'
import { httpCardSystem } from '../../src/cards/http.ts'
import { STORY, withFolder } from './world.ts'

const MAIN = 'src/cards/simulator/main.ts'

/** The next message of the child in which this field is told. */
async function told(child: ChildProcess, field: string): Promise<Record<string, unknown>> {
  for (;;) {
    const [message] = await once(child, 'message')
    if (field in message) return message
  }
}

describe('the simulator as a process', () => {
  it('says when it is ready and when its clock is moved, and leaves with its parent', () =>
    withFolder(async (folder) => {
      const child = fork(MAIN, [path.join(folder, 'cards.sqlite')], { execArgv: ['--import=tsx'] })
      const ready = await told(child, 'ready')
      expect(ready).to.include({ ready: true, clockOffsetMs: 0 })
      const cards = httpCardSystem({ baseUrl: `http://127.0.0.1:${ready.port}` })
      const locks = await cards.read('listLocks', { cardRef: STORY.a })
      expect(locks).to.have.length(1)
      const moved = told(child, 'clockOffsetMs')
      await fetch(`${ready.url}/stage/clock`, {
        method: 'POST',
        body: new URLSearchParams({ hours: '24' }),
        redirect: 'manual',
      })
      expect(await moved).to.deep.equal({ clockOffsetMs: 24 * 3_600_000 })
      await cards.close()
      const exit = once(child, 'exit')
      child.disconnect()
      expect((await exit)[0]).to.equal(0)
    }))
})
