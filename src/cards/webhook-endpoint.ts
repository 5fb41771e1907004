import { request } from 'undici'

/** The path at which Annai takes the card system's events. */
export const WEBHOOK_PATH = '/webhooks/card-system'

const PATIENCE_MS = 2000

/** Tells the built-in card system where to send its events; false when it does not take that. */
export async function tellEndpoint(
  cardSystemUrl: string,
  endpoint: { readonly url: string; readonly secret: string },
): Promise<boolean> {
  try {
    const { statusCode, body } = await request(`${cardSystemUrl}/webhook-endpoint`, {
      method: 'PUT',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(endpoint),
      signal: AbortSignal.timeout(PATIENCE_MS),
    })
    await body.dump()
    return statusCode < 300
  } catch {
    return false
  }
}
