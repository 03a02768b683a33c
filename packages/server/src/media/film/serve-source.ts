import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import type { ReadPart } from './read-mp4.ts'

// Not imported: see `node:http` in docs/decisions.md.
const { createServer } = process.getBuiltinModule('node:http')

/** A file that a program may read. */
export interface FilmSource {
  readonly size: number
  read: ReadPart
}

/**
 * Gives files to programs of this machine that must go back and forth in them, by addresses that nobody can guess, so that
 * nothing of what lies sealed is written anywhere in plain.
 */
export interface SourceServer {
  /** The address works until `work` ends. */
  serve<T>(source: FilmSource, work: (url: string) => Promise<T>): Promise<T>
  close(): Promise<void>
}

const pieceBytes = 262_144

export function createSourceServer(newName: () => string): SourceServer {
  const sources = new Map<string, FilmSource>()
  let listening: Promise<{ readonly server: Server; readonly port: number }> | undefined

  const listen = (): Promise<{ readonly server: Server; readonly port: number }> =>
    new Promise((resolve, reject) => {
      const server = createServer((request, response) => {
        answer(sources.get(request.url ?? ''), request, response).catch(() => response.destroy())
      })
      server.once('error', reject)
      server.listen(0, '127.0.0.1', () => {
        server.unref()
        const address = server.address()
        if (address === null || typeof address === 'string') reject(new TypeError('a port was asked for'))
        else resolve({ server, port: address.port })
      })
    })

  return {
    async serve(source, work) {
      listening ??= listen()
      const { port } = await listening
      const path = `/${newName()}`
      sources.set(path, source)
      try {
        return await work(`http://127.0.0.1:${port}${path}`)
      } finally {
        sources.delete(path)
      }
    },
    async close() {
      const { server } = (await listening?.catch(() => undefined)) ?? {}
      server?.closeAllConnections()
      server?.close()
    },
  }
}

async function answer(
  source: FilmSource | undefined,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  if (source === undefined) return void response.writeHead(404).end()
  const { size } = source
  const [, first = '0', last = ''] = /^bytes=(\d+)-(\d*)$/.exec(request.headers.range ?? 'bytes=0-') ?? []
  const from = Number(first)
  const to = last === '' ? size - 1 : Math.min(Number(last), size - 1)
  if (from > to) return void response.writeHead(416, { 'content-range': `bytes */${size}` }).end()
  response.writeHead(206, {
    ...{ 'accept-ranges': 'bytes', 'content-length': to - from + 1, 'content-range': `bytes ${from}-${to}/${size}` },
  })
  for (let at = from; at <= to && !response.destroyed; at += pieceBytes) {
    const bytes = await source.read(at, Math.min(pieceBytes, to - at + 1))
    if (bytes.length === 0) break
    // Copied: what was read may be given back before it is sent.
    if (!response.write(Buffer.from(bytes))) await drained(response)
  }
  response.end()
}

function drained(response: ServerResponse): Promise<void> {
  return new Promise((resolve) => {
    response.once('drain', resolve)
    response.once('close', resolve)
  })
}
