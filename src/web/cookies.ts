import { parseCookie, stringifySetCookie } from 'cookie'
import type { Request, Response } from 'express'

/** A cookie of ours: not readable by scripts, not sent by other sites' forms, only over TLS in production. */
export interface Cookies {
  read(req: Request, name: string): string | undefined
  write(res: Response, name: string, value: string, maxAge: number): void
  clear(res: Response, name: string): void
}

export function createCookies(secure: boolean): Cookies {
  const full = (name: string) => (secure ? `__Host-${name}` : name)
  const write: Cookies['write'] = (res, name, value, maxAge) => {
    res.append(
      'Set-Cookie',
      stringifySetCookie({
        name: full(name),
        value,
        maxAge,
        path: '/',
        httpOnly: true,
        sameSite: 'lax',
        secure,
      }),
    )
  }
  return {
    read: (req, name) => parseCookie(req.get('cookie') ?? '')[full(name)],
    write,
    clear: (res, name) => write(res, name, '', 0),
  }
}
