import { request } from 'node:http'

/** Hands a form to the network and waits for no answer: what became of it is for the receiver to know. */
export function sendUnanswered(
  url: URL,
  body: string,
  headers: Readonly<Record<string, string>>,
): Promise<void> {
  return new Promise((resolve) => {
    const sent = request(url, {
      method: 'POST',
      headers: { ...headers, 'content-length': String(Buffer.byteLength(body)) },
      agent: false,
    })
    sent.once('error', () => resolve())
    sent.once('response', (answer) => answer.resume().once('error', () => {}))
    sent.end(body, () => resolve())
  })
}
