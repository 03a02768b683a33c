import { createConnection, type Socket } from 'node:net'
import { createLines } from './lines.ts'
import {
  decodeAnswer,
  encodeRequest,
  type OperatorAnswer,
  OperatorError,
  type OperatorRequest,
  stopCommand,
} from './protocol.ts'
import { socketName, withShortPath } from './socket-file.ts'

export interface CallOptions {
  readonly onProgress?: ((value: unknown) => void) | undefined
  /** Aborted when the command is to end where nothing is half done; its answer is waited for. */
  readonly stop?: AbortSignal | undefined
}

/** No file; one that a killed server left; a server that ends just now; one that takes no more just now. */
const nobody: ReadonlySet<string> = new Set(['ENOENT', 'ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'EAGAIN'])

/** A connection to the server of a data folder; undefined if none listens there (now). */
export async function connectOperator(folder: string): Promise<Socket | undefined> {
  try {
    return await withShortPath(folder, socketName, connect)
  } catch (error) {
    if (error instanceof Error && 'code' in error && nobody.has(String(error.code))) return undefined
    throw error
  }
}

function connect(path: string): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = createConnection(path, () => {
      socket.off('error', reject)
      // `close` follows.
      socket.on('error', () => {})
      resolve(socket)
    })
    socket.once('error', reject)
  })
}

/** Has the server carry a command out. Throws `OperatorError`. */
export function callOperator(socket: Socket, request: OperatorRequest, options: CallOptions = {}): Promise<unknown> {
  const { onProgress, stop } = options
  // An answer comes from the server of one's own data folder, and may say much.
  const lines = createLines(Number.POSITIVE_INFINITY)
  return new Promise<unknown>((resolve, reject) => {
    let hasBegun = false
    const take = (answer: OperatorAnswer): void => {
      if ('begun' in answer) hasBegun = true
      else if ('progress' in answer) onProgress?.(answer.progress)
      else if ('result' in answer) resolve(answer.result)
      else reject(new OperatorError(answer.error.code, answer.error.message))
    }
    const askToStop = (): void => {
      socket.write(encodeRequest({ command: stopCommand, input: undefined }))
    }
    socket.on('data', (bytes) => {
      try {
        for (const line of lines.push(bytes)) take(decodeAnswer(line))
      } catch (error) {
        reject(error)
      }
    })
    socket.once('close', () => {
      if (hasBegun) reject(new OperatorError('CONNECTION_LOST', 'the server ended without an answer'))
      else reject(new OperatorError('NOT_BEGUN', 'the server ended before it took the command'))
    })
    socket.write(encodeRequest(request))
    if (stop?.aborted) askToStop()
    else stop?.addEventListener('abort', askToStop, { once: true })
  }).finally(() => socket.destroy())
}
