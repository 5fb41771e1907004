import type { RequestHandler } from 'express'
import helmet from 'helmet'
import { HttpError } from './errors.ts'

/** What no page of ours needs, so that nothing that gets into one can use it. */
const UNUSED = [
  'camera',
  'microphone',
  'geolocation',
  'payment',
  'usb',
  'serial',
  'display-capture',
]
const PERMISSIONS = UNUSED.map((each) => `${each}=()`).join(', ')

/** Headers of every answer: nothing but our own files, no frames, nothing told to other sites. */
export function securityHeaders(secure: boolean): RequestHandler[] {
  return [
    helmet({
      contentSecurityPolicy: {
        useDefaults: false,
        directives: {
          defaultSrc: ["'none'"],
          scriptSrc: ["'self'"],
          styleSrc: ["'self'"],
          imgSrc: ["'self'"],
          fontSrc: ["'self'"],
          connectSrc: ["'self'"],
          formAction: ["'self'"],
          baseUri: ["'none'"],
          frameAncestors: ["'none'"],
          ...(secure ? { upgradeInsecureRequests: [] } : {}),
        },
      },
      strictTransportSecurity: secure,
      referrerPolicy: { policy: 'same-origin' },
      frameguard: { action: 'deny' },
    }),
    (_req, res, next) => {
      res.set('Permissions-Policy', PERMISSIONS)
      next()
    },
  ]
}

/** Pages show what customers told: no browser and no proxy keeps one. */
export const noStore: RequestHandler = (_req, res, next) => {
  res.set('Cache-Control', 'no-store')
  next()
}

/** There is nothing to upload: a body, if there is one, is a form, or the JSON of a script of ours. */
export const onlyForms: RequestHandler = (req, _res, next) => {
  const isOther = req.is(['urlencoded', 'json']) === false && req.get('content-length') !== '0'
  next(isOther ? new HttpError(415, 'badRequest') : undefined)
}

/** What a form of ours can hold: fields of text, now and then several under one name. */
export const onlyFields: RequestHandler = (req, _res, next) => {
  const body: unknown = req.body ?? {}
  next(isOfFields(body) ? undefined : new HttpError(400, 'badRequest'))
}
const isOfFields = (body: unknown): boolean =>
  typeof body === 'object' &&
  body !== null &&
  !Array.isArray(body) &&
  Object.values(body).every((each) => [each].flat().every(isText))
const isText = (value: unknown): boolean => value === null || typeof value !== 'object'
