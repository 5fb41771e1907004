import type { Request, Response } from 'express'

/** Something that pages are drawn from and may be watched, such as one call; the hub does not know what it is. */
export type Topic = string
/** Opaque: two that differ say that something has changed, and nothing more. */
export type Revision = string

/** Tells open pages that what they show has changed; never what. */
export interface Live {
  /** What a page is drawn from just now: read before the page reads anything itself. */
  revision(topic: Topic): Promise<Revision>
  /** Keeps an answer open and tells it of each change since the revision that its page was drawn from. */
  open(req: Request, res: Response, watch: Watch): Promise<void>
  /** Asks once whether those who watch still may; what the hub does again and again by itself. */
  beat(): Promise<void>
  /** Ends every stream, so that the server can stop. A browser comes back by itself. */
  close(): void
}

export interface Watch {
  readonly topic: Topic
  /** What is told beside it, each by an event of its own; `seen`: what need not be told at the beginning. */
  readonly beside?: readonly { readonly topic: Topic; readonly event: string; seen: Revision }[]
  /** Streams of one session are few: the newest ones stay. */
  readonly session: string
  /** Whether who watches is still signed in and may still see the page. */
  mayGoOn(): Promise<boolean>
}

export interface LiveOptions {
  /** What each of these stands at; one read, however many they are. */
  readonly revisions: (topics: readonly Topic[]) => Promise<ReadonlyMap<Topic, Revision>>
  readonly onError: (error: unknown) => void
  /** Done with each sign of life of the streams, as long as there are any. */
  readonly onBeat?: () => Promise<void>
}

declare global {
  namespace Express {
    interface Locals {
      /**
       * On a page that may be watched: where its stream is, and what the page was drawn from. `kept`: it gives back what
       * was typed, so nothing typed may be drawn over.
       */
      live?: { readonly live: string; readonly revision: Revision; readonly kept?: string }
    }
  }
}

/** A page that is open and is drawn anew by itself; nobody has asked for it again. */
export const isRefresh = (req: Request): boolean => req.get('annai-refresh') !== undefined

interface Stream extends Watch {
  readonly res: Response
  /** The page itself first. */
  readonly marks: readonly Mark[]
}
interface Mark {
  readonly topic: Topic
  readonly event: string
  seen: Revision
}
const CHANGED = 'changed'

const LOOK_MS = 1_000
const LOOK_AFTER_ERROR_MS = 10_000
/** Looks between two heartbeats. */
const LOOKS_A_BEAT = 20
const MOST_OF_A_SESSION = 6
const RETRY_MS = 3_000
/** So much may wait for a reader that does not take it, in bytes. */
const MOST_WAITING = 64_000

/** Looks once a second, and only while somebody watches; so it works with any number of instances on one database. */
export function createLive({ revisions, onError, onBeat }: LiveOptions): Live {
  const streams = new Set<Stream>()
  let isRunning = false
  let isClosed = false
  let timer: NodeJS.Timeout | undefined

  const end = (stream: Stream, why: 'gone' | 'many' | 'stopping') => {
    streams.delete(stream)
    stream.res.end(why === 'stopping' ? '' : `event: end\ndata: ${why}\n\n`)
  }
  const tell = ({ res, marks }: Stream, now: ReadonlyMap<Topic, Revision>) => {
    for (const mark of marks) {
      const at = now.get(mark.topic) ?? ''
      if (at === mark.seen) continue
      mark.seen = at
      const id = mark.event === CHANGED ? `id: ${at}\n` : ''
      res.write(`${id}event: ${mark.event}\ndata: ${at}\n\n`)
    }
  }
  const look = async () => {
    const watched = [...streams]
    const now = await revisions([...new Set(watched.flatMap(topicsOf))])
    for (const each of watched) if (streams.has(each)) tell(each, now)
  }
  const beat = async () => {
    await onBeat?.()
    await Promise.all(
      [...streams].map(async (each) => {
        if (each.res.writableLength > MOST_WAITING) return void each.res.destroy()
        if (!(await each.mayGoOn())) return end(each, 'gone')
        if (streams.has(each)) each.res.write(':\n\n')
      }),
    )
  }

  const goRound = async (looks = 1): Promise<void> => {
    const failed = await look()
      .then(() => (looks % LOOKS_A_BEAT === 0 ? beat() : undefined))
      .then(() => false)
      .catch((error: unknown) => {
        onError(error)
        return true
      })
    isRunning = streams.size > 0
    if (isRunning)
      timer = setTimeout(() => void goRound(looks + 1), failed ? LOOK_AFTER_ERROR_MS : LOOK_MS)
  }
  const start = () => {
    if (isRunning) return
    isRunning = true
    timer = setTimeout(() => void goRound(), LOOK_MS)
  }

  const makeRoom = (session: string) => {
    const own = [...streams].filter((each) => each.session === session)
    for (const each of own.slice(0, Math.max(0, own.length - MOST_OF_A_SESSION + 1)))
      end(each, 'many')
  }

  return {
    revision: async (topic) => (await revisions([topic])).get(topic) ?? '',
    beat,
    async open(req, res, watch) {
      const marks: Mark[] = [{ topic: watch.topic, event: CHANGED, seen: sinceOf(req) }]
      for (const each of watch.beside ?? []) marks.push({ ...each })
      const now = await revisions(marks.map(({ topic }) => topic))
      // Gone in the meantime: nothing would ever close it.
      if (res.destroyed) return
      res.writeHead(200, HEADERS)
      if (req.method === 'HEAD' || isClosed) return void res.end()
      makeRoom(watch.session)
      const stream: Stream = { ...watch, res, marks }
      streams.add(stream)
      res.on('close', () => streams.delete(stream))
      res.write(`retry: ${RETRY_MS}\n\n`)
      tell(stream, now)
      start()
    },
    close() {
      isClosed = true
      clearTimeout(timer)
      for (const each of [...streams]) end(each, 'stopping')
    },
  }
}

const topicsOf = ({ marks }: Stream): Topic[] => marks.map(({ topic }) => topic)

const HEADERS = {
  'Content-Type': 'text/event-stream; charset=utf-8',
  'Cache-Control': 'no-store, no-transform',
  /** Once it ends there is nothing left on the line that a stopping server would wait for. */
  Connection: 'close',
  /** No proxy may gather it up. */
  'X-Accel-Buffering': 'no',
}

/** The revision of the page, or of the last change that a stream before this one told. */
function sinceOf(req: Request): Revision {
  const last = req.get('last-event-id')
  if (last) return last
  return typeof req.query.since === 'string' ? req.query.since : ''
}
