import type { IncomingMessage, ServerResponse } from 'node:http'
import { RpcError } from '@chappe/client'
import { LabError } from '../errors.ts'
import type { Lab } from '../lab.ts'
import { object } from '../seed/fields.ts'
import { createCommands } from './commands.ts'
import { readJsonBody } from './request.ts'

// Not imported: see `node:http` in docs/decisions.md.
const { createServer } = process.getBuiltinModule('node:http')

export interface ControlPort {
  readonly port: number
  close(): Promise<void>
}

/**
 * Serves the verbs of a lab as JSON over HTTP, on this machine alone: `POST /say {"user":"Ann","to":"@echo_bot","text":"hi"}`. The
 * answer is `{"ok":true,"result":…}`, or `{"ok":false,"code":…,"error":…}`.
 *
 * @param onClose called by `POST /close`, after its answer
 */
export async function serveControl(lab: Lab, port: number, onClose: () => void): Promise<ControlPort> {
  const commands = createCommands(lab)

  const answer = async (request: IncomingMessage): Promise<unknown> => {
    const name = new URL(request.url ?? '/', 'http://control').pathname.slice(1)
    // Pages of browsers reach this machine, too, and can post what they like but this.
    const type = request.headers['content-type'] ?? ''
    if (request.method !== 'POST')
      throw new LabError('OPTION_INVALID', 'commands are posted: POST /say, POST /advance, …')
    if (!type.startsWith('application/json'))
      throw new LabError('OPTION_INVALID', 'Content-Type is to be application/json')
    if (name === 'close') return true
    const command = commands.get(name)
    if (command === undefined) {
      const known = [...commands.keys(), 'close'].join(', ')
      throw new LabError('OPTION_INVALID', `there is no command ${JSON.stringify(name)}; there are ${known}`)
    }
    const fields = object(await readJsonBody(request), 'the request')
    return command(fields)
  }

  const http = createServer((request, response) => {
    answer(request).then(
      (result) => {
        write(response, 200, { ok: true, result })
        if (request.url === '/close') response.once('close', onClose)
      },
      (error: unknown) => {
        request.resume()
        write(response, 400, { ok: false, ...describe(error) })
      },
    )
  })
  await new Promise<void>((resolve, reject) => {
    http.once('error', reject)
    http.listen(port, '127.0.0.1', resolve)
  })
  const address = http.address()
  return {
    port: typeof address === 'object' && address !== null ? address.port : port,
    async close() {
      await new Promise((resolve) => {
        http.close(resolve)
        http.closeAllConnections()
      })
    },
  }
}

function describe(error: unknown): { readonly code: string; readonly error: string } {
  if (error instanceof LabError) return { code: error.code, error: error.message }
  if (error instanceof RpcError) return { code: 'RPC', error: `${error.code} ${error.message}` }
  return { code: 'FAILED', error: error instanceof Error ? error.message : String(error) }
}

function write(response: ServerResponse, status: number, value: object): void {
  const body = Buffer.from(JSON.stringify(value))
  const headers = { 'Content-Type': 'application/json', 'Content-Length': body.length, Connection: 'close' }
  response.writeHead(status, headers).end(body)
}
