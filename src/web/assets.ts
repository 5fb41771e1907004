import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { extname, join } from 'node:path'
import { brotliCompressSync, constants, gzipSync } from 'node:zlib'
import type { RequestHandler, Response } from 'express'
import { fontFiles, fontStyles } from './fonts.ts'

const TYPES: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
}
const PREFIX = '/assets/'

/** What the browser gets besides pages: each file under a name that changes with its content, so it may be kept for good. */
export interface Assets {
  /** The address of a file of the folder, or of `fonts.css`. */
  url(name: string): string
  readonly handler: RequestHandler
}

interface Asset {
  readonly type: string
  readonly body: () => Buffer
  readonly br: () => Buffer | null
  readonly gzip: () => Buffer | null
}

/** Names everything once, by content; a name that is not there stops the start. Packing waits until it is asked for. */
export function assets(options: { readonly folder: string }): Assets {
  const byUrl = new Map<string, Asset>()
  const urls = new Map<string, string>()
  const add = (name: string, mark: string, body: () => Buffer) => {
    const url = `${PREFIX}${name.slice(0, -extname(name).length)}.${mark}${extname(name)}`
    byUrl.set(url, assetOf(name, body))
    urls.set(name, url)
  }
  const addFile = (name: string, body: Buffer) => add(name, markOf(body), () => body)
  for (const name of readdirSync(options.folder).filter((file) => extname(file) in TYPES))
    addFile(name, readFileSync(join(options.folder, name)))
  for (const font of fontFiles()) add(font.name, font.mark, font.body)
  addFile('fonts.css', Buffer.from(fontStyles((file) => urlOf(urls, file))))
  return {
    url: (name) => urlOf(urls, name),
    handler: (req, res, next) => {
      const asset = byUrl.get(req.baseUrl + req.path)
      if (!asset || (req.method !== 'GET' && req.method !== 'HEAD')) return next()
      send(res, asset, String(req.headers['accept-encoding'] ?? ''))
    },
  }
}

function urlOf(urls: ReadonlyMap<string, string>, name: string): string {
  const url = urls.get(name)
  if (url === undefined) throw new Error(`There is no asset called ${name}.`)
  return url
}

const markOf = (body: Buffer) => createHash('sha256').update(body).digest('hex').slice(0, 10)

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | null = null
  return () => {
    made ??= { value: make() }
    return made.value
  }
}

function assetOf(name: string, read: () => Buffer): Asset {
  const type = TYPES[extname(name)] ?? 'application/octet-stream'
  const packs = /^(text|image\/svg)/.test(type)
  const body = once(read)
  const quality = { params: { [constants.BROTLI_PARAM_QUALITY]: 7 } }
  return {
    type,
    body,
    br: once(() => (packs ? brotliCompressSync(body(), quality) : null)),
    gzip: once(() => (packs ? gzipSync(body()) : null)),
  }
}

function send(res: Response, asset: Asset, accepted: string): void {
  const encoding = (['br', 'gzip'] as const).find((name) =>
    new RegExp(`\\b${name}\\b`).test(accepted),
  )
  const packed = encoding ? asset[encoding]() : null
  res.set({
    'Content-Type': asset.type,
    'Cache-Control': 'public, max-age=31536000, immutable',
    Vary: 'Accept-Encoding',
    ...(packed && encoding ? { 'Content-Encoding': encoding } : {}),
  })
  res.end(res.req.method === 'HEAD' ? undefined : (packed ?? asset.body()))
}
