import type { Dice } from './dice.ts'

/** Requests that no browser sends, byte by byte. */
const HOST = 'Host: annai.example\r\n'
const FORM = 'Content-Type: application/x-www-form-urlencoded\r\n'
const SMUGGLED = 'GET /customers HTTP/1.1\r\nHost: annai.example\r\n\r\n'

const RAW: readonly ((cookie: string) => string)[] = [
  (c) =>
    `POST /session HTTP/1.1\r\n${HOST}${c}${FORM}Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n${SMUGGLED}`,
  (c) =>
    `POST /cases HTTP/1.1\r\n${HOST}${c}${FORM}Transfer-Encoding: chunked\r\nContent-Length: 60\r\n\r\n0\r\n\r\n${SMUGGLED}`,
  (c) => `POST /cases HTTP/1.1\r\n${HOST}${c}${FORM}Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n`,
  (c) =>
    `POST /cases HTTP/1.1\r\n${HOST}${c}${FORM}Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n`,
  (c) =>
    `POST /session HTTP/1.1\r\n${HOST}${c}${FORM}Transfer-Encoding: chunked\r\n\r\nZZZ\r\nlogin=a\r\n0\r\n\r\n`,
  (c) =>
    `POST /session HTTP/1.1\r\n${HOST}${c}${FORM}Transfer-Encoding: chunked\r\n\r\nFFFFFFFFFFFFFFFF\r\nlogin=a`,
  (c) => `POST /session HTTP/1.1\r\n${HOST}${c}${FORM}Content-Length: -5\r\n\r\nlogin=a`,
  (c) => `POST /session HTTP/1.1\r\n${HOST}${c}${FORM}Content-Length: 99999\r\n\r\nlogin=a`,
  (c) =>
    `POST /session HTTP/1.1\r\n${HOST}${c}${FORM}Content-Length: 5\r\nContent-Length: 7\r\n\r\nlogin=a`,
  (c) => `POST /session HTTP/1.1\r\n${HOST}${c}${FORM}Content-Length: 1e3\r\n\r\nlogin=a`,
  (c) =>
    `POST /session HTTP/1.1\r\n${HOST}${c}${FORM}Content-Encoding: gzip\r\nContent-Length: 7\r\n\r\nlogin=a`,
  (c) =>
    `POST /session HTTP/1.1\r\n${HOST}${c}${FORM}Expect: 100-continue\r\nContent-Length: 7\r\n\r\n`,
  (c) =>
    `POST /session HTTP/1.1\r\n${HOST}${c}${FORM}Expect: the-unexpected\r\nContent-Length: 7\r\n\r\nlogin=a`,
  (c) => `GET /customers HTTP/1.1\r\n${c}\r\n`,
  (c) => `GET /customers HTTP/1.1\r\n${HOST}Host: other.example\r\n${c}\r\n`,
  (c) => `GET /customers HTTP/1.0\r\n${c}\r\n`,
  (c) => `GET /customers HTTP/9.9\r\n${HOST}${c}\r\n`,
  () => 'GET /\r\n',
  (c) => `GET http://127.0.0.1:1/customers HTTP/1.1\r\n${HOST}${c}\r\n`,
  (c) => `GET customers HTTP/1.1\r\n${HOST}${c}\r\n`,
  (c) => `GET //elsewhere.example/%2e%2e HTTP/1.1\r\n${HOST}${c}\r\n`,
  (c) => `GET /%00%ff%c0%af HTTP/1.1\r\n${HOST}${c}\r\n`,
  (c) => `GET /cases/%E0%A4%A HTTP/1.1\r\n${HOST}${c}\r\n`,
  (c) => `GET /cases?%E0%A4%A=%FF&q=%ED%A0%80 HTTP/1.1\r\n${HOST}${c}\r\n`,
  (c) => `GET /assets/..%2f..%2f..%2fetc%2fpasswd HTTP/1.1\r\n${HOST}${c}\r\n`,
  (c) => `GET /assets/../../package.json HTTP/1.1\r\n${HOST}${c}\r\n`,
  (c) => `GET /caf\xe9?\x80=\xff HTTP/1.1\r\n${HOST}${c}\r\n`,
  (c) => `GET / HTTP/1.1\r\n${HOST}X-Folded: a\r\n b\r\n${c}\r\n`,
  (c) => `GET / HTTP/1.1\r\n${HOST}Bad Name: a\r\n${c}\r\n`,
  (c) => `GET / HTTP/1.1\r\n${HOST}X-Null: a\0b\r\n${c}\r\n`,
  (c) => `GET / HTTP/1.1\r\n${HOST}${'X-Many: 1\r\n'.repeat(150)}${c}\r\n`,
  (c) => `GET / HTTP/1.1\r\n${HOST}X-Long: ${'x'.repeat(20_000)}\r\n${c}\r\n`,
  (c) => `OPTIONS * HTTP/1.1\r\n${HOST}${c}\r\n`,
  (c) => `TRACE / HTTP/1.1\r\n${HOST}${c}\r\n`,
  (c) => `CONNECT elsewhere.example:443 HTTP/1.1\r\n${HOST}${c}\r\n`,
  (c) => `GET / HTTP/1.1\r\n${HOST}${c}Upgrade: websocket\r\nConnection: Upgrade\r\n\r\n`,
  (c) =>
    `GET / HTTP/1.1\r\n${HOST}${c}Upgrade: h2c\r\nConnection: Upgrade, HTTP2-Settings\r\nHTTP2-Settings: x\r\n\r\n`,
  () => 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n',
  () => '\x16\x03\x01\x00\xa5\x01\x00\x00\xa1\x03\x03',
  (c) => `GET /healthz HTTP/1.1\r\n${HOST}${c}\r\n`.repeat(8),
  (c) =>
    `POST /session HTTP/1.1\r\n${HOST}${c}${FORM}Content-Length: 1200000\r\n\r\n${'x='.repeat(600_000)}`,
]

/** One of them, by somebody. */
export const rawOf = (dice: Dice, cookie: string): string =>
  dice.pick(RAW)(cookie === '' ? '' : `Cookie: ${cookie}\r\n`)
