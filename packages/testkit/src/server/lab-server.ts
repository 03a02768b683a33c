import type { Between } from '@chappe/bot-api'
import type { InProcessServer } from '@chappe/client'
import { type Clock, createServer, type Server, type ServerOptions } from '@chappe/server'
import { LabError } from '../errors.ts'
import { type FolderCopy, openFolder } from './folder.ts'
import { replaceKeepingNumbers } from './replace-folder.ts'
import { createSessions } from './sessions.ts'

/** The server of a lab: it may die and come back, on the same ports and to the same people. */
export interface LabServer {
  readonly host: string
  readonly port: number
  readonly botApiPort: number
  readonly publicKey: string
  /** As a client of the person or bot with this name calls it; it goes on with the server that comes after this one. */
  inProcess(name: string): InProcessServer
  createBot: Server['createBot']
  /** A copy of all that is committed. */
  copy(): FolderCopy
  /** Drops the sessions in the process that belong to a name. Whoever had them opens others, at the earliest when `until` is kept. */
  cut(name: string, until?: Promise<void>): void
  /** Holds up what passes between the server and a name. */
  delay(name: string, ms: number): void
  /** Dies at once, with whatever was not committed, and comes back on what was, or on what was copied before. */
  crash(copy?: FolderCopy): Promise<void>
  close(): Promise<void>
}

export interface LabServerOptions {
  readonly data: string | undefined
  readonly port: number
  readonly botApiPort: number
  readonly clock: Clock
  readonly onActivity: () => void
  readonly between: Between
  readonly others: Omit<ServerOptions, 'data' | 'port' | 'botApi' | 'clock'>
}

export async function startLabServer(options: LabServerOptions): Promise<LabServer> {
  const { clock, others } = options
  const folder = openFolder(options.data)
  const ports = { port: options.port, botApi: options.botApiPort }

  const start = async (): Promise<Server> => {
    const botApi = { port: ports.botApi, between: options.between }
    const durable = options.data !== undefined
    const started = await createServer({ durable, ...others, data: folder.path, clock, port: ports.port, botApi })
    ports.port = started.port
    ports.botApi = started.botApiPort ?? 0
    return started
  }

  let server: Promise<Server> = start()
  let closed = false
  const { publicKey, host } = await server.catch((error: unknown) => {
    folder.remove()
    throw error
  })
  const sessions = createSessions({ server: () => server, onActivity: options.onActivity })

  const comeBack = async (ended: Promise<void>, copy: FolderCopy): Promise<Server> => {
    await ended
    replaceKeepingNumbers(folder, copy)
    if (closed) throw new LabError('CLOSED', 'the lab was closed')
    return start()
  }

  return {
    host,
    publicKey,
    get port() {
      return ports.port
    },
    get botApiPort() {
      return ports.botApi
    },
    inProcess: sessions.inProcess,
    createBot: async (bot) => (await server).createBot(bot),
    copy: folder.copy,
    cut: sessions.cut,
    delay: sessions.delay,
    async crash(given) {
      const current = await server
      if (closed) throw new LabError('CLOSED', 'the lab was closed')
      // All of this in one turn: nothing is answered that is not in the copy.
      const copy = given ?? folder.copy()
      server = comeBack(current.close({ abrupt: true }), copy)
      sessions.lose()
      try {
        await server
      } finally {
        if (given === undefined) copy.remove()
      }
    },
    async close() {
      closed = true
      sessions.close()
      const last = await server.catch(() => undefined)
      await last?.close({ abrupt: true })
      folder.remove()
    },
  }
}
