import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { Clock } from '../ports/clock.ts'
import type { FetchedFile, LinkPreviews } from '../ports/link-previews.ts'
import { createLinkPreviews, type LinkPreviewsOptions } from './link-previews.ts'

let server: Server
let port: number
let answer: (request: IncomingMessage, response: ServerResponse) => void
/** The paths that were asked for. */
let asked: string[] = []

beforeAll(async () => {
  server = createServer((request, response) => {
    asked.push(request.url ?? '')
    answer(request, response)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  if (typeof address !== 'object' || address === null) throw new TypeError('the server has a port')
  port = address.port
})
afterAll(() => server.close())
afterEach(() => {
  server.closeAllConnections()
  asked = []
})

/** Time stands still unless it is moved, which ends what waits for a deadline. */
function createTime(): Clock & { pass(ms: number): void } {
  let now = 0
  const waiting = new Set<{ readonly at: number; readonly callback: () => void }>()
  return {
    now: () => 0,
    monotonic: () => now,
    after(delayMs, callback) {
      const entry = { at: now + delayMs, callback }
      waiting.add(entry)
      return () => void waiting.delete(entry)
    },
    defer: setImmediate,
    pass(ms) {
      now += ms
      for (const entry of waiting) if (entry.at <= now) entry.callback()
    },
  }
}

/** Previews that may only ever reach this test's own server, under any name. */
function open(
  more: Partial<LinkPreviewsOptions> = {},
): LinkPreviews & { readonly time: ReturnType<typeof createTime> } {
  const time = createTime()
  const previews = createLinkPreviews({
    clock: time,
    resolve: async () => ['127.0.0.1'],
    mayConnect: (address, to) => address === '127.0.0.1' && to === port,
    ...more,
  })
  return { ...previews, time }
}

const at = (path: string, host = 'site.example'): string => `http://${host}:${port}${path}`

function page(title: string, type = 'text/html; charset=utf-8'): typeof answer {
  return (_request, response) => {
    response.writeHead(200, { 'content-type': type })
    response.end(`<title>${title}</title>`)
  }
}

describe('a link preview', () => {
  it('says what the page says, and is remembered for a while', async () => {
    const { of, known, time } = open()
    let host: string | undefined
    answer = (request, response) => {
      host = request.headers.host
      page('Hello')(request, response)
    }
    const url = at('/a?b=c')
    expect(known(url)).toBeUndefined()
    const [first, same] = await Promise.all([of(url), of(url)])
    expect(first).toEqual({ url, title: 'Hello', description: undefined, siteName: undefined })
    expect([same, known(url), await of(url)]).toEqual([first, first, first])
    expect(asked).toEqual(['/a?b=c'])
    expect(host).toBe(`site.example:${port}`)
    time.pass(3_600_000)
    expect(known(url)).toBeUndefined()
    answer = page('Changed')
    expect(await of(url)).toMatchObject({ title: 'Changed' })
  })

  it('follows three redirections, and no fourth', async () => {
    answer = (request, response) => {
      const left = Number(request.url?.slice(1))
      if (left === 0) return page('Here')(request, response)
      response.writeHead(left % 2 === 0 ? 301 : 307, { location: `/${left - 1}` }).end()
    }
    const { of } = open()
    expect(await of(at('/3'))).toMatchObject({ url: at('/3'), title: 'Here' })
    expect(await of(at('/4'))).toBeUndefined()
  })

  it('never connects to what is not public, whatever leads there', async () => {
    answer = page('secret')
    const { of } = createLinkPreviews({ clock: createTime() })
    for (const host of ['127.0.0.1', '[::1]', '0x7f.1', '2130706433', '[::ffff:127.0.0.1]', '0', '169.254.169.254']) {
      expect(await of(new URL(at('/', host)).href), host).toBeUndefined()
    }
    const named = createLinkPreviews({ clock: createTime(), resolve: async () => ['1.1.1.1', '127.0.0.1'] })
    expect(await named.of(at('/'))).toBeUndefined()
    expect(asked).toEqual([])
  })

  it('is checked again after each redirection, and connects to what was checked', async () => {
    answer = (request, response) => {
      if (request.url === '/inside') return page('secret')(request, response)
      response.writeHead(302, { location: at('/inside', 'inside.example') }).end()
    }
    const resolved: string[] = []
    const resolve = async (host: string): Promise<string[]> => {
      resolved.push(host)
      return [host === 'inside.example' ? '10.0.0.1' : '127.0.0.1']
    }
    expect(await open({ resolve }).of(at('/outside'))).toBeUndefined()
    expect(asked).toEqual(['/outside'])
    // Each name is resolved once for each connection, so it cannot stand for something else when it is connected to.
    expect(resolved).toEqual(['site.example', 'inside.example'])
    answer = (_request, response) => void response.writeHead(302, { location: 'file:///etc/passwd' }).end()
    expect(await open().of(at('/'))).toBeUndefined()
  })

  it('takes at most five seconds', async () => {
    const { of, time } = open()
    let reached = (): void => {}
    const begun = new Promise<void>((resolve) => {
      reached = resolve
    })
    answer = (_request, response) => {
      response.writeHead(200, { 'content-type': 'text/html' })
      response.write('<title>never')
      reached()
    }
    const looking = of(at('/slow'))
    await begun
    time.pass(5_000)
    expect(await looking).toBeUndefined()
  })

  it('looks at the first half mebibyte only', async () => {
    let sent = 0
    answer = (_request, response) => {
      response.writeHead(200, { 'content-type': 'text/html' })
      response.write('<title>Long</title>')
      const more = (): void => {
        while (!response.destroyed) {
          sent += 65_536
          if (!response.write(Buffer.alloc(65_536, ' '))) break
        }
      }
      response.on('drain', more)
      more()
    }
    expect(await open().of(at('/long'))).toMatchObject({ title: 'Long' })
    expect(sent).toBeLessThan(64 * 1024 * 1024)
  })

  it('is of pages only: neither of other content, nor of errors, nor of what is packed', async () => {
    const { of, time } = open()
    answer = page('x', 'application/json')
    expect(await of(at('/1'))).toBeUndefined()
    answer = page('x', 'text/htmlx')
    expect(await of(at('/2'))).toBeUndefined()
    answer = (_request, response) =>
      void response.writeHead(404, { 'content-type': 'text/html' }).end('<title>x</title>')
    expect(await of(at('/3'))).toBeUndefined()
    answer = (_request, response) =>
      void response.writeHead(200, { 'content-type': 'text/html', 'content-encoding': 'gzip' }).end('x')
    expect(await of(at('/4'))).toBeUndefined()
    answer = (request) => request.socket.destroy()
    expect(await of(at('/5'))).toBeUndefined()
    // It is left alone for a minute.
    answer = page('there')
    expect(await of(at('/5'))).toBeUndefined()
    time.pass(60_000)
    expect(await of(at('/5'))).toMatchObject({ title: 'there' })
  })

  it('is of links to the web only, in one form', () => {
    const { canonical } = open()
    expect(canonical('Example.COM/a#part')).toBe('http://example.com/a')
    expect(canonical('https://example.com:443')).toBe('https://example.com/')
    const none = ['ftp://example.com', 'tg://resolve', 'http://me:secret@example.com', 'http://', 'file:///etc/passwd']
    for (const link of [...none, `http://example.com/${'x'.repeat(3_000)}`]) expect(canonical(link)).toBeUndefined()
  })
})

describe('a file', () => {
  const bytesOf = async (file: FetchedFile | undefined): Promise<number | undefined> => {
    if (file === undefined) return undefined
    let length = 0
    for await (const chunk of file.content) length += chunk.length
    return length
  }

  const sends = (length: number, saysSo: boolean): typeof answer => {
    return (_request, response) => {
      response.writeHead(200, { 'content-type': 'image/png', ...(saysSo && { 'content-length': length }) })
      response.end(Buffer.alloc(length))
    }
  }

  it('comes as it is, with its type and where it was found', async () => {
    const { file } = open()
    answer = (request, response) => {
      if (request.url === '/a.png') return sends(70_000, false)(request, response)
      response.writeHead(302, { location: '/a.png' }).end()
    }
    const found = await file(at('/first'), 100_000)
    expect(found).toMatchObject({ contentType: 'image/png', url: at('/a.png') })
    expect(await bytesOf(found)).toBe(70_000)
  })

  it('is not larger than it may be, whether it says how large it is or not', async () => {
    const { file } = open()
    answer = sends(70_000, true)
    expect(await file(at('/1'), 50_000)).toBeUndefined()
    answer = sends(70_000, false)
    await expect(bytesOf(await file(at('/2'), 50_000))).rejects.toThrow('more than 50000 bytes')
  })

  it('takes a bounded time, read or not', async () => {
    const { file, time } = open()
    let destroyed = 0
    answer = (request, response) => {
      request.socket.on('close', () => destroyed++)
      response.writeHead(200, { 'content-type': 'image/png' })
      response.write('begun')
    }
    const [read, unread] = [await file(at('/1'), 1_000), await file(at('/2'), 1_000)]
    const reading = bytesOf(read)
    time.pass(15_000)
    await expect(reading).rejects.toThrow()
    expect(unread).toBeDefined()
    await expect.poll(() => destroyed).toBe(2)
  })

  it('is fetched by the rules of pages', async () => {
    answer = sends(10, false)
    const { file } = createLinkPreviews({ clock: createTime() })
    for (const host of ['127.0.0.1', '[::1]', '169.254.169.254']) {
      expect(await file(at('/', host), 1_000), host).toBeUndefined()
    }
    expect(await file('file:///etc/passwd', 1_000)).toBeUndefined()
    expect(asked).toEqual([])
  })
})
