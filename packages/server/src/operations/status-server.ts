import type { ServerResponse } from 'node:http'
import type { Metrics } from './metrics.ts'

// Not imported: see `node:http` in docs/decisions.md.
const { createServer } = process.getBuiltinModule('node:http')

/** Whether the server can serve now, and why not. */
export type Readiness = { readonly ready: true } | { readonly ready: false; readonly reason: string }

export interface StatusServerOptions {
  /** On 127.0.0.1; 0 for any free one. */
  readonly port: number
  readonly metrics: Metrics
  readonly readiness: () => Promise<Readiness>
}

export interface StatusServer {
  readonly port: number
  close(): Promise<void>
}

/**
 * What whoever runs the server looks at, for this machine alone: `/metrics` for Prometheus, `/health` (the process
 * answers), `/ready` (it can serve: 200, or 503 with the reason).
 */
export function startStatusServer({ port, metrics, readiness }: StatusServerOptions): Promise<StatusServer> {
  const answer = async (path: string, response: ServerResponse): Promise<void> => {
    switch (path) {
      case '/metrics':
        response.setHeader('content-type', metrics.contentType)
        response.end(await metrics.text())
        break
      case '/health':
        sendJson(response, 200, { status: 'ok' })
        break
      case '/ready': {
        const { ready, ...rest } = await readiness()
        sendJson(response, ready ? 200 : 503, { ready, ...rest })
        break
      }
      default:
        sendJson(response, 404, { error: 'there are /metrics, /health and /ready' })
    }
  }
  const server = createServer((request, response) => {
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      sendJson(response, 405, { error: 'only GET' })
      return
    }
    const [path = '/'] = (request.url ?? '/').split('?')
    answer(path, response).catch((error: unknown) => sendJson(response, 500, { error: String(error) }))
  })
  server.keepAliveTimeout = 5_000
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', () => {
      const address = server.address()
      resolve({
        port: typeof address === 'object' && address !== null ? address.port : port,
        close: () =>
          new Promise((done) => {
            server.close(() => done())
            server.closeAllConnections()
          }),
      })
    })
  })
}

function sendJson(response: ServerResponse, status: number, body: object): void {
  if (response.headersSent) return
  response.writeHead(status, { 'content-type': 'application/json' })
  response.end(`${JSON.stringify(body)}\n`)
}
