import { randomBytes } from 'node:crypto'

/** 24 to 64 bytes in Base64, as Standard Webhooks asks: https://www.standardwebhooks.com */
export const WEBHOOK_SECRET =
  /^whsec_(?=.{32,88}$)(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/

export const newWebhookSecret = (): string => `whsec_${randomBytes(32).toString('base64')}`
