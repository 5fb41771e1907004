import type { Annai } from './annai.ts'
import type { Visitor } from './visitor.ts'

/** What a page would hear: the events of its stream, one after the other. */
export class Stream {
  readonly status: number
  readonly headers: Headers
  /** All that was sent so far, as it came. */
  text = ''
  private readonly reader: ReadableStreamDefaultReader<string> | null
  private readonly taken = { others: 0, people: 0 }

  private constructor(response: Response) {
    this.status = response.status
    this.headers = response.headers
    this.reader = response.body?.pipeThrough(new TextDecoderStream()).getReader() ?? null
  }

  /** Opens the stream that belongs to the page which the visitor has open. */
  static async of(annai: Pick<Annai, 'url'>, visitor: Visitor, since?: string): Promise<Stream> {
    const main = visitor.$('main')
    const path = `${main.attr('data-live')}/live?since=${since ?? main.attr('data-revision')}`
    return Stream.at(annai, visitor, path)
  }
  static async at(annai: Pick<Annai, 'url'>, visitor: Visitor, path: string): Promise<Stream> {
    const headers = { cookie: visitor.cookie, accept: 'text/event-stream' }
    return new Stream(await fetch(new URL(path, annai.url), { headers, redirect: 'manual' }))
  }

  /** The next event's name; null when the stream has ended. Who comes and goes is asked for by `people`. */
  next(): Promise<string | null> {
    return this.nextOf('others', (name) => name !== 'people')
  }
  /** Until who else is there has changed once more. */
  people(): Promise<string | null> {
    return this.nextOf('people', (name) => name === 'people')
  }
  private async nextOf(
    kind: 'others' | 'people',
    isOne: (name: string) => boolean,
  ): Promise<string | null> {
    for (;;) {
      const all = [...this.text.matchAll(/^event: (\w+)$/gm)].map((match) => match[1] ?? '')
      const name = all.filter(isOne)[this.taken[kind]]
      if (name !== undefined) {
        this.taken[kind] += 1
        return name
      }
      if (!(await this.read())) return null
    }
  }
  /** Until something was sent, be it only a sign of life. */
  async read(): Promise<boolean> {
    const part = await this.reader?.read()
    this.text += part?.value ?? ''
    return part !== undefined && !part.done
  }
  close(): Promise<void> | undefined {
    return this.reader?.cancel()
  }
}
