import { createServer, type Server, type Socket } from 'node:net'
import type { Clock } from '../ports/clock.ts'
import type { Log } from '../ports/log.ts'
import { logFailure } from '../rpc/log-failure.ts'
import { StoreError } from '../store/errors.ts'
import type { OperatorCommands } from './command.ts'
import { createConversation, type Step } from './conversation.ts'
import { encodeAnswer, OperatorError, type OperatorErrorCode, type OperatorRequest } from './protocol.ts'
import { hasSocketFiles, placeSocket } from './socket-file.ts'

/** So many commands may be connected; one is one person at a keyboard, or a script. */
export const maxOperators = 8

/** How long a stop waits for what is being carried out, and for answers to be read, in ms. */
export const maxOperatorStopMs = 4_000

export interface OperatorChannelOptions {
  /** The data folder. */
  readonly folder: string
  readonly commands: OperatorCommands
  readonly clock: Pick<Clock, 'now' | 'after' | 'monotonic'>
  readonly log: Log
}

export interface OperatorChannel {
  /** Takes nothing new, has what is under way end where it can go on later, and its operators be told. */
  close(): Promise<void>
}

/**
 * Lets commands of `chappe-server` reach the server that runs on a data folder (see `protocol.ts`). A server runs without it
 * where there can be none, and says so.
 */
export async function serveOperator(options: OperatorChannelOptions): Promise<OperatorChannel> {
  const { folder, log } = options
  const none: OperatorChannel = { close: async () => {} }
  if (!hasSocketFiles) return none
  const connections = new Set<Connection>()
  const stopping = new AbortController()
  const server = createServer({ allowHalfOpen: true }, (socket) => {
    if (stopping.signal.aborted) return void socket.destroy()
    if (connections.size >= maxOperators) return refuse(socket)
    const connection = serve(socket, options, stopping.signal)
    connections.add(connection)
    void connection.over.then(() => connections.delete(connection))
  })
  let remove: () => void
  try {
    remove = await placeSocket(folder, (path) => bind(server, path))
  } catch (error) {
    server.close()
    const reason = error instanceof Error ? error.message : String(error)
    log.warn({ reason }, 'commands cannot reach this server: its socket could not be made')
    return none
  }
  server.on('error', (error) => log.error({ reason: error.message }, "the operator's channel failed"))
  return {
    async close() {
      remove()
      server.close()
      stopping.abort()
      for (const { isIdle, end } of connections) if (isIdle()) end()
      const over = Promise.all([...connections].map((connection) => connection.over))
      let cancel = (): void => {}
      const late = new Promise<void>((resolve) => {
        cancel = options.clock.after(maxOperatorStopMs, resolve)
      })
      await Promise.race([over, late])
      cancel()
      for (const { end } of connections) end()
      await over
    },
  }
}

function bind(server: Server, path: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(path, () => {
      server.off('error', reject)
      resolve()
    })
  })
}

function refuse(socket: Socket): void {
  const message = `${maxOperators} commands are connected already`
  socket.on('error', () => {})
  socket.end(encodeAnswer({ error: { code: 'BUSY', message } }), () => socket.destroy())
}

interface Connection {
  readonly over: Promise<void>
  isIdle(): boolean
  end(): void
}

function serve(socket: Socket, { commands, clock, log }: OperatorChannelOptions, serverStops: AbortSignal): Connection {
  const conversation = createConversation(new Set(Object.keys(commands)), clock.monotonic())
  let cancelTimer = (): void => {}
  /** What is being carried out, and how to end it. */
  let running: { readonly stop: AbortController; readonly done: Promise<void> } | undefined

  const act = (steps: readonly Step[]): void => {
    for (const step of steps) {
      switch (step.do) {
        case 'run':
          running = begin(step.request)
          break
        case 'stop':
          running?.stop.abort()
          break
        case 'send':
          socket.write(step.line)
          break
        case 'close':
          // Whoever does not read the answer is not waited for.
          socket.end()
          cancelTimer()
          cancelTimer = clock.after(maxOperatorStopMs, () => socket.destroy())
          return
      }
    }
    watch()
  }

  const watch = (): void => {
    cancelTimer()
    const { deadline } = conversation
    if (deadline === undefined) return
    cancelTimer = clock.after(Math.max(0, deadline - clock.monotonic()), () => act(conversation.expired()))
  }

  const begin = ({ command, input }: OperatorRequest): { stop: AbortController; done: Promise<void> } => {
    const stop = new AbortController()
    // Without what it is about: that may be a number, or a name.
    log.info({ command }, 'a command of the operator')
    const progress = (value: unknown): void => {
      // Whoever does not read has the next one.
      if (!socket.writableNeedDrain) act(conversation.progress(value))
    }
    const carryOut = commands[command]
    const run = async (): Promise<void> => {
      try {
        if (carryOut === undefined) throw new OperatorError('UNKNOWN_COMMAND', command)
        const result = await carryOut(input, { progress, stop: stop.signal, serverStops })
        running = undefined
        act(conversation.answered({ result }, clock.monotonic()))
      } catch (error) {
        running = undefined
        act(conversation.answered({ error: describe(error, command, log) }, clock.monotonic()))
      }
      if (serverStops.aborted) socket.end()
    }
    return { stop, done: run() }
  }

  socket.on('data', (bytes) => act(conversation.receive(bytes)))
  socket.on('end', () => act(conversation.ended()))
  // Nobody is there to be told any more; `close` follows.
  socket.on('error', () => {})
  const over = new Promise<void>((resolve) => {
    socket.once('close', () => {
      cancelTimer()
      const left = running
      left?.stop.abort()
      void (left?.done ?? Promise.resolve()).then(resolve)
    })
  })
  watch()
  return { over, isIdle: () => running === undefined, end: () => socket.destroy() }
}

function describe(error: unknown, command: string, log: Log): { code: OperatorErrorCode; message: string } {
  if (error instanceof OperatorError) return { code: error.code, message: error.message }
  logFailure(log, 'error', 'a command of the operator failed', error, { command })
  if (error instanceof StoreError) return { code: 'FAILED', message: error.message }
  return { code: 'FAILED', message: 'the server failed at it; its log says more' }
}
